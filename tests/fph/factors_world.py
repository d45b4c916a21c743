"""People who hold a role, and what they type to prove who they are."""

import re
from datetime import date

from django.urls import reverse
from django.utils import timezone

from committees.roster.models import Committee, Membership
from fph.mail.models import OutboxMessage
from fph.people.actions import appoint, open_account
from fph.people.roles import SCOPES
from fph.territories.models import Neighbourhood, NeighbourhoodMandate
from projects.fund.models import Fund, FundMandate
from tests.harness.sessions import code_of

CODE = re.compile(r"\b\d{4}-\d{4}\b")
SECRET = re.compile(r"<code class=\"strong\">([A-Z2-7 ]+)</code>")


def person(name="asma"):
    return open_account(email=f"{name}@quartier.example", name=name.title(), now=timezone.now())


def give_role(who, role, **term):
    """Give someone a role on the first fund, its committee or its neighbourhood, from long ago unless told."""
    scope = next(scope for scope, roles in SCOPES.items() if role in roles)
    committee = Committee.objects.get(fund__slug="goutte-dor")
    where = {
        "fund": {"fund": Fund.objects.get(slug="goutte-dor")},
        "committee": {"committee": committee, "college": committee.colleges.filter(deliberative=True).first()},
        "neighbourhood": {"neighbourhood": Neighbourhood.objects.order_by("pk").first()},
    }[scope]
    kind = {"fund": FundMandate, "committee": Membership, "neighbourhood": NeighbourhoodMandate}[scope]
    by, now = (
        open_account(email=f"nomme-{who.pk}-{role}@test.example", name="Nomme", now=timezone.now()),
        timezone.now(),
    )
    return appoint(kind, person=who, role=role, by=by, now=now, **{"starts_on": date(2026, 1, 1)} | where | term)


def mailed_code(email) -> str:
    return CODE.search(OutboxMessage.objects.filter(to=email).order_by("written_at").last().body)[0]


def sign_in(client, who, next_page=""):
    """Sign in with an e-mailed code; returns the answer to the code."""
    client.post(reverse("account_login"), {"login": who.email, "next": next_page})
    typed = {"code": mailed_code(who.email), "next": next_page}
    return client.post(reverse("account_confirm_login_code"), typed)


def secret_on(page: str) -> str:
    """Return the secret written on the page that ties an application."""
    return SECRET.search(page)[1].replace(" ", "")


def tie_application(client, next_page="") -> str:
    """Tie an application to the account of the person signed in, codes kept; returns its secret."""
    address = reverse("mfa_activate_totp") + (f"?next={next_page}" if next_page else "")
    secret = secret_on(client.get(address).content.decode())
    client.post(address, {"code": code_of(secret)})
    client.post(reverse("mfa_view_recovery_codes"))
    return secret

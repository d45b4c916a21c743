"""A2. A right that ends while its holder is at work is over at once: on the next click, in a session, at an export.

Every address that asks a permission, from the table of addresses: someone of the demonstration who may opens it, their
right ends in one of four ways, and the same click of the same session finds nothing there.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from committees.meetings.models import Meeting
from committees.roster.models import Committee, CommitteePermission, Membership
from committees.votes.models import Ballot, Task
from fph.people import actions as people
from fph.people.models import User
from projects.applications.models import Application, Attachment
from projects.followup.models import Award, ClosingReport, Obligation, PaymentOrder, ReportReceipt
from projects.fund.models import Contribution, Exercise, Fund, FundMandate, FundPermission, Gift
from projects.regulation import actions as regulations
from projects.regulation.rules import Rule
from tests.house.url_table import AUDIENCE, ROLE
from tests.projects.acts import an_act

pytestmark = pytest.mark.django_db
GUARDED = sorted(name for name, audience in AUDIENCE.items() if audience == ROLE)


# --- What stands at each address ------------------------------------------------------------------------


FUND = "goutte-dor"
WAY_TO_FUND = {
    Fund: "", Exercise: "fund__", FundMandate: "fund__", Committee: "fund__", Application: "fund__",
    Contribution: "exercise__fund__", Gift: "exercise__fund__", Membership: "committee__fund__",
    Meeting: "committee__fund__", Ballot: "meeting__committee__fund__",
    Task: "decision__meeting__committee__fund__", Attachment: "application__fund__", Award: "application__fund__",
    ClosingReport: "application__fund__", PaymentOrder: "award__application__fund__",
    ReportReceipt: "report__application__fund__",
    Obligation: "application__fund__",
}  # fmt: skip


def first(model, **words):
    """Return the first row of the demonstration's first fund that fits."""
    words[f"{WAY_TO_FUND[model]}slug"] = FUND
    return model.objects.filter(**words).order_by("pk").first()


def proposal():
    """Return a change of the règlement proposed in the demonstration's first fund."""
    fund, by = Fund.objects.get(slug=FUND), User.objects.get(email="claire@demo.example")
    act = {"by": by, "now": timezone.now()}
    draft = regulations.put_rule(fund, Rule("cap_per_project", 12_300), **act)
    day = timezone.localdate() + timedelta(days=40)
    return regulations.propose(draft, title="Le plafond", why="", in_force_from=day, **act)


def words_of(name: str) -> dict:
    """Return what an address names, in the demonstration: a thing in a state in which someone may act on it."""
    planned, held = first(Meeting, opened_at=None), first(Meeting, ballots__isnull=False)
    item = planned.items.first()
    gift = first(Gift, state="paid")
    ordered = first(PaymentOrder)
    PaymentOrder.objects.filter(pk=ordered.pk).update(paid_at=None, paid_by=None, paid_on=None)  # all were paid
    report = first(ClosingReport)
    acts = an_act(Fund.objects.get(slug=FUND), Application.objects.filter(fund__slug=FUND, state="admissible").first())
    special = {
        "attachment": {"pk": first(Attachment, removed_at=None).pk},
        "receipt": {"pk": first(ReportReceipt, file__isnull=False).pk},
        "order_payment": {"award": first(Award).pk, "trigger": "acceptance"},
        "confirm_payment": {"order": ordered.pk},
        "check_report": {"pk": report.application_id},
        "fulfil_obligation": {"pk": first(Obligation).pk},
        "report_history": {"pk": report.application_id},
        **{name: {"pk": acts.act.pk} for name in ("final_act", "annul_final_act", "final_act_file")},
        "record_final_act": {"slug": FUND, "meeting": acts.meeting},
        "close_ballot": {"pk": held.pk, "ballot": first(Ballot, meeting=held).pk},
        "member_vote": {"pk": held.pk},
        "finish_task": {"pk": first(Task).pk},
        "minutes": {"pk": held.pk}, "minutes_pdf": {"pk": held.pk}, "add_erratum": {"pk": held.pk},
        "amendment_act": {"number": proposal().number}, "replay_amendment": {"number": proposal().number},
        "amendment_rule": {"key": "cap_per_project"},
        "end_role": {"pk": first(FundMandate, role="treasurer").pk},
    }  # fmt: skip
    meetings = {
        name: {"pk": planned.pk, "item": item.pk, "seat": first(Membership).pk}
        for name in (
            "agenda", "meeting_history", "meeting", "meeting_state", "open_meeting", "call_item", "presence", "recusal",
            "open_ballot", "defer", "assign_task", "close_meeting", "member_state", "member_recuse", "applicant_presence",
            "committee_pass_over", "committee_take_back",
        )
    }  # fmt: skip
    files = {
        name: {"pk": first(Application, state="submitted").pk}
        for name in (
            "review",
            "review_history",
            "admit_application",
            "ask_correction",
            "declare_inadmissible",
            "pass_over",
            "take_back_override",
        )
    }
    common = {
        "fund": FUND, "slug": first(Committee).slug, "year": first(Exercise).year,
        "contribution": first(Contribution).pk, "gift": gift.pk,
    }  # fmt: skip
    return {**common, **(special | meetings | files).get(name, {})}


def address(name: str) -> str:
    """Return an address of the demonstration by its name: the one that takes the most of what it could be given."""
    given = words_of(name)
    for keys in KEYS:
        try:
            return reverse(name, kwargs={key: given[key] for key in keys if key in given})
        except NoReverseMatch:
            continue
    raise AssertionError(f"say in words_of what {name} names")


KEYS = [
    ("fund",), ("slug",), ("fund", "year"), ("slug", "year"), ("fund", "contribution"), ("fund", "gift"), ("pk",),
    ("fund", "pk"), ("slug", "pk"), ("pk", "item"), ("pk", "seat"), ("pk", "ballot"), ("slug", "award", "trigger"),
    ("slug", "order"), ("slug", "meeting"), ("fund", "number"), ("fund", "key"),
]  # fmt: skip


# --- Four ways to lose a right ----------------------------------------------------------------------------


def ended(who):
    """End every role before its term."""
    admin = User.objects.filter(is_superuser=True).first()
    for kind in (FundMandate, Membership):
        for mandate in kind.objects.filter(person=who, ended_at=None):
            people.end(mandate, by=admin, now=timezone.now())


def over(who):
    """Let every term pass, without any act."""
    for kind in (FundMandate, Membership):
        kind.objects.filter(person=who).update(ends_on=timezone.localdate() - timedelta(days=1))


def taken(who):
    """Take the permission rows away; a superuser needs none, and holds nothing without a mandate."""
    for rows in (FundPermission, CommitteePermission):
        rows.objects.filter(user=who).delete()


def closed(who):
    """Close the account."""
    User.objects.filter(pk=who.pk).update(is_active=False)


WAYS = (ended, over, closed, taken)


# --- At every address -------------------------------------------------------------------------------------


def holders() -> list[User]:
    """Return someone of each role on the demonstration's fund and committee."""
    held = [
        *FundMandate.objects.filter(fund__slug=FUND, ended_at=None).order_by("pk"),
        *Membership.objects.filter(committee__fund__slug=FUND, ended_at=None).order_by("pk"),
    ]
    return list({mandate.role: mandate.person for mandate in held}.values())


def sent() -> dict[str, str]:
    """Return what a form of any address may ask to be understood at all."""
    ballot = words_of("close_ballot")["ballot"]
    item = first(Meeting, opened_at=None).items.first()
    seat = first(Membership)
    return {"do": f"up:{item.pk}", "seat": str(seat.pk), "ballot": str(ballot)}


DOING = {
    "/presences/": {"do": "arrive"}, "/porteur/": {"do": "came"}, "/suite/": {"do": "take_up"},
    "/brouillon/": {"do": "add"},
}  # fmt: skip


def ask(client: Client, where: str):
    """Click: send the form where there is one, else read."""
    doing = next((do for part, do in DOING.items() if part in where), {})
    answer = client.post(where, sent() | doing)
    return client.get(where) if answer.status_code == 405 else answer


def who_may(where: str) -> tuple[User, Client]:
    """Return someone who is answered there, in the session in which they opened the page."""
    for who in holders():
        client = Client()
        client.force_login(who)
        with transaction.atomic():
            client.get(where)
            answered = ask(client, where).status_code
            transaction.set_rollback(True)
        if answered not in (403, 404):
            return who, client
    raise AssertionError(f"nobody of the demonstration may open {where}")


@pytest.mark.parametrize("name", GUARDED)
def test_a_right_that_ends_is_over_on_the_next_click(name):
    where = address(name)
    who, client = who_may(where)
    for way in WAYS[: 3 if who.is_superuser else 4]:
        with transaction.atomic():
            way(who)
            answer = ask(client, where)
            gone = answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
            assert answer.status_code == 404 or (gone and way is closed), f"{way.__name__}: {answer.status_code}"
            transaction.set_rollback(True)

"""Asked again before what counts: the whole table, the POST that waits, and each way to answer."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fph.mail.models import OutboxMessage
from fph.people.actions import open_account
from fph.people.models import User
from fph.people.proof import EVENING, HALF_HOUR
from fph.people.roles import Role
from projects.fund.models import FundMandate
from tests.fph.factors_world import give_role, mailed_code, person, sign_in, tie_application
from tests.harness.sessions import addresses, code_of, give, prove, signed_in_by_code

pytestmark = pytest.mark.django_db
POST, ALL = "a POST", "any answer"
# Every address that asks who is there again: how old a proof may be, in seconds, and before what.
SENSITIVE = {
    "close_meeting": (HALF_HOUR, POST),
    "close_ballot": (EVENING, POST),
    "order_payment": (HALF_HOUR, POST),
    "confirm_payment": (HALF_HOUR, POST),
    "refund_gift": (HALF_HOUR, POST),
    "take_back_contribution": (HALF_HOUR, POST),
    "record_final_act": (HALF_HOUR, ALL),
    "annul_final_act": (HALF_HOUR, POST),
    "new_fund_step": (HALF_HOUR, POST),
    "roles": (HALF_HOUR, POST),
    "end_role": (HALF_HOUR, POST),
    "report_csv": (HALF_HOUR, ALL),
    "report_xlsx": (HALF_HOUR, ALL),
    "mfa_activate_totp": (HALF_HOUR, ALL),
    "mfa_deactivate_totp": (HALF_HOUR, ALL),
    "mfa_add_webauthn": (HALF_HOUR, ALL),
    "mfa_remove_webauthn": (HALF_HOUR, ALL),
    "mfa_generate_recovery_codes": (HALF_HOUR, ALL),
}
ASKED = reverse("reauthenticate_by_mail")
ROLES = "/gestion/goutte-dor/roles/"


@pytest.fixture
def asma():
    return person("asma")


@pytest.fixture
def secret(asma):
    """Asma administers the fund and has an application; the code that tied it is forgotten."""
    give_role(asma, Role.ADMINISTRATOR)
    client = Client()
    sign_in(client, asma)
    found = tie_application(client)
    cache.clear()
    return found


def asks(response) -> bool:
    return response.status_code == 302 and response.url.startswith("/connexion/confirmer/")


def test_the_table_is_the_code():
    said = {name: view.fresh_within for name, _, view in addresses() if hasattr(view, "fresh_within")}
    assert said == {name: within for name, (within, _) in SENSITIVE.items()}


@pytest.mark.parametrize("name", SENSITIVE)
def test_each_asks_when_the_proof_is_old_and_not_before(client, asma, name):
    within, before = SENSITIVE[name]
    (address,) = {address for found, address, _ in addresses() if found == name}
    client.force_login(asma)
    for ago, method, expected in [
        (within - 60, "post", False), (within + 1, "post", True),
        (within - 60, "get", False), (within + 1, "get", before == ALL), (within + 1, "head", before == ALL),
    ]:  # fmt: skip
        signed_in_by_code(client, ago=ago)
        response = getattr(client, method)(address)
        assert asks(response) == expected, (ago, method)
        if expected:
            assert response.url == f"{ASKED}?next={address.replace('/', '%2F')}"


def test_a_clock_set_back_and_a_proof_to_come_are_not_fresh(client, asma):
    client.force_login(asma)
    prove(client, ago=-3600)
    assert asks(client.post(ROLES))


def filled(newcomer="newcomer@quartier.example"):
    return {"email": newcomer, "name": "Nouvelle Venue", "role": "helper", "starts_on": "2026-01-01"}


def test_the_act_waits_for_the_code_and_is_done_as_it_was_typed(client, asma, secret):
    client.force_login(asma)
    prove(client, ago=HALF_HOUR + 1)
    before = FundMandate.objects.count()
    asked = client.post(ROLES, filled())
    assert asked.url == f"{reverse('mfa_reauthenticate')}?next=%2Fgestion%2Fgoutte-dor%2Froles%2F"
    page = client.get(asked.url).content.decode()
    assert f'name="next" value="{ROLES}"' in page
    wrong = client.post(reverse("mfa_reauthenticate"), {"code": "000000", "next": ROLES})
    assert "Ce n’est pas le bon code" in wrong.content.decode()
    assert FundMandate.objects.count() == before
    done = client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": ROLES})
    assert done.url == ROLES
    assert FundMandate.objects.filter(person__email="newcomer@quartier.example").count() == 1
    assert client.post(ROLES, filled("autre@quartier.example")).url == ROLES, "fresh now"
    again = client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret, ago=-30), "next": ROLES})
    assert again.url == ROLES
    assert FundMandate.objects.count() == before + 2, "what waited is done once"


def test_what_is_refused_after_the_proof_is_shown_and_sent_again_to_its_own_address(client, asma, secret):
    client.force_login(asma)
    prove(client, ago=HALF_HOUR + 1)
    client.post(ROLES, filled() | {"starts_on": "pas un jour"})
    page = client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": ROLES})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="newcomer@quartier.example"' in text
    assert f'action="{ROLES}"' in text


def test_every_form_of_a_sensitive_page_says_where_it_goes():
    from tests.house.source import BASE

    pages = ("roster/roles", "followup/confirm_payment", "fund/refund", "fund/collect", "fund/confirm", "minutes/close")
    loose = re.compile(r"<form(?![^>]*action=)[^>]*>|components/confirm\.html\" with (?![^%]*action=)")
    texts = {page: next((BASE / "templates").rglob(f"{page}.html")).read_text() for page in pages}
    assert not [page for page, text in texts.items() if loose.search(text)]


def test_it_needs_the_right_to_act_after_the_proof_too(client, asma, secret):
    client.force_login(asma)
    prove(client, ago=HALF_HOUR + 1)
    client.post(ROLES, filled())
    FundMandate.objects.filter(person=asma).update(ends_on="2026-01-02")
    done = client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": ROLES})
    assert done.status_code == 404
    assert not User.objects.filter(email="newcomer@quartier.example").exists()


def test_the_post_that_waits_keeps_nothing_of_its_surroundings(client, asma):
    client.force_login(asma)
    prove(client, ago=HALF_HOUR + 1)
    client.post(ROLES, filled(), headers={"user-agent": "Mozilla/5.0"}, REMOTE_ADDR="203.0.113.7", DATABASE_URL="x")
    kept = str(client.session["account_reauthentication_state"])
    assert "newcomer@quartier.example" in kept.replace("%40", "@")
    assert not [word for word in ("Mozilla", "203.0.113", "HTTP_COOKIE", "DATABASE_URL") if word in kept]


@pytest.mark.one_factor
def test_a_sign_in_just_done_is_fresh(client, asma, secret):
    sign_in(client, asma)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.post(ROLES, filled()).url == ROLES


# --- A new e-mail for who has no second factor ----------------------------------------------------------


@pytest.fixture
def reader(client, asma):
    """Asma reads the reports for a funder, has no second factor, and signed in an hour ago."""
    give_role(asma, Role.FUNDER_READER)
    client.force_login(asma)
    signed_in_by_code(client, ago=3600)
    return asma


REPORT = "/gestion/goutte-dor/rapports/2026/projets.csv"


def test_who_has_no_second_factor_answers_with_a_new_code(client, reader):
    asked = client.get(REPORT)
    assert asked.url == f"{ASKED}?next={REPORT.replace('/', '%2F')}"
    assert "Recevoir un code" in client.get(asked.url).content.decode()
    assert not OutboxMessage.objects.filter(to=reader.email).exists(), "looking sends nothing"
    sent = client.post(ASKED, {"send": "1", "next": REPORT})
    assert sent.url == f"{ASKED}?next={REPORT.replace('/', '%2F')}"
    assert "Ce n’est pas le bon code" in client.post(ASKED, {"code": "0000-0000", "next": REPORT}).content.decode()
    code = mailed_code(reader.email)
    assert client.post(ASKED, {"code": code, "next": REPORT}).url == REPORT
    assert client.get(REPORT).headers["Content-Disposition"].startswith("attachment")
    signed_in_by_code(client, ago=3600)
    client.post(ASKED, {"code": code, "next": REPORT})
    assert asks(client.get(REPORT)), "the code served once"


@pytest.mark.parametrize("typed", ["", "-", " ", "0000-0000", "é"])
def test_without_a_code_sent_nothing_typed_is_right(client, reader, typed):
    client.post(ASKED, {"code": typed, "next": REPORT})
    assert asks(client.get(REPORT))


def test_five_wrong_codes_end_it(client, reader):
    client.post(ASKED, {"send": "1"})
    code = mailed_code(reader.email)
    for _ in range(5):
        client.post(ASKED, {"code": "0000-0000" if code != "0000-0000" else "1111-1111"})
    client.post(ASKED, {"code": code, "next": REPORT})
    assert asks(client.get(REPORT))


def test_the_fourth_code_in_a_minute_is_not_sent(client, reader):
    for _ in range(4):
        client.post(ASKED, {"send": "1"})
    assert OutboxMessage.objects.filter(to=reader.email).count() == 3


def test_who_has_a_second_factor_cannot_answer_with_a_mail(client, asma, secret):
    client.force_login(asma)
    prove(client, ago=HALF_HOUR + 1)
    assert client.post(ASKED, {"send": "1", "next": ROLES}).url.startswith(reverse("mfa_reauthenticate"))
    assert not OutboxMessage.objects.filter(to=asma.email, event="sign_in.login_code").count() > 1


# --- Elsewhere ------------------------------------------------------------------------------------------


def test_a_door_of_the_demonstration_is_always_fresh_and_nothing_of_it_without_it(client, settings):
    lina = open_account(email="lina@demo.example", name="Lina", now=timezone.now())
    client.force_login(lina)
    give(client, {"method": "demo", "at": 0})
    assert client.post(reverse("end_role", args=["goutte-dor", uuid4()])).status_code == 404
    settings.FPH_DEMO = False
    assert asks(client.post(reverse("end_role", args=["goutte-dor", uuid4()])))


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", "/cms/users/new/"), ("post", "/cms/groups/new/"), ("post", "/cms/bulk/fph/user/set_active_state/"),
        ("get", "/cms/users/?export=csv"), ("get", "/cms/reports/locked/?export=xlsx"),
    ],
)  # fmt: skip
def test_rights_and_lists_of_the_editor_ask_too(client, method, address):
    client.force_login(User.objects.create_superuser("chef@quartier.example"))
    assert not asks(getattr(client, method)(address))
    prove(client, ago=HALF_HOUR + 1)
    assert asks(getattr(client, method)(address))
    assert client.get("/cms/users/").status_code == 200

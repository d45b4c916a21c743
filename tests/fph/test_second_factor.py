"""The second factor: imposed on those whose role asks for it, set up in two minutes, given at each sign-in."""

import re
import time
from datetime import timedelta
from pathlib import Path

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as house
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.people.actions import end, open_account
from fph.people.models import User
from fph.people.roles import STRONG, Role
from tests.fph.factors_world import CODE, give_role, person, secret_on, sign_in, tie_application
from tests.harness.sessions import addresses, code_of, give, prove
from tests.house.url_table import AUDIENCE, OPEN

pytestmark = [pytest.mark.django_db, pytest.mark.one_factor]
SET_UP = "/mon-compte/protection/"
# What someone whose role asks for a second factor may still open before it: their account, and the way to it.
BEFORE = {
    *("my_account", "account_email", "my_sessions", "end_session", "end_other_sessions"),
    *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn"),
    *("mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "reauthenticate_by_mail"),
}


@pytest.fixture
def asma():
    return person("asma")


def is_imposed(response) -> bool:
    return response.status_code == 302 and response.url.startswith(f"{SET_UP}?next=")


# --- Whom it is imposed on ------------------------------------------------------------------------------


def test_the_roles_that_ask_for_it_are_those_promised():
    assert set(STRONG) == {"chair", "secretary", "coordinator", "treasurer", "editor", "administrator"}


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_each_role_that_asks_for_it_is_stopped_and_no_other(client, asma, role, method):
    if role != Role.RESIDENT:
        give_role(asma, role)
    client.force_login(asma)
    assert is_imposed(getattr(client, method)("/mes-projets/")) == (role in STRONG)


def test_those_who_run_the_platform_are_stopped_too(client):
    client.force_login(User.objects.create_superuser("chef@quartier.example"))
    assert is_imposed(client.get("/mon-espace/"))
    assert is_imposed(client.get("/cms/"))


def test_an_editor_is_stopped_before_the_editor(client, asma):
    give_role(asma, Role.EDITOR)
    client.force_login(asma)
    assert client.get("/cms/pages/").url == f"{SET_UP}?next=%2Fcms%2Fpages%2F"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_but_ones_account_opens_before_it(client, asma, method):
    give_role(asma, Role.TREASURER)
    client.force_login(asma)
    closed = [(name, address) for name, address, _ in addresses() if AUDIENCE.get(name) not in OPEN]
    opened = {name for name, address in closed if not is_imposed(getattr(client, method)(address))}
    assert len(closed) > 60
    assert opened == BEFORE


def test_a_passed_term_frees_and_an_ended_role_frees(client, asma):
    yesterday = timezone.localdate() - timedelta(days=1)
    give_role(asma, Role.TREASURER, ends_on=yesterday)
    give_role(asma, Role.COORDINATOR, starts_on=timezone.localdate() + timedelta(days=1))
    client.force_login(asma)
    assert client.get("/mon-espace/").status_code == 200
    mandate = give_role(asma, Role.SECRETARY)
    assert is_imposed(client.get("/mon-espace/")), "a role given during a session imposes it at once"
    end(mandate, by=asma, now=timezone.now())
    assert client.get("/mon-espace/").status_code == 200


def test_the_page_says_why_and_where_one_was_going(client, asma):
    give_role(asma, Role.TREASURER)
    client.force_login(asma)
    page = client.get("/gestion/goutte-dor/?x=1", follow=True).content.decode()
    assert "trésorier·ère" in page and "Votre rôle le demande" in page
    assert f"{reverse('mfa_activate_totp')}?next=%2Fgestion%2Fgoutte-dor%2F%3Fx%3D1" in page


def test_it_costs_no_query(client, asma):
    give_role(asma, Role.FUNDER_READER)
    client.force_login(asma)

    def asked():
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/mes-projets/").status_code == 200
        return [query["sql"] for query in seen]

    once = asked()
    assert len([sql for sql in once if "must_prove_twice" in sql]) == 1
    prove(client)
    assert len(asked()) == len(once)


@pytest.mark.parametrize(
    ("proofs", "strong"),
    [
        ([], False),
        ([{"method": "code"}], False),
        ([{"method": "code"}, {"method": "code"}], False),
        ([{"method": "password"}], False),
        ([{"method": "code"}, {"method": "mfa", "type": "totp"}], True),
        ([{"method": "mfa", "type": "webauthn", "passwordless": True}], True),
        ([{"method": "demo"}], False),
    ],
)
def test_what_makes_a_session_strong(client, asma, settings, proofs, strong):
    settings.FPH_DEMO = False
    give_role(asma, Role.CHAIR)
    client.force_login(asma)
    give(client, *proofs)
    assert is_imposed(client.get("/mon-espace/")) != strong


def test_anothers_proof_serves_nobody(client, asma):
    give_role(asma, Role.CHAIR)
    other = person("autre")
    client.force_login(other)
    prove(client)
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(asma.pk), asma.get_session_auth_hash()
    session.save()
    assert is_imposed(client.get("/mon-espace/"))


def test_a_door_of_the_demonstration_needs_nothing_more(client):
    lina = open_account(email="lina@demo.example", name="Lina", now=timezone.now())
    give_role(lina, Role.TREASURER)
    client.post(reverse("demo_enter", args=[lina.pk]))
    assert client.get("/mon-espace/").status_code == 200


# --- Set up ---------------------------------------------------------------------------------------------


def test_an_administrators_first_sign_in_leads_to_it_then_where_they_were_going(client):
    chief = open_account(email="chef@quartier.example", name="Chef", administrator=True, now=timezone.now())
    arrived = sign_in(client, chief, "/mon-espace/")
    assert arrived.url == "/mon-espace/"
    asked = client.get(arrived.url)
    assert is_imposed(asked)
    address = f"{reverse('mfa_activate_totp')}?next=/mon-espace/"
    page = client.get(address).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = secret_on(page)
    assert "Ce n’est pas le bon code" in client.post(address, {"code": "000000"}).content.decode()
    codes = client.post(address, {"code": code_of(secret)}, follow=True)
    assert codes.redirect_chain == [(f"{reverse('mfa_view_recovery_codes')}?next=%2Fmon-espace%2F", 302)]
    assert len(set(re.findall(r"<code>(\d{4} \d{4})</code>", codes.content.decode()))) == 10
    assert client.post(reverse("mfa_view_recovery_codes"), {"next": "/mon-espace/"}).url == "/mon-espace/"
    assert client.get("/mon-espace/").status_code == 200


def test_it_is_noted_and_mailed_and_ends_the_sessions_opened_with_less(client, asma):
    elsewhere = Client()
    sign_in(elsewhere, asma)
    sign_in(client, asma)
    tie_application(client)
    assert JournalEntry.objects.get(kind="factor.added").visibility == "private"
    mail = OutboxMessage.objects.get(event="factor.added")
    assert mail.to == asma.email and "vient d’être ajouté" in mail.body
    assert client.get("/mon-espace/").status_code == 200
    assert elsewhere.get("/mon-espace/").status_code == 302


def test_a_secret_is_not_readable_in_the_database_and_opens_nothing_under_another_key(client, asma, settings):
    sign_in(client, asma)
    secret = tie_application(client)
    kept = [str(factor.data) for factor in Authenticator.objects.filter(user=asma)]
    assert len(kept) == 2
    assert not any(secret in data for data in kept)
    application = Authenticator.objects.get(user=asma, type="totp").wrap()
    codes = Authenticator.objects.get(user=asma, type="recovery_codes").wrap()
    former = codes.generate_codes()[0]
    former_key, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert not application.validate_code(code_of(secret))
    assert not codes.validate_code(former)
    assert not application.validate_code(code_of("")), "an unreadable secret is not an empty one"
    settings.SECRET_KEY_FALLBACKS = [former_key]
    assert application.validate_code(code_of(secret))


def test_recovery_codes_are_shown_once(client, asma):
    sign_in(client, asma)
    tie_application(client)
    assert client.get(reverse("mfa_view_recovery_codes")).url == SET_UP
    assert "Il vous reste 10 codes." in client.get(SET_UP).content.decode()
    client.post(reverse("mfa_generate_recovery_codes"))
    shown = [client.get(reverse("mfa_view_recovery_codes")).content for _ in range(2)]
    assert b"<code>" in shown[0] and b"<code>" in shown[1], "a page reloaded by mistake loses nothing"
    client.post(reverse("mfa_view_recovery_codes"))
    assert client.get(reverse("mfa_view_recovery_codes")).url == SET_UP


@pytest.mark.parametrize("next_page", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site_by_it(client, asma, next_page):
    sign_in(client, asma)
    assert "ailleurs" not in client.get(SET_UP, {"next": next_page}).content.decode()
    address = f"{reverse('mfa_activate_totp')}?next={next_page}"
    secret = secret_on(client.get(address).content.decode())
    assert "ailleurs" not in client.post(address, {"code": code_of(secret)}).url
    assert client.post(reverse("mfa_view_recovery_codes"), {"next": next_page}).url == SET_UP


def test_without_its_last_factor_a_role_is_stopped_again(client, asma):
    give_role(asma, Role.CHAIR)
    sign_in(client, asma)
    tie_application(client)
    assert client.get("/mon-espace/").status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=asma).exists(), "codes that stand in for nothing go too"
    assert is_imposed(client.get("/mon-espace/"))
    assert OutboxMessage.objects.filter(event="factor.removed", to=asma.email).exists()


def test_one_removes_ones_own_passkeys_only(client, asma):
    theirs = Authenticator.objects.create(user=person("autre"), type="webauthn", data={"name": "x", "credential": {}})
    client.force_login(asma)
    assert client.post(reverse("mfa_remove_webauthn", args=[theirs.pk])).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


# --- Sign-in with it ------------------------------------------------------------------------------------


@pytest.fixture
def secret(asma):
    """Asma has an application; nobody is signed in, and the code that tied it is forgotten."""
    client = Client()
    sign_in(client, asma)
    found = tie_application(client)
    cache.clear()
    return found


def test_the_code_is_asked_after_the_mail_and_before_anything(client, asma, secret):
    assert sign_in(client, asma, "/mes-projets/").url == reverse("mfa_authenticate")
    assert client.get("/mes-projets/").url.startswith("/connexion/")
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Ce n’est pas le bon code" in wrong.content.decode()
    before = client.session.session_key
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).url == "/mes-projets/"
    assert client.session.session_key != before
    assert client.get("/mes-projets/").status_code == 200


@pytest.mark.parametrize(("ago", "enters"), [(-30, True), (0, True), (30, True), (61, False), (-61, False)])
def test_a_code_is_good_for_its_half_minute_and_the_next(client, asma, secret, ago, enters):
    sign_in(client, asma)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret, ago=ago)})
    assert ("_auth_user_id" in client.session) == enters


@pytest.mark.parametrize("later", [0, 31, 58])
def test_a_code_serves_once_as_long_as_it_lives(client, asma, secret, later, monkeypatch):
    now = time.time() // 30 * 30
    monkeypatch.setattr(time, "time", lambda: now)
    code = code_of(secret, ago=-30)
    sign_in(client, asma)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    other = Client()
    sign_in(other, asma)
    monkeypatch.setattr(time, "time", lambda: now + later)
    for typed in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        assert other.post(reverse("mfa_authenticate"), {"code": typed}).status_code == 200
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_serves_once(client, asma, secret):
    codes = Authenticator.objects.get(user=asma, type="recovery_codes").wrap().generate_codes()
    sign_in(client, asma)
    assert client.post(reverse("mfa_authenticate"), {"code": f"{codes[0][:4]} {codes[0][4:]}"}).url == "/mon-espace/"
    other = Client()
    sign_in(other, asma)
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": codes[1]}).status_code == 302


def test_ten_wrong_codes_are_enough(client, asma, secret):
    sign_in(client, asma)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    refused = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert "Trop d’essais" in refused.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_opened_with_less_is_asked_for_the_factor_one_has(client, asma, secret):
    give_role(asma, Role.CHAIR)
    client.force_login(asma)
    asked = client.get("/mon-espace/")
    assert asked.url == f"{reverse('mfa_reauthenticate')}?next=%2Fmon-espace%2F"
    given = client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": "/mon-espace/"})
    assert given.url == "/mon-espace/"
    assert client.get("/mon-espace/").status_code == 200


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn",
                                  "mfa_generate_recovery_codes"])  # fmt: skip
def test_who_has_a_factor_changes_none_with_a_mail_alone(client, asma, secret, name):
    client.force_login(asma)
    for method in ("get", "post"):
        asked = getattr(client, method)(reverse(name))
        assert asked.url.startswith(f"{reverse('mfa_reauthenticate')}?next=")
    assert Authenticator.objects.filter(user=asma, type="totp").exists()


@pytest.mark.parametrize("junk", ["", "9" * 5000, "[" * 9000,
                                  "x", "1", "[]", "{}", '{"response": {}}', '{"response": 1}', '{"id": "a"}',
                                  '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":1}}',
                                  '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"AA",'
                                  '"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}'])  # fmt: skip
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_a_passkey_that_answers_nonsense_opens_nothing(client, asma, secret, name, junk):
    if name != "mfa_login_webauthn":
        client.force_login(asma)
        prove(client)
    client.get(reverse(name), headers={"Accept": "application/json"})
    if name == "mfa_reauthenticate_webauthn":
        client.get(reverse("mfa_reauthenticate"))
    assert client.post(reverse(name), {"credential": junk, "name": "x"}).status_code in (200, 302)
    assert not Authenticator.objects.filter(user=asma, type="webauthn").exists()
    assert ("_auth_user_id" in client.session) == (name != "mfa_login_webauthn")


# --- Lost -----------------------------------------------------------------------------------------------


def test_who_lost_everything_is_recognised_by_the_administration(client, asma, secret):
    chief = User.objects.create_superuser("chef@quartier.example")
    signed_in = Client()
    sign_in(signed_in, asma)
    signed_in.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    with pytest.raises(CommandError):
        call_command("reset_second_factor", asma.email, "--by", asma.email)
    call_command("reset_second_factor", asma.email, "--by", chief.email, verbosity=0)
    assert not Authenticator.objects.filter(user=asma).exists()
    entry = JournalEntry.objects.get(kind="factor.reset")
    assert (entry.actor, entry.subject_id, entry.visibility) == (chief.pk, asma.pk, "private")
    assert "retirés" in OutboxMessage.objects.get(event="factor.reset", to=asma.email).body
    assert signed_in.get("/mon-espace/").status_code == 302
    assert sign_in(client, asma).url == "/mon-espace/"


def test_nothing_is_left_of_an_erased_persons_factors(client, asma, secret):
    chief = User.objects.create_superuser("chef@quartier.example")
    call_command("erase_person", asma.email, "--by", chief.email, verbosity=0)
    assert not Authenticator.objects.filter(user=asma).exists()


# --- Our pages, never the package's ---------------------------------------------------------------------


def test_every_page_and_message_is_ours():
    views = [getattr(view, "view_class", None) for _, _, view in addresses()]
    pages = {view.template_name for view in views if getattr(view, "template_name", None)}
    brought = Path(allauth.__file__).parent / "templates"
    said = {path.relative_to(brought).as_posix() for path in (brought / "mfa" / "messages").iterdir()}
    assert len(pages) > 8 and len(said) == 5
    ours = str(house.BASE_DIR / "templates")
    assert not [name for name in pages | said if not get_template(name).origin.name.startswith(ours)]


def test_mails_hold_no_sign_in_code_but_those_that_must(client, asma, secret):
    assert not CODE.search(OutboxMessage.objects.get(event="factor.added").body)


@pytest.mark.parametrize("name", ["mfa_list_webauthn", "mfa_edit_webauthn", "mfa_download_recovery_codes", "mfa_trust"])
def test_what_is_not_needed_has_no_address(name):
    assert name not in {found for found, _, _ in addresses()}

"""Signing in with a code: who gets in, who doesn't, and what a stranger can learn (nothing)."""

import re
import time
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.people.actions import open_account, service_account
from fph.people.models import User

pytestmark = pytest.mark.django_db

CODE = re.compile(r"\b\d{4}-\d{4}\b")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def asma():
    return open_account(email="asma@quartier.example", name="Asma Tilleul", now=timezone.now())


@pytest.fixture
def client_of():
    """Each call is another person's browser."""
    return Client


def ask(client, email, **extra):
    return client.post(reverse("account_login"), {"login": email}, **extra)


def last_mail(email) -> OutboxMessage:
    return OutboxMessage.objects.filter(to=email).order_by("written_at").last()


def code_for(email) -> str:
    return CODE.search(last_mail(email).body)[0]


def type_code(client, code, **extra):
    return client.post(reverse("account_confirm_login_code"), {"code": code}, **extra)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_person_signs_in_with_one_code_and_no_password(client, asma):
    assert ask(client, asma.email).url == reverse("account_confirm_login_code")

    response = type_code(client, code_for(asma.email))

    assert response.url == reverse("my_space")
    assert is_signed_in(client)
    assert not asma.has_usable_password()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}".replace("-", "")])
def test_the_code_is_read_with_or_without_its_hyphen(client, asma, typed):
    ask(client, asma.email)
    type_code(client, typed.format(code_for(asma.email)).replace("-", " "))
    assert is_signed_in(client)


def test_the_address_may_be_typed_in_capitals(client, asma):
    ask(client, " ASMA@Quartier.example ")
    type_code(client, code_for(asma.email))
    assert is_signed_in(client)


def test_the_session_changes_its_key_at_sign_in(client, asma):
    ask(client, asma.email)
    before = client.session.session_key
    type_code(client, code_for(asma.email))
    assert client.session.session_key != before


def test_a_code_serves_once(client, client_of, asma):
    ask(client, asma.email)
    code = code_for(asma.email)
    type_code(client, code)
    other = client_of()
    ask(other, asma.email)
    type_code(other, code)
    assert not is_signed_in(other)


def test_after_sign_in_one_goes_where_one_was_going(client, asma):
    client.post(reverse("account_login"), {"login": asma.email, "next": "/mon-compte/"})
    page = client.get(reverse("account_confirm_login_code") + "?next=/mon-compte/")
    assert b'name="next" value="/mon-compte/"' in page.content
    response = client.post(
        reverse("account_confirm_login_code"), {"code": code_for(asma.email), "next": "/mon-compte/"}
    )
    assert response.url == "/mon-compte/"


@pytest.mark.parametrize("next_page", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, asma, next_page):
    ask(client, asma.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": code_for(asma.email), "next": next_page})
    assert response.url == reverse("my_space")


# --- What a stranger can learn --------------------------------------------------------------------------


def test_a_known_and_an_unknown_address_see_the_same_pages(client_of, asma):
    open_account(email="connu@quartier.example", name="Connu", now=timezone.now())
    seen = []
    for email in ("connu@quartier.example", "autre@quartier.example"):
        client = client_of()
        pages = [ask(client, email, follow=True)]
        pages.append(type_code(client, "0000-0000"))
        pages.append(client.post(reverse("account_confirm_login_code"), {"action": "resend"}, follow=True))
        seen.append([
            (page.status_code, page.redirect_chain if hasattr(page, "redirect_chain") else [],
             TOKEN.sub(b"", page.content).replace(email.encode(), b""))
            for page in pages
        ])  # fmt: skip
    assert seen[0] == seen[1]


def test_an_unknown_address_is_told_how_to_open_an_account(client):
    ask(client, "inconnue@quartier.example")
    mail = last_mail("inconnue@quartier.example")
    assert not CODE.search(mail.body)
    assert "Aucun compte" in mail.body
    assert "http://testserver/inscription/" in mail.body
    assert mail.person is None


def test_opening_an_account_twice_looks_the_same_and_mails_the_owner(client_of, asma):
    answers = {"name": "Quelqu’un", "phone": ""}
    first = client_of().post(reverse("account_signup"), {**answers, "email": "neuve@quartier.example"}, follow=True)
    second = client_of().post(reverse("account_signup"), {**answers, "email": asma.email}, follow=True)
    clean = [
        TOKEN.sub(b"", page.content).replace(email, b"")
        for page, email in ((first, b"neuve@quartier.example"), (second, b"asma@quartier.example"))
    ]
    assert clean[0] == clean[1]
    assert last_mail(asma.email).event == "sign_in.account_already_exists"
    assert User.objects.filter(email=asma.email).count() == 1


def test_a_closed_account_and_a_machine_get_no_code(client, asma):
    User.objects.filter(pk=asma.pk).update(is_active=False)
    machine = service_account("Horloge")
    for email in (asma.email, machine.email):
        ask(client, email)
        assert not CODE.search(last_mail(email).body)
        client.post(reverse("account_logout"))


# --- Limits ---------------------------------------------------------------------------------------------


def test_thirty_people_of_one_room_sign_in_within_a_minute(client_of):
    for number in range(30):
        email = f"voisin{number}@quartier.example"
        open_account(email=email, name=f"Voisin {number}", now=timezone.now())
        client = client_of()
        ask(client, email, REMOTE_ADDR="192.0.2.7")
        type_code(client, code_for(email), REMOTE_ADDR="192.0.2.7")
        assert is_signed_in(client), number


def test_the_fourth_code_in_a_minute_is_politely_refused(client_of, asma):
    for number in range(3):
        assert ask(client_of(), asma.email, REMOTE_ADDR=f"192.0.2.{number}").status_code == 302
    refused = ask(client_of(), asma.email, REMOTE_ADDR="192.0.2.99")
    assert refused.status_code == 200
    assert "Attendez une minute" in refused.content.decode()
    assert asma.email in refused.content.decode()
    assert OutboxMessage.objects.filter(to=asma.email).count() == 3


def test_asking_again_counts_in_the_same_limit(client, client_of, asma):
    ask(client, asma.email)
    ask(client_of(), asma.email)
    again = {"action": "resend"}
    client.post(reverse("account_confirm_login_code"), again)
    refused = client.post(reverse("account_confirm_login_code"), again, follow=True)
    assert "Attendez une minute" in refused.content.decode()
    assert OutboxMessage.objects.filter(to=asma.email).count() == 3


def test_a_new_code_replaces_the_former(client, asma):
    ask(client, asma.email)
    former = code_for(asma.email)
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    type_code(client, former)
    assert not is_signed_in(client)
    type_code(client, code_for(asma.email))
    assert is_signed_in(client)


def test_five_wrong_codes_end_it(client, asma):
    ask(client, asma.email)
    code = code_for(asma.email)
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    for _attempt in range(4):
        page = type_code(client, wrong)
        assert "pas le bon code" in page.content.decode()
    ended = type_code(client, wrong, follow=True)
    assert ended.redirect_chain[-1][0] == reverse("account_login")
    assert "Trop d’essais" in ended.content.decode()
    type_code(client, code)
    assert not is_signed_in(client)


def test_a_code_lasts_fifteen_minutes(client, asma, monkeypatch):
    ask(client, asma.email)
    code, now = code_for(asma.email), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
    late = type_code(client, code, follow=True)
    assert not is_signed_in(client)
    assert "le précédent n’est plus valable" in late.content.decode()


def test_limits_hold_in_the_cache_that_processes_share(client_of, asma, settings):
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "fph_cache_of_test"}}
    call_command("createcachetable", verbosity=0)
    for _number in range(3):
        ask(client_of(), asma.email)
    assert "Attendez une minute" in ask(client_of(), asma.email).content.decode()
    assert cache.get(ratelimit_key(asma.email))


def ratelimit_key(email) -> str:
    return f"allauth:rl:allauth.account:request_login_code:3/60/key:{sha256(email.encode()).hexdigest()}"


# --- Opening an account ---------------------------------------------------------------------------------


def test_opening_an_account_asks_a_name_and_proves_the_address(client):
    answers = {"email": "Nora@quartier.example", "name": "Nora Platane", "phone": "06 12 34 56 78"}
    response = client.post(reverse("account_signup"), answers)
    assert response.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)

    response = client.post(response.url, {"code": code_for("nora@quartier.example")})

    assert response.url == reverse("my_space")
    nora = User.objects.get(email="nora@quartier.example")
    assert (nora.name, nora.phone, nora.language) == ("Nora Platane", "06 12 34 56 78", "fr")
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert JournalEntry.objects.get(subject_id=nora.pk).visibility == "private"


def test_what_was_typed_is_kept_when_something_is_wrong(client):
    page = client.post(reverse("account_signup"), {"email": "nora@", "name": "Nora Platane", "phone": "12"})
    text = page.content.decode()
    assert "Exemple\u202f: prenom@exemple.fr" in text
    assert "Exemple\u202f: 06 12 34 56 78" in text
    assert 'value="Nora Platane"' in text and 'value="nora@"' in text and 'value="12"' in text
    assert not User.objects.filter(name="Nora Platane").exists()


def test_an_account_begun_and_left_is_finished_by_signing_in(client, client_of):
    client.post(reverse("account_signup"), {"email": "nora@quartier.example", "name": "Nora", "phone": ""})
    later = client_of()
    ask(later, "nora@quartier.example")
    assert type_code(later, code_for("nora@quartier.example")).url == reverse("my_space")


# --- Doors ----------------------------------------------------------------------------------------------


def test_signing_out_takes_a_post_and_one_click(client, asma):
    client.force_login(asma)
    assert "Me déconnecter" in client.get(reverse("account_logout")).content.decode()
    assert is_signed_in(client)
    assert client.post(reverse("account_logout")).url == "/"
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_change_password", "account_set_password", "account_reauthenticate"]
)
def test_what_is_not_needed_of_allauth_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/accounts/login/", "/cms/password_reset/", "/_util/login/", "/admin/"])
def test_no_other_door_takes_a_password(client, address):
    response = client.get(address)
    assert response.status_code == 404 or response.url.startswith("/connexion/")
    assert client.post(address, {"username": "a", "password": "b"}).status_code in (302, 404, 405)
    assert not is_signed_in(client)


def test_editors_pass_through_the_house_door(client, asma):
    assert client.get("/cms/").url == "/connexion/?next=/cms/"
    assert client.get("/cms/login/?next=/cms/pages/").url == "/connexion/?next=%2Fcms%2Fpages%2F"
    leaving = client.post("/cms/logout/")
    assert (leaving.status_code, leaving.url) == (307, "/deconnexion/")


def test_a_resident_finds_nothing_at_the_editor(client, asma):
    client.force_login(asma)
    assert client.get("/cms/").status_code == 404


def test_an_editor_gets_in(client):
    editor = User.objects.create_superuser("edite@quartier.example")
    client.force_login(editor)
    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("name", ["my_space", "my_account"])
def test_ones_own_pages_ask_for_sign_in(client, name):
    assert client.get(reverse(name)).url == f"/connexion/?next={reverse(name)}"


def test_people_change_their_own_name(client, asma):
    client.force_login(asma)
    response = client.post(reverse("my_account"), {"name": "Asma Charme", "phone": ""})
    assert response.url == reverse("my_account")
    asma.refresh_from_db()
    assert (asma.name, asma.language) == ("Asma Charme", "fr")

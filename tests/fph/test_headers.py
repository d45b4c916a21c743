"""The headers of every response, the flags of the cookies, and what the deployment check says."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as house
from django.urls import reverse
from django.utils import timezone

from fph.people.actions import open_account

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "production-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "SITE_ADDRESS": "https://fonds.example",
    "ALLOWED_HOSTS": "fonds.example",
    "DATABASE_URL": "sqlite:///:memory:",
    "FPH_DEMO": "0",
    "DEBUG": "0",
}


@pytest.fixture
def asma():
    return open_account(email="asma@quartier.example", name="Asma Tilleul", now=timezone.now())


def directives(response) -> dict:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {words[0]: words[1:] for words in parts}


@pytest.mark.parametrize("address", ["/connexion/", "/healthz", "/rien-ici/", "/mon-espace/", "/demo/"])
def test_every_response_carries_them(client, address):
    response = client.get(address)
    assert {name: response.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "camera=()" in response.headers["Permissions-Policy"]
    policy = directives(response)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == ["'none'"]


def test_pages_carry_no_inline_script_nor_style(client):
    for address in ("/connexion/", "/inscription/", "/rien-ici/", "/demo/"):
        page = client.get(address).content.decode()
        assert "<script>" not in page
        assert " style=" not in page
        assert " onclick=" not in page


def test_what_is_shown_to_a_person_is_kept_nowhere(client, asma):
    client.force_login(asma)
    assert client.get(reverse("my_space")).headers["Cache-Control"] == "no-store"
    assert client.get("/rien-ici/").headers["Cache-Control"] == "no-store"


def test_a_page_open_to_all_may_be_kept_and_a_sign_in_page_not(client):
    assert "no-store" not in client.get("/rien-ici/").headers.get("Cache-Control", "")
    for name in ("account_login", "account_signup"):
        assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_the_editor_alone_may_write_inline(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("edite@quartier.example"))
    policy = directives(client.get("/cms/"))
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert "https:" not in " ".join(policy["script-src"])


def test_the_process_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_the_session_cookie_is_out_of_reach(client, asma):
    client.post(reverse("account_login"), {"login": asma.email})
    cookie = client.cookies[house.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"


def test_pictures_are_open_and_nothing_else_of_the_disk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("images/fete.png", "documents/devis.pdf"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"\x89PNG")
    assert client.get("/media/images/fete.png").status_code == 200
    for address in ("/media/documents/devis.pdf", "/media/images/../documents/devis.pdf", "/media/images/"):
        assert client.get(address).status_code in (400, 404), address


def in_production(*code, **environment):
    return subprocess.run(
        [sys.executable, *code], env=PRODUCTION | environment, cwd=house.BASE_DIR, capture_output=True, text=True
    )


def test_the_deployment_check_has_nothing_to_say_in_production():
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_the_deployment_check_refuses_the_demonstration():
    done = in_production("manage.py", "check", "--deploy", FPH_DEMO="1")
    assert done.returncode == 1
    assert "fph.E001" in done.stderr


def test_cookies_of_production_are_secure():
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='fph.settings';"
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_NAME)"
    )
    assert in_production("-c", code).stdout.split() == ["True", "True", "True", "__Host-session"]

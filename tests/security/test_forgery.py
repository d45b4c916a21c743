"""A9: what another site makes a browser send is refused, no address leads away, no page is put in another's frame."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import SESSION_KEY
from django.test import Client

from fph.mail.models import OutboxMessage
from fph.people.models import User
from tests.house.test_urls import OURS

pytestmark = pytest.mark.django_db
# Addresses that take a POST without our token, each with its reason.
SIGNED_OTHERWISE = {"stripe_webhook": "Stripe signs what it sends"}
UUID = "00000000-0000-4000-8000-000000000000"
FILLED = {"uuid": UUID, "slug": "goutte-dor", "int": 1, "str": "2026-01-01", "path": "x.jpg"}


def address_of(pattern: str) -> str:
    """Return an address of that pattern, filled with whatever fits it."""
    return "/" + "/".join(fill(part) for part in pattern.split("/"))


def fill(part: str) -> str:
    before, _, rest = part.partition("<")
    return f"{before}{FILLED[rest.split(':')[0]]}{rest.partition('>')[2]}" if rest else part


ADDRESSES = {name: address_of(pattern) for pattern, name, _view in OURS if not pattern.startswith("^")}


@pytest.fixture
def strict():
    """A browser with an administrator's session, on whose behalf another site posts."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email="admin@demo.example"))
    return client


def test_every_post_without_our_token_is_refused_in_french(strict):
    assert len(ADDRESSES) > 80
    for name, address in ADDRESSES.items():
        answer = strict.post(address, {"yes": "on"})
        if name in SIGNED_OTHERWISE:
            assert answer.status_code in (400, 404), name
            continue
        assert answer.status_code == 403, f"{name} took a POST without a token: {answer.status_code}"
        page = answer.content.decode()
        assert "Ce formulaire est resté ouvert trop longtemps." in page and 'lang="fr"' in page
        assert answer.headers["X-Frame-Options"] == "DENY"
        framed_by = "'self'" if address.startswith("/cms/") else "'none'"
        assert f"frame-ancestors {framed_by}" in answer.headers["Content-Security-Policy"]


def test_no_view_of_ours_is_exempt_but_those_named():
    exempt = {name for _pattern, name, view in OURS if getattr(view, "csrf_exempt", False)}
    assert exempt == set(SIGNED_OTHERWISE)


def test_with_our_token_a_form_is_taken():
    """The canary: the same browser, from our own page."""
    client = Client(enforce_csrf_checks=True)
    token = BeautifulSoup(client.get("/connexion/").content, "html.parser").find(
        "input", {"name": "csrfmiddlewaretoken"}
    )
    answer = client.post("/connexion/", {"login": "nadia@demo.example", "csrfmiddlewaretoken": token["value"]})
    assert answer.status_code == 302


def test_a_token_of_another_browser_does_not_serve(strict):
    other = Client(enforce_csrf_checks=True)
    token = BeautifulSoup(other.get("/connexion/").content, "html.parser").find(
        "input", {"name": "csrfmiddlewaretoken"}
    )
    answer = strict.post("/deconnexion/", {"csrfmiddlewaretoken": token["value"]})
    assert answer.status_code == 403
    assert SESSION_KEY in strict.session


# --- Addresses that lead away -------------------------------------------------------------------------------

TRICKS = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "////evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "https:/evil.example", "http://testserver@evil.example/", "//testserver@evil.example/",
    "/%2fevil.example".replace("%2f", "/"), "%2f%2fevil.example", "\t//evil.example", "java\tscript:alert(1)",
    "javascript:alert(1)", "data:text/html,x", "https://evil.example\\@testserver/", "//evil.example%2f@testserver",
    "https://testserver.evil.example/", "/..//evil.example",
]  # fmt: skip
NAMES = ("next", "retour", "return", "return_to", "url", "redirect", "redirect_to", "continue", "REDIRECT_FIELD_NAME")


def leads_away(answer) -> str:
    """Return where a browser would go, when that is elsewhere."""
    told = answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", "")
    told = "".join(c for c in told if c not in "\t\r\n").strip().replace("\\", "/")
    where = urlsplit(urljoin("http://testserver/here/", told))
    return told if told and (where.hostname != "testserver" or where.scheme not in ("http", "https")) else ""


def test_the_check_sees_what_leads_away():
    """The canary of the check."""
    seen = [trick for trick in TRICKS if leads_away(type("Answer", (), {"headers": {"Location": trick}}))]
    assert len(seen) >= 14


@pytest.mark.parametrize(
    "trick", [*TRICKS[:4], *(pytest.param(trick, marks=pytest.mark.proof) for trick in TRICKS[4:])]
)
def test_no_address_leads_away(trick):
    query = dict.fromkeys(NAMES, trick)
    stranger, known = Client(), Client()
    known.force_login(User.objects.get(email="claire@demo.example"))
    for name, address in ADDRESSES.items():
        if "<" in address or UUID in address:
            continue
        for client in (stranger, known):
            if answer := leads_away(client.get(address, query)):
                pytest.fail(f"{name} leads to {answer}")


@pytest.mark.parametrize("trick", TRICKS)
def test_signing_in_and_out_does_not_lead_away(trick):
    client = Client()
    asked = client.post("/connexion/", {"login": "nadia@demo.example", **dict.fromkeys(NAMES, trick)}, follow=False)
    assert not leads_away(asked)
    body = OutboxMessage.objects.filter(to="nadia@demo.example", event__startswith="sign_in").latest("written_at").body
    code = next(word for word in body.split() if len(word) == 9 and word[4] == "-")
    entered = client.post("/connexion/code/", {"code": code, **dict.fromkeys(NAMES, trick)})
    assert entered.status_code == 302 and not leads_away(entered)
    assert SESSION_KEY in client.session
    assert not leads_away(client.post("/deconnexion/", dict.fromkeys(NAMES, trick)))


def test_a_way_back_to_our_own_page_is_followed():
    """The canary: `next` does lead somewhere."""
    client = Client()
    client.post("/connexion/?next=/mes-projets/", {"login": "nadia@demo.example", "next": "/mes-projets/"})
    body = OutboxMessage.objects.filter(to="nadia@demo.example", event__startswith="sign_in").latest("written_at").body
    code = next(word for word in body.split() if len(word) == 9 and word[4] == "-")
    answer = client.post("/connexion/code/", {"code": code, "next": "/mes-projets/"})
    assert answer.headers["Location"] == "/mes-projets/"

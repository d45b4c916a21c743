"""Headers and cookies of what the matrix does not reach: errors, feeds, published pages, and a site behind HTTPS.

The matrix reads the same of every address × role × method.
"""

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from fph.journal import queries
from tests.addresses.enumerated import ADDRESSES
from tests.addresses.headers import COOKIES, faults
from tests.addresses.town import ask
from tests.house.url_table import OPEN

FRENCH = 'lang="fr"'


def broken(*_args):
    raise RuntimeError("secret-detail")


def errors(town, patch):
    """Yield each kind of error: its status, and an answer of it."""
    visitor, writer = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    yield 400, visitor.get("/connexion/", headers={"Host": "nulle-part.example"})
    yield 403, writer.post("/connexion/", {"login": "a@b.example"})
    yield 404, visitor.get("/rien-ici/")
    yield 405, visitor.post("/healthz")
    yield 302, visitor.get("/mon-espace/")
    yield 400, visitor.post("/webhooks/stripe/", "{}", content_type="application/json")
    patch.setattr(queries, "head", broken)
    patch.setattr("django.core.handlers.exception.log_response", lambda *args, **more: None)
    yield 500, visitor.get("/registre/")


def test_errors_carry_them_in_french_and_tell_no_secret(town, monkeypatch):
    seen = set()
    for status, answer in errors(town, monkeypatch):
        page = answer.content.decode()
        assert answer.status_code == status
        assert not faults(answer), status
        assert "Traceback" not in page and "secret-detail" not in page
        assert not page or FRENCH in page
        seen.add(status)
    assert seen >= {302, 400, 403, 404, 405, 500}


def published(place) -> list[str]:
    """Return the addresses of a neighbourhood's pages and of their feeds."""
    pages = Page.objects.live().descendant_of(place.things.page, inclusive=True).specific()
    found = [page.url for page in pages]
    feeds = [page.url + page.reverse_subpage("feed") for page in pages if hasattr(page, "reverse_subpage")]
    assert feeds
    return [*found, *feeds, "/", "/tissu/abc.svg"]


@pytest.mark.parametrize("actor", ["anonymous", "resident", "platform"])
def test_published_pages_and_feeds_carry_them(town, actor):
    client = town.client(actor)
    for address in published(town.alpha):
        for method in ("GET", "HEAD"):
            answer = ask(client, method, address)
            name = "cloth" if "tissu" in address else ""
            assert answer.status_code == 200, address
            assert not faults(answer, name=name, signed_in=actor != "anonymous"), address


def test_a_visitor_receives_a_cookie_only_where_there_is_a_form(town):
    for address in ADDRESSES:
        if address.audience not in OPEN:
            continue
        answer = ask(Client(), "GET", address.filled(town.alpha))
        form = b"csrfmiddlewaretoken" in answer.body
        assert set(answer.cookies) <= (COOKIES if form else set()), address
    for url in published(town.alpha):
        assert not ask(Client(), "GET", url).cookies, url


def test_behind_https_cookies_are_secure_and_the_browser_stays_there(town, monkeypatch):
    for name, value in {"HTTPS": True, "SECURE_HSTS_SECONDS": 63072000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
                        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}.items():  # fmt: skip
        monkeypatch.setattr(settings, name, value)
    client = town.client("coordinator")
    for address in ADDRESSES[::4]:
        answer = ask(client, "GET", address.filled(town.alpha), secure=True)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000; includeSubDomains")
        if "attachment" not in answer.headers.get("Content-Disposition", ""):
            assert "upgrade-insecure-requests" in answer.headers["Content-Security-Policy"], address
        assert not faults(answer, name=address.name, audience=address.audience), address

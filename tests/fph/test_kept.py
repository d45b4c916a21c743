"""Public pages kept for a minute: never a personal one, never one that an act made old."""

import time
from threading import Thread

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.utils import timezone

from bench.world import World
from fph import freshness
from fph.http import kept
from fph.people import actions as accounts
from projects.fund import actions as funds
from tests.budgets.table import KEPT, LINES, PUBLIC_LINES, Places

CANARY = "Zizanie Perce-Oreille"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    caches["pages"].clear()


@pytest.fixture
def places() -> Places:
    world = World(timezone.now())
    world.grow(20)
    return Places(world)


@pytest.fixture
def canary() -> Client:
    """A browser signed in as somebody whose name would be seen."""
    client = Client()
    client.force_login(accounts.open_account(email="canari@quartier.example", name=CANARY, now=timezone.now()))
    return client


def is_kept(response) -> bool:
    return response.headers.get("Cache-Control") == kept.POLICY


def test_nobody_reads_a_page_drawn_for_somebody(places, canary):
    for line in PUBLIC_LINES:
        address = line.address(places)
        own = canary.get(address)
        assert not is_kept(own), address
        stranger = Client().get(address)
        if not stranger.streaming:
            assert CANARY not in stranger.content.decode(errors="replace"), address
        again = canary.get(address)
        assert not is_kept(again), address
        if line.name in KEPT and "flux" not in address:
            assert CANARY in own.content.decode() and CANARY in again.content.decode(), address


def test_what_is_kept_is_what_the_table_says(places):
    for line in LINES:
        if line.who or line.post:
            continue
        response = Client().get(line.address(places))
        assert is_kept(response) == (line.name in KEPT), line
        if line.name in KEPT:
            assert not response.cookies and b"csrfmiddlewaretoken" not in response.content
            assert "Cookie" in response.headers["Vary"]


def test_an_act_drops_what_was_kept_at_once(places):
    before = Client().get(places.page.url).content
    year = places.world.year
    pledge = year.contributions.order_by("pledged_at").first()
    act = {"by": places.world.who["hassan"], "now": timezone.now()}
    funds.receive(pledge, cents=12345, key="bench:more", **act)
    after = Client().get(places.page.url).content
    assert after != before


def test_what_an_editor_sends_drops_what_was_kept():
    mark = freshness.mark()
    kept.KeptPages(lambda request: None)(_request("/cms/pages/3/edit/", "POST"))
    assert freshness.mark() != mark
    mark = freshness.mark()
    kept.KeptPages(lambda request: None)(_request("/connexion/", "POST"))
    assert freshness.mark() == mark


def _request(path, method):
    from django.test import RequestFactory

    return RequestFactory().generic(method, path)


def test_a_page_drawn_while_an_act_ends_is_old(places, monkeypatch):
    """The mark is taken before the page is drawn."""
    from cms import views

    drawn = views.wagtail.serve

    def slow(request, path):
        response = drawn(request, path)
        freshness.changed()
        return response

    monkeypatch.setattr(views.wagtail, "serve", slow)
    Client().get(places.page.url)
    monkeypatch.undo()
    key = kept.key_of(_request(places.page.url, "GET"))
    assert caches["pages"].get(key)["mark"] != freshness.mark()


def test_a_page_is_kept_a_minute_at_most(places, monkeypatch):
    address = places.page.url
    Client().get(address)
    key = kept.key_of(_request(address, "GET"))
    assert caches["pages"].get(key)
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + kept.SECONDS + 1)
    assert caches["pages"].get(key) is None


@pytest.mark.parametrize("query", ["?page=2", "?annee=2026"])
def test_known_parameters_make_another_page(places, query):
    address = f"/fonds/{places.slug}/projets/"
    assert is_kept(Client().get(address)) and is_kept(Client().get(address + query))


@pytest.mark.parametrize("query", ["?x=1", "?page=123456789", "?page=1&next=/a"])
def test_unknown_parameters_are_never_kept(places, query):
    assert not is_kept(Client().get(f"/fonds/{places.slug}/projets/{query}"))


def test_who_has_the_page_is_told_so(places):
    first = Client().get("/")
    again = Client().get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get("/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert Client().head("/").status_code == 200


def test_a_stranger_s_cookie_is_enough_not_to_be_answered_from_what_is_kept(places):
    Client().get("/")
    visitor = Client()
    visitor.cookies["session"] = "unknown"
    assert not is_kept(visitor.get("/"))


def test_a_page_with_a_form_or_a_cookie_is_never_kept():
    def drawn(act):
        @kept.for_all
        def view(request):
            response = HttpResponse("page")
            act(request, response)
            return response

        caches["pages"].clear()
        return is_kept(kept.KeptPages(view)(_request("/page/", "GET")))

    assert drawn(lambda request, response: None)
    assert not drawn(lambda request, response: get_token(request))
    assert not drawn(lambda request, response: response.set_cookie("who", "me"))
    assert not drawn(lambda request, response: response.headers.__setitem__("Vary", "User-Agent"))
    assert not drawn(lambda request, response: response.headers.__setitem__("Cache-Control", "no-store"))
    assert not drawn(lambda request, response: setattr(response, "status_code", 404))


def test_errors_and_redirections_are_not_kept(places):
    assert not is_kept(Client().get("/nulle-part/"))
    assert not is_kept(Client().get("/goutte-dor"))


@pytest.mark.commits
def test_a_reader_between_the_end_of_an_act_and_its_commit_leaves_nothing_old(committed_db):
    """An act marks what was drawn as old when it ends, and again when it is committed."""
    from django.db import connection, transaction

    marks = []

    def reader():
        marks.append(freshness.mark())
        connection.close()

    world = World(timezone.now())
    with transaction.atomic():
        funds.set_themes(world.year, ["Un", "Deux"], by=world.who["claire"], now=timezone.now())
        thread = Thread(target=reader)
        thread.start()
        thread.join()
    assert freshness.mark() != marks[0]

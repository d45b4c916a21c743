"""Every address keeps its budget of queries, the same at ten rows and at a thousand. Times are never asserted."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from bench.world import World
from fph import freshness
from tests.budgets.table import EXEMPT, KEPT, LINES, POLL, SENT_ONLY, Places
from tests.house.test_urls import OURS
from tests.house.url_table import AUDIENCE

SMALL, LARGE = 10, 1000


def ask(client, line, address):
    """Ask for an address as its line says, and read the answer to its end. Returns it with its length."""
    response = client.post(address, line.post) if line.post else client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response, len(body)


def cost(line, places) -> tuple[int, int]:
    """Return the queries and the bytes of an address, its process being warm and nothing of the page being kept."""
    address, client = line.address(places), Client()
    if line.who:
        client.force_login(places.world.who[line.who])
    ask(client, line, address)
    freshness.changed()
    with CaptureQueriesContext(connection) as queries:
        response, length = ask(client, line, address)
    assert response.status_code == line.status, f"{line}: {address} answers {response.status_code}"
    return len(queries), length


def over(line, small: int, large: int, length: int) -> list[str]:
    """Return what a line costs too much of, in words."""
    told = []
    if max(small, large) > line.budget:
        told.append(f"{line}: {small} queries at {SMALL} rows, {large} at {LARGE}, for a budget of {line.budget}")
    if large > small + 1:
        told.append(f"{line}: {small} queries at {SMALL} rows, {large} at {LARGE}: it grows with the rows")
    if line.max_bytes and length > line.max_bytes:
        told.append(f"{line}: {length} bytes, for {line.max_bytes} at most")
    return told


@pytest.mark.django_db
def test_every_address_keeps_its_budget_at_ten_and_at_a_thousand_rows():
    world = World(timezone.now())
    world.grow(SMALL)
    world.hold_session(3)
    places = Places(world)
    small = [cost(line, places)[0] for line in LINES]
    world.grow(LARGE)
    world.hold_session(30)
    places = Places(world)
    large = [cost(line, places) for line in LINES]
    told = [
        words
        for line, before, (after, length) in zip(LINES, small, large, strict=True)
        for words in over(line, before, after, length)
    ]
    assert not told, "\n" + "\n".join(told)


# --- The table ------------------------------------------------------------------------------------------


def test_every_address_has_a_line_or_a_reason():
    told = {line.name for line in LINES} | set(EXEMPT) | SENT_ONLY
    assert not AUDIENCE.keys() - told, "give it a line in tests/budgets/table.py, or a reason in EXEMPT"


def test_the_table_names_what_exists_once():
    lines = {line.name for line in LINES}
    assert (lines | set(EXEMPT) | SENT_ONLY) <= AUDIENCE.keys()
    assert not lines & set(EXEMPT) and not (lines | set(EXEMPT)) & SENT_ONLY
    assert len({str(line) for line in LINES}) == len(LINES)


@pytest.mark.parametrize("name", sorted(SENT_ONLY))
def test_what_is_only_sent_refuses_to_be_read(name):
    views = [view for _address, found, view in OURS if found == name]
    assert views and all(view(RequestFactory().get("/")).status_code == 405 for view in views)


def test_a_list_that_grows_and_a_page_over_budget_are_told():
    line = next(line for line in LINES if line.name == "review_list")
    assert not over(line, 6, 6, 100)
    assert not over(line, 6, 7, 100)
    assert "grows with the rows" in over(line, 6, 8, 100)[0]
    assert "for a budget of 12" in over(line, 13, 13, 100)[0]
    assert "bytes" in over(line, 6, 6, 62_000)[0]


# --- Kept pages, and a phone that asks -------------------------------------------------------------------


def known(name: str) -> str:
    """Return the view's pattern of a name, so that a typing mistake in KEPT is seen."""
    return next(iter(get_resolver().reverse_dict.getlist(name)))[0][0][0]


@pytest.fixture
def places(db) -> Places:
    """The demonstration, with a meeting going on."""
    caches["pages"].clear()
    world = World(timezone.now())
    world.grow(20)
    world.hold_session(3)
    return Places(world)


KEPT_LINES = [line for line in LINES if line.name in KEPT]


def test_the_kept_pages_exist():
    assert all(known(name) is not None for name in KEPT) and len(KEPT_LINES) >= len(KEPT)


def test_a_kept_page_costs_no_query(places, django_assert_num_queries):
    for line in KEPT_LINES:
        address = line.address(places)
        first = Client().get(address)
        with django_assert_num_queries(0):
            again = Client().get(address)
        assert again.content == first.content and again.headers["ETag"] == first.headers["ETag"], address


def test_an_unchanged_phone_costs_one_query(places, django_assert_num_queries):
    client = Client()
    client.force_login(places.world.who["amina"])
    page = client.get(f"/seances/{places.session.pk}/voter/").content.decode()
    pulse = page.split('hx-get="')[1].split('"')[0]
    with django_assert_num_queries(POLL):
        assert Client().get(pulse).status_code == 204

"""Several people draw at once, several readings run at once: days never overlap, nothing comes twice."""

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from fph.journal.models import JournalEntry
from fph.people.actions import service_account
from fph.territories.actions import draw_perimeter, import_neighbourhoods, open_neighbourhood
from fph.territories.actions.opening import close_before, perimeter
from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.queries import import_plan
from fph.territories.rules import OfficialNeighbourhood, Plan, last_day
from tests.harness.threads import together

pytestmark = pytest.mark.commits
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
DAYS = [date(2026, 12, 1) + timedelta(days=n) for n in range(8)]
SHAPE = {"type": "MultiPolygon", "coordinates": [[[[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.88]]]]}
LIST = [OfficialNeighbourhood(f"QN9999{n}M", f"Quartier {n}", "", ("75056",), SHAPE) for n in range(8)]


@pytest.fixture
def clerk(db):
    return service_account("Géomètre")


@pytest.fixture
def place(clerk):
    return open_neighbourhood(name="Les Ormes", slug="ormes", commune="Ville", insee_code="91001", by=clerk, now=NOW)


def overlaps(place) -> list:
    """Return the perimeters that run over the first day of the next one."""
    through_time = list(place.perimeters.order_by("starts_on"))
    assert [one.starts_on for one in through_time] == DAYS
    return [one for one, following in pairwise(through_time) if not one.ends_on or one.ends_on >= following.starts_on]


def test_canary_without_the_lock_days_overlap(place):
    all_read = threading.Barrier(len(DAYS))

    def careless(day):
        def run():
            starts = list(place.perimeters.values_list("starts_on", flat=True))
            all_read.wait()
            with transaction.atomic():
                close_before([place.pk], day)
                ends_on = last_day(starts, day)
                perimeter(place, None, day, ends_on=ends_on, origin="typed", limits_in_words="Ici.").save()

        return run

    assert together(*map(careless, reversed(DAYS))) == [None] * len(DAYS)
    assert overlaps(place)


def test_people_who_draw_at_once_wait_for_each_other(place, clerk):
    def drawing(day):
        return lambda: draw_perimeter(place, limits_in_words="Ici.", starts_on=day, by=clerk, now=NOW)

    outcomes = together(*map(drawing, reversed(DAYS)))
    assert [type(one) for one in outcomes] == [Perimeter] * len(DAYS)
    assert not overlaps(place)


def test_canary_readings_decided_at_once_would_all_inscribe(clerk):
    plans = together(*[lambda: import_plan(LIST, today=NOW.date())] * 4)
    assert [len(one.added) for one in plans] == [len(LIST)] * 4


def test_readings_at_once_inscribe_once(clerk):
    Neighbourhood.objects.update(qpv_code="")  # nothing is known yet: no row of a neighbourhood makes them wait
    outcomes = together(*[lambda: import_neighbourhoods(LIST, sha256="0" * 64, by=clerk, now=NOW)] * 4)
    assert [type(one) for one in outcomes] == [Plan] * 4
    assert sorted((len(one.added), one.unchanged) for one in outcomes) == [(0, len(LIST))] * 3 + [(len(LIST), 0)]
    assert Neighbourhood.objects.filter(qpv_code__in=[one.code for one in LIST]).count() == len(LIST)
    assert JournalEntry.objects.filter(kind="neighbourhoods.imported").count() == 1

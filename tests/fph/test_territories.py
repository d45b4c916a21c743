"""Limits by date: the eve closes them, nothing redraws the past, and a point finds its neighbourhoods that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from fph.journal.models import JournalEntry
from fph.people.actions import service_account
from fph.territories.actions import draw_perimeter, name_commune, open_neighbourhood
from fph.territories.models import Perimeter
from fph.territories.queries import neighbourhoods_at, perimeter_on, perimeters_of
from fph.verdict import Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
TODAY, FIRST = date(2026, 11, 27), date(2026, 3, 1)
DAY = timedelta(days=1)


def square(west=2.40, south=48.70, side=0.01) -> dict:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


@pytest.fixture
def clerk():
    return service_account("Géomètre")


@pytest.fixture
def place(clerk):
    return open_neighbourhood(
        name="Les Ormes", slug="les-ormes", commune="Ville", insee_code="91001", by=clerk, now=NOW
    )


@pytest.fixture
def draw(place, clerk):
    def draw(starts_on, geometry=None, **said):
        geometry = geometry or (None if "limits_in_words" in said else square())
        return draw_perimeter(place, geometry=geometry, starts_on=starts_on, by=clerk, now=NOW, **said)

    return draw


def spans(place) -> list:
    return [(one.starts_on, one.ends_on) for one in perimeters_of(place)]


def test_a_new_perimeter_ends_the_former_on_the_eve(place, draw):
    first, second = draw(FIRST), draw(TODAY, square(2.41))
    assert spans(place) == [(TODAY, None), (FIRST, TODAY - DAY)]
    assert perimeter_on(place, FIRST - DAY) is None
    assert perimeter_on(place, FIRST) == perimeter_on(place, TODAY - DAY) == first
    assert perimeter_on(place, TODAY) == second


def test_the_past_is_not_drawn_again(place, draw):
    draw(FIRST)
    for day in (FIRST, FIRST - DAY):
        with pytest.raises(Refused, match="01/03/2026") as refusal:
            draw(day)
        assert [gap.field for gap in refusal.value.gaps] == ["starts_on"]
    assert spans(place) == [(FIRST, None)]


def test_one_announced_is_replaced_or_waited_for(place, draw):
    later = TODAY + 30 * DAY
    draw(FIRST)
    draw(later, square(2.41))
    replaced = draw(later, square(2.42))
    assert spans(place) == [(later, None), (FIRST, later - DAY)]
    assert perimeter_on(place, later) == replaced
    draw(TODAY)
    assert spans(place) == [(later, None), (TODAY, later - DAY), (FIRST, TODAY - DAY)]


def test_words_are_limits_too(place, draw):
    said = draw(FIRST, limits_in_words="Rue des Ormes, des deux côtés.", approximate=True)
    assert (said.origin, said.geometry, said.west) == ("typed", None, None)
    assert perimeter_on(place, TODAY).limits_in_words == "Rue des Ormes, des deux côtés."
    assert neighbourhoods_at(2.405, 48.705, TODAY) == []


def test_nothing_is_no_perimeter(place, draw):
    with pytest.raises(Refused, match="en mots"):
        draw(FIRST, limits_in_words="")
    with pytest.raises(Refused, match="pas fermé"):
        draw(FIRST, {"type": "Polygon", "coordinates": [square()["coordinates"][0][0][:4]]})
    with pytest.raises(IntegrityError), transaction.atomic():
        Perimeter.objects.create(neighbourhood=place, starts_on=FIRST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Perimeter.objects.create(neighbourhood=place, starts_on=FIRST, geometry=square())


def test_the_register_says_from_when_and_proves_what(place, draw):
    drawn = [draw(FIRST), draw(TODAY, square(2.41))]
    told = [
        entry.payload_data for entry in JournalEntry.objects.filter(kind="neighbourhood.drawn", subject_id=place.pk)
    ]
    assert {one["day"] for one in told} == {one.starts_on.isoformat() for one in drawn}
    assert len({one["sha256"] for one in told}) == 2


def test_a_point_finds_its_neighbourhoods_that_day(place, draw, clerk):
    near = open_neighbourhood(name="Les Frênes", slug="frenes", commune="Ville", insee_code="91001", by=clerk, now=NOW)
    draw(FIRST)
    draw(TODAY, square(2.42))
    draw_perimeter(near, geometry=square(2.41), starts_on=FIRST, by=clerk, now=NOW)
    assert neighbourhoods_at(2.405, 48.705, TODAY - DAY) == [place]
    assert neighbourhoods_at(2.405, 48.705, TODAY) == []
    assert neighbourhoods_at(2.41, 48.705, TODAY - DAY) == [near, place], "a shared border is in both"
    assert neighbourhoods_at(2.425, 48.705, TODAY) == [place]
    assert neighbourhoods_at(2.41, 48.71, FIRST - DAY) == []


def test_a_point_of_the_rectangle_is_not_yet_of_the_outline(place, draw):
    slope = [[2.40, 48.70], [2.41, 48.70], [2.40, 48.71], [2.40, 48.70]]
    draw(FIRST, {"type": "Polygon", "coordinates": [slope]})
    assert neighbourhoods_at(2.403, 48.703, TODAY) == [place]
    assert neighbourhoods_at(2.408, 48.708, TODAY) == []


@pytest.mark.parametrize("lon", [-61.5335005, -61.5335, 55.4500001])
def test_the_box_kept_is_never_smaller_than_the_outline(place, draw, lon):
    lat = 16.2411 if lon < 0 else -20.9000007
    draw(FIRST, square(lon, lat))
    for x, y in ((lon, lat), (lon + 0.01, lat), (lon + 0.01, lat + 0.01), (lon, lat + 0.01)):
        assert neighbourhoods_at(x, y, TODAY) == [place]


def test_a_commune_without_name_is_named_once(place, clerk):
    assert name_commune(place, "Autreville", by=clerk, now=NOW).commune == "Ville"
    type(place).objects.filter(pk=place.pk).update(commune="")
    assert name_commune(place, "Autreville", by=clerk, now=NOW).commune == "Autreville"
    assert place.history.latest().commune == "Autreville"

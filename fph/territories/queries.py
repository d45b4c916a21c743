"""Which limits hold on a day, and which neighbourhoods hold a point."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import ceil, floor

from django.db.models import Q, QuerySet

from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.rules import Known, OfficialNeighbourhood, Plan, holds_point, plan

MILLIONTHS = 1_000_000


def in_force(on: date) -> Q:
    """Return the condition that a perimeter holds on a day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def perimeter_on(neighbourhood: Neighbourhood, on: date) -> Perimeter | None:
    """Return the limits of a neighbourhood on a day, or None when nobody gave them."""
    return neighbourhood.perimeters.filter(in_force(on)).first()


def perimeters_of(neighbourhood: Neighbourhood) -> QuerySet[Perimeter]:
    """Return the limits of a neighbourhood through time, the latest first."""
    return neighbourhood.perimeters.all()


def neighbourhoods_at(lon: float, lat: float, on: date) -> list[Neighbourhood]:
    """Return the neighbourhoods whose outline holds a point on a day, by name (one query).

    Degrees, WGS84. The database compares rectangles; the outlines left, two or three, are looked at here. Limits given
    in words only hold no point.
    """
    x, y = lon * MILLIONTHS, lat * MILLIONTHS
    boxed = Perimeter.objects.filter(
        in_force(on), west__lte=floor(x), east__gte=ceil(x), south__lte=floor(y), north__gte=ceil(y)
    )
    near = boxed.select_related("neighbourhood").order_by("neighbourhood__name", "pk")
    return [found.neighbourhood for found in near if holds_point(found.geometry, lon, lat)]


def import_plan(features: Sequence[OfficialNeighbourhood], *, today: date, on: date | None = None) -> Plan:
    """Return what an import of these neighbourhoods would change today (three queries)."""
    slugs = set(Neighbourhood.objects.values_list("slug", flat=True))
    return plan(features, known_by_code(), slugs, today=today, on=on)


def known_by_code() -> dict[str, Known]:
    """Return code → what we know of each neighbourhood that has one (two queries)."""
    starts, official = defaultdict(list), {}
    given = Perimeter.objects.exclude(neighbourhood__qpv_code="").order_by("starts_on")
    for place, origin, day, geometry in given.values_list("neighbourhood", "origin", "starts_on", "geometry"):
        starts[place].append(day)
        if origin == Perimeter.Origin.OFFICIAL:
            official[place] = geometry
    return {
        place.qpv_code: Known(
            place.name, place.commune, place.insee_code, tuple(starts[place.pk]), official.get(place.pk)
        )
        for place in Neighbourhood.objects.exclude(qpv_code="")
    }

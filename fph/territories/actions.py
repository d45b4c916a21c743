"""Neighbourhoods opened, and their limits drawn by date."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from fph.facts import refuse_invalid
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.territories.models import Neighbourhood, Perimeter

kind("neighbourhood.opened", _("Le quartier « {name} » ({commune}) est inscrit."), "name", "commune", "qpv_code")
kind("neighbourhood.drawn", _("Le périmètre du quartier « {name} » vaut à partir du {day}."), "name", "day", "source")


@action
def open_neighbourhood(
    *, name: str, slug: str, commune: str, insee_code: str, by, now: datetime, qpv_code: str = ""
) -> Neighbourhood:
    """Inscribe a neighbourhood. Raises Refused, tied to the field, when a code is wrong or already taken."""
    place = Neighbourhood(name=name, slug=slug, commune=commune, insee_code=insee_code, qpv_code=qpv_code)
    refuse_invalid(place)
    keep(place, by=by, now=now, reason="ouverture")
    record("neighbourhood.opened", place, by=by, now=now, name=name, commune=commune, qpv_code=qpv_code)
    return place


@action
def draw_perimeter(
    place: Neighbourhood, *, geometry: dict, starts_on: date, by, now: datetime, source: str = "",
    approximate: bool = False,
) -> Perimeter:  # fmt: skip
    """Give a neighbourhood its limits from a day on (GeoJSON MultiPolygon, WGS84); the former end the day before."""
    Neighbourhood.objects.select_for_update().get(pk=place.pk)
    place.perimeters.filter(ends_on=None, starts_on__lt=starts_on).update(ends_on=starts_on - timedelta(days=1))
    drawn = Perimeter.objects.create(
        neighbourhood=place, geometry=geometry, approximate=approximate, source=source, starts_on=starts_on
    )
    record("neighbourhood.drawn", place, by=by, now=now, name=place.name, day=starts_on.isoformat(), source=source)
    return drawn

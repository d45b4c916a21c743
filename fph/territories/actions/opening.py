"""Neighbourhoods opened, and their limits given by date."""

import json
import math
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fph.facts import refuse_invalid
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.people.roles import paris_day
from fph.territories import rules
from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.queries import MILLIONTHS
from fph.verdict import Gap, Refused

kind("neighbourhood.opened", _("Le quartier « {name} » ({commune}) est inscrit."), "name", "commune", "qpv_code")
kind("neighbourhood.placed", _("Le quartier « {name} » est à {commune}."), "name", "commune")
kind(
    "neighbourhood.drawn", _("Le périmètre du quartier « {name} » vaut à partir du {day}."),
    "name", "day", "source", "sha256",
)  # fmt: skip


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
def name_commune(place: Neighbourhood, commune: str, *, by, now: datetime) -> Neighbourhood:
    """Name the commune of a neighbourhood that came from a list of codes; one already named keeps its name."""
    place = Neighbourhood.objects.select_for_update().get(pk=place.pk)
    if place.commune or not commune:
        return place
    keep(place, by=by, now=now, reason="commune", commune=commune)
    record("neighbourhood.placed", place, by=by, now=now, name=place.name, commune=commune)
    return place


@action
def draw_perimeter(
    place: Neighbourhood, *, starts_on: date, by, now: datetime, geometry: dict | None = None,
    limits_in_words: str = "", source: str = "", approximate: bool = False,
) -> Perimeter:  # fmt: skip
    """Give a neighbourhood its limits from a day on: an outline (GeoJSON, WGS84), words, or both.

    The former end the day before; one announced for the same day is replaced. Raises Refused, tied to the field, when
    a perimeter has begun that day or since, or when the outline is no shape in France.
    """
    Neighbourhood.objects.select_for_update().get(pk=place.pk)
    if not geometry and not limits_in_words:
        raise Refused(_("Donnez un contour, ou des limites en mots."))
    starts = list(place.perimeters.values_list("starts_on", flat=True))
    if not (verdict := rules.may_draw(starts, starts_on, paris_day(now))):
        raise Refused(verdict.reason, (Gap("starts_on", verdict.reason),))
    place.perimeters.filter(starts_on=starts_on).delete()
    close_before([place.pk], starts_on)
    drawn = perimeter(
        place, _read(geometry) if geometry else None, starts_on, ends_on=rules.last_day(starts, starts_on),
        origin=Perimeter.Origin.DRAWN if geometry else Perimeter.Origin.TYPED,
        limits_in_words=limits_in_words, source=source, approximate=approximate,
    )  # fmt: skip
    drawn.save()
    record_drawn(place, drawn, by=by, now=now)
    return drawn


def _read(geometry: dict) -> dict:
    try:
        return rules.read_shape(geometry)
    except ValueError as problem:
        raise Refused(problem, (Gap("geometry", str(problem)),)) from problem


def perimeter(place: Neighbourhood, geometry: dict | None, starts_on: date, **said) -> Perimeter:
    """Return limits ready to be saved, with the rectangle around their outline in millionths of a degree."""
    edges = {}
    if geometry:
        around = rules.box(geometry)
        edges = {edge: math.floor(getattr(around, edge) * MILLIONTHS) for edge in ("west", "south")}
        edges |= {edge: math.ceil(getattr(around, edge) * MILLIONTHS) for edge in ("east", "north")}
    return Perimeter(neighbourhood=place, geometry=geometry, starts_on=starts_on, **said, **edges)


def close_before(places: list, starts_on: date) -> None:
    """End on the eve of a day the limits of these neighbourhoods that would run over it."""
    running = Perimeter.objects.filter(neighbourhood__in=places, starts_on__lt=starts_on)
    running.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on)).update(ends_on=starts_on - rules.A_DAY)


def record_drawn(place: Neighbourhood, drawn: Perimeter, *, by, now: datetime) -> None:
    """Record that limits hold from a day on, with the SHA-256 of the outline and the words, as compact sorted JSON."""
    said = {"geometry": drawn.geometry, "limits_in_words": drawn.limits_in_words}
    digest = sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    record(
        "neighbourhood.drawn", place, by=by, now=now, name=place.name, day=drawn.starts_on.isoformat(),
        source=drawn.source, sha256=digest,
    )  # fmt: skip

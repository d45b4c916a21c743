"""Shapes on the ground, without a GIS server: read with care, boxed, and asked whether they hold a point.

A shape is a GeoJSON MultiPolygon in WGS84: positions are [longitude, latitude] in degrees, the first ring of a polygon
is its outside and the others are its holes (RFC 7946).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

LONGITUDES, LATITUDES = 180, 90
A_HAIR = 1e-9
"""In degrees, about a tenth of a millimetre: nearer than this to a line is on it."""

A_CRUMB = 1e-12
"""In square degrees, about a hand's surface: smaller than this is a rounding."""


@dataclass(frozen=True)
class Box:
    """The smallest rectangle around a shape, in degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a point is in the rectangle or on its edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


FRANCE = (
    Box(-5.5, 41.2, 9.8, 51.3),  # the mainland and Corsica
    Box(-63.2, 17.8, -62.7, 18.2),  # Saint-Martin, Saint-Barthélemy
    Box(-61.9, 15.8, -60.9, 16.6),  # Guadeloupe
    Box(-61.3, 14.3, -60.7, 15.0),  # Martinique
    Box(-54.7, 2.0, -51.5, 6.0),  # Guyane
    Box(55.1, -21.5, 55.95, -20.8),  # La Réunion
    Box(44.9, -13.1, 45.4, -12.5),  # Mayotte
    Box(-56.6, 46.6, -56.0, 47.3),  # Saint-Pierre-et-Miquelon
    Box(-154.9, -28.0, -134.0, -7.5),  # Polynésie française
    Box(-178.4, -14.5, -175.9, -13.1),  # Wallis-et-Futuna
    Box(163.4, -23.0, 168.3, -19.3),  # Nouvelle-Calédonie
)


def in_france(lon: float, lat: float) -> bool:
    """Say whether a point is in the rectangle of the mainland or of a French territory overseas."""
    return any(one.holds(lon, lat) for one in FRANCE)


def read_shape(thing: object) -> dict:
    """Return a Polygon or a MultiPolygon as a MultiPolygon worth keeping.

    Each ring is closed, of four positions at least, of finite numbers, in WGS84 and in France (overseas included).
    Heights are dropped, so are positions said twice in a row and rings without surface: rounding makes some. Raises
    ValueError with a French sentence that names the contour, the ring and the position at fault.
    """
    if not isinstance(thing, dict):
        raise ValueError(_("il n’y a pas de contour."))
    kind, found = thing.get("type"), thing.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(_("un contour est un Polygon ou un MultiPolygon, pas « %s ».") % str(kind)[:40])
    polygons = [found] if kind == "Polygon" else found
    kept = [polygon for n, one in _numbered(polygons, _("le contour")) if (polygon := _read_polygon(one, n))]
    if not kept:
        raise ValueError(_("le contour n’a pas de surface."))
    return {"type": "MultiPolygon", "coordinates": kept}


def _numbered(found: object, what: str) -> Iterator[tuple[int, object]]:
    """Yield the parts of a list with their numbers, from 1. Raises ValueError when it isn't a list of something."""
    if not isinstance(found, list) or not found:
        raise ValueError(_("%s est vide ou mal écrit.") % what)
    return iter(enumerate(found, 1))


def _read_polygon(thing: object, number: int) -> list:
    """Return the rings that have a surface; none when the outside has none."""
    rings = []
    for n, ring in _numbered(thing, _("le contour %s") % number):
        try:
            rings.append(_read_ring(ring))
        except ValueError as problem:
            words = _("contour %(contour)s, anneau %(ring)s, %(problem)s")
            raise ValueError(words % {"contour": number, "ring": n, "problem": problem}) from problem
    return [rings[0], *filter(None, rings[1:])] if rings[0] else []


def _read_ring(thing: object) -> list:
    if not isinstance(thing, list) or len(thing) < 4:
        raise ValueError(_("il faut au moins quatre positions, la dernière étant la première."))
    for number, position in enumerate(thing, 1):
        if problem := _problem(position):
            raise ValueError(_("position %(number)s : %(problem)s") % {"number": number, "problem": problem})
    ring = [[position[0], position[1]] for position in thing]
    if ring[0] != ring[-1]:
        raise ValueError(_("il n’est pas fermé : la dernière position n’est pas la première."))
    ring = [ring[0], *(here for before, here in pairwise(ring) if here != before)]
    return ring if len(ring) > 3 and surface(ring) > A_CRUMB else []


def _problem(position: object) -> str:
    """Say what is wrong with a position, or nothing."""
    if not isinstance(position, list) or len(position) < 2:
        return _("ce ne sont pas deux nombres.")
    lon, lat = position[0], position[1]
    if type(lon) not in (int, float) or type(lat) not in (int, float):
        return _("ce ne sont pas deux nombres.")
    if lon - lon or lat - lat:  # NaN and the infinite have no difference with themselves
        return _("ce n’est pas un nombre fini.")
    return "" if in_france(lon, lat) else _abroad(lon, lat)


def _abroad(lon: float, lat: float) -> str:
    if in_france(lat, lon):
        return _("longitude et latitude sont inversées, la longitude vient d’abord.")
    if abs(lon) > LONGITUDES or abs(lat) > LATITUDES:
        return _("hors du WGS84, les coordonnées sont-elles en mètres (Lambert 93) ?")
    return _("ce point n’est pas en France.")


def surface(ring: list) -> float:
    """Return the surface of a closed ring, in square degrees, whichever way it turns."""
    lon0, lat0 = ring[0]
    doubled = 0.0
    for (lon, lat), (next_lon, next_lat) in pairwise(ring):
        doubled += (lon - lon0) * (next_lat - lat0) - (next_lon - lon0) * (lat - lat0)
    return abs(doubled) / 2


def polygons(geometry: dict) -> list:
    """Return the polygons of a Polygon or a MultiPolygon, each a list of rings; none of anything else."""
    found = geometry.get("coordinates") or []
    return {"Polygon": [found], "MultiPolygon": found}.get(geometry.get("type", ""), [])


def box(geometry: dict) -> Box:
    """Return the rectangle around a shape."""
    points = [point for polygon in polygons(geometry) for point in polygon[0]]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return Box(min(lons), min(lats), max(lons), max(lats))


def holds_point(geometry: dict, lon: float, lat: float) -> bool:
    """Say whether a shape holds a point. Borders count as inside, those of holes included.

    Whoever lives on a border street is of the neighbourhood: a line on a map is thinner than a street, and doubt goes
    to the resident. The rectangle around each ring is looked at first. A point within a tenth of a millimetre of a
    line is on it.
    """
    return any(_in_polygon(polygon, lon, lat) for polygon in polygons(geometry))


def _in_polygon(polygon: list, lon: float, lat: float) -> bool:
    outside, *holes = polygon
    if not _near(outside, lon, lat):
        return False
    if any(_on_ring(ring, lon, lat) for ring in polygon):
        return True
    return _crosses_odd(outside, lon, lat) and not any(_crosses_odd(hole, lon, lat) for hole in holes)


def _near(ring: list, lon: float, lat: float) -> bool:
    lons, lats = [point[0] for point in ring], [point[1] for point in ring]
    return min(lons) - A_HAIR <= lon <= max(lons) + A_HAIR and min(lats) - A_HAIR <= lat <= max(lats) + A_HAIR


def _on_ring(ring: list, lon: float, lat: float) -> bool:
    return any(off_line(lon, lat, *start, *end) <= A_HAIR for start, end in pairwise(ring))


def off_line(lon: float, lat: float, lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return how far a point is from a segment, in the unit of its coordinates."""
    across, up = lon2 - lon1, lat2 - lat1
    length = across * across + up * up
    share = ((lon - lon1) * across + (lat - lat1) * up) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(lon - lon1 - share * across, lat - lat1 - share * up)


def _crosses_odd(ring: list, lon: float, lat: float) -> bool:
    """Say whether a line drawn to the east from the point crosses the ring an odd number of times."""
    odd = False
    for (lon1, lat1), (lon2, lat2) in pairwise(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < lon1 + (lat - lat1) * (lon2 - lon1) / (lat2 - lat1):
            odd = not odd
    return odd

"""A perimeter that people give themselves: drawn with any tool and pasted as GeoJSON, or typed corner by corner."""

import json
import re

from django.utils.translation import gettext as _

from fph.territories.rules.shapes import in_france, read_shape

NUMBER = r"[-−]?\d{1,3}[.,]\d{2,}"
CORNER = re.compile(rf"\(?\s*({NUMBER})\s*[,;\s]\s*({NUMBER})\s*\)?")
MOST_CORNERS = 500
SURFACES, GATHERED = ("Polygon", "MultiPolygon"), {"FeatureCollection": "features", "GeometryCollection": "geometries"}


def read_drawing(text: str) -> dict:
    """Return the MultiPolygon that a text gives: GeoJSON, or corners one a line, « latitude, longitude ».

    Raises ValueError with a French sentence that names the line or the element, and says how to mend it.
    """
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _from_geojson(text.lstrip("\ufeff \t\r\n"))
    return _from_corners(text)


def _from_geojson(text: str) -> dict:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as problem:
        words = _("Ligne %(line)s, caractère %(column)s : le GeoJSON s’arrête ou se trompe ici. Recopiez-le en entier.")
        raise ValueError(words % {"line": problem.lineno, "column": problem.colno}) from problem
    except (RecursionError, ValueError) as problem:
        raise ValueError(_("Ce GeoJSON est trop compliqué pour être un contour.")) from problem
    shapes = _surfaces(found)
    if not shapes:
        raise ValueError(_("Il n’y a pas de surface dans ce GeoJSON : dessinez un polygone fermé."))
    return {"type": "MultiPolygon", "coordinates": [polygon for shape in shapes for polygon in shape["coordinates"]]}


def _surfaces(found: object, depth: int = 0) -> list[dict]:
    """Return every surface of a GeoJSON, read; a line or a point beside them is refused."""
    if not isinstance(found, dict) or depth > 3:
        raise ValueError(_("Ce texte n’est pas du GeoJSON : il y manque un « type »."))
    kind = found.get("type")
    if kind == "Feature":
        return _surfaces(found.get("geometry"), depth + 1)
    if kind in GATHERED:
        parts = found.get(GATHERED[kind])
        parts = parts if isinstance(parts, list) else []
        return [shape for n, part in enumerate(parts, 1) for shape in _numbered(part, n, depth)]
    if kind not in SURFACES:
        words = _("« %s » n’est pas une surface. Gardez le polygone, enlevez les points et les lignes.")
        raise ValueError(words % str(kind)[:40])
    return [read_shape(found)]


def _numbered(part: object, number: int, depth: int) -> list[dict]:
    try:
        return _surfaces(part, depth + 1)
    except ValueError as problem:
        raise ValueError(_("Élément %(number)s : %(problem)s") % {"number": number, "problem": problem}) from problem


def _from_corners(text: str) -> dict:
    corners = [(n, _corner(line, n)) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(corners) > 1 and corners[0][1] == corners[-1][1]:
        corners.pop()
    if len({tuple(place) for _n, place in corners}) < 3:
        raise ValueError(_("Il faut au moins trois coins, un par ligne : latitude, longitude."))
    if len(corners) > MOST_CORNERS:
        raise ValueError(_("Au plus %s coins : pour un contour plus fin, donnez un fichier GeoJSON.") % MOST_CORNERS)
    _refuse_crossing(corners)
    ring = [place for _n, place in corners]
    return read_shape({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def _corner(line: str, number: int) -> list[float]:
    """Return the [longitude, latitude] of a line. Raises ValueError that names the line."""
    match = CORNER.fullmatch(line.strip())
    if not match:
        words = _("Ligne %(n)s : « %(line)s » ne se lit pas. Écrivez une latitude puis une longitude : 48.8838, 2.3497")
        raise ValueError(words % {"n": number, "line": line.strip()[:40]})
    lat, lon = (float(part.replace(",", ".").replace("−", "-")) for part in match.groups())
    if in_france(lon, lat):
        return [lon, lat]
    if in_france(lat, lon):
        raise ValueError(_("Ligne %s : latitude et longitude sont inversées. Écrivez la latitude d’abord.") % number)
    raise ValueError(_("Ligne %s : ce point n’est pas en France. Vérifiez les deux nombres.") % number)


def _refuse_crossing(corners: list[tuple[int, list[float]]]) -> None:
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    for n, (start, end) in enumerate(sides):
        for start2, end2 in sides[n + 1 :]:
            if _cross(start[1], end[1], start2[1], end2[1]):
                words = _("Le côté de la ligne %(a)s à la ligne %(b)s coupe celui de la ligne %(c)s à la ligne %(d)s. "
                          "Donnez les coins dans l’ordre, en faisant le tour du quartier.")  # fmt: skip
                raise ValueError(words % {"a": start[0], "b": end[0], "c": start2[0], "d": end2[0]})


def _cross(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    """Say whether two sides cross elsewhere than at their ends."""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: list[float], b: list[float], c: list[float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])

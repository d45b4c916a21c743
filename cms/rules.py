"""Drawing a perimeter: from longitudes and latitudes to a small picture and its words. Pure."""

import math
from dataclasses import dataclass

METRES_A_DEGREE = 111_320
MARGIN = 12


@dataclass(frozen=True)
class Outline:
    """A perimeter as an SVG path in a box, and its extent in metres."""

    path: str
    width: int
    height: int
    east_west_m: int
    north_south_m: int

    @property
    def box_width(self) -> int:
        """Return the width with a margin for the line, 12 on each side."""
        return self.width + 2 * MARGIN

    @property
    def box_height(self) -> int:
        """Return the height with the same margin."""
        return self.height + 2 * MARGIN


def outline(geometry: dict, width: int = 600) -> Outline | None:
    """Draw a GeoJSON Polygon or MultiPolygon (lon, lat) in a box `width` wide; None when it has no extent.

    Near enough to scale for a neighbourhood: longitudes are shortened by the cosine of the middle latitude.
    """
    rings = [ring for polygon in _polygons(geometry) for ring in polygon]
    points = [point for ring in rings for point in ring]
    if len(points) < 3:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shortened = math.cos(math.radians((south + north) / 2))
    if west == east or south == north:
        return None
    scale = width / ((east - west) * shortened)
    path = "".join(_path(ring, west, north, scale, shortened) for ring in rings)
    return Outline(
        path=path,
        width=width,
        height=round((north - south) * scale),
        east_west_m=_round_50((east - west) * shortened * METRES_A_DEGREE),
        north_south_m=_round_50((north - south) * METRES_A_DEGREE),
    )


def _polygons(geometry: dict) -> list:
    coordinates = geometry.get("coordinates") or []
    return {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(geometry.get("type"), [])


def _path(ring, west, north, scale, shortened) -> str:
    steps = (f"{(p[0] - west) * shortened * scale:.1f} {(north - p[1]) * scale:.1f}" for p in ring)
    return f"M{'L'.join(steps)}Z"


def _round_50(metres: float) -> int:
    return max(50, round(metres / 50) * 50)

"""Drawing a perimeter: from longitudes and latitudes to a small picture and its words."""

import math
from dataclasses import dataclass

from fph.territories.rules.shapes import off_line, polygons

METRES_A_DEGREE = 111_320
MARGIN = 12
SIDE = 600
COARSE = 0.8
"""How far a drawn line may stand from the true one, in the units of a picture of 600: less than its stroke."""


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


def outline(geometry: dict) -> Outline | None:
    """Draw a GeoJSON Polygon or MultiPolygon (lon, lat) in a square of 600; None when it has no extent.

    Near enough to scale for a neighbourhood: longitudes are shortened by the cosine of the middle latitude. Points that
    the eye would not miss are left out.
    """
    rings = [ring for polygon in polygons(geometry) for ring in polygon]
    points = [point for ring in rings for point in ring]
    if len(points) < 3:
        return None
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    shortened = math.cos(math.radians((south + north) / 2))
    if west == east or south == north:
        return None
    scale = SIDE / max((east - west) * shortened, north - south)
    drawn = [[((p[0] - west) * shortened * scale, (north - p[1]) * scale) for p in ring] for ring in rings]
    return Outline(
        path="".join(_path(simplified(ring, COARSE)) for ring in drawn),
        width=round((east - west) * shortened * scale),
        height=round((north - south) * scale),
        east_west_m=_round_50((east - west) * shortened * METRES_A_DEGREE),
        north_south_m=_round_50((north - south) * METRES_A_DEGREE),
    )


def simplified(ring: list, tolerance: float) -> list:
    """Leave out of a closed ring the points that stand within `tolerance` of the line drawn without them.

    Douglas and Peucker's way, from the first point and the one furthest from it. A ring that would lose its surface
    keeps its points; what is kept keeps its order.
    """
    if len(ring) <= 4:
        return list(ring)
    middle = max(range(len(ring)), key=lambda n: math.dist(ring[0], ring[n]))
    kept, spans = {0, middle, len(ring) - 1}, [(0, middle), (middle, len(ring) - 1)]
    while spans:
        first, last = spans.pop()
        distance, furthest = max(
            ((off_line(*ring[n], *ring[first], *ring[last]), n) for n in range(first + 1, last)), default=(0.0, 0)
        )
        if distance > tolerance:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return [ring[n] for n in sorted(kept)] if len(kept) > 3 else list(ring)


def _path(ring: list) -> str:
    return f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring[:-1])}Z"


def _round_50(metres: float) -> int:
    return max(50, round(metres / 50) * 50)

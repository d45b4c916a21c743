"""A point and a shape: by hand, and against a second way of knowing; what is read of a shape, what is refused."""

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fph.territories.rules import Box, box, holds_point, read_shape, simplified

# A square of 4 with a hole of 2 in it, and a triangle apart. Units don't matter to `holds_point`.
SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 3], [3, 3], [3, 1], [1, 1]]
TRIANGLE = [[10, 0], [14, 0], [10, 4], [10, 0]]
SHAPE = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [TRIANGLE]]}
# A comb: a line across it goes in and out six times.
COMB = [[0, 0], [7, 0], [7, 5], [6, 5], [6, 1], [5, 1], [5, 5], [4, 5], [4, 1], [3, 1], [3, 5], [0, 5], [0, 0]]
PARIS = [[[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.89], [2.35, 48.88]]]


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (0.5, 0.5, True), (2, 0.5, True), (2, 2, False), (-1, 2, False), (5, 2, False), (2, 5, False), (2, -1, False),
        (11, 1, True), (13, 3, False), (7, 2, False),
        (0, 0, True), (4, 4, True), (0, 2, True), (2, 4, True), (4, 1, True),  # corners and sides
        (1, 1, True), (3, 2, True), (2, 1, True),  # the hole's own border
        (12, 2, True), (13, 1, True), (14, 0, True),  # the slope, its end
        (15, 0, False), (-0.5, 4, False), (5, 0, False),  # on the line of a side, beyond its end
    ],
)  # fmt: skip
def test_a_point_by_hand(lon, lat, inside):
    assert holds_point(SHAPE, lon, lat) is inside


@pytest.mark.parametrize(
    ("lon", "inside"), [(1, True), (3.5, False), (4.5, True), (5.5, False), (6.5, True), (8, False)]
)
def test_a_comb_is_entered_and_left(lon, inside):
    assert holds_point({"type": "Polygon", "coordinates": [COMB]}, lon, 3) is inside


def test_a_line_through_a_corner_counts_it_once():
    kite = {"type": "Polygon", "coordinates": [[[0, 2], [2, 0], [4, 2], [2, 4], [0, 2]]]}
    assert holds_point(kite, 1, 2)
    assert not holds_point(kite, -1, 2)
    assert not holds_point(kite, 1, 0)
    assert not holds_point(kite, 1, 4)


def winding(ring, x, y) -> int:
    """Return how many times a ring turns around a point, exactly, by quadrants: no line is drawn, no division made."""
    turns = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        before, after = quadrant(x1 - x, y1 - y), quadrant(x2 - x, y2 - y)
        step = (after - before) % 4
        if step == 2:
            across = (x1 - x) * (y2 - y) - (x2 - x) * (y1 - y)
            step = 2 if across > 0 else -2
        turns += -1 if step == 3 else step
    return turns // 4


def quadrant(x, y) -> int:
    if x > 0 and y >= 0:
        return 0
    if x <= 0 and y > 0:
        return 1
    return 2 if x < 0 and y <= 0 else 3


def touches(ring, x, y) -> bool:
    """Say whether a point is on a ring, exactly."""
    return any(
        (x2 - x1) * (y - y1) == (y2 - y1) * (x - x1)
        and min(x1, x2) <= x <= max(x1, x2)
        and min(y1, y2) <= y <= max(y1, y2)
        for (x1, y1), (x2, y2) in pairwise(ring)
    )


def star(corners) -> list:
    """Make a simple ring of any corners: they are walked by angle around the origin, and then by distance."""
    ring = sorted(set(corners), key=lambda p: (math.atan2(p[1], p[0]), math.hypot(*p)))
    return [list(p) for p in [*ring, ring[0]]]


COORDINATE = st.integers(-12, 12)
CORNERS = st.lists(st.tuples(COORDINATE, COORDINATE).filter(any), min_size=3, max_size=14, unique=True)


@given(CORNERS, COORDINATE, COORDINATE)
def test_the_same_answer_as_by_turning_around_the_point(corners, x, y):
    """Whole coordinates: borders are hit often, and the other way is exact."""
    ring = star(corners)
    expected = touches(ring, x, y) or winding(ring, x, y) % 2 == 1
    assert holds_point({"type": "Polygon", "coordinates": [ring]}, x, y) is expected


@given(CORNERS, CORNERS, COORDINATE, COORDINATE)
def test_a_hole_is_taken_away_but_its_border(corners, inner, x, y):
    outside, hole = [[10 * a, 10 * b] for a, b in star(corners)], star(inner)
    on_border = touches(outside, x, y) or touches(hole, x, y)
    inside = winding(outside, x, y) % 2 == 1 and winding(hole, x, y) % 2 == 0
    if not (on_border and not touches(outside, x, y) and winding(outside, x, y) % 2 == 0):  # a hole that sticks out
        shape = {"type": "Polygon", "coordinates": [outside, hole]}
        assert holds_point(shape, x, y) is (on_border or inside)


@given(CORNERS, st.fractions(-12, 12, max_denominator=97), st.fractions(-12, 12, max_denominator=89))
def test_the_same_answer_between_whole_coordinates(corners, x: Fraction, y: Fraction):
    ring = star(corners)
    expected = touches(ring, x, y) or winding(ring, x, y) % 2 == 1
    assert holds_point({"type": "Polygon", "coordinates": [ring]}, float(x), float(y)) is expected


def test_the_two_ways_disagree_when_one_is_wrong():
    """The second way is no mirror of the first: a ring walked twice is inside for one and outside for the other."""
    twice = [*SQUARE, *SQUARE[1:]]
    assert winding(SQUARE, 2, 2) == 1
    assert winding(twice, 2, 2) == 2
    assert winding(SQUARE[::-1], 2, 2) == -1
    assert winding(SQUARE, 9, 2) == 0


@given(CORNERS)
def test_the_box_holds_every_corner_and_touches_each_side(corners):
    ring = star(corners)
    around = box({"type": "Polygon", "coordinates": [ring]})
    assert all(around.holds(*corner) for corner in ring)
    assert {around.west, around.east} <= {x for x, _ in ring}
    assert {around.south, around.north} <= {y for _, y in ring}


def test_a_shape_is_read_as_a_multipolygon_without_what_says_nothing():
    doubled = [[PARIS[0][0] + [35.0], *PARIS[0][:2], *PARIS[0][1:]]]
    flat = [[[2.35, 48.88], [2.36, 48.89], [2.37, 48.90], [2.35, 48.88]]]
    dot = [[[2.35, 48.88]] * 4]
    assert read_shape({"type": "Polygon", "coordinates": doubled})["coordinates"] == [PARIS]
    assert read_shape({"type": "MultiPolygon", "coordinates": [PARIS, flat, dot]})["coordinates"] == [PARIS]
    assert box({"type": "Polygon", "coordinates": PARIS}) == Box(2.35, 48.88, 2.36, 48.89)


def ring_with(position, at=1) -> dict:
    return {"type": "Polygon", "coordinates": [[*PARIS[0][:at], position, *PARIS[0][at:]]]}


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (None, "pas de contour"),
        ([], "pas de contour"),
        ({"type": "Point", "coordinates": [2.35, 48.88]}, "pas « Point »"),
        ({"type": "Polygon"}, "contour 1 est vide"),
        ({"type": "MultiPolygon", "coordinates": []}, "est vide"),
        ({"type": "MultiPolygon", "coordinates": "x"}, "est vide"),
        ({"type": "Polygon", "coordinates": [PARIS[0][:3]]}, "au moins quatre"),
        ({"type": "Polygon", "coordinates": [PARIS[0][:4]]}, "pas fermé"),
        ({"type": "Polygon", "coordinates": [[[2.35, 48.88]] * 5]}, "pas de surface"),
        (ring_with([float("nan"), 48.88]), "contour 1, anneau 1, position 2"),
        (ring_with([float("nan"), 48.88]), "pas un nombre fini"),
        (ring_with([2.35, float("inf")]), "pas un nombre fini"),
        (ring_with([48.88, 2.35]), "inversées"),
        (ring_with([652000.0, 6862000.0]), "Lambert 93"),
        (ring_with([10**400, 48.88]), "Lambert 93"),
        (ring_with([-0.12, 51.5]), "pas en France"),
        (ring_with(["2.35", 48.88]), "deux nombres"),
        (ring_with([True, 48.88]), "deux nombres"),
        (ring_with([2.35]), "deux nombres"),
        (ring_with(None), "deux nombres"),
    ],
)
def test_what_is_wrong_with_a_shape_is_named(shape, words):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        read_shape(shape)
    assert words in str(refusal.value).replace("\u202f", " ")


@pytest.mark.parametrize(
    "place",
    [(-61.53, 16.24), (-61.07, 14.61), (-52.33, 4.93), (55.45, -20.88), (45.23, -12.78), (-149.57, -17.54), (166.45, -22.27),
     (-56.18, 46.78), (-63.05, 18.07), (-176.18, -13.28), (9.45, 42.7), (-4.49, 48.39)],
)  # fmt: skip
def test_every_part_of_france_is_in_and_swapped_it_is_out(place):
    lon, lat = place
    around = [[lon, lat], [lon + 0.01, lat], [lon, lat + 0.01], [lon, lat]]
    assert read_shape({"type": "Polygon", "coordinates": [around]})
    with pytest.raises(ValueError, match="inversées"):
        read_shape({"type": "Polygon", "coordinates": [[[y, x] for x, y in around]]})


@given(CORNERS, st.sampled_from([0.5, 1, 3]))
def test_what_is_left_out_of_a_drawing_is_within_its_tolerance(corners, tolerance):
    ring = [tuple(map(float, corner)) for corner in star(corners)]
    kept = simplified(ring, tolerance)
    assert kept[0] == ring[0] == kept[-1]
    rest = iter(ring)
    assert all(corner in rest for corner in kept), "what is kept keeps its order"
    for corner in ring:
        assert min(distance(corner, *side) for side in pairwise(kept)) <= tolerance + 1e-9


def distance(point, start, end) -> float:
    """Return how far a point is from a segment at most, by trying two hundred places of it."""
    places = ((start[0] + (end[0] - start[0]) * n / 200, start[1] + (end[1] - start[1]) * n / 200) for n in range(201))
    return min(math.dist(point, place) for place in places) - math.dist(start, end) / 400


def test_a_straight_line_of_many_points_is_drawn_with_its_corners():
    side = [(n / 100, 0.0) for n in range(400)]
    assert simplified([*side, (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)], 0.01) == [
        (0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0),
    ]  # fmt: skip

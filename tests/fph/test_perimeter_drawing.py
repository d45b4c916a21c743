"""A perimeter drawn: to scale, with north up, and light however many points it has."""

from math import cos, pi, sin

from fph.territories.rules import outline

SQUARE = [[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.89], [2.35, 48.88]]


def test_a_degree_of_longitude_is_shorter_than_one_of_latitude():
    drawn = outline({"type": "Polygon", "coordinates": [SQUARE]})
    assert (drawn.east_west_m, drawn.north_south_m) == (750, 1100)
    assert drawn.height > drawn.width
    assert drawn.path.startswith("M0.0 ")
    assert drawn.path.endswith("Z")


def test_north_is_up():
    first, _east, north, *_rest = outline({"type": "Polygon", "coordinates": [SQUARE]}).path[1:-1].split("L")
    assert float(first.split()[1]) > float(north.split()[1]) == 0


def test_every_part_is_drawn():
    far = [[x + 0.02, y] for x, y in SQUARE]
    assert outline({"type": "MultiPolygon", "coordinates": [[SQUARE], [far]]}).path.count("M") == 2


def test_nothing_is_drawn_of_nothing():
    for geometry in ({}, {"type": "Point", "coordinates": [2, 48]}, {"type": "Polygon", "coordinates": []}):
        assert outline(geometry) is None
    assert outline({"type": "Polygon", "coordinates": [[[2, 48], [2, 49], [2, 50]]]}) is None


def test_a_long_shape_stays_in_its_square():
    tall = [[2.35, 48.80], [2.351, 48.80], [2.351, 48.90], [2.35, 48.90], [2.35, 48.80]]
    drawn = outline({"type": "Polygon", "coordinates": [tall]})
    assert (drawn.height, drawn.box_height) == (600, 624)
    assert drawn.width < 10


def test_a_shape_of_many_points_is_drawn_light():
    """A circle of 2,000 points is a path of a hundred: what the eye would not miss."""
    ring = [[2.35 + cos(n / 1000 * pi) / 100, 48.88 + sin(n / 1000 * pi) / 100] for n in range(2000)]
    drawn = outline({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    assert 20 < drawn.path.count("L") < 150
    assert len(drawn.path) < 2_000


def test_a_hole_is_a_line_of_its_own():
    hole = [[2.353, 48.883], [2.353, 48.886], [2.357, 48.886], [2.353, 48.883]]
    assert outline({"type": "Polygon", "coordinates": [SQUARE, hole]}).path.count("Z") == 2

"""The drawing of a perimeter, and French spaces."""

from cms.rules import outline
from cms.templatetags.typography import bound

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


def test_marks_are_bound_to_their_word():
    assert bound("Ai-je droit ? « Oui » : oui !") == "Ai-je droit\u202f? «\u202fOui\u202f»\u202f: oui\u202f!"
    assert bound("à 19 h, rue Léon") == "à 19 h, rue Léon"

"""A perimeter given by hand: whatever the tool or the keyboard, read the same; wrong, the line is named."""

import json

import pytest

from fph.territories.rules import read_drawing

RING = [[2.3497, 48.8838], [2.3569, 48.8843], [2.3566, 48.8905], [2.3497, 48.8838]]
READ = {"type": "MultiPolygon", "coordinates": [[RING]]}
POLYGON = {"type": "Polygon", "coordinates": [RING]}
MARKER = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2.35, 48.88]}, "properties": {}}


def drawn(*shapes) -> dict:
    return {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": shape} for shape in shapes]}


@pytest.mark.parametrize(
    "text",
    [
        "48.8838, 2.3497\n48.8843, 2.3569\n48.8905, 2.3566",
        "48.8838,2.3497\r\n48.8843,2.3569\r\n\r\n48.8905,2.3566\r\n48.8838,2.3497\r\n",
        "48,8838 ; 2,3497\n48,8843;2,3569\n  48,8905 2,3566  ",
        "48,8838, 2,3497\n(48.8843, 2.3569)\n48.8905\t2.3566",
        json.dumps(POLYGON),
        "\ufeff\n" + json.dumps(POLYGON, indent=2),
        json.dumps(drawn(POLYGON)),
        json.dumps({"type": "Feature", "geometry": POLYGON}),
        json.dumps({"type": "GeometryCollection", "geometries": [POLYGON]}),
        json.dumps(READ),
    ],
)
def test_every_way_of_giving_a_contour_is_read_the_same(text):
    assert read_drawing(text) == READ


def test_parts_drawn_apart_make_one_perimeter():
    assert len(read_drawing(json.dumps(drawn(POLYGON, READ, POLYGON)))["coordinates"]) == 3


def test_overseas_a_minus_is_read():
    text = "16.2411, −61.5331\n16.2420, -61.5300\n16.2400, -61.5300"
    assert read_drawing(text)["coordinates"][0][0][0] == [-61.5331, 16.2411]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "au moins trois coins"),
        ("48.8838, 2.3497\n48.8843, 2.3569", "au moins trois coins"),
        ("48.8838, 2.3497\n" * 5, "au moins trois coins"),
        ("48.8838, 2.3497\n\nrue Myrha\n48.8905, 2.3566", "Ligne 3 : « rue Myrha » ne se lit pas"),
        ("48,2\n48.8843, 2.3569\n48.8905, 2.3566", "Ligne 1 : « 48,2 » ne se lit pas"),
        ("48.8838, 2.3497, 35\n", "Ligne 1 : « 48.8838, 2.3497, 35 » ne se lit pas"),
        ("48.8838, 2.3497\n2.3569, 48.8843\n48.8905, 2.3566", "Ligne 2 : latitude et longitude sont inversées"),
        ("48.8838, 2.3497\n51.5074, -0.1278\n48.8905, 2.3566", "Ligne 2 : ce point n’est pas en France"),
        ("48.88, 2.34\n48.89, 2.35\n48.88, 2.35\n48.89, 2.34", "de la ligne 1 à la ligne 2 coupe celui de la ligne 3 à"),
        ("\n".join(f"48.{8000 + n}, 2.35{n:03}" for n in range(501)), "Au plus 500 coins"),
        ("48.88, 2.34\n48.89, 2.34\n48.90, 2.34", "pas de surface"),
        ('{"type": "Polygon",\n "coordinates": [', "Ligne 2, caractère "),
        ("[" * 100_000, "trop compliqué"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 48.88]]]}', "au moins quatre"),
        ("[1, 2]", "pas du GeoJSON"),
        ("{}", "« None » n’est pas une surface"),
        (json.dumps({"type": "Feature"}), "pas du GeoJSON"),
        (json.dumps(drawn()), "pas de surface dans ce GeoJSON"),
        (json.dumps({"type": "FeatureCollection", "features": None}), "pas de surface dans ce GeoJSON"),
        (json.dumps({"type": "FeatureCollection", "features": [MARKER]}), "Élément 1 : « Point » n’est pas une surface"),
        (json.dumps(drawn(POLYGON, {**POLYGON, "coordinates": [RING[:3]]})), "Élément 2 : contour 1, anneau 1, il faut au moins"),
        (json.dumps({**POLYGON, "coordinates": [[[y, x] for x, y in RING]]}), "inversées"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(text, words):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        read_drawing(text)
    assert words in str(refusal.value).replace("\u202f", " ")

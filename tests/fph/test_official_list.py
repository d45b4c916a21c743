"""What is read of the official list, what is refused of it and how, and what an import would change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fph.territories.rules import (
    Known,
    OfficialNeighbourhood,
    generation,
    last_day,
    may_draw,
    official_day,
    plan,
    read_feature,
    read_features,
    readable_name,
)

SHAPE = {"type": "MultiPolygon", "coordinates": [[[[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.88]]]]}
OTHER = {"type": "MultiPolygon", "coordinates": [[[[2.35, 48.88], [2.37, 48.88], [2.36, 48.89], [2.35, 48.88]]]]}
GIVEN = {"code_qp": "QN07511M", "lib_qp": "Goutte D'Or", "insee_com": ["75056"]}
TODAY, LISTED = date(2026, 11, 27), date(2024, 1, 1)


def feature(geometry=SHAPE, **given) -> dict:
    return {"type": "Feature", "properties": {**GIVEN, **given}, "geometry": geometry}


def read(**given) -> OfficialNeighbourhood:
    return read_feature(feature(**given))


def test_a_feature_is_read():
    assert read() == OfficialNeighbourhood("QN07511M", "Goutte d’Or", "", ("75056",), SHAPE)


@pytest.mark.parametrize(
    ("given", "communes", "codes"),
    [
        ({"insee_com": "06029, 06030", "lib_com": "Cannes, Le Cannet"}, "Cannes, Le Cannet", ("06029", "06030")),
        ({"insee_com": ["2A004"], "lib_com": ["Ajaccio"]}, "Ajaccio", ("2A004",)),
        ({"lib_com": "Paris,  " + "x" * 120}, "Paris", ("75056",)),
    ],
)
def test_communes_come_in_several_ways(given, communes, codes):
    assert (read(**given).commune, read(**given).insee_codes) == (communes, codes)


@pytest.mark.parametrize("code", ["QP075018", "QN07511M", "QN02A01M", "QN97414I"])
def test_codes_of_both_lists_are_read(code):
    assert read(code_qp=code).code == code


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"code_qp": None}, "pas de code"),
        ({"code_qp": ""}, "pas de code"),
        ({"code_qp": "75018"}, "« 75018 » n’est pas un code QPV"),
        ({"code_qp": 7511}, "« 7511 » n’est pas un code QPV"),
        ({"code_qp": "QN07511M\n"}, "n’est pas un code QPV"),
        ({"lib_qp": None}, "pas de nom"),
        ({"lib_qp": "  "}, "pas de nom"),
        ({"lib_qp": "a\x00b"}, "pas de nom"),
        ({"lib_qp": "x" * 121}, "dépasse 120"),
        ({"insee_com": []}, "code INSEE"),
        ({"insee_com": "750"}, "code INSEE"),
        ({"insee_com": [75056]}, "code INSEE"),
        ({"geometry": None}, "pas de contour"),
    ],
)
def test_what_is_wrong_with_a_feature_is_said(wrong, words):
    with pytest.raises(ValueError, match=r"\w") as refusal:
        read(**wrong)
    assert words in str(refusal.value).replace("\u202f", " ")


@pytest.mark.parametrize("thing", [None, 3, [], {}, {"type": "Feature"}, {"type": "Feature", "properties": []}])
def test_what_is_no_feature_is_refused(thing):
    with pytest.raises(ValueError, match=r"pas"):
        read_feature(thing)


def test_a_file_is_read_around_what_is_wrong_in_it():
    document = {"type": "FeatureCollection", "features": [
        feature(), feature(code_qp="QN07512M", geometry=None), "rien", feature(lib_qp="Encore"),
    ]}  # fmt: skip
    found, skipped = read_features(document)
    assert [one.code for one in found] == ["QN07511M"]
    assert [str(one).replace("\u202f", " ") for one in skipped] == [
        "n° 2 (QN07512M, Goutte D'Or) : il n’y a pas de contour.",
        "n° 3 : ce n’est pas une entité GeoJSON (« Feature »).",
        "n° 4 (QN07511M, Encore) : ce code est déjà celui du n° 1.",
    ]


@pytest.mark.parametrize("document", [None, [], {}, {"features": []}, {"type": "FeatureCollection", "features": {}}])
def test_another_document_is_refused_whole(document):
    with pytest.raises(ValueError, match="liste GeoJSON"):
        read_features(document)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Goutte D'Or", "Goutte d’Or"),
        ("Les Courbes De L'Albarine", "Les Courbes de l’Albarine"),
        ("Quartier De La Gare", "Quartier de la Gare"),
        ("Ariane - Le Manoir - Gares", "Ariane - Le Manoir - Gares"),
        ("Centre Ville : De Gaulle", "Centre Ville : De Gaulle"),
        ("L'Île  Et Les Prés", "L’Île et les Prés"),
        ("JT - Taaone", "JT - Taaone"),
    ],
)
def test_a_name_is_written_as_the_street_writes_it(given, name):
    assert readable_name(given) == name


@pytest.mark.parametrize(
    ("code", "day"),
    [("QP075018", date(2015, 1, 1)), ("QP971001", date(2015, 1, 1)), ("QN07511M", LISTED), ("QN02A01M", LISTED),
     ("QN97414I", date(2025, 1, 1)), ("QN98788N", date(2025, 1, 1))],
)  # fmt: skip
def test_a_code_says_from_when_its_list_holds(code, day):
    assert generation(code).listed_on == day
    assert "décret" in generation(code).source


# --- What changes -----------------------------------------------------------------------------------------


def known(**said) -> dict[str, Known]:
    return {"QN07511M": Known(**{
        "name": "Goutte d’Or", "commune": "Paris 18e", "insee_code": "75118", "starts": (LISTED,), "official": SHAPE,
        **said,
    })}  # fmt: skip


def changes(before, features=None, **options):
    return plan(features or [read()], before, {"goutte-dor"}, today=TODAY, **options)


def test_what_is_the_same_changes_nothing():
    for before in (known(), known(name="GOUTTE D'OR"), known(insee_code="75056")):
        assert changes(before).unchanged == 1
        assert not changes(before).changed


def test_a_perimeter_drawn_by_hand_since_is_left_while_the_list_says_the_same():
    assert changes(known(starts=(LISTED, date(2025, 6, 1)))).unchanged == 1


def test_a_new_outline_opens_a_perimeter_and_keeps_the_rest():
    [change] = changes(known(official=OTHER)).changed
    assert (change.fields, change.starts_on) == ({}, TODAY)
    [change] = changes(known(official=None, starts=(date(2023, 5, 1),))).changed
    assert change.starts_on == LISTED
    [change] = changes(known(official=OTHER), on=date(2026, 12, 1)).changed
    assert change.starts_on == date(2026, 12, 1)


def test_an_outline_announced_for_later_stands_in_the_way_and_is_named():
    done = changes(known(official=OTHER, starts=(LISTED, date(2027, 1, 1))))
    assert not done.changed
    assert [(one.code, "01/01/2027" in reason) for one, reason in done.refused] == [("QN07511M", True)]


def test_a_name_a_code_a_commune_are_updated_when_the_list_says_otherwise():
    [change] = changes(known(name="Barbès")).changed
    assert (change.fields, change.starts_on) == ({"name": "Goutte d’Or"}, None)
    [change] = changes(known(insee_code="93066"), [read(lib_com="Paris")]).changed
    assert change.fields == {"insee_code": "75056", "commune": "Paris"}
    [change] = changes(known(commune=""), [read(lib_com="Paris")]).changed
    assert change.fields == {"commune": "Paris"}
    assert changes(known(), [read(lib_com="Paris")]).unchanged == 1


def test_addresses_are_readable_and_nobody_elses():
    named = [("QN00001M", "Cœur d’Îlot"), ("QN00002M", "Centre Ville"), ("QN00003M", "Centre-Ville"),
             ("QN00004M", "Goutte dOr"), ("QN00005M", "中心"), ("QN00006M", "x" * 100)]  # fmt: skip
    features = [replace(read(), code=code, name=name) for code, name in named]
    features[2] = replace(features[2], commune="Évry-Courcouronnes")
    slugs = [one.slug for one in plan(features, {}, {"goutte-dor"}, today=TODAY).added]
    assert slugs == ["coeur-d-ilot", "centre-ville-75056", "centre-ville-evry-courcouronnes", "goutte-dor-75056",
                     "qn00005m", "x" * 74 + "-75056"]  # fmt: skip


def test_three_of_the_same_name_in_one_commune_take_their_codes():
    features = [replace(read(), code=f"QN0000{n}M", name="Centre") for n in range(3)]
    slugs = [one.slug for one in plan(features, {}, set(), today=TODAY).added]
    assert slugs == ["centre-75056", "centre-qn00001m", "centre-qn00002m"]


# --- From when --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "day", "allowed"),
    [
        ([], date(2020, 1, 1), True),
        ([LISTED], LISTED, False),
        ([LISTED], LISTED - timedelta(1), False),
        ([LISTED], LISTED + timedelta(1), True),
        ([LISTED, date(2027, 3, 1)], TODAY, True),
        ([LISTED, date(2027, 3, 1)], date(2027, 3, 1), True),
        ([TODAY], TODAY, False),
        ([TODAY], TODAY + timedelta(1), True),
        ([], date(1, 1, 1), False),
        ([], date(9999, 12, 31), False),
    ],
)
def test_the_past_is_not_drawn_again(starts, day, allowed):
    assert bool(may_draw(starts, day, TODAY)) is allowed


def test_a_perimeter_ends_on_the_eve_of_the_next():
    assert last_day([LISTED, date(2027, 3, 1), date(2028, 1, 1)], TODAY) == date(2027, 2, 28)
    assert last_day([LISTED], TODAY) is None


def test_a_list_holds_from_its_day_or_from_today():
    assert official_day([], LISTED, TODAY) == LISTED
    assert official_day([date(2023, 1, 1)], LISTED, TODAY) == LISTED
    assert official_day([LISTED], LISTED, TODAY) == TODAY
    assert official_day([TODAY], LISTED, TODAY) is None

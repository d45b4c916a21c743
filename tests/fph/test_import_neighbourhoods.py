"""The whole country read from its official file: once, again, zipped, broken here and there, and quickly."""

import gzip
import io
import json
import re
from datetime import date
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fph.journal.models import JournalEntry, RegisterHead
from fph.people.actions import open_account, service_account
from fph.people.roles import paris_day
from fph.territories.actions import draw_perimeter, import_neighbourhoods
from fph.territories.models import Neighbourhood, Perimeter
from fph.territories.queries import neighbourhoods_at, perimeter_on
from fph.territories.rules import read_features
from fph.urls import urlpatterns
from tests.projects.some_fund import fund

QPV = settings.BASE_DIR.parent / "shared" / "data" / "qpv"
FRANCE = QPV / "qpv2024_france.geojson.gz"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FRANCE.exists(), reason="the official list is not beside this copy of the house"),
]
WHOLE = 1584
SOMEWHERE = {"type": "Polygon", "coordinates": [[[4.8, 45.7], [4.81, 45.7], [4.81, 45.71], [4.8, 45.7]]]}


@pytest.fixture(scope="module")
def france() -> dict:
    """Return the official list, parsed."""
    return json.loads(gzip.decompress(FRANCE.read_bytes()))


@pytest.fixture
def today():
    return paris_day(timezone.now())


def run(file, *options) -> tuple[int, dict[str, int], str]:
    """Run the command; returns its exit code, its counts, and the lines about what was left aside."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_neighbourhoods", str(file), *options, stdout=out, stderr=err)
    except SystemExit as left:
        code = left.code
    lines = out.getvalue().replace("\u202f", " ").splitlines()
    assert lines[-1].startswith("En ")
    counts = {name: int(count) for name, count in (line.split(" : ") for line in lines[-5:-1])}
    return code, counts, err.getvalue().replace("\u202f", " ")


def counts(added=0, updated=0, unchanged=0, skipped=0) -> dict[str, int]:
    return {"Inscrits": added, "Mis à jour": updated, "Inchangés": unchanged, "Laissés de côté": skipped}


def everything() -> tuple:
    """Return how much there is of all that an import writes."""
    history = Neighbourhood.history.count()
    return Neighbourhood.objects.count(), Perimeter.objects.count(), history, RegisterHead.objects.get().size


@pytest.fixture
def plain(tmp_path, france):
    """Write a list, changed by the test, as plain GeoJSON; returns its path."""

    def plain(change=None, features=None):
        kept = france["features"] if features is None else features
        document = {**france, "features": json.loads(json.dumps(kept))}
        if change:
            change(document["features"])
        path = tmp_path / "liste.geojson"
        path.write_text(json.dumps(document))
        return path

    return plain


def test_the_whole_country_is_read_then_changes_nothing(plain, today):
    """Zipped, then plain: the demonstration's neighbourhoods were there, opened by hand; nothing comes twice."""
    known = Neighbourhood.objects.exclude(qpv_code="").count()
    before, size = Neighbourhood.objects.count(), RegisterHead.objects.get().size
    code, told, left = run(FRANCE)
    assert (code, told, left) == (0, counts(added=WHOLE - known, updated=known), "")
    assert Neighbourhood.objects.exclude(qpv_code="").count() == WHOLE
    assert Neighbourhood.objects.count() == before + WHOLE - known
    assert RegisterHead.objects.get().size == size + 1 + known, (
        "one entry for all, one for each neighbourhood that had a life"
    )
    assert Neighbourhood.history.filter(history_change_reason="liste officielle").count() == WHOLE - known
    assert set(Perimeter.objects.filter(ends_on=None, origin="official").values_list("starts_on", flat=True)) == {
        date(2024, 1, 1), date(2025, 1, 1), today,
    }  # fmt: skip
    stood = everything()
    assert run(plain()) == (0, counts(unchanged=WHOLE), "")
    assert run(FRANCE, "--on", "2026-01-01") == (0, counts(unchanged=WHOLE), "")
    assert everything() == stood
    check_the_demonstration(today)
    check_addresses()
    check_the_register_and_who_asks_to_be_forgotten()


def check_the_demonstration(today):
    """It keeps its address and its name; its hand-drawn perimeter ends, and the past reads it still."""
    place = Neighbourhood.objects.get(qpv_code="QN07511M")
    assert (place.slug, place.name, place.commune, place.insee_code) == (
        "goutte-dor",
        "Goutte d’Or",
        "Paris 18e",
        "75118",
    )
    official, drawn = place.perimeters.all()
    assert (official.origin, official.starts_on, official.approximate) == ("official", today, False)
    assert (drawn.origin, drawn.ends_on.toordinal()) == ("drawn", today.toordinal() - 1)
    assert perimeter_on(place, drawn.ends_on) == drawn
    told = JournalEntry.objects.filter(kind="neighbourhoods.imported").get()
    assert told.payload_data["sha256"] == sha256(gzip.decompress(FRANCE.read_bytes())).hexdigest()
    assert told.visibility == "public"


def check_addresses():
    """Each can be the end of an address, and none is one that the house answers to already."""
    slugs = list(Neighbourhood.objects.values_list("slug", flat=True))
    house = {str(pattern.pattern).split("/")[0] for pattern in flattened(urlpatterns)}
    assert {"aide", "registre", "gestion"} <= house
    assert not set(slugs) & house
    for slug in slugs:
        Neighbourhood._meta.get_field("slug").run_validators(slug)


def flattened(patterns) -> list:
    return [
        one
        for pattern in patterns
        for one in (flattened(pattern.url_patterns) if str(pattern.pattern) == "" else [pattern])
    ]


def check_the_register_and_who_asks_to_be_forgotten():
    call_command("verify_register", stdout=io.StringIO())
    admin, gone = (
        open_account(email=f"{name}@essai.example", name=name, administrator=name == "chef", now=timezone.now())
        for name in ("chef", "partant")
    )
    call_command("erase_person", gone.email, "--by", admin.email, stdout=io.StringIO())
    call_command("verify_register", stdout=io.StringIO())


def shelves(client, person) -> dict[str, tuple[int, str]]:
    """Return, for each page that lists neighbourhoods or funds, its queries and its words."""
    shown = {}
    for address in ("/", "/mes-projets/nouveau/", "/mon-espace/"):
        client.force_login(person)
        client.get(address)  # what is remembered from one page to the next
        with CaptureQueriesContext(connection) as spent:
            answer = client.get(address)
        assert answer.status_code == 200, address
        shown[address] = (len(spent), re.sub(r"csrf\S+ value=\S+", "", answer.content.decode()))
    return shown


def test_with_the_whole_country_pages_are_the_same_and_points_are_found(
    client, france, today, django_assert_num_queries
):
    """Lists show neighbourhoods that have a fund or pages; a corner of an outline is in it, in one query."""
    by, resident = service_account("Essai"), open_account(email="v@essai.example", name="Voisin", now=timezone.now())
    fund()  # a second one: residents choose
    before = shelves(client, resident)
    assert "Goutte d’Or" in before["/"][1]
    features, skipped = read_features(france)
    import_neighbourhoods(features, sha256="0" * 64, by=by, now=timezone.now())
    assert not skipped
    assert shelves(client, resident) == before
    assert [place.qpv_code for place in neighbourhoods_at(2.3535, 48.8865, today)] == ["QN07511M"]
    assert neighbourhoods_at(-20.0, 45.0, today) == []
    for feature in features[::40]:
        lon, lat = feature.geometry["coordinates"][0][0][0]
        with django_assert_num_queries(1):
            found = neighbourhoods_at(lon, lat, max(today, date(2025, 1, 1)))
        assert feature.code in [place.qpv_code for place in found]


def broken(features) -> None:
    """Break nine features, each in its way."""
    ring = [[2.35, 48.88], [2.36, 48.88], [2.36, 48.89]]
    features[0]["geometry"]["coordinates"] = [[ring]]
    features[1]["properties"].pop("code_qp")
    features[2]["geometry"]["coordinates"][0][0][1] = [float("nan"), 46.2]
    features[3]["geometry"] = {"type": "Polygon", "coordinates": [[[y, x] for x, y in [*ring, ring[0]]]]}
    features[4]["properties"]["code_qp"] = features[9]["properties"]["code_qp"]
    features[5]["geometry"] = {"type": "LineString", "coordinates": ring}
    features[6]["properties"]["insee_com"] = 1053
    features[7]["geometry"] = {"type": "Polygon", "coordinates": [[*ring, [2.35, 48.885]]]}
    features[8] = ["QN00109M"]


def test_what_is_broken_is_named_and_the_rest_is_read(plain, france):
    few = france["features"][:30]
    code, told, left = run(plain(broken, few))
    assert (code, told) == (1, counts(added=21, skipped=9))
    lines = left.strip().splitlines()
    for number, words in {
        1: "au moins quatre positions", 2: "pas de code", 3: "position 2 : ce n’est pas un nombre fini",
        4: "longitude et latitude sont inversées", 6: "pas « LineString »", 7: "code INSEE", 8: "pas fermé",
        9: "pas une entité GeoJSON", 10: "déjà celui du n° 5",
    }.items():  # fmt: skip
        [line] = [
            line
            for line in lines
            if line.strip().startswith(f"n° {number} ") or line.strip().startswith(f"n° {number}:")
        ]
        assert words in line
        assert number == 9 or few[number - 1]["properties"]["lib_qp"] in line
    assert run(plain(broken, few)) == (1, counts(unchanged=21, skipped=9), left)
    assert JournalEntry.objects.get(kind="neighbourhoods.imported").payload_data["skipped"] == 9
    assert run(plain(features=few)) == (0, counts(added=9, unchanged=20, updated=1), ""), (
        "the one read under the code of another is mended"
    )


def renamed_and_redrawn(features) -> None:
    features[0]["properties"]["lib_qp"] = "Grande Reyssouze"
    features[1]["geometry"] = SOMEWHERE


def test_a_new_list_keeps_the_old_names_and_outlines_as_history(plain, france, today):
    few = france["features"][:10]
    run(plain(features=few))
    size = RegisterHead.objects.get().size
    assert run(plain(renamed_and_redrawn, few)) == (0, counts(updated=2, unchanged=8), "")
    assert RegisterHead.objects.get().size == size + 1, "nothing of them stood in the register by itself"
    renamed, redrawn = (Neighbourhood.objects.get(qpv_code=one["properties"]["code_qp"]) for one in few[:2])
    assert [one.name for one in renamed.history.all()] == ["Grande Reyssouze", "Grande Reyssouze Terre des Fleurs"]
    assert renamed.slug == "grande-reyssouze-terre-des-fleurs"
    assert [(one.starts_on, one.ends_on) for one in redrawn.perimeters.all()] == [
        (today, None), (date(2024, 1, 1), date.fromordinal(today.toordinal() - 1)),
    ]  # fmt: skip
    assert redrawn in neighbourhoods_at(4.805, 45.7, today)


def test_one_that_the_register_names_is_told_by_itself(plain, france, today):
    few = france["features"][:3]
    run(plain(features=few))
    by, place = service_account("Essai"), Neighbourhood.objects.get(qpv_code=few[0]["properties"]["code_qp"])
    draw_perimeter(place, geometry=SOMEWHERE, starts_on=today, by=by, now=timezone.now())
    assert run(plain(features=few)) == (0, counts(unchanged=3), ""), "the list says the same as before"
    code, told, left = run(plain(lambda features: features[0].update(geometry=SOMEWHERE), few))
    assert (code, told) == (1, counts(unchanged=2, skipped=1))
    assert "un autre périmètre commence le" in left
    on = date.fromordinal(today.toordinal() + 1).isoformat()
    changed = plain(renamed_and_redrawn, few)
    assert run(changed, "--on", on)[1] == counts(updated=2, unchanged=1)
    kinds = JournalEntry.objects.filter(subject_id=place.pk).values_list("kind", flat=True)
    assert sorted(kinds) == ["neighbourhood.drawn", "neighbourhood.renamed"]


def test_a_dry_run_says_the_same_and_writes_nothing():
    known, stood = Neighbourhood.objects.exclude(qpv_code="").count(), everything()
    assert run(FRANCE, "--dry-run") == (0, counts(added=WHOLE - known, updated=known), "")
    assert everything() == stood


def test_codes_of_2015_stand_beside_those_of_2024(plain, france):
    old = [
        {**one, "properties": {**one["properties"], "code_qp": f"QP00100{n}"}}
        for n, one in enumerate(france["features"][:3])
    ]
    assert run(plain(features=[*old, *france["features"][:3]]))[1] == counts(added=6)
    assert Perimeter.objects.filter(neighbourhood__qpv_code__startswith="QP", starts_on=date(2015, 1, 1)).count() == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "pas du JSON"),
        (b"{", "pas du JSON : ligne 1, caractère 2"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 100_000, "UTF-8"),
        (b"[]", "liste GeoJSON"),
        (gzip.compress(b"{}", mtime=0), "liste GeoJSON"),
        (gzip.compress(b"{}" * 9000, mtime=0)[:-20], "ne se lit pas"),
        (b"\x1f\x8b\x08\x00 no gzip at all", "ne se lit pas"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(tmp_path, content, words):
    path = tmp_path / "liste"
    path.write_bytes(content)
    stood = everything()
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert words in str(refusal.value).replace("\u202f", " ")
    assert everything() == stood


def test_a_file_or_a_day_that_is_not_there_is_refused(tmp_path):
    for words in ([str(tmp_path / "nowhere")], [str(FRANCE), "--on", "0001-01-01"], [str(FRANCE), "--on", "demain"]):
        with pytest.raises(CommandError):
            run(*words)

"""The administrator gives the neighbourhood's limits: typed, pasted, from a file, in words; shown, then kept."""

import json
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.people.roles import HOLDS, SCOPES, Permission, Role, paris_day
from fph.territories.actions import draw_perimeter
from tests.projects.some_fund import fund, person, with_role

pytestmark = pytest.mark.django_db

CORNERS = "48.8838, 2.3497\n48.8843, 2.3569\n48.8905, 2.3566"
RING = [[2.3497, 48.8838], [2.3569, 48.8843], [2.3566, 48.8905], [2.3497, 48.8838]]
GEOJSON = json.dumps({"type": "Polygon", "coordinates": [RING]}, indent=1)


@pytest.fixture
def today():
    return paris_day(timezone.now())


@pytest.fixture
def place_of():
    return fund()


@pytest.fixture
def desk(place_of):
    """Give the administrator's browser."""
    browser = Client()
    browser.force_login(with_role(place_of, Role.ADMINISTRATOR))
    return browser


@pytest.fixture
def send(desk, place_of, today):
    """Post the form; `status` is checked, the page is returned as a tree."""

    def send(status, **words):
        posted = {"starts_on": today.isoformat(), **words}
        answer = desk.post(reverse("perimeter", args=[place_of.slug]), posted)
        assert answer.status_code == status
        return BeautifulSoup(answer.content, "html.parser")

    return send


@pytest.fixture
def kept(place_of):
    return lambda: list(place_of.neighbourhood.perimeters.all())


def words_of(page) -> str:
    return page.main.get_text(" ", strip=True).replace("\u202f", " ")


def confirmed(page) -> dict:
    """Return what the confirmation posts."""
    return {
        field["name"]: field.get("value", "") for field in page.select_one("form.confirm").select("input[type=hidden]")
    }


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("quartier.geojson", content, "application/geo+json")


@pytest.mark.parametrize("drawing", [CORNERS, GEOJSON])
def test_a_contour_is_shown_then_kept_as_it_was_typed(send, kept, today, drawing):
    shown = send(200, drawing=drawing, source="Plan du centre social", approximate="on")
    assert not kept(), "showing writes nothing"
    assert shown.select_one(".perimeter svg path")["d"].startswith("M")
    assert "Tracé approximatif" in words_of(shown)
    assert "Plan du centre social" in words_of(shown)
    assert shown.select_one("textarea[name=drawing]").text.strip().splitlines() == drawing.splitlines()
    send(302, **confirmed(shown))
    [one] = kept()
    assert one.geometry == {"type": "MultiPolygon", "coordinates": [[RING]]}
    assert (one.starts_on, one.ends_on, one.origin, one.approximate) == (today, None, "drawn", True)
    assert JournalEntry.objects.filter(kind="neighbourhood.drawn", subject_id=one.neighbourhood_id).count() == 1


def test_a_file_is_shown_and_comes_back_as_text(send, kept):
    shown = send(200, file=upload(b"\xef\xbb\xbf" + GEOJSON.encode()))
    assert shown.select_one("textarea[name=drawing]").text.strip() == GEOJSON
    send(302, **confirmed(shown))
    assert kept()[0].geometry["coordinates"] == [[RING]]


def test_limits_in_words_are_enough(send, kept, client, place_of):
    shown = send(200, limits_in_words="Rue Myrha, des deux côtés.\n\nBoulevard Barbès, côté <pair>.")
    assert not shown.select_one(".perimeter svg")
    assert "côté <pair>." in words_of(shown)
    send(302, **confirmed(shown))
    [one] = kept()
    assert (one.origin, one.geometry, one.limits_in_words.count("\n")) == ("typed", None, 2)


def test_the_former_ones_are_listed_with_their_days(send, kept, desk, place_of, today):
    by = person()
    for starts_on in (date(2024, 1, 1), today - timedelta(days=9)):
        draw_perimeter(place_of.neighbourhood, limits_in_words="Ici.", starts_on=starts_on, by=by, now=timezone.now())
    send(302, drawing=CORNERS, confirmed="1")
    page = BeautifulSoup(desk.get(reverse("perimeter", args=[place_of.slug])).content, "html.parser")
    rows = [[cell.text for cell in row.select("th, td")] for row in page.select("table tbody tr")]
    assert [row[1] == "sans fin" for row in rows] == [True, False, False]
    assert [row[2] for row in rows] == ["Contour dessiné", "Limites en mots", "Limites en mots"]
    assert rows[2][0] == "lundi 1er janvier 2024"
    assert "En vigueur depuis le" in words_of(page)


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({}, "drawing", "Donnez un contour, ou écrivez plus bas les limites en mots"),
        ({"drawing": "   \n"}, "drawing", "Donnez un contour"),
        ({"drawing": CORNERS + "\nrue Myrha"}, "drawing", "Ligne 4 : « rue Myrha » ne se lit pas"),
        ({"drawing": "2.3497, 48.8838\n" + CORNERS}, "drawing", "Ligne 1 : latitude et longitude sont inversées"),
        ({"drawing": GEOJSON[:60]}, "drawing", "Ligne "),
        ({"drawing": "48.88, 2.34\x00"}, "drawing", "caractère nul"),
        ({"drawing": CORNERS, "starts_on": "demain"}, "starts_on", "Cette date n’existe pas"),
        ({"drawing": CORNERS, "starts_on": ""}, "starts_on", "Écrivez le jour"),
        ({"drawing": CORNERS, "starts_on": "0001-01-01"}, "starts_on", "Ce jour est trop loin"),
        ({"drawing": CORNERS, "starts_on": "9999-12-31"}, "starts_on", "Ce jour est trop loin"),
        ({"drawing": "9" * 500_001}, "drawing", "Ce contour est trop long"),
        ({"limits_in_words": "x" * 2001}, "limits_in_words", "2000"),
        ({"drawing": CORNERS, "source": "x" * 201}, "source", "200"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_on_its_field_and_nothing_typed_is_lost(send, kept, sent, field, words):
    page = send(422, **{"source": "Plan", **sent})
    assert page.title.text.startswith("Erreur")
    [told] = [link.text.replace("\u202f", " ") for link in page.select(".error-summary a")]
    assert words in told
    assert page.select_one(f".error-summary a[href='#id_{field}']")
    for name, typed in {"source": "Plan", **sent}.items():
        box = page.select_one(f"[name={name}]")
        shown = box.text if box.name == "textarea" else box.get("value", "")
        assert typed.replace("\x00", "\ufffd").split() == shown.replace("\x00", "\ufffd").split()
    assert not kept()


@pytest.mark.parametrize(
    ("content", "drawing", "words"),
    [
        (b"\xff\xd8\xff\xe0 une photo", "", "pas du texte"),
        (GEOJSON.encode(), CORNERS, "Il y a un texte et un fichier"),
        (b"", "", "Ce fichier est vide"),
        (b'{"type": "Point", "coordinates": [2.35, 48.88]}', "", "n’est pas une surface"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(send, kept, content, drawing, words):
    page = send(422, file=upload(content), drawing=drawing)
    assert words in words_of(page)
    assert drawing in page.select_one("textarea[name=drawing]").text.strip() or not drawing
    assert not kept()


def test_a_day_already_begun_is_refused_before_and_after_the_preview(send, kept, place_of, today):
    shown = send(200, drawing=CORNERS)
    send(302, **confirmed(shown))
    again = send(422, **confirmed(shown))
    assert "Un périmètre vaut déjà depuis le" in words_of(again)
    assert "48.8905, 2.3566" in again.select_one("textarea[name=drawing]").text
    assert len(kept()) == 1


def test_the_first_day_that_can_be_is_proposed(desk, send, place_of, today):
    address = reverse("perimeter", args=[place_of.slug])

    def proposed():
        return BeautifulSoup(desk.get(address).content, "html.parser").select_one("[name=starts_on]")["value"]

    assert proposed() == today.isoformat()
    assert "n’a pas encore de périmètre" in desk.get(address).content.decode()
    send(302, drawing=CORNERS, confirmed="1")
    assert proposed() == (today + timedelta(days=1)).isoformat()


def test_only_those_who_administer_the_fund_give_its_limits(place_of):
    address, other = reverse("perimeter", args=[place_of.slug]), fund()
    for role in SCOPES["fund"]:
        browser = Client()
        browser.force_login(with_role(place_of, role))
        expected = 200 if Permission.APPOINT in HOLDS[role] else 404
        assert browser.get(address).status_code == expected, role
        assert browser.post(address, {"drawing": CORNERS}).status_code == (422 if expected == 200 else 404), role
    stranger = Client()
    stranger.force_login(with_role(other, Role.ADMINISTRATOR))
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("count", [2, 60])
def test_the_page_costs_the_same_however_long_the_story(desk, place_of, today, count, django_assert_max_num_queries):
    by, place = person(), place_of.neighbourhood
    for n in range(count, 0, -1):
        draw_perimeter(
            place, limits_in_words="Ici.", starts_on=today - timedelta(days=n), by=by, now=timezone.now()
        )  # fmt: skip
    desk.get("/")
    with django_assert_max_num_queries(9):
        assert desk.get(reverse("perimeter", args=[place_of.slug])).status_code == 200

"""Amounts, days and hours in words, and the cloth in a page."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.urls import reverse

from fph.templatetags.fph import day_words, euros, hour_words, moment_words


def written(source: str, **context) -> str:
    return Template("{% load fph %}" + source).render(Context(context))


@pytest.mark.parametrize(
    "cents, words",
    [(125000, "1\u202f250\u202f€"), (125050, "1\u202f250,50\u202f€"), (0, "0\u202f€"), (None, ""), ("", "")],
)
def test_euros(cents, words):
    assert euros(cents) == words


def test_a_day_in_words_has_its_year_unless_short():
    assert day_words(date(2027, 2, 11)) == "jeudi 11 février 2027"
    assert day_words(date(2027, 2, 11), "short") == "jeudi 11 février"
    assert written('{{ day|day_words:"short" }}', day=date(2027, 2, 11)) == "jeudi 11 février"


def test_the_first_of_the_month_is_said_as_people_say_it():
    assert day_words(date(2027, 4, 1)) == "jeudi 1er avril 2027"


def test_a_moment_is_told_in_paris_time():
    assert moment_words(datetime(2027, 2, 11, 18, 0, tzinfo=UTC)) == "jeudi 11 février, 19\u00a0h"
    assert moment_words(datetime(2027, 7, 1, 18, 4, tzinfo=UTC)) == "jeudi 1er juillet, 20\u00a0h\u00a004"
    assert moment_words(datetime(2027, 2, 11, 18, 30, tzinfo=UTC), "long") == "jeudi 11 février 2027, 19\u00a0h\u00a030"


def test_a_moment_past_midnight_in_paris_is_the_next_day():
    late = datetime(2027, 2, 11, 23, 30, tzinfo=UTC)
    assert day_words(late) == "vendredi 12 février 2027"
    assert moment_words(late) == "vendredi 12 février, 0\u00a0h\u00a030"


def test_nothing_is_written_of_nothing():
    assert (day_words(None), hour_words(None), moment_words(None)) == ("", "", "")


def test_the_band_is_a_picture_without_words():
    band = written("{% cloth_band code %}", code="QN07511M")
    assert band == '<img class="cloth cloth-band" src="/tissu/QN07511M.svg" alt="">'
    assert "/tissu/QN07511M/lisere.svg" in written("{% cloth_edge code %}", code="QN07511M")


@pytest.mark.parametrize("code", [None, "", '"><script>', "a/b"])
def test_no_cloth_without_a_proper_code(code):
    assert written("{% cloth_band code %}", code=code) == ""


@pytest.mark.parametrize("name", ["cloth", "cloth_edge"])
def test_the_cloth_is_a_cached_image_open_to_all(client, name):
    response = client.get(reverse(name, args=["QN07511M"]))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=2592000" in response["Cache-Control"]
    assert response.content.startswith(b"<svg ")


def test_the_cloth_is_only_read(client):
    assert client.post("/tissu/QN07511M.svg").status_code == 405

"""What residents read, with and without a fund, and what it costs."""

import xml.etree.ElementTree as xml

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import actions
from cms.models import HomePage, StandardPage


def read(client, address, status=200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def test_opening_the_door_twice_changes_nothing(administrator, now):
    first = actions.open_home(by=administrator, now=now)
    again = actions.open_home(by=administrator, now=now)
    assert first == again
    assert HomePage.objects.count() == 1


@pytest.mark.parametrize("address", ["/aide/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/"])
def test_standing_pages_are_there_on_the_first_day(client, tilleuls, address):
    assert read(client, address).h1


def test_the_accessibility_page_claims_no_audit(client, tilleuls):
    assert "non conforme" in read(client, "/accessibilite/").main.get_text()


def test_the_door_leads_to_each_neighbourhood(client, tilleuls, halle):
    links = {link.get_text(): link["href"] for link in read(client, "/").main.select(".card a")}
    assert links["Les Tilleuls"] == "/les-tilleuls/"
    assert links["La Halle"] == "/la-halle/"


def test_a_neighbourhood_without_fund_says_so(client, tilleuls):
    page = read(client, "/les-tilleuls/")
    assert "Le fonds n’est pas encore ouvert" in page.main.get_text()
    assert page.select_one(".cloth-band")


def test_a_neighbourhood_shows_its_fund_today(client, fund):
    words = read(client, "/les-tilleuls/").main.get_text(" ", strip=True)
    assert "7\u202f000\u202f€" in words
    assert "Salle du Marché" in words
    assert "enfance, entraide" in words
    assert "Tracé approximatif" in words
    assert "Le premier projet peut être le vôtre" in words
    assert "Nouvelle de Les Tilleuls" in words
    assert "Brouillon" not in words


def test_news_shows_its_picture_in_words_and_escapes_its_text(client, tilleuls):
    page = read(client, tilleuls.news.url)
    assert page.main.img["alt"] == "La place Les Tilleuls"
    assert "Un <second> & dernier." in page.main.get_text()
    assert "dimanche 1er mars 2026" in page.main.get_text()


def test_a_draft_is_not_found(client, tilleuls):
    read(client, f"{tilleuls.index.url}brouillon/", status=404)


def test_news_go_page_after_page(client, tilleuls, administrator, now, today):
    for number in range(11):
        actions.publish_news(
            tilleuls.index, title=f"Suite {number}", date=today, summary="…", body="…", by=administrator, now=now
        )
    first, second = read(client, tilleuls.index.url), read(client, f"{tilleuls.index.url}?page=2")
    assert len(first.select(".news-card")) == 10
    assert len(second.select(".news-card")) == 2
    assert "Page 1 sur 2" in first.get_text()


def test_the_feed_is_rss_that_names_the_news(client, tilleuls):
    response = client.get(f"{tilleuls.index.url}flux/")
    assert response["Content-Type"].startswith("application/rss+xml")
    channel = xml.fromstring(response.content).find("channel")
    assert channel.findtext("title") == "Actualités : Les Tilleuls"
    assert [item.findtext("title") for item in channel.iter("item")] == ["Nouvelle de Les Tilleuls"]
    assert channel.find("item").findtext("link").endswith("/les-tilleuls/actualites/nouvelle-de-les-tilleuls/")


def test_a_document_comes_as_a_download(client, tilleuls):
    response = client.get(tilleuls.document.url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_page_in_a_page(client, tilleuls, administrator):
    page = StandardPage(title="La maison des associations", slug="maison", body=[("text", "<p>Ouverte le lundi.</p>")])
    tilleuls.page.add_child(instance=page)
    found = read(client, "/les-tilleuls/maison/")
    assert [link["href"] for link in found.select(".breadcrumbs a")] == ["/", "/les-tilleuls/"]
    assert found.select_one(".cloth-band")


# Wagtail's own share is 5 for the door and 2 more a level: site, page, view restrictions, addresses of the site.
QUERIES = {"/": 6, "/les-tilleuls/": 20, "/les-tilleuls/actualites/": 13}


@pytest.mark.parametrize("address", QUERIES)
def test_pages_ask_little_of_the_database_however_much_they_show(
    client, tilleuls, fund, administrator, now, today, address
):
    for number in range(4):
        actions.publish_news(
            tilleuls.index, title=f"Suite {number}", date=today, summary="…", body="…", picture=tilleuls.picture,
            by=administrator, now=now,
        )  # fmt: skip
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= QUERIES[address], "\n".join(query["sql"][:200] for query in asked)

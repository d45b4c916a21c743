"""An address leads where Wagtail itself would lead, and what is restricted stays so."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction

from cms import routing
from cms.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db
NOWHERE = [
    "nulle-part/",
    "goutte-dor/nulle-part/",
    "goutte-dor/actualites/flux/encore/",
    "a/" * 40,
    "accueil/",
    "root/",
]


def request_for(path: str):
    request = RequestFactory().get(f"/{path}")
    request.user = AnonymousUser()
    return request


def path_of(page) -> str:
    return page.get_url().lstrip("/")


def of_wagtail(path: str):
    return Page.route_for_request(request_for(path), path)


def test_every_page_is_found_as_wagtail_finds_it():
    pages = Page.objects.filter(depth__gt=1).live()
    assert pages.count() > 8
    for page in pages:
        path = path_of(page)
        found, expected = routing.route(request_for(path), path), of_wagtail(path)
        assert found.page == expected.page == page.specific, path
        assert type(found.page) is type(expected.page)
        assert found.page.get_parent().pk == expected.page.get_parent().pk


def test_the_feed_is_found_below_its_page():
    path = f"{path_of(NewsIndexPage.objects.first())}flux/"
    found, expected = routing.route(request_for(path), path), of_wagtail(path)
    assert (found.page, found.args[1:]) == (expected.page, expected.args[1:])


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_there_is_not_there(path):
    assert routing.route(request_for(path), path) is None
    assert of_wagtail(path) is None


def test_a_draft_is_not_there(client):
    news = NewsPage.objects.live().first()
    news.unpublish()
    assert routing.route(request_for(path_of(news)), path_of(news)) is None
    assert client.get(news.url).status_code == 404


@pytest.mark.parametrize("which", ["page", "above", "source"])
def test_what_is_restricted_stays_so(which):
    news = NewsPage.objects.live().first()
    shown = news
    if which == "source":
        shown = news.create_alias(parent=news.get_parent(), update_slug="double")
    place = {"page": news, "above": news.get_parent(), "source": news}[which]
    path = path_of(shown)
    assert not routing.route(request_for(path), path).page.get_view_restrictions()
    PageViewRestriction.objects.create(page=place, restriction_type=PageViewRestriction.LOGIN)
    assert routing.route(request_for(path), path).page.get_view_restrictions()

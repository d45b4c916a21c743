"""A6 in Chromium: pages that show what was typed open no dialog, run no script of ours by mistake, break no policy."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.harness.counts import counts
from tests.privacy import crawl
from tests.privacy.world import build
from tests.security.test_scripts import manage, publish, say

pytestmark = pytest.mark.once

HIT = "window.hit = number => alert(number)"


@pytest.fixture
def typed(site):
    """Live the year with hostile words, on the copy that the site serves."""
    world = build(timezone.now(), say(0))
    publish(world, 0)
    manage(world, 0)
    return world


def enter(page, site, person) -> None:
    """Give the browser a person's session."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def key_pages(world) -> dict[str, list[str]]:
    """Return the pages that show the most, for whom they show it."""
    granted, meeting = world.files["granted"].pk, world.meeting.pk
    news = [
        address for address in crawl.ours(world, public=True) if "/actualites/" in address and "flux" not in address
    ]
    return {
        "anonymous": ["/", f"/fonds/{world.fund.slug}/projets/", f"/comptes-rendus/{world.sealed.pk}/", *news[:2]],
        "applicant": [f"/mes-projets/{granted}/", f"/mes-projets/{world.files['draft'].pk}/etape/projet/"],
        "claire": [f"/gestion/{world.fund.slug}/dossiers/{granted}/", f"/seances/{meeting}/compte-rendu/",
                   f"/seances/{meeting}/", f"/gestion/{world.fund.slug}/bilans/{granted}/"],
    }  # fmt: skip


def every_page(world) -> dict[str, list[str]]:
    """Return every page of HTML, for whom it shows the most."""
    asked = {"anonymous": crawl.ours(world, public=True)} | {
        who: crawl.ours(world, public=False) for who in ("applicant", "claire", "hassan")
    }
    found: dict[str, list[str]] = {}
    for who, addresses in asked.items():
        client = Client()
        if who != "anonymous":
            client.force_login(world.people[who])
        for address in addresses:
            answer = client.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                found.setdefault(who, []).append(address)
    return found


@counts("pages", key_pages, every_page)
def test_no_dialog_opens(page, site, typed, pages):
    dialogs, shown = [], 0
    page.add_init_script(HIT)
    page.on("dialog", lambda dialog: (dialogs.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    for who, addresses in pages(typed).items():
        if who != "anonymous":
            enter(page, site, typed.people[who])
        for address in addresses:
            page.goto(address)
            shown += page.locator("body").inner_text().count("hit(")
    assert not dialogs
    assert shown > 20, "the pages show what was typed"


def test_a_script_that_passes_would_be_seen(page, site):
    """The canary: what the pages are watched for does happen in a page that lets it."""
    dialogs = []
    page.add_init_script(HIT)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.route("**/naive/", lambda route: route.fulfill(content_type="text/html", body="<p><img src=x onerror=hit(7)>"))
    page.goto("/naive/")
    page.wait_for_timeout(300)
    assert dialogs == ["7"]

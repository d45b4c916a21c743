"""Two neighbourhoods with their sites, and the people who write for them. All invented."""

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cms import actions
from cms.models import NeighbourhoodDocument, NewsIndexPage
from fph.people.actions import add_organisation, open_account
from fph.people.roles import paris_day
from fph.territories.actions import draw_perimeter, open_neighbourhood
from projects.fund import actions as funds

SQUARE = {
    "type": "MultiPolygon",
    "coordinates": [[[[2.35, 48.88], [2.36, 48.88], [2.36, 48.89], [2.35, 48.89], [2.35, 48.88]]]],
}


def photo(color="#7a2d14", **saved) -> SimpleUploadedFile:
    """Return a small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (800, 500), color).save(out, "JPEG", **saved)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


@dataclass
class Place:
    """A neighbourhood with its page, its news, a published and a draft piece of news, a picture, a document."""

    neighbourhood: object
    page: object
    index: object
    news: object
    draft: object
    picture: object
    document: object


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return paris_day(now)


@pytest.fixture
def administrator(db, now):
    return open_account(email="ada@cms.test", name="Ada Tisserand", administrator=True, now=now)


def build_place(name, slug, by, now) -> Place:
    """Open a neighbourhood's site and put one thing of each kind in it."""
    place = open_neighbourhood(name=name, slug=slug, commune="Villebois", insee_code="75118", by=by, now=now)
    page = actions.open_site(
        place, headline=f"À {name}, vos idées comptent.", introduction="On se parle.", by=by, now=now
    )
    index = NewsIndexPage.objects.child_of(page).get()
    picture = actions.add_picture(place, photo(), title=f"Photo {name}", description=f"La place {name}", by=by, now=now)
    news = actions.publish_news(
        index, title=f"Nouvelle de {name}", date=date(2026, 3, 1), summary=f"Le résumé de {name}.",
        body="Un premier paragraphe.\n\nUn <second> & dernier.", picture=picture, by=by, now=now,
    )  # fmt: skip
    draft = news.copy(update_attrs={"title": f"Brouillon de {name}", "slug": "brouillon"}, keep_live=False, user=by)
    document = NeighbourhoodDocument.objects.create(
        title=f"Tract {name}",
        collection=place.newsroom.collection,
        file=SimpleUploadedFile(f"{slug}.pdf", b"%PDF-1.4 %%EOF"),
    )
    return Place(place, page, index, news, draft, picture, document)


@pytest.fixture
def tilleuls(administrator, now):
    return build_place("Les Tilleuls", "les-tilleuls", administrator, now)


@pytest.fixture
def halle(administrator, now):
    return build_place("La Halle", "la-halle", administrator, now)


@pytest.fixture
def person(db, now):
    """Return a maker of people."""
    return lambda name: open_account(email=f"{name}@cms.test", name=name.title(), now=now)


@pytest.fixture
def editor(person, tilleuls, administrator, now, today):
    """Return somebody who writes for Les Tilleuls, and submits."""
    writer = person("edith")
    actions.appoint_editor(writer, tilleuls.neighbourhood, starts_on=today, by=administrator, now=now)
    return writer


@pytest.fixture
def reviewer(person, tilleuls, administrator, now, today):
    """Return somebody who writes for Les Tilleuls, reviews and publishes."""
    writer = person("remi")
    actions.appoint_editor(writer, tilleuls.neighbourhood, starts_on=today, publishes=True, by=administrator, now=now)
    return writer


@pytest.fixture
def fund(tilleuls, administrator, now, today):
    """Return the fund of Les Tilleuls: 7 000 € received, a meeting in three weeks, two themes, a drawn perimeter."""
    by = administrator
    carrier = add_organisation("Les Ateliers du Tilleul", kind="association", by=by, now=now)
    fund = funds.open_fund(
        name="Fonds des Tilleuls", scheme="FPH", slug="tilleuls", number_prefix="TIL",
        neighbourhood=tilleuls.neighbourhood, carrier=carrier, by=by, now=now,
    )  # fmt: skip
    year = funds.open_exercise(
        fund, year=today.year, starts_on=date(today.year, 1, 1), ends_on=date(today.year, 12, 31), by=by, now=now
    )
    pledge = funds.pledge(year, carrier, cents=700_000, by=by, now=now)
    funds.receive(pledge, cents=700_000, key="cms-tests", by=by, now=now)
    funds.set_themes(year, ["enfance", "entraide"], by=by, now=now)
    meets_at = datetime.combine(today + timedelta(days=21), datetime.min.time(), UTC).replace(hour=18)
    funds.publish_date(
        fund, meets_at=meets_at, place="Salle du Marché", filing_deadline=today + timedelta(days=14), by=by, now=now
    )
    draw_perimeter(
        tilleuls.neighbourhood,
        geometry=SQUARE,
        starts_on=date(2024, 1, 1),
        approximate=True,
        source="dessin",
        by=by,
        now=now,
    )
    return fund

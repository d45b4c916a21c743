"""Two funds live side by side in the demonstration: nothing of one shows to the people of the other.

What must not show is gathered from the database, and where to look from the addresses and the links themselves, so that
a new table or a new page is covered as it comes.
"""

import io
import re
import uuid
import zipfile
from functools import cache

import pypdf
import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.demo.build import PLACES
from cms.models import NeighbourhoodImage, NeighbourhoodPage
from committees.meetings.models import AgendaItem, Meeting
from committees.minutes.models import Minutes
from committees.roster.models import Membership
from committees.votes.models import Ballot, Task
from fph.mail.models import OutboxMessage
from fph.money import euros
from fph.people.models import OpenSession, Organisation, User
from projects.applications.models import Application, Attachment
from projects.authority.models import Act
from projects.followup.models import Award, Obligation, PaymentOrder, ReportReceipt
from projects.fund.models import Contribution, Fund, FundMandate, Gift
from tests.house.test_urls import OURS
from tests.house.url_table import AUDIENCE, PERSON, ROLE

pytestmark = pytest.mark.django_db
HERE, THERE = PLACES
DIRECTIONS = pytest.mark.parametrize(("ours", "theirs"), [(HERE, THERE), (THERE, HERE)], ids=["here", "there"])
# What an identifier of an address names, by the word before it, or by its own name.
NAMES = {
    "mes-projets": Application, "dossiers": Application, "bilans": Application, "documents": Attachment,
    "documents-des-dossiers": Attachment, "justificatifs": ReportReceipt, "seances": Meeting, "seance": Meeting,
    "points": AgendaItem, "actes": Act, "obligations": Obligation,
    "scrutins": Ballot, "presences": Membership, "comptes-rendus": Minutes, "taches": Task, "roles": FundMandate,
    "contributions": Contribution, "dons": Gift, "award": Award, "order": PaymentOrder, "sessions": OpenSession,
}  # fmt: skip
WORDS = {"step": "projet", "trigger": "acceptance"}
# Anybody signed in may ask any fund for help.
FOR_ALL = {"start_application"}
# Where both neighbourhoods are told to everybody: the door, its list of funds, the public register, the demonstration's
# own doors. Signing out ends the visit; statics are the same for all.
COMMON = re.compile(r"^/($|registre/|demo/|deconnexion/|static/|mes-projets/($|nouveau/$)|cms/login|cms/logout)")


# --- Who and what is of a neighbourhood ---------------------------------------------------------------------


@cache
def shared_words() -> frozenset[str]:
    """Return the house's own words: what choices and roles are called."""
    fields = (field for model in apps.get_models() for field in model._meta.fields if field.choices)
    return frozenset(str(word) for field in fields for pair in field.choices for word in pair)


def rows_of(place) -> dict:
    """Return {model: rows} of all that hangs from a neighbourhood, following every foreign key down from it."""
    start = Fund.objects.get(slug=place.slug).neighbourhood
    found, turn = {type(start): {start.pk: start}}, {type(start): {start.pk}}
    while turn:
        following: dict = {}
        for model in apps.get_models():
            keys = [f for f in model._meta.fields if f.is_relation and f.remote_field.model in turn]
            wanted = models.Q()
            for field in keys:
                wanted |= models.Q(**{f"{field.name}__in": turn[field.remote_field.model]})
            known = found.setdefault(model, {})
            new = {row.pk: row for row in model._base_manager.filter(wanted)} if keys else {}
            if fresh := {pk: row for pk, row in new.items() if pk not in known}:
                known.update(fresh)
                following[model] = set(fresh)
        turn = following
    people = [person.email for person in place.people()]
    found[User] = {user.pk: user for user in User.objects.filter(email__in=people)}
    named = [place.carrier, *place.funders, *place.associations]
    found[Organisation] = {body.pk: body for body in Organisation.objects.filter(name__in=named)}
    return found


def texts_of(place) -> set[str]:
    """Return every text, identifier and amount kept of a neighbourhood, the house's own words aside.

    Amounts that are whole tens of euros are everybody's.
    """
    found: set[str] = set()
    for model, rows in rows_of(place).items():
        for field in model._meta.fields:
            values = [getattr(row, field.attname) for row in rows.values()]
            if isinstance(field, models.UUIDField):
                found |= {str(value) for value in values if value}
            elif isinstance(field, models.CharField | models.TextField):
                found |= {str(value) for value in values}
            elif field.name.endswith("_cents"):
                found |= {euros(value) for value in values if value and value > 0 and value % 1000}
    # Every règlement has an « article 13 ».
    found = {text for text in found if not re.fullmatch(r"article [\w.-]+", text)}
    return {text for text in found if 4 < len(text) < 400 and text not in shared_words()}


@pytest.fixture
def canaries(ours, theirs) -> list[str]:
    """Give what is of the other neighbourhood and not of ours."""
    kept, own = texts_of(theirs), texts_of(ours)
    every = "\n".join(own)
    return sorted(text for text in kept if text not in every)


def roles(place) -> dict[str, User]:
    """Return one person of each role of a neighbourhood, somebody without any, and nobody."""
    by_role = {role: who for who, role, _body in place.roles} | {role: who for who, _c, role, _b in place.committee}
    by_role |= {"adviser": next(who for who, college, *_ in place.committee if college == "institutions")}
    by_role |= {"editor": place.editors[0][0], "reviewer": place.editors[1][0], "resident": place.residents[0]}
    return {role: User.objects.get(email=who.email) for role, who in by_role.items()}


# --- The walls ------------------------------------------------------------------------------------------


def addresses_of(place) -> dict[str, str]:
    """Return {name: address} of every closed address about a thing, filled with what is that neighbourhood's."""
    rows, found = rows_of(place), {}
    for address, name, _view in OURS:
        parts = re.findall(r"(?:([\w-]+)/)?<(\w+):(\w+)>", address)
        if not parts or AUDIENCE[name] not in (ROLE, PERSON) or name in FOR_ALL:
            continue
        for before, kind, parameter in parts:
            address = re.sub(rf"<{kind}:{parameter}>", value(place, rows, before, kind, parameter), address)
        found[name] = f"/{address}"
    return found


def value(place, rows, before: str, kind: str, parameter: str) -> str:
    """Return a value of that neighbourhood for a part of an address. KeyError: say in NAMES what it names."""
    if kind == "int":
        return str(timezone.localdate().year)
    if kind == "slug":
        return WORDS.get(parameter, place.slug)
    model = NAMES[parameter] if parameter in NAMES else NAMES[before]
    return str(next(iter(rows[model]), uuid.uuid4()))


@DIRECTIONS
def test_no_address_of_the_other_fund_is_there_for_anybody(ours, theirs):
    addresses = addresses_of(theirs)
    assert len(addresses) > 50
    people = roles(ours)
    for role in people if ours is HERE else ("coordinator", "chair", "resident"):
        browser, person = Client(), people[role]
        browser.force_login(person)
        for name, address in addresses.items():
            status = browser.get(address).status_code
            if status == 405:
                status = browser.post(address).status_code
            assert status == 404, f"{role} at {name}: {status} {address}"


def test_the_walls_have_a_door_for_their_own(client):
    """The same addresses, of one's own: else the test above could pass on addresses that exist for nobody."""
    opened = set()
    for role in ("coordinator", "treasurer", "chair"):
        client.force_login(roles(HERE)[role])
        opened |= {name for name, address in addresses_of(HERE).items() if client.get(address).status_code == 200}
    assert opened > {"fund_desk", "review_list", "meeting", "committee", "contributions", "payments", "report_csv"}


# --- The canaries ----------------------------------------------------------------------------------------


def words_in(response) -> str:
    """Return all that a response says: a page, a table, a workbook, a PDF."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace").replace("&#x27;", "'").replace("&#8239;", "\u202f")


def found_in(text: str, canaries: list[str]) -> list[str]:
    """Return the canaries a text holds; an amount is not the end of a larger one."""
    there = [canary for canary in canaries if canary in text]
    return [one for one in there if not one.endswith("€") or re.search(rf"(?<![\d\u202f]){re.escape(one)}", text)]


def walk(person, start: list[str], most: int = 70) -> dict[str, str]:
    """Follow every link from where a person starts, within what is theirs; returns {address: what it says}."""
    browser, told, waiting = Client(), {}, list(start)
    if person:
        browser.force_login(person)
    seen, papers = set(waiting), 0
    while waiting and len(told) < most:
        address = waiting.pop(0)
        papers += address.endswith(".pdf")
        if address.endswith(".pdf") and papers > 1:
            continue
        response = browser.get(address)
        told[address] = words_in(response) if response.status_code == 200 else ""
        if "html" in response.headers.get("Content-Type", "") and not address.startswith("/cms/"):
            links = {
                a["href"].split("#")[0] for a in BeautifulSoup(response.content, "html.parser").find_all(href=True)
            }
            fresh = sorted(
                link for link in links if link.startswith("/") and not COMMON.match(link) and link not in seen
            )
            waiting += fresh
            seen |= set(fresh)
    return told


@DIRECTIONS
def test_nothing_of_the_other_fund_is_told_to_anybody(ours, theirs, canaries):
    assert len(canaries) > 200
    assert {theirs.name, theirs.residents[0].name, theirs.projects[0].title, theirs.fund} <= set(canaries)
    own, read = list(addresses_of(ours).values()), set()
    people = roles(ours)
    for role in ("nobody", "resident", "chair", "coordinator", "funder_reader", "editor"):
        person = people.get(role)
        editing = [reverse("wagtailadmin_home"), reverse("wagtailimages:index"), reverse("wagtaildocs:index"),
                   f"{reverse('wagtailadmin_pages:search')}?q={theirs.news[0].title.split()[0]}"]  # fmt: skip
        start = [f"/{ours.slug}/", *(own if person else []), reverse("my_space")]
        told = walk(person, start + (editing if role == "editor" else []))
        read |= {address for address, words in told.items() if words}
        whole = "\n".join(told.values())
        for canary in found_in(whole, canaries):
            where = [address for address, words in told.items() if found_in(words, [canary])]
            pytest.fail(f"{role} of {ours.name} reads « {canary} » at {where[:3]}")
    assert any(address.endswith((".csv", ".xlsx")) for address in read)
    assert any(address.endswith(".pdf") for address in read)
    assert any("/flux" in address or "rss" in address or "atom" in address for address in read)
    assert len(read) > 40


@DIRECTIONS
def test_no_message_to_one_fund_s_people_tells_of_the_other(ours, theirs, canaries):
    to = [person.email for person in ours.people()]
    written = "\n".join(f"{mail.subject}\n{mail.body}" for mail in OutboxMessage.objects.filter(to__in=to))
    assert ours.projects[0].title in written
    assert found_in(written, canaries) == []


def test_a_leak_would_be_seen():
    """One project's title of there written in a page of here: the walk reads it."""
    leaked = THERE.projects[0].title
    NeighbourhoodPage.objects.filter(slug=HERE.slug).update(headline=leaked)
    assert leaked in "".join(walk(None, [f"/{HERE.slug}/"], most=1).values())


# --- The editors' room ------------------------------------------------------------------------------------


@DIRECTIONS
def test_editors_find_no_page_nor_picture_of_the_other(ours, theirs):
    place = Fund.objects.get(slug=theirs.slug).neighbourhood
    pages = Page.objects.descendant_of(place.page, inclusive=True)
    pictures = NeighbourhoodImage.objects.filter(collection=place.newsroom.collection)
    assert pages.count() >= 4 and pictures.count() >= 2
    views = ("edit", "history", "delete", "copy", "unpublish")
    addresses = [reverse(f"wagtailadmin_pages:{view}", args=[page.pk]) for page in pages for view in views]
    addresses += [reverse("wagtailadmin_explore", args=[page.pk]) for page in pages]
    addresses += [reverse(f"wagtailimages:{view}", args=[p.pk]) for p in pictures for view in ("edit", "delete")]
    for role in ("editor", "reviewer"):
        browser = Client()
        browser.force_login(roles(ours)[role])
        assert browser.get(reverse("wagtailadmin_home")).status_code == 200
        found = {address for address in addresses if browser.get(address).status_code != 404}
        assert not found

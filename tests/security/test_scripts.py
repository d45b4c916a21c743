"""A6: sixty ways to put a script into a page, in every text that a person types; each is shown, none is obeyed."""

import json
from hashlib import sha256
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from wagtail.blocks import RichTextBlock
from wagtail.models import Page

from cms.blocks import RICH, LinkBlock
from cms.models import NeighbourhoodDocument, NeighbourhoodImage, NewsIndexPage, NewsPage
from committees.meetings import actions as meetings
from committees.meetings.models import Meeting
from committees.roster.models import College, Committee
from fph.people.models import Organisation
from fph.territories.models import Neighbourhood, Perimeter
from projects.followup.models import PaymentOrder
from projects.fund.models import CalendarEntry, Contribution, Fund, Gift, Theme, Tranche
from projects.regulation.models import RegulationVersion
from tests.house.test_tables import PUBLIC_CONTENT, tables
from tests.privacy import crawl
from tests.privacy.world import build
from tests.security.payloads import PAYLOADS

pytestmark = [pytest.mark.django_db, pytest.mark.once]
VIEWERS = ("anonymous", "applicant", "amina", "claire", "hassan", "manager")
# Twenty rounds put each payload in a third of the texts; sixty, in each of them.
ROUNDS = pytest.mark.parametrize(
    "rounds", [pytest.param(2, marks=pytest.mark.few), pytest.param(20, marks=pytest.mark.proof),
               pytest.param(60, marks=pytest.mark.long)],
)  # fmt: skip
FOREIGN = {"iframe", "object", "embed", "base", "applet", "frame", "marquee", "math", "xss", "x", "isindex", "style"}
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "background")
SCHEMES = ("javascript:", "vbscript:", "data:text", "//evil")


def say(turn: int):
    """Return what each field says in a round: another payload each round, so that sixty rounds give each all of them."""
    return lambda label: PAYLOADS[(int(sha256(label.encode()).hexdigest(), 16) + turn) % len(PAYLOADS)]


def faults(page: str) -> list[str]:
    """Return what a browser would obey in a page of ours: none of our pages has a handler, a style or such a link."""
    found = []
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        wrong = [name for name in element.attrs if name.startswith(("on", "hx-on")) or name in ("srcdoc", "style")]
        wrong += [name for name in ADDRESSES if bare(element.get(name)).startswith(SCHEMES)]
        own = (
            element.name != "script"
            or bare(element.get("src")).startswith("/static/")
            or "json" in element.get("type", "")
        )
        if element.name in FOREIGN or wrong or not own or element.get("http-equiv") == "refresh":
            found.append(str(element)[:160])
    return found


def bare(address) -> str:
    """Return an address as a browser reads it."""
    return "".join(c for c in str(address or "") if ord(c) > 32).lower()


HARMLESS_HERE = {6, 43, 45, 47, 48, 49, 50, 53, 54, 55, 57}


def test_the_check_sees_what_a_browser_would_obey():
    """The canary of the check: put raw into a page, nearly all of them are seen."""
    raw = [payload for payload in PAYLOADS if not faults(f"<p>{payload}</p>") and not faults(f'<a title="{payload}">')]
    # Harmless as text and in a quoted title: they ask for another place, or for a second reading.
    assert {PAYLOADS.index(payload) + 1 for payload in raw} == HARMLESS_HERE


def publish(world, turn: int) -> None:
    """Say in the newsroom what the rounds say elsewhere: titles, summaries, alternative texts, links, documents."""
    words = say(turn)
    index = NewsIndexPage.objects.first()
    page = NewsPage.objects.child_of(index).live().first()
    page.title, page.summary = f"Titre {words('news title')}", words("news summary")
    block = RichTextBlock(features=RICH)
    text = block.value_from_datadict({"b": json.dumps(draft(words("rich"), words("link")))}, {}, "b")
    page.body = [("text", text), ("link", {"words": words("link words"), "address": "https://exemple.fr/"})]
    page.save_revision().publish()
    Page.objects.filter(pk=index.pk).update(
        title=words("index"), seo_title=words("seo"), search_description=words("meta")
    )
    NewsIndexPage.objects.filter(pk=index.pk).update(introduction=words("introduction"))
    NeighbourhoodImage.objects.update(title=words("image"), description=words("alt"))
    NeighbourhoodDocument.objects.update(title=words("document"))
    coming = Meeting.objects.filter(closed_at=None, committee=world.committee).first()
    title = world.words.setdefault("meeting:AgendaItem.title", words("AgendaItem.title"))
    meetings.add_item(coming, kind="resolution", title=title, **world.act("claire", 0))
    world.words |= {
        f"news:{name}": words(name) for name in ("news title", "news summary", "link words", "introduction")
    }


def draft(text: str, link: str) -> dict:
    """Return a text with a link as the editor's browser sends it."""
    block = {"key": "a", "text": text + " lien", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [{"key": 0, "offset": len(text) + 1, "length": 4}]}  # fmt: skip
    return {"blocks": [block], "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}}}


def manage(world, turn: int) -> None:
    """Say in what the fund's people type about their fund what the rounds say elsewhere."""
    for model, column in BY_STAFF:
        length = model._meta.get_field(column).max_length or 80
        for place, row in enumerate(model._base_manager.order_by("pk")):
            label = f"{model.__name__}.{column}"
            word = f"{say(turn + place)(label)[: length - 3]}{place}"
            model._base_manager.filter(pk=row.pk).update(**{column: word})
            world.words[f"staff{place}:{label}"] = word


BY_STAFF = [
    (Fund, "name"), (Fund, "scheme"), (Neighbourhood, "name"), (Neighbourhood, "commune"), (Committee, "name"),
    (College, "name"), (Theme, "label"), (CalendarEntry, "place"), (Contribution, "agreement"), (Organisation, "name"),
    (Organisation, "address"), (PaymentOrder, "bank_reference"), (RegulationVersion, "adopted_by_body"),
    (RegulationVersion, "act_reference"), (Perimeter, "source"), (Gift, "refund_reason"), (Tranche, "label"),
    (Tranche, "condition"), (Perimeter, "limits_in_words"), (Committee, "sector"),
]  # fmt: skip


@ROUNDS
def test_what_is_typed_is_shown_and_never_obeyed(rounds):
    shown: dict[str, set[int]] = {}
    labels: set[str] = set()
    for turn in range(rounds):
        with transaction.atomic():
            labels |= one_round(turn * (60 // rounds), shown)
            transaction.set_rollback(True)
    assert len(labels) > 50, "the crawl reads what was typed"


def one_round(turn: int, shown: dict[str, set[int]]) -> set[str]:
    """Live the year with these words, read the pages that show some, and return the labels that were read.

    The first round reads every page, and notes in `shown` the places worth reading again: where a view says something
    that it has not said yet.
    """
    world, seen, told = build(timezone.now(), say(turn)), set(), set()
    publish(world, turn)
    manage(world, turn)
    again = dict(shown)
    for who in VIEWERS:
        client = Client()
        if who != "anonymous":
            client.force_login(world.people[who])
        for place, address in enumerate(crawl.ours(world, public=who == "anonymous")):
            if who in again and place not in again[who]:
                continue
            found = read(client, address, world.words, who)
            told_here = {(view_of(address), label) for label in found}
            if told_here - told:
                shown.setdefault(who, set()).add(place)
                told |= told_here
            seen |= found
    return seen


def view_of(address: str) -> str | None:
    """Return what answers at an address: the name of its view, or the path of a page of the site."""
    path = urlsplit(address).path
    name = resolve(path).url_name
    return path if name == "wagtail_serve" else name


def read(client, address: str, words: dict[str, str], who: str) -> set[str]:
    """Check an answer, and return the labels of the words that it says."""
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming:
        return set()
    obeyed = check(answer.headers["Content-Type"], answer.content)
    assert not obeyed, f"{address} for {who}: {obeyed}"
    text = crawl.said(answer)
    return {label for label, word in words.items() if word in text}


def check(kind: str, body: bytes) -> list[str]:
    """Return what is obeyed in an answer of that kind."""
    if kind.startswith("text/html"):
        return faults(body.decode())
    if "xml" in kind and "sheet" not in kind:
        parts = [(part.tag.split("}")[-1], name, value) for part in ElementTree.fromstring(body).iter()
                 for name, value in [("", ""), *part.attrib.items()]]  # fmt: skip
        return [tag for tag, name, value in parts if tag in ("script", "foreignObject") or name.startswith("on")
                or bare(value).startswith(SCHEMES)]  # fmt: skip
    if kind.startswith("application/pdf"):
        reader = PdfReader(BytesIO(body))
        numbers = (number for generation in reader.xref.values() for number in generation)
        numbers = [*numbers, *reader.xref_objStm]
        return sorted({key for number in numbers for key in keys(reader.get_object(number)) if key in OBEYED})
    if kind.startswith("application/json"):
        json.loads(body)
    return []


OBEYED = {"/JavaScript", "/JS", "/Launch", "/OpenAction", "/AA", "/URI"}


def keys(thing) -> set[str]:
    """Return the keys of a PDF's object and of all that it holds itself."""
    if isinstance(thing, dict):
        return {*thing, *(key for one in thing.values() if isinstance(one, dict | list) for key in keys(one))}
    return {key for one in thing for key in keys(one)} if isinstance(thing, list) else set()


def test_the_check_sees_a_script_in_a_pdf():
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.write(written)
    assert check("application/pdf", written.getvalue()) == ["/JS", "/OpenAction"]


def test_a_control_sign_does_not_take_the_feed_down(client):
    index = NewsIndexPage.objects.first()
    piece = NewsPage.objects.child_of(index).live().first()
    NewsPage.objects.filter(pk=piece.pk).update(title="Fête\x0c du\x01 square", summary="Un\x1f jour")
    answer = client.get(f"{index.url}flux/")
    assert answer.status_code == 200
    titles = [item.findtext("title") for item in ElementTree.fromstring(answer.content).iter("item")]
    assert "Fête  du  square" in titles


def test_every_message_is_plain_text(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        build(timezone.now(), say(0))
    assert len(mail.outbox) > 10
    for sent in mail.outbox:
        assert (sent.content_subtype, getattr(sent, "alternatives", [])) == ("plain", [])
        assert sent.message()["Subject"] == sent.subject or "=?" in sent.message()["Subject"]


# --- The editor's own texts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_editors_text_and_links_are_kept_inert(payload):
    block = RichTextBlock(features=RICH)
    kept = block.value_from_datadict({"b": json.dumps(draft(payload, payload))}, {}, "b").source
    assert not faults(kept), kept
    with pytest.raises(Exception, match=r".*"):
        LinkBlock().clean({"words": payload, "address": payload})


# --- Nothing left out ---------------------------------------------------------------------------------------------


# Columns of free text that no round fills: what the house writes by itself, or checks letter by letter.
NOT_TYPED = {
    *("Application.number", "Application.decision_reference", "Decision.reference", "Decision.denominator"),
    "Amendment.act_reference",
    *("Opinion.reference", "Opinion.body", "Application.decision_body", "Act.reference", "Act.body"),
    *("Override.parameter", "Override.article", "Override.finding"),  # read in the règlement
    *("Checkpoint.root", "RegisterEntry.leaf", "RegisterEntry.root", "RegisterHead.peaks", "JournalEntry.commitment"),
    *("JournalEntry.kind", "JournalEntry.subject_type", "JournalPayload.salt", "Minutes.sha256", "MinutesWord.mark"),
    *("MinutesWord.salt", "StoredFile.sha256", "StoredFile.content_type", "Transfer.key", "User.password"),
    *("Gift.checkout_session", "Gift.payment_intent", "StripeEvent.id", "StripeEvent.object_id", "StripeEvent.outcome"),
    *("StripeEvent.type", "OutboxMessage.event", "OutboxMessage.failure", "OutboxMessage.to", "User.language"),
    "OpenSession.browser",  # one of a few words that we choose
    *("Application.window", "BudgetLine.category"),  # chosen among the règlement's own words
    # Checked letter by letter.
    *("Committee.slug", "Fund.slug", "Fund.number_prefix", "Neighbourhood.slug", "Neighbourhood.insee_code"),
    *("Neighbourhood.qpv_code", "Organisation.siret", "Organisation.rna"),
    # Made of the words above.
    *("JournalPayload.body", "MinutesFacts.internal", "MinutesFacts.public", "MinutesWord.text", "Task.who"),
    *("OutboxMessage.subject", "OutboxMessage.body"),
}


def test_every_table_of_typed_words_is_in_the_world():
    filled = {label.split(":", 1)[1] for label in build(timezone.now()).words}
    free = {
        f"{model.__name__}.{field.name}"
        for model in tables()
        if not issubclass(model, PUBLIC_CONTENT)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.editable and not field.choices
    }
    filled |= {"AgendaItem.title"} | {f"{model.__name__}.{column}" for model, column in BY_STAFF}
    assert not sorted(free - filled - NOT_TYPED), "fill it in tests/privacy/world.py, or say why not"

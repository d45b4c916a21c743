"""Wagtail's own addresses, all of them from the resolver: its permission holds, whoever knocks.

A stranger is led to our door; a resident and a committee's member find nothing at all; an editor finds their own rooms,
and nothing of another neighbourhood; what breaks in Wagtail itself is named with its version, and no longer once it holds.
"""

from dataclasses import dataclass

import pytest
import wagtail
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cms.entrance import CLOSED, PAGE_WORDS, ROOMS, THING_WORDS, VIEWS
from tests.addresses.town import ask

# Inside the house, and with no business in the editor: nothing is there, not even a refusal.
OUTSIDERS = ("owner", "resident", "helper", "member", "chair", "coordinator", "treasurer", "funder_reader",
             "administrator")  # fmt: skip
# What the house answers under Wagtail's tree in its place: the way in, the way out, the account.
OUR_OWN = {"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_account"}
# The words of Wagtail's scripts and its icons: the same for everybody, nothing of anybody.
STRANGERS_MAY = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
WORDS = {
    "content_type_app_name": "cms", "content_type_model_name": "newspage", "app_label": "cms", "model_name": "newspage",
    "action": "approve", "action_name": "approve", "filter_spec": "original",
}  # fmt: skip
# What Wagtail breaks on by itself, for administrators only: our entrance refuses these numbers to editors.
FAULTY = (8, 0, 1)
NOT_A_NUMBER = "`?id=abc` is handed to the database as it is: ValueError"
FAULTS: dict[str, str] = {
    "wagtailadmin_api:pages:find": NOT_A_NUMBER,
    "wagtailadmin_api:documents:find": NOT_A_NUMBER,
    "wagtailadmin_api:images:find": NOT_A_NUMBER,
    "wagtailadmin_choose_page_chosen_multiple": NOT_A_NUMBER,
    "wagtaildocs_chooser:chosen_multiple": NOT_A_NUMBER,
    "wagtailimages_chooser:chosen_multiple": NOT_A_NUMBER,
    "wagtailadmin_workflows:edit": "a page number past the last, of the pages it governs, is not caught: EmptyPage",
    "wagtailadmin_error_test": "raises on purpose, to try how errors are reported",
}
# Strange words of a query that Wagtail's lists and choosers read.
ODD = {"id": "abc", "p": "9" * 30, "q": "é" * 300, "ordering": "--x"}


@dataclass(frozen=True)
class Door:
    """One of Wagtail's addresses: the full name of its view, the room it stands in, the words it captures."""

    view: str
    room: str
    words: tuple[str, ...]

    @property
    def is_an_editors(self) -> bool:
        """Say whether our entrance lets an editor ask for it at all."""
        return self.view not in CLOSED and (self.room in ROOMS or self.view in VIEWS)

    @property
    def names_a_thing(self) -> bool:
        """Say whether it names a page, a picture or a document."""
        return bool(set(self.words) & (PAGE_WORDS | THING_WORDS))

    def address(self, place) -> str:
        """Return it filled with the things of a neighbourhood."""
        return reverse(self.view, kwargs={word: value(place, self.room, word) for word in self.words})


def value(place, room: str, word: str):
    """Return what fills a word of Wagtail's addresses."""
    things, page = place.things, place.things.news
    newsroom = things.neighbourhood.newsroom
    named = {
        "wagtailimages": things.picture, "wagtaildocs": things.document, "wagtailusers_users": place.who["owner"],
        "wagtailusers_groups": newsroom.editors, "wagtailsites": things.page.get_site(),
        "wagtailadmin_collections": newsroom.collection, "wagtailadmin_workflows": newsroom.workflow,
    }  # fmt: skip
    if word in WORDS:
        return WORDS[word]
    if word in ("image_id", "document_id", "doc_id"):
        return (things.document if word.startswith("doc") else things.picture).pk
    if word.startswith("revision_id"):
        return page.latest_revision_id
    if word in ("parent_page_id", "destination_id"):
        return things.index.pk
    if word in ("pk", "id", "object_id"):
        return named.get(room.removesuffix("_chooser"), page).pk
    return page.pk if word in PAGE_WORDS else 1


def doors(resolver=None, path="", room="", space="") -> list[Door]:
    """Return every named address under Wagtail's own tree."""
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        route = path + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found += doors(one, route, room or one.namespace or "", inner)
        elif isinstance(one, URLPattern) and one.name and route.startswith("cms/"):
            found.append(Door(space + one.name, room, tuple(one.pattern.regex.groupindex)))
    return list(dict.fromkeys(found))


DOORS = doors()


def test_there_are_many_and_each_can_be_filled(town):
    assert len(DOORS) > 150
    assert all(door.address(town.alpha).startswith("/cms/") for door in DOORS)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_stranger_is_led_to_our_door(town, method):
    client, wrong = town.client("anonymous"), []
    for door in DOORS:
        answer = ask(client, method, door.address(town.alpha))
        led = answer.headers.get("Location", "").startswith((reverse("account_login"), reverse("account_logout")))
        ours = led or (door.view in OUR_OWN and answer.status_code == 405)
        wrong += [] if ours or door.view in STRANGERS_MAY else [f"{door.view}: {answer.status_code}"]
    assert not wrong, wrong


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "actor", [one if one in ("resident", "member") else pytest.param(one, marks=pytest.mark.proof)
              for one in OUTSIDERS]
)  # fmt: skip
def test_nobody_of_the_house_but_editors_gets_in(town, actor, method):
    client = town.client(actor)
    found = {door.view: ask(client, method, door.address(town.alpha)).status_code for door in DOORS}
    assert {
        view: status
        for view, status in found.items()
        if status != 404 and view not in {*OUR_OWN} - {"wagtailadmin_account"}
    } == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_editor_stays_in_their_rooms_and_their_neighbourhood(town, method):
    client, wrong = town.client("editor"), []
    for door in DOORS:
        if (door.is_an_editors and not door.names_a_thing) or door.view in OUR_OWN:
            continue
        answer = ask(client, method, door.address(town.beta))
        wrong += [] if answer.status_code == 404 else [f"{door.view}: {answer.status_code}"]
    assert not wrong, wrong


def test_the_administrator_breaks_nothing_but_what_is_known(town):
    assert wagtail.VERSION[:3] == FAULTY, "read FAULTS again for this version"
    client = town.client("platform")
    broken = {}
    for door in DOORS:
        answer = ask(client, "GET", door.address(town.alpha), ODD)
        if answer.status_code >= 500:
            broken[door.view] = repr(answer.exc_info[1])[:120]
    assert broken.keys() == FAULTS.keys(), {
        "new": broken.keys() - FAULTS,
        "mended": FAULTS.keys() - broken,
        "all": broken,
    }

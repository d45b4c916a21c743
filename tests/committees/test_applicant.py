"""The applicant before the committee: noted in the room, awaited or required by the règlement, told in the minutes."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from committees.meetings import actions as meetings
from committees.minutes.actions import close_meeting
from committees.votes import actions as votes
from fph.journal.models import JournalEntry
from fph.verdict import Refused
from projects.regulation import document
from projects.regulation.forms import RegulationForm
from projects.regulation.rules import Regulation
from tests.committees.world import build

pytestmark = pytest.mark.django_db
ARTICLES = {"applicant_hearing": "6"}


@pytest.fixture(params=["no", "expected", "required"])
def presence(request):
    return request.param


@pytest.fixture
def world(presence):
    return build(applicant_hearing=presence, articles=ARTICLES)


@pytest.fixture
def item(world):
    """Give a file called in an open meeting."""
    world.file()
    meeting = world.meeting()
    item = meeting.items.get()
    meetings.call_item(meeting, item, by=world.chair.person, now=world.later())
    return item


def put_to_vote(world, item):
    return votes.open_ballot(item, mode="open", cents=30_000, by=world.chair.person, now=world.later())


def hear(world, item):
    return meetings.hear(item, by=world.secretary.person, now=world.later())


def desk_of(world, item, seat=None):
    browser = Client()
    browser.force_login((seat or world.chair).person)
    return browser, browser.get(reverse("meeting", args=[item.meeting_id])).content.decode()


# --- The rule -------------------------------------------------------------------------------------------


def test_a_vote_waits_for_the_applicant_only_where_they_are_required(world, item, presence):
    if presence == "required":
        with pytest.raises(Refused, match=r"en présence du porteur \(article 6\)"):
            put_to_vote(world, item)
        with pytest.raises(Refused, match="article 6"):
            votes.decide(item, kind="opinion", by=world.chair.person, now=world.later())
        hear(world, item)
    assert put_to_vote(world, item).opened_at


def test_without_the_applicant_the_file_can_be_put_off(world, item):
    decision = votes.decide(item, kind="deferred", by=world.chair.person, now=world.later())
    item.application.refresh_from_db()
    assert (decision.kind, item.application.state) == ("deferred", "deferred")


def test_a_presence_is_noted_once_by_someone_and_may_be_taken_back(world, item):
    heard = hear(world, item)
    assert (heard.heard_at, heard.heard_by) == (world.now, world.secretary.person)
    assert hear(world, item).heard_at == heard.heard_at
    assert meetings.unhear(item, by=world.secretary.person, now=world.later()).heard_by is None
    meetings.unhear(item, by=world.secretary.person, now=world.later())
    kinds = JournalEntry.objects.filter(subject_id=item.pk).order_by("at").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["applicant.came", "applicant.not_there"]


def test_it_is_noted_before_the_vote_in_session_and_for_a_file(world, item):
    hear(world, item)
    put_to_vote(world, item)
    for act in (meetings.hear, meetings.unhear):
        with pytest.raises(Refused, match="se note avant"):
            act(item, by=world.secretary.person, now=world.later())
    with pytest.raises(Refused, match="Seul un dossier"):
        hear(world, world.item(item.meeting))
    world.file()
    planned = world.meeting(opened=False)
    with pytest.raises(Refused, match="pas encore ouverte"):
        hear(world, planned.items.get())


def test_the_database_keeps_the_fact_and_its_actor_together(world, item):
    for half in ({"heard_at": world.now}, {"heard_by": world.by}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(item).objects.filter(pk=item.pk).update(**half)
    resolution = world.item(item.meeting)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(item).objects.filter(pk=resolution.pk).update(heard_at=world.now, heard_by=world.by)


# --- What is read -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("came", [True, False])
def test_the_minutes_say_whether_they_were_there(world, item, presence, came):
    if came:
        hear(world, item)
    votes.decide(item, kind="deferred", by=world.chair.person, now=world.later())
    sealed = close_meeting(item.meeting, by=world.chair.person, now=world.later())
    told = "porteur présent" if came else "" if presence == "no" else "porteur absent"
    for facts in (sealed.facts.internal, sealed.facts.public):
        assert json.loads(facts)["decisions"][0]["presence"] == told
    page = Client().get(reverse("public_minutes", args=[sealed.pk])).content.decode()
    assert ("porteur " in page) == bool(told) and told in page


def test_the_desk_has_one_button_and_opens_the_vote_once_they_are_there(world, item, presence):
    browser, page = desk_of(world, item)
    assert ("Le porteur est là" in page) == (presence != "no")
    assert ("Ouvrir le vote à main levée" in page) == (presence != "required")
    assert ("article 6" in page) == (presence == "required")
    address = reverse("applicant_presence", args=[item.meeting_id, item.pk])
    assert browser.post(address, {"do": "came"}).status_code == 302
    page = desk_of(world, item)[1]
    assert "Porteur présent" in page and "Ouvrir le vote à main levée" in page
    assert browser.post(address, {"do": "dance"}).status_code == 404
    assert browser.post(address, {"do": "not_there"}).status_code == 302
    assert "Porteur présent" not in desk_of(world, item)[1]


def test_the_members_phone_says_it(world, item, presence):
    browser = Client()
    browser.force_login(world.members[0].person)
    phone = reverse("member_vote", args=[item.meeting_id])
    assert ("Porteur attendu" in browser.get(phone).content.decode()) == (presence != "no")
    hear(world, item)
    assert "Porteur présent" in browser.get(phone).content.decode()


def test_only_those_who_keep_the_sheet_note_it(world, item):
    address = reverse("applicant_presence", args=[item.meeting_id, item.pk])
    stranger = build(slug="ailleurs")
    for person, status in [(world.members[0].person, 404), (world.advisers[0].person, 404),
                           (stranger.secretary.person, 404), (world.secretary.person, 302)]:  # fmt: skip
        browser = Client()
        browser.force_login(person)
        assert browser.post(address, {"do": "came"}).status_code == status


# --- The règlement ----------------------------------------------------------------------------------------


def test_the_reglement_says_it_in_words(presence):
    regulation = Regulation.of(caps_cents={"resident": [1]}, applicant_hearing=presence, articles=ARTICLES)
    (said,) = [one for one in regulation.articles if "applicant_hearing" in one.parameters]
    assert said.number == "6"
    assert ("n’est pas demandée" in said.text) == (presence == "no")
    assert ("est examiné en présence" in said.text) == (presence == "required")
    assert document.from_document(document.to_document(regulation)) == regulation
    assert RegulationForm(current=regulation)["applicant_hearing"].value() == presence


def test_another_word_is_refused():
    with pytest.raises(ValueError, match="no, expected, required"):
        document.from_document({"rules": [{"parameter": "applicant_hearing", "value": "peut-être"}]})

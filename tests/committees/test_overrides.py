"""In session, the committee passes over a rule for a file: before its vote, by the chair, told in the minutes."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from committees.meetings import actions as meetings
from committees.minutes.actions import close_meeting
from committees.minutes.queries import sealed_facts
from committees.votes import actions as votes
from fph.journal import verification
from fph.journal.models import JournalEntry
from fph.people import actions as people
from fph.verdict import Refused
from projects.applications import actions as applications
from tests.projects import filing
from tests.projects.exceptions_world import WHY, build
from tests.projects.filing import MEETING

CAP, COST = "cap_per_project", "project_total_max"


@pytest.fixture
def world(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MEETING + timedelta(minutes=10))
    return build()


@pytest.fixture
def item(world):
    """Give a file of 600 € on a cap of 400 €, called in an open meeting."""
    file = world.admissible(60_000)
    return world.item(world.session(), file)


def put_to_vote(world, item, cents):
    return votes.open_ballot(item, mode="show_of_hands", cents=cents, **world.chairing)


def decide(world, ballot):
    return votes.close_ballot(ballot, hands={"in_favour": 2, "against": 0, "abstained": 0}, **world.chairing)


def pass_over(world, item, rule=CAP, reason=WHY):
    return meetings.pass_over(item, rule, reason=reason, **world.chairing)


# --- The vote -------------------------------------------------------------------------------------------


def test_over_the_cap_the_committee_passes_over_first_then_votes(world, item):
    with pytest.raises(
        Refused, match=r"L’article 4 s’arrête à 400\s€ : pour proposer plus, le comité passe d’abord outre"
    ):
        put_to_vote(world, item, 60_000)
    made = pass_over(world, item)
    assert (made.role, made.reason, made.made_by) == ("committee", WHY, world.chair.person)
    assert decide(world, put_to_vote(world, item, 60_000)).amount_cents == 60_000


def test_within_the_cap_there_is_nothing_to_pass_over(world, item):
    assert decide(world, put_to_vote(world, item, 40_000)).amount_cents == 40_000


def test_a_rule_of_another_kind_stops_the_vote_whatever_the_amount(world):
    file = world.admissible(30_000, cost=150_000)
    item = world.item(world.session(), file)
    with pytest.raises(Refused, match="L’article 7 ne le permet pas") as refused:
        put_to_vote(world, item, 10_000)
    assert "1\u202f500\u202f€" in str(refused.value)
    pass_over(world, item, COST)
    assert put_to_vote(world, item, 10_000).opened_at


def test_the_committee_passes_over_once_in_session_before_the_vote(world):
    file = world.admissible(60_000)
    planned = meetings.plan(world.committee, world.filing.fund.calendar.get(), by=world.filing.coordinator,
                            now=MEETING - timedelta(days=3))  # fmt: skip
    item = planned.items.get()
    with pytest.raises(Refused, match="pas encore ouverte"):
        pass_over(world, item)
    meetings.open_meeting(planned, by=world.chair.person, now=MEETING)
    with pytest.raises(Refused, match=r"quorum n’est pas atteint \(article 8\)"):
        pass_over(world, item)
    meetings.arrive(planned, world.chair, by=world.chair.person, now=MEETING)
    with pytest.raises(Refused, match="en une phrase"):
        pass_over(world, item, reason="Oui.")
    with pytest.raises(Refused, match="reproche plus cela"):
        pass_over(world, item, rule="min_group_size")
    made = pass_over(world, item)
    with pytest.raises(Refused, match="C’est déjà fait"):
        pass_over(world, item)
    ballot = put_to_vote(world, item, 60_000)
    for act in (lambda: pass_over(world, item), lambda: meetings.take_back(item, made, **world.chairing)):
        with pytest.raises(Refused, match="Un vote est ouvert"):
            act()
    votes.close_ballot(ballot, hands={"in_favour": 1, "against": 0, "abstained": 0}, **world.chairing)
    with pytest.raises(Refused, match="déjà décidé"):
        meetings.take_back(item, made, **world.chairing)
    assert file.overrides.get().withdrawn_at is None


def test_taken_back_the_vote_is_closed_again(world, item):
    meetings.take_back(item, pass_over(world, item), **world.chairing)
    with pytest.raises(Refused, match="article 4"):
        put_to_vote(world, item, 60_000)


def test_a_point_that_is_no_file_passes_nothing_over(world, item):
    point = meetings.add_item(item.meeting, kind="resolution", title="Horaires", **world.chairing)
    with pytest.raises(Refused, match="Seul un dossier"):
        pass_over(world, point)


def test_put_off_it_holds_at_the_next_meeting(world, item):
    made = pass_over(world, item)
    votes.decide(item, kind="deferred", **world.chairing)
    item.application.refresh_from_db()
    assert item.application.state == "deferred" and item.application.overrides.get() == made


@pytest.mark.parametrize("act", ["pass_over", "take_back"])
def test_a_closed_meeting_passes_nothing_over_any_more(world, item, act):
    made = pass_over(world, item)
    votes.decide(item, kind="deferred", **world.chairing)
    close_meeting(item.meeting, by=world.chair.person, now=MEETING + timedelta(hours=1))
    before = list(item.application.overrides.values())
    with pytest.raises(Refused):
        pass_over(world, item) if act == "pass_over" else meetings.take_back(item, made, **world.chairing)
    assert list(item.application.overrides.values()) == before


# --- The pages ------------------------------------------------------------------------------------------


def at(name, item):
    return reverse(name, args=[item.meeting_id, item.pk])


def desk(client, world, item, who=None):
    client.force_login(who or world.chair.person)
    return client.get(reverse("meeting", args=[item.meeting_id])).text


def test_the_agenda_says_what_the_committee_has_to_say(client, world, item):
    client.force_login(world.filing.coordinator)
    agenda = client.get(reverse("agenda", args=[item.meeting_id])).text
    assert "Le comité doit se prononcer sur l’article 4." in agenda
    pass_over(world, item)
    agenda = client.get(reverse("agenda", args=[item.meeting_id])).text
    assert WHY in agenda and "Passé outre à l’article 4 par le comité" in agenda and "se prononcer" not in agenda


def test_the_chair_notes_it_at_the_desk_and_the_members_read_it(client, world, item):
    page = desk(client, world, item)
    assert "Le comité passe outre à l’article 4" in page and 'value="400' in page
    short = client.post(at("committee_pass_over", item), {"rule": CAP, "reason": "Parce que"})
    assert short.status_code == 422 and "Parce que</textarea>" in short.text
    wrong = client.post(at("open_ballot", item), {"mode": "show_of_hands", "amount": "600"})
    assert wrong.status_code == 422 and "L’article 4 s’arrête à 400" in wrong.text
    done = client.post(at("committee_pass_over", item), {"rule": CAP, "reason": WHY}, follow=True)
    assert WHY in done.text and 'value="600' in done.text and "Ne plus passer outre" in done.text
    phone = reverse("member_vote", args=[item.meeting_id])
    for who, address in (
        (world.member.person, phone),
        (world.member.person, reverse("meeting", args=[item.meeting_id])),
    ):
        client.force_login(who)
        told = client.get(address).text
        assert WHY in told and "Ne plus passer outre" not in told
    client.force_login(world.chair.person)
    back = client.post(at("committee_take_back", item), {"override": item.application.overrides.get().pk}, follow=True)
    assert "vaut de nouveau" in back.text and "Le comité doit se prononcer sur l’article 4." in back.text


def test_the_desk_offers_no_vote_while_a_rule_stops_it(client, world):
    file = world.admissible(30_000, cost=150_000)
    item = world.item(world.session(), file)
    page = desk(client, world, item)
    assert "Le vote ne peut pas encore s’ouvrir" in page and "Ouvrir le vote" not in page
    pass_over(world, item, COST)
    assert "Ouvrir le vote" in desk(client, world, item)


def test_only_the_chair_passes_over_in_session(client, world, item):
    elsewhere = filing.build("autre", "AU").coordinator
    made = pass_over(world, item)
    for person in (world.member.person, world.filing.coordinator, world.filing.resident, elsewhere):
        client.force_login(person)
        assert client.post(at("committee_pass_over", item), {"rule": CAP, "reason": WHY}).status_code == 404
        assert client.post(at("committee_take_back", item), {"override": made.pk}).status_code == 404
    client.force_login(world.chair.person)
    for wrong in ("", "x", str(item.pk)):
        assert "Rien à retirer" in client.post(at("committee_take_back", item), {"override": wrong}, follow=True).text
    made.refresh_from_db()
    assert made.withdrawn_at is None


# --- The minutes ----------------------------------------------------------------------------------------


@pytest.fixture
def sealed(world, item):
    """Give the minutes of an evening that granted the file above its cap."""
    pass_over(world, item)
    decide(world, put_to_vote(world, item, 60_000))
    return close_meeting(item.meeting, by=world.chair.person, now=MEETING + timedelta(hours=1))


def pdf(client, name, key) -> str:
    return " ".join(
        page.extract_text() for page in PdfReader(BytesIO(client.get(reverse(name, args=[key])).content)).pages
    )


def test_the_minutes_say_it_inside_with_its_reason_in_public_without(client, world, sealed):
    words = "Le comité passe outre à l’article 4."
    client.force_login(world.member.person)
    inside = client.get(reverse("minutes", args=[sealed.meeting_id])).text
    assert words in inside and WHY in inside
    assert words in " ".join(pdf(client, "minutes_pdf", sealed.meeting_id).split())
    client.logout()
    public = client.get(reverse("public_minutes", args=[sealed.pk])).text
    assert words in public and WHY not in public
    printed = " ".join(pdf(client, "public_minutes_pdf", sealed.pk).split())
    assert words in printed and WHY not in printed
    assert WHY not in sealed.facts.internal + sealed.facts.public, "the seal holds a mark, not the words"
    client.force_login(world.filing.resident)
    assert WHY in client.get(reverse("application", args=[sealed.meeting.items.get().application_id])).text


def test_what_the_committee_passed_over_for_a_file_not_decided_is_told_too(world, item):
    pass_over(world, item)
    made = close_meeting(item.meeting, by=world.chair.person, now=MEETING + timedelta(hours=1))
    told = sealed_facts(made, public=True).findings
    assert f"Dossier {item.application.number} : Le comité passe outre à l’article 4." in told


def test_the_coordinations_stands_in_the_minutes_as_its_own(world):
    file = world.filed(5_000)
    world.pass_over(file, "floor_per_project", "coordinator")
    applications.admit(file, by=world.filing.coordinator, now=filing.NOW)
    item = world.item(world.session(), file)
    decide(world, put_to_vote(world, item, 5_000))
    made = close_meeting(item.meeting, by=world.chair.person, now=MEETING + timedelta(hours=1))
    (decision,) = sealed_facts(made, public=False).decisions
    assert decision.passed_over == ("La coordination passe outre à l’article 5.",)
    assert decision.passed_over_because == (WHY,)


def test_erased_the_reason_leaves_the_minutes_and_the_seal_holds(world, sealed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        people.erase(world.filing.resident, by=world.filing.admin, now=MEETING + timedelta(days=1))
    (decision,) = sealed_facts(sealed, public=False).decisions
    assert decision.passed_over == ("Le comité passe outre à l’article 4.",)
    assert decision.passed_over_because == ("(effacé)",)
    assert list(verification.faults()) == []
    told = JournalEntry.objects.filter(kind__startswith="application.overrid").values_list("payload__body", flat=True)
    assert not any(WHY in body for body in told) and any("article" in json.loads(body or "{}") for body in told)

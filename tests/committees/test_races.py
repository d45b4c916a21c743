"""V1 and V2: one vote an elector, and one closing for all, with people who act at the same instant."""

import json
import random
import threading
import time

import pytest
from django.db import IntegrityError

from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, Vote
from fph.verdict import Refused
from projects.fund import queries as fund
from projects.fund.models import Transfer
from tests.committees.world import build
from tests.harness.counts import shared
from tests.harness.crowd import FORK, PATIENCE, rounds
from tests.harness.threads import together

pytestmark = pytest.mark.commits
CHOICES = ("for", "against", "abstain")
ALL = ("for", "against", "abstain", "for")


def question(world, meeting, title="Tenir une permanence", cents=None, file=None):
    item = world.item(meeting, file, title)
    return votes.open_ballot(item, mode="open", cents=cents, by=world.chair.person, now=world.later())


# --- V1 -----------------------------------------------------------------------------------------------------


@shared("polls", 5, 100)
def test_four_votes_at_once_by_each_elector_leave_one_row_each(committed_db, polls):
    """Thirty electors, fifteen at a time so that sixty connections are enough."""
    world = build(members=28)
    meeting = world.meeting()

    def begin(turn):
        if turn % 2 == 0:
            close_what_is_open(world, meeting)
            question(world, meeting, f"Question {turn // 2}")

    def vote(turn, place):
        seat = world.voters[place // 4 + 15 * (turn % 2)]
        return votes.cast(meeting.ballots.get(closed_at=None), ALL[place % 4], by=seat.person, now=world.now)

    outcomes = rounds(2 * polls, 60, begin, vote)
    assert not [outcome for turn in outcomes for outcome in turn if isinstance(outcome, Exception)]
    close_what_is_open(world, meeting)
    assert meeting.ballots.count() == polls
    for ballot in meeting.ballots.all():
        rows = list(Vote.objects.filter(ballot=ballot).values_list("elector", "choice"))
        assert len(rows) == len({elector for elector, _ in rows}) == 30
        kept = [sum(choice == wanted for _, choice in rows) for wanted in CHOICES]
        assert [ballot.in_favour, ballot.against, ballot.abstained] == kept


def close_what_is_open(world, meeting):
    for ballot in meeting.ballots.filter(closed_at=None):
        votes.close_ballot(ballot, by=world.chair.person, now=world.later())


def test_canary_four_who_look_before_they_vote_all_pass_and_the_table_alone_refuses(committed_db):
    """What the unique elector is for: each of the four finds no vote yet."""
    world = build(members=1)
    ballot = question(world, world.meeting())
    elector, everybody_has_looked = ballot.electors.first(), threading.Barrier(4)

    def careless():
        unused = not Vote.objects.filter(elector=elector).exists()
        everybody_has_looked.wait()
        assert unused
        row = {"meeting_id": ballot.meeting_id, "ballot": ballot, "choice": "for", "cast_at": world.now}
        return Vote.objects.create(elector=elector, cast_by=elector.membership.person, **row)

    outcomes = [type(outcome) for outcome in together(*[careless] * 4)]
    assert (outcomes.count(Vote), outcomes.count(IntegrityError)) == (1, 3)


# --- V2 -----------------------------------------------------------------------------------------------------


@shared("count", 5, 100)
def test_every_vote_acknowledged_is_counted_and_every_closing_says_the_same(committed_db, count):
    """Fifty people, each with a vote and a closing, in one order or the other, at instants of their own.

    Every other round, nobody closes before a first vote was given: both answers are seen, however busy the computer.
    """
    world = build(members=48, money=10**10)
    meeting, chair = world.meeting(), world.chair.person
    given_once = [FORK.Event() for _ in range(count)]

    def begin(turn):
        question(world, meeting, cents=50_000, file=world.file())

    def vote(ballot, place):
        return votes.cast(ballot, CHOICES[place % 3], by=world.voters[place].person, now=world.now)

    def close(ballot, place):
        decision = votes.close_ballot(ballot, by=chair, now=world.now)
        return json.dumps([str(decision.pk), decision.kind, decision.reference, decision.denominator])

    def both(turn, place):
        ballot = meeting.ballots.order_by("opened_at").last()
        chance = random.Random(turn * 1000 + place)
        order = chance.choice([(vote, close), (close, vote)])
        done = {}
        for act in order:
            time.sleep(chance.random() * 0.1)
            if act is close and turn % 2:
                assert given_once[turn].wait(PATIENCE)
            try:
                done[act] = act(ballot, place)
            except Refused as refusal:
                done[act] = str(refusal)
            else:
                given_once[turn].set()
        return isinstance(done[vote], Vote) or done[vote], done[close], str(ballot.pk)

    outcomes = rounds(count, 50, begin, both)
    assert len({ballot for turn in outcomes for _given, _closing, ballot in turn}) == count
    for turn in outcomes:
        given, closings, ballots = zip(*turn, strict=True)
        assert set(given) <= {True, "Ce vote n’est pas ouvert."}
        assert len(set(closings)) == len(set(ballots)) == 1
        closed = Ballot.objects.get(pk=ballots[0])
        acknowledged = given.count(True)
        assert closed.in_favour + closed.against + closed.abstained == acknowledged == closed.votes.count()
    assert {True, "Ce vote n’est pas ouvert."} == {given for turn in outcomes for given, _closing, _ballot in turn}
    assert Decision.objects.filter(meeting=meeting).count() == count


def test_the_canary_a_closing_that_looks_before_it_locks_closes_more_than_once(committed_db):
    """What the lock is for: eight closings that read first, then write, all find the vote open."""
    world = build(members=1)
    ballot = question(world, world.meeting())
    everybody_has_looked = threading.Barrier(8)

    def careless():
        found_open = Ballot.objects.get(pk=ballot.pk).closed_at is None
        everybody_has_looked.wait()
        return found_open and Ballot.objects.filter(pk=ballot.pk).update(present=1)

    assert sum(together(*[careless] * 8)) > 1


def test_fifty_closings_reserve_once(committed_db):
    world = build(members=3)
    meeting = world.meeting()
    file = world.file("Fête de la rue", 50000)
    ballot = question(world, meeting, cents=50000, file=file)
    for seat in world.voters:
        votes.cast(ballot, "for", by=seat.person, now=world.later())
    now, chair = world.later(), world.chair.person
    outcomes = together(*[lambda: votes.close_ballot(ballot, by=chair, now=now).reference] * 50, patience=120)
    assert len(set(outcomes)) == 1, outcomes
    assert Transfer.objects.filter(reference=file.pk).count() == 1
    assert fund.envelope(world.exercise).available_cents == 450000


def test_two_grants_for_the_last_euros_cannot_both_pass(committed_db):
    """Two committees of one fund close at the same instant; the second rolls back whole, its vote still open."""
    from committees.roster import actions as roster
    from fph.people.roles import Role
    from tests.committees.world import person

    world = build(members=1, money=60000)
    other = roster.open_committee(world.fund, name="Second comité", slug="second", by=world.by, now=world.now,
                                  colleges=[("residents", "Habitants", True)])  # fmt: skip
    seat = roster.seat(other, person(), college=other.colleges.get(), role=Role.CHAIR, by=world.by, now=world.now,
                       starts_on=world.now.date())  # fmt: skip
    twin = type(world)(world.by, world.fund, other, chair=seat, secretary=seat, members=[], advisers=[],
                       exercise=world.exercise)  # fmt: skip
    first, second = world.file("Fête", 50000), world.file("Bal", 50000)
    ballots = []
    for place, file in ((world, first), (twin, second)):
        meeting = place.meeting(opened=True, present=[place.chair, *place.members])
        for item in meeting.items.exclude(application=file).exclude(application=None):
            item.delete()
        item = place.item(meeting, file)
        ballot = votes.open_ballot(item, mode="show_of_hands", cents=50000, by=place.chair.person, now=place.later())
        ballots.append((ballot, place))
    hands = {"in_favour": 1, "against": 0, "abstained": 0}
    outcomes = together(*[
        lambda ballot=ballot, place=place: votes.close_ballot(ballot, hands=hands, by=place.chair.person, now=place.now)
        for ballot, place in ballots
    ])  # fmt: skip
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Decision", "Refused"], outcomes
    asked = Ballot.objects.filter(pk__in=[ballot.pk for ballot, _place in ballots])
    assert asked.filter(closed_at=None).count() == asked.exclude(decision=None).count() == 1
    assert fund.envelope(world.exercise).available_cents == 10000

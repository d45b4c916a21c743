"""V1 and V2: one vote an elector, and one closing for all, with people who act at the same instant."""

import json
import threading

import pytest

from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, Vote
from fph.verdict import Refused
from projects.fund import queries as fund
from projects.fund.models import Transfer
from tests.committees.world import build
from tests.harness.threads import together

pytestmark = pytest.mark.commits
CHOICES = ("for", "against", "abstain")


def question(world, meeting, title="Tenir une permanence", cents=None, file=None):
    item = world.item(meeting, file, title)
    return votes.open_ballot(item, mode="open", cents=cents, by=world.chair.person, now=world.later())


def test_four_votes_at_once_by_each_elector_leave_one_row_each(committed_db):
    world = build(members=18)
    meeting = world.meeting()
    for poll in range(5):
        ballot = question(world, meeting, f"Question {poll}")
        tasks = [
            lambda seat=seat, choice=choice, ballot=ballot: votes.cast(ballot, choice, by=seat.person, now=world.now)
            for seat in world.voters
            for choice in ("for", "against", "abstain", "for")
        ]
        outcomes = together(*tasks)
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        rows = list(Vote.objects.filter(ballot=ballot).values_list("elector", "choice"))
        assert len(rows) == len({elector for elector, _ in rows}) == 20
        votes.close_ballot(ballot, by=world.chair.person, now=world.later())
        ballot.refresh_from_db()
        kept = [sum(choice == wanted for _, choice in rows) for wanted in CHOICES]
        assert [ballot.in_favour, ballot.against, ballot.abstained] == kept


def test_every_vote_acknowledged_is_counted_and_every_closing_says_the_same(committed_db):
    world = build(members=48)
    meeting = world.meeting()
    file = world.file("Fête de la rue", 50000)
    ballot = question(world, meeting, cents=50000, file=file)
    now, chair = world.later(), world.chair.person

    def close():
        decision = votes.close_ballot(ballot, by=chair, now=now)
        return json.dumps([str(decision.pk), decision.kind, decision.reference, decision.denominator])

    casting = [
        lambda seat=seat, place=place: votes.cast(ballot, CHOICES[place % 3], by=seat.person, now=now)
        for place, seat in enumerate(world.voters)
    ]
    mixed = [task for pair in zip(casting, [close] * 50, strict=True) for task in pair]
    outcomes = together(*mixed, patience=120)
    given, closings = outcomes[0::2], outcomes[1::2]
    acknowledged = [outcome for outcome in given if isinstance(outcome, Vote)]
    refused = [outcome for outcome in given if isinstance(outcome, Refused)]
    assert len(acknowledged) + len(refused) == 50, [o for o in given if not isinstance(o, Vote | Refused)]
    assert {str(reason) for reason in refused} <= {"Ce vote n’est pas ouvert."}
    assert len(set(closings)) == 1 and isinstance(closings[0], str), closings
    closed = Ballot.objects.get(pk=ballot.pk)
    assert closed.in_favour + closed.against + closed.abstained == len(acknowledged) == closed.votes.count()
    assert Decision.objects.filter(meeting=meeting).count() == 1


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

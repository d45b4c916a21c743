"""V3. `kill -9` at any instant: a vote was given, a ballot closed, whole or not at all. Money: tests/projects."""

import pytest

from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, DecisionText, Vote
from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from projects.applications.models import Application
from projects.fund.models import Transfer
from tests.committees.world import build
from tests.harness.counts import shared
from tests.harness.crash import AFTER, BEFORE, crash, leaves_something_halfway, unguarded

pytestmark = pytest.mark.commits
times = shared("count", 10, 200)
HANDS = {"in_favour": 2, "against": 0, "abstained": 0}


def closing():
    """Return how a ballot on a file is opened, closed with its grant, and seen."""
    world = build(members=1, money=10**10)
    meeting, chair = world.meeting(), world.chair.person

    def prepare():
        nonlocal meeting
        if meeting.ballots.filter(closed_at=None).exists():  # a canary left it half closed
            meeting = world.meeting()
        item = world.item(meeting, world.file())
        return votes.open_ballot(item, mode="show_of_hands", cents=50_000, by=chair, now=world.later())

    def act(ballot):
        votes.close_ballot(ballot, hands=HANDS, by=chair, now=world.now)

    def traces(ballot):
        file = ballot.item.application_id
        told = JournalEntry.objects.filter(subject_id__in=[file, ballot.pk]).values_list("kind", flat=True)
        return [
            Ballot.objects.get(pk=ballot.pk).closed_at is not None,
            Decision.objects.filter(ballot=ballot).count() == 1,
            DecisionText.objects.filter(decision__ballot=ballot).count() == 1,
            Application.objects.get(pk=file).state == "granted",
            Transfer.objects.filter(reference=file, kind="reservation").count() == 1,
            *(list(told).count(kind) == 1 for kind in ("ballot.closed", "application.granted", "money.reserved")),
            OutboxMessage.objects.filter(event="application.granted", subject__endswith=ballot.item.title).exists(),
        ]

    return prepare, act, traces


def casting():
    """Return how an elector is asked, votes, and is seen to have voted."""
    world = build(members=18)
    meeting, waiting = world.meeting(), []

    def prepare():
        if not waiting:
            if vote := meeting.ballots.filter(closed_at=None).first():
                votes.close_ballot(vote, by=world.chair.person, now=world.later())
            ballot = votes.open_ballot(world.item(meeting), mode="open", by=world.chair.person, now=world.later())
            waiting.extend((ballot, seat) for seat in world.voters)
        return waiting.pop()

    def act(piece):
        ballot, seat = piece
        votes.cast(ballot, "for", by=seat.person, now=world.now)

    def traces(piece):
        ballot, seat = piece
        given = JournalEntry.objects.filter(subject_id=ballot.pk, kind="vote.cast", actor=seat.person.pk)
        return [Vote.objects.filter(ballot=ballot, elector__membership=seat).count() == 1, given.exists()]

    return prepare, act, traces


scenes = pytest.mark.parametrize("scene", [closing, casting], ids=lambda scene: scene.__name__)


@times
@scenes
def test_it_is_done_whole_or_not_at_all(scene, count):
    found = crash(count, *scene())
    assert set(found) == {BEFORE, AFTER}, found


@scenes
def test_canary_without_a_transaction_it_is_left_half_done(scene):
    with unguarded():
        assert leaves_something_halfway(100, *scene())

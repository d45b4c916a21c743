"""Reading votes, decisions and tasks."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from committees.meetings import queries as meetings
from committees.meetings import rules as meeting_rules
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from committees.roster import queries as roster
from committees.roster.models import Committee
from committees.votes import rules
from committees.votes.models import Ballot, BallotMode, Decision, DecisionKind, Elector, Task
from fph.people.roles import paris_day
from fph.verdict import YES, Verdict, no
from projects.applications import queries as applications
from projects.applications.models import Application
from projects.fund import queries as fund
from projects.fund.rules import Envelope, most_cents
from projects.regulation import queries as regulations
from projects.regulation.rules import Facts

FINAL = [kind for kind in DecisionKind.values if kind != DecisionKind.TASK]
"""The kinds that settle a point; a task may be entrusted before or after."""


def open_ballot(meeting: Meeting) -> Ballot | None:
    """Return the vote going on in a meeting, or None."""
    return meeting.ballots.filter(closed_at=None).select_related("item__application").first()


def settled(item: AgendaItem) -> Decision | None:
    """Return what the committee decided on a point, or None."""
    return item.decisions.filter(kind__in=FINAL).select_related("text", "ballot").first()


def electors(item: AgendaItem, now: datetime) -> list:
    """Return the ids of the seats that may vote on a point now."""
    meeting = item.meeting
    day, deciding = meetings.day_of(meeting), meetings.deciding_of(meeting)
    months = deciding.seating.term_months if deciding else None
    seats = [
        rules.Seat(seat.pk, seat.college.deliberative, not meeting_rules.term_is_over(seat.starts_on, months, day))
        for seat in roster.members(meeting.committee, day)
    ]
    present = meeting_rules.present_at(meetings.stays(meeting), now)
    return rules.electors(seats, present, recused(item))


def recused(item: AgendaItem) -> set:
    """Return the ids of the seats that stepped aside on a point; an interest only declared keeps its voice."""
    return {recusal.membership_id for recusal in item.recusals.all() if recusal.withdrew}


def voices_aside(item: AgendaItem) -> int:
    """Return how many seats with a vote stepped aside on a point, in the room or not."""
    return item.recusals.filter(withdrew=True, membership__college__deliberative=True).count()


def tied_ballot(item: AgendaItem) -> Ballot | None:
    """Return the first round that ended as many for as against, when a second is due on a point; else None."""
    return next((one for one in item.ballots.all() if one.result == rules.TIED), None)


def money_of(application: Application, now: datetime) -> Envelope:
    """Return the money of the year a grant made now would draw on: today's, else the file's."""
    exercise = fund.exercise_on(application.fund, paris_day(now)) or application.exercise
    return fund.envelope(exercise) if exercise else Envelope()


def question(item: AgendaItem, cents: int | None, now: datetime) -> rules.Question:
    """Return what is put to the vote on a point, with the bounds of its amount."""
    file = item.application
    if item.kind != AgendaItemKind.FILE:
        return rules.Question(item.kind, cents)
    version = file.regulation_version or item.meeting.regulation_version
    regulation = version.regulation if version else None
    facts = applications.conditions(file, regulation) if regulation else Facts()
    shares, held = applications.shares(file, paris_day(now)), money_of(file, now).held
    exceptions = applications.exceptions(file)
    return rules.Question(
        item.kind,
        cents,
        requested_cents=file.requested_cents or 0,
        cap_cents=regulation.cap_cents(facts.applicant_type, facts.rank, facts) if regulation else None,
        cap_article=regulation.article("cap_per_project", facts) if regulation else "",
        left_cents=most_cents(shares, held),
        shares=shares,
        held=held,
        left=exceptions.left,
        cap_passed=any(row.parameter == "cap_per_project" for row in exceptions.passed),
    )


def floor(item: AgendaItem, now: datetime) -> rules.Floor:
    """Return the moment at which a vote is asked for on a point."""
    meeting = item.meeting
    room, tied = meetings.room(meeting, now), tied_ballot(item)
    return rules.Floor(
        meeting_open=meeting.is_open,
        vote_open=meeting.ballots.filter(closed_at=None).exists(),
        decided=settled(item) is not None,
        present=room.present,
        required=room.required,
        electors=len(electors(item, now)),
        quorum=YES if room.reached else no(room.quorum.words, article=room.quorum.article),
        applicant=applicant(item),
        members=room.members,
        round=2 if tied else 1,
        tied_cents=tied.proposed_cents if tied else None,
    )


def applicant(item: AgendaItem) -> Verdict:
    """Say whether a point may be decided as the room is: a file, with its applicant where they are required."""
    presence, article = meetings.presence(item.meeting)
    heard = item.kind != AgendaItemKind.FILE or item.heard_at is not None
    return meeting_rules.without_applicant(presence, heard=heard, article=article)


def amending(item: AgendaItem) -> Verdict:
    """Say whether a vote on a point could carry out what it changes in the règlement; yes for any other point."""
    return regulations.may_adopt(item.amendment, meetings.day_of(item.meeting)) if item.amendment else YES


def voter(ballot: Ballot, person, elector: Elector | None, now: datetime) -> rules.Voter:
    """Return the facts about a person about to vote; `elector` is their frozen row, or None."""
    meeting, seat = ballot.meeting, elector.membership if elector else None
    return rules.Voter(
        vote_open=ballot.opened_at is not None and ballot.closed_at is None,
        by_hand=ballot.mode == BallotMode.SHOW_OF_HANDS,
        elector=elector is not None,
        seated=seat is not None and seat.is_in_force(meetings.day_of(meeting)),
        present=seat is not None and seat.pk in meeting_rules.present_at(meetings.stays(meeting), now),
        recused=ballot.item.recusals.filter(membership__person=person, withdrew=True).exists(),
        remote=_remote(meeting),
    )


def _remote(meeting: Meeting) -> str:
    """Return the article that lets members vote from elsewhere, or nothing."""
    deciding = meetings.deciding_of(meeting)
    return deciding.article("remote_vote") if deciding and deciding.regulation.value("remote_vote") else ""


def elector_of(ballot: Ballot, person) -> Elector | None:
    """Return a person's row on the frozen list of a vote, or None."""
    return ballot.electors.filter(membership__person=person).select_related("membership", "vote").first()


@dataclass(frozen=True)
class Roll:
    """How many may vote in an open ballot, and how many have: never what they voted."""

    voters: int
    voted: int


def roll(ballot: Ballot) -> Roll:
    """Return the roll of a vote going on, those who stepped aside left out."""
    aside = recused(ballot.item)
    may = ballot.electors.exclude(membership__in=aside)
    return Roll(**may.aggregate(voters=Count("pk"), voted=Count("vote")))


def decisions(meeting: Meeting):
    """Return a meeting's decisions in the order they were taken."""
    rows = meeting.decisions.select_related(
        "text", "item__application", "item__amendment__base", "item__recalls", "ballot"
    )
    return rows.order_by("decided_at", "reference").prefetch_related("tasks", "item__recusals__membership__person")


def open_tasks(committee: Committee):
    """Return the tasks of a committee that are not done, by due date."""
    return Task.objects.filter(decision__meeting__committee=committee, done_at=None).select_related("decision__item")


def undecided(meeting: Meeting) -> list[tuple[Ballot, str]]:
    """Return the closed votes of a meeting that decided nothing, each with its count in words."""
    rows = meeting.ballots.exclude(closed_at=None).filter(decision=None).select_related("item__application")
    return [(one, count_words(one)) for one in rows.order_by("closed_at")]


def count_words(ballot: Ballot) -> str:
    """Say the count of a closed vote that decided nothing, from what was frozen with it."""
    counted = rules.Tally(ballot.in_favour, ballot.against, ballot.abstained)
    return rules.outcome(counted, ballot.terms).denominator

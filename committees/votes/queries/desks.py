"""What the desk shows: the points of the agenda, and the one thing to do now."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from committees.meetings import queries as meetings
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from committees.meetings.rules import Breach, Stage
from committees.roster.models import Membership
from committees.votes import rules
from committees.votes.models import Ballot, Decision, DecisionKind
from committees.votes.queries import ballots
from committees.votes.queries.authority import authority
from fph.people.roles import paris_day
from fph.verdict import YES, Verdict
from projects.applications import queries as applications
from projects.applications.models import BudgetLineSide
from projects.applications.rules import ceiling as may_ask
from projects.applications.rules import may_vote_on
from projects.regulation.rules import Deciding
from projects.regulation.rules.values import and_words

NO_EXCEPTION = applications.Exceptions()


@dataclass(frozen=True)
class Point:
    """A point of the agenda on the screen: `state` is done, now or next; `decision` settles it, or None.

    `exceptions` says where its file stands with the rules that it does not keep.
    """

    item: AgendaItem
    number: int
    state: str
    decision: Decision | None
    exceptions: applications.Exceptions = NO_EXCEPTION


@dataclass(frozen=True)
class Desk:
    """A meeting at a moment. `step` says what the chair does now.

    planned: open the meeting · waiting: call a point · talk: nothing to vote on · ask: put to the vote · voting: close
    the vote · decided: pass on · closed: read the minutes.

    `aside` stepped aside on the point, `interested` only declared an interest; `standing` is what the règlement says of
    opening such a meeting today; `tied` is the first round, when a second is due.
    """

    meeting: Meeting
    step: str
    points: tuple[Point, ...]
    room: meetings.Room
    current: Point | None = None
    following: Point | None = None
    ballot: Ballot | None = None
    roll: ballots.Roll | None = None
    question: rules.Question | None = None
    electors: int = 0
    aside: tuple[Membership, ...] = ()
    interested: tuple[Membership, ...] = ()
    deciding: Deciding | None = None
    standing: tuple[Breach, ...] = ()
    tied: Ballot | None = None
    tied_words: str = ""
    total_cents: int = 0
    presence: str = "no"
    presence_article: str = ""
    amending: Verdict = YES

    @property
    def authority(self) -> str:
        """Return the authority that decides after the committee's opinion, or nothing."""
        return authority(self.meeting)

    @property
    def awaits_applicant(self) -> bool:
        """Say whether no vote can be opened because the applicant is not there."""
        return self.presence == "required" and self.current.item.heard_at is None

    @property
    def stopped(self) -> str:
        """Return why no vote can be opened on this file, whatever the amount: a rule that nobody passed over; or nothing."""
        barring = [found for found in self.question.left if not may_ask(found)] if self.question else []
        return str(may_vote_on(barring, 0).reason)

    @property
    def proposed_cents(self) -> int:
        """Return the amount to propose first: what is asked, within the cap and what is left."""
        asked = self.question
        if self.tied and self.tied.proposed_cents:
            return self.tied.proposed_cents
        limits = (may_ask(found) for found in asked.left)
        bounds = [asked.requested_cents, asked.left_cents, None if asked.cap_passed else asked.cap_cents, *limits]
        return max(0, min(bound for bound in bounds if bound is not None))

    @property
    def left_after_cents(self) -> int:
        """Return what would be left in the fund after a yes to the amount proposed first."""
        return self.question.left_cents - self.proposed_cents

    @property
    def recusable(self) -> list[Membership]:
        """Return the seats with a vote, in the room, that have not stepped aside on the current point."""
        here = [place.seat for place in self.room.places.values() if place.state == "present"]
        told = (*self.aside, *self.interested)
        return [seat for seat in here if seat.college.deliberative and seat not in told]

    @property
    def modes(self) -> tuple[str, ...]:
        """Return the ballots the chair can open: those the règlement allows and the product runs."""
        return rules.modes_offered(self.deciding.modes if self.deciding else ())

    @property
    def no_mode(self) -> str:
        """Say why no ballot can be opened, its article named; nothing when one can."""
        if self.modes or not self.deciding:
            return ""
        return str(rules.may_use("secret", self.deciding.modes, self.deciding.article("ballot_modes")).reason)

    @property
    def not_run_here(self) -> str:
        """Say what the règlement allows of a vote and the product does not run yet; nothing when there is none."""
        told = self.deciding.not_run_here if self.deciding else []
        return and_words(f"{what} ({article})" if article else what for what, article in told)

    @property
    def majority(self) -> str:
        """Say what more than half of is needed, and how many that is where the base is already known."""
        majority = self.deciding.majority if self.deciding else "cast"
        known = {"members": self.room.members - len(self.aside), "present": self.electors}.get(majority)
        words = f"Majorité : plus de la moitié des {rules.MAJORITY_WORDS[majority]}"
        return f"{words}, soit {known // 2 + 1} sur {known}." if known else f"{words}."

    @property
    def key(self) -> str:
        """Name what the middle of the screen is about: while it stays, what is being typed there stays too."""
        parts = (
            self.step,
            self.current and self.current.item.pk,
            self.ballot and self.ballot.pk,
            self.current and self.current.decision and self.current.decision.pk,
            len(self.aside) + len(self.interested),
            self.tied and self.tied.pk,
            self.current and self.current.item.heard_at and 1,
            self.current and len(self.current.exceptions.passed),
        )
        return "-".join(str(part or 0) for part in parts)


def desk(meeting: Meeting, now: datetime) -> Desk:
    """Return the state of a meeting for the desk."""
    # Read once: the room and the electors both ask who is there.
    prefetch_related_objects([meeting], "presences")
    items = list(meetings.agenda(meeting))
    files = [item.application for item in items if item.application]
    for file in files:
        file.fund = meeting.committee.fund
    points = tuple(_points(meeting, items, applications.exceptions_of(files)))
    current = next((point for point in points if point.state == "now"), None)
    ballot = ballots.open_ballot(meeting) if meeting.stage is Stage.OPEN else None
    step = _step(meeting, current, ballot)
    deciding = meetings.deciding_on(meeting)
    facts = {"current": current, "following": _following(points, current), "ballot": ballot, "deciding": deciding}
    if current:
        facts |= _about(current.item, now)
    if step == "planned" and deciding:
        day = max(paris_day(now), meetings.day_of(meeting))
        counted = meetings.counted_on(meeting, deciding, day)
        facts["standing"] = tuple(meetings.standing(meeting, deciding, day, counted))
    if ballot:
        ballot.item = next((item for item in items if item.pk == ballot.item_id), ballot.item)
        facts["roll"] = ballots.roll(ballot)
    return Desk(meeting, step, points, meetings.room(meeting, now), **facts)


def _points(meeting: Meeting, items: list[AgendaItem], exceptions: dict):
    places = {item.pk: place for place, item in enumerate(items)}
    here = places.get(meeting.current_item_id, -1)
    for place, item in enumerate(items):
        settled = next((d for d in item.decisions.all() if d.kind != DecisionKind.TASK), None)
        passed = item.kind == AgendaItemKind.INFORMATION and place < here
        state = "now" if place == here else "done" if settled or passed else "next"
        item.meeting = meeting
        held = exceptions.get(item.application_id, NO_EXCEPTION)
        yield Point(item, place + 1, state, settled, held)


def _step(meeting: Meeting, current: Point | None, ballot: Ballot | None) -> str:
    if meeting.stage is not Stage.OPEN:
        return str(meeting.stage)
    if ballot:
        return "voting"
    if current is None:
        return "waiting"
    if current.decision:
        return "decided"
    return "talk" if current.item.kind == AgendaItemKind.INFORMATION else "ask"


def _following(points: tuple[Point, ...], current: Point | None) -> Point | None:
    """Return the next point to call: the first still to come after this one, else the first left behind."""
    after = [point for point in points if point.state == "next" and (not current or point.number > current.number)]
    left = [point for point in points if point.state == "next"]
    return (after or left or [None])[0]


def _about(item: AgendaItem, now: datetime) -> dict:
    told = [(recusal.membership, recusal.withdrew) for recusal in item.recusals.all()]
    facts = {
        "aside": tuple(seat for seat, withdrew in told if withdrew),
        "interested": tuple(seat for seat, withdrew in told if not withdrew),
        "electors": len(ballots.electors(item, now)),
    }
    if item.amendment and not any(decision.kind in ballots.FINAL for decision in item.decisions.all()):
        facts["amending"] = ballots.amending(item)
    if tied := ballots.tied_ballot(item):
        facts |= {"tied": tied, "tied_words": ballots.count_words(tied)}
    if item.kind == AgendaItemKind.FILE:
        lines = item.application.budget_lines.filter(side=BudgetLineSide.EXPENSE)
        facts["total_cents"] = sum(line.amount_cents for line in lines)
        facts["question"] = ballots.question(item, None, now)
        facts["presence"], facts["presence_article"] = meetings.presence(item.meeting)
    return facts

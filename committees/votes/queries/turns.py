"""What a member reads on their phone during a session."""

from dataclasses import dataclass
from datetime import datetime

from committees.meetings import queries as meetings
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from committees.meetings.rules import Stage
from committees.roster.models import Membership
from committees.votes import rules
from committees.votes.models import Ballot, BallotMode, Decision, Elector
from committees.votes.queries import ballots
from committees.votes.queries.authority import authority
from committees.votes.queries.desks import NO_EXCEPTION
from projects.applications import queries as applications
from projects.authority.rules import CHOICES_IN_WORDS


@dataclass(frozen=True)
class Turn:
    """A member's phone at a moment: `step` says what they see.

    planned, closed: the meeting is not going on · waiting: no vote · by_hand: a show of hands in the room · vote: their
    turn · no_vote: a vote without them, `reason` says why · result: the count of the point just voted.

    `declares`: an interest is only declared under this règlement, `interested`: theirs was.
    """

    meeting: Meeting
    step: str
    item: AgendaItem | None = None
    number: int = 0
    ballot: Ballot | None = None
    decision: Decision | None = None
    elector: Elector | None = None
    reason: str = ""
    may_recuse: bool = False
    recused: bool = False
    roll: ballots.Roll | None = None
    presence: str = "no"
    exceptions: applications.Exceptions = NO_EXCEPTION
    declares: bool = False
    interested: bool = False
    tied_words: str = ""

    @property
    def choice(self) -> str:
        """Return what the member voted in the vote going on, or nothing."""
        return self.elector.vote.choice if self.elector and hasattr(self.elector, "vote") else ""

    @property
    def authority(self) -> str:
        """Return the authority that decides after the committee's opinion, or nothing."""
        return authority(self.meeting)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return the choices in words: « financer » is said of a file alone."""
        if self.authority and self.item.kind == AgendaItemKind.FILE:
            return [(choice, str(words)) for choice, words in CHOICES_IN_WORDS.items()]
        return rules.CHOICE_WORDS["file" if self.item.kind == AgendaItemKind.FILE else "resolution"]

    @property
    def choice_words(self) -> str:
        """Return the member's vote in words."""
        return dict(self.choices).get(self.choice, "")

    @property
    def key(self) -> str:
        """Name what the phone shows: while it stays, a choice not yet sent stays too."""
        parts = (
            self.step,
            self.item and self.item.pk,
            self.ballot and self.ballot.pk,
            self.decision and self.decision.pk,
            self.choice,
            self.recused,
            self.interested,
            self.tied_words and 1,
            self.item and self.item.heard_at and 1,
            len(self.exceptions.passed),
        )
        return "-".join(str(part or 0) for part in parts)


def turn(meeting: Meeting, seat: Membership, now: datetime) -> Turn:
    """Return what a member sees on their phone."""
    if meeting.stage is not Stage.OPEN:
        return Turn(meeting, str(meeting.stage))
    ballot = ballots.open_ballot(meeting)
    here = ballot.item_id if ballot else meeting.current_item_id
    item = meeting.items.select_related("application__regulation_version", "recalls").filter(pk=here).first()
    if item is None:
        return Turn(meeting, "waiting")
    item.meeting = meeting
    if ballot:
        ballot.item = item
    decision, recused = ballots.settled(item), seat.pk in ballots.recused(item)
    told = any(recusal.membership_id == seat.pk for recusal in item.recusals.all())
    deciding = meetings.deciding_of(meeting)
    facts: dict = {
        "item": item, "number": _number(item), "ballot": ballot, "decision": decision, "recused": recused,
        "may_recuse": seat.college.deliberative and not told and decision is None,
        "declares": deciding is not None and not deciding.withdraws, "interested": told and not recused,
        "presence": meetings.presence(meeting)[0] if item.application_id else "no",
        "exceptions": _exceptions(item),
    }  # fmt: skip
    if ballot is None:
        tied = None if decision else ballots.tied_ballot(item)
        count = ballots.count_words(tied) if tied else ""
        return Turn(meeting, "result" if decision else "waiting", tied_words=count, **facts)
    return _voting(meeting, ballot, seat, now, facts)


def _exceptions(item: AgendaItem) -> applications.Exceptions:
    if item.application is None:
        return NO_EXCEPTION
    item.application.fund = item.meeting.committee.fund
    return applications.exceptions(item.application)


def _voting(meeting: Meeting, ballot: Ballot, seat: Membership, now: datetime, facts: dict) -> Turn:
    ballot.meeting = meeting
    facts["roll"] = ballots.roll(ballot)
    if ballot.mode == BallotMode.SHOW_OF_HANDS:
        return Turn(meeting, "by_hand", **facts)
    elector = ballots.elector_of(ballot, seat.person)
    verdict = rules.may_cast(ballots.voter(ballot, seat.person, elector, now))
    return Turn(meeting, "vote" if verdict else "no_vote", elector=elector, reason=str(verdict.reason), **facts)


def _number(item: AgendaItem) -> int:
    return item.meeting.items.filter(position__lte=item.position).count()

"""Who is in the room, and whether the règlement lets them decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from committees.meetings import rules
from committees.meetings.models import Meeting, Presence
from committees.meetings.queries.listing import closed, day_of, deciding_of
from committees.roster import queries as roster
from committees.roster.models import College, Committee, Membership
from projects.regulation import queries as regulations
from projects.regulation.rules import Deciding, QuorumRule


@dataclass(frozen=True)
class Place:
    """A member's place at a meeting: `state` is present, left, excused or absent.

    `over`: the term of the règlement has passed for this seat, which then counts for nothing.
    """

    seat: Membership
    state: str
    stays: tuple[Presence, ...] = ()
    over: bool = False


@dataclass(frozen=True)
class Bench:
    """A college at a meeting: everyone's place."""

    college: College
    places: tuple[Place, ...]

    @property
    def present(self) -> int:
        """Return how many of the college are in the room."""
        return sum(place.state == "present" and not place.over for place in self.places)

    @property
    def counted(self) -> rules.Bench:
        """Return the college as the rules count it: without those whose term has passed."""
        members = sum(not place.over for place in self.places)
        return rules.Bench(self.college.name, members, self.present, self.college.deliberative)


@dataclass(frozen=True)
class Room:
    """Who is in the room, and whether they are enough: `present` and `members` count only members with a vote.

    `quorum` says what is required, and what lacks.
    """

    benches: tuple[Bench, ...]
    members: int
    present: int
    quorum: rules.Quorum

    @property
    def required(self) -> int:
        """Return how many members with a vote must be there."""
        return self.quorum.required

    @property
    def reached(self) -> bool:
        """Say whether the committee may decide."""
        return self.quorum.reached

    @property
    def places(self) -> dict:
        """Return seat id → place."""
        return {place.seat.pk: place for bench in self.benches for place in bench.places}


def stays(meeting: Meeting) -> list[rules.Stay]:
    """Return the stays in the room as the rules read them."""
    return [presence.stay for presence in meeting.presences.all()]


def room(meeting: Meeting, now: datetime) -> Room:
    """Return the room as it is now, with the quorum of the règlement (of the day when the meeting is not open)."""
    presences = list(meeting.presences.all())
    inside = rules.present_at([presence.stay for presence in presences], now)
    excused = set(meeting.absences.values_list("membership_id", flat=True))
    deciding, benches = deciding_of(meeting), []
    months = deciding.seating.term_months if deciding else None
    for bench in roster.by_college(meeting.committee, day_of(meeting)):
        places = (_place(seat, presences, inside, excused, months, day_of(meeting)) for seat in bench.members)
        benches.append(Bench(bench.college, tuple(places)))
    counted = [bench.counted for bench in benches]
    members = sum(bench.members for bench in counted if bench.voting)
    quorum = rules.quorum(_quorum_rule(meeting, deciding), counted)
    return Room(tuple(benches), members, quorum.present, quorum)


def _place(seat, presences, inside, excused, term_months, day) -> Place:
    own = tuple(presence for presence in presences if presence.membership_id == seat.pk)
    state = "left" if own else "excused" if seat.pk in excused else "absent"
    over = rules.term_is_over(seat.starts_on, term_months, day)
    return Place(seat, "present" if seat.pk in inside else state, own, over)


def _quorum_rule(meeting: Meeting, deciding: Deciding | None) -> QuorumRule:
    """Return the quorum that holds: less for a second convocation, none while no règlement is tied to the meeting."""
    if deciding is None:
        return QuorumRule()
    second = deciding.second_quorum if meeting.second_of_id else None
    return second or deciding.quorum


def standing(meeting: Meeting, deciding: Deciding, day: date, counted: Iterable[rules.Bench]) -> list[rules.Breach]:
    """Return what keeps a meeting from being held that day under these rules, and what is only told."""
    found = rules.breaches(deciding.seating, counted)
    if first := meeting.second_of:
        early = rules.too_early(day_of(first), day, deciding.second_days, deciding.article("second_meeting_days"))
        found = [*([early] if early else []), *found]
    return found


def counted_on(meeting: Meeting, deciding: Deciding, day: date) -> list[rules.Bench]:
    """Return the colleges as the rules count them that day, seats whose term has passed left out."""
    months = deciding.seating.term_months
    return [
        rules.Bench(
            bench.college.name,
            sum(not rules.term_is_over(seat.starts_on, months, day) for seat in bench.members),
            present=0,
            voting=bench.college.deliberative,
        )
        for bench in roster.by_college(meeting.committee, day)
    ]


def to_call_again(committee: Committee, day: date) -> Meeting | None:
    """Return the last meeting of a committee when it closed without its quorum and the règlement lets it meet again."""
    version = regulations.in_force(committee.fund, day)
    if version is None or version.regulation.deciding.second_quorum is None:
        return None
    last = closed(committee).first()
    if last is None or last.second_of_id or hasattr(last, "called_again") or room(last, last.closed_at).reached:
        return None
    return last

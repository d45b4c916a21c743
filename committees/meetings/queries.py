"""Reading meetings: agenda, room, what is left to put on an agenda."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.meetings import rules
from committees.meetings.models import AgendaItem, Meeting, Presence
from committees.roster import queries as roster
from committees.roster.models import College, Committee, Membership
from fph.journal.history import Change, Version
from fph.journal.models import JournalEntry
from fph.people.models import User
from fph.people.roles import PARIS, paris_day
from projects.applications import queries as applications
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


def meetings():
    """Return every meeting with what its pages show."""
    return Meeting.objects.select_related(
        "committee__fund__neighbourhood", "committee__fund__carrier", "calendar", "regulation_version", "second_of"
    )


def upcoming(committee: Committee):
    """Return the meetings of a committee that are not closed, the next first."""
    return meetings().filter(committee=committee, closed_at=None).order_by("calendar__meets_at")


def closed(committee: Committee):
    """Return the closed meetings of a committee with their minutes, the latest first."""
    return meetings().filter(committee=committee).exclude(closed_at=None).select_related("minutes")


def free_dates(committee: Committee, now: datetime):
    """Return the published dates to come that no meeting has taken."""
    return committee.fund.calendar.filter(meeting=None, meets_at__gte=now)


def day_of(meeting: Meeting) -> date:
    """Return the day (Europe/Paris) whose members count: the day it opened, else the day it is announced for."""
    return paris_day(meeting.opened_at or meeting.meets_at)


def agenda(meeting: Meeting):
    """Return the points of a meeting in order, with file, task recalled, votes and decisions."""
    items = meeting.items.select_related(
        "application", "amendment__base", "amendment__fund", "recalls__decision", "meeting"
    )
    return items.prefetch_related("decisions__text", Prefetch("ballots"), "recusals__membership__person")


def with_exceptions(meeting: Meeting, items: list[AgendaItem]) -> list[tuple]:
    """Return (point, where its file stands with the rules it does not keep, or None) for each point of an agenda."""
    files = [item.application for item in items if item.application]
    for file in files:
        file.fund = meeting.committee.fund
    told = applications.exceptions_of(files)
    return [(item, told.get(item.application_id)) for item in items]


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


def deciding_of(meeting: Meeting) -> Deciding | None:
    """Return how the committee decides under the version frozen when the meeting opened; None before."""
    return meeting.regulation_version.regulation.deciding if meeting.regulation_version else None


def deciding_on(meeting: Meeting) -> Deciding | None:
    """Return how the committee decides: under the version frozen at the opening, before it under the day's, or None."""
    version = meeting.regulation_version or regulations.in_force(meeting.committee.fund, day_of(meeting))
    return version.regulation.deciding if version else None


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


def presence(meeting: Meeting) -> tuple[str, str]:
    """Return whether the applicant is heard under the meeting's règlement (`no`, `expected`, `required`), and its article."""
    if meeting.regulation_version is None:
        return "no", ""
    rules_of_day = meeting.regulation_version.regulation
    return rules_of_day.applicant_present, rules_of_day.article("applicant_hearing")


def decides_alone(committee: Committee) -> bool:
    """Say whether no other committee decides for the same fund."""
    return not Committee.objects.filter(fund=committee.fund_id).exclude(pk=committee.pk).exists()


def hearing(meeting: Meeting) -> tuple[str, str]:
    """Return what `presence` does, also before the opening: under the règlement in force on the announced day."""
    if meeting.regulation_version:
        return presence(meeting)
    version = regulations.in_force(meeting.committee.fund, day_of(meeting))
    if version is None:
        return "no", ""
    return version.regulation.applicant_present, version.regulation.article("applicant_hearing")


def hearing_of(application) -> AgendaItem | None:
    """Return the point of a meeting to come at which the applicant has an hour, or None (one query)."""
    waiting = AgendaItem.objects.filter(application=application, meeting__closed_at=None, hearing_time__isnull=False)
    return waiting.select_related("meeting__calendar", "meeting__committee").first()


def files_to_add(meeting: Meeting):
    """Return the files that could join this agenda: ready, filed by the day announced for it, on no agenda still open."""
    waiting = AgendaItem.objects.filter(meeting__closed_at=None, application__fund=meeting.committee.fund)
    too_late = datetime.combine(meeting.calendar.filing_deadline + timedelta(days=1), time(), PARIS)
    in_time = applications.eligible(meeting.committee.fund).filter(submitted_at__lt=too_late)
    return in_time.exclude(pk__in=waiting.values("application"))


def amendments_to_add(meeting: Meeting):
    """Return the changes of the règlement that could join this agenda: proposed, on no agenda still open."""
    waiting = AgendaItem.objects.filter(meeting__closed_at=None, amendment__fund=meeting.committee.fund)
    return regulations.open_amendments(meeting.committee.fund).exclude(pk__in=waiting.values("amendment"))


def open_tasks(committee: Committee) -> list[tuple]:
    """Return (task id, reference of its decision) of the tasks not done yet, by due date.

    Read through the meetings: tasks live in a slice to the right of this one.
    """
    entrusted = committee.meetings.filter(decisions__tasks__isnull=False, decisions__tasks__done_at=None)
    rows = entrusted.order_by("decisions__tasks__due_on")
    return list(rows.values_list("decisions__tasks__id", "decisions__reference"))


def vote_is_open(meeting: Meeting) -> bool:
    """Say whether a vote is going on: read through the relation, votes live in a slice to the right."""
    return meeting.ballots.filter(closed_at=None).exists()


def version(pk) -> int | None:
    """Return the number of acts on a meeting so far, which tells a screen whether it is still true (one query)."""
    return Meeting.objects.filter(pk=pk).values_list("version", flat=True).first()


TOLD = {
    "meeting.planned": gettext_lazy("Séance prévue"),
    "agenda.added": gettext_lazy("Point ajouté à l’ordre du jour"),
    "agenda.removed": gettext_lazy("Point retiré de l’ordre du jour"),
    "agenda.moved": gettext_lazy("Point déplacé dans l’ordre du jour"),
    "meeting.opened": gettext_lazy("Séance ouverte"),
    "meeting.closed": gettext_lazy("Séance close"),
}


def draft_versions(meeting: Meeting) -> list[Version]:
    """Return how a meeting and its agenda changed, the latest first, in the form of `fph.journal.history.versions`.

    Read from the journal: a point taken off the agenda leaves no row, and its entry names the meeting.
    """
    told = JournalEntry.objects.filter(
        kind__in=TOLD, fund=meeting.committee.fund_id, payload__body__contains=str(meeting.pk)
    ) | JournalEntry.objects.filter(kind__in=TOLD, subject_id=meeting.pk)
    entries = list(told.select_related("payload").order_by("-register_entry__seq"))
    names = User.objects.in_bulk({entry.actor for entry in entries})
    return [
        Version(entry.at, str(names.get(entry.actor, "")), str(TOLD[entry.kind]), _agenda_change(entry))
        for entry in entries
    ]


def _agenda_change(entry: JournalEntry) -> tuple[Change, ...]:
    title = json.loads(entry.payload.body).get("title", "") if entry.payload.body else ""
    before = "" if entry.kind == "agenda.added" else title
    after = "" if entry.kind == "agenda.removed" else title
    return (Change(_("point"), before, after),) if title and before != after else ()

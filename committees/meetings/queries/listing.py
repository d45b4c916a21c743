"""Reading meetings: which, on what day, under which règlement."""

from datetime import date, datetime

from committees.meetings.models import Meeting
from committees.roster.models import Committee
from fph.people.roles import paris_day
from projects.regulation import queries as regulations
from projects.regulation.rules import Deciding


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


def deciding_of(meeting: Meeting) -> Deciding | None:
    """Return how the committee decides under the version frozen when the meeting opened; None before."""
    return meeting.regulation_version.regulation.deciding if meeting.regulation_version else None


def deciding_on(meeting: Meeting) -> Deciding | None:
    """Return how the committee decides: under the version frozen at the opening, before it under the day's, or None."""
    version = meeting.regulation_version or regulations.in_force(meeting.committee.fund, day_of(meeting))
    return version.regulation.deciding if version else None


def presence(meeting: Meeting) -> tuple[str, str]:
    """Return whether the applicant is heard under the meeting's règlement (`no`, `expected`, `required`), and its article."""
    if meeting.regulation_version is None:
        return "no", ""
    rules_of_day = meeting.regulation_version.regulation
    return rules_of_day.applicant_present, rules_of_day.article("applicant_hearing")


def vote_is_open(meeting: Meeting) -> bool:
    """Say whether a vote is going on: read through the relation, votes live in a slice to the right."""
    return meeting.ballots.filter(closed_at=None).exists()


def version(pk) -> int | None:
    """Return the number of acts on a meeting so far, which tells a screen whether it is still true (one query)."""
    return Meeting.objects.filter(pk=pk).values_list("version", flat=True).first()

"""What is on an agenda, and what could join it."""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch

from committees.meetings.models import AgendaItem, Meeting
from committees.meetings.queries.listing import day_of, presence
from committees.roster.models import Committee
from fph.people.roles import PARIS
from projects.applications import queries as applications
from projects.regulation import queries as regulations


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

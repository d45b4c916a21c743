"""A meeting for one actor, or 404."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from committees.meetings import queries, rules
from committees.meetings.models import AgendaItem, Meeting
from committees.roster.access import may, rights
from committees.roster.models import Committee, Membership
from fph.http.access import not_found_unless
from fph.people.roles import Permission, paris_day


def allowed(person, act: str, committee: Committee, now: datetime) -> bool:
    """Say whether a person may do an act of `rules.ACTS` on a committee's meetings now."""
    return may(person, [Permission(name) for name in rules.ACTS[act]], committee, paris_day(now))


def acts_allowed(person, committee: Committee, now: datetime) -> dict[str, bool]:
    """Return, for each act of `rules.ACTS`, whether a person may do it on a committee's meetings now (two queries)."""
    asked = {Permission(name) for names in rules.ACTS.values() for name in names}
    given = rights(person, asked, committee, paris_day(now))
    return {act: bool(given.intersection(names)) for act, names in rules.ACTS.items()}


def meeting_to(act: str, person, pk, now: datetime) -> Meeting:
    """Return a meeting to a person who may do that act; anybody else finds nothing."""
    meeting = queries.meetings().filter(pk=pk).first()
    not_found_unless(meeting and allowed(person, act, meeting.committee, now))
    return meeting


def committee_to_plan(person, slug: str, now: datetime) -> Committee:
    """Return a committee to those who prepare its meetings."""
    committee = Committee.objects.select_related("fund__neighbourhood").filter(slug=slug).first()
    not_found_unless(committee and allowed(person, "prepare", committee, now))
    return committee


def one_of(rows: QuerySet, pk):
    """Return the row with that id, or 404: also for what is no id at all."""
    try:
        found = rows.filter(pk=pk).first()
    except ValidationError:
        found = None
    not_found_unless(found)
    return found


def item_of(meeting: Meeting, pk) -> AgendaItem:
    """Return a point of that meeting's agenda."""
    return one_of(queries.agenda(meeting), pk)


def seat_at(meeting: Meeting, pk) -> Membership:
    """Return a seat of that meeting's committee."""
    return one_of(meeting.committee.mandates.select_related("person", "college"), pk)


def own_seat(person, meeting: Meeting, now: datetime) -> Membership:
    """Return the seat the person holds on the meeting's committee today."""
    seat = meeting.committee.mandates.in_force(paris_day(now)).select_related("college").filter(person=person).first()
    not_found_unless(seat)
    return seat

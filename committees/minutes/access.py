"""Minutes for one actor, or 404. The public version is everybody's."""

from datetime import datetime

from committees.meetings.access import allowed
from committees.minutes import queries
from committees.minutes.models import Minutes
from fph.http.access import not_found_unless


def minutes_from_inside(person, meeting, now: datetime, act: str = "read") -> Minutes:
    """Return the minutes of a meeting to those who may read it from inside (or do `act` on it)."""
    sealed = queries.minutes().filter(meeting=meeting).first()
    not_found_unless(sealed and allowed(person, act, sealed.meeting.committee, now))
    return sealed


def minutes_for_all(pk) -> Minutes:
    """Return minutes by their own number, for the public version."""
    sealed = queries.minutes().filter(pk=pk).first()
    not_found_unless(sealed and sealed.facts.public)
    return sealed

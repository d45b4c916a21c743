"""Reading meetings: agenda, room, what is left to put on an agenda."""

from committees.meetings.queries.agendas import (
    agenda,
    amendments_to_add,
    decides_alone,
    files_to_add,
    hearing,
    hearing_of,
    open_tasks,
    with_exceptions,
)
from committees.meetings.queries.history import (
    TOLD,
    draft_versions,
)
from committees.meetings.queries.listing import (
    closed,
    day_of,
    deciding_of,
    deciding_on,
    free_dates,
    meetings,
    presence,
    upcoming,
    version,
    vote_is_open,
)
from committees.meetings.queries.rooms import (
    Bench,
    Place,
    Room,
    counted_on,
    room,
    standing,
    stays,
    to_call_again,
)

__all__ = [
    "TOLD", "Bench", "Place", "Room", "agenda", "amendments_to_add", "closed", "counted_on", "day_of", "decides_alone",
    "deciding_of", "deciding_on", "draft_versions", "files_to_add", "free_dates", "hearing", "hearing_of", "meetings",
    "open_tasks", "presence", "room", "standing", "stays", "to_call_again", "upcoming", "version", "vote_is_open",
    "with_exceptions",
]  # fmt: skip

"""What a file's page shows of the meeting that will examine it."""

from datetime import datetime

from committees.meetings import queries
from projects.applications.slots import Panel


def panel(application, *, user, now: datetime, desk: bool) -> Panel | None:
    """Return when and where the applicant is expected, once an hour was given to their file."""
    if application.state not in ("admissible", "deferred"):
        return None
    item = queries.hearing_of(application)
    return Panel("committees/meetings/_hearing.html", {"item": item, "desk": desk}) if item else None

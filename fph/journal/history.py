"""The readable before-and-after: a save whose history row says who and when, as the action was told."""

from datetime import datetime


def keep(row, *, by, now: datetime, reason: str = "", **changes):
    """Save a row with history, its changes applied first; actor and date are the action's. Returns the row."""
    for name, value in changes.items():
        setattr(row, name, value)
    row._history_user, row._history_date, row._change_reason = by, now, reason[:100]
    row.save()
    return row

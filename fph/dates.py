"""Days and hours in words, as people say them, in Paris time."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

PARIS = ZoneInfo("Europe/Paris")


def day_words(day: date | None, length: str = "long") -> str:
    """A day in words: « jeudi 11 février 2027 », or « jeudi 11 février » when `length` is "short"."""
    if not day:
        return ""
    day = _in_paris(day)
    number = "1\\e\\r" if day.day == 1 else "j"
    return date_format(day, f"l {number} F" if length == "short" else f"l {number} F Y")


def hour_words(moment: datetime | time | None) -> str:
    """The hour in Paris of an aware datetime, or an hour of the clock: « 19 h », « 19 h 04 »."""
    if moment is None:
        return ""
    local = moment.astimezone(PARIS) if isinstance(moment, datetime) else moment
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}" if local.minute else f"{local.hour}\u00a0h"


def moment_words(moment: datetime | None, length: str = "short") -> str:
    """A moment in words, Paris time: « jeudi 11 février, 19 h 30 »; with its year when `length` is "long"."""
    return f"{day_words(moment, length)}, {hour_words(moment)}" if moment else ""


def _in_paris(day: date) -> date:
    return day.astimezone(PARIS) if isinstance(day, datetime) else day

"""From when a perimeter holds. The past is not drawn again: whoever was inside that day was inside."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from fph.verdict import YES, Verdict, no

A_DAY = timedelta(days=1)
EARLIEST, FURTHEST = date(1990, 1, 1), timedelta(days=730)


def may_draw(starts: list[date], starts_on: date, today: date) -> Verdict:
    """Say whether a perimeter may begin that day, beside those that begin on the days `starts`.

    It begins after every one that has begun, since 1990 and two years ahead at most. One that is only announced may be
    replaced, by another for the same day.
    """
    if not EARLIEST <= starts_on <= today + FURTHEST:
        return no(_("Ce jour est trop loin : choisissez-en un depuis 1990, et dans les deux ans qui viennent."))
    begun = [start for start in starts if start <= today]
    if begun and starts_on <= max(begun):
        words = _("Un périmètre vaut déjà depuis le %(day)s : celui-ci commence au plus tôt le lendemain.")
        return no(words % {"day": f"{max(begun):%d/%m/%Y}"})
    return YES


def first_day(starts: list[date], today: date) -> date:
    """Return the first day from which a perimeter may begin: today, or tomorrow when one has begun today."""
    return today + A_DAY if today in starts else today


def last_day(starts: list[date], starts_on: date) -> date | None:
    """Return the last day of a perimeter: the eve of the next one, or None when none is announced after it."""
    later = [start for start in starts if start > starts_on]
    return min(later) - A_DAY if later else None


def official_day(starts: list[date], listed_on: date, today: date) -> date | None:
    """Return the day from which an official outline holds beside those that begin on the days `starts`.

    It is the day its list came into force, or today when another perimeter has begun since: the past is not drawn
    again. None when another one begins today or later, which the list can't know of.
    """
    latest = max(starts, default=None)
    if latest is None or latest < listed_on:
        return listed_on
    return today if latest < today else None

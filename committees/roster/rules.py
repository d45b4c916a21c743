"""Who may take a seat on a committee."""

from collections.abc import Iterable
from datetime import date

from fph.verdict import YES, Verdict, no


def may_sit(*, college_is_ours: bool, in_force_until: Iterable[date | None], starts_on: date) -> Verdict:
    """Say whether a person may be seated: in a college of this committee, and one seat each.

    `in_force_until` holds the last day of each seat the person has there and has not given back (None: no end). A seat
    whose term is over before `starts_on` leaves the place free.
    """
    if not college_is_ours:
        return no("Ce collège n’est pas un collège de ce comité.")
    if any(last is None or last >= starts_on for last in in_force_until):
        return no("Cette personne siège déjà dans ce comité à ces dates : un seul siège par personne.")
    return YES

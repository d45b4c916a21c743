"""What a holder undertakes when accepting an aid, beside the report: what, by which day, done or not."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fph.verdict import YES, Verdict, no
from projects.regulation.rules import Facts, Regulation


@dataclass(frozen=True)
class Undertaking:
    """Something to do after the aid, in the words of the règlement: the last day to do it (None: no day), its article."""

    what: str
    due_on: date | None
    article: str = ""


def undertakings(regulation: Regulation, facts: Facts, last_day: date) -> tuple[Undertaking, ...]:
    """Return what the règlement asks of this file: `due_days` counts from the last day of the action, day 0."""
    article = regulation.article("obligations", facts)
    return tuple(
        Undertaking(one.what, last_day + timedelta(days=one.due_days) if one.due_days else None, article)
        for one in regulation.value("obligations", facts) or ()
    )


def may_fulfil(*, state: str, done: bool) -> Verdict:
    """Say whether an obligation may be ticked: once, and not on a project that was taken back."""
    if done:
        return no(_("C’est déjà noté comme fait."))
    if state == "withdrawn":
        return no(_("Le projet a été retiré : il n’y a plus rien à faire ici."))
    return YES


def days_late(due_on: date | None, done_on: date | None, today: date) -> int:
    """Return how many days an obligation is late, or was when it was done; 0 in time, and without a day."""
    return max(0, ((done_on or today) - due_on).days) if due_on else 0

"""Giving and ending an editor's role: the mandate and Wagtail's groups change in the same act."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cms.models import Reviewer
from cms.queries.newsrooms import groups_owed, newsroom_of
from fph.journal.actions import action
from fph.people import actions as people
from fph.people.roles import Role, paris_day
from fph.territories.models import NeighbourhoodMandate
from fph.verdict import Refused


@action
def appoint_editor(person, neighbourhood, *, starts_on: date, by, now: datetime, ends_on: date | None = None,
                   publishes: bool = False) -> NeighbourhoodMandate:  # fmt: skip
    """Let a person edit a neighbourhood's pages for a term; `publishes`: they review and publish too.

    Raises Refused when the neighbourhood's site is not open, or when the person can't hold the role.
    """
    if not newsroom_of(neighbourhood):
        raise Refused(_("Le site de ce quartier n’est pas encore ouvert."))
    mandate = people.appoint(
        NeighbourhoodMandate, person=person, role=Role.EDITOR, starts_on=starts_on, ends_on=ends_on, by=by, now=now,
        neighbourhood=neighbourhood,
    )  # fmt: skip
    if publishes:
        Reviewer.objects.create(mandate=mandate)
    keep_in_step(person, by=by, now=now)
    return mandate


@action
def dismiss_editor(mandate: NeighbourhoodMandate, *, by, now: datetime) -> NeighbourhoodMandate:
    """End an editor's role before its term. Raises Refused when it is over already."""
    mandate = people.end(mandate, by=by, now=now)
    keep_in_step(mandate.person, by=by, now=now)
    return mandate


@action
def keep_in_step(person, *, by, now: datetime) -> None:
    """Put a person in the groups their mandates owe them that day, and in no other: groups are the newsrooms' alone."""
    person.groups.set(groups_owed(person, paris_day(now)))

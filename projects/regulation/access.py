"""Who may read, record and propose to change a fund's règlement."""

from collections.abc import Callable
from datetime import datetime

from django.shortcuts import get_object_or_404

from fph.http.access import not_found_unless
from fph.people.roles import Permission, holds, paris_day
from projects.fund.models import Fund
from projects.fund.queries import funds
from projects.regulation import queries
from projects.regulation.models import Amendment, RegulationVersion


def fund_to_regulate(person, slug: str, now: datetime) -> Fund:
    """Return the fund whose règlement that person may record today, or 404."""
    fund = get_object_or_404(Fund, slug=slug)
    not_found_unless(may_record(person, fund, now))
    return fund


_proposers: list[Callable] = []


def register_proposer(proposer: Callable) -> Callable:
    """Let `proposer(person, fund, on)` say that a person may propose to change a fund's règlement; returns it.

    Committees live in a room to the right, which says here who sits on them.
    """
    if proposer not in _proposers:
        _proposers.append(proposer)
    return proposer


def may_propose(person, fund: Fund, now: datetime) -> bool:
    """Say whether a person may propose to change a fund's règlement: who records it, and who sits on its committee."""
    on = paris_day(now)
    if not person.is_authenticated:
        return False
    return may_record(person, fund, now) or any(proposer(person, fund, on) for proposer in _proposers)


def may_record(person, fund: Fund, now: datetime) -> bool:
    """Say whether a person may record a whole règlement."""
    return holds(person, Permission.REGULATE, fund, paris_day(now))


def may_withdraw(person, amendment: Amendment, now: datetime) -> bool:
    """Say whether a person may withdraw a proposal: who made it, and who records the règlement."""
    if not person.is_authenticated:
        return False
    return amendment.proposed_by_id == person.pk or may_record(person, amendment.fund, now)


def fund_open_to_all(slug: str) -> Fund:
    """Return a fund by its address, or 404: its public pages."""
    return get_object_or_404(funds(), slug=slug)


def fund_to_amend(person, slug: str, now: datetime) -> Fund:
    """Return the fund whose règlement that person may propose to change today, or 404."""
    fund = fund_open_to_all(slug)
    not_found_unless(may_propose(person, fund, now))
    return fund


def own_draft(person, fund: Fund) -> Amendment:
    """Return the person's own draft, or 404."""
    draft = queries.draft_of(person, fund)
    not_found_unless(draft)
    return draft


def amendment_of(fund: Fund, number: int) -> Amendment:
    """Return what was proposed to a fund under that number, or 404: anybody reads it."""
    return get_object_or_404(queries.amendments(fund), number=number)


def version_of(fund: Fund, number: int) -> RegulationVersion:
    """Return the version of that number, or 404: anybody reads it."""
    return get_object_or_404(queries.versions(fund), number=number)

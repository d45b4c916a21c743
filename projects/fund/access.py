"""Which fund, contribution or gift a person may act on today, or 404."""

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from fph.http.access import not_found_unless
from fph.people.roles import Permission, holds, paris_day
from projects.fund import queries
from projects.fund.models import Contribution, Exercise, Fund, Gift


def public_fund(slug: str) -> Fund:
    """Return a fund, for anybody, or 404."""
    return get_object_or_404(queries.funds(), slug=slug)


def public_gift(pk: UUID) -> Gift:
    """Return a gift, for whoever holds its address, or 404."""
    return get_object_or_404(queries.gifts(), pk=pk)


def fund_to_collect(person, slug: str, now: datetime) -> Fund:
    """Return the fund whose contributions that person may record today, or 404."""
    fund = public_fund(slug)
    not_found_unless(holds(person, Permission.COLLECT, fund, paris_day(now)))
    return fund


def fund_to_draw(person, slug: str, now: datetime) -> Fund:
    """Return the fund whose neighbourhood's perimeter that person may give today, as its administrator, or 404."""
    fund = public_fund(slug)
    not_found_unless(holds(person, Permission.APPOINT, fund, paris_day(now)))
    return fund


def year_of(fund: Fund, year: int) -> Exercise:
    """Return a year of a fund, or 404."""
    return get_object_or_404(fund.exercises, year=year)


def contribution_to_collect(person, slug: str, pk: UUID, now: datetime) -> Contribution:
    """Return a contribution of a fund whose contributions that person may record today, or 404."""
    fund = fund_to_collect(person, slug, now)
    return get_object_or_404(queries.contributions_of(fund), pk=pk)


def gift_to_refund(person, slug: str, pk: UUID, now: datetime) -> Gift:
    """Return a gift made to a fund whose contributions that person may record today, or 404."""
    fund = fund_to_collect(person, slug, now)
    return get_object_or_404(queries.gifts().filter(exercise__fund=fund), pk=pk)

"""Who may see a committee from inside."""

from datetime import date, datetime

from committees.roster import queries
from committees.roster.models import Committee
from fph.http.access import not_found_unless
from fph.people.roles import Permission, held, holds, paris_day
from projects.fund.models import Fund

ON_FUND = (Permission.PREPARE, Permission.TAKE_MINUTES)
"""What a role on the fund (the coordinator's) also allows on its committees."""


def may(person, permissions, committee: Committee, on: date) -> bool:
    """Say whether a person holds one of these permissions on a committee, or on its fund where that counts."""
    on_fund = [permission for permission in permissions if permission in ON_FUND]
    return bool(held(person, permissions, committee, on) or held(person, on_fund, committee.fund, on))


def rights(person, permissions, committee: Committee, on: date) -> frozenset[Permission]:
    """Return which of these permissions a person holds on a committee, or on its fund where that counts (two queries)."""
    on_fund = [permission for permission in permissions if permission in ON_FUND]
    return held(person, permissions, committee, on) | held(person, on_fund, committee.fund, on)


def committee_from_inside(person, slug: str, on: date) -> Committee:
    """Return a committee to those who sit on it or prepare its meetings; anybody else finds nothing."""
    committee = queries.committees().filter(slug=slug).first()
    not_found_unless(committee and may(person, (Permission.SIT, Permission.PREPARE), committee, on))
    return committee


def reads_files(person, application, on: date) -> bool:
    """Say whether a person sits on a committee of a file's fund, and so may read it once it is filed."""
    committees = Committee.objects.filter(fund=application.fund_id, mandates__person=person).distinct()
    return any(holds(person, Permission.READ_FILES, committee, on) for committee in committees)


def may_propose(person, fund: Fund, on: date) -> bool:
    """Say whether a person sits on a committee of a fund, with a vote or a say: they may propose to change its règlement."""
    committees = Committee.objects.filter(fund=fund, mandates__person=person).distinct()
    return any(holds(person, Permission.SIT, committee, on) for committee in committees)


def fund_to_staff(person, slug: str, now: datetime) -> Fund:
    """Return a fund to those who confide its roles; anybody else finds nothing."""
    fund = Fund.objects.select_related("neighbourhood").filter(slug=slug).first()
    not_found_unless(fund and holds(person, Permission.APPOINT, fund, paris_day(now)))
    return fund

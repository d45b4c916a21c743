"""Fetch or 404: the opinions and acts of a fund, for its coordination; its treasurer may read the acts."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from fph.files.models import StoredFile
from fph.http.access import not_found_unless
from fph.people.roles import Permission, held, paris_day
from projects.authority import queries
from projects.authority.models import Act
from projects.fund.models import Fund
from projects.fund.queries import funds

RECORDS, READS = (Permission.REVIEW,), (Permission.REVIEW, Permission.PAY)


def fund_for(person, slug: str, now: datetime, permissions: tuple[Permission, ...]) -> Fund:
    """Return a fund on which that person holds one of these permissions now."""
    fund = get_object_or_404(funds(), slug=slug)
    not_found_unless(held(person, permissions, fund, paris_day(now)))
    return fund


def sitting_to_record(fund: Fund, meeting, now: datetime) -> queries.Sitting:
    """Return the opinions of a meeting that wait for an act, or 404 when none does."""
    found = [one for one in queries.sittings(fund, paris_day(now)) if one.meeting == meeting]
    not_found_unless(found)
    return found[0]


def act_of(fund: Fund, pk) -> Act:
    """Return an act recorded for that fund, with what it decides."""
    return get_object_or_404(queries.recorded(fund), pk=pk)


def file_of(fund: Fund, pk) -> StoredFile:
    """Return the document of an act, or 404 when it has none."""
    act = act_of(fund, pk)
    not_found_unless(act.file)
    return act.file

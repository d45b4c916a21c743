"""Who may read and record a fund's règlement."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from fph.http.access import not_found_unless
from fph.people.roles import Permission, holds, paris_day
from projects.fund.models import Fund


def fund_to_regulate(person, slug: str, now: datetime) -> Fund:
    """Return the fund whose règlement that person may record today, or 404."""
    fund = get_object_or_404(Fund, slug=slug)
    not_found_unless(holds(person, Permission.REGULATE, fund, paris_day(now)))
    return fund

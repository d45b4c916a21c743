"""What a neighbourhood shows today, pulled from its funds, committees and minutes. Imports no page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from committees.minutes.models import Minutes
from fph.people.roles import paris_day
from fph.territories.models import Neighbourhood
from projects.applications.queries import public_projects
from projects.fund.models import CalendarEntry, Fund, Theme
from projects.fund.queries import themes_on, with_money
from projects.fund.rules import Envelope

PROJECTS_SHOWN = 6


@dataclass(frozen=True)
class FundToday:
    """A fund as its neighbourhood reads it: the year's money in cents, the dates to come, what it paid for."""

    fund: Fund
    money: Envelope | None
    meeting: CalendarEntry | None
    filing: CalendarEntry | None
    themes: tuple[Theme, ...]
    projects: tuple
    minutes: Minutes | None


def funds_today(neighbourhood: Neighbourhood, now: datetime) -> list[FundToday]:
    """Return a neighbourhood's funds as they stand at a moment, by name (one query, and three a fund)."""
    funds = with_money(neighbourhood.funds.all(), paris_day(now))
    return [fund_today(fund, money, now) for fund, money in funds]


def fund_today(fund: Fund, money: Envelope | None, now: datetime) -> FundToday:
    """Return a fund as it stands at a moment, its year's money being known (three queries)."""
    today = paris_day(now)
    to_come, minutes = _dates(fund, now)
    return FundToday(
        fund=fund,
        money=money,
        meeting=to_come[0] if to_come else None,
        filing=next((entry for entry in to_come if entry.filing_deadline >= today), None),
        themes=tuple(themes_on(fund, today)),
        projects=tuple(public_projects(fund)[:PROJECTS_SHOWN]),
        minutes=minutes,
    )


def _dates(fund: Fund, now: datetime) -> tuple[list[CalendarEntry], Minutes | None]:
    """Return a fund's dates to come, and the minutes of its last closed meeting or None (one query)."""
    sealed = fund.calendar.filter(meeting__minutes__isnull=False).order_by("-meets_at")
    shown = fund.calendar.filter(Q(meets_at__gte=now) | Q(pk=sealed.values("pk")[:1]))
    found = list(shown.select_related("meeting__minutes"))
    held = [entry.meeting for entry in found if hasattr(entry, "meeting")]
    minutes = [meeting.minutes for meeting in held if hasattr(meeting, "minutes")]
    return [entry for entry in found if entry.meets_at >= now], minutes[-1] if minutes else None

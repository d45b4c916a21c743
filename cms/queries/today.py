"""What a neighbourhood shows today, pulled from its funds, committees and minutes. Imports no page."""

from dataclasses import dataclass
from datetime import datetime

from committees.minutes.models import Minutes
from fph.people.roles import paris_day
from fph.territories.models import Neighbourhood
from projects.applications.queries import public_projects
from projects.fund.models import CalendarEntry, Fund, Theme
from projects.fund.queries import envelope, exercise_on
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
    """Return a neighbourhood's funds as they stand at a moment, by name."""
    return [fund_today(fund, now) for fund in neighbourhood.funds.select_related("carrier")]


def fund_today(fund: Fund, now: datetime) -> FundToday:
    """Return a fund as it stands at a moment (seven queries)."""
    today = paris_day(now)
    year = exercise_on(fund, today)
    to_come = list(fund.calendar.filter(meets_at__gte=now))
    return FundToday(
        fund=fund,
        money=envelope(year) if year else None,
        meeting=to_come[0] if to_come else None,
        filing=next((entry for entry in to_come if entry.filing_deadline >= today), None),
        themes=tuple(year.themes.all()) if year else (),
        projects=tuple(public_projects(fund)[:PROJECTS_SHOWN]),
        minutes=latest_minutes(fund),
    )


def latest_minutes(fund: Fund) -> Minutes | None:
    """Return the minutes of a fund's last closed meeting, or None."""
    found = Minutes.objects.filter(meeting__committee__fund=fund).select_related("meeting__calendar")
    return found.order_by("-meeting__calendar__meets_at").first()

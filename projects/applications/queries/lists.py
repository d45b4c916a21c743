"""Lists of applications: a person's, those a fund received, those a committee may take, those the public reads."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from projects.applications import rules
from projects.applications.models import Application
from projects.fund.models import Fund

WITH_PLACE = ("fund__neighbourhood", "fund__carrier", "theme")


def mine(user) -> QuerySet[Application]:
    """Return a person's applications, the latest first; drafts they gave up are left out."""
    abandoned = Q(state="withdrawn", number=None)
    return Application.objects.filter(owner=user).exclude(abandoned).select_related(*WITH_PLACE)


def filed(fund: Fund) -> QuerySet[Application]:
    """Return every application that a fund received, the latest first."""
    received = Application.objects.filter(fund=fund, number__isnull=False)
    return received.order_by("-submitted_at")


def eligible(fund: Fund) -> QuerySet[Application]:
    """Return what a committee may take: admissible or deferred, the oldest first."""
    ready = Application.objects.filter(fund=fund, state__in=rules.ELIGIBLE)
    return ready.select_related("theme", "owner").order_by("submitted_at")


def public_projects(fund: Fund, year: int | None = None) -> QuerySet[Application]:
    """Return the projects that a fund pays for, granted and after, the latest decision first; of one year if asked."""
    funded = Application.objects.filter(fund=fund, state__in=rules.FUNDED).select_related("theme", "exercise")
    funded = funded.filter(exercise__year=year) if year else funded
    return funded.order_by("-decided_at")


def counts_by_state(fund: Fund) -> dict[str, int]:
    """Return how many received applications stand in each state, in one query."""
    rows = filed(fund).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(rules.STATES, 0) | dict(rows)


@dataclass(frozen=True)
class Granted:
    """What a fund granted in a year: to how many projects, in cents."""

    projects: int
    cents: int


def granted_by_year(fund: Fund) -> dict[int, Granted]:
    """Return what a fund granted each year to the projects it pays for, the latest year first (one query)."""
    funded = Application.objects.filter(fund=fund, state__in=rules.FUNDED).order_by("-exercise__year")
    rows = funded.values_list("exercise__year").annotate(Count("pk"), cents=Coalesce(Sum("granted_cents"), 0))
    return {year: Granted(projects, int(cents)) for year, projects, cents in rows}

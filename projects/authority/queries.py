"""Reading opinions that wait for an act, and the acts recorded."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from fph.people.roles import paris_day
from projects.applications import queries as applications
from projects.applications.rules import ADVISED
from projects.authority import rules
from projects.authority.models import Act, Opinion, Ruling
from projects.fund.models import Fund

MOST_ACTS = 20


@dataclass(frozen=True)
class Waiting:
    """An opinion that waits for its act, and for how many days."""

    opinion: Opinion
    days: int


@dataclass(frozen=True)
class Sitting:
    """The opinions of one meeting that wait, in the order they were given."""

    meeting: UUID
    held_on: date
    body: str
    waiting: tuple[Waiting, ...]

    @property
    def days(self) -> int:
        """Return for how many days the oldest of them has waited."""
        return max(one.days for one in self.waiting)

    @property
    def proposed_cents(self) -> int:
        """Return what the committee proposed in that meeting and nobody decided yet, in cents."""
        return sum(one.opinion.proposed_cents or 0 for one in self.waiting)


def opinions_waiting(fund: Fund) -> QuerySet[Opinion]:
    """Return the opinions of a fund that wait for an act, the oldest first."""
    found = Opinion.objects.filter(application__fund=fund, application__state=ADVISED)
    files = ("application__fund", "application__theme", "application__exercise", "application__regulation_version")
    return found.select_related(*files)


def sittings(fund: Fund, today: date) -> list[Sitting]:
    """Return the opinions of a fund that wait for an act, meeting by meeting, the oldest first (one query)."""
    found: dict[UUID, list[Waiting]] = {}
    for opinion in opinions_waiting(fund):
        found.setdefault(opinion.meeting, []).append(Waiting(opinion, (today - paris_day(opinion.given_at)).days))
    return [_sitting(meeting, waiting) for meeting, waiting in found.items()]


def _sitting(meeting: UUID, waiting: list[Waiting]) -> Sitting:
    first = waiting[0].opinion
    return Sitting(meeting, paris_day(first.given_at), first.body, tuple(waiting))


def question(opinion: Opinion) -> rules.Question:
    """Return what an act may decide of a file: what was asked and proposed, and the cap of the file's règlement."""
    application = opinion.application
    version = application.regulation_version
    if version is None:
        return rules.Question(application.requested_cents or 0, opinion.proposed_cents)
    regulation = version.regulation
    facts = applications.conditions(application, regulation)
    return rules.Question(
        application.requested_cents or 0, opinion.proposed_cents,
        cap_cents=regulation.cap_cents(facts.applicant_type, facts.rank, facts),
        cap_article=regulation.article("cap_per_project", facts),
    )  # fmt: skip


def recorded(fund: Fund) -> QuerySet[Act]:
    """Return the acts recorded for a fund, the latest first, each with what it decides."""
    rulings = Ruling.objects.select_related("opinion__application", "text")
    return Act.objects.filter(fund=fund).select_related("file", "recorded_by", "annulled_by").prefetch_related(
        Prefetch("rulings", rulings)
    )  # fmt: skip


def ruling_of(application) -> Ruling | None:
    """Return what an act decided of a file and still stands, or None."""
    found = Ruling.objects.filter(opinion__application=application, stands=True)
    return found.select_related("act", "text").first()

"""The lines of the budget table: what is asked, by whom, and what it may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from bench.world import World


@dataclass(frozen=True)
class Line:
    """A page or a job: its queries and CPU (ms a request) at most, its growth at most; `who` is a key of the demo.

    `number` of requests at one connection; `reason` names why a line may be over its budget.
    """

    label: str
    address: Callable[[World], str]
    queries: int
    cpu_ms: float
    growth: float
    who: str = ""
    number: int = 120
    post: bool = False
    reason: str = ""


def oldest(world: World, *states: str):
    """Return the oldest file in these states."""
    return world.fund.applications.filter(state__in=states).order_by("created_at", "pk").first()


def review(world: World) -> str:
    """Return the address of a closed file with its story."""
    return reverse("review", args=[world.fund.slug, oldest(world, "closed").pk])


def step(world: World) -> str:
    """Return the address of a step of a draft of Lucie's."""
    draft = world.who["lucie"].applications.filter(state="draft").first()
    return reverse("application_step", args=[draft.pk, "projet"])


def session(world: World) -> str:
    """Return the address of a member's phone in the meeting going on; the bench reads its token there."""
    meeting = world.committee.meetings.filter(closed_at=None, opened_at__isnull=False).get()
    return reverse("member_vote", args=[meeting.pk])


def of_fund(name: str, *more: str) -> Callable[[World], str]:
    """Return how to find an address of the fund."""
    return lambda world: reverse(name, args=[world.fund.slug, *more])


def export(world: World) -> str:
    """Return the address of the year as CSV."""
    return reverse("report_csv", args=[world.fund.slug, world.year.year])


def news(world: World) -> str:
    """Return the address of the neighbourhood's news."""
    return f"/{world.fund.neighbourhood.slug}/actualites/"


def place(world: World) -> str:
    """Return the address of the neighbourhood."""
    return f"/{world.fund.neighbourhood.slug}/"


# A parameter nobody knows makes a page that is not kept.
def fresh(address: Callable[[World], str]) -> Callable[[World], str]:
    """Return the same address, asked so that it is drawn each time."""
    return lambda world: f"{address(world)}?fresh=1"


NONE = 1.05
LINES = [
    Line("public page, kept", place, 0, 0.5, NONE, number=1500),
    Line(
        "neighbourhood, drawn",
        fresh(place),
        10,
        15,
        1.1,
        reason="ten questions to the ORM, and the sum of the year's accounts; it is kept",
    ),
    Line("news, drawn", fresh(news), 10, 15, 1.1),
    Line(
        "projects, drawn (48 cards)",
        fresh(of_fund("fund_projects")),
        10,
        15,
        1.1,
        reason="forty-eight cards where the budget has twenty, and every grant is counted by year; it is kept",
    ),
    Line(
        "register, drawn",
        fresh(lambda world: reverse("register")),
        10,
        15,
        1.1,
        reason="more public acts among the last hundred",
    ),
    Line("coordinator's list of 50", of_fund("review_list"), 12, 25, 1.15, who="claire"),
    Line("one file with its story", review, 15, 18, 1.1, who="claire"),
    Line("a step of the form, GET", step, 10, 18, 1.1, who="lucie"),
    Line("a step of the form, POST", step, 10, 18, 1.1, who="lucie", post=True),
    Line("phone, nothing happened", session, 1, 1.5, NONE, who="amina", number=800),
    Line("coordinator's dashboard", of_fund("fund_desk"), 15, 30, 1.3, who="claire"),
    Line(
        "yearly figures",
        of_fund("fund_report"),
        15,
        30,
        1.3,
        who="vincent",
        number=20,
        reason="each reading is checked to the cent against every account and movement of the year",
    ),
    Line(
        "payments and reports",
        of_fund("payments"),
        15,
        30,
        1.3,
        who="hassan",
        number=20,
        reason="every report awaited is dated by its own règlement, in Python",
    ),
]
EXPORT = Line("CSV of every grant", export, 9, 2000, 25, who="vincent", number=2)

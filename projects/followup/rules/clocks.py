"""The clocks of a file: how long each step takes, how long the règlement allows, how late it is.

Days are whole days of Paris: the first day is day 0, so that twelve days after the 1st it is the 13th, whatever the
hour and whatever summer time does. Sources: rule-taxonomy §3 (Croix answers within 30 days, Saint-Pol pays within 8);
a delay stops while a file waits for its applicant, as for any request to an administration (CRPA L.114-5).
"""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from projects.followup.rules.awards import REIMBURSEMENT

DECISION, PAYMENT, BILAN = "decision", "payment", "report"
CLOCKS = (DECISION, PAYMENT, BILAN)
FROM_THE_DECISION = ("granted", "accepted", "paid", "reported", "closed")


@dataclass(frozen=True)
class Wait:
    """Days during which a file waits for its holder: from a day to another, or still (`until` None)."""

    since: date
    until: date | None = None

    def days(self, start: date, end: date) -> int:
        """Return how many of its days fall between two days."""
        return max(0, (min(self.until or end, end) - max(self.since, start)).days)


@dataclass(frozen=True)
class Clock:
    """One delay of a file, in days: since when, until when (None while it runs), and the limit the règlement sets.

    `limit_days` is None where the règlement says nothing; `article` names where it says it. The days of `waits`, when the
    file waits for its holder, are not counted. Waits follow one another, they never overlap.
    """

    name: str
    started_on: date
    ended_on: date | None = None
    limit_days: int | None = None
    article: str = ""
    waits: tuple[Wait, ...] = ()

    @property
    def is_done(self) -> bool:
        """Say whether it stopped for good."""
        return self.ended_on is not None

    @property
    def is_waiting(self) -> bool:
        """Say whether it stands still: the file waits for its holder."""
        return not self.is_done and any(wait.until is None for wait in self.waits)

    def waited(self, today: date) -> int:
        """Return how many days the file waited for its holder so far."""
        end = self.ended_on or today
        return sum(wait.days(self.started_on, end) for wait in self.waits)

    def days(self, today: date) -> int:
        """Return how many days it counts so far, the last included; none before it starts."""
        return max(0, ((self.ended_on or today) - self.started_on).days - self.waited(today))

    def due_on(self, today: date) -> date | None:
        """Return the last day in time: the limit after the start, and later by what the file waited for its holder."""
        if self.limit_days is None:
            return None
        return self.started_on + timedelta(days=self.limit_days + self.waited(today))

    def days_left(self, today: date) -> int | None:
        """Return how many days are left, 0 on the last day in time, below zero when it is late."""
        due = self.due_on(today)
        return None if due is None else (due - (self.ended_on or today)).days

    def days_late(self, today: date) -> int:
        """Return how many days it is late, or was late when it stopped; 0 in time, and without a limit."""
        return max(0, -(self.days_left(today) or 0))


@dataclass(frozen=True)
class Limit:
    """What the règlement of a file allows for a clock, in days, and where it says so."""

    days: int | None = None
    article: str = ""


@dataclass(frozen=True)
class Milestones:
    """The days of a file, in Paris; None is what has not happened.

    `answered_on`: the committee's decision, or the day the coordination said that the file can't be. `pays_first`: a part
    is paid on acceptance. `freed_on`: on receipts, the day they covered that part. `paid_on`: the day that part left
    the bank. `last_day`: the last day of the action. `corrections`: when one asked the applicant for more.
    """

    state: str
    filed_on: date
    corrections: tuple[Wait, ...] = ()
    answered_on: date | None = None
    accepted_on: date | None = None
    channel: str = ""
    pays_first: bool = True
    freed_on: date | None = None
    paid_on: date | None = None
    last_day: date | None = None
    reported_on: date | None = None


def clocks(days: Milestones, limits: dict[str, Limit]) -> dict[str, Clock]:
    """Return the clocks of a file by name, those that have begun to mean something; a file taken back has none.

    From the day it was filed to the day it was answered; from the decision to the payment that the acceptance sets free;
    from the last day of the action to the report.
    """
    if days.state in ("draft", "withdrawn"):
        return {}
    found = [_decision(days, limits), _payment(days, limits), _bilan(days, limits)]
    return {clock.name: clock for clock in found if clock}


def _decision(days: Milestones, limits) -> Clock:
    return _clock(DECISION, days.filed_on, days.answered_on, limits, days.corrections)


def _payment(days: Milestones, limits) -> Clock | None:
    if days.state not in FROM_THE_DECISION or days.answered_on is None or not days.pays_first:
        return None
    waits = [Wait(days.answered_on, days.accepted_on)]
    if days.channel == REIMBURSEMENT and days.accepted_on:
        waits.append(Wait(days.accepted_on, days.freed_on))
    return _clock(PAYMENT, days.answered_on, days.paid_on, limits, tuple(waits))


def _bilan(days: Milestones, limits) -> Clock | None:
    writes = days.state == "accepted" and (not days.pays_first or days.channel == REIMBURSEMENT)
    if not days.last_day or not (writes or days.state in ("paid", "reported", "closed")):
        return None
    return _clock(BILAN, days.last_day, days.reported_on, limits, ())


def _clock(name: str, start: date, end: date | None, limits: dict[str, Limit], waits: tuple[Wait, ...]) -> Clock:
    limit = limits.get(name, Limit())
    return Clock(name, start, end, limit.days, limit.article, waits)


def by_lateness(clock: Clock, today: date) -> tuple[int, int]:
    """Return the place of a running clock in a list: the latest first, then the next due, then those without a limit."""
    left = clock.days_left(today)
    return (1, -clock.days(today)) if left is None else (0, left)


@dataclass(frozen=True)
class Pace:
    """How a year's files went through a clock: how many stopped, their median, how many of those late; how many run.

    `median_days` counts what the règlement counts; `median_elapsed` counts every day, those when the file waited for its
    holder included. None when none has stopped.
    """

    name: str
    done: int = 0
    running: int = 0
    late: int = 0
    median_days: float | None = None
    median_elapsed: float | None = None


def pace(name: str, found: Iterable[Clock]) -> Pace:
    """Return the pace of these clocks of one name.

    The median is the middle one of the numbers of days put in order, and the mean of the two in the middle when they are
    even in number. Only clocks that stopped count: it depends on what happened, never on the day one asks. Late ones
    went past the limit of their own file's règlement; where it sets none, none is late.
    """
    found = list(found)
    done = [(clock, clock.ended_on) for clock in found if clock.ended_on]
    counted = [clock.days(end) for clock, end in done]
    elapsed = [max(0, (end - clock.started_on).days) for clock, end in done]
    return Pace(
        name, len(done), len(found) - len(done), sum(1 for clock, end in done if clock.days_late(end)),
        statistics.median(counted) if counted else None, statistics.median(elapsed) if elapsed else None,
    )  # fmt: skip

"""The clocks of one file, of a fund's open files, of a year: read from their rows and from the journal."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from fph.journal.models import JournalEntry
from fph.people.roles import paris_day
from projects.applications.models import Application, CorrectionRequest
from projects.applications.queries import ranks, under
from projects.followup import rules
from projects.followup.models import Obligation, PaymentOrder, ReportReceipt
from projects.followup.queries.purse import carried, last_day
from projects.fund.models import Exercise, Fund
from projects.regulation.models import RegulationVersion
from projects.regulation.rules import Facts, Regulation
from projects.regulation.rules.asking import varies
from projects.regulation.rules.regulation import NOTHING

OBLIGATION = "obligation"
NAMES = (*rules.CLOCKS, OBLIGATION)
# What no clock reads of a file, and may be long.
MILESTONES = ("state", "submitted_at", "decided_at", "starts_on", "ends_on", "granted_cents", "regulation_version",
              "award__channel", "award__accepted_at", "closing_report__submitted_at", "closing_report__accepted_at")  # fmt: skip
LONG = ("summary", "benefit", "renewal_note", "closing_report__narrative")
# A running clock of each name is found among the files in these states.
OPEN = {
    rules.DECISION: ("submitted", "to_complete", "admissible", "deferred"),
    rules.PAYMENT: ("granted", "accepted", "reported"),
    rules.BILAN: ("accepted", "paid"),
}
PARAMETERS = {
    rules.DECISION: "max_days_to_decision",
    rules.PAYMENT: "max_days_to_payment",
    rules.BILAN: "report_due_days",
}
# What the clocks read of a règlement.
LOOKED_AT = (*PARAMETERS.values(), "payments", "receipt_threshold")
CHUNK = 1000


@dataclass(frozen=True)
class Line:
    """A clock that runs, or an obligation to come, of a file; `what` is the obligation in words."""

    application: Application
    clock: rules.Clock
    today: date
    what: str = ""
    obligation: UUID | None = None

    @property
    def due_on(self) -> date | None:
        """Return the last day in time."""
        return self.clock.due_on(self.today)

    @property
    def days(self) -> int:
        """Return how many days it counts so far."""
        return self.clock.days(self.today)

    @property
    def days_left(self) -> int | None:
        """Return how many days are left, below zero when it is late."""
        return self.clock.days_left(self.today)

    @property
    def days_late(self) -> int:
        """Return how many days it is late."""
        return self.clock.days_late(self.today)


def of_file(application: Application) -> list[rules.Clock]:
    """Return the clocks that run for a filed application, in the order of its life."""
    names = [name for name, states in OPEN.items() if application.state in states]
    read = _Read(Application.objects.filter(pk=application.pk))
    if names and application.decided_at:
        carried(application)
    if not names:
        return []
    regulation, facts = under(application)
    found = _clocks(application, regulation, facts, _limits(regulation, facts, names), read, names)
    return [clock for clock in found.values() if not clock.is_done]


def running(fund: Fund, today: date, name: str = "") -> list[Line]:
    """Return what runs in a fund on a day, the latest first, of one name if asked (eight queries at most)."""
    names = [name] if name else list(NAMES)
    found = [line for one in names if one == OBLIGATION for line in _to_do(fund, today)]
    if states := {state for one in names for state in OPEN.get(one, ())}:
        files = fund.applications.filter(state__in=states)
        for application, clocks in _of(files, [one for one in names if one in OPEN]):
            found += [
                Line(application, clocks[one], today) for one in names if one in clocks and not clocks[one].is_done
            ]
    return sorted(
        found, key=lambda line: (rules.by_lateness(line.clock, today), line.application.number or "", line.what)
    )


def _to_do(fund: Fund, today: date) -> Iterator[Line]:
    dated = Obligation.objects.filter(application__fund=fund, done_at=None, due_on__isnull=False)
    dated = dated.exclude(application__state="withdrawn").select_related("application")
    for one in dated.defer("application__summary", "application__benefit", "application__renewal_note"):
        yield Line(one.application, obligation_clock(one), today, one.what, one.pk)


def obligation_clock(one: Obligation) -> rules.Clock:
    """Return an obligation as a clock, from the day it was taken to the day it is done."""
    taken = paris_day(one.taken_at)
    limit = (one.due_on - taken).days if one.due_on else None
    return rules.Clock(OBLIGATION, taken, paris_day(one.done_at) if one.done_at else None, limit, one.article)


@dataclass(frozen=True)
class YearClocks:
    """A year's clocks: how each went (`rules.Pace`), and the days each of its files took: {file: {clock: days}}."""

    paces: tuple[rules.Pace, ...]
    days: dict[UUID, dict[str, int]]


def of_year(exercise: Exercise) -> YearClocks:
    """Return the clocks of the files of a year, funded or not, by the règlement each falls under."""
    found: dict[str, list[rules.Clock]] = {name: [] for name in rules.CLOCKS}
    days: dict[UUID, dict[str, int]] = {}
    files = Application.objects.filter(exercise=exercise, number__isnull=False)
    for application, clocks in _of(files, rules.CLOCKS, bare=True):
        for name, clock in clocks.items():
            found[name].append(clock)
            if clock.ended_on:
                days.setdefault(application.pk, {})[name] = clock.days(clock.ended_on)
    return YearClocks(tuple(rules.pace(name, clocks) for name, clocks in found.items()), days)


# --- Reading ----------------------------------------------------------------------------------------------


def _paid() -> Subquery:
    """Return, within a query of files, the day the payment that the acceptance sets free left the bank.

    On receipts, the day of the first that did.
    """
    paid = PaymentOrder.objects.filter(award__application=OuterRef("pk"), paid_at__isnull=False)
    paid = paid.filter(Q(award__channel=rules.REIMBURSEMENT) | Q(trigger=rules.ACCEPTANCE))
    return Subquery(paid.order_by("paid_on").values("paid_on")[:1])


def _turned_down() -> Case:
    """Return, within a query of files, when the coordination said that a file can't be, from the journal."""
    turned = JournalEntry.objects.filter(kind="application.inadmissible", subject_id=OuterRef("pk"))
    return Case(When(state="inadmissible", then=Subquery(turned.order_by("-at").values("at")[:1])))


def _paid_on(application: Application) -> date | None:
    """Return the day of `_paid`, read with the file where many are."""
    if "paid_day" in vars(application):
        return vars(application)["paid_day"]
    return Application.objects.filter(pk=application.pk).values_list(_paid(), flat=True).get()


class _Read:
    """What the clocks of some files need beside them: one query a thing, the first time it is asked for."""

    def __init__(self, files: QuerySet[Application]):
        self._keys = files.order_by().values("pk")

    @cached_property
    def corrections(self) -> dict[UUID, list[rules.Wait]]:
        """Return when each file was sent back to its applicant, and when it came again."""
        found: dict[UUID, list[rules.Wait]] = defaultdict(list)
        asked = CorrectionRequest.objects.filter(application__in=self._keys).order_by("asked_at")
        for pk, since, until in asked.values_list("application", "asked_at", "answered_at"):
            found[pk].append(rules.Wait(paris_day(since), _day(until)))
        return found

    @cached_property
    def receipts(self) -> dict[UUID, list[tuple[date, rules.Bill]]]:
        """Return the receipts of each file paid on them, the day they were added with them, the earliest first."""
        found: dict[UUID, list[tuple[date, rules.Bill]]] = defaultdict(list)
        on_receipts = {"report__application__award__channel": rules.REIMBURSEMENT}
        shown = ReportReceipt.objects.filter(report__application__in=self._keys, **on_receipts).order_by("added_at")
        for pk, at, cents, file in shown.values_list("report__application", "added_at", "amount_cents", "file"):
            found[pk].append((paris_day(at), rules.Bill(cents, file is not None)))
        return found


def _of(
    files: QuerySet[Application], names: Collection[str], *, bare: bool = False
) -> Iterator[tuple[Application, dict[str, rules.Clock]]]:
    """Yield each of these filed applications with its clocks of these names; `bare` where nothing else is read of it."""
    read = _Read(files)
    versions = RegulationVersion.objects.filter(pk__in=files.order_by().values("regulation_version"))
    known = {version.pk: version.regulation for version in versions}
    # Most règlements say the same to every file: then it is read once, and not what their conditions would look at.
    steady = {
        version: _limits(regulation, NOTHING, names)
        for version, regulation in known.items()
        if not any(varies(regulation, parameter) for parameter in LOOKED_AT)
    }
    varying = [regulation for version, regulation in known.items() if version not in steady]
    ranked = ranks(files) if any(one.looks_at("rank") for one in varying) else {}
    found = files.select_related("award", "closing_report").order_by()
    found = found.annotate(paid_day=_paid(), turned_down_at=_turned_down())
    found = found.only(*MILESTONES) if bare and not varying else found.select_related("theme").defer(*LONG)
    for application in found.iterator(chunk_size=CHUNK):
        version = application.regulation_version_id
        regulation, limits, facts = known.get(version, Regulation()), steady.get(version), NOTHING
        if limits is None:
            _regulation, facts = under(application, regulation, ranked.get(application.pk, 1))
            limits = _limits(regulation, facts, names)
        yield application, _clocks(application, regulation, facts, limits, read, names)


def _limits(regulation: Regulation, facts: Facts, names) -> dict[str, rules.Limit]:
    return {
        name: rules.Limit(regulation.value(PARAMETERS[name], facts), regulation.article(PARAMETERS[name], facts))
        for name in names
    }


def _clocks(application, regulation: Regulation, facts: Facts, limits, read: _Read, names) -> dict[str, rules.Clock]:
    found = rules.clocks(_milestones(application, regulation, facts, read, names), limits)
    return {name: clock for name, clock in found.items() if name in names}


def _milestones(application, regulation: Regulation, facts: Facts, read: _Read, names) -> rules.Milestones:
    key, decided = application.pk, application.decided_at
    # Nothing is asked of a file that was never granted, nor what no clock of these names reads.
    award, report = (getattr(application, name, None) if decided else None for name in ("award", "closing_report"))
    parts = rules.schedule(regulation, application.granted_cents or 0, facts)
    channel, pays = award.channel if award else "", rules.PAYMENT in names and award is not None
    freed = None
    if pays and channel == rules.REIMBURSEMENT:
        freed = _freed_on(read.receipts.get(key, ()), parts, regulation.value("receipt_threshold", facts) or 0, report)
    return rules.Milestones(
        state=application.state, filed_on=paris_day(application.submitted_at),
        corrections=tuple(read.corrections.get(key, ())) if rules.DECISION in names else (),
        answered_on=_day(vars(application).get("turned_down_at") if application.state == "inadmissible" else decided),
        accepted_on=_day(award and award.accepted_at), channel=channel, pays_first=rules.ACCEPTANCE in parts,
        freed_on=freed, paid_on=_paid_on(application) if pays else None,
        last_day=last_day(application) if decided else None, reported_on=_day(report and report.submitted_at),
    )  # fmt: skip


def _freed_on(receipts, parts: dict[str, int], threshold: int, report) -> date | None:
    """Return the day receipts covered the part of the acceptance; failing that, the day the report was accepted."""
    total = 0
    for day, bill in receipts:
        total += bill.amount_cents if bill.proves(threshold) else 0
        if total >= parts.get(rules.ACCEPTANCE, 0):
            return day
    return _day(report and report.accepted_at)


def _day(moment: datetime | None) -> date | None:
    return paris_day(moment) if moment else None

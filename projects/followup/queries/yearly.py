"""A fund's year for its funders: one row a funded project, read in the ledger and checked against its accounts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from fph.journal.models import Checkpoint, RegisterEntry
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.models import Application
from projects.followup import rules
from projects.followup.queries.clocks import of_year
from projects.fund.models import NOBODY, Account, Contribution, Exercise, Fund, Transfer
from projects.fund.queries import envelope
from projects.fund.rules import Envelope

KINDS = Transfer.Kind
MOVED = {
    "granted_cents": KINDS.RESERVATION,
    "paid_cents": KINDS.PAYMENT,
    "spent_cents": KINDS.SPENDING,
    "returned_cents": KINDS.UNSPENT_RETURN,
    "released_cents": KINDS.RELEASE,
    "aside_cents": KINDS.HOLD,
}
# What undoes another movement counts as if that one had not been.
UNDONE = {"granted_cents": KINDS.ANNULMENT, "aside_cents": KINDS.UNHOLD}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A funded project as its funders read it, amounts in cents; a natural person is never named.

    granted = paid + released + what is still reserved; paid = spent + returned + what is still to be justified.
    Days are those its clocks counted (`rules.Clock`), None for one that runs still.
    """

    number: str
    holder: str
    title: str
    theme: str
    asked_cents: int
    granted_cents: int
    paid_cents: int
    spent_cents: int
    returned_cents: int
    released_cents: int
    decision_reference: str
    decided_by: str
    decided_on: date | None
    state: str
    decision_days: int | None = None
    payment_days: int | None = None
    report_days: int | None = None


PLACES = {kind: place for place, kind in enumerate(KINDS.values)}
MOVED_PLACES = tuple(
    (name, PLACES[kind], PLACES[UNDONE[name]] if name in UNDONE else None) for name, kind in MOVED.items()
)
STANDING = ("reserved", "paid", "spent")
# What a row reads of a file, and how many rows are in memory at a time.
READ = ("number", "applicant_type", "organisation_name", "title", "requested_cents", "decision_reference", "decision_body",
        "decided_at", "state")  # fmt: skip
CHUNK = 1000
AMOUNTS = tuple(field.name for field in fields(Row) if field.name.endswith("_cents"))


@dataclass(frozen=True)
class FunderLine:
    """What a funder promised to the year and what came, in cents; gifts stand together on one line."""

    funder: str
    pledged_cents: int
    received_cents: int
    agreement: str = ""
    is_pledge: bool = True


class Rows:
    """The funded projects of a year by number, read when they are asked for: all of them in turn, or a page of them.

    Amounts are those of the reading that was checked; a project granted since then is left to the next report.
    """

    def __init__(self, applications: QuerySet[Application], moved: "Moved", count: int, days: dict | None = None):
        self._found, self._moved, self._count, self._days = applications, moved, count, days or {}

    def __len__(self):
        return self._count

    def __iter__(self) -> Iterator[Row]:
        return self._rows(self._found.iterator(chunk_size=CHUNK))

    def __getitem__(self, part: slice) -> list[Row]:
        return list(self._rows(self._found[part]))

    def _rows(self, applications) -> Iterator[Row]:
        return (
            _row(one, self._moved.of_project(one.pk), self._days.get(one.pk, {}))
            for one in applications
            if one.pk in self._moved
        )


@dataclass(frozen=True)
class YearReport:
    """A fund's year: its rows and their totals, its money, its funders, and the register that proves it."""

    exercise: Exercise
    rows: Rows
    totals: dict[str, int]
    envelope: Envelope
    funders: list[FunderLine]
    moved_at: datetime
    last: datetime | None
    paces: tuple[rules.Pace, ...] = ()

    @property
    def fund(self) -> Fund:
        """Return the fund whose year it is."""
        return self.exercise.fund

    @cached_property
    def checkpoint(self) -> Checkpoint | None:
        """Return the first checkpoint that holds the year's last movement (one query, the first time)."""
        return _checkpoint(self.fund, self.last)


def years(fund: Fund) -> dict[int, Exercise]:
    """Return the years a fund has a report for, the latest first, by their number."""
    return {one.year: one for one in fund.exercises.all()}


def report_rows(fund: Fund, year: int) -> list[Row]:
    """Return the year's rows by number. Raises Refused, Exercise.DoesNotExist as `report` does."""
    return list(report(fund, year).rows)


def report(fund: Fund, year: int) -> YearReport:
    """Return a fund's year. Raises Exercise.DoesNotExist for a year the fund hasn't, Refused as `year_report` does."""
    exercise = fund.exercises.get(year=year)
    exercise.fund = fund
    return year_report(exercise)


def year_report(exercise: Exercise) -> YearReport:
    """Return a fund's year (at most ten queries whatever the size, and one to read the rows).

    Raises Refused when the rows don't add up to the accounts: such a report is never shown nor written.
    """
    try:
        return _read(exercise)
    except Refused:
        # A payment made between two readings looks like a difference: read once more before refusing.
        return _read(exercise)


def _read(exercise: Exercise) -> YearReport:
    moved, last = _moved(exercise)
    held = _held(exercise)
    applications = _funded(exercise)
    whole = applications.order_by().aggregate(count=Count("pk"), asked=Coalesce(Sum("requested_cents"), 0))
    totals = moved.totals(held)
    funders, clocks = _funders(exercise, moved), of_year(exercise)
    found = YearReport(
        exercise, Rows(applications, moved, whole["count"], clocks.days), {"asked_cents": int(whole["asked"]), **totals},
        envelope(exercise), funders, last or datetime.combine(exercise.ends_on, time(), UTC), last, clocks.paces,
    )  # fmt: skip
    Refused.unless(rules.report_agrees(
        totals, (moved.of_project(pk) for pk in held), held.values(), found.envelope,
        received_cents=sum(line.received_cents for line in funders),
        projects=(sum(moved.of_project(pk)["granted_cents"] > 0 for pk in held), whole["count"]),
    ))  # fmt: skip
    return found


class Moved:
    """What each reference (a project, a contribution, a gift) moved in a year, in cents by kind; small in memory."""

    def __init__(self):
        self._cents: dict[UUID, list[int]] = {}

    def add(self, reference: UUID, kind: str, cents: int) -> None:
        """Note what a reference moved of a kind."""
        self._cents.setdefault(reference, [0] * len(PLACES))[PLACES[kind]] = cents

    def cents(self, reference: UUID, kind: str) -> int:
        """Return what a reference moved of a kind, nothing when it never did."""
        return self._cents[reference][PLACES[kind]] if reference in self._cents else 0

    def totals(self, references: Iterable[UUID]) -> dict[str, int]:
        """Return what these references moved together, under the names of a row's amounts."""
        nothing = [0] * len(PLACES)
        sums = [
            sum(column) for column in zip(nothing, *(self._cents.get(one, nothing) for one in references), strict=True)
        ]
        return _named(sums)

    def of_project(self, reference: UUID) -> dict[str, int]:
        """Return what a project moved, under the names of a row's amounts."""
        return _named(self._cents.get(reference) or [0] * len(PLACES))

    def __contains__(self, reference: UUID):
        return reference in self._cents

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._cents)


def _named(cents: list[int]) -> dict[str, int]:
    """Name what moved of each kind, less what undid it."""
    return {
        name: cents[place] - (0 if undone is None else cents[undone]) for name, place, undone in MOVED_PLACES
    }  # fmt: skip


def _moved(exercise: Exercise) -> tuple[Moved, datetime | None]:
    """Return what each reference moved in the year, and when the last cent moved."""
    moved, last = Moved(), None
    found = Transfer.objects.filter(exercise=exercise).order_by().values_list("reference", "kind")
    for reference, kind, cents, at in found.annotate(Sum("amount_cents"), Max("made_at")).iterator(CHUNK):
        moved.add(reference, kind, int(cents))
        last = max(filter(None, (last, at)))
    return moved, last


def _held(exercise: Exercise) -> dict[UUID, dict[str, int]]:
    """Return what each project's accounts hold, whatever the tranche: {id: {"reserved", "paid", "spent"}}."""
    held: dict = {}
    accounts = Account.objects.filter(exercise=exercise).exclude(holder=NOBODY)
    for holder, kind, cents in accounts.values_list("holder", "kind", "balance_cents").iterator(CHUNK):
        own = held.setdefault(holder, dict.fromkeys(STANDING, 0))
        own[kind] += cents
    return held


def _funded(exercise: Exercise) -> QuerySet[Application]:
    holders = Account.objects.filter(exercise=exercise).exclude(holder=NOBODY).values("holder")
    # A file whose authority has not decided, or refused, holds an account and no grant: it is not a funded project.
    found = (
        Application.objects.filter(pk__in=holders, granted_cents__isnull=False)
        .select_related("theme")
        .only(*READ, "theme__label")
    )
    return found.order_by("number", "pk")


def _row(application: Application, moved: dict[str, int], days: dict[str, int]) -> Row:
    moved.pop("aside_cents")
    return Row(
        number=application.number or "", holder=application.public_holder, title=application.title,
        theme=application.theme.label if application.theme else "", asked_cents=application.requested_cents or 0,
        **moved,
        decision_reference=application.decision_reference,
        decided_by=application.decision_body or _("le comité"),
        decided_on=paris_day(application.decided_at) if application.decided_at else None,
        state=application.public_state,
        **{f"{name}_days": days.get(name) for name in rules.CLOCKS},
    )  # fmt: skip


def _funders(exercise: Exercise, moved: Moved) -> list[FunderLine]:
    lines, known = [], set()
    pledges = Contribution.objects.filter(exercise=exercise).select_related("funder").order_by("funder__name", "pk")
    for pledge in pledges:
        known.add(pledge.pk)
        came = _came(moved, pledge.pk)
        lines.append(FunderLine(str(pledge.funder), pledge.pledged_cents, came, pledge.agreement))
    gifts = sum(_came(moved, reference) for reference in moved if reference not in known)
    return [*lines, FunderLine(_("Dons"), gifts, gifts, is_pledge=False)] if gifts else lines


def _came(moved: Moved, reference: UUID) -> int:
    return moved.cents(reference, KINDS.CONTRIBUTION) - moved.cents(reference, KINDS.WITHDRAWAL)


def _checkpoint(fund: Fund, last: datetime | None) -> Checkpoint | None:
    """Return the first checkpoint that holds the year's last movement: it stays the same however often one asks."""
    if last is None:
        return None
    leaves = RegisterEntry.objects.filter(entry__fund=fund.pk, entry__at__lte=last).order_by("-seq").values("seq")
    return Checkpoint.objects.filter(size__gte=leaves[:1]).order_by("date").first()

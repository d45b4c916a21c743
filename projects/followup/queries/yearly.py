"""A fund's year for its funders: one row a funded project, read in the ledger and checked against its accounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from fph.journal.models import Checkpoint, RegisterEntry
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.models import Application
from projects.followup import rules
from projects.fund.models import NOBODY, Account, Contribution, Exercise, Fund, Transfer
from projects.fund.queries import envelope
from projects.fund.rules import Envelope

KINDS = Transfer.Kind
MOVED = {
    "granted_cents": KINDS.RESERVATION, "paid_cents": KINDS.PAYMENT, "spent_cents": KINDS.SPENDING,
    "returned_cents": KINDS.UNSPENT_RETURN, "released_cents": KINDS.RELEASE,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A funded project as its funders read it, amounts in cents; a natural person is never named.

    granted = paid + released + what is still reserved; paid = spent + returned + what is still to be justified.
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
    decided_on: date | None
    state: str


AMOUNTS = tuple(field.name for field in fields(Row) if field.name.endswith("_cents"))


@dataclass(frozen=True)
class FunderLine:
    """What a funder promised to the year and what came, in cents; gifts stand together on one line."""

    funder: str
    pledged_cents: int
    received_cents: int
    agreement: str = ""


@dataclass(frozen=True)
class YearReport:
    """A fund's year: its rows and their totals, its money, its funders, and the register that proves it."""

    fund: Fund
    exercise: Exercise
    rows: list[Row]
    totals: dict[str, int]
    envelope: Envelope
    funders: list[FunderLine]
    moved_at: datetime
    checkpoint: Checkpoint | None


def years(fund: Fund) -> list[int]:
    """Return the years a fund has a report for, the latest first."""
    return list(fund.exercises.values_list("year", flat=True))


def report_rows(fund: Fund, year: int) -> list[Row]:
    """Return the year's rows by number. Raises Refused, Exercise.DoesNotExist as `report` does."""
    return report(fund, year).rows


def report(fund: Fund, year: int) -> YearReport:
    """Return a fund's year (nine queries whatever the size).

    Raises Exercise.DoesNotExist for a year the fund hasn't, Refused when the rows don't add up to the accounts: such a
    report is never shown nor written.
    """
    try:
        return _read(fund, year)
    except Refused:
        # A payment made between two readings looks like a difference: read once more before refusing.
        return _read(fund, year)


def _read(fund: Fund, year: int) -> YearReport:
    exercise = fund.exercises.get(year=year)
    moved, last = _moved(exercise)
    funded = list(_funded(exercise))
    rows = [_row(application, moved[application.pk]) for application in funded]
    totals = {name: sum(getattr(row, name) for row in rows) for name in AMOUNTS}
    found = YearReport(
        fund, exercise, rows, totals, envelope(exercise), _funders(exercise, moved),
        last or datetime.combine(exercise.ends_on, time(), UTC), _checkpoint(fund, last),
    )  # fmt: skip
    _check(found, [application.pk for application in funded])
    return found


def _moved(exercise: Exercise) -> tuple[dict, datetime | None]:
    """Return what each reference moved in the year, {id: {kind: cents}}, and when the last cent moved."""
    moved, last = defaultdict(lambda: defaultdict(int)), None
    found = Transfer.objects.filter(exercise=exercise).order_by().values_list("reference", "kind")
    for reference, kind, cents, at in found.annotate(Sum("amount_cents"), Max("made_at")):
        moved[reference][kind] = cents
        last = max(filter(None, (last, at)))
    return moved, last


def _funded(exercise: Exercise) -> Iterable[Application]:
    holders = Account.objects.filter(exercise=exercise).exclude(holder=NOBODY).values("holder")
    return Application.objects.filter(pk__in=holders).select_related("theme").order_by("number", "pk")


def _row(application: Application, moved: dict) -> Row:
    return Row(
        number=application.number or "", holder=application.public_holder, title=application.title,
        theme=application.theme.label if application.theme else "", asked_cents=application.requested_cents or 0,
        **{name: moved[kind] for name, kind in MOVED.items()},
        decision_reference=application.decision_reference,
        decided_on=paris_day(application.decided_at) if application.decided_at else None,
        state=application.public_state,
    )  # fmt: skip


def _funders(exercise: Exercise, moved: dict) -> list[FunderLine]:
    lines, known = [], set()
    pledges = Contribution.objects.filter(exercise=exercise).select_related("funder").order_by("funder__name", "pk")
    for pledge in pledges:
        known.add(pledge.pk)
        lines.append(FunderLine(str(pledge.funder), pledge.pledged_cents, _came(moved[pledge.pk]), pledge.agreement))
    gifts = sum(_came(kinds) for reference, kinds in moved.items() if reference not in known)
    return [*lines, FunderLine(_("Dons"), gifts, gifts)] if gifts else lines


def _came(moved: dict) -> int:
    return moved[KINDS.CONTRIBUTION] - moved[KINDS.WITHDRAWAL]


def _checkpoint(fund: Fund, last: datetime | None) -> Checkpoint | None:
    """Return the first checkpoint that holds the year's last movement: it stays the same however often one asks."""
    if last is None:
        return None
    leaves = RegisterEntry.objects.filter(entry__fund=fund.pk, entry__at__lte=last).order_by("-seq").values("seq")
    return Checkpoint.objects.filter(size__gte=leaves[:1]).order_by("date").first()


def _check(found: YearReport, projects: list) -> None:
    """Raise Refused unless every row and every total agrees with the accounts."""
    held: dict = {pk: {"reserved": 0, "paid": 0, "spent": 0} for pk in projects}
    accounts = Account.objects.filter(exercise=found.exercise).exclude(holder=NOBODY)
    for holder, kind, cents in accounts.values_list("holder", "kind", "balance_cents"):
        held.setdefault(holder, {})[kind] = held.get(holder, {}).get(kind, 0) + cents
    Refused.unless(rules.report_agrees(
        found.totals, [vars(row) for row in found.rows], held.values(), found.envelope,
        received_cents=sum(line.received_cents for line in found.funders),
    ))  # fmt: skip

"""Reading funds, their years and their money."""

from datetime import date, datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, JSONObject

from projects.fund.models import (
    Account,
    AccountKind,
    CalendarEntry,
    Contribution,
    Exercise,
    Fund,
    Gift,
    Theme,
    Transfer,
    TransferKind,
)
from projects.fund.rules import Envelope

IN, OUT = TransferKind.CONTRIBUTION, TransferKind.WITHDRAWAL


def funds():
    """Return every fund with its neighbourhood and carrier."""
    return Fund.objects.select_related("neighbourhood", "carrier")


def exercise_on(fund: Fund, day: date) -> Exercise | None:
    """Return the year of a fund that holds that day, or None."""
    return fund.exercises.filter(starts_on__lte=day, ends_on__gte=day).first()


def envelope(exercise: Exercise) -> Envelope:
    """Return a year's money, from its accounts and pledges (two queries)."""
    kinds = Account.Kind
    sums = {kind: Coalesce(Sum("balance_cents", filter=Q(kind=kind)), 0) for kind in kinds.values}
    found = Account.objects.filter(exercise=exercise).aggregate(**sums)
    pledged = Contribution.objects.filter(exercise=exercise).aggregate(cents=Coalesce(Sum("pledged_cents"), 0))
    return Envelope(
        pledged_cents=pledged["cents"],
        received_cents=-found[kinds.OUTSIDE],
        available_cents=found[kinds.AVAILABLE],
        reserved_cents=found[kinds.RESERVED],
        paid_cents=found[kinds.PAID],
        spent_cents=found[kinds.SPENT],
    )


def with_money(funds: QuerySet[Fund], day: date) -> list[tuple[Fund, Envelope | None]]:
    """Return each fund with the money of its year that holds that day, None while none is open (one query)."""
    year = Exercise.objects.filter(fund=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day).values("pk")[:1]
    accounts = Account.objects.filter(exercise=OuterRef("year_now")).order_by().values("exercise")
    sums = JSONObject(**{kind: Coalesce(Sum("balance_cents", filter=Q(kind=kind)), 0) for kind in AccountKind.values})
    pledges = Contribution.objects.filter(exercise=OuterRef("year_now")).order_by().values("exercise")
    rows = funds.select_related("carrier").annotate(year_now=Subquery(year)).annotate(
        held_now=Subquery(accounts.annotate(held=sums).values("held")),
        pledged_now=Subquery(pledges.annotate(cents=Sum("pledged_cents")).values("cents")),
    )  # fmt: skip
    return [(fund, _money_now(fund) if fund.year_now else None) for fund in rows]


def _money_now(fund) -> Envelope:
    held = fund.held_now or dict.fromkeys(AccountKind.values, 0)
    return Envelope(
        pledged_cents=fund.pledged_now or 0, received_cents=-held[AccountKind.OUTSIDE],
        available_cents=held[AccountKind.AVAILABLE], reserved_cents=held[AccountKind.RESERVED],
        paid_cents=held[AccountKind.PAID], spent_cents=held[AccountKind.SPENT],
    )  # fmt: skip


def received_cents(reference) -> int:
    """Return what came in under a reference (a contribution or a gift), less what was taken back."""
    kinds = Transfer.Kind
    sums = Transfer.objects.filter(reference=reference).aggregate(
        came=Coalesce(Sum("amount_cents", filter=Q(kind=kinds.CONTRIBUTION)), 0),
        went=Coalesce(Sum("amount_cents", filter=Q(kind=kinds.WITHDRAWAL)), 0),
    )
    return int(sums["came"] - sums["went"])


def project_cents(holders) -> dict:
    """Return, for each project id, its cents by kind of account: {id: {"reserved": …, "paid": …, "spent": …}}."""
    found: dict = {holder: {"reserved": 0, "paid": 0, "spent": 0} for holder in holders}
    rows = Account.objects.filter(holder__in=list(found)).values_list("holder", "kind").annotate(Sum("balance_cents"))
    for holder, kind, cents in rows:
        found[holder][kind] = cents
    return found


def next_date(fund: Fund, now: datetime) -> CalendarEntry | None:
    """Return the next published meeting of a fund, or None."""
    return fund.calendar.filter(meets_at__gte=now).first()


def next_filing_date(fund: Fund, today: date) -> CalendarEntry | None:
    """Return the first published meeting whose filing deadline has not passed, or None."""
    return fund.calendar.filter(filing_deadline__gte=today).first()


def themes(exercise: Exercise | None):
    """Return the themes of a year, in the committee's order."""
    return Theme.objects.filter(exercise=exercise) if exercise else Theme.objects.none()


def themes_on(fund: Fund, day: date):
    """Return the themes of the year that holds that day, each with its year, in the committee's order."""
    found = Theme.objects.filter(exercise__fund=fund, exercise__starts_on__lte=day, exercise__ends_on__gte=day)
    return found.select_related("exercise")


def gifts():
    """Return every gift with its year and fund."""
    return Gift.objects.select_related("exercise__fund__neighbourhood", "exercise__fund__carrier")


def contributions_of(fund: Fund):
    """Return a fund's contributions with their funder and year, in the order they were pledged."""
    return (
        Contribution.objects.filter(exercise__fund=fund)
        .select_related("funder", "tranche", "exercise__fund__neighbourhood")
        .order_by("pledged_at")
    )


def pledges(exercise: Exercise) -> list[Contribution]:
    """Return a year's contributions, each with `received_cents`, less what was taken back (two queries)."""
    found = list(Contribution.objects.filter(exercise=exercise).select_related("funder").order_by("pledged_at"))
    brought = {reference: int(received) for reference, received in _received_by_reference(exercise)}
    for contribution in found:
        contribution.received_cents = brought.get(contribution.pk, 0)
        contribution.awaited_cents = max(0, contribution.pledged_cents - contribution.received_cents)
    return found


def _received_by_reference(exercise: Exercise):
    moved = Transfer.objects.filter(exercise=exercise, kind__in=[IN, OUT]).order_by()
    came, went = (Coalesce(Sum("amount_cents", filter=Q(kind=kind)), 0) for kind in (IN, OUT))
    return moved.values_list("reference").annotate(net=came - went)


def gifts_of(exercise: Exercise):
    """Return the gifts that were paid in a year, kept or to give back, the latest first."""
    standing = [Gift.State.PAID, Gift.State.REFUND_DUE]
    return Gift.objects.filter(exercise=exercise, state__in=standing).order_by("-paid_at")


def unsettled_gifts(before: datetime):
    """Return the gifts whose checkout was opened before that moment and of which nothing was heard."""
    return gifts().filter(state=Gift.State.OPENED, opened_at__lt=before).exclude(checkout_session=None)


def year_to_show(fund: Fund, wanted: str, today: date) -> tuple[Exercise | None, list[Exercise]]:
    """Return the year asked for, else today's, else the latest one; and all of them (one query)."""
    years = list(fund.exercises.all())
    asked = [e for e in years if str(e.year) == wanted]
    current = [e for e in years if e.starts_on <= today <= e.ends_on]
    return next(iter([*asked, *current, *years]), None), years

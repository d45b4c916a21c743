"""Reading funds, their years and their money."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from fph.people.models import Organisation
from projects.fund.models import (
    Account,
    CalendarEntry,
    Contribution,
    Exercise,
    Fund,
    Gift,
    Theme,
    Tranche,
    Transfer,
    TransferKind,
)
from projects.fund.rules import Envelope

IN, OUT = TransferKind.CONTRIBUTION, TransferKind.WITHDRAWAL
PLEDGED, OF_PLEDGES = "pledged", "of_pledges"
MONEY = tuple(field.name for field in fields(Envelope) if field.name.endswith("_cents"))


def funds():
    """Return every fund with its neighbourhood and carrier."""
    return Fund.objects.select_related("neighbourhood", "carrier")


def exercise_on(fund: Fund, day: date) -> Exercise | None:
    """Return the year of a fund that holds that day, or None."""
    return fund.exercises.filter(starts_on__lte=day, ends_on__gte=day).first()


def envelope(exercise: Exercise) -> Envelope:
    """Return a year's money and, where it has tranches, each one's, from its accounts and pledges (one query)."""
    return envelopes([exercise.pk])[exercise.pk]


def envelopes(years: Iterable) -> dict:
    """Return each year's money, by the year's id: its accounts, what is pledged, what came of it (one query)."""
    cents: dict = {year: defaultdict(lambda: dict.fromkeys(MONEY, 0)) for year in years}
    whole: dict = {year: {"received_cents": 0, "of_pledges_cents": 0} for year in cents}
    for year, label, kind, held in _money_by_tranche(list(cents)):
        if kind == Account.Kind.OUTSIDE:
            whole[year]["received_cents"] = -held
        elif kind == OF_PLEDGES:
            whole[year]["of_pledges_cents"] = held
        else:
            money = cents[year][label or ""]
            money[f"{kind}_cents"] += held
            money["received_cents"] += held if kind != PLEDGED else 0
    return {year: _envelope(found, whole[year]) for year, found in cents.items()}


def _money_by_tranche(years: list) -> QuerySet:
    """Return (year, tranche, kind, cents): a row a kind of account, one for what is pledged, one for what came of it."""
    columns = ("exercise", "tranche__label", "told")
    accounts = Account.objects.filter(exercise__in=years).order_by().annotate(told=F("kind")).values_list(*columns)
    pledges = Contribution.objects.filter(exercise__in=years).order_by()
    came = Coalesce(Sum("amount_cents", filter=Q(kind=IN)), 0) - Coalesce(Sum("amount_cents", filter=Q(kind=OUT)), 0)
    moved = Transfer.objects.filter(reference__in=pledges.values("pk")).order_by()
    return accounts.annotate(cents=Sum("balance_cents")).union(
        pledges.annotate(told=Value(PLEDGED)).values_list(*columns).annotate(cents=Sum("pledged_cents")),
        moved.annotate(told=Value(OF_PLEDGES), all=Value("")).values_list("exercise", "all", "told").annotate(cents=came),
        all=True,
    )  # fmt: skip


def _envelope(cents: dict, whole: dict) -> Envelope:
    """Add a year's tranches up, beside what is known of the whole year; it has some as soon as one has a label."""
    tranches = [Envelope(**cents[label], label=label) for label in sorted(cents) if label or any(cents[label].values())]
    total = {name: sum(money[name] for money in cents.values()) for name in MONEY}
    return Envelope(**total | whole, tranches=tuple(tranches) if any(cents) else ())


def with_money(funds: QuerySet[Fund], day: date) -> list[tuple[Fund, Envelope | None]]:
    """Return each fund with the money of its year that holds that day, None while none is open (two queries)."""
    year = Exercise.objects.filter(fund=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day).values("pk")[:1]
    found = list(funds.select_related("carrier").annotate(year_now=Subquery(year)))
    money = envelopes(fund.year_now for fund in found if fund.year_now)
    return [(fund, money.get(fund.year_now)) for fund in found]


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


def funders_of(fund: Fund):
    """Return the organisations a fund knows: those that gave to it or have a role in it, by name, nobody else's."""
    theirs = Q(contributions__exercise__fund=fund) | Q(pk__in=fund.mandates.values("organisation"))
    return Organisation.objects.filter(theirs).distinct().order_by("name")


def tranche_labels(fund: Fund) -> list[str]:
    """Return the labels of the tranches a fund has or had, whatever the year, in alphabetical order."""
    return sorted(set(Tranche.objects.filter(exercise__fund=fund).values_list("label", flat=True)))


def next_date(fund: Fund, now: datetime) -> CalendarEntry | None:
    """Return the next published meeting of a fund, or None."""
    return fund.calendar.filter(meets_at__gte=now).first()


def next_filing_date(fund: Fund, today: date) -> CalendarEntry | None:
    """Return the first published meeting whose filing deadline has not passed, or None."""
    return fund.calendar.filter(filing_deadline__gte=today).first()


def themes(exercise: Exercise) -> QuerySet[Theme]:
    """Return every theme of a year, past, present and to come, in the order they begin, then in the committee's."""
    return exercise.themes.order_by(F("starts_on").asc(nulls_first=True), "position", "label")


def themes_on(fund: Fund, day: date) -> QuerySet[Theme]:
    """Return the themes in force that day, each with its year, in the committee's order."""
    found = Theme.objects.filter(exercise__fund=fund, exercise__starts_on__lte=day, exercise__ends_on__gte=day)
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return found.filter(begun, Q(ends_on__isnull=True) | Q(ends_on__gte=day)).select_related("exercise")


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
    found = list(
        Contribution.objects.filter(exercise=exercise).select_related("funder", "tranche").order_by("pledged_at")
    )
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

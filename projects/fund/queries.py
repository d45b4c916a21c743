"""Reading funds, their years and their money."""

from datetime import date, datetime

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from projects.fund.models import Account, CalendarEntry, Contribution, Exercise, Fund, Theme, Transfer
from projects.fund.rules import Envelope


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


def received_cents(reference) -> int:
    """Return what came in under a reference (a contribution or a gift), less what was taken back."""
    kinds = Transfer.Kind
    sums = Transfer.objects.filter(reference=reference).aggregate(
        came=Coalesce(Sum("amount_cents", filter=Q(kind=kinds.CONTRIBUTION)), 0),
        went=Coalesce(Sum("amount_cents", filter=Q(kind=kinds.WITHDRAWAL)), 0),
    )
    return sums["came"] - sums["went"]


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

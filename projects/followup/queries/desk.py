"""A fund's payments and reports, as those who see to them need them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Sum

from projects.applications.models import Application
from projects.applications.queries import under
from projects.followup import rules
from projects.followup.models import ClosingReport, PaymentOrder
from projects.followup.queries import clocks, purse
from projects.fund.models import Account, AccountKind, Fund

MOST = 20
FILE = ("award__application__fund", "award__application__regulation_version")


@dataclass(frozen=True)
class ToOrder:
    """A part of a grant that may be ordered now."""

    award: object
    trigger: str
    cents: int


@dataclass(frozen=True)
class Awaited:
    """A project whose report is still to come, the day it is due, and whether that day has passed."""

    application: Application
    due_on: date
    late: bool


@dataclass(frozen=True)
class Desk:
    """What a fund has to pay, has ordered, has paid; the reports to check and those awaited: `MOST` of each at most."""

    to_order: list[ToOrder]
    ordered: list[PaymentOrder]
    paid: list[PaymentOrder]
    to_check: list[ClosingReport]
    awaited: list[Awaited]
    to_accept: list[Application]

    @property
    def is_cut(self) -> bool:
        """Say whether a list holds more than is shown."""
        lists = (self.to_order, self.ordered, self.to_check, self.awaited, self.to_accept)
        return any(len(rows) == MOST for rows in lists)


def desk(fund: Fund, today: date) -> Desk:
    """Return a fund's desk of payments and reports on a day, the oldest first (nine queries whatever the size)."""
    return Desk(
        to_order=_to_order(fund)[:MOST],
        ordered=list(_ordered(fund).select_related(*FILE)[:MOST]),
        paid=list(_orders(fund).exclude(paid_at=None).select_related(*FILE).order_by("-paid_on", "-paid_at")[:MOST]),
        to_check=list(_to_check(fund).select_related("application").order_by("submitted_at")[:MOST]),
        awaited=awaited_reports(fund, today, MOST),
        to_accept=list(fund.applications.filter(state="granted").order_by("decided_at")[:MOST]),
    )


def counts(fund: Fund) -> tuple[int, int, int]:
    """Return how many parts are to be ordered, to be confirmed, and reports to be checked (five queries)."""
    return len(_to_order(fund)), _ordered(fund).count(), _to_check(fund).count()


def _orders(fund: Fund):
    return PaymentOrder.objects.filter(award__application__fund=fund)


def _ordered(fund: Fund):
    return _orders(fund).filter(paid_at=None).exclude(award__application__state="withdrawn")


def _to_check(fund: Fund):
    return ClosingReport.objects.filter(application__fund=fund, accepted_at=None, submitted_at__isnull=False)


def _to_order(fund: Fund) -> list[ToOrder]:
    """Return the parts that may be ordered, among the files that still have something reserved."""
    reserved = Account.objects.filter(kind=AccountKind.RESERVED, holder=OuterRef("pk"), balance_cents__gt=0)
    sums = reserved.order_by().values("holder").annotate(cents=Sum("balance_cents")).values("cents")
    files = fund.applications.filter(state__in=["accepted", "reported"], award__isnull=False)
    files = files.annotate(reserved_now=Subquery(sums)).filter(reserved_now__gt=0)
    files = files.select_related("award", "regulation_version", "closing_report", "fund", "theme", "exercise")
    files = files.order_by("award__accepted_at")
    found = list(files.prefetch_related("award__payment_orders", "closing_report__receipts"))
    return [part for application in found for part in _open_parts(application, int(application.reserved_now))]


def _open_parts(application: Application, reserved_cents: int) -> list[ToOrder]:
    award, report = application.award, getattr(application, "closing_report", None)
    ordered, found = {order.trigger for order in award.payment_orders.all()}, []
    dues = purse.dues(application, award, report, reserved_cents)
    for trigger in dues.triggers:
        due = rules.due_cents(trigger, dues)
        if rules.may_order(
            trigger, state=application.state, due_cents=due, ordered=trigger in ordered,
            report_accepted=dues.report_accepted, is_free=dues.is_free,
        ):  # fmt: skip
            found.append(ToOrder(award, trigger, due))
    return found


def awaited_reports(fund: Fund, today: date, most: int) -> list[Awaited]:
    """Return the paid projects whose report isn't sent, the first due first, so many of them at most."""
    lines = [line for line in clocks.running(fund, today, rules.BILAN) if line.application.state == "paid"][:most]
    return [Awaited(line.application, line.due_on, line.days_late > 0) for line in lines if line.due_on]


def awaited(application: Application, today: date) -> Awaited:
    """Return when a file's report is due; without a date of its own, an action counts from the decision."""
    regulation, found = under(application)
    due_on = rules.report_due_on(regulation, purse.last_day(application), found)
    return Awaited(application, due_on, due_on < today)

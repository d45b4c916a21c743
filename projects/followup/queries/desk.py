"""A fund's payments and reports, as those who see to them need them."""

from dataclasses import dataclass
from datetime import date

from projects.applications.models import Application
from projects.followup import rules
from projects.followup.models import ClosingReport, PaymentOrder
from projects.followup.queries.purse import parts, regulation_of
from projects.fund.models import Fund
from projects.fund.queries import project_cents

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
    """What a fund has to pay, has ordered, has paid; the reports to check and those awaited."""

    to_order: list[ToOrder]
    ordered: list[PaymentOrder]
    paid: list[PaymentOrder]
    to_check: list[ClosingReport]
    awaited: list[Awaited]
    to_accept: list[Application]


def desk(fund: Fund, today: date) -> Desk:
    """Return a fund's desk of payments and reports on a day (eight queries whatever the size)."""
    orders = PaymentOrder.objects.filter(award__application__fund=fund).select_related(*FILE)
    reports = ClosingReport.objects.filter(application__fund=fund).select_related("application")
    return Desk(
        to_order=_to_order(fund),
        ordered=list(orders.filter(paid_at=None).exclude(award__application__state="withdrawn")),
        paid=list(orders.exclude(paid_at=None).order_by("-paid_on", "-paid_at")),
        to_check=list(reports.filter(accepted_at=None, submitted_at__isnull=False).order_by("submitted_at")),
        awaited=awaited_reports(fund, today),
        to_accept=list(fund.applications.filter(state="granted").order_by("decided_at")),
    )


def _to_order(fund: Fund) -> list[ToOrder]:
    files = fund.applications.filter(state__in=["accepted", "reported"], award__isnull=False)
    files = files.select_related("award", "regulation_version", "closing_report", "fund").order_by("award__accepted_at")
    found = list(files.prefetch_related("award__payment_orders"))
    held = project_cents([application.pk for application in found])
    return [part for application in found for part in _open_parts(application, held[application.pk]["reserved"])]


def _open_parts(application: Application, reserved_cents: int) -> list[ToOrder]:
    award, report = application.award, getattr(application, "closing_report", None)
    ordered = {order.trigger for order in award.payment_orders.all()}
    found = []
    for trigger, cents in parts(application).items():
        due = min(cents, reserved_cents)
        if rules.may_order(
            trigger, state=application.state, due_cents=due, ordered=trigger in ordered,
            report_accepted=bool(report and report.accepted_at),
        ):  # fmt: skip
            found.append(ToOrder(award, trigger, due))
    return found


def awaited_reports(fund: Fund, today: date) -> list[Awaited]:
    """Return the paid projects whose report isn't sent, the first due first."""
    files = fund.applications.filter(state="paid").select_related("regulation_version", "fund")
    found = [awaited(application, today) for application in files]
    return sorted(found, key=lambda one: (one.due_on, one.application.number or ""))


def awaited(application: Application, today: date) -> Awaited:
    """Return when a file's report is due; without a date of its own, an action counts from the decision."""
    last_day = application.ends_on or application.starts_on or application.decided_at.date()
    due_on = rules.report_due_on(regulation_of(application), last_day)
    return Awaited(application, due_on, due_on < today)

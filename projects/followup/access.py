"""Fetch or 404: one's own aid and report, the funds one pays for, checks or reads."""

from datetime import datetime

from django.shortcuts import get_object_or_404

from fph.http.access import not_found_unless
from fph.people.roles import Permission, held, paris_day
from projects.applications.access import own_application
from projects.applications.models import Application
from projects.applications.rules import FUNDED
from projects.followup.models import Award, ClosingReport, Obligation, PaymentOrder, ReportReceipt
from projects.fund.models import Exercise, Fund
from projects.fund.queries import funds

OFFICE = (Permission.REVIEW, Permission.PAY)


def holds_any(person, permissions, fund: Fund, now: datetime) -> bool:
    """Say whether a person holds one of these permissions on a fund now."""
    return bool(held(person, permissions, fund, paris_day(now)))


def own_aid(person, pk, now: datetime) -> Application:
    """Return a file of that person that was granted."""
    application = own_application(person, pk, now)
    not_found_unless(application.state in FUNDED)
    return application


def own_receipt(application: Application, pk: str) -> ReportReceipt:
    """Return a receipt of a file's own report."""
    found = ReportReceipt.objects.filter(report__application=application).select_related("report", "file")
    receipt = next((receipt for receipt in found if receipt.pk.hex == pk), None)
    not_found_unless(receipt)
    return receipt


def readable_receipt(person, pk, now: datetime) -> ReportReceipt:
    """Return a receipt to its holder, or to those who check or pay for its fund."""
    receipts = ReportReceipt.objects.select_related("report__application__fund", "file")
    receipt = get_object_or_404(receipts.exclude(file=None), pk=pk)
    application = receipt.report.application
    not_found_unless(application.owner_id == person.pk or holds_any(person, OFFICE, application.fund, now))
    return receipt


def fund_for(person, slug: str, now: datetime, *permissions: Permission) -> Fund:
    """Return a fund on which that person holds one of these permissions now."""
    fund = get_object_or_404(funds(), slug=slug)
    not_found_unless(holds_any(person, permissions, fund, now))
    return fund


def year_to_read(person, slug: str, year: int, now: datetime) -> Exercise:
    """Return a year of a fund, its fund with it, to those who read its reports now."""
    years = Exercise.objects.select_related("fund__neighbourhood", "fund__carrier")
    found = get_object_or_404(years, fund__slug=slug, year=year)
    not_found_unless(holds_any(person, (Permission.READ_REPORTS,), found.fund, now))
    return found


def award_to_pay(fund: Fund, pk) -> Award:
    """Return an accepted award of that fund."""
    return get_object_or_404(Award.objects.select_related("application"), pk=pk, application__fund=fund)


def order_to_confirm(fund: Fund, pk) -> PaymentOrder:
    """Return a payment order of that fund that isn't confirmed."""
    orders = PaymentOrder.objects.select_related("award__application")
    return get_object_or_404(orders, pk=pk, award__application__fund=fund, paid_at=None)


def report_to_check(fund: Fund, application) -> ClosingReport:
    """Return the report of that fund's file, once it was sent at least once."""
    reports = ClosingReport.objects.select_related("application__fund", "application__regulation_version")
    report = get_object_or_404(reports, application=application, application__fund=fund)
    not_found_unless(report.submitted_at or report.history.exclude(submitted_at=None).exists())
    return report


def own_obligation(person, pk, now: datetime) -> Obligation:
    """Return what that person undertook for a file of theirs."""
    found = get_object_or_404(Obligation.objects.select_related("application"), pk=pk)
    own_aid(person, found.application_id, now)
    return found


def obligation_of(fund: Fund, pk) -> Obligation:
    """Return what the holder of a file of that fund undertook."""
    return get_object_or_404(Obligation.objects.select_related("application"), pk=pk, application__fund=fund)

"""The closing report: written with its receipts, sent, sent back or accepted; then the money is settled."""

from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.files.actions import erase, store
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.actions import move
from projects.applications.models import Application
from projects.followup import notices, queries, rules
from projects.followup.models import ClosingReport, PaymentOrder, ReportReceipt
from projects.fund import actions as ledger

kind("report.submitted", gettext_lazy("Le bilan de « {project} » est remis."), "project")
kind("report.sent_back", gettext_lazy("Un bilan est renvoyé pour être complété."), public=False)
kind(
    "report.accepted", gettext_lazy("Le bilan de « {project} » est accepté : {spent} dépensés, {returned} rendus."),
    "project", "spent", "spent_cents", "returned", "returned_cents", "returned_on", "kept_cents",
)  # fmt: skip
WRITTEN = ("narrative", "people_reached", "spent_cents")


@action
def save_report(application: Application, data: dict, *, by, now: datetime) -> ClosingReport:
    """Keep what the holder wrote so far: `narrative`, `people_reached`, `spent_cents`; the same again is no version.

    Raises Refused once it is sent.
    """
    application = queries.locked(application.pk)
    report = queries.report_of(application) or ClosingReport(application=application)
    _refuse_unless_open(report, application)
    changes = {name: data[name] for name in WRITTEN if name in data and data[name] != getattr(report, name)}
    if not changes and not report._state.adding:
        return report
    return keep(report, by=by, now=now, reason=_("brouillon"), **changes)


@action
def add_receipt(report: ClosingReport, *, supplier: str, amount_cents: int, upload, by, now) -> ReportReceipt:
    """Add a receipt of that amount in cents; without `upload`, an expense whose receipt is lost. Raises Refused."""
    _refuse_unless_open(*_both(report))
    stored = store(upload, by=by, now=now) if upload else None
    return ReportReceipt.objects.create(
        report=report, supplier=supplier.strip(), amount_cents=amount_cents, file=stored, added_at=now, added_by=by
    )


@action
def remove_receipt(receipt: ReportReceipt, *, by, now: datetime) -> None:
    """Take a receipt off a report that isn't sent, its file with it. Raises Refused, also once a payment rests on it."""
    report, application = _both(receipt.report)
    _refuse_unless_open(report, application)
    Refused.unless(_may_remove(receipt, report, application))
    stored = receipt.file
    receipt.delete()
    if stored:
        erase(stored, by=by, now=now)


@action
def submit_report(report: ClosingReport, *, by, now: datetime) -> ClosingReport:
    """Send a whole report to the coordination. Raises Refused with its gaps, each tied to a field."""
    report, application = _both(report)
    _refuse_unless_open(report, application)
    Refused.unless(rules.may_submit_report(queries.facts(report)))
    keep(report, by=by, now=now, reason=_("remise du bilan"), submitted_at=now, submitted_by=by)
    move(application, "reported", by=by, now=now)
    entry = record("report.submitted", application, by=by, now=now, fund=application.fund_id, project=application.title)
    notices.report_submitted(application, reference=entry, now=now)
    return report


@action
def send_back_report(report: ClosingReport, message: str, *, by, now: datetime) -> ClosingReport:
    """Send a report back to its holder with what is to be mended. Raises Refused."""
    report, application = _both(report)
    Refused.unless(rules.may_send_back(report.submitted_at is not None, report.accepted_at is not None, message))
    keep(report, by=by, now=now, reason=_("renvoyé"), submitted_at=None, submitted_by=None)
    move(application, "paid" if queries.purse(application).paid_cents else "accepted", by=by, now=now)
    entry = record("report.sent_back", application, by=by, now=now, fund=application.fund_id, message=message.strip())
    notices.report_sent_back(application, message.strip(), reference=entry, now=now)
    return report


@action
def accept_report(report: ClosingReport, *, by, now: datetime, returned_on: date | None = None) -> ClosingReport:
    """Accept a report: what was spent is justified, what wasn't comes back to the fund, what won't be paid is released.

    The file closes at once, or with the payment of the part the règlement keeps for the report. `returned_on` is the
    day the unspent came back, today when not given. Raises Refused.
    """
    report, application = _both(report)
    today = paris_day(now)
    Refused.unless(rules.may_accept_report(
        submitted=report.submitted_at is not None, accepted=report.accepted_at is not None,
        returned_on=returned_on, today=today, on_the_way=_orders(application).filter(paid_at=None).exists(),
    ))  # fmt: skip
    held, ends = queries.purse(application), queries.ends(report, application)
    keep(report, by=by, now=now, reason=_("bilan accepté"), accepted_at=now, accepted_by=by)
    _tell_accepted(report, application, ends, returned_on or today, by, now)
    _settle(ends, held.exercise, report, application, by, now)
    notices.report_accepted(application, ends, reference=report.pk, now=now)
    return report


def _settle(ends, exercise, report, application, by, now) -> None:
    act = {"title": application.title, "by": by, "now": now}
    movements = [
        ("justify", ledger.justify, ends.justified_cents + ends.kept_cents),
        ("return", ledger.return_unspent, ends.returned_cents),
        ("release", ledger.release, ends.released_cents),
    ]
    for name, write, cents in movements:
        if cents:
            write(exercise, application, cents=cents, key=f"{name}:{report.pk}", **act)
    if not ends.due_cents:
        move(application, "closed", by=by, now=now)


def _tell_accepted(report, application, ends, returned_on, by, now) -> None:
    back = {"returned_on": returned_on.isoformat()} if ends.returned_cents else {}
    back |= {"kept_cents": ends.kept_cents} if ends.kept_cents else {}
    record(
        "report.accepted", application, by=by, now=now, fund=application.fund_id, project=application.title,
        spent=euros(report.spent_cents), spent_cents=report.spent_cents,
        returned=euros(ends.returned_cents), returned_cents=ends.returned_cents, **back,
    )  # fmt: skip


def _both(report: ClosingReport) -> tuple[ClosingReport, Application]:
    """Lock a report's file, then the report; return both as they stand now."""
    application = queries.locked(report.application_id)
    return ClosingReport.objects.select_for_update().get(pk=report.pk), application


def _refuse_unless_open(report: ClosingReport, application: Application) -> None:
    sent = report.submitted_at is not None
    Refused.unless(rules.may_write_report(
        application.state, queries.parts(application), sent=sent, on_receipts=queries.on_receipts(application)
    ))  # fmt: skip


def _orders(application: Application):
    return PaymentOrder.objects.filter(award__application=application)


def _may_remove(receipt: ReportReceipt, report: ClosingReport, application: Application):
    if not queries.on_receipts(application):
        return rules.YES
    left = [one for one in report.receipts.all() if one.pk != receipt.pk]
    ordered = _orders(application).aggregate(cents=Sum("amount_cents"))["cents"] or 0
    threshold = queries.value(application, "receipt_threshold") or 0
    return rules.may_remove_receipt(
        left_cents=rules.proved_cents(queries.as_bills(left), threshold), ordered_cents=ordered
    )

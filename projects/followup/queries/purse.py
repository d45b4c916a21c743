"""Reading one project after the committee's yes: its money, its parts to pay, its report."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from django.db.models import OneToOneRel

from fph.journal.history import Version, versions
from fph.journal.models import JournalEntry
from fph.people.roles import paris_day
from projects.applications.models import Application
from projects.applications.queries import under
from projects.followup import rules
from projects.followup.models import Award, ClosingReport, ReportReceipt
from projects.fund.models import Account, Exercise, Fund


@dataclass(frozen=True)
class Purse:
    """Where a project's cents stand, and the year they were taken from."""

    exercise: Exercise
    reserved_cents: int = 0
    paid_cents: int = 0
    spent_cents: int = 0


def locked(application_id) -> Application:
    """Lock a file's fund, then the file, and return it as it stands now. Within an action."""
    fund = Application.objects.values_list("fund", flat=True).get(pk=application_id)
    Fund.objects.select_for_update(no_key=True).only("pk").get(pk=fund)
    Application.objects.select_for_update().get(pk=application_id)
    return Application.objects.select_related("fund__carrier", "exercise", "regulation_version").get(pk=application_id)


def purse(application: Application) -> Purse:
    """Return a granted project's purse, from the ledger (one query)."""
    held = list(Account.objects.filter(holder=application.pk).select_related("exercise"))
    exercise = next((account.exercise for account in held), application.exercise)
    cents = Counter({f"{kind}_cents": 0 for kind in ("reserved", "paid", "spent")})
    for account in held:
        cents[f"{account.kind}_cents"] += account.balance_cents
    return Purse(exercise, **cents)


def parts(application: Application) -> dict[str, int]:
    """Return what is paid when for a granted file, in cents: {trigger: cents}."""
    regulation, found = under(application)
    return rules.schedule(regulation, application.granted_cents, found)


def channels(application: Application) -> rules.Channels:
    """Return how the règlement of a file lets its holder be paid."""
    return rules.channels(*under(application))


def value(application: Application, parameter: str):
    """Return what a parameter is worth for a file, by the règlement it falls under."""
    regulation, found = under(application)
    return regulation.value(parameter, found)


def undertakings(application: Application) -> tuple[rules.Undertaking, ...]:
    """Return what accepting an aid commits its holder to, by the règlement of the file."""
    return rules.undertakings(*under(application), last_day(application))


def last_day(application: Application) -> date:
    """Return the last day of a decided file's action; without a date of its own, the day of the decision, in Paris."""
    return application.ends_on or application.starts_on or paris_day(application.decided_at)


def award_of(application: Application) -> Award | None:
    """Return the accepted award of a file, or None (no query where the file was read with it)."""
    return getattr(application, "award", None)


def on_receipts(application: Application) -> bool:
    """Say whether a file's aid is paid on receipts."""
    award = award_of(application)
    return award is not None and award.channel == rules.REIMBURSEMENT


def bills(report: ClosingReport | None) -> tuple[rules.Bill, ...]:
    """Return the lines of a report, shown by a receipt or only declared; none without a report."""
    return as_bills(report.receipts.all()) if report else ()


def as_bills(receipts: Iterable[ReportReceipt]) -> tuple[rules.Bill, ...]:
    """Return receipts as the rules read them."""
    return tuple(rules.Bill(one.amount_cents, one.file_id is not None) for one in receipts)


def ends(report: ClosingReport, application: Application) -> rules.Settlement:
    """Return how accepting a report would settle its grant, by the règlement of the file."""
    held = purse(application)
    return rules.settle(
        paid_cents=held.paid_cents, reserved_cents=held.reserved_cents, spent_cents=report.spent_cents or 0,
        returns=value(application, "return_unspent"),
    )  # fmt: skip


def dues(application: Application, award: Award, report: ClosingReport | None, reserved_cents: int) -> rules.Dues:
    """Return what decides which part of a grant is due now."""
    proved = award.channel == rules.REIMBURSEMENT and report
    threshold = value(application, "receipt_threshold") or 0 if proved else 0
    return rules.Dues(
        parts(application), reserved_cents, award.channel,
        shown_cents=rules.proved_cents(bills(report), threshold) if proved else 0,
        report_accepted=bool(report and report.accepted_at),
    )  # fmt: skip


def report_of(application: Application) -> ClosingReport | None:
    """Return the closing report of a file, begun or sent, or None."""
    return ClosingReport.objects.filter(application=application).first()


def carried(application: Application) -> dict:
    """Return the accepted award of a file and its closing report, None for what is not there.

    One query the first time: the file keeps both, for the other panels of its page.
    """
    fields = [cast(OneToOneRel, Application._meta.get_field(name)) for name in ("award", "closing_report")]
    if not all(field.is_cached(application) for field in fields):
        found = Application.objects.select_related("award", "closing_report").only("pk", "award", "closing_report")
        read = found.get(pk=application.pk)
        for field in fields:
            field.set_cached_value(application, getattr(read, field.name, None))
    return {"award": getattr(application, "award", None), "report": getattr(application, "closing_report", None)}


def facts(report: ClosingReport) -> rules.ReportFacts:
    """Return what a report says beside what was paid, as the rules read it."""
    held, advanced = purse(report.application), on_receipts(report.application)
    return rules.ReportFacts(
        narrative=report.narrative, people_reached=report.people_reached, spent_cents=report.spent_cents,
        bills=bills(report),
        paid_cents=held.paid_cents + held.spent_cents,
        to_come_cents=held.reserved_cents if advanced or rules.REPORT in parts(report.application) else 0,
        on_receipts=advanced, threshold_cents=value(report.application, "receipt_threshold") or 0,
    )  # fmt: skip


def lookalikes(receipts: Iterable[ReportReceipt]) -> dict:
    """Return receipt id → other receipts, of any report, with the same file or the same supplier and amount."""
    receipts = list(receipts)
    hashes = [receipt.file.sha256 for receipt in receipts if receipt.file]
    known = ReportReceipt.objects.select_related("file", "report__application__fund")
    by_file, by_bill = defaultdict(list), defaultdict(list)
    for other in known.filter(file__sha256__in=hashes):
        by_file[other.file.sha256].append(other)
    for other in known.filter(amount_cents__in={receipt.amount_cents for receipt in receipts}):
        by_bill[_bill(other)].append(other)
    return {
        receipt.pk: [
            other
            for other in dict.fromkeys(by_file[receipt.file.sha256 if receipt.file else ""] + by_bill[_bill(receipt)])
            if other != receipt
        ]
        for receipt in receipts
    }


def _bill(receipt: ReportReceipt) -> tuple[str, int]:
    return rules.same_supplier(receipt.supplier), receipt.amount_cents


@dataclass(frozen=True)
class SentBack:
    """Why a report came back to its holder, and when."""

    at: datetime
    message: str


def sent_back(report: ClosingReport) -> SentBack | None:
    """Return why the coordination last sent a report back, or None; the words stand in the journal."""
    about = JournalEntry.objects.filter(kind="report.sent_back", subject_id=report.application_id)
    entry = about.select_related("payload").order_by("-at").first()
    if entry is None or not entry.payload.body:
        return None
    return SentBack(entry.at, json.loads(entry.payload.body).get("message", ""))


TOLD = ("narrative", "people_reached", "spent_cents")


def told_versions(report: ClosingReport) -> list[Version]:
    """Return the before-and-after of what the holder wrote, the latest first; who sent or accepted is in the reason."""
    fields = {field.name: field for field in ClosingReport._meta.fields}
    labels = {str(fields[name].verbose_name) for name in TOLD}
    return [
        replace(version, changes=tuple(change for change in version.changes if change.label in labels))
        for version in versions(report)
    ]

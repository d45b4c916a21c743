"""Reading one project after the committee's yes: its money, its parts to pay, its report."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from fph.journal.history import Version, versions
from fph.journal.models import JournalEntry
from projects.applications.models import Application
from projects.followup import rules
from projects.followup.models import ClosingReport, ReportReceipt
from projects.fund.models import Account, Exercise, Fund
from projects.regulation.rules import Regulation

DEFAULTS = Regulation()
"""What a file without a version was filed under: the product's own parameters."""


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


def regulation_of(application: Application) -> Regulation:
    """Return the parameters the file was filed under; the product's defaults when it was filed before any version."""
    version = application.regulation_version
    return version.regulation if version else DEFAULTS


def parts(application: Application) -> dict[str, int]:
    """Return what is paid when for a granted file, in cents: {trigger: cents}."""
    return rules.schedule(regulation_of(application), application.granted_cents)


def report_of(application: Application) -> ClosingReport | None:
    """Return the closing report of a file, begun or sent, or None."""
    return ClosingReport.objects.filter(application=application).first()


def carried(application: Application) -> dict:
    """Return the accepted award of a file and its closing report, None for what is not there (one query)."""
    found = Application.objects.select_related("award", "closing_report").get(pk=application.pk)
    return {"award": getattr(found, "award", None), "report": getattr(found, "closing_report", None)}


def facts(report: ClosingReport) -> rules.ReportFacts:
    """Return what a report says beside what was paid, as the rules read it."""
    held = purse(report.application)
    bills = report.receipts.values_list("amount_cents", "file")
    return rules.ReportFacts(
        narrative=report.narrative, people_reached=report.people_reached, spent_cents=report.spent_cents,
        bills=tuple(rules.Bill(cents, file is not None) for cents, file in bills),
        paid_cents=held.paid_cents + held.spent_cents,
        to_come_cents=held.reserved_cents if rules.REPORT in parts(report.application) else 0,
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

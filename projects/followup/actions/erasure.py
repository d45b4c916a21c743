"""What remains of a person's aids once they are erased: amounts, dates and states, no name and no word of theirs."""

from datetime import datetime

from fph.files import actions as files
from fph.journal.actions import action
from projects.followup.models import Award, ClosingReport, ReportReceipt


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty the words of a person's awards and reports, their history and receipts; the accounts need the rest."""
    Award.objects.filter(application__owner=person).update(payee="")
    reports = ClosingReport.objects.filter(application__owner=person)
    ClosingReport.history.filter(id__in=list(reports.values_list("pk", flat=True))).update(narrative="")
    reports.update(narrative="")
    receipts = ReportReceipt.objects.filter(report__application__owner=person)
    for receipt in receipts.exclude(file=None).select_related("file"):
        files.erase(receipt.file, by=by, now=now)
    receipts.update(supplier="")

"""What remains of a person's aids once they are erased: amounts, dates and states, no name and no word of theirs."""

from datetime import datetime

from fph.files import actions as files
from fph.journal.actions import action
from fph.journal.models import JournalEntry
from fph.mail import actions as mail
from projects.followup.models import Award, ClosingReport, PaymentOrder, ReportReceipt


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty the words of a person's awards and reports, their history and receipts; the accounts need the rest."""
    awards = Award.objects.filter(application__owner=person)
    orders = PaymentOrder.objects.filter(award__in=awards)
    reports = ClosingReport.objects.filter(application__owner=person)
    ClosingReport.history.filter(id__in=list(reports.values_list("pk", flat=True))).update(narrative="")
    told = JournalEntry.objects.filter(subject_id__in=awards.values("application"))
    mail.forget_about([pk for rows in (awards, orders, reports, told) for pk in rows.values_list("pk", flat=True)])
    awards.update(payee="")
    reports.update(narrative="")
    receipts = ReportReceipt.objects.filter(report__application__owner=person)
    for receipt in receipts.exclude(file=None).select_related("file"):
        files.erase(receipt.file, by=by, now=now)
    receipts.update(supplier="")

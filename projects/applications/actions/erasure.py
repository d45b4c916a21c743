"""What remains of a person's applications once they are erased: figures, states, dates, and nothing that names."""

from datetime import datetime

from django.db.models import Q

from fph.files import actions as files
from fph.journal.actions import action
from fph.journal.models import JournalEntry, JournalPayload
from fph.mail import actions as mail
from projects.applications.models import (
    Application,
    Attachment,
    BudgetLine,
    CorrectionRequest,
    GroupResident,
    Override,
)


@action
def forget(person, *, by, now: datetime) -> int:
    """Empty what a person's applications say of anybody, in the rows, their history, their files and the journal.

    A reason for passing over a rule, in any file, is emptied too when it holds their full name. Amounts, states, dates,
    numbers and public entries stay: accounts and the register need them. Returns how many applications were emptied.
    """
    mine = list(Application.objects.select_for_update().filter(owner=person).values_list("pk", flat=True))
    nothing = dict.fromkeys(Application.PERSONAL, "")
    Application.objects.filter(pk__in=mine).update(**nothing)
    Application.history.filter(id__in=mine).update(**nothing)
    GroupResident.objects.filter(application__in=mine).delete()
    BudgetLine.objects.filter(application__in=mine).update(label="")
    corrections = CorrectionRequest.objects.filter(application__in=mine)
    mail.forget_about([*mine, *corrections.values_list("pk", flat=True)])
    corrections.update(message="", answer="")
    named = Q(reason__icontains=person.name) if person.name.count(" ") else Q(pk=None)
    Override.objects.filter(Q(application__in=mine) | named).update(reason="")
    for document in Attachment.objects.filter(application__in=mine).select_related("file"):
        files.erase(document.file, by=by, now=now)
    private = JournalEntry.objects.filter(subject_id__in=mine, visibility=JournalEntry.Visibility.PRIVATE)
    JournalPayload.objects.filter(entry__in=private).update(body="", salt="")
    return len(mine)

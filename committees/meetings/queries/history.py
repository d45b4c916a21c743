"""How a meeting and its agenda changed."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.meetings.models import Meeting
from fph.journal.history import Change, Version
from fph.journal.models import JournalEntry
from fph.people.models import User

TOLD = {
    "meeting.planned": gettext_lazy("Séance prévue"),
    "agenda.added": gettext_lazy("Point ajouté à l’ordre du jour"),
    "agenda.removed": gettext_lazy("Point retiré de l’ordre du jour"),
    "agenda.moved": gettext_lazy("Point déplacé dans l’ordre du jour"),
    "meeting.opened": gettext_lazy("Séance ouverte"),
    "meeting.closed": gettext_lazy("Séance close"),
}


def draft_versions(meeting: Meeting) -> list[Version]:
    """Return how a meeting and its agenda changed, the latest first, in the form of `fph.journal.history.versions`.

    Read from the journal: a point taken off the agenda leaves no row, and its entry names the meeting.
    """
    told = JournalEntry.objects.filter(
        kind__in=TOLD, fund=meeting.committee.fund_id, payload__body__contains=str(meeting.pk)
    ) | JournalEntry.objects.filter(kind__in=TOLD, subject_id=meeting.pk)
    entries = list(told.select_related("payload").order_by("-register_entry__seq"))
    names = User.objects.in_bulk({entry.actor for entry in entries})
    return [
        Version(entry.at, str(names.get(entry.actor, "")), str(TOLD[entry.kind]), _agenda_change(entry))
        for entry in entries
    ]


def _agenda_change(entry: JournalEntry) -> tuple[Change, ...]:
    title = json.loads(entry.payload.body).get("title", "") if entry.payload.body else ""
    before = "" if entry.kind == "agenda.added" else title
    after = "" if entry.kind == "agenda.removed" else title
    return (Change(_("point"), before, after),) if title and before != after else ()

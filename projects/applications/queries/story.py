"""What happened to a file, in sentences for its applicant, and what comes next."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal import kinds
from fph.journal.models import JournalEntry
from fph.templatetags.fph import day_words, moment_words
from projects.applications import rules
from projects.applications.models import Application
from projects.applications.queries.terms import meeting_for
from projects.applications.rules import ADVISED


@dataclass(frozen=True)
class Event:
    """Something that happened to a file: when, in a sentence for its applicant, with a tone."""

    at: datetime
    sentence: str
    tone: str

    coming: bool = False

    @property
    def title(self) -> str:
        """Return the sentence, under the name that the timeline reads."""
        return self.sentence

    @property
    def when(self) -> str:
        """Return the moment in words."""
        return moment_words(self.at, "short" if self.coming else "long")

    @property
    def state(self) -> str:
        """Return how the timeline shows it."""
        if self.coming:
            return "next"
        return "stopped" if self.tone == "bad" else "done"


# What an applicant reads of each act; other acts about the file are told in the words of the journal.
TOLD = {
    "application.started": (gettext_lazy("Demande commencée."), "plain"),
    "application.filed": (gettext_lazy("Dossier déposé sous le n° {number}."), "info"),
    "application.correction_asked": (gettext_lazy("La coordination demande un complément : « {message} »"), "care"),
    "application.correction_answered": (gettext_lazy("Complément envoyé : « {answer} »"), "info"),
    "application.admitted": (gettext_lazy("Dossier recevable : il passera devant le comité."), "good"),
    "application.not_admitted": (gettext_lazy("Dossier non recevable : {reason}"), "bad"),
    "application.overridden_because": (
        gettext_lazy("Passé outre à l’article {article} par {who} : « {reason} »"),
        "info",
    ),
    "application.override_taken_back": (gettext_lazy("L’article {article} vaut de nouveau pour ce dossier."), "care"),
    "application.deferred": (gettext_lazy("Le comité a remis sa décision à une prochaine séance."), "care"),
    "application.granted": (gettext_lazy("Le comité accorde {amount} (décision {reference})."), "good"),
    "application.refused": (gettext_lazy("Le comité n’a pas retenu le projet."), "bad"),
    "application.advised": (gettext_lazy("Avis du comité : {opinion} ({reference})."), "info"),
    "application.withdrawn": (gettext_lazy("Demande retirée."), "plain"),
    "money.paid": (gettext_lazy("{amount} sont versés."), "good"),
    "money.spent": (gettext_lazy("{amount} sont justifiés par des factures."), "good"),
    "money.returned": (gettext_lazy("{amount} non dépensés sont revenus dans le fonds."), "info"),
}
# The same acts where a final authority decided after the committee's opinion.
TOLD_OF_A_BODY = {
    "application.granted": (gettext_lazy("{amount} sont accordés : {reference}."), "good"),
    "application.refused": (gettext_lazy("Le projet n’est pas retenu : {reference} ({body})."), "bad"),
}
# Acts that another line of the story already tells, or of no use to its reader.
UNTOLD = (
    "application.received", "application.completed", "application.inadmissible", "application.file_added",
    "application.file_removed", "application.overridden", "application.abandoned", "money.reserved",
    "money.set_aside", "money.put_back", "money.annulled",
)  # fmt: skip


def story(application: Application) -> list[Event]:
    """Return what happened to a file, the earliest first, from the journal."""
    entries = JournalEntry.objects.filter(subject_id=application.pk).exclude(kind__in=UNTOLD)
    return [_told(entry) for entry in entries.select_related("payload").order_by("at", "register_entry__seq")]


def _told(entry: JournalEntry) -> Event:
    body = entry.payload.body
    payload = json.loads(body) if body else {}
    if entry.kind not in TOLD:
        return Event(entry.at, kinds.sentence(entry.kind, payload), "info")
    told = TOLD | TOLD_OF_A_BODY if payload.get("body") else TOLD
    words, tone = told[entry.kind]
    return Event(entry.at, str(words).format_map(defaultdict(lambda: "…", payload)), tone)


def to_come(application: Application, now: datetime) -> list[Event]:
    """Return the meeting that a filed application awaits, to stand at the end of its story."""
    meeting = meeting_for(application, now)
    if meeting is None or application.state not in {*rules.WAITING, *rules.ELIGIBLE}:
        return []
    return [Event(meeting.meets_at, _("Séance du comité, %s.") % meeting.place, "plain", coming=True)]


def what_comes_next(application: Application, now: datetime) -> str:
    """Say in a sentence what comes next for a file, and when; nothing when it is over."""
    meeting = meeting_for(application, now)
    facts = {
        "moment": moment_words(meeting.meets_at) if meeting else "",
        "place": meeting.place if meeting else "",
        "deadline": day_words(meeting.filing_deadline, "short") if meeting else "",
    }
    if application.state == ADVISED:
        return _("La décision est attendue. Qui décide : %s.") % application.decision_body
    words = _next_words(application.state, known=meeting is not None)
    return words % facts if words else ""


def _next_words(state: str, *, known: bool) -> str:
    if state in rules.EDITABLE:
        return _("À envoyer avant la fin du %(deadline)s, pour la séance du %(moment)s.") if known else _(
            "La date de la prochaine séance n’est pas encore publiée : vous pouvez déjà préparer votre dossier."
        )  # fmt: skip
    if state == "submitted":
        return _("Elle vous répond, puis le comité se réunit le %(moment)s, %(place)s.") if known else _(
            "Elle vous répond par e-mail, puis le dossier passe devant le comité."
        )  # fmt: skip
    if state in rules.ELIGIBLE:
        return _("Le comité se réunit le %(moment)s, %(place)s.") if known else _(
            "Le comité examinera le projet à sa prochaine séance ; sa date n’est pas encore publiée."
        )  # fmt: skip
    return ""

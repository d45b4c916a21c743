"""Reading applications: a person's, those a fund received, those a committee may take, those the public reads."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal import kinds
from fph.journal.models import JournalEntry
from fph.people.roles import paris_day
from fph.templatetags.fph import day_words, moment_words
from projects.applications import rules
from projects.applications.models import Application
from projects.applications.rules import ASSOCIATION, Terms
from projects.fund.models import CalendarEntry, Exercise, Fund
from projects.fund.queries import exercise_on, next_filing_date, themes, themes_on
from projects.regulation.queries import in_force, in_force_in_year
from projects.regulation.rules import Facts

WITH_PLACE = ("fund__neighbourhood", "fund__carrier", "theme")


def mine(user) -> QuerySet[Application]:
    """Return a person's applications, the latest first; drafts they gave up are left out."""
    abandoned = Q(state="withdrawn", number=None)
    return Application.objects.filter(owner=user).exclude(abandoned).select_related(*WITH_PLACE)


def filed(fund: Fund) -> QuerySet[Application]:
    """Return every application that a fund received, the latest first."""
    received = Application.objects.filter(fund=fund, number__isnull=False)
    return received.order_by("-submitted_at")


def eligible(fund: Fund) -> QuerySet[Application]:
    """Return what a committee may take: admissible or deferred, the oldest first."""
    ready = Application.objects.filter(fund=fund, state__in=rules.ELIGIBLE)
    return ready.select_related("theme", "owner").order_by("submitted_at")


def public_projects(fund: Fund, year: int | None = None) -> QuerySet[Application]:
    """Return the projects that a fund pays for, granted and after, the latest decision first; of one year if asked."""
    funded = Application.objects.filter(fund=fund, state__in=rules.FUNDED).select_related("theme", "exercise")
    funded = funded.filter(exercise__year=year) if year else funded
    return funded.order_by("-decided_at")


def counts_by_state(fund: Fund) -> dict[str, int]:
    """Return how many received applications stand in each state, in one query."""
    rows = filed(fund).order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(rules.STATES, 0) | dict(rows)


def rank_in_year(application: Application, exercise: Exercise | None = None) -> int:
    """Return the place of a project among those of the same applicant in its year: 1 is the first.

    The same applicant: the same association by SIRET or RNA, or the same person by account; for a file typed by a
    helper, the same name at the same address. Drafts and files refused, inadmissible or withdrawn don't count.
    """
    exercise = exercise or application.exercise
    if exercise is None:
        return 1
    others = Application.objects.filter(same_applicant(application), exercise=exercise).exclude(pk=application.pk)
    others = others.exclude(state__in=rules.NOT_COUNTED)
    if application.submitted_at:
        others = others.filter(submitted_at__lt=application.submitted_at)
    return others.count() + 1


def same_applicant(application: Application) -> Q:
    """Return what finds the files of the same applicant: see `rank_in_year`."""
    if application.applicant_type == ASSOCIATION:
        same = Q(pk=None)
        for number in ("siret", "rna"):
            if value := getattr(application, number):
                same |= Q(**{number: value})
        return same & Q(applicant_type=ASSOCIATION)
    named = Q(lead_name__iexact=application.lead_name, lead_address__iexact=application.lead_address)
    own = named if application.with_helper else Q(owner=application.owner_id, with_helper=False)
    return own & ~Q(applicant_type=ASSOCIATION)


def terms(application: Application, now: datetime) -> Terms:
    """Return what the fund asks of a file now: for a draft, today's règlement and themes; once filed, those it had."""
    today, fund = paris_day(now), application.fund
    exercise, labels = _year_and_themes(application, today)
    version = application.regulation_version or in_force(fund, today)
    meeting = meeting_for(application, now)
    return Terms(
        today=today,
        regulation=version.regulation if version and exercise else None,
        rank=rank_in_year(application, exercise),
        themes=labels,
        meets_on=paris_day(meeting.meets_at) if meeting else None,
        deadline=meeting.filing_deadline if meeting else None,
        meets_on_in_words=day_words(meeting.meets_at, "short") if meeting else "",
        deadline_in_words=day_words(meeting.filing_deadline, "short") if meeting else "",
    )


def facts(application: Application, now: datetime) -> Facts:
    """Return a file as the règlement reads it, as it was filed; a draft, as it would be now."""
    return terms(application, application.submitted_at or now).facts(application.dossier)


def _year_and_themes(application: Application, today) -> tuple[Exercise | None, tuple[tuple[str, str], ...]]:
    """Return a file's year, today's for a draft, and its themes as pairs (one query while there are themes)."""
    if application.exercise:
        return application.exercise, _pairs(themes(application.exercise))
    found = list(themes_on(application.fund, today))
    return (found[0].exercise if found else exercise_on(application.fund, today)), _pairs(found)


def _pairs(found) -> tuple[tuple[str, str], ...]:
    return tuple((str(theme.pk), theme.label) for theme in found)


def terms_to_save(application: Application, step: str, now: datetime) -> Terms:
    """Return what the fund asks now, as far as reading the answers of a step needs it: types open, or themes."""
    today = paris_day(now)
    if step == "projet":
        return Terms(today, themes=_year_and_themes(application, today)[1])
    version = in_force_in_year(application.fund, today) if step == "vous" else None
    return Terms(today, regulation=version.regulation if version else None)


def meeting_for(application: Application, now: datetime) -> CalendarEntry | None:
    """Return the next published meeting that a file is in time for, by its filing day (today for a draft), or None."""
    if application.submitted_at is None:
        return next_filing_date(application.fund, paris_day(now))
    in_time = application.fund.calendar.filter(filing_deadline__gte=paris_day(application.submitted_at))
    return in_time.filter(meets_at__gte=now).first()


@dataclass(frozen=True)
class Granted:
    """What a fund granted in a year: to how many projects, in cents."""

    projects: int
    cents: int


def granted_by_year(fund: Fund) -> dict[int, Granted]:
    """Return what a fund granted each year to the projects it pays for, the latest year first (one query)."""
    funded = Application.objects.filter(fund=fund, state__in=rules.FUNDED).order_by("-exercise__year")
    rows = funded.values_list("exercise__year").annotate(Count("pk"), cents=Coalesce(Sum("granted_cents"), 0))
    return {year: Granted(projects, int(cents)) for year, projects, cents in rows}


# --- The story of a file ----------------------------------------------------------------------------------


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
    "application.deferred": (gettext_lazy("Le comité a remis sa décision à une prochaine séance."), "care"),
    "application.granted": (gettext_lazy("Le comité accorde {amount} (décision {reference})."), "good"),
    "application.refused": (gettext_lazy("Le comité n’a pas retenu le projet."), "bad"),
    "application.withdrawn": (gettext_lazy("Demande retirée."), "plain"),
    "money.paid": (gettext_lazy("{amount} sont versés."), "good"),
    "money.spent": (gettext_lazy("{amount} sont justifiés par des factures."), "good"),
    "money.returned": (gettext_lazy("{amount} non dépensés sont revenus dans le fonds."), "info"),
}
# Acts that another line of the story already tells, or of no use to its reader.
UNTOLD = (
    "application.received", "application.completed", "application.inadmissible", "application.file_added",
    "application.file_removed", "application.abandoned", "money.reserved",
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
    words, tone = TOLD[entry.kind]
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

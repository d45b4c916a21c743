"""What a fund asks of a file: its règlement, its themes, its next meeting, and the files of the same applicant."""

from datetime import date, datetime

from fph.people.roles import paris_day
from fph.templatetags.fph import day_words
from projects.applications import rules
from projects.applications.models import Application
from projects.applications.queries.past import past, same_applicant
from projects.applications.rules import Terms
from projects.fund.models import CalendarEntry, Exercise
from projects.fund.queries import exercise_on, next_filing_date, themes, themes_on
from projects.fund.rules import Shares
from projects.regulation.queries import in_force, in_force_in_year
from projects.regulation.rules import Facts, Regulation, asking


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


def terms(application: Application, now: datetime) -> Terms:
    """Return what the fund asks of a file now: for a draft, today's règlement and themes; once filed, those it had."""
    today, fund = paris_day(now), application.fund
    exercise, labels = _year_and_themes(application, today)
    version = application.regulation_version or in_force(fund, today)
    meeting = meeting_for(application, now)
    regulation = version.regulation if version and exercise else None
    return Terms(
        today=today,
        regulation=regulation,
        rank=rank_in_year(application, exercise),
        themes=labels,
        meets_on=paris_day(meeting.meets_at) if meeting else None,
        deadline=meeting.filing_deadline if meeting else None,
        meets_on_in_words=day_words(meeting.meets_at, "short") if meeting else "",
        deadline_in_words=day_words(meeting.filing_deadline, "short") if meeting else "",
        **(past(application, exercise, regulation, today, report_due_days) if regulation else {}),
    )


def facts(application: Application, now: datetime) -> Facts:
    """Return a file as the règlement reads it, as it was filed; a draft, as it would be now."""
    return terms(application, application.submitted_at or now).facts(application.dossier)


def conditions(application: Application, regulation: Regulation, rank: int | None = None) -> Facts:
    """Return what the conditions of a règlement read of a filed application, and no more: no lines, no residents.

    `rank` is its place in the year, where it is known already.
    """
    themed = application.theme_id and regulation.looks_at("theme")
    found = Facts(
        applicant_type=application.applicant_type,
        rank=rank if rank is not None else rank_in_year(application) if regulation.looks_at("rank") else 1,
        filed_on=application.submitted_at and paris_day(application.submitted_at),
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        theme=application.theme.label if themed else "",
        history=frozenset({"renewal"} if application.is_renewal else ()),
        window=application.window,
        actions=frozenset(application.actions),
        territory=application.territory,
    )
    return asking.placed(regulation, found)


def shares(application: Application, on: date) -> Shares:
    """Return how a grant made that day to a filed application draws on the year's tranches; empty when the money is one.

    The règlement of that day says it, for the file's guichet, type and kind.
    """
    version = in_force(application.fund, on)
    if not version:
        return ()
    varies = asking.varies(version.regulation, "tranches")
    return asking.tranches(version.regulation, conditions(application, version.regulation) if varies else Facts())


def under(
    application: Application, regulation: Regulation | None = None, rank: int | None = None
) -> tuple[Regulation, Facts]:  # fmt: skip
    """Return the règlement a filed application falls under, and what its conditions read of it, its guichet included."""
    if regulation is None:
        version = application.regulation_version
        regulation = version.regulation if version else Regulation()
    return regulation, conditions(application, regulation, rank)


def report_due_days(application: Application) -> int:
    """Return within how many days of its end the règlement of a file expects its report."""
    regulation, found = under(application)
    return regulation.value("report_due_days", found)


def _year_and_themes(application: Application, today) -> tuple[Exercise | None, tuple[tuple[str, str], ...]]:
    """Return a file's year, today's for a draft, and its themes as pairs (one query while there are themes).

    A file keeps the themes of the day it was filed, and its own, whatever the committee changed since.
    """
    if application.exercise:
        filed_on = paris_day(application.submitted_at) if application.submitted_at else today
        kept = (one for one in themes(application.exercise) if one.holds(filed_on) or one.pk == application.theme_id)
        return application.exercise, _pairs(kept)
    found = list(themes_on(application.fund, today))
    return (found[0].exercise if found else exercise_on(application.fund, today)), _pairs(found)


def _pairs(found) -> tuple[tuple[str, str], ...]:
    return tuple((str(theme.pk), theme.label) for theme in found)


def terms_to_save(application: Application, step: str, now: datetime) -> Terms:
    """Return what the fund asks now, as far as reading the answers of a step needs it: its règlement, and its themes."""
    today = paris_day(now)
    version = application.regulation_version or in_force_in_year(application.fund, today)
    themes = _year_and_themes(application, today)[1] if step == "projet" else ()
    return Terms(today, regulation=version.regulation if version else None, themes=themes)


def meeting_for(application: Application, now: datetime) -> CalendarEntry | None:
    """Return the next published meeting that a file is in time for, by its filing day (today for a draft), or None."""
    if application.submitted_at is None:
        return next_filing_date(application.fund, paris_day(now))
    in_time = application.fund.calendar.filter(filing_deadline__gte=paris_day(application.submitted_at))
    return in_time.filter(meets_at__gte=now).first()

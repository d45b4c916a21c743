"""What came before a file: the others of the same applicant. Read only where the règlement asks for it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from fph.people.roles import paris_day
from projects.applications import rules
from projects.applications.models import Application, AttachmentKind
from projects.applications.rules import ASSOCIATION
from projects.fund.models import Exercise
from projects.fund.queries import envelope
from projects.regulation.rules import Regulation
from projects.regulation.rules.asking import OTHER
from projects.regulation.rules.checks import report_due_on


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


def past(
    application: Application, exercise: Exercise, regulation: Regulation, today: date, due_days: Callable[[Application], int]
) -> dict[str, Any]:  # fmt: skip
    """Return what a règlement asks of the past and of the money, as `Terms` takes it; nothing that it does not ask.

    `due_days` says of an earlier file within how many days its own règlement expects its report.
    """
    found: dict[str, Any] = {}
    others = Application.objects.filter(same_applicant(application), fund=application.fund_id, number__isnull=False)
    others = others.exclude(pk=application.pk)
    if application.submitted_at:
        others = others.filter(submitted_at__lt=application.submitted_at)
    if regulation.asks("max_cents_per_applicant_per_year"):
        granted = others.filter(exercise=exercise, state__in=rules.FUNDED).aggregate(cents=Sum("granted_cents"))
        found["had_cents"] = granted["cents"] or 0
    if application.actions and regulation.looks_at("action"):
        found["ranks"] = _ranks_by_kind(application, others.filter(exercise=exercise))
    if regulation.asks("missing_report", "novelty") or regulation.looks_at("history"):
        found["is_first"] = not others.exclude(state="withdrawn").exists()
        found["owes_report"] = _owes_report(others, today, due_days)
    if regulation.asks("papers_with_file"):
        papers = application.attachments.filter(removed_at=None).exclude(kind=AttachmentKind.BANK)
        found["has_papers"] = papers.exists()
    # Once decided, what is left since says nothing of the file.
    if regulation.asks("within_available_credits") and not application.decided_at:
        found["available_cents"] = envelope(exercise).available_cents
    return found


def _ranks_by_kind(application: Application, others) -> dict[str, int]:
    """Return the place of the project among those of its applicant's year, for each of its kinds of action."""
    counted = others.exclude(state__in=rules.NOT_COUNTED).values_list("actions", flat=True)
    kinds = [{one.casefold() for one in actions} for actions in counted]
    return {kind: sum(kind.casefold() in one for one in kinds) + 1
            for kind in sorted(application.actions) if kind != OTHER}  # fmt: skip


def _owes_report(others, today: date, due_days: Callable[[Application], int]) -> bool:
    """Say whether one of these files was paid, and its report is late by the règlement it was filed under."""
    return any(
        report_due_on(due_days(one), one.ends_on or one.starts_on or paris_day(one.decided_at)) < today
        for one in others.filter(state="paid").select_related("regulation_version", "theme", "exercise")
    )


# What tells who an applicant is, and where a file stands among theirs.
WHO = ("pk", "exercise_id", "submitted_at", "applicant_type", "siret", "rna", "owner_id", "with_helper", "lead_name",
       "lead_address")  # fmt: skip


def ranks(files: QuerySet[Application]) -> dict[Any, int]:
    """Return the place of each of these filed applications among those of its applicant's year: see `rank_in_year`.

    Two queries whatever their number; the years they belong to are read whole.
    """
    years = files.order_by().values("exercise")
    counted = Application.objects.filter(exercise__in=years, submitted_at__isnull=False)
    counted = counted.exclude(state__in=rules.NOT_COUNTED)
    before: dict[tuple, list[tuple]] = {}
    for pk, *row in counted.values_list(*WHO):
        for name in _answers_to(*row):
            before.setdefault(name, []).append((row[1], pk))
    found = {}
    for pk, *row in files.order_by().values_list(*WHO):
        others = {
            other for name in _looks_for(*row) for at, other in before.get(name, ()) if at < row[1] and other != pk
        }
        found[pk] = len(others) + 1
    return found


def _answers_to(exercise, _at, kind, siret, rna, owner, with_helper, name, address) -> list[tuple]:
    """Return the names a file is found by, within its year: see `same_applicant`."""
    if kind == ASSOCIATION:
        return [(exercise, field, value) for field, value in (("siret", siret), ("rna", rna)) if value]
    named = (exercise, "named", name.casefold(), address.casefold())
    return [named] if with_helper else [named, (exercise, "owner", owner)]


def _looks_for(exercise, at, kind, siret, rna, owner, with_helper, name, address) -> list[tuple]:
    """Return the names a file looks for among the others: one typed by a helper, a name at an address."""
    names = _answers_to(exercise, at, kind, siret, rna, owner, with_helper, name, address)
    return names if kind == ASSOCIATION or with_helper else names[1:]

"""What came before a file: the others of the same applicant. Read only where the règlement asks for it."""

from datetime import date
from typing import Any

from django.db.models import Q, Sum

from projects.applications import rules
from projects.applications.models import Application, AttachmentKind
from projects.applications.rules import ASSOCIATION
from projects.fund.models import Exercise
from projects.fund.queries import envelope
from projects.regulation.rules import Regulation
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


def past(application: Application, exercise: Exercise, regulation: Regulation, today: date) -> dict[str, Any]:
    """Return what a règlement asks of the past and of the money, as `Terms` takes it; nothing that it does not ask."""
    found: dict[str, Any] = {}
    others = Application.objects.filter(same_applicant(application), fund=application.fund_id, number__isnull=False)
    others = others.exclude(pk=application.pk)
    if application.submitted_at:
        others = others.filter(submitted_at__lt=application.submitted_at)
    if regulation.asks("max_cents_per_applicant_per_year"):
        granted = others.filter(exercise=exercise, state__in=rules.FUNDED).aggregate(cents=Sum("granted_cents"))
        found["had_cents"] = granted["cents"] or 0
    if regulation.asks("missing_report", "novelty") or regulation.looks_at("history"):
        found["is_first"] = not others.exclude(state="withdrawn").exists()
        found["owes_report"] = _owes_report(others, today)
    if regulation.asks("papers_with_file"):
        papers = application.attachments.filter(removed_at=None).exclude(kind=AttachmentKind.BANK)
        found["has_papers"] = papers.exists()
    # Once decided, what is left since says nothing of the file.
    if regulation.asks("within_available_credits") and not application.decided_at:
        found["available_cents"] = envelope(exercise).available_cents
    return found


def _owes_report(others, today: date) -> bool:
    """Say whether one of these files was paid, and its report is late by the règlement it was filed under."""
    return any(
        report_due_on(_regulation(one).report_due_days, one.ends_on or one.starts_on or one.decided_at.date()) < today
        for one in others.filter(state="paid").select_related("regulation_version")
    )


def _regulation(application: Application) -> Regulation:
    return application.regulation_version.regulation if application.regulation_version else Regulation()

"""What came before a file: the earlier ones of the same holder at the same fund."""

from datetime import date, datetime

from fph.people.roles import paris_day
from projects.applications import queries as applications
from projects.applications.models import Application
from projects.followup.queries.desk import awaited
from projects.regulation.exchange import Earlier
from projects.regulation.rules.asking import OTHER


def earlier(application: Application, now: datetime) -> list[Earlier]:
    """Return the files that the same holder filed before this one at the same fund, the oldest first.

    The same holder is that of `rank_in_year`. No name leaves with them: a number, amounts, and where each one stands.
    """
    others = Application.objects.filter(
        applications.same_applicant(application), fund=application.fund_id, number__isnull=False
    ).exclude(pk=application.pk)
    if application.submitted_at:
        others = others.filter(submitted_at__lt=application.submitted_at)
    others = others.select_related("exercise", "regulation_version", "closing_report")
    return [_earlier(one, paris_day(now)) for one in others.order_by("submitted_at")]


def _earlier(application: Application, today: date) -> Earlier:
    return Earlier(
        number=application.number,
        state=application.state,
        filed_on=paris_day(application.submitted_at),
        year=application.exercise.year,
        requested_cents=application.requested_cents,
        granted_cents=application.granted_cents,
        actions=frozenset(application.actions) - {OTHER},
        report=report_word(application, today),
    )


def report_word(application: Application, today: date) -> str:
    """Return where the report of a file stands: none to give, due, late, or accepted. One being read is still due."""
    report = getattr(application, "closing_report", None)
    if report and report.accepted_at:
        return "accepted"
    if application.state == "reported":
        return "due"
    if application.state != "paid":
        return "none"
    return "late" if awaited(application, today).late else "due"

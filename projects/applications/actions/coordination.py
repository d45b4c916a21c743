"""What the coordination does with a file that was filed: admit it, ask for what is missing, say that it can't be."""

from datetime import datetime

from django.utils.translation import gettext as _

from fph.journal.actions import action, record
from fph.verdict import Refused
from projects.applications import notices, queries, rules
from projects.applications.actions.writing import lock, move
from projects.applications.models import Application, CorrectionRequest


@action
def admit(application: Application, *, by, now: datetime) -> Application:
    """Say that a file may go before the committee. Raises Refused, naming the article that the coordination must pass over."""
    lock(application)
    Refused.unless(rules.may_become(application.state, "admissible"))
    Refused.unless(rules.may_admit(queries.exceptions(application).left))
    move(application, "admissible", by=by, now=now)
    record("application.admitted", application, by=by, now=now, fund=application.fund_id, number=application.number)
    notices.admitted(application, now=now)
    return application


@action
def ask_correction(application: Application, message: str, *, by, now: datetime) -> CorrectionRequest:
    """Send a file back to be completed, in words for the applicant. Raises Refused, also for an empty message."""
    _refuse_silence(message, _("Écrivez ce qui manque, pour que la personne sache quoi faire."))
    move(application, "to_complete", by=by, now=now)
    request = CorrectionRequest.objects.create(
        application=application, message=message.strip(), asked_at=now, asked_by=by
    )  # fmt: skip
    record("application.correction_asked", application, by=by, now=now, fund=application.fund_id, person=str(by),
           message=message.strip())  # fmt: skip
    notices.correction_asked(application, request, now=now)
    return request


@action
def declare_inadmissible(application: Application, reason: str, *, by, now: datetime) -> Application:
    """Say that the règlement does not allow a file, and why. Raises Refused, also without a reason."""
    _refuse_silence(reason, _("Écrivez pourquoi : quel article, et ce que la personne peut faire."))
    move(application, "inadmissible", by=by, now=now)
    record("application.inadmissible", application, by=by, now=now, fund=application.fund_id, number=application.number)
    record("application.not_admitted", application, by=by, now=now, fund=application.fund_id, person=str(by),
           reason=reason.strip())  # fmt: skip
    notices.inadmissible(application, reason.strip(), now=now)
    return application


def _refuse_silence(words: str, why: str) -> None:
    if not words.strip():
        raise Refused(why)

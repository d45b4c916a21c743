"""Messages to applicants and to the coordination, written with the act they tell of. No name stands in a subject."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from fph.mail.actions import write
from fph.people.roles import Permission, holders, paris_day
from projects.applications.models import Application, CorrectionRequest
from projects.applications.queries import what_comes_next


def receipt(application: Application, *, now: datetime) -> None:
    """Give the applicant a dated receipt, and tell the coordination that a file waits."""
    subject = _("Votre dossier %s est bien arrivé") % application.number
    _tell(application, "received", subject, now, reference=application.pk, next=what_comes_next(application, now))
    _tell_coordination(application, "to_review", _("Un dossier à lire : %s") % application.number, application.pk, now)


def completed(application: Application, request: CorrectionRequest, *, now: datetime) -> None:
    """Tell the coordination that what it asked has arrived."""
    _tell_coordination(application, "completed", _("Le dossier %s est complété") % application.number, request.pk, now)


def correction_asked(application: Application, request: CorrectionRequest, *, now: datetime) -> None:
    """Ask the applicant to complete the file."""
    subject = _("Votre dossier %s est à compléter") % application.number
    _tell(application, "correction", subject, now, reference=request.pk, asked=request.message,
          next=what_comes_next(application, now))  # fmt: skip


def admitted(application: Application, *, now: datetime) -> None:
    """Tell the applicant that the file goes before the committee, and when."""
    subject = _("Votre dossier %s passe devant le comité") % application.number
    _tell(application, "admitted", subject, now, next=what_comes_next(application, now))


def inadmissible(application: Application, reason: str, *, now: datetime) -> None:
    """Tell the applicant why the file can't be examined."""
    _tell(application, "inadmissible", _("Réponse à votre dossier %s") % application.number, now, reason=reason)


def granted(application: Application, *, now: datetime) -> None:
    """Tell the applicant that the committee, or its final authority, said yes, how much, and what to do now."""
    _tell(application, "granted", _("Réponse à votre dossier %s") % application.number, now)


def refused(application: Application, *, now: datetime, reason: str = "") -> None:
    """Tell the applicant that the committee, or its final authority (`reason`), did not keep the project."""
    _tell(application, "refused", _("Réponse à votre dossier %s") % application.number, now, reason=reason)


def deferred(application: Application, *, now: datetime) -> None:
    """Tell the applicant that the committee will decide later."""
    subject = _("Le comité décidera plus tard : dossier %s") % application.number
    _tell(application, "deferred", subject, now, next=what_comes_next(application, now))


def withdrawn(application: Application, *, now: datetime) -> None:
    """Confirm to the applicant that the file is withdrawn."""
    _tell(application, "withdrawn", _("Votre dossier %s est retiré") % application.number, now)


def _tell(application, event, subject, now, *, reference=None, **words) -> None:
    words |= {"application": application, "address": _address("application", application.pk)}
    body = render_to_string(f"projects/applications/mail/{event}.txt", words)
    for person in applicants(application):
        write(f"application.{event}", person, subject, body, reference=reference, now=now)


def applicants(application: Application) -> list:
    """Return the account that holds the file and, when a helper typed it, the person helped."""
    helped = application.lead_email if application.with_helper else ""
    elsewhere = helped and helped.lower() != application.owner.email
    return [application.owner, *([helped] if elsewhere else [])]


def _tell_coordination(application, event, subject, reference, now) -> None:
    address = _address("review", application.fund.slug, application.pk)
    body = render_to_string(
        f"projects/applications/mail/{event}.txt", {"application": application, "address": address}
    )  # fmt: skip
    for person in holders(Permission.REVIEW, application.fund, paris_day(now)):
        write(f"application.{event}", person, subject, body, reference=reference, now=now)


def _address(name: str, *args) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=args)

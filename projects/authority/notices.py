"""What a holder is told of an opinion and of the acts that follow. Texts in `templates/projects/authority/mail/`."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from fph.mail.actions import write
from projects.applications.notices import applicants
from projects.authority.models import Opinion, Ruling


def advised(opinion: Opinion, *, now: datetime) -> None:
    """Tell the applicant the committee's opinion, who decides, and that nothing is granted yet."""
    subject = _("Le comité a rendu son avis : dossier %s") % opinion.application.number
    _tell("advised", opinion, subject, now)


def annulled(ruling: Ruling, *, now: datetime) -> None:
    """Tell the applicant that the decision they read was a mistake of recording, and that one is awaited."""
    subject = _("Une erreur dans la réponse à votre dossier %s") % ruling.opinion.application.number
    _tell("annulled", ruling.opinion, subject, now, act=ruling.act)


def _tell(event: str, opinion: Opinion, subject: str, now: datetime, **words) -> None:
    application = opinion.application
    address = settings.SITE_ADDRESS + reverse("application", args=[application.pk])
    body = render_to_string(
        f"projects/authority/mail/{event}.txt",
        {"application": application, "opinion": opinion, "address": address, **words},
    )
    for person in applicants(application):
        write(f"authority.{event}", person, subject, body, reference=opinion.pk, now=now)

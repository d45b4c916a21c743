"""What people are told by e-mail once the committee has said yes. Texts in `templates/projects/followup/mail/`."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from fph.mail.actions import write
from fph.people.roles import Permission, holders, paris_day


def aid_accepted(award, *, now: datetime) -> None:
    """Tell the holder that the acceptance is noted, and the treasurer that a payment waits."""
    application = award.application
    _to_holder("accepted", application, _("Vous avez accepté l’aide du fonds"), reference=award.pk, now=now)
    _to_office(
        "to_pay", Permission.PAY, application, _("Une aide est à verser : %s") % application.title,
        address=_address("payments", application.fund.slug), reference=award.pk, now=now,
    )  # fmt: skip


def payment_made(order, application, *, now: datetime) -> None:
    """Tell the holder that money has left, and what comes next."""
    words = {"cents": order.amount_cents, "closed": application.state == "closed"}
    _to_holder("paid", application, _("L’aide du fonds est versée"), reference=order.pk, now=now, **words)


def report_submitted(application, *, reference, now: datetime) -> None:
    """Tell the holder that the report arrived, and the coordination that it is to be checked."""
    address = _address("check_report", application.fund.slug, application.pk)
    _to_holder("report_received", application, _("Votre bilan est arrivé"), reference=reference, now=now)
    _to_office(
        "report_to_check", Permission.REVIEW, application, _("Un bilan est à vérifier : %s") % application.title,
        address=address, reference=reference, now=now,
    )  # fmt: skip


def report_sent_back(application, message: str, *, reference, now: datetime) -> None:
    """Tell the holder what is to be mended in the report."""
    _to_holder(
        "report_sent_back", application, _("Votre bilan est à compléter"), reference=reference, now=now,
        message=message, address=_address("closing_report", application.pk),
    )  # fmt: skip


def report_accepted(application, ends, *, reference, now: datetime) -> None:
    """Tell the holder that the report is accepted, and what money still moves."""
    subject = _("Votre bilan est accepté")
    _to_holder("report_accepted", application, subject, reference=reference, now=now, ends=ends)


def _to_holder(event, application, subject, *, reference, now, **words) -> None:
    words = {"application": application, "address": _address("application", application.pk), **words}
    for person in _holders(application):
        _write(event, person, subject, words, reference, now)


def _to_office(event, permission, application, subject, *, address, reference, now) -> None:
    for person in holders(permission, application.fund, paris_day(now)):
        _write(event, person, subject, {"application": application, "address": address}, reference, now)


def _write(event, person, subject, words, reference, now) -> None:
    body = render_to_string(f"projects/followup/mail/{event}.txt", words)
    write(f"followup.{event}", person, subject, body, reference=reference, now=now)


def _holders(application) -> list:
    """Return the account that holds the file and, when a helper typed it, the person helped."""
    helped = application.lead_email if application.with_helper else ""
    elsewhere = helped and helped.lower() != application.owner.email
    return [application.owner, *([helped] if elsewhere else [])]


def _address(name: str, *args) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=args)

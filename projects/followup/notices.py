"""What people are told by e-mail once the committee has said yes."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from fph.mail.actions import write
from fph.money import euros
from fph.people.roles import Permission, holders, paris_day


def _address(name: str, *args) -> str:
    return settings.SITE_ADDRESS + reverse(name, args=args)


def _to_holder(event, application, subject, body, *, reference, now: datetime) -> None:
    for person in _holders(application):
        write(event, person, subject, body, reference=reference, now=now)


def _holders(application) -> list:
    """Return the account that holds the file and, when a helper typed it, the person helped."""
    helped = application.lead_email if application.with_helper else ""
    elsewhere = helped and helped.lower() != application.owner.email
    return [application.owner, *([helped] if elsewhere else [])]


def _to_office(event, permission, application, subject, body, *, reference, now: datetime) -> None:
    for person in holders(permission, application.fund, paris_day(now)):
        write(event, person, subject, body, reference=reference, now=now)


def aid_accepted(award, *, now: datetime) -> None:
    """Tell the holder that the acceptance is noted, and the treasurer that a payment waits."""
    application = award.application
    words = {"title": application.title, "amount": euros(application.granted_cents)}
    _to_holder(
        "aid.accepted", application, _("Vous avez accepté l’aide du fonds"),
        _("Bonjour,\n\nVous avez accepté l’aide de %(amount)s pour « %(title)s ». Le versement se prépare : vous recevrez "
          "un message quand il sera parti.") % words,
        reference=award.pk, now=now,
    )  # fmt: skip
    _to_office(
        "aid.to_pay", Permission.PAY, application, _("Une aide est à verser"),
        _("Bonjour,\n\nL’aide de %(amount)s pour « %(title)s » est acceptée. Elle attend votre ordre de paiement :\n%(url)s")
        % {**words, "url": _address("payments", application.fund.slug)},
        reference=award.pk, now=now,
    )  # fmt: skip


def payment_made(order, application, *, now: datetime) -> None:
    """Tell the holder that money has left, and what comes next."""
    words = {"title": application.title, "amount": euros(order.amount_cents),
             "url": _address("closing_report", application.pk)}  # fmt: skip
    if order.trigger == "report":
        body = _(
            "Bonjour,\n\nLe solde de %(amount)s pour « %(title)s » est parti de la banque. Le dossier est clos. Merci !"
        )
    else:
        body = _("Bonjour,\n\n%(amount)s pour « %(title)s » sont partis de la banque : comptez quelques jours.\n\nGardez vos "
                 "tickets et factures. Après le projet, vous remettrez votre bilan ici :\n%(url)s")  # fmt: skip
    _to_holder("payment.made", application, _("L’aide du fonds est versée"), body % words, reference=order.pk, now=now)


def report_submitted(report, application, *, reference, now: datetime) -> None:
    """Tell the coordination that a report is to be checked, and the holder that it arrived."""
    words = {"title": application.title, "url": _address("check_report", application.fund.slug, application.pk)}
    _to_holder(
        "report.submitted", application, _("Votre bilan est arrivé"),
        _("Bonjour,\n\nLe bilan de « %(title)s » est arrivé. La coordination le vérifie et vous répond.") % words,
        reference=reference, now=now,
    )  # fmt: skip
    _to_office(
        "report.to_check", Permission.REVIEW, application, _("Un bilan est à vérifier"),
        _("Bonjour,\n\nLe bilan de « %(title)s » est remis. Vous pouvez le vérifier ici :\n%(url)s") % words,
        reference=reference, now=now,
    )  # fmt: skip


def report_sent_back(application, message: str, *, reference, now: datetime) -> None:
    """Tell the holder what is to be mended in the report."""
    words = {"title": application.title, "message": message, "url": _address("closing_report", application.pk)}
    _to_holder(
        "report.sent_back", application, _("Votre bilan est à compléter"),
        _("Bonjour,\n\nLa coordination vous demande de compléter le bilan de « %(title)s » :\n\n%(message)s\n\n"
          "Vos réponses sont gardées. Reprenez ici :\n%(url)s") % words,
        reference=reference, now=now,
    )  # fmt: skip


def report_accepted(report, application, ends, *, now: datetime) -> None:
    """Tell the holder that the report is accepted, and what money still moves."""
    words = {"title": application.title, "due": euros(ends.due_cents), "returned": euros(ends.returned_cents)}
    sentences = [_("Bonjour,\n\nLe bilan de « %(title)s » est accepté. Merci pour ce projet !")]
    if ends.returned_cents:
        sentences.append(
            _("Les %(returned)s non dépensés sont revenus dans le fonds : ils serviront à d’autres projets.")
        )
    if ends.due_cents:
        sentences.append(_("Le solde de %(due)s va vous être versé."))
    body = "\n\n".join(sentences) % words
    _to_holder("report.accepted", application, _("Votre bilan est accepté"), body, reference=report.pk, now=now)

"""Messages about a fund's money."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.mail.actions import write
from fph.money import euros
from projects.fund.models import Gift

THANKS = gettext_lazy(
    "Bonjour,\n\n"
    "Votre don de %(amount)s à « %(fund)s » est bien arrivé. Merci.\n\n"
    "Il aidera des projets d’habitants, choisis par le comité du quartier. Un don ne donne aucun droit de vote.\n"
    "Ce message n’est pas un reçu fiscal : demandez-le, s’il y a lieu, à %(carrier)s.\n"
)


def thank(gift: Gift, *, now: datetime) -> None:
    """Thank a donor who left an address, once."""
    if gift.donor_email:
        fund = gift.exercise.fund
        words = {"amount": euros(gift.amount_cents), "fund": fund.name, "carrier": fund.carrier}
        subject = _("Merci pour votre don")
        write("gift.thanks", gift.donor_email, subject, THANKS % words, reference=gift.pk, now=now)

"""Messages about a fund's money."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.mail.actions import write
from fph.money import euros
from fph.people.roles import Permission, holders, paris_day
from projects.fund.models import Gift

THANKS = gettext_lazy(
    "Bonjour,\n\n"
    "Votre don de %(amount)s à « %(fund)s » est bien arrivé. Merci.\n\n"
    "Il aidera des projets d’habitants, choisis par le comité du quartier. Un don ne donne aucun droit de vote.\n"
    "Ce message n’est pas un reçu fiscal : demandez-le, s’il y a lieu, à %(carrier)s.\n"
)
REFUND_DUE = gettext_lazy(
    "Bonjour,\n\n"
    "Un don de %(amount)s à « %(fund)s » ne peut pas être gardé. %(reason)s\n\n"
    "Il vous attend parmi les dons à rembourser :\n%(address)s\n"
)


def thank(gift: Gift, *, now: datetime) -> None:
    """Thank a donor who left an address, once."""
    if gift.donor_email:
        fund = gift.exercise.fund
        words = {"amount": euros(gift.amount_cents), "fund": fund.name, "carrier": fund.carrier}
        subject = _("Merci pour votre don")
        write("gift.thanks", gift.donor_email, subject, THANKS % words, reference=gift.pk, now=now)


def refund_due(gift: Gift, *, now: datetime) -> None:
    """Tell the treasurers, once for each gift, that one is to give back."""
    fund = gift.exercise.fund
    year = urlencode({"annee": gift.exercise.year})
    address = f"{settings.SITE_ADDRESS}{reverse('contributions', args=[fund.slug])}?{year}"
    words = {"amount": euros(gift.amount_cents), "fund": fund.name, "reason": gift.refund_reason, "address": address}
    for person in holders(Permission.PAY, fund, paris_day(now)):
        write("gift.refund_due", person, _("Un don à rembourser"), REFUND_DUE % words, reference=gift.pk, now=now)

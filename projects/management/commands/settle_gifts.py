"""Look again at the gifts of which nothing was heard: a bell may have been lost."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from fph.people.actions import service_account
from projects.fund import actions, card, queries
from projects.fund.models import Gift

COUNTER = "Guichet Stripe"
QUIET = timedelta(minutes=30)


class Command(BaseCommand):
    """Fetch each unpaid gift older than half an hour, and count those that were paid. Run it every night."""

    help = "Redemande à Stripe ce que sont devenus les dons sans nouvelles depuis une demi-heure."

    def handle(self, *args, now=None, **options):
        """Settle them one by one; one that Stripe doesn't answer for waits for the next time."""
        now, settled = now or timezone.now(), 0
        for gift in queries.unsettled_gifts(now - QUIET) if card.is_open() else []:
            try:
                payment = card.payment(gift.checkout_session)
            except card.Unanswered as problem:
                self.stderr.write(f"{gift.pk} : {problem}")
                continue
            after = actions.settle(payment, by=service_account(COUNTER), now=now)
            settled += after is not None and after.state != Gift.State.OPENED
        self.stdout.write(ngettext("%d don mis à jour.", "%d dons mis à jour.", settled) % settled)

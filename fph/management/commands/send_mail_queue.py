from django.core.management.base import BaseCommand
from django.utils import timezone

from fph.mail.actions import deliver, drop_codes
from fph.mail.queries import messages_to_retry


class Command(BaseCommand):
    """Send again what did not leave, and empty the codes that no longer serve; run it every few minutes.

    Exits 1 when some still wait.
    """

    help = "Envoie les messages qui n’ont pas pu partir, et vide ceux dont le code ne sert plus."

    def handle(self, **options):
        """Try each waiting message once."""
        drop_codes(now=timezone.now())
        results = [deliver(message) for message in messages_to_retry(timezone.now())]
        self.stdout.write(f"{sum(results)} message(s) envoyé(s), {results.count(False)} en attente.")
        if not all(results):
            raise SystemExit(1)

from django.core.management.base import BaseCommand
from django.utils import timezone

from fph.journal.actions import make_checkpoint


class Command(BaseCommand):
    """Publish today's checkpoint (Europe/Paris); run it daily, again without harm."""

    help = "Publie le point de contrôle du jour : la taille et l’empreinte du registre."

    def handle(self, *args, **options):
        """Print the checkpoint."""
        point = make_checkpoint(timezone.localdate())
        self.stdout.write(f"{point.date} : {point.size} écritures, empreinte {point.root}.")

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.demo.build import PLACES, build
from projects.fund.models import Fund


class Command(BaseCommand):
    """Fill the database with the demonstration, once; again it changes nothing."""

    help = "Installe la démonstration : deux quartiers, une année de vie, une séance à venir."

    def handle(self, *args, **options):
        """Build unless it stands already. Refuses outside a demonstration."""
        if not settings.FPH_DEMO:
            raise CommandError("La démonstration ne s’installe qu’avec FPH_DEMO=1.")
        if Fund.objects.filter(slug__in=[place.slug for place in PLACES]).exists():
            self.stdout.write("La démonstration est déjà là.")
            return
        with transaction.atomic():
            funds = build(timezone.now())
        self.stdout.write(f"La démonstration est prête : {', '.join(fund.name for fund in funds)}.")

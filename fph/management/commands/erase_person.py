from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fph.people.actions import erase
from fph.people.models import User
from fph.verdict import Refused


class Command(BaseCommand):
    """Forget a person who asked for it; the register stays whole."""

    help = "Efface une personne à sa demande : son nom, son adresse, ses textes. Les comptes et le registre restent."

    def add_arguments(self, parser):
        """Take the person's e-mail, and the administrator's who does it."""
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--by", required=True, metavar="ADRESSE", help="l’administrateur·rice qui efface")

    def handle(self, *args, email, by, **options):
        """Erase, or say why not."""
        people = {who: User.objects.filter(email__iexact=who, is_active=True).first() for who in (email, by)}
        if not people[email] or not people[by] or not people[by].is_superuser:
            raise CommandError("Aucun compte ouvert à cette adresse, ou --by n’est pas une administration.")
        try:
            erase(people[email], by=people[by], now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Effacé. La preuve reste : manage.py verify_register.")

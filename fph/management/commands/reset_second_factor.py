from functools import partial

from allauth.account.adapter import get_adapter
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fph.people.actions import change_factors, forget_factors
from fph.people.models import User


class Command(BaseCommand):
    """Take away the second factors of a person who lost theirs, recovery codes included; they are told by mail."""

    help = "Retire les clés d’accès, l’application et les codes de secours d’une personne qui les a perdus."

    def add_arguments(self, parser):
        """Take the person's e-mail, and the administrator's who recognised them and does it."""
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument(
            "--by", required=True, metavar="ADRESSE", help="l’administrateur·rice qui a reconnu la personne"
        )

    def handle(self, *args, email, by, **options):
        """Take them away, or say why not."""
        people = {who: User.objects.filter(email__iexact=who, is_active=True).first() for who in (email, by)}
        if not people[email] or not people[by] or not people[by].is_superuser:
            raise CommandError("Aucun compte ouvert à cette adresse, ou --by n’est pas une administration.")
        change_factors(
            people[email], partial(forget_factors, people[email]), event="factor.reset",
            tell=get_adapter().tell_of_factors, by=people[by], now=timezone.now(),
        )  # fmt: skip
        self.stdout.write("Retiré. La personne est prévenue par e-mail et choisira un nouveau moyen à sa connexion.")

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.applications.models import Application
from projects.applications.queries import facts
from projects.followup.queries.holder import earlier
from projects.regulation.exchange import write_facts


class Command(BaseCommand):
    """Print a file as the rules read it: `application export NUMBER`, in the JSON that `regulation check` reads.

    It holds no name and no address: who asks is a type, and the holder's earlier files are numbers and amounts. Its
    fields are told in docs/regulation.md. Exit 1 when no file has that number.
    """

    help = "Écrit un dossier tel que le règlement le lit, en JSON : application export NUMÉRO."
    stealth_options = ("now",)  # the moment it is run, for tests

    def add_arguments(self, parser):
        """Take the number of the file."""
        parser.add_argument("what", choices=["export"], metavar="export")
        parser.add_argument("number", metavar="NUMÉRO", help="le numéro du dossier")

    def handle(self, *args, number, now=None, **options):
        """Print the JSON, or say that there is no such file."""
        now = now or timezone.now()
        found = Application.objects.select_related("fund", "exercise", "regulation_version", "theme")
        try:
            application = found.get(number__iexact=number)
        except Application.DoesNotExist as missing:
            raise CommandError(f"Aucun dossier n’a le numéro « {number} ».") from missing
        told = write_facts(facts(application, now), earlier(application, now))
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))

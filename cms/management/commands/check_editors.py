from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms import actions
from cms.queries.newsrooms import out_of_step
from fph.people.actions import service_account
from fph.people.roles import paris_day


class Command(BaseCommand):
    """Compare Wagtail's groups with the editors' mandates, both ways. Exit 0 when they agree, 1 naming who differs.

    Nobody out of step can enter the editor: this says who will be asked at the door. `--mend` puts the groups in step.
    """

    help = "Compare les groupes de rédaction et les mandats ; --mend met les groupes en accord avec les mandats."

    def add_arguments(self, parser):
        """Take `--mend`."""
        parser.add_argument("--mend", action="store_true", help="mettre les groupes en accord avec les mandats")

    def handle(self, *, mend, **options):
        """Name each person out of step; mend them when asked, else fail."""
        now = timezone.now()
        found = out_of_step(paris_day(now))
        for difference in found:
            self.stdout.write(f"{difference}.")
        if found and not mend:
            raise CommandError("Les groupes et les mandats diffèrent. Avec --mend, les groupes suivent les mandats.")
        for person in {difference.person for difference in found}:
            actions.keep_in_step(person, by=service_account("check_editors"), now=now)
        self.stdout.write("Les groupes de rédaction suivent les mandats.")

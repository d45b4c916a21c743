from django.core.management.base import BaseCommand, CommandError

from fph.journal import queries, verification


class Command(BaseCommand):
    """Recompute the whole register: exit 0 when it is whole, 1 naming the first bad entry."""

    help = "Recalcule le registre entier : code 0 s’il est intact, 1 en nommant la première écriture fautive."

    def handle(self, *args, **options):
        """Print the verdict."""
        found = list(verification.faults())
        if found:
            raise CommandError("\n".join(found), returncode=1)
        size, root = queries.head()
        self.stdout.write(f"Registre intact : {size} écritures, empreinte {root}.")

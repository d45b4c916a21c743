import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from fph.journal import exports


class Command(BaseCommand):
    """Write the register as the file that `static/verify/verify_register.py` verifies."""

    help = "Écrit le registre dans un fichier que chacun peut vérifier."

    def add_arguments(self, parser):
        """Take the file's path; `-` for standard output."""
        parser.add_argument("file", metavar="FICHIER")

    def handle(self, *args, file, **options):
        """Write the lines."""
        if file == "-":
            sys.stdout.buffer.writelines(exports.lines())
            return
        with Path(file).open("wb") as target:
            target.writelines(exports.lines())
        self.stdout.write(f"Registre écrit dans {file}.")

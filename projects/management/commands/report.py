from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from fph.verdict import Refused
from projects.followup import exports, queries
from projects.fund.models import Exercise, Fund


class Command(BaseCommand):
    """Write a fund's year for its funders: `report --fund SLUG --year 2026 --format xlsx --output FILE`.

    The bytes are those of the download, the same each time while nothing moves. Nothing is written when the rows don't
    add up to the accounts; exit 1 with the reason.
    """

    help = "Écrit le rapport d’une année pour les financeurs, en CSV ou XLSX."

    def add_arguments(self, parser):
        """Ask for the fund, the year, the format and the file."""
        parser.add_argument("--fund", required=True, help="l’adresse du fonds (slug)")
        parser.add_argument("--year", required=True, type=int, help="l’année de l’exercice")
        parser.add_argument("--format", required=True, choices=sorted(exports.FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="le fichier à écrire")

    def handle(self, *, fund, year, format, output, **options):
        """Write the file, or say why not."""
        try:
            found = queries.report(Fund.objects.select_related("carrier").get(slug=fund), year)
        except Fund.DoesNotExist as missing:
            raise CommandError(f"Aucun fonds n’a l’adresse « {fund} ».") from missing
        except Exercise.DoesNotExist as missing:
            raise CommandError(f"Le fonds « {fund} » n’a pas d’année {year}.") from missing
        except Refused as reason:
            raise CommandError(str(reason)) from reason
        try:
            output.write_bytes(exports.write(found, format))
        except OSError as reason:
            raise CommandError(f"Impossible d’écrire {output} : {reason.strerror}.") from reason
        self.stdout.write(f"{output} : {len(found.rows)} projets.")

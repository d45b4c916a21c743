import gzip
import json
import time
import zlib
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from fph.people.actions import service_account
from fph.people.roles import paris_day
from fph.territories.actions import import_neighbourhoods
from fph.territories.queries import import_plan
from fph.territories.rules import EARLIEST, FURTHEST, OfficialNeighbourhood, Plan, Skipped, read_features

READER = "Lecture de la liste des quartiers"
GZIP = b"\x1f\x8b"
MOST_BYTES = 200_000_000


class Command(BaseCommand):
    """Read the official list of priority neighbourhoods. Exit 0 when all of it was read, 1 when some was left aside.

    Again, it changes nothing. Perimeters hold from the day the list came into force (1 January 2015 or 2024; 2025
    overseas), from `--on` when it is given, from today where another one began since.
    """

    help = "Inscrit ou met à jour les quartiers prioritaires (QPV) d’un fichier GeoJSON officiel, compressé ou non."

    def add_arguments(self, parser):
        """Take the file, the day its perimeters begin, and whether to show only."""
        parser.add_argument("file", metavar="FICHIER", type=Path, help="le fichier .geojson ou .geojson.gz")
        parser.add_argument("--on", metavar="AAAA-MM-JJ", type=date.fromisoformat,
                            help="le jour où les périmètres commencent (par défaut, celui de la liste)")  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui changerait, sans rien écrire")

    def handle(self, *args, file: Path, on: date | None, dry_run: bool, **options):
        """Read, import in one act, and tell what was done."""
        began, now = time.monotonic(), timezone.now()
        if on and not EARLIEST <= on <= paris_day(now) + FURTHEST:
            raise CommandError("--on : choisissez un jour depuis 1990, et dans les deux ans qui viennent.")
        content = read(file)
        features, skipped = parse(content)
        if dry_run:
            done = import_plan(features, today=paris_day(now), on=on)
        else:
            done = self.import_all(features, sha256(content).hexdigest(), len(skipped), on, now)
        self.tell(done, skipped, time.monotonic() - began, dry_run)

    def import_all(self, features: list[OfficialNeighbourhood], digest: str, skipped: int, on, now) -> Plan:
        """Import in one act. Raises CommandError when somebody opens one of these neighbourhoods at the same moment."""
        try:
            return import_neighbourhoods(
                features, sha256=digest, by=service_account(READER), now=now, on=on, skipped=skipped
            )
        except IntegrityError as problem:
            raise CommandError(
                "Un de ces quartiers vient d’être ouvert. Rien n’a été écrit : recommencez."
            ) from problem

    def tell(self, done: Plan, skipped: list[Skipped], seconds: float, dry_run: bool) -> None:
        """Say how many were inscribed, updated, unchanged, and name each one left aside. Raises SystemExit(1) if any."""
        if dry_run:
            self.stdout.write("Rien n’est écrit. Ce qui changerait :")
        left = [str(one) for one in skipped]
        left += [f"{feature.code}, {feature.name} : {reason}" for feature, reason in done.refused]
        counts = {
            "Inscrits": len(done.added), "Mis à jour": len(done.changed), "Inchangés": done.unchanged,
            "Laissés de côté": len(left),
        }  # fmt: skip
        for words, count in counts.items():
            self.stdout.write(f"{words} : {count}")
        for line in left:
            self.stderr.write(f"  {line}")
        self.stdout.write(f"En {seconds:.1f} s.".replace(".", ",", 1))
        if left:
            raise SystemExit(1)


def read(file: Path) -> bytes:
    """Return the GeoJSON of a file, unzipped if need be. Raises CommandError when it can't be read or is too big."""
    try:
        with file.open("rb") as raw:
            zipped = raw.read(2) == GZIP
        with gzip.open(file) if zipped else file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise CommandError(f"Le fichier ne se lit pas : {problem}") from problem
    if len(content) > MOST_BYTES:
        raise CommandError("Le fichier dépasse 200 Mo : ce n’est pas la liste des quartiers.")
    return content


def parse(content: bytes) -> tuple[list[OfficialNeighbourhood], list[Skipped]]:
    """Return the neighbourhoods of a GeoJSON and what was left aside. Raises CommandError when it is none."""
    try:
        return read_features(json.loads(content))
    except json.JSONDecodeError as problem:
        raise CommandError(f"Ce n’est pas du JSON : ligne {problem.lineno}, caractère {problem.colno}.") from problem
    except (UnicodeDecodeError, RecursionError) as problem:
        raise CommandError("Ce n’est pas du GeoJSON en UTF-8.") from problem
    except ValueError as problem:
        raise CommandError(str(problem)) from problem

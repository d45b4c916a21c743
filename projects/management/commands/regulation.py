import json
from argparse import ArgumentTypeError
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import wrap

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from fph.money import euros
from fph.people.actions import service_account
from fph.people.models import User
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.queries import decided
from projects.fund.models import Fund
from projects.fund.queries import next_filing_date
from projects.regulation import actions, document, exchange, queries
from projects.regulation.models import RegulationVersion
from projects.regulation.rules import Facts, Regulation
from projects.regulation.rules.difference import Change, difference
from projects.regulation.rules.judging import Judgement, judge
from projects.regulation.rules.replay import ADMITTED, CAPPED, REFUSED, SAME, Replayed, in_all, replay
from projects.regulation.schema import schema

READER = "Lecture des règlements"
COLUMN = 56  # signs, each side of a difference
TOLD = ("rule", "article", "severity", "message", "limit_cents", "limit_days")


WHY_UNREAD: dict[type[OSError], str] = {
    FileNotFoundError: "ce fichier n’existe pas",
    IsADirectoryError: "c’est un dossier, pas un fichier",
    PermissionError: "vous n’avez pas le droit de le lire",
}


def day(text: str) -> date:
    """Read a day of the command line, AAAA-MM-JJ."""
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise ArgumentTypeError(f"« {text} » : attendu un jour écrit AAAA-MM-JJ, comme 2027-03-01") from problem


class Command(BaseCommand):
    """Read, adopt, compare and try règlements written in YAML: `regulation schema | load | diff | replay | check`.

    Exit 1 with the reason when something can't be read or is refused; nothing is written then. See docs/regulation.md.
    """

    help = "Lit, adopte, compare et essaie un règlement écrit en YAML."
    stealth_options = ("now",)  # the moment it is run, for tests

    def add_arguments(self, parser):
        """Take one of the commands and its words."""
        commands = parser.add_subparsers(dest="what", required=True, metavar="schema | load | diff | replay | check")
        commands.add_parser("schema", help="imprime le schéma JSON d’un règlement")
        load = commands.add_parser("load", help="adopte le règlement d’un fichier YAML")
        load.add_argument("file", metavar="FICHIER", type=Path)
        load.add_argument("--fund", required=True, help="l’adresse du fonds (slug)")
        load.add_argument("--adopted-on", type=day, metavar="AAAA-MM-JJ", help="le jour de l’adoption (aujourd’hui)")
        load.add_argument("--body", default="", help="qui l’a adopté (l’organisme qui porte le fonds)")
        load.add_argument("--from", dest="in_force_from", type=day, metavar="AAAA-MM-JJ",
                          help="le jour où il s’applique (aujourd’hui, ou le jour de l’adoption s’il vient après)")  # fmt: skip
        load.add_argument("--act", default="", help="la référence de la délibération")
        load.add_argument("--by", metavar="ADRESSE", help="le compte de qui l’inscrit (un compte de service)")
        diff = commands.add_parser("diff", help="dit ce qui change d’un règlement à un autre")
        for side, words in (("before", "avant"), ("after", "après")):
            diff.add_argument(side, metavar=words.upper(), help="un fichier YAML, FONDS@NUMÉRO ou FONDS@AAAA-MM-JJ")
        replay = commands.add_parser(
            "replay", help="dit ce qu’un règlement proposé aurait changé aux dossiers d’une année"
        )
        replay.add_argument("file", metavar="FICHIER", type=Path, help="le règlement proposé, en YAML")
        replay.add_argument("--fund", required=True, help="l’adresse du fonds (slug)")
        replay.add_argument("--year", required=True, type=int, help="l’année")
        check = commands.add_parser("check", help="dit ce que le règlement d’un fonds pense d’un dossier")
        check.add_argument("file", metavar="FICHIER", type=Path, help="le dossier, en JSON")
        check.add_argument("--fund", required=True, help="l’adresse du fonds (slug)")
        check.add_argument("--on", type=day, metavar="AAAA-MM-JJ", help="le jour (celui du dépôt, sinon aujourd’hui)")

    def handle(self, *args, what, now=None, **options):
        """Do what is asked, and print what comes of it."""
        self.stdout.write(getattr(self, f"do_{what}")(now or timezone.now(), options))

    def do_schema(self, now, options) -> str:
        """Return the JSON Schema of a règlement."""
        return _json(schema())

    def do_load(self, now, options) -> str:
        """Adopt the règlement of a file, and say so."""
        fund, today = _fund(options["fund"]), paris_day(now)
        regulation = _adoptable(options["file"])
        adopted_on = options["adopted_on"] or today
        when = {"adopted_on": adopted_on, "in_force_from": options["in_force_from"] or max(today, adopted_on)}
        body, act = options["body"] or str(fund.carrier), options["act"]
        try:
            with transaction.atomic():
                by = _account(options["by"])
                version = actions.adopt(
                    fund, regulation=regulation, adopted_by_body=body, act_reference=act, by=by, now=now, **when
                )
        except Refused as refusal:
            raise CommandError(f"{refusal} Rien n’a été écrit.") from refusal
        told = f"{fund} : version {version.number} du règlement, en vigueur le {version.in_force_from:%d/%m/%Y}."
        later = list(fund.regulation_versions.filter(in_force_from__gt=version.in_force_from))
        if not later:
            return told
        after = later[0].in_force_from + timedelta(days=1)
        return (
            f"{told}\nAttention : la version {later[-1].number} la remplace dès le {later[-1].in_force_from:%d/%m/%Y}. Pour que "
            f"ce fichier vale ensuite, chargez-le avec --from {after}, ou plus tard."
        )

    def do_diff(self, now, options) -> str:
        """Return what changes, side by side."""
        changes = difference(_regulation(options["before"]), _regulation(options["after"]))
        return side_by_side(changes) if changes else "Les deux règlements disent la même chose."

    def do_replay(self, now, options) -> str:
        """Return what a proposed règlement would have changed, file by file, then in all."""
        fund, proposed = _fund(options["fund"]), _from_file(options["file"])
        exercise = fund.exercises.filter(year=options["year"]).first()
        if exercise is None:
            raise CommandError(f"Le fonds « {fund.slug} » n’a pas d’année {options['year']}.")
        return replay_in_words(replay(proposed, decided(exercise)), exercise.year)

    def do_check(self, now, options) -> str:
        """Return what the règlement in force says of a file, in JSON."""
        fund, on = _fund(options["fund"]), options["on"]
        try:
            facts = exchange.read_facts(json.loads(_text(options["file"])), on or paris_day(now))
        except json.JSONDecodeError as problem:
            place = f"ligne {problem.lineno}, colonne {problem.colno}"
            mend = "ce n’est plus du JSON : vérifiez les guillemets, les virgules et les accolades juste avant"
            raise CommandError(f"{options['file']} n’est pas un dossier lisible.\n{place} : {mend}.") from problem
        except RecursionError as problem:
            raise CommandError(
                f"{options['file']} n’est pas un dossier lisible.\nTrop de listes imbriquées."
            ) from problem
        except ValueError as problem:
            raise CommandError(f"{options['file']} n’est pas un dossier lisible.\n{problem}") from problem
        on = on or facts.filed_on
        version = queries.in_force(fund, on)
        if version is None:
            raise CommandError(f"Le fonds « {fund.slug} » n’a pas de règlement en vigueur le {on:%d/%m/%Y}.")
        return _json(told(judge(version.regulation, with_meeting(facts, fund, on))))


def with_meeting(facts: Facts, fund: Fund, on: date) -> Facts:
    """Return a file with the meeting it aims at, and the deadline published for it.

    It is the day the file names; else the first published meeting still open to files that day; else the next one.
    """
    dates = fund.calendar.filter(meets_at__date=facts.meets_on) if facts.meets_on else fund.calendar.filter(
        meets_at__date__gte=on
    )  # fmt: skip
    entry = (None if facts.meets_on else next_filing_date(fund, on)) or dates.first()
    if entry is None:
        return facts
    return replace(facts, meets_on=paris_day(entry.meets_at), deadline=facts.deadline or entry.filing_deadline)


def told(judgement: Judgement) -> dict:
    """Return a judgement as plain JSON; a day is « 2026-02-12 »."""
    return {
        "verdict": judgement.verdict,
        "findings": [{name: found[name] for name in TOLD} for found in map(asdict, judgement.findings)],
        "cap_cents": judgement.cap_cents,
        "deadline": judgement.deadline and judgement.deadline.isoformat(),
    }


def side_by_side(changes: list[Change]) -> str:
    """Return changes in two columns, before and after, under the titles of their sections."""
    rows = [_row("AVANT", "APRÈS")]
    for section, found in groupby(changes, key=lambda change: change.section):
        rows += ["", section.upper()]
        for change in found:
            before, after = (wrap(words, COLUMN) for words in (change.before or "—", change.after or "—"))
            rows += ["", change.title, *(_row(*pair) for pair in zip_longest(before, after, fillvalue=""))]
    return "\n".join(rows)


EFFECTS = {REFUSED: "refusé", CAPPED: "plafonné", ADMITTED: "recevable"}


def replay_in_words(files: list[Replayed], year: int) -> str:
    """Return a line for each file that would change, then how many and how much in all."""
    changed = [one for one in files if one.effect != SAME]
    rows = [f"{one.number} : {EFFECTS[one.effect]}, {euros(one.before_cents)} → {euros(one.after_cents)}"
            f"{''.join(f'. {found.message} (article {found.article})' for found in one.reasons)}" for one in changed]  # fmt: skip
    total = in_all(files)
    told = ", ".join(
        f"{total.counts[effect]} {words}{'s' if total.counts[effect] > 1 else ''}" for effect, words in EFFECTS.items()
    )
    before, after = euros(total.before_cents), euros(total.after_cents)
    rows.append(f"{year} : {len(files)} dossiers, {told}. Accordé : {before} ; avec ce règlement : {after}.")
    return "\n".join(rows)


def _row(before: str, after: str) -> str:
    return f"  {before:<{COLUMN}} | {after}".rstrip()


def _json(data) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _fund(slug: str) -> Fund:
    try:
        return Fund.objects.select_related("carrier").get(slug=slug)
    except Fund.DoesNotExist as missing:
        raise CommandError(f"Aucun fonds n’a l’adresse « {slug} ».") from missing


def _account(email: str | None) -> User:
    if not email:
        return service_account(READER)
    try:
        return User.objects.get(email__iexact=email, is_active=True)
    except User.DoesNotExist as missing:
        raise CommandError(f"Aucun compte ouvert à l’adresse « {email} ». Rien n’a été écrit.") from missing


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as reason:
        why = WHY_UNREAD.get(type(reason), reason.strerror)
        raise CommandError(f"Impossible de lire {path} : {why}.") from reason
    except UnicodeDecodeError as reason:
        raise CommandError(f"Impossible de lire {path} : ce n’est pas un texte en UTF-8.") from reason


def _from_file(path: Path) -> Regulation:
    try:
        return document.read(_text(path))
    except document.Unreadable as problem:
        raise CommandError(f"{path} n’est pas un règlement lisible. Rien n’a été écrit.\n{problem}") from problem


def _adoptable(path: Path) -> Regulation:
    regulation = _from_file(path)
    if missing := regulation.unfinished():
        raise CommandError(f"{path} ne peut pas encore être adopté. Rien n’a été écrit.\n{' '.join(missing)}")
    return regulation


def _regulation(name: str) -> Regulation:
    """Return the règlement of a YAML file, or of a stored version: FUND@NUMBER, FUND@DAY."""
    slug, at, which = name.rpartition("@")
    if not at or Path(name).exists():
        return _from_file(Path(name))
    fund = _fund(slug)
    version = fund.regulation_versions.filter(number=which).first() if which.isdigit() else _on(fund, which)
    if version is None:
        raise CommandError(f"Le fonds « {slug} » n’a pas de règlement « {which} ».")
    return version.regulation


def _on(fund: Fund, text: str) -> RegulationVersion | None:
    try:
        return queries.in_force(fund, date.fromisoformat(text))
    except ValueError as problem:
        raise CommandError(f"« {text} » : attendu le numéro d’une version, ou un jour (2026-02-12).") from problem

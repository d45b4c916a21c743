"""Recompute the money from its movements, and say the first thing that does not add up."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from fph import triggers
from fph.journal.models import JournalEntry
from fph.money import euros
from projects.applications.models import Application
from projects.applications.rules import ADVISED
from projects.authority.models import Opinion
from projects.fund.actions.ledger import ACTS
from projects.fund.models import SIDES, Account, AccountKind, Contribution, Gift, Transfer, TransferKind

IN, OUT = TransferKind.CONTRIBUTION, TransferKind.WITHDRAWAL


class Command(BaseCommand):
    """Exit 0 when every balance, project and journal entry agrees with the movements; 1 at the first that doesn't."""

    help = "Recalcule l’argent des fonds depuis ses mouvements ; sort en erreur au premier désaccord."

    def handle(self, *args, **options):
        """Check everything in one picture of the database."""
        with transaction.atomic():
            freeze()
            wrong = next(chain.from_iterable(check() for check in CHECKS), None)
            counted = Transfer.objects.count(), Account.objects.count()
        if wrong:
            raise CommandError(wrong)
        words = _("Les comptes sont justes : %(transfers)s mouvements, %(accounts)s comptes, au centime près.")
        self.stdout.write(words % {"transfers": counted[0], "accounts": counted[1]})


def freeze() -> None:
    """Read one picture of the database while others write: SQLite's transactions do, PostgreSQL must be asked."""
    if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def protections() -> Iterator[str]:
    """Yield the triggers that are missing."""
    for name in triggers.missing(connection):
        yield _("Une protection de la base manque : %s. Lancez : manage.py migrate") % name


def movements() -> Iterator[str]:
    """Yield the movements that don't go from where to where their kind says, in their fund, year, project, tranche."""
    sides = ("fund_id", "exercise_id", "kind", "holder", "tranche_id")
    columns = [*sides[:3], "id", "reference", "amount_cents"]
    columns += [f"{side}__{name}" for side in ("debit", "credit") for name in sides]
    for row in Transfer.objects.values(*columns).iterator():
        if not _goes_where_it_says(row):
            yield _("Mouvement %(id)s : ses comptes ne sont pas ceux d’une opération « %(kind)s » de ce fonds.") % row
        if not (isinstance(row["amount_cents"], int) and row["amount_cents"] > 0):
            yield _("Mouvement %(id)s : le montant %(amount_cents)s n’en est pas un.") % row


def _goes_where_it_says(row: dict) -> bool:
    expected = SIDES.get(row["kind"])
    if expected != (row["debit__kind"], row["credit__kind"]):
        return False
    for side in ("debit", "credit"):
        purse = row[f"{side}__kind"] not in (AccountKind.OUTSIDE, AccountKind.AVAILABLE)
        if (row[f"{side}__fund_id"], row[f"{side}__exercise_id"]) != (row["fund_id"], row["exercise_id"]):
            return False
        if purse and row[f"{side}__holder"] != row["reference"]:
            return False
    return AccountKind.OUTSIDE in expected or row["debit__tranche_id"] == row["credit__tranche_id"]


def balances() -> Iterator[str]:
    """Yield the accounts that don't hold what their movements say, or hold less than nothing, or a year that leaks.

    Each tranche has its own accounts, and no movement leads from one tranche to another: so each of them adds up.
    """
    came, went = _sums("credit"), _sums("debit")
    years: Counter = Counter()
    for account in Account.objects.select_related("exercise__fund", "tranche").order_by("exercise", "kind", "holder"):
        held, said = account.balance_cents, came.get(account.pk, 0) - went.get(account.pk, 0)
        words = {"account": account.get_kind_display(), "id": account.pk, "held": held, "said": said}
        if held != said:
            yield _(
                "Compte « %(account)s » (%(id)s) : %(held)s centimes inscrits, %(said)s d’après les mouvements."
            ) % (words)
        if said < 0 and account.kind != AccountKind.OUTSIDE:
            yield _("Compte « %(account)s » (%(id)s) : il est au-dessous de zéro.") % words
        if account.exercise.fund_id != account.fund_id:
            yield _("Compte « %(account)s » (%(id)s) : son année n’est pas de son fonds.") % words
        if account.tranche and account.tranche.exercise_id != account.exercise_id:
            yield _("Compte « %(account)s » (%(id)s) : sa tranche est d’une autre année.") % words
        years[account.exercise] += held
    for exercise, total in years.items():
        if total:
            yield _("%(year)s : %(cents)s centimes de trop ou de moins.") % {"year": exercise, "cents": total}


def _sums(side: str) -> dict:
    return _by(Transfer.objects.order_by().values_list(side).annotate(Sum("amount_cents")))


def _by(sums) -> dict:
    return {key: int(cents) for key, cents in sums}


def journal() -> Iterator[str]:
    """Yield the movements without their journal entry, and the entries without their movement."""
    told, silent = _told()
    moved = Transfer.objects.values_list("kind", "reference", "fund_id", "made_at", "made_by_id", "amount_cents")
    for kind, *rest, cents in moved.iterator():
        act = (ACTS[kind], *rest)
        if told[(*act, cents)]:
            told[(*act, cents)] -= 1
        elif silent[act]:
            silent[act] -= 1
        else:
            words = {"kind": TransferKind(kind).label, "amount": euros(cents), "at": rest[2]}
            yield _("Un mouvement n’est pas au journal : %(kind)s de %(amount)s, le %(at)s.") % words
    for act, left in (told + silent).items():
        if left > 0:
            yield _("Le journal dit un mouvement qui n’existe pas : %(kind)s, le %(at)s.") % {
                "kind": act[0], "at": act[3]
            }  # fmt: skip


def _told() -> tuple[Counter, Counter]:
    """Count the acts the journal tells, with their cents; apart, those whose words were emptied by retention."""
    told: Counter = Counter()
    silent: Counter = Counter()
    entries = JournalEntry.objects.filter(kind__in=ACTS.values()).values_list(
        "kind", "subject_id", "fund", "at", "actor", "payload__body"
    )
    for *act, body in entries.iterator():
        if body:
            told[(*act, json.loads(body)["amount_cents"])] += 1
        else:
            silent[tuple(act)] += 1
    return told, silent


def projects() -> Iterator[str]:
    """Yield the projects whose purses don't hold what was granted or set aside for them, less what came back."""
    accounts = Account.objects.exclude(kind__in=[AccountKind.OUTSIDE, AccountKind.AVAILABLE])
    purses = _by(accounts.order_by().values_list("holder").annotate(Sum("balance_cents")))
    returns = Transfer.objects.filter(kind__in=[TransferKind.RELEASE, TransferKind.UNSPENT_RETURN])
    back = _by(returns.order_by().values_list("reference").annotate(Sum("amount_cents")))
    aside = dict(Opinion.objects.filter(application__state=ADVISED).values_list("application", "proposed_cents"))
    for pk, number, granted in Application.objects.values_list("pk", "number", "granted_cents"):
        held, due = purses.pop(pk, 0), (granted or 0) + (aside.get(pk) or 0) - back.get(pk, 0)
        if held != due:
            yield _("Dossier %(number)s : %(held)s dans ses comptes, %(due)s accordés ou mis de côté et non rendus.") % {
                "number": number or pk, "held": euros(held), "due": euros(due)
            }  # fmt: skip
    for holder in purses:
        yield _("Un compte de projet n’a pas de dossier : %s.") % holder


def sources() -> Iterator[str]:
    """Yield the contributions and gifts whose money is not what the movements say, or stands in another place."""
    net, places = _from_outside()
    for pk, *home in Contribution.objects.values_list("pk", "exercise_id", "tranche_id"):
        if net.pop(pk, 0) < 0 or places[pk] - {tuple(home)}:
            yield _("Contribution %s : ses mouvements ne sont pas les siens.") % pk
    for gift in Gift.objects.all():
        brought = net.pop(gift.pk, 0)
        if not _fits(gift, brought) or places[gift.pk] - {(gift.exercise_id, None)}:
            yield _("Don %(id)s (%(state)s) : %(amount)s dans les comptes.") % {
                "id": gift.pk, "state": gift.get_state_display(), "amount": euros(brought)
            }  # fmt: skip
    for reference in net:
        yield _("De l’argent est venu de nulle part : %s.") % reference


def _from_outside() -> tuple[Counter, dict]:
    """Return what each contribution or gift brought, in cents, and the (year, tranche) where its movements stand."""
    net: Counter = Counter()
    places: dict = defaultdict(set)
    moved = Transfer.objects.filter(kind__in=[IN, OUT]).values_list(
        "reference", "kind", "amount_cents", "exercise_id", "debit__tranche", "credit__tranche"
    )
    for reference, kind, cents, year, debit, credit in moved.iterator():
        net[reference] += cents if kind == IN else -cents
        places[reference].add((year, credit if kind == IN else debit))
    return net, places


def _fits(gift: Gift, brought: int) -> bool:
    if gift.state == Gift.State.PAID:
        return 0 < brought <= gift.amount_cents
    return 0 <= brought <= gift.amount_cents if gift.state == Gift.State.REFUND_DUE else brought == 0


CHECKS = (protections, movements, balances, journal, projects, sources)

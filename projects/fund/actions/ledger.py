"""Every movement of money: one transfer, two balances moved by guarded UPDATEs, one journal entry, all or nothing.

A balance is never checked by a sum: the UPDATE that takes from an account holds only where the account has enough,
and the database refuses a balance below zero whoever writes. The fund's row is locked first, so that two acts on the
same fund queue up instead of failing.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.verdict import Refused
from projects.fund import rules
from projects.fund.models import NOBODY, SIDES, Account, Contribution, Exercise, Fund, Transfer
from projects.fund.queries import received_cents

KINDS = Account.Kind
ACTS: dict[str, str] = {
    Transfer.Kind.CONTRIBUTION: "money.received",
    Transfer.Kind.WITHDRAWAL: "money.taken_back",
    Transfer.Kind.RESERVATION: "money.reserved",
    Transfer.Kind.RELEASE: "money.released",
    Transfer.Kind.PAYMENT: "money.paid",
    Transfer.Kind.SPENDING: "money.spent",
    Transfer.Kind.UNSPENT_RETURN: "money.returned",
}
KEY_TAKEN = gettext_lazy("Cette référence désigne déjà un autre mouvement d’argent.")
FROM_OUTSIDE = ("funder", "amount", "amount_cents", "year")
FOR_PROJECTS = ("project", "amount", "amount_cents")

kind("money.received", gettext_lazy("{funder} a versé {amount} au fonds pour {year}."), *FROM_OUTSIDE, "day")
kind("money.taken_back", gettext_lazy("{amount} sont rendus à {funder}, sur {year}."), *FROM_OUTSIDE)
kind("money.reserved", gettext_lazy("{amount} sont réservés pour « {project} »."), *FOR_PROJECTS)
kind("money.released", gettext_lazy("{amount} réservés pour « {project} » reviennent dans le fonds."), *FOR_PROJECTS)
kind("money.paid", gettext_lazy("{amount} sont versés pour « {project} »."), *FOR_PROJECTS)
kind("money.spent", gettext_lazy("{amount} sont justifiés pour « {project} »."), *FOR_PROJECTS)
kind(
    "money.returned",
    gettext_lazy("{amount} non dépensés pour « {project} » reviennent dans le fonds."),
    *FOR_PROJECTS,
)


def hold(fund_id) -> None:
    """Lock a fund's row, before anything of it is read or written, so that two acts on its money queue up.

    Its key is not locked: a new row that only names the fund neither waits nor deadlocks (PostgreSQL).
    """
    Fund.objects.select_for_update(no_key=True).only("pk").get(pk=fund_id)


def account(exercise: Exercise, of: str, holder: UUID = NOBODY, tranche=None) -> Account:
    """Return the account of that kind for a year (and project), opened empty when it is new."""
    found, _created = Account.objects.get_or_create(
        exercise=exercise, kind=of, holder=holder, tranche=tranche, defaults={"fund_id": exercise.fund_id}
    )
    return found


def move(debit: Account, credit: Account, cents: int, *, kind, key, reference, by, now) -> tuple[Transfer, bool]:
    """Move cents between two accounts of a fund that is held. Returns the transfer, and whether it is new.

    The same key twice moves once. Raises Refused when the debited account holds less, or when the key names another
    movement.
    """
    wanted = (debit.pk, credit.pk, cents, reference)
    if done := Transfer.objects.filter(key=key).first():
        if (done.debit_id, done.credit_id, done.amount_cents, done.reference) != wanted:
            raise Refused(KEY_TAKEN)
        return done, False
    take(debit, cents)
    Account.objects.filter(pk=credit.pk).update(balance_cents=F("balance_cents") + cents)
    moved = Transfer(
        fund_id=debit.fund_id, exercise_id=debit.exercise_id, kind=kind, debit=debit, credit=credit,
        amount_cents=cents, key=key, reference=reference, made_at=now, made_by=by,
    )  # fmt: skip
    _insert(moved)
    return moved, True


def _insert(moved: Transfer) -> None:
    """Write the row. Another fund, which this act doesn't hold, may take the key at the same instant: Refused."""
    try:
        with transaction.atomic():
            moved.save(force_insert=True)
    except IntegrityError:
        if Transfer.objects.filter(key=moved.key).exists():
            raise Refused(KEY_TAKEN) from None
        raise


def take(debit: Account, cents: int) -> None:
    """Take cents from an account where it has enough; the outside world always has. Raises Refused."""
    Refused.unless(rules.is_amount(cents))
    held = Account.objects.filter(pk=debit.pk)
    if debit.kind != KINDS.OUTSIDE:
        held = held.filter(balance_cents__gte=cents)
    if not held.update(balance_cents=F("balance_cents") - cents):
        debit.refresh_from_db(fields=["balance_cents"])
        Refused.unless(rules.may_take(debit.balance_cents, cents))
        raise Refused(_("Le fonds vient de changer : recommencez."))


def transfer(kind: str, exercise: Exercise, source, *, cents, key, by, now, tranche=None, **words) -> Transfer:
    """Move and tell, once for each key. `source` is what the money is for: a contribution, a gift, a project.

    `words` are what the journal says beside the amount. Raises Refused.
    """
    hold(exercise.fund_id)
    debit, credit = (_side(exercise, of, source, tranche) for of in SIDES[kind])
    moved, new = move(debit, credit, cents, kind=kind, key=key, reference=source.pk, by=by, now=now)
    if new:
        words = {"amount": euros(cents), "amount_cents": cents, **words}
        record(ACTS[kind], source, by=by, now=now, fund=exercise.fund_id, **words)
    return moved


def _side(exercise, of, source, tranche) -> Account:
    if of == KINDS.OUTSIDE:
        return account(exercise, of)
    if of == KINDS.AVAILABLE:
        return account(exercise, of, tranche=tranche)
    return account(exercise, of, source.pk)


@action
def receive(contribution: Contribution, *, cents: int, key: str, by, now: datetime,
            received_on: date | None = None) -> Transfer:  # fmt: skip
    """Count money that a funder paid in, in cents, on a day of its bank statement. The same key counts once."""
    words = {"funder": str(contribution.funder), "year": contribution.exercise.year}
    if received_on:
        words["day"] = received_on.isoformat()
    return transfer(
        Transfer.Kind.CONTRIBUTION, contribution.exercise, contribution,
        cents=cents, key=key, by=by, now=now, tranche=contribution.tranche, **words,
    )  # fmt: skip


@action
def receive_gift(gift, *, donors: str, key: str, by, now: datetime) -> Transfer:
    """Count a donor's gift once it is paid; `donors` is how the public reads it (« Un donateur »), never a name."""
    return transfer(
        Transfer.Kind.CONTRIBUTION, gift.exercise, gift,
        cents=gift.amount_cents, key=key, by=by, now=now, funder=donors, year=gift.exercise.year,
    )  # fmt: skip


@action
def take_back(source, *, cents: int, key: str, by, now: datetime, name: str = "") -> Transfer:
    """Give money back to where it came from (a contribution reduced, a gift refunded).

    Only what came from there, and only what is still available. Raises Refused.
    """
    year = source.exercise
    hold(year.fund_id)
    if not Transfer.objects.filter(key=key).exists():
        Refused.unless(rules.may_take_back(received_cents(source.pk), cents))
    return transfer(
        Transfer.Kind.WITHDRAWAL, year, source, cents=cents, key=key, by=by, now=now,
        tranche=getattr(source, "tranche", None), funder=name or str(source.funder), year=year.year,
    )  # fmt: skip


def _for_project(kind: str):
    """Make the writer of one kind of movement between a year and a project's purse."""

    @action
    def write(exercise: Exercise, project, *, cents: int, key: str, title: str, by, now: datetime) -> Transfer:
        return transfer(kind, exercise, project, cents=cents, key=key, by=by, now=now, project=title)

    return write


reserve = _for_project(Transfer.Kind.RESERVATION)
release = _for_project(Transfer.Kind.RELEASE)
pay = _for_project(Transfer.Kind.PAYMENT)
justify = _for_project(Transfer.Kind.SPENDING)
return_unspent = _for_project(Transfer.Kind.UNSPENT_RETURN)
reserve.__doc__ = "Reserve cents of a year for a project the committee granted. Raises Refused when the year has less."
release.__doc__ = "Give reserved cents back to the year: the project was withdrawn, or took less."
pay.__doc__ = "Count reserved cents as paid to the project."
justify.__doc__ = "Count paid cents as spent, receipts shown."
return_unspent.__doc__ = "Count paid cents that the project gave back to the year."

"""Every movement of money: one transfer, two balances moved by guarded UPDATEs, one journal entry, all or nothing.

A balance is never checked by a sum: the UPDATE that takes from an account holds only where the account has enough,
and the database refuses a balance below zero whoever writes. The fund's row is locked first, so that two acts on the
same fund queue up instead of failing.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.verdict import Refused
from projects.fund import rules
from projects.fund.models import NOBODY, Account, Contribution, Exercise, Fund, Transfer

KINDS = Account.Kind

kind("money.received", "{funder} a versé {amount} au fonds pour {year}.", "funder", "amount", "amount_cents", "year")
kind("money.taken_back", "{funder} a repris {amount} au fonds pour {year}.", "funder", "amount", "amount_cents", "year")
for name, words in {
    "reserved": "{amount} sont réservés pour « {project} ».",
    "released": "{amount} réservés pour « {project} » reviennent dans le fonds.",
    "paid": "{amount} sont versés pour « {project} ».",
    "spent": "{amount} sont justifiés pour « {project} ».",
    "returned": "{amount} non dépensés pour « {project} » reviennent dans le fonds.",
}.items():
    kind(f"money.{name}", words, "project", "amount", "amount_cents")


def account(exercise: Exercise, of: str, holder: UUID = NOBODY, tranche=None) -> Account:
    """Return the account of that kind for a year (and project), opened empty when it is new."""
    found, _created = Account.objects.get_or_create(
        exercise=exercise, kind=of, holder=holder, tranche=tranche, defaults={"fund_id": exercise.fund_id}
    )
    return found


def move(exercise: Exercise, debit: Account, credit: Account, cents: int, *, kind, key, reference, by, now) -> Transfer:
    """Move cents from one account to another of the same year. The same key twice moves once and returns the first.

    Raises Refused when the debited account holds less, ValueError when the key was used for another movement.
    """
    Fund.objects.select_for_update().get(pk=exercise.fund_id)
    if done := Transfer.objects.filter(key=key).first():
        if (done.debit_id, done.credit_id, done.amount_cents) != (debit.pk, credit.pk, cents):
            raise ValueError(f"the key {key} names another movement")
        return done
    take(debit, cents)
    Account.objects.filter(pk=credit.pk).update(balance_cents=F("balance_cents") + cents)
    return Transfer.objects.create(
        fund_id=exercise.fund_id, exercise=exercise, kind=kind, debit=debit, credit=credit,
        amount_cents=cents, key=key, reference=reference, made_at=now, made_by=by,
    )  # fmt: skip


def take(debit: Account, cents: int) -> None:
    """Take cents from an account where it has enough; the outside world always has. Raises Refused."""
    if debit.kind == KINDS.OUTSIDE:
        held = Account.objects.filter(pk=debit.pk)
        Refused.unless(rules.may_take(cents, cents))
    else:
        held = Account.objects.filter(pk=debit.pk, balance_cents__gte=cents)
    if cents <= 0 or not held.update(balance_cents=F("balance_cents") - cents):
        debit.refresh_from_db()
        Refused.unless(rules.may_take(debit.balance_cents, cents))
        raise Refused(_("Le fonds vient de changer : recommencez."))


@action
def receive(contribution: Contribution, *, cents: int, key: str, by, now: datetime) -> Transfer:
    """Count money that a funder paid in, in cents. The same key counts once."""
    year, funder = contribution.exercise, contribution.funder
    outside, available = account(year, KINDS.OUTSIDE), account(year, KINDS.AVAILABLE, tranche=contribution.tranche)
    return _from_outside(year, outside, available, cents, key, contribution, str(funder), by, now)


@action
def receive_gift(gift, *, donors: str, key: str, by, now: datetime) -> Transfer:
    """Count a donor's gift once it is paid; `donors` is how the public reads it (« Un donateur »), never a name."""
    year = gift.exercise
    outside, available = account(year, KINDS.OUTSIDE), account(year, KINDS.AVAILABLE)
    return _from_outside(year, outside, available, gift.amount_cents, key, gift, donors, by, now)


def _from_outside(year, outside, available, cents, key, source, name, by, now):
    fresh = not Transfer.objects.filter(key=key).exists()
    moved = move(
        year, outside, available, cents,
        kind=Transfer.Kind.CONTRIBUTION, key=key, reference=source.pk, by=by, now=now,
    )  # fmt: skip
    if fresh:
        words = {"funder": name, "amount": euros(cents), "amount_cents": cents, "year": year.year}
        record("money.received", source, by=by, now=now, fund=year.fund_id, **words)
    return moved


@action
def take_back(source, *, cents: int, key: str, by, now: datetime, name: str = "") -> Transfer:
    """Give money back to where it came from (a contribution reduced, a gift refunded); only what is still available."""
    year = source.exercise
    tranche = getattr(source, "tranche", None)
    moved = move(
        year, account(year, KINDS.AVAILABLE, tranche=tranche), account(year, KINDS.OUTSIDE), cents,
        kind=Transfer.Kind.WITHDRAWAL, key=key, reference=source.pk, by=by, now=now,
    )  # fmt: skip
    words = {"funder": name or str(source.funder), "amount": euros(cents), "amount_cents": cents, "year": year.year}
    record("money.taken_back", source, by=by, now=now, fund=year.fund_id, **words)
    return moved


def _for_project(name: str, transfer_kind: str, debit_kind: str, credit_kind: str):
    """Make the writer of one kind of movement between a year and a project's purse."""

    @action
    def write(exercise: Exercise, project, *, cents: int, key: str, title: str, by, now: datetime) -> Transfer:
        sides = [
            account(exercise, of, NOBODY if of == KINDS.AVAILABLE else project.pk) for of in (debit_kind, credit_kind)
        ]
        before = Transfer.objects.filter(key=key).exists()
        moved = move(exercise, *sides, cents, kind=transfer_kind, key=key, reference=project.pk, by=by, now=now)
        if not before:
            words = {"project": title, "amount": euros(cents), "amount_cents": cents}
            record(f"money.{name}", project, by=by, now=now, fund=exercise.fund_id, **words)
        return moved

    return write


reserve = _for_project("reserved", Transfer.Kind.RESERVATION, KINDS.AVAILABLE, KINDS.RESERVED)
release = _for_project("released", Transfer.Kind.RELEASE, KINDS.RESERVED, KINDS.AVAILABLE)
pay = _for_project("paid", Transfer.Kind.PAYMENT, KINDS.RESERVED, KINDS.PAID)
justify = _for_project("spent", Transfer.Kind.SPENDING, KINDS.PAID, KINDS.SPENT)
return_unspent = _for_project("returned", Transfer.Kind.UNSPENT_RETURN, KINDS.PAID, KINDS.AVAILABLE)
reserve.__doc__ = "Reserve cents of a year for a project the committee granted. Raises Refused when the year has less."
release.__doc__ = "Give reserved cents back to the year: the project was withdrawn, or took less."
pay.__doc__ = "Count reserved cents as paid to the project."
justify.__doc__ = "Count paid cents as spent, receipts shown."
return_unspent.__doc__ = "Count paid cents that the project gave back to the year."

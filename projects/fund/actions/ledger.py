"""Every movement of money: one transfer, two balances moved by guarded UPDATEs, one journal entry, all or nothing.

A balance is never checked by a sum: the UPDATE that takes from an account holds only where the account has enough,
and the database refuses a balance below zero whoever writes. The fund's row is locked first, so that two acts on the
same fund queue up instead of failing. A grant may draw on several tranches: one transfer each, in the same act, and
what was drawn on a tranche stays on it until it is spent or given back.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros, share_out
from fph.verdict import Refused
from projects.fund import rules
from projects.fund.models import NOBODY, SIDES, Account, Contribution, Exercise, Fund, Transfer
from projects.fund.queries import received_cents

KINDS = Account.Kind
RESERVATION, HOLD = Transfer.Kind.RESERVATION, Transfer.Kind.HOLD
ACTS: dict[str, str] = {
    Transfer.Kind.CONTRIBUTION: "money.received",
    Transfer.Kind.WITHDRAWAL: "money.taken_back",
    Transfer.Kind.RESERVATION: "money.reserved",
    Transfer.Kind.RELEASE: "money.released",
    Transfer.Kind.PAYMENT: "money.paid",
    Transfer.Kind.SPENDING: "money.spent",
    Transfer.Kind.UNSPENT_RETURN: "money.returned",
    Transfer.Kind.HOLD: "money.set_aside",
    Transfer.Kind.UNHOLD: "money.put_back",
    Transfer.Kind.ANNULMENT: "money.annulled",
}
KEY_TAKEN = gettext_lazy("Cette référence désigne déjà un autre mouvement d’argent.")
FROM_OUTSIDE = ("funder", "amount", "amount_cents", "year", "within")
FOR_PROJECTS = ("project", "amount", "amount_cents", "within")

kind("money.received", gettext_lazy("{funder} a versé {amount} au fonds pour {year}{within}."), *FROM_OUTSIDE, "day")
kind("money.taken_back", gettext_lazy("{amount} sont rendus à {funder}, sur {year}{within}."), *FROM_OUTSIDE)
kind("money.reserved", gettext_lazy("{amount} sont réservés pour « {project} »{within}."), *FOR_PROJECTS)
kind(
    "money.released",
    gettext_lazy("{amount} réservés pour « {project} » reviennent dans le fonds{within}."),
    *FOR_PROJECTS,
)
kind("money.paid", gettext_lazy("{amount} sont versés pour « {project} »{within}."), *FOR_PROJECTS)
kind("money.spent", gettext_lazy("{amount} sont justifiés pour « {project} »{within}."), *FOR_PROJECTS)
kind(
    "money.returned",
    gettext_lazy("{amount} non dépensés pour « {project} » reviennent dans le fonds{within}."),
    *FOR_PROJECTS,
)
kind(
    "money.set_aside",
    gettext_lazy("{amount} sont mis de côté pour le dossier n° {project}, en attendant la décision{within}."),
    *FOR_PROJECTS,
)
kind(
    "money.put_back",
    gettext_lazy("{amount} ne sont plus mis de côté pour le dossier n° {project}{within}."),
    *FOR_PROJECTS,
)
kind(
    "money.annulled",
    gettext_lazy("La réservation de {amount} pour le dossier n° {project} est annulée{within}."),
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
        Refused.unless(rules.may_take(debit.balance_cents, cents, debit.tranche.label if debit.tranche else None))
        raise Refused(_("Le fonds vient de changer : recommencez."))


def transfer(kind: str, exercise: Exercise, source, *, cents, key, by, now, tranche=None, **words) -> Transfer:
    """Move and tell, once for each key. `source` is what the money is for: a contribution, a gift, a project.

    `words` are what the journal says beside the amount. Raises Refused.
    """
    hold(exercise.fund_id)
    return _transfer(kind, exercise, source, cents=cents, key=key, by=by, now=now, tranche=tranche, **words)


def _transfer(kind, exercise, source, *, cents, key, by, now, tranche, **words) -> Transfer:
    debit, credit = (_side(exercise, of, source, tranche) for of in SIDES[kind])
    moved, new = move(debit, credit, cents, kind=kind, key=key, reference=source.pk, by=by, now=now)
    if new:
        within = _(" (tranche « %s »)") % tranche.label if tranche else ""
        words = {"amount": euros(cents), "amount_cents": cents, "within": within, **words}
        record(ACTS[kind], source, by=by, now=now, fund=exercise.fund_id, **words)
    return moved


def _side(exercise, of, source, tranche) -> Account:
    if of == KINDS.OUTSIDE:
        return account(exercise, of)
    holder = NOBODY if of == KINDS.AVAILABLE else source.pk
    return account(exercise, of, holder, tranche)


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


# --- Between a year and a project -------------------------------------------------------------------------


@action
def reserve(exercise: Exercise, project, *, cents: int, key: str, title: str, by, now: datetime,
            shares: rules.Shares = ()) -> Transfer:  # fmt: skip
    """Reserve cents of a year for a project the committee granted: on the tranches of `shares`, else on the common pot.

    Each tranche gives its share or none does. Returns the transfer, one of them when several tranches give. Raises
    Refused when the year, or a tranche, has less.
    """
    act = {"key": key, "by": by, "now": now, "project": title}
    return _drawing(RESERVATION, exercise, project, cents, shares, act)


@action
def set_aside(exercise: Exercise, project, *, cents: int, key: str, title: str, by, now: datetime,
              shares: rules.Shares = ()) -> Transfer:  # fmt: skip
    """Keep cents of a year for a project the committee is in favour of, until its final authority decides.

    As `reserve` does, but nothing is granted: `title` is the file's number, for the public. Raises Refused.
    """
    act = {"key": key, "by": by, "now": now, "project": title}
    return _drawing(HOLD, exercise, project, cents, shares, act)


def _drawing(kind: str, exercise: Exercise, project, cents: int, shares: rules.Shares, act: dict) -> Transfer:
    hold(exercise.fund_id)
    if not shares:
        return _transfer(kind, exercise, project, cents=cents, tranche=None, **act)
    return _each(kind, exercise, project, lambda: _drawn(exercise, cents, shares), cents=cents, **act)


def _for_project(kind: str):
    """Make the writer of one kind of movement of what a project holds, shared as its tranches hold it."""

    @action
    def write(exercise: Exercise, project, *, cents: int, key: str, title: str, by, now: datetime) -> Transfer:
        hold(exercise.fund_id)
        act = {"key": key, "by": by, "now": now, "project": title}
        accounts = Account.objects.filter(exercise=exercise, kind=SIDES[kind][0], holder=project.pk)
        held = list(accounts.select_related("tranche").order_by("tranche__label"))
        if not any(one.tranche for one in held):
            return _transfer(kind, exercise, project, cents=cents, tranche=None, **act)
        return _each(kind, exercise, project, lambda: _kept(held, cents), cents=cents, **act)

    return write


def _each(kind, exercise, source, parts, *, cents, key, **act) -> Transfer:
    """Move the part of each tranche under a key of its own, `key:label`. The same key again moves nothing."""
    told = list(Transfer.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:")))
    if not told:
        told = [
            _transfer(kind, exercise, source, cents=part, key=f"{key}:{tranche.label}" if tranche else key,
                      tranche=tranche, **act)
            for tranche, part in parts() if part
        ]  # fmt: skip
    ours = all((one.kind, one.reference) == (kind, source.pk) for one in told)
    if not ours or sum(one.amount_cents for one in told) != cents:
        raise Refused(KEY_TAKEN)
    return told[0]


def _drawn(exercise: Exercise, cents: int, shares: rules.Shares) -> list[tuple]:
    """Return (tranche, cents) for each tranche a grant is drawn on; the common pot is None."""
    opened = {"": None, **{tranche.label: tranche for tranche in exercise.tranches.all()}}
    Refused.unless(rules.is_amount(cents))
    parts = rules.draw(cents, shares)
    if missing := next((label for label, _part in parts if label not in opened), ""):
        raise Refused(_("La tranche « %(label)s » n’est pas ouverte pour %(year)s.") % {
            "label": missing, "year": exercise.year
        })  # fmt: skip
    return [(opened[label], part) for label, part in parts]


def _kept(held: list[Account], cents: int) -> list[tuple]:
    """Return (tranche, cents) of an amount taken where it stands, in proportion: the last of it empties them all."""
    balances = [one.balance_cents for one in held]
    Refused.unless(rules.may_take(sum(balances), cents))
    return list(zip([one.tranche for one in held], share_out(cents, balances), strict=True))


release = _for_project(Transfer.Kind.RELEASE)
pay = _for_project(Transfer.Kind.PAYMENT)
justify = _for_project(Transfer.Kind.SPENDING)
return_unspent = _for_project(Transfer.Kind.UNSPENT_RETURN)
put_back = _for_project(Transfer.Kind.UNHOLD)
annul = _for_project(Transfer.Kind.ANNULMENT)
release.__doc__ = "Give reserved cents back to the year: the project was withdrawn, or took less."
pay.__doc__ = "Count reserved cents as paid to the project."
justify.__doc__ = "Count paid cents as spent, receipts shown."
return_unspent.__doc__ = "Count paid cents that the project gave back to the year, each tranche its part."
put_back.__doc__ = (
    "Give what was set aside back to the year: its final authority has decided, or the file is withdrawn."
)
annul.__doc__ = "Undo a reservation that was recorded by mistake: nothing was granted."

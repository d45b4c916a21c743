"""Accounts where cents stand, and the transfers that move them."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fph.facts import CentsField, Identified, one_of
from fph.money import BIGGEST_CENTS
from fph.people.models import User
from fph.triggers import append_only, refuse_when, unmoved, whole
from projects.fund.models.funds import Fund
from projects.fund.models.years import Exercise, Tranche

NOBODY = uuid.UUID(int=0)


class AccountKind(models.TextChoices):
    """The values of `Account.kind`."""

    OUTSIDE = "outside", _("extérieur")
    AVAILABLE = "available", _("disponible")
    RESERVED = "reserved", _("réservé")
    PAID = "paid", _("versé")
    SPENT = "spent", _("justifié")


class Account(Identified):
    """A place where cents stand. Balance = credits − debits; only the outside world may be below zero.

    Kinds: outside (funders, donors), available, and for each project (`holder`) reserved → paid → spent.
    """

    Kind = AccountKind

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="accounts")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="accounts")
    tranche = models.ForeignKey(Tranche, models.PROTECT, null=True, related_name="accounts")
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    holder = models.UUIDField(default=NOBODY, db_index=True)
    balance_cents = CentsField(default=0)

    PERSONAL = ()
    PLAIN = ("kind",)
    triggers = whole("balance_cents", "INSERT", "UPDATE") + unmoved(
        "fund_id", "exercise_id", "tranche_id", "kind", "holder"
    )

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.CheckConstraint(
                condition=Q(balance_cents__gte=0) | Q(kind="outside"), name="account_never_below_zero"
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=["outside", "available"]) & Q(holder=NOBODY))
                | (~Q(kind__in=["outside", "available"]) & ~Q(holder=NOBODY)),
                name="account_holder_fits_kind",
            ),
            models.UniqueConstraint(
                fields=["exercise", "kind", "holder"],
                condition=Q(tranche=None),
                name="account_once_without_tranche",
            ),
            models.UniqueConstraint(
                fields=["exercise", "kind", "holder", "tranche"],
                condition=Q(tranche__isnull=False),
                name="account_once_with_tranche",
            ),
            one_of("account", "kind", AccountKind),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.balance_cents}"


class TransferKind(models.TextChoices):
    """The values of `Transfer.kind`."""

    CONTRIBUTION = "contribution", _("contribution reçue")
    WITHDRAWAL = "withdrawal", _("contribution reprise")
    RESERVATION = "reservation", _("réservation")
    RELEASE = "release", _("libération")
    PAYMENT = "payment", _("paiement")
    SPENDING = "spending", _("dépense justifiée")
    UNSPENT_RETURN = "unspent_return", _("retour du non-dépensé")
    HOLD = "hold", _("mise de côté")
    UNHOLD = "unhold", _("fin de mise de côté")
    ANNULMENT = "annulment", _("réservation annulée")


OUTSIDE, AVAILABLE, RESERVED, PAID, SPENT = AccountKind
SIDES: dict[str, tuple[str, str]] = {
    TransferKind.CONTRIBUTION: (OUTSIDE, AVAILABLE),
    TransferKind.WITHDRAWAL: (AVAILABLE, OUTSIDE),
    TransferKind.RESERVATION: (AVAILABLE, RESERVED),
    TransferKind.RELEASE: (RESERVED, AVAILABLE),
    TransferKind.PAYMENT: (RESERVED, PAID),
    TransferKind.SPENDING: (PAID, SPENT),
    TransferKind.UNSPENT_RETURN: (PAID, AVAILABLE),
    TransferKind.HOLD: (AVAILABLE, RESERVED),
    TransferKind.UNHOLD: (RESERVED, AVAILABLE),
    TransferKind.ANNULMENT: (RESERVED, AVAILABLE),
}
"""From which kind of account to which each kind of movement goes."""


class Transfer(Identified):
    """One movement of cents from `debit` to `credit`. Append-only: a mistake is mended by another transfer."""

    Kind = TransferKind

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="transfers")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=20, choices=TransferKind.choices)
    debit = models.ForeignKey(Account, models.PROTECT, related_name="debits")
    credit = models.ForeignKey(Account, models.PROTECT, related_name="credits")
    amount_cents = CentsField(validators=[MinValueValidator(1), MaxValueValidator(BIGGEST_CENTS)])
    key = models.CharField(max_length=120, unique=True)
    reference = models.UUIDField(db_index=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ("kind", "key")
    triggers = (
        append_only()
        + refuse_when(
            "same_fund",
            "EXISTS (SELECT 1 FROM projects_account a WHERE a.id IN ({row}.debit_id, {row}.credit_id) "
            "AND (a.fund_id <> {row}.fund_id OR a.exercise_id <> {row}.exercise_id))",
            "both accounts belong to the fund and year of the transfer",
            operations=("INSERT",),
        )
        + refuse_when(
            "same_tranche",
            "EXISTS (SELECT 1 FROM projects_account d, projects_account c "
            "WHERE d.id = {row}.debit_id AND c.id = {row}.credit_id AND d.kind <> 'outside' AND c.kind <> 'outside' "
            "AND (d.tranche_id <> c.tranche_id OR (d.tranche_id IS NULL) <> (c.tranche_id IS NULL)))",
            "money stays in its tranche",
            operations=("INSERT",),
        )
        + whole("amount_cents", "INSERT")
    )

    class Meta:
        verbose_name = _("mouvement")
        verbose_name_plural = _("mouvements")
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=Q(amount_cents__lte=BIGGEST_CENTS), name="transfer_not_huge"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
            one_of("transfer", "kind", TransferKind),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} : {self.amount_cents}"

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from fph.facts import CentsField, Identified, one_of
from fph.money import BIGGEST_CENTS
from fph.people.models import Mandate, Organisation, User
from fph.people.roles import permissions_on
from fph.territories.models import Neighbourhood
from fph.triggers import append_only, refuse_when, unmoved, whole

NOBODY = uuid.UUID(int=0)


class Fund(Identified):
    """A neighbourhood's fund: its local name is free, its carrier holds the money, its committee decides."""

    name = models.CharField(_("nom du fonds"), max_length=160)
    scheme = models.CharField(_("dispositif"), max_length=40, default="FPH", help_text=_("FPH, FIH, PIC…"))
    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    number_prefix = models.CharField(_("préfixe des numéros de dossier"), unique=True, max_length=6)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="funds")
    carrier = models.ForeignKey(Organisation, models.PROTECT, related_name="carried_funds")
    contact_email = models.EmailField(_("adresse e-mail du fonds"), blank=True)
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    PERSONAL = ("contact_email",)
    PLAIN = ("name", "scheme", "slug", "number_prefix")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fonds")
        verbose_name_plural = _("fonds")
        ordering = ["name"]
        permissions = permissions_on("fund")

    def __str__(self):
        return self.name


class FundMandate(Mandate):
    """A role on a fund: coordinator, treasurer, helper, funder reader, administrator."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("role",)

    class Meta:
        verbose_name = _("mandat du fonds")
        verbose_name_plural = _("mandats du fonds")
        constraints = Mandate.constraints_of("fund_mandate")

    @property
    def scope(self) -> Fund:
        """Return what the role is held on."""
        return self.fund


class FundPermission(UserObjectPermissionBase):
    """A person's permission on a fund; gone with either."""

    content_object = models.ForeignKey(Fund, models.CASCADE)


class Exercise(Identified):
    """A fund's year: its money is counted from a day to a day."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="exercises")
    year = models.PositiveSmallIntegerField(_("année"))
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"))

    PERSONAL = ()
    PLAIN = ()

    class Meta:
        verbose_name = _("exercice")
        verbose_name_plural = _("exercices")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "year"], name="exercise_once_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="exercise_order"),
        ]

    def __str__(self):
        return f"{self.fund.scheme} {self.year}"


class Theme(Identified):
    """A priority theme of the year, set by the committee."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="themes")
    label = models.CharField(_("thème"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    PERSONAL = ()
    PLAIN = ("label",)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "label"]
        constraints = [models.UniqueConstraint(fields=["exercise", "label"], name="theme_once")]

    def __str__(self):
        return self.label


class CalendarEntry(Identified):
    """A published date: the committee meets then and there, files must be in by that day."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="calendar")
    meets_at = models.DateTimeField(_("séance le"))
    place = models.CharField(_("lieu"), max_length=160)
    filing_deadline = models.DateField(_("à déposer avant la fin du"))

    PERSONAL = ()
    PLAIN = ("place",)

    class Meta:
        verbose_name = _("date du calendrier")
        verbose_name_plural = _("calendrier")
        ordering = ["meets_at"]
        constraints = [models.UniqueConstraint(fields=["fund", "meets_at"], name="calendar_once")]

    def __str__(self):
        return f"{self.meets_at:%Y-%m-%d}"


class Tranche(Identified):
    """A part of the year's money kept apart by its funder's condition; the règlement says how grants draw on it.

    What is drawn on it stays on it all the way: reserved, paid, spent, or given back.
    """

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="tranches")
    label = models.CharField(_("intitulé"), max_length=120)
    condition = models.CharField(_("condition du financeur"), max_length=200, blank=True)

    PERSONAL = ()
    PLAIN = ("label", "condition")

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        constraints = [models.UniqueConstraint(fields=["exercise", "label"], name="tranche_once")]

    def __str__(self):
        return self.label


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


OUTSIDE, AVAILABLE, RESERVED, PAID, SPENT = AccountKind
SIDES: dict[str, tuple[str, str]] = {
    TransferKind.CONTRIBUTION: (OUTSIDE, AVAILABLE),
    TransferKind.WITHDRAWAL: (AVAILABLE, OUTSIDE),
    TransferKind.RESERVATION: (AVAILABLE, RESERVED),
    TransferKind.RELEASE: (RESERVED, AVAILABLE),
    TransferKind.PAYMENT: (RESERVED, PAID),
    TransferKind.SPENDING: (PAID, SPENT),
    TransferKind.UNSPENT_RETURN: (PAID, AVAILABLE),
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


class Contribution(Identified):
    """What a funder pledges to a year; what was received is counted by the transfers that refer to it."""

    received_cents: int  # counted by queries.pledges
    awaited_cents: int

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="contributions")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    tranche = models.ForeignKey(Tranche, models.PROTECT, null=True, blank=True, related_name="contributions")
    pledged_cents = CentsField(_("montant promis"))
    agreement = models.CharField(_("convention ou délibération"), max_length=160, blank=True)
    allows_associations = models.BooleanField(
        _("la convention permet d’aider des associations"), default=False,
        help_text=_("Une association ne peut reverser une subvention à une autre que si la convention le dit (CGCT L.1611-4)."),
    )  # fmt: skip
    pledged_at = models.DateTimeField(editable=False)
    pledged_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    PERSONAL = ()
    PLAIN = ("agreement",)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.CheckConstraint(
                condition=Q(pledged_cents__gt=0, pledged_cents__lte=BIGGEST_CENTS),
                name="contribution_positive",
            )
        ]

    def __str__(self):
        return f"{self.funder} : {self.pledged_cents}"


class GiftState(models.TextChoices):
    """The values of `Gift.state`."""

    OPENED = "opened", _("en cours de paiement")
    EXPIRED = "expired", _("abandonné")
    PAID = "paid", _("reçu")
    REFUND_DUE = "refund_due", _("à rembourser")
    REFUNDED = "refunded", _("remboursé")


class Gift(Identified):
    """A donor's card payment. States go forward only: opened < paid < refund_due < refunded; opened < expired."""

    State = GiftState

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="gifts")
    amount_cents = CentsField(_("montant"))
    state = models.CharField(max_length=12, choices=GiftState.choices, default=State.OPENED)
    checkout_session = models.CharField(max_length=120, null=True, unique=True)
    payment_intent = models.CharField(max_length=120, null=True, unique=True)
    donor_name = models.CharField(_("nom"), max_length=120, blank=True)
    donor_email = models.EmailField(_("adresse e-mail"), blank=True)
    refund_reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

    PERSONAL = ("donor_name", "donor_email")
    PLAIN = ("state", "checkout_session", "payment_intent", "refund_reason")

    class Meta:
        verbose_name = _("don")
        verbose_name_plural = _("dons")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, amount_cents__lte=BIGGEST_CENTS), name="gift_positive"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["opened", "expired"]) | Q(paid_at__isnull=False),
                name="gift_paid_has_date",
            ),
            one_of("gift", "state", GiftState),
        ]

    def __str__(self):
        return f"{self.amount_cents} {self.get_state_display()}"


class StripeEvent(models.Model):
    """A bell rung by Stripe, stored once before it is handled. It says only which object to fetch again."""

    id = models.CharField(primary_key=True, max_length=120)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=120)
    livemode = models.BooleanField()
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=120, blank=True)

    PERSONAL = ()
    PLAIN = ("id", "type", "object_id", "outcome")

    class Meta:
        verbose_name = _("événement Stripe")
        verbose_name_plural = _("événements Stripe")

    def __str__(self):
        return f"{self.type} {self.id}"

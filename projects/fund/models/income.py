"""Where the money comes from: funders' contributions, neighbours' gifts by card, and the bells Stripe rings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fph.facts import CentsField, Identified, one_of
from fph.money import BIGGEST_CENTS
from fph.people.models import Organisation, User
from projects.fund.models.years import Exercise, Tranche


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

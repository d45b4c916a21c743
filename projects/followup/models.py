from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from fph.facts import Identified, both_or_neither, one_of
from fph.files.models import StoredFile
from fph.people.models import User
from fph.triggers import Trigger, unmoved
from projects.applications.models import Application


class AwardChannel(models.TextChoices):
    """The values of `Award.channel`."""

    HOLDER = "holder", _("virement au porteur du projet")
    HOST = "host", _("virement à l’association qui reçoit l’argent pour le groupe")
    SUPPLIER = "supplier", _("paiement direct du fournisseur")
    REIMBURSEMENT = "reimbursement", _("remboursement sur tickets et factures")


class Award(Identified):
    """A grant accepted by its holder: how the money goes out, and to whom."""

    Channel = AwardChannel

    application = models.OneToOneField(Application, models.PROTECT, related_name="award")
    channel = models.CharField(_("comment recevoir l’argent"), max_length=14, choices=AwardChannel.choices)
    payee = models.CharField(_("au nom de"), max_length=160)
    accepted_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ("payee",)
    PLAIN = ("channel",)

    class Meta:
        verbose_name = _("aide acceptée")
        verbose_name_plural = _("aides acceptées")
        constraints = [one_of("award", "channel", AwardChannel)]

    def __str__(self):
        return self.payee


class PaymentOrder(Identified):
    """An order to pay a part of a grant, then the proof that it was paid."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="payment_orders")
    amount_cents = models.BigIntegerField(_("montant"))
    trigger = models.CharField(_("versé"), max_length=12, choices=[
        ("acceptance", _("à l’acceptation")), ("report", _("à la remise du bilan")),
    ])  # fmt: skip
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    paid_on = models.DateField(_("date du virement"), null=True)
    bank_reference = models.CharField(_("référence du virement"), max_length=60, blank=True)
    paid_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("trigger", "bank_reference")

    class Meta:
        verbose_name = _("ordre de paiement")
        verbose_name_plural = _("ordres de paiement")
        ordering = ["ordered_at"]
        constraints = [
            both_or_neither("payment_order", "paid"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="payment_order_positive"),
            models.UniqueConstraint(fields=["award", "trigger"], name="payment_order_once"),
        ]

    def __str__(self):
        return f"{self.award_id} {self.amount_cents}"


class ClosingReport(Identified):
    """The holder's report: what was done, what was spent, with receipts."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="closing_report")
    narrative = models.TextField(_("ce qui s’est passé"), max_length=4000, blank=True)
    people_reached = models.PositiveIntegerField(_("nombre de participants"), null=True, blank=True)
    spent_cents = models.BigIntegerField(_("montant dépensé sur l’aide du fonds"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    PERSONAL = ("narrative",)
    PLAIN = ()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("bilan")
        verbose_name_plural = _("bilans")
        constraints = [
            both_or_neither("closing_report", "submitted"),
            both_or_neither("closing_report", "accepted"),
            models.CheckConstraint(
                condition=Q(spent_cents__isnull=True) | Q(spent_cents__gte=0),
                name="closing_report_spent_not_negative",
            ),
        ]

    def __str__(self):
        return str(self.application_id)


class ReportReceipt(Identified):
    """A receipt shown with the report."""

    report = models.ForeignKey(ClosingReport, models.PROTECT, related_name="receipts")
    supplier = models.CharField(_("fournisseur"), max_length=120)
    amount_cents = models.BigIntegerField(_("montant"))
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="receipt")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ("supplier",)
    PLAIN = ()

    class Meta:
        verbose_name = _("justificatif")
        verbose_name_plural = _("justificatifs")
        ordering = ["added_at"]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="receipt_positive")]

    def __str__(self):
        return self.supplier


# Once it is done, who said so and when stay.
DONE = "OLD.done_at IS NOT NULL AND (NEW.done_at IS DISTINCT FROM OLD.done_at OR NEW.done_by_id IS DISTINCT FROM OLD.done_by_id)"


class Obligation(Identified):
    """Something a holder undertook when accepting an aid, in the words of the règlement of the file; done once, or not."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="obligations")
    what = models.CharField(_("à faire"), max_length=600, editable=False)
    article = models.CharField(_("article"), max_length=40, blank=True, editable=False)
    due_on = models.DateField(_("au plus tard le"), null=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("what", "article")
    triggers = [
        *unmoved("application_id", "what", "article", "due_on", "taken_at", "taken_by_id"),
        Trigger("done", "UPDATE", DONE, "done is done"),
        Trigger("kept", "DELETE", "TRUE", "never deleted"),
    ]

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        ordering = ["due_on", "taken_at", "what"]
        constraints = [both_or_neither("obligation", "done")]

    def __str__(self):
        return self.what

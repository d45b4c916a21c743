from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified, both_or_neither
from fph.files.models import StoredFile
from fph.people.models import User
from fph.triggers import Trigger, append_only, only_emptied, unmoved
from projects.applications.models import Application
from projects.authority import rules
from projects.fund.models import Fund


class Opinion(Identified):
    """A committee's opinion on a file, where another authority decides. `meeting` and `reference` name its vote."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="opinion")
    meeting = models.UUIDField(db_index=True)
    reference = models.CharField(_("référence de l’avis"), max_length=40, unique=True)
    proposed_cents = models.BigIntegerField(_("montant proposé"), null=True)
    body = models.CharField(_("autorité qui décide"), max_length=600)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ("reference", "body")
    triggers = append_only()

    class Meta:
        verbose_name = _("avis du comité")
        verbose_name_plural = _("avis du comité")
        ordering = ["given_at", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_cents__isnull=True) | Q(proposed_cents__gt=0), name="opinion_amount_positive"
            ),
        ]

    def __str__(self):
        return f"{self.reference} : {self.words}"

    @property
    def words(self) -> str:
        """Return the opinion in words: « avis favorable, 340 € proposés »."""
        return rules.in_words(self.proposed_cents)


class Act(Identified):
    """The act of a final authority (a deliberation, an order), as the coordination recorded it. Never changed.

    One recorded by mistake is annulled, and another one recorded.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="acts")
    meeting = models.UUIDField(db_index=True)
    reference = models.CharField(_("numéro de l’acte"), max_length=40)
    body = models.CharField(_("qui a décidé"), max_length=600)
    acted_on = models.DateField(_("date de l’acte"))
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="act")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("reference", "body")
    triggers = [
        *unmoved("fund_id", "meeting", "reference", "body", "acted_on", "file_id", "recorded_at", "recorded_by_id"),
        Trigger("kept", "DELETE", "TRUE", "an act is kept"),
    ]

    class Meta:
        verbose_name = _("acte de l’autorité qui décide")
        verbose_name_plural = _("actes de l’autorité qui décide")
        ordering = ["-recorded_at"]
        constraints = [both_or_neither("act", "annulled")]

    def __str__(self):
        return self.reference


class Ruling(Identified):
    """What an act decides on a file: an amount in cents, or nothing when it refuses. One that stands for each file."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="rulings")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="rulings")
    granted_cents = models.BigIntegerField(_("montant accordé"), null=True)
    stands = models.BooleanField(default=True)

    PERSONAL = ()
    PLAIN = ()
    triggers = [
        *unmoved("act_id", "opinion_id", "granted_cents"),
        Trigger("kept", "DELETE", "TRUE", "a ruling is kept"),
    ]

    class Meta:
        verbose_name = _("décision d’un acte")
        verbose_name_plural = _("décisions des actes")
        ordering = ["opinion__reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_cents__isnull=True) | Q(granted_cents__gt=0), name="ruling_amount_positive"
            ),
            models.UniqueConstraint(fields=["opinion"], condition=Q(stands=True), name="ruling_one_stands"),
        ]

    def __str__(self):
        return f"{self.act_id} {self.granted_cents}"


class RulingText(models.Model):
    """Why an act does not follow an opinion, in words for the holder; erasable."""

    ruling = models.OneToOneField(Ruling, models.PROTECT, primary_key=True, related_name="text")
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)

    PERSONAL = ("reason",)
    PLAIN = ()
    triggers = only_emptied("reason", kept=("ruling_id",))

    class Meta:
        verbose_name = _("texte d’une décision d’acte")
        verbose_name_plural = _("textes des décisions d’actes")

    def __str__(self):
        return str(self.ruling_id)

"""What joins a file afterwards: documents, and what the coordination asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified, both_or_neither, one_of
from fph.files.models import StoredFile
from fph.people.models import User
from projects.applications.models.files import Application


class AttachmentKind(models.TextChoices):
    """The values of `Attachment.kind`."""

    QUOTE = "quote", _("devis")
    STATUTES = "statutes", _("statuts, récépissé")
    BANK = "bank", _("RIB")
    OTHER = "other", _("autre document")


class Attachment(Identified):
    """A supporting document of an application."""

    Kind = AttachmentKind

    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    kind = models.CharField(_("nature"), max_length=10, choices=AttachmentKind.choices, default=Kind.OTHER)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="attachment")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("kind",)

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        ordering = ["added_at"]
        constraints = [both_or_neither("attachment", "removed"), one_of("attachment", "kind", AttachmentKind)]

    def __str__(self):
        return self.get_kind_display()


class CorrectionRequest(Identified):
    """What the coordinator asks to complete, and the applicant's answer."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    message = models.TextField(_("ce qui manque"), max_length=2000)
    answer = models.TextField(_("réponse"), max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ("message", "answer")
    PLAIN = ()

    class Meta:
        verbose_name = _("demande de complément")
        verbose_name_plural = _("demandes de complément")
        ordering = ["-asked_at"]
        constraints = [
            both_or_neither("correction", "answered"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(answered_at__isnull=True), name="correction_one_open"
            ),
        ]

    def __str__(self):
        return self.message[:60]

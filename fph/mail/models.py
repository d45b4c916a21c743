from django.db import models
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified
from fph.people.models import User


class OutboxMessage(Identified):
    """A message written in the transaction of its act and sent after it: one for each (event, person)."""

    event = models.CharField(max_length=80)
    reference = models.UUIDField(null=True)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="messages_received")
    to = models.EmailField(_("destinataire"))
    subject = models.CharField(_("objet"), max_length=160)
    body = models.TextField(_("texte"))
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    PERSONAL = ("to", "subject", "body")
    PLAIN = ("event", "failure")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "reference", "to"],
                condition=models.Q(reference__isnull=False),
                name="outbox_once",
            )
        ]

    def __str__(self):
        return self.subject

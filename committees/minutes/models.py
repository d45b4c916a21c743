from django.db import models
from django.utils.translation import gettext_lazy as _

from committees.meetings.models import Meeting
from fph.facts import Identified
from fph.people.models import User
from fph.triggers import append_only, only_emptied


class Minutes(Identified):
    """The minutes of a closed meeting, generated from what happened, sealed by the SHA-256 of their facts."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ("sha256",)
    triggers = append_only()

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")

    def __str__(self):
        return str(self.meeting_id)


class MinutesFacts(models.Model):
    """The facts of the minutes, as canonical JSON: the internal ones with names, the public ones without."""

    minutes = models.OneToOneField(Minutes, models.PROTECT, primary_key=True, related_name="facts")
    internal = models.TextField(blank=True)
    public = models.TextField(blank=True)

    PERSONAL = ("internal",)
    PLAIN = ("public",)
    triggers = only_emptied("internal", "public", kept=("minutes_id",))

    class Meta:
        verbose_name = _("contenu du compte rendu")
        verbose_name_plural = _("contenus des comptes rendus")

    def __str__(self):
        return str(self.minutes_id)


class Erratum(Identified):
    """A numbered correction of closed minutes; nothing closed is ever changed."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="errata")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("correction"), max_length=2000)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ("text",)
    PLAIN = ()
    triggers = only_emptied("text", kept=("minutes_id", "number"))

    class Meta:
        verbose_name = _("erratum")
        verbose_name_plural = _("errata")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="erratum_number_once")]

    def __str__(self):
        return f"{self.number}"

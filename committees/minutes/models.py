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
    """The facts of the minutes, as canonical JSON: the internal ones, whose names stand apart, and the public ones."""

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


class MinutesWord(models.Model):
    """A name or a text of the internal minutes. The sealed facts hold `mark`, its salted commitment, in its place.

    A person asks to be erased: their words are emptied, the facts and their SHA-256 stay as they were sealed.
    `person` is whom the words name or come from, when it is known.
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="words")
    mark = models.CharField(max_length=64)
    person = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)

    PERSONAL = ("text",)
    PLAIN = ("mark", "salt")
    triggers = only_emptied("text", "salt", kept=("minutes_id", "mark"))

    class Meta:
        verbose_name = _("mot du compte rendu")
        verbose_name_plural = _("mots des comptes rendus")
        constraints = [models.UniqueConstraint(fields=["minutes", "mark"], name="minutes_word_once")]

    def __str__(self):
        return self.mark


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

import json
from datetime import UTC

from django.db import models
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified
from fph.journal import kinds, merkle
from fph.triggers import append_only, only_emptied


class JournalEntryVisibility(models.TextChoices):
    """The values of `JournalEntry.visibility`."""

    PUBLIC = "public", "Public"
    PRIVATE = "private", "Privé"


class JournalEntry(Identified):
    """One act: what, on what, by whom (opaque), when. Names and texts stand in its payload, which can be emptied."""

    Visibility = JournalEntryVisibility

    at = models.DateTimeField()
    actor = models.UUIDField()
    fund = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(db_index=True)
    visibility = models.CharField(max_length=10, choices=JournalEntryVisibility.choices)
    commitment = models.CharField(max_length=64)

    PERSONAL = ()
    PLAIN = ("kind", "subject_type", "visibility", "commitment")
    triggers = append_only()

    class Meta:
        verbose_name = "écriture du journal"
        verbose_name_plural = "écritures du journal"
        indexes = [models.Index(fields=["kind", "at"])]

    def __str__(self):
        return f"{self.kind} {self.at:%Y-%m-%d}"

    @property
    def payload_data(self) -> dict | None:
        """Return the words of the act, or None once they were emptied."""
        return json.loads(self.payload.body) if self.payload.body else None

    def sentence(self) -> str:
        """Return the act as one French sentence, or what is said of an act whose words were erased."""
        data = self.payload_data
        return (
            kinds.sentence(self.kind, data)
            if data is not None
            else str(_("Le contenu de cette écriture a été effacé."))
        )

    def metadata(self) -> dict:
        """Return what the register's leaf commits to beside the payload."""
        return {
            "actor": str(self.actor),
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "fund": str(self.fund) if self.fund else "",
            "id": str(self.id),
            "kind": self.kind,
            "subject": [self.subject_type, str(self.subject_id)],
            "visibility": self.visibility,
        }


class JournalPayload(models.Model):
    """The words of an act, as canonical JSON, and the salt that hides them: emptied by retention, never changed."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="payload")
    body = models.TextField(blank=True)
    salt = models.CharField(max_length=64, blank=True)

    PERSONAL = ("body",)
    PLAIN = ("salt",)
    triggers = only_emptied("body", "salt", kept=("entry_id",))

    class Meta:
        verbose_name = "contenu d’une écriture"
        verbose_name_plural = "contenus des écritures"

    def __str__(self):
        return self.entry_id.hex


class RegisterEntry(models.Model):
    """One permanent leaf of the register for each journal entry: gapless, with the root after it."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(JournalEntry, models.PROTECT, related_name="register_entry")
    leaf = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    PERSONAL = ()
    PLAIN = ("leaf", "root")
    triggers = append_only()

    class Meta:
        verbose_name = "écriture du registre"
        verbose_name_plural = "écritures du registre"
        ordering = ["seq"]

    def __str__(self):
        return f"n° {self.seq}"


class RegisterHead(models.Model):
    """The single row locked, last of all locks, to append: how many entries, and the peaks of their tree."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    peaks = models.TextField(blank=True)

    PERSONAL = ()
    PLAIN = ("peaks",)

    class Meta:
        verbose_name = "tête du registre"
        verbose_name_plural = "têtes du registre"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="register_head_single")]

    def __str__(self):
        return f"{self.size} écritures"

    @property
    def frontier(self) -> merkle.Frontier:
        """Return the right edge of the register's tree."""
        return merkle.Frontier.decode(self.peaks) if self.peaks else merkle.Frontier()


class Checkpoint(models.Model):
    """The register's size and root on a day (Europe/Paris), published so that others keep a copy."""

    date = models.DateField(primary_key=True)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)

    PERSONAL = ()
    PLAIN = ("root",)
    triggers = append_only()

    class Meta:
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"
        ordering = ["-date"]

    def __str__(self):
        return f"{self.date:%Y-%m-%d}"

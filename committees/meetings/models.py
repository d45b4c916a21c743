from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from committees.meetings.rules import Stage, Stay
from committees.roster.models import Committee, Membership
from fph.facts import Identified, both_or_neither, one_of
from fph.people.models import User
from fph.triggers import Trigger, closed_with
from projects.applications.models import Application
from projects.fund.models import CalendarEntry
from projects.regulation.models import Amendment, RegulationVersion

MEETING_CLOSED = "p.closed_at IS NOT NULL"


def of_closed_meeting() -> list:
    """Return the triggers of every child of a meeting: closed is closed."""
    return closed_with("committees_meeting", "meeting_id", MEETING_CLOSED)


class Meeting(Identified):
    """A séance: planned, opened, closed. Once closed neither it nor what happened in it can change.

    `second_of`: the meeting closed without its quorum that this one is called again for.
    """

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    calendar = models.OneToOneField(CalendarEntry, models.PROTECT, related_name="meeting")
    number = models.PositiveSmallIntegerField(_("numéro"))
    regulation_version = models.ForeignKey(RegulationVersion, models.PROTECT, null=True, related_name="+")
    second_of = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="called_again",
                                     verbose_name=_("seconde convocation de"))  # fmt: skip
    planned_at = models.DateTimeField(editable=False)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    current_item = models.ForeignKey("committees.AgendaItem", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    PERSONAL = ()
    PLAIN = ()
    history = HistoricalRecords(excluded_fields=["version", "current_item"])
    # The closing UPDATE itself passes: only a row that was already closed is kept.
    triggers = [
        Trigger("kept", "UPDATE", "OLD.closed_at IS NOT NULL", "closed is closed"),
        Trigger("kept", "DELETE", "OLD.closed_at IS NOT NULL", "closed is closed"),
    ]

    class Meta:
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        ordering = ["-calendar__meets_at"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="meeting_number_once"),
            both_or_neither("meeting", "opened"),
            both_or_neither("meeting", "closed"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="meeting_opened_before_closed",
            ),
        ]

    def __str__(self):
        return f"{self.committee} n° {self.number}"

    @property
    def is_open(self) -> bool:
        """Say whether the meeting is going on."""
        return self.stage is Stage.OPEN

    @property
    def stage(self) -> Stage:
        """Return where the meeting stands, as the rules read it."""
        if self.closed_at:
            return Stage.CLOSED
        return Stage.OPEN if self.opened_at else Stage.PLANNED

    @property
    def meets_at(self):
        """Return the moment it was announced for."""
        return self.calendar.meets_at


class AgendaItemKind(models.TextChoices):
    """The values of `AgendaItem.kind`."""

    FILE = "file", _("dossier")
    RESOLUTION = "resolution", _("résolution")
    INFORMATION = "information", _("point d’information")


class AgendaItem(Identified):
    """A point of the agenda: a file to decide on, a resolution, or a point to talk about.

    `amendment` is the change of the règlement that a resolution would adopt. `hearing_time`: the hour (Europe/Paris) at
    which a file's applicant is expected. `heard_at`: the applicant, or who stands for them, was noted in the room for it.
    """

    Kind = AgendaItemKind

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    kind = models.CharField(_("nature"), max_length=12, choices=AgendaItemKind.choices)
    position = models.PositiveSmallIntegerField(_("ordre"))
    title = models.CharField(_("intitulé"), max_length=160)
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    recalls = models.ForeignKey("committees.Task", models.SET_NULL, null=True, blank=True, related_name="+")
    hearing_time = models.TimeField(_("heure de passage"), null=True, blank=True)
    heard_at = models.DateTimeField(_("porteur présent"), null=True, editable=False)
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    PERSONAL = ()
    PLAIN = ("kind", "title")
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("ordre du jour")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "application"],
                condition=Q(application__isnull=False),
                name="item_file_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="file", application__isnull=False) | ~Q(kind="file") & Q(application__isnull=True),
                name="item_file_has_application",
            ),
            models.UniqueConstraint(
                fields=["meeting", "amendment"],
                condition=Q(amendment__isnull=False),
                name="item_amendment_once",
            ),
            models.CheckConstraint(
                condition=Q(amendment__isnull=True) | Q(kind="resolution"), name="item_amendment_is_a_resolution"
            ),
            both_or_neither("item", "heard"),
            models.CheckConstraint(condition=Q(heard_at__isnull=True) | Q(kind="file"), name="item_heard_is_a_file"),
            models.CheckConstraint(
                condition=Q(hearing_time__isnull=True) | Q(kind="file"), name="item_hearing_is_of_a_file"
            ),
            one_of("item", "kind", AgendaItemKind),
        ]

    def __str__(self):
        return self.title

    @property
    def subject(self) -> str:
        """Return what the point is about, for those inside: the project's name, the task's words, or the title."""
        if self.application_id:
            return str(self.application)
        return self.recalls.what if self.recalls_id else self.title


class Presence(Identified):
    """A member's stay in the room: from an arrival to a departure. Several stays are several rows."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="presences")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField()
    arrived_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ()
    PLAIN = ()
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        ordering = ["arrived_at"]
        constraints = [
            both_or_neither("presence", "left"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=models.F("arrived_at")),
                name="presence_order",
            ),
            models.UniqueConstraint(
                fields=["meeting", "membership"],
                condition=Q(left_at__isnull=True),
                name="presence_one_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.arrived_at:%H:%M}"

    @property
    def stay(self) -> Stay:
        """Return the stay as the rules read it."""
        return Stay(self.membership_id, self.arrived_at, self.left_at)


class Absence(Identified):
    """An absence told beforehand: excused, so that the minutes can say so."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="absences")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    excused_at = models.DateTimeField()
    excused_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ()
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("absence excusée")
        verbose_name_plural = _("absences excusées")
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="absence_once")]

    def __str__(self):
        return f"{self.excused_at:%Y-%m-%d}"


class Recusal(Identified):
    """A member has an interest in one item, and says so. Who withdrew has no vote, and is not in its denominator."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="recusals")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="recusals")
    withdrew = models.BooleanField(_("se retire du vote"), default=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ()
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("déport")
        verbose_name_plural = _("déports")
        constraints = [models.UniqueConstraint(fields=["item", "membership"], name="recusal_once")]

    def __str__(self):
        return f"{self.declared_at:%H:%M}"

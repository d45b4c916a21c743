"""A fund's years: their themes, their published dates, the parts of their money kept apart."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified
from projects.fund.models.funds import Fund


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
    """A priority theme, set by the committee: for its whole year, or from a day on, up to a day."""

    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="themes")
    label = models.CharField(_("thème"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(_("à partir du"), null=True)
    ends_on = models.DateField(_("jusqu’au"), null=True)

    PERSONAL = ()
    PLAIN = ("label",)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "label"], condition=Q(ends_on__isnull=True), name="theme_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="theme_order",
            ),
        ]

    def __str__(self):
        return self.label

    def holds(self, day: date) -> bool:
        """Say whether the theme is in force on a day of its year."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


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

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from fph.facts import Identified
from fph.people.models import User
from projects.fund.models import Fund
from projects.regulation import document, rules


class RegulationVersion(Identified):
    """A version of a fund's règlement: dated parameters, adopted by a body on a day, in force from a day on."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="regulation_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    adopted_on = models.DateField(_("adopté le"))
    adopted_by_body = models.CharField(_("adopté par"), max_length=160)
    act_reference = models.CharField(_("référence de l’acte"), max_length=120, blank=True)
    in_force_from = models.DateField(_("en vigueur à partir du"))
    parameters = models.JSONField(_("paramètres"))
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    PERSONAL = ()
    PLAIN = ("adopted_by_body", "act_reference", "parameters")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("version du règlement")
        verbose_name_plural = _("versions du règlement")
        ordering = ["-in_force_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="regulation_number_once"),
            models.UniqueConstraint(fields=["fund", "in_force_from"], name="regulation_one_a_day"),
            models.CheckConstraint(condition=Q(in_force_from__gte=F("adopted_on")), name="regulation_not_backdated"),
        ]

    def __str__(self):
        return _("règlement, version %(number)s") % {"number": self.number}

    @cached_property
    def regulation(self) -> rules.Regulation:
        """Return the parameters as the rules read them."""
        return document.stored(self.parameters)

"""A fund, the roles held on it, and the permissions they give."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from fph.facts import Identified
from fph.people.models import Mandate, Organisation, User
from fph.people.roles import permissions_on
from fph.territories.models import Neighbourhood


class Fund(Identified):
    """A neighbourhood's fund: its local name is free, its carrier holds the money, its committee decides."""

    name = models.CharField(_("nom du fonds"), max_length=160)
    scheme = models.CharField(_("dispositif"), max_length=40, default="FPH", help_text=_("FPH, FIH, PIC…"))
    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    number_prefix = models.CharField(_("préfixe des numéros de dossier"), unique=True, max_length=6)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="funds")
    carrier = models.ForeignKey(Organisation, models.PROTECT, related_name="carried_funds")
    contact_email = models.EmailField(_("adresse e-mail du fonds"), blank=True)
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    PERSONAL = ("contact_email",)
    PLAIN = ("name", "scheme", "slug", "number_prefix")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fonds")
        verbose_name_plural = _("fonds")
        ordering = ["name"]
        permissions = permissions_on("fund")

    def __str__(self):
        return self.name


class FundMandate(Mandate):
    """A role on a fund: coordinator, treasurer, helper, funder reader, administrator."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    PERSONAL = ()
    PLAIN = ("role",)

    class Meta:
        verbose_name = _("mandat du fonds")
        verbose_name_plural = _("mandats du fonds")
        constraints = Mandate.constraints_of("fund_mandate")

    @property
    def scope(self) -> Fund:
        """Return what the role is held on."""
        return self.fund


class FundPermission(UserObjectPermissionBase):
    """A person's permission on a fund; gone with either."""

    content_object = models.ForeignKey(Fund, models.CASCADE)

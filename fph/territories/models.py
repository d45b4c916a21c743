from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from fph.facts import Identified, one_of
from fph.people.models import Mandate
from fph.people.roles import permissions_on
from fph.territories.rules import CODE

QPV_CODE = RegexValidator(
    rf"^({CODE})$",
    _("Le code d’un quartier prioritaire s’écrit QP075018 (2015) ou QN07511M (2024)."),
)


class Neighbourhood(Identified):
    """A neighbourhood: its commune, its QPV code of either generation when it has one, its dated perimeters.

    The commune's name is empty when a list gave its code only.
    """

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    commune = models.CharField(_("commune"), max_length=120, blank=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, validators=[RegexValidator(r"^[0-9AB]{5}$")])
    qpv_code = models.CharField(_("code QPV"), max_length=8, blank=True, validators=[QPV_CODE])

    PERSONAL = ()
    PLAIN = ("name", "slug", "commune", "insee_code", "qpv_code")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        ordering = ["name"]
        permissions = permissions_on("neighbourhood")
        constraints = [
            models.UniqueConstraint(fields=["qpv_code"], condition=~Q(qpv_code=""), name="neighbourhood_qpv_once")
        ]

    def __str__(self):
        return self.name

    @property
    def cloth_code(self) -> str:
        """Return what its cloth is drawn from: the QPV code, else its address."""
        return self.qpv_code or self.slug


class PerimeterOrigin(models.TextChoices):
    """The values of `Perimeter.origin`."""

    OFFICIAL = "official", _("contour officiel")
    DRAWN = "drawn", _("contour dessiné")
    TYPED = "typed", _("limites en mots")


class Perimeter(models.Model):
    """A neighbourhood's limits from a day to a day: a GeoJSON MultiPolygon in WGS84 (lon, lat), or words, or both.

    `west`, `south`, `east` and `north` are the rectangle around the outline, in millionths of a degree rounded outwards,
    so that the database finds the few outlines that may hold a point. They are empty when there are words only.
    """

    Origin = PerimeterOrigin

    neighbourhood = models.ForeignKey(Neighbourhood, models.CASCADE, related_name="perimeters")
    origin = models.CharField(_("origine"), max_length=10, choices=PerimeterOrigin.choices, default="drawn")
    geometry = models.JSONField(_("contour"), null=True, blank=True)
    limits_in_words = models.TextField(_("limites en mots"), max_length=2000, blank=True)
    approximate = models.BooleanField(_("tracé approximatif"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)
    west = models.IntegerField(null=True, editable=False)
    south = models.IntegerField(null=True, editable=False)
    east = models.IntegerField(null=True, editable=False)
    north = models.IntegerField(null=True, editable=False)

    PERSONAL = ()
    PLAIN = ("origin", "geometry", "limits_in_words", "source")

    class Meta:
        verbose_name = _("périmètre")
        verbose_name_plural = _("périmètres")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["neighbourhood", "starts_on"], name="perimeter_one_a_day"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="perimeter_order",
            ),
            one_of("perimeter", "origin", PerimeterOrigin),
            models.CheckConstraint(
                condition=Q(geometry__isnull=False, west__isnull=False, south__isnull=False, east__isnull=False,
                            north__isnull=False)
                | (Q(geometry__isnull=True, west__isnull=True, south__isnull=True, east__isnull=True,
                     north__isnull=True) & ~Q(limits_in_words="")),
                name="perimeter_says_something",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.neighbourhood} {self.starts_on}"


class NeighbourhoodMandate(Mandate):
    """A role on a neighbourhood's pages: its editors."""

    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="mandates")

    PERSONAL = ()
    PLAIN = ("role",)

    class Meta:
        verbose_name = _("mandat de quartier")
        verbose_name_plural = _("mandats de quartier")
        constraints = Mandate.constraints_of("neighbourhood_mandate")

    @property
    def scope(self) -> Neighbourhood:
        """Return what the role is held on."""
        return self.neighbourhood


class NeighbourhoodPermission(UserObjectPermissionBase):
    """A person's permission on a neighbourhood; gone with either."""

    content_object = models.ForeignKey(Neighbourhood, models.CASCADE)

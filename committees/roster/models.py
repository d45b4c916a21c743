from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from fph.facts import Identified, one_of
from fph.people.models import Mandate, Organisation
from fph.people.roles import permissions_on
from projects.fund.models import Fund


class Committee(Identified):
    """The body of residents and associations that decides for a fund, or for one sector of it; its label is its own."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="committees")
    name = models.CharField(_("nom"), max_length=160, default="Comité de gestion")
    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    sector = models.CharField(_("secteur"), max_length=80, blank=True)

    PERSONAL = ()
    PLAIN = ("name", "slug", "sector")

    class Meta:
        verbose_name = _("comité")
        verbose_name_plural = _("comités")
        ordering = ["name"]
        permissions = permissions_on("committee")

    def __str__(self):
        return self.name


class CommitteePermission(UserObjectPermissionBase):
    """A person's permission on a committee; gone with either."""

    content_object = models.ForeignKey(Committee, models.CASCADE)


class CollegeKind(models.TextChoices):
    """The values of `College.kind`."""

    RESIDENTS = "residents", _("habitants")
    ASSOCIATIONS = "associations", _("associations")
    INSTITUTIONS = "institutions", _("institutions")


class College(Identified):
    """A college of the committee: residents, associations, institutions. Deliberative or with a say only."""

    Kind = CollegeKind

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="colleges")
    kind = models.CharField(_("collège"), max_length=14, choices=CollegeKind.choices)
    name = models.CharField(_("nom"), max_length=120)
    deliberative = models.BooleanField(_("voix délibérative"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    PERSONAL = ()
    PLAIN = ("kind", "name")

    class Meta:
        verbose_name = _("collège")
        verbose_name_plural = _("collèges")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="college_once"),
            one_of("college", "kind", CollegeKind),
        ]

    def __str__(self):
        return self.name


class Membership(Mandate):
    """A seat held in a college, for a term, in one's own name or for an organisation."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="mandates")
    college = models.ForeignKey(College, models.PROTECT, related_name="memberships", verbose_name=_("collège"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organisme"),
    )

    PERSONAL = ()
    PLAIN = ("role",)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        constraints = [
            *Mandate.constraints_of("membership"),
            models.UniqueConstraint(
                fields=["committee", "person"], condition=Q(ended_at__isnull=True), name="membership_one_seat"
            ),
        ]

    @property
    def scope(self) -> Committee:
        """Return what the role is held on."""
        return self.committee

    @property
    def votes(self) -> bool:
        """Say whether this seat has a vote."""
        return self.college.deliberative

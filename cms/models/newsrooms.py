"""What a neighbourhood's editors work with in Wagtail, and which of them review."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from fph.territories.models import Neighbourhood, NeighbourhoodMandate


class Newsroom(models.Model):
    """What a neighbourhood's editors work with in Wagtail: two groups, a collection, a workflow.

    The groups follow the mandates: `actions.editors` writes them, `queries.groups_owed` says what they should be.
    """

    neighbourhood = models.OneToOneField(Neighbourhood, models.PROTECT, related_name="newsroom")
    editors = models.OneToOneField(Group, models.PROTECT, related_name="edits")
    reviewers = models.OneToOneField(Group, models.PROTECT, related_name="reviews")
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="newsroom")
    workflow = models.OneToOneField(Workflow, models.PROTECT, related_name="newsroom")

    PERSONAL = ()
    PLAIN = ()

    class Meta:
        verbose_name = _("rédaction")
        verbose_name_plural = _("rédactions")

    def __str__(self):
        return str(self.neighbourhood)


class Reviewer(models.Model):
    """An editor's mandate that also reviews and publishes what the others submit; it ends with the mandate."""

    mandate = models.OneToOneField(NeighbourhoodMandate, models.PROTECT, related_name="reviewer")

    PERSONAL = ()
    PLAIN = ()

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")

    def __str__(self):
        return str(self.mandate_id)

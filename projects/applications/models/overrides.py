from django.db import models
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified, both_or_neither, one_of
from fph.people.models import User
from fph.triggers import Trigger, only_emptied
from projects.applications import rules
from projects.applications.models.files import Application
from projects.regulation.models import RegulationVersion

KEPT = (
    "id", "application_id", "regulation_version_id", "parameter", "article", "finding", "role", "made_at", "made_by_id",
)  # fmt: skip
WITHDRAWN = (
    "OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_by_id IS DISTINCT FROM OLD.withdrawn_by_id "
    "OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)"
)


class Overrider(models.TextChoices):
    """The values of `Override.role`: in whose name a rule was passed over."""

    COORDINATOR = "coordinator", _("la coordination")
    COMMITTEE = "committee", _("le comité")


class Override(Identified):
    """A rule that a file does not keep, passed over by whom the règlement lets, with a written reason.

    It holds for what the règlement said of the file that day (`finding`): once the file changes, it is to be made again.
    Rows stay: one taken back, or replaced, says when and by whom. Retention may empty the reason, nothing else.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="overrides")
    regulation_version = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="+")
    parameter = models.CharField(_("règle"), max_length=60)
    article = models.CharField(_("article"), max_length=40)
    finding = models.TextField(_("ce que dit le règlement"))
    role = models.CharField(_("au nom de"), max_length=11, choices=Overrider.choices)
    reason = models.TextField(_("motif"), max_length=2000, blank=True)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    PERSONAL = ("reason",)
    PLAIN = ("parameter", "article", "finding", "role")
    triggers = [
        *only_emptied("reason", kept=KEPT),
        Trigger("withdrawn", "UPDATE", WITHDRAWN, "taken back once"),
    ]

    class Meta:
        verbose_name = _("passage outre")
        verbose_name_plural = _("passages outre")
        ordering = ["made_at"]
        constraints = [
            both_or_neither("override", "withdrawn"),
            one_of("override", "role", Overrider),
            models.UniqueConstraint(
                fields=["application", "parameter"], condition=models.Q(withdrawn_at__isnull=True), name="override_once"
            ),
        ]

    def __str__(self):
        return f"{self.article} ({self.get_role_display()})"

    @property
    def passed(self) -> rules.Passed:
        """Return it as the rules read it."""
        return rules.Passed(self.parameter, self.article, self.finding, self.role)

    @property
    def public_words(self) -> str:
        """Return what anybody may read: who passed over which article. The reason stays inside."""
        return rules.said_of(self.article, self.role)

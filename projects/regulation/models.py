from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from fph.facts import Identified, both_or_neither, one_of
from fph.people.models import User
from projects.fund.models import Fund
from projects.regulation import document, rules
from projects.regulation.rules.amendment import State
from projects.regulation.rules.difference import Change, difference


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


class AmendmentState(models.TextChoices):
    """The values of `Amendment.state`."""

    DRAFT = State.DRAFT.value, _("brouillon")
    PROPOSED = State.PROPOSED.value, _("proposée")
    ADOPTED = State.ADOPTED.value, _("adoptée")
    NOT_ADOPTED = State.NOT_ADOPTED.value, _("non adoptée")
    WITHDRAWN = State.WITHDRAWN.value, _("retirée")


class Amendment(Identified):
    """A change proposed to a fund's règlement: a draft, which is its writer's; once proposed, its words don't change.

    `base` is the version it changes, `parameters` the whole règlement as it would be. Decided, it names the decision, and
    the version made of it when it was adopted. `replaces` is the proposal it takes up.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="amendments")
    base = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("numéro"), null=True)
    title = models.CharField(_("intitulé"), max_length=100, blank=True)
    why = models.TextField(_("pourquoi"), blank=True)
    parameters = models.JSONField(_("paramètres"))
    in_force_from = models.DateField(_("en vigueur souhaitée le"), null=True)
    state = models.CharField(max_length=12, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken_up")
    version = models.OneToOneField(RegulationVersion, models.PROTECT, null=True, related_name="amendment")
    act_reference = models.CharField(_("référence de la décision"), max_length=120, blank=True)
    drafted_at = models.DateTimeField(editable=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(null=True, editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    PERSONAL = ("why",)
    PLAIN = ("title", "parameters", "state", "act_reference")

    class Meta:
        verbose_name = _("proposition de modification")
        verbose_name_plural = _("propositions de modification")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["fund", "drafted_by"], condition=Q(state="draft"), name="amendment_one_draft"
            ),
            both_or_neither("amendment", "proposed"),
            both_or_neither("amendment", "decided"),
            both_or_neither("amendment", "withdrawn"),
            one_of("amendment", "state", AmendmentState),
            models.CheckConstraint(
                condition=Q(state="draft", proposed_at=None, number=None)
                | ~Q(state="draft") & Q(proposed_at__isnull=False, number__isnull=False, in_force_from__isnull=False),
                name="amendment_proposed_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="adopted", version__isnull=False) | ~Q(state="adopted") & Q(version__isnull=True),
                name="amendment_adopted_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["adopted", "not_adopted"], decided_at__isnull=False)
                | ~Q(state__in=["adopted", "not_adopted"]) & Q(decided_at__isnull=True),
                name="amendment_decided_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
                name="amendment_withdrawn_has_day",
            ),
        ]

    def __str__(self):
        if self.number is None:
            return str(_("brouillon d’une modification du règlement"))
        return _("Modifier le règlement (proposition n° %(number)s) : %(title)s") % {
            "number": self.number, "title": self.title,
        }  # fmt: skip

    @cached_property
    def regulation(self) -> rules.Regulation:
        """Return the règlement as it would be."""
        return document.stored(self.parameters)

    @cached_property
    def changes(self) -> list[Change]:
        """Return what it changes, in words."""
        return difference(self.base.regulation, self.regulation)

    @property
    def on_agenda_of(self):
        """Return the meeting not closed yet on whose agenda it stands, or None: read through the relation."""
        waiting = (item.meeting for item in self.agenda_items.all() if item.meeting.closed_at is None)
        return next(waiting, None) if self.state == AmendmentState.PROPOSED else None

    @property
    def stage(self) -> State:
        """Return where it stands, as the rules read it."""
        return State(self.state)

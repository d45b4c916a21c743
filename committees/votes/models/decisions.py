"""What a committee decided, its words, and the tasks it entrusted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.meetings.models import AgendaItem, Meeting, of_closed_meeting
from committees.votes.models.ballots import Ballot
from fph.facts import Identified, both_or_neither, one_of
from fph.money import euros
from fph.people.models import User
from fph.triggers import only_emptied
from projects.authority.rules import in_words


class DecisionKind(models.TextChoices):
    """The values of `Decision.kind`."""

    GRANTED = "granted", _("accordé")
    PARTIALLY_GRANTED = "partially_granted", _("accordé en partie")
    DEFERRED = "deferred", _("ajourné")
    REFUSED = "refused", _("refusé")
    ADOPTED = "adopted", _("adopté")
    NOT_ADOPTED = "not_adopted", _("non adopté")
    OPINION = "opinion", _("avis demandé")
    FAVOURABLE = "favourable", _("avis favorable")
    UNFAVOURABLE = "unfavourable", _("avis défavorable")
    TASK = "task", _("tâche confiée")


GRANTS = (DecisionKind.GRANTED, DecisionKind.PARTIALLY_GRANTED)


WITH_AMOUNT = ["granted", "partially_granted", "favourable"]


class Decision(Identified):
    """What the committee decided on an item: on a file, or a resolution. Permanent; its words stand beside it."""

    Kind = DecisionKind

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, related_name="decision")
    kind = models.CharField(max_length=18, choices=DecisionKind.choices)
    reference = models.CharField(_("référence"), max_length=40, unique=True)
    amount_cents = models.BigIntegerField(_("montant"), null=True)
    denominator = models.CharField(_("compte des voix"), max_length=400)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ("kind", "reference", "denominator")
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["decided_at"]
        constraints = [
            one_of("decision", "kind", DecisionKind),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_AMOUNT, amount_cents__gt=0)
                | ~Q(kind__in=WITH_AMOUNT) & Q(amount_cents__isnull=True),
                name="decision_grant_has_amount",
            ),
        ]

    def __str__(self):
        return f"{self.reference} : {self.get_kind_display()}"

    @property
    def is_grant(self) -> bool:
        """Say whether money was granted, all or in part."""
        return self.kind in GRANTS

    @property
    def is_opinion(self) -> bool:
        """Say whether it is the committee's opinion on an aid, which another authority decides."""
        return self.kind in (DecisionKind.FAVOURABLE, DecisionKind.UNFAVOURABLE)

    @property
    def outcome(self) -> str:
        """Return the decision in words, with its amount: « accordé en partie, 340 € », « avis favorable, 340 € proposés »."""
        if self.is_opinion:
            return in_words(self.amount_cents)
        words = str(self.get_kind_display())
        return f"{words}, {euros(self.amount_cents)}" if self.is_grant else words

    @property
    def public_subject(self) -> str:
        """Return what it is about, as the public may read it: a project that was not funded is never named."""
        if self.item.application is None:
            return self.item.title
        return self.item.application.title if self.is_grant else _("dossier %s") % self.item.application.number


class DecisionText(models.Model):
    """The words of a decision: reasons and conditions, and the part of them made for the public."""

    decision = models.OneToOneField(Decision, models.PROTECT, primary_key=True, related_name="text")
    reasons = models.TextField(_("motifs"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    public_reasons = models.TextField(_("motifs publiés"), blank=True)

    PERSONAL = ("reasons", "conditions", "public_reasons")
    PLAIN = ()
    triggers = only_emptied("reasons", "conditions", "public_reasons", kept=("decision_id",))

    class Meta:
        verbose_name = _("texte d’une décision")
        verbose_name_plural = _("textes des décisions")

    def __str__(self):
        return str(self.decision_id)


class Task(Identified):
    """A task entrusted to a person or a body, with a due date; recalled on the next agenda until it is done."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="tasks")
    what = models.CharField(_("quoi"), max_length=300)
    who = models.CharField(_("qui"), max_length=160)
    who_is_body = models.BooleanField(_("un organisme ou un groupe, pas une personne"), default=False)
    due_on = models.DateField(_("pour le"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    PERSONAL = ("what", "who")
    PLAIN = ()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        ordering = ["due_on"]
        constraints = [both_or_neither("task", "done")]

    def __str__(self):
        return self.what

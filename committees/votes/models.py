from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.meetings.models import AgendaItem, Meeting, of_closed_meeting
from committees.roster.models import Membership
from committees.votes.rules import Terms
from fph.facts import Identified, both_or_neither, one_of
from fph.money import euros
from fph.people.models import User
from fph.triggers import closed_with, only_emptied
from projects.authority.rules import in_words


class BallotMode(models.TextChoices):
    """The values of `Ballot.mode`."""

    SHOW_OF_HANDS = "show_of_hands", _("main levée")
    OPEN = "open", _("scrutin public")


class BallotResult(models.TextChoices):
    """The values of `Ballot.result`."""

    ADOPTED = "adopted", _("adopté")
    REJECTED = "rejected", _("rejeté")
    NO_QUORUM = "no_quorum", _("quorum non atteint")
    TIED = "tied", _("égalité, second tour à tenir")


class BallotMajority(models.TextChoices):
    """The values of `Ballot.majority`: what more than half is of."""

    CAST = "cast", _("des voix exprimées")
    PRESENT = "present", _("des votants présents")
    MEMBERS = "members", _("des membres qui ont une voix")


class BallotTie(models.TextChoices):
    """The values of `Ballot.tie`: what follows as many for as against."""

    REJECTED = "rejected", _("la proposition est rejetée")
    CASTING_VOTE = "casting_vote", _("la voix de la présidence compte double")
    LOT = "lot", _("tirage au sort")
    SECOND_ROUND = "second_round", _("second tour")


class Ballot(Identified):
    """A question put to the vote on an item. Drafted with its electors, opened, closed with its count.

    How it is counted is frozen when it opens: `required` and `present` for the quorum, `majority`, `tie`, `round`;
    `members` with a vote that day and `recused`, less those who step aside until it closes.
    """

    Mode = BallotMode

    Result = BallotResult

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballots")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="ballots")
    mode = models.CharField(_("mode de vote"), max_length=14, choices=BallotMode.choices)
    proposed_cents = models.BigIntegerField(_("montant mis aux voix"), null=True)
    present = models.PositiveSmallIntegerField(default=0)
    required = models.PositiveSmallIntegerField(default=0)
    recused = models.PositiveSmallIntegerField(default=0)
    members = models.PositiveSmallIntegerField(default=0)
    majority = models.CharField(max_length=10, choices=BallotMajority.choices, default=BallotMajority.CAST)
    tie = models.CharField(max_length=14, choices=BallotTie.choices, default=BallotTie.REJECTED)
    round = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    in_favour = models.PositiveSmallIntegerField(null=True)
    against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    result = models.CharField(max_length=10, choices=BallotResult.choices, blank=True)

    PERSONAL = ()
    PLAIN = ("mode", "result", "majority", "tie")
    triggers = of_closed_meeting()

    class Meta:
        verbose_name = _("scrutin")
        verbose_name_plural = _("scrutins")
        ordering = ["opened_at"]
        constraints = [
            both_or_neither("ballot", "opened"),
            both_or_neither("ballot", "closed"),
            one_of("ballot", "mode", BallotMode),
            one_of("ballot", "majority", BallotMajority),
            one_of("ballot", "tie", BallotTie),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="ballot_one_round_or_two"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="")
                | Q(
                    closed_at__isnull=False,
                    in_favour__isnull=False,
                    against__isnull=False,
                    abstained__isnull=False,
                )
                & ~Q(result=""),
                name="ballot_closed_has_count",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "no_quorum"]) | Q(present__gte=models.F("required")),
                name="ballot_quorum",
            ),
            models.CheckConstraint(
                condition=Q(proposed_cents__isnull=True) | Q(proposed_cents__gt=0),
                name="ballot_amount_positive",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(closed_at__isnull=True), name="ballot_one_open_an_item"
            ),
        ]

    def __str__(self):
        return f"{self.get_mode_display()} · {self.item}"

    @property
    def terms(self) -> Terms:
        """Return what it is counted by, as the rules read it."""
        return Terms(self.present, self.required, self.recused, self.majority, self.members, self.tie, self.round == 2)


class Elector(Identified):
    """A member who may vote in a ballot: frozen when it opens. No row, no vote."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="electors")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")

    PERSONAL = ()
    PLAIN = ()
    triggers = closed_with("committees_ballot", "ballot_id", "p.opened_at IS NOT NULL")

    class Meta:
        verbose_name = _("électeur")
        verbose_name_plural = _("électeurs")
        constraints = [models.UniqueConstraint(fields=["ballot", "membership"], name="elector_once")]

    def __str__(self):
        return str(self.membership_id)


class VoteChoice(models.TextChoices):
    """The values of `Vote.choice`."""

    FOR = "for", _("Oui, le financer")
    AGAINST = "against", _("Non")
    ABSTAIN = "abstain", _("Je m’abstiens")


class Vote(Identified):
    """An elector's vote in an open ballot: one each, replaceable until the ballot closes."""

    Choice = VoteChoice

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    elector = models.OneToOneField(Elector, models.PROTECT, related_name="vote")
    choice = models.CharField(max_length=8, choices=VoteChoice.choices)
    cast_at = models.DateTimeField()
    cast_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ("choice",)
    PLAIN = ()
    triggers = closed_with("committees_ballot", "ballot_id", "p.closed_at IS NOT NULL OR p.opened_at IS NULL")

    class Meta:
        verbose_name = _("voix")
        verbose_name_plural = _("voix")
        constraints = [one_of("vote", "choice", VoteChoice)]

    def __str__(self):
        return self.get_choice_display()


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

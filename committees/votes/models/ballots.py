"""A question put to the vote, who may vote on it, and the voices given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.meetings.models import AgendaItem, Meeting, of_closed_meeting
from committees.roster.models import Membership
from committees.votes.rules import Terms
from fph.facts import Identified, both_or_neither, one_of
from fph.people.models import User
from fph.triggers import closed_with


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

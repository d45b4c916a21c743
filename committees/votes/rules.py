"""A vote: who is an elector, what was counted, what follows, and how it is said.

One page writes the count for the screen, the minutes and the exports, so that they never differ. Sources:
rule-taxonomy §4 Committee; quorum, majority and casting vote are parameters of each fund's règlement.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from fph.money import euros
from fph.verdict import YES, Verdict, no
from projects.applications.rules import may_vote_on
from projects.fund.rules import COMMON_POT, Shares, may_draw
from projects.regulation.rules import Finding
from projects.regulation.rules.values import counted as some

CHOICES = ("for", "against", "abstain")
CHOICE_WORDS = {
    "file": [("for", "Oui, le financer"), ("against", "Non"), ("abstain", "Je m’abstiens")],
    "resolution": [("for", "Oui"), ("against", "Non"), ("abstain", "Je m’abstiens")],
}
"""What a member reads on each choice, always in the same order."""
ADOPTED, REJECTED, NO_QUORUM = "adopted", "rejected", "no_quorum"


@dataclass(frozen=True)
class Seat:
    """A member's seat, as the vote sees it: with a vote or with a say only, in force that day or not."""

    member: Hashable
    deliberative: bool = True
    in_force: bool = True


@dataclass(frozen=True)
class Tally:
    """Votes counted. « Exprimées » are those for and against: an abstention is a vote given, not expressed."""

    in_favour: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def cast(self) -> int:
        """Return the votes for and against."""
        return self.in_favour + self.against

    @property
    def given(self) -> int:
        """Return all the votes given, abstentions included."""
        return self.cast + self.abstained

    @property
    def tied(self) -> bool:
        """Say whether as many are for as against, and some are."""
        return self.in_favour == self.against > 0


@dataclass(frozen=True)
class Outcome:
    """The result of a vote (`adopted`, `rejected`, `no_quorum`) and its count in one French sentence or two."""

    result: str
    denominator: str


def electors(seats: Iterable[Seat], present: Iterable[Hashable], recused: Iterable[Hashable]) -> list:
    """Return the members who may vote: a seat in force with a vote, in the room, and not stepped aside on the item."""
    present, recused = frozenset(present), frozenset(recused)
    return [
        seat.member
        for seat in seats
        if seat.deliberative and seat.in_force and seat.member in present and seat.member not in recused
    ]


def tally(votes: Iterable[str]) -> Tally:
    """Count votes, each « for », « against » or « abstain ». Raises ValueError for any other."""
    counted = Counter(votes)
    if unknown := set(counted) - set(CHOICES):
        raise ValueError(f"unknown choice: {', '.join(sorted(unknown))}")
    return Tally(counted["for"], counted["against"], counted["abstain"])


def majority_needed(counted: Tally, *, voters: int, majority: str) -> tuple[int, int]:
    """Return the votes needed and the number they are needed out of: more than half.

    `majority` is « cast » (out of votes for and against) or « present » (out of all who could vote, voting or not).
    """
    base = counted.cast if majority == "cast" else voters
    return base // 2 + 1, base


def outcome(counted: Tally, *, present: int, recused: int, required: int, majority: str,
            chair_breaks_ties: bool = False, chair_choice: str | None = None) -> Outcome:  # fmt: skip
    """Say what a vote decided. `present` counts the members with a vote in the room, `recused` those stepped aside.

    Below the quorum nothing is decided. When as many are for as against and the règlement lets the chair break ties,
    the chair's vote counts twice.
    """
    if present < required:
        return Outcome(NO_QUORUM, f"{_presents(present)}, quorum de {required} non atteint : le vote ne compte pas.")
    voters = present - recused
    needed, base = majority_needed(counted, voters=voters, majority=majority)
    casting = chair_breaks_ties and counted.tied and chair_choice in ("for", "against")
    in_favour = counted.in_favour + (casting and chair_choice == "for")
    words = f"{_count(counted, present, recused)} {_majority(needed, base, majority)}"
    if casting:
        words += " Égalité : la voix de la présidence compte double."
    return Outcome(ADOPTED if in_favour >= needed else REJECTED, words)


def denominator(counted: Tally, *, present: int, recused: int, majority: str) -> str:
    """Say a count in words, without its result."""
    needed, base = majority_needed(counted, voters=present - recused, majority=majority)
    return f"{_count(counted, present, recused)} {_majority(needed, base, majority)}"


def _count(counted: Tally, present: int, recused: int) -> str:
    voters = present - recused
    room = [_presents(present), some(recused, "déport", "déports") if recused else "", _voters(voters)]
    silent = voters - counted.given
    votes = [
        f"{counted.in_favour} pour",
        f"{counted.against} contre",
        some(counted.abstained, "abstention", "abstentions"),
        some(silent, "n’a pas voté", "n’ont pas voté") if silent else "",
    ]
    return f"{', '.join(filter(None, room))} : {', '.join(filter(None, votes))}."


def _majority(needed: int, base: int, majority: str) -> str:
    whose = "voix exprimées" if majority == "cast" else "votants présents"
    return f"Majorité des {whose} : {needed} sur {base}."


def _presents(number: int) -> str:
    return some(number, "présent", "présents")


def _voters(number: int) -> str:
    return some(number, "votant", "votants")


@dataclass(frozen=True)
class Question:
    """What is put to the vote: the kind of point, and for a file the amounts in cents that bound the one proposed.

    `left_cents` is the most that is left to grant; `shares` says on which tranches, `held` what each has available.
    `left` is what the règlement blocks and nobody passed over; `cap_passed` says that the cap was.
    """

    kind: str
    proposed_cents: int | None = None
    requested_cents: int = 0
    cap_cents: int | None = None
    cap_article: str = ""
    left_cents: int = 0
    shares: Shares = ()
    held: Mapping[str, int] = field(default_factory=dict)
    left: tuple[Finding, ...] = ()
    cap_passed: bool = False

    @property
    def drawn_on(self) -> list[tuple[str, int]]:
        """Return what each tranche drawn on has available, in cents; nothing when all the money is one."""
        return [(label or COMMON_POT, self.held.get(label, 0)) for label, _percent in self.shares]


def may_put_to_vote(question: Question) -> Verdict:
    """Say whether a question can be voted on: a file with an amount within what is asked, allowed and left.

    What the règlement blocks is passed over first, by those it names.
    """
    if question.kind == "information":
        return no("Un point d’information ne se vote pas.")
    if question.kind == "resolution":
        return YES if question.proposed_cents is None else no("Une résolution se vote sans montant.")
    cents = question.proposed_cents
    if not cents or cents < 0:
        return no("Écrivez le montant mis aux voix.")
    if cents > question.requested_cents:
        return no(f"Le projet demande {euros(question.requested_cents)} : le comité ne peut pas accorder plus.")
    if not (exempt := may_vote_on(question.left, cents)):
        return exempt
    if question.cap_cents is not None and not question.cap_passed and cents > question.cap_cents:
        article = f" ({question.cap_article})" if question.cap_article else ""
        return no(f"Le plafond est de {euros(question.cap_cents)}{article}.", article=question.cap_article)
    if question.shares:
        return may_draw(cents, question.shares, question.held)
    if cents > question.left_cents:
        return no(f"Il reste {euros(question.left_cents)} dans le fonds : proposez un montant plus petit.")
    return YES


@dataclass(frozen=True)
class Floor:
    """The moment a vote is asked for: the meeting, the point, the room, the quorum of the règlement, the applicant."""

    meeting_open: bool
    vote_open: bool
    decided: bool
    present: int
    required: int
    electors: int
    article: str = ""
    applicant: Verdict = YES


def may_open(floor: Floor) -> Verdict:
    """Say whether a vote may be opened: one at a time, on a point not yet decided, with the quorum and an elector."""
    if not floor.meeting_open:
        return no("La séance n’est pas ouverte : aucun vote ne peut commencer.")
    if floor.vote_open:
        return no("Un vote est déjà ouvert : fermez-le d’abord.")
    if floor.decided:
        return no("Le comité a déjà décidé sur ce point.")
    if floor.present < floor.required:
        article = f" ({floor.article})" if floor.article else ""
        words = f"Le quorum n’est pas atteint : {_presents(floor.present)}, il en faut {floor.required}{article}."
        return no(words, article=floor.article)
    if not floor.applicant:
        return floor.applicant
    if not floor.electors:
        return no("Personne dans la salle ne peut voter sur ce point.")
    return YES


@dataclass(frozen=True)
class Voter:
    """A person about to vote: the vote is open and public, they are an elector, still seated, present, not aside."""

    vote_open: bool
    by_hand: bool
    elector: bool
    seated: bool = True
    present: bool = True
    recused: bool = False


def may_cast(voter: Voter) -> Verdict:
    """Say whether a person may vote now: an elector frozen when the vote opened, still a member, still in the room."""
    if not voter.vote_open:
        return no("Ce vote n’est pas ouvert.")
    if voter.by_hand:
        return no("Ce vote se fait à main levée, dans la salle.")
    if voter.recused:
        return no("Vous vous êtes retiré·e de ce point : vous ne votez pas.")
    if not voter.elector:
        return no("Vous n’êtes pas sur la liste des votants de ce point.")
    if not voter.seated:
        return no("Votre mandat a pris fin : vous ne pouvez plus voter.")
    return YES if voter.present else no("Vous n’êtes plus dans la salle : vous ne pouvez pas voter.")


def may_count_hands(counted: Tally, *, voters: int) -> Verdict:
    """Say whether hands counted in the room can be: never more than the voters; those who miss did not vote."""
    if min(counted.in_favour, counted.against, counted.abstained) < 0:
        return no("Un nombre de voix ne peut pas être négatif.")
    if counted.given > voters:
        return no(f"Vous avez compté {counted.given} voix pour {_voters(voters)} : recomptez.")
    return YES


def decision_kind(kind: str, result: str, *, cents: int | None, requested_cents: int) -> str:
    """Return what a closed vote decides: on a file granted, in part or not at all; on a resolution adopted or not."""
    if kind == "resolution":
        return "adopted" if result == ADOPTED else "not_adopted"
    if result != ADOPTED:
        return "refused"
    return "granted" if cents == requested_cents else "partially_granted"


def may_decide_without_vote(
    kind: str,
    *,
    item_kind: str,
    meeting_open: bool,
    vote_open: bool,
    decided: bool,
    applicant: Verdict = YES,
) -> Verdict:
    """Say whether the chair may note a decision without a count: a file put off, an opinion asked, a task entrusted.

    Without the applicant where the règlement requires them, a file can only be put off.
    """
    if not meeting_open:
        return no("La séance n’est pas ouverte : rien ne peut être décidé.")
    if kind not in ("deferred", "opinion", "task"):
        return no("Cette décision demande un vote.")
    if kind == "deferred" and item_kind != "file":
        return no("Seul un dossier peut être ajourné.")
    if vote_open:
        return no("Un vote est ouvert sur ce point : fermez-le d’abord.")
    if decided and kind != "task":
        return no("Le comité a déjà décidé sur ce point.")
    return applicant if kind == "opinion" else YES

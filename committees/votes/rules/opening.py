"""What may be put to the vote, when a vote opens, who gives a voice in it, and what it decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from committees.votes.rules.count import ADOPTED
from fph.money import euros
from fph.verdict import YES, Verdict, no
from projects.applications.rules import may_vote_on
from projects.fund.rules import COMMON_POT, Shares, may_draw
from projects.regulation.rules import Finding
from projects.regulation.rules.values import and_words

MODE_WORDS = {"show_of_hands": "à main levée", "open": "au vote nominal", "secret": "à bulletin secret"}
"""How a ballot is held, as the règlement says it."""


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
        return no(f"Le projet demande {euros(question.requested_cents)} : mettez aux voix cette somme au plus.")
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
    """The moment a vote is asked for: the meeting, the point, the room, what lacks of the quorum, the applicant.

    `members` counts those with a vote that day, there or not; `round` is 2 for the second round after a tie, on
    `tied_cents`.
    """

    meeting_open: bool
    vote_open: bool
    decided: bool
    present: int
    required: int
    electors: int
    quorum: Verdict = YES
    applicant: Verdict = YES
    members: int = 0
    round: int = 1
    tied_cents: int | None = None


def may_open(floor: Floor) -> Verdict:
    """Say whether a vote may be opened: one at a time, on a point not yet decided, with the quorum and an elector."""
    if not floor.meeting_open:
        return no("La séance n’est pas ouverte : aucun vote ne peut commencer.")
    if floor.vote_open:
        return no("Un vote est déjà ouvert : fermez-le d’abord.")
    if floor.decided:
        return no("Le comité a déjà décidé sur ce point.")
    if not floor.quorum:
        return floor.quorum
    if not floor.applicant:
        return floor.applicant
    if not floor.electors:
        return no("Personne dans la salle ne peut voter sur ce point.")
    return YES


RUN = ("show_of_hands", "open")
"""The ballots the product runs: hands counted in the room, or each member's name and choice on a phone."""


def modes_offered(allowed: Iterable[str]) -> tuple[str, ...]:
    """Return the ballots that can be opened: those the règlement allows (all, when it says nothing) and we run."""
    allowed = tuple(allowed)
    return tuple(mode for mode in RUN if not allowed or mode in allowed)


def may_use(mode: str, allowed: Iterable[str], article: str = "") -> Verdict:
    """Say whether a ballot may be held so: as the règlement allows, and never otherwise than it was asked."""
    allowed, named = tuple(allowed), f" ({article})" if article else ""
    if mode not in MODE_WORDS:
        return no("Choisissez comment voter.")
    if allowed and mode not in allowed:
        ways = and_words(f"le vote {MODE_WORDS[one].removeprefix('au vote ')}" for one in allowed)
        return no(f"Le règlement ne prévoit que {ways}{named}.", article=article)
    if mode not in RUN:
        words = (
            f"Le vote {MODE_WORDS[mode]}{named} ne se tient pas encore ici : remettez le point, sans voter autrement."
        )
        return no(words, article=article)
    return YES


def same_as_tied(floor: Floor, cents: int | None) -> Verdict:
    """Say whether a second round is on the amount of the first."""
    if floor.round == 1 or cents == floor.tied_cents:
        return YES
    return no(f"Le second tour porte sur la même proposition : {euros(floor.tied_cents or 0)}.")


@dataclass(frozen=True)
class Voter:
    """A person about to vote: the vote is open and public, they are an elector, still seated, present, not aside.

    `remote` is the article that lets members vote from elsewhere, when one does: the product does not run it yet.
    """

    vote_open: bool
    by_hand: bool
    elector: bool
    seated: bool = True
    present: bool = True
    recused: bool = False
    remote: str = ""


def may_cast(voter: Voter) -> Verdict:
    """Say whether a person may vote now: an elector frozen when the vote opened, still a member, still in the room."""
    if not voter.vote_open:
        return no("Ce vote n’est pas ouvert.")
    if voter.by_hand:
        return no("Ce vote se fait à main levée, dans la salle.")
    if voter.recused:
        return no("Vous vous êtes retiré·e de ce point : vous ne votez pas.")
    if voter.remote and not voter.present:
        words = f"Le vote à distance ({voter.remote}) ne se tient pas encore ici : venez dans la salle pour voter."
        return no(words, article=voter.remote)
    if not voter.elector:
        return no("Vous n’êtes pas sur la liste des votants de ce point.")
    if not voter.seated:
        return no("Votre mandat a pris fin : vous ne pouvez plus voter.")
    return YES if voter.present else no("Vous n’êtes plus dans la salle : vous ne pouvez pas voter.")


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

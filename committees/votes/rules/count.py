"""A vote counted: who is an elector, what was counted, what follows, and how it is said.

Sources: rule-taxonomy §4 Committee; majority and what follows a tie are parameters of each fund's règlement.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from fph.verdict import YES, Verdict, no
from projects.regulation.rules.values import counted as some

CHOICES = ("for", "against", "abstain")
CHOICE_WORDS = {
    "file": [("for", "Oui, le financer"), ("against", "Non"), ("abstain", "Je m’abstiens")],
    "resolution": [("for", "Oui"), ("against", "Non"), ("abstain", "Je m’abstiens")],
}
"""What a member reads on each choice, always in the same order."""
MAJORITY_WORDS = {
    "cast": "voix exprimées", "present": "votants présents", "members": "membres qui ont une voix",
}  # fmt: skip
"""What a majority is of, as every count says it."""
ADOPTED, REJECTED, NO_QUORUM, TIED = "adopted", "rejected", "no_quorum", "tied"


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
class Terms:
    """What a vote is counted by, frozen when it opens.

    `present` counts the members with a vote in the room, `recused` those of them who stepped aside, `required` the
    quorum, `members` all the members with a vote who did not step aside, there or not.

    `majority` says what more than half is of: `cast` (votes for and against), `present` (all who could vote, voting or
    not), `members` (all who have a vote, there or not). `tie` says what follows as many for as against: `rejected`,
    `casting_vote`, `lot`, `second_round`. `second` is a second round.
    """

    present: int
    required: int
    recused: int = 0
    majority: str = "cast"
    members: int = 0
    tie: str = "rejected"
    second: bool = False

    @property
    def voters(self) -> int:
        """Return how many may vote."""
        return self.present - self.recused


@dataclass(frozen=True)
class Outcome:
    """The result of a vote (`adopted`, `rejected`, `no_quorum`, `tied`) and its count in a few French sentences.

    `tied` decides nothing: a second round follows.
    """

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


def majority_needed(counted: Tally, terms: Terms) -> tuple[int, int]:
    """Return the votes needed and the number they are needed out of: more than half of the base the règlement names."""
    base = {"cast": counted.cast, "present": terms.voters, "members": terms.members}[terms.majority]
    return base // 2 + 1, base


def breakable(counted: Tally, terms: Terms) -> bool:
    """Say whether one more voice for would decide: as many for as against, and one short of the majority."""
    return counted.tied and counted.in_favour + 1 >= majority_needed(counted, terms)[0]


def outcome(counted: Tally, terms: Terms, *, chair_choice: str | None = None, lot: str | None = None) -> Outcome:
    """Say what a vote decided.

    Below the quorum nothing is decided. When as many are for as against, the règlement's `tie` speaks: the chair's vote
    counts twice (`chair_choice`, what the chair voted); or the lot drawn in the room counts as one voice more (`lot`,
    « for » or « against »), where one voice would do; or the committee votes a second time, and a second tie rejects.
    """
    if terms.present < terms.required:
        quorum = f"quorum de {terms.required} non atteint"
        return Outcome(NO_QUORUM, f"{_presents(terms.present)}, {quorum} : le vote ne compte pas.")
    needed, _base = majority_needed(counted, terms)
    words, in_favour = denominator(counted, terms), counted.in_favour
    if counted.tied and terms.tie == "second_round":
        if not terms.second:
            return Outcome(TIED, f"{words} Égalité : le comité vote une seconde fois.")
        words += " Égalité encore : la proposition est rejetée."
    elif counted.tied and terms.tie == "casting_vote" and chair_choice in ("for", "against"):
        words += " Égalité : la voix de la présidence compte double."
        in_favour += chair_choice == "for"
    elif breakable(counted, terms) and terms.tie == "lot" and lot in ("for", "against"):
        words += f" Égalité : tirage au sort, le {'oui' if lot == 'for' else 'non'} est sorti."
        in_favour += lot == "for"
    elif counted.tied and terms.tie == "rejected":
        words += " Égalité : la proposition est rejetée."
    return Outcome(ADOPTED if in_favour >= needed else REJECTED, words)


def denominator(counted: Tally, terms: Terms) -> str:
    """Say a count in words, without its result: who could vote, what each voted, out of what the majority is."""
    needed, base = majority_needed(counted, terms)
    second = "Second tour. " if terms.second else ""
    return f"{second}{_count(counted, terms)} {_majority(needed, base, terms.majority)}"


def _count(counted: Tally, terms: Terms) -> str:
    aside = some(terms.recused, "déport", "déports") if terms.recused else ""
    room = [_presents(terms.present), aside, _voters(terms.voters)]
    silent = terms.voters - counted.given
    votes = [
        f"{counted.in_favour} pour",
        f"{counted.against} contre",
        some(counted.abstained, "abstention", "abstentions"),
        some(silent, "n’a pas voté", "n’ont pas voté") if silent else "",
    ]
    return f"{', '.join(filter(None, room))} : {', '.join(filter(None, votes))}."


def _majority(needed: int, base: int, majority: str) -> str:
    return f"Majorité des {MAJORITY_WORDS[majority]} : {needed} sur {base}."


def _presents(number: int) -> str:
    return some(number, "présent", "présents")


def _voters(number: int) -> str:
    return some(number, "votant", "votants")


def may_count_hands(counted: Tally, *, voters: int) -> Verdict:
    """Say whether hands counted in the room can be: never more than the voters; those who miss did not vote."""
    if min(counted.in_favour, counted.against, counted.abstained) < 0:
        return no("Un nombre de voix ne peut pas être négatif.")
    if counted.given > voters:
        return no(f"Vous avez compté {counted.given} voix pour {_voters(voters)} : recomptez.")
    return YES

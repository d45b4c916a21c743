"""A vote: who is an elector, what was counted, what follows, and how it is said.

One page writes the count for the screen, the minutes and the exports, so that they never differ.
"""

from committees.votes.rules.count import (
    ADOPTED,
    CHOICE_WORDS,
    CHOICES,
    MAJORITY_WORDS,
    NO_QUORUM,
    REJECTED,
    TIED,
    Outcome,
    Seat,
    Tally,
    Terms,
    breakable,
    denominator,
    electors,
    majority_needed,
    may_count_hands,
    outcome,
    tally,
)
from committees.votes.rules.opening import (
    MODE_WORDS,
    Floor,
    Question,
    Voter,
    decision_kind,
    may_cast,
    may_decide_without_vote,
    may_open,
    may_put_to_vote,
    may_use,
    modes_offered,
    same_as_tied,
)

__all__ = [
    "ADOPTED", "CHOICES", "CHOICE_WORDS", "MAJORITY_WORDS", "MODE_WORDS", "NO_QUORUM", "REJECTED", "TIED", "Floor",
    "Outcome", "Question", "Seat", "Tally", "Terms", "Voter", "breakable", "decision_kind", "denominator", "electors",
    "majority_needed", "may_cast", "may_count_hands", "may_decide_without_vote", "may_open", "may_put_to_vote", "may_use",
    "modes_offered", "outcome", "same_as_tied", "tally",
]  # fmt: skip

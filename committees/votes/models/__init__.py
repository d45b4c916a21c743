"""Votes and what they decide."""

from committees.votes.models.ballots import (
    Ballot,
    BallotMajority,
    BallotMode,
    BallotResult,
    BallotTie,
    Elector,
    Vote,
    VoteChoice,
)
from committees.votes.models.decisions import (
    GRANTS,
    WITH_AMOUNT,
    Decision,
    DecisionKind,
    DecisionText,
    Task,
)

__all__ = [
    "GRANTS", "WITH_AMOUNT", "Ballot", "BallotMajority", "BallotMode", "BallotResult", "BallotTie", "Decision",
    "DecisionKind", "DecisionText", "Elector", "Task", "Vote", "VoteChoice",
]  # fmt: skip

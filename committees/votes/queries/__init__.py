"""Reading votes, decisions, tasks, and what a session's screens show."""

from committees.votes.queries.authority import authority
from committees.votes.queries.ballots import (
    FINAL,
    Roll,
    amending,
    applicant,
    decisions,
    elector_of,
    electors,
    floor,
    open_ballot,
    open_tasks,
    question,
    recused,
    roll,
    settled,
    tied_ballot,
    undecided,
    voices_aside,
    voter,
)
from committees.votes.queries.desks import Desk, Point, desk
from committees.votes.queries.turns import Turn, turn

__all__ = [
    "FINAL", "Desk", "Point", "Roll", "Turn", "amending", "applicant", "authority", "decisions", "desk", "elector_of",
    "electors", "floor", "open_ballot", "open_tasks", "question", "recused", "roll", "settled", "tied_ballot", "turn",
    "undecided", "voices_aside", "voter",
]  # fmt: skip

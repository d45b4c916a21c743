"""A committee meeting: who may do what, who is in the room, when it may decide.

Nothing here reads a database: facts come in, a verdict or a number goes out.
"""

from committees.meetings.rules.quorum import Bench, Lacking, Quorum, quorum
from committees.meetings.rules.seating import Breach, breaches, may_call_again, term_is_over, too_early
from committees.meetings.rules.session import (
    ACTS,
    Stage,
    Stay,
    hearing_times,
    may_call,
    may_change_agenda,
    may_close,
    may_hear,
    may_note_presence,
    may_open,
    may_pass_over,
    may_recuse,
    may_remove,
    may_set_hearings,
    present_at,
    without_applicant,
)

__all__ = [
    "ACTS", "Bench", "Breach", "Lacking", "Quorum", "Stage", "Stay", "breaches", "hearing_times", "may_call",
    "may_call_again", "may_change_agenda", "may_close", "may_hear", "may_note_presence", "may_open", "may_pass_over",
    "may_recuse", "may_remove", "may_set_hearings", "present_at", "quorum", "term_is_over", "too_early", "without_applicant",
]  # fmt: skip

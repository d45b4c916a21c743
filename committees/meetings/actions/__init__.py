"""The meeting's writers: its life from planned to closed, its agenda, its attendance sheet, the rules passed over."""

from committees.meetings.actions.agenda import add_item, call_item, move_item, remove_item, set_hearings
from committees.meetings.actions.attendance import arrive, excuse, hear, leave, recuse, unhear
from committees.meetings.actions.exceptions import pass_over, take_back
from committees.meetings.actions.life import close, held, open_meeting, plan

__all__ = [
    "add_item", "arrive", "call_item", "close", "excuse", "hear", "held", "leave", "move_item", "open_meeting",
    "pass_over", "plan", "recuse", "remove_item", "set_hearings", "take_back", "unhear",
]  # fmt: skip

"""The meeting's writers: its life from planned to closed, its agenda, its attendance sheet."""

from committees.meetings.actions.agenda import add_item, call_item, move_item, remove_item
from committees.meetings.actions.attendance import arrive, excuse, hear, leave, recuse, unhear
from committees.meetings.actions.life import close, held, open_meeting, plan

__all__ = [
    "add_item", "arrive", "call_item", "close", "excuse", "hear", "held", "leave", "move_item", "open_meeting", "plan",
    "recuse", "remove_item", "unhear",
]  # fmt: skip

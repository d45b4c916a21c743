"""Every table of this room, gathered for Django; slices import each other's own module, never this one."""

from committees.meetings.models import Absence, AgendaItem, Meeting, Presence, Recusal
from committees.minutes.models import Erratum, Minutes, MinutesFacts, MinutesWord
from committees.roster.models import College, Committee, CommitteePermission, Membership
from committees.votes.models import Ballot, Decision, DecisionText, Elector, Task, Vote

__all__ = [
    "Absence", "AgendaItem", "Ballot", "College", "Committee", "CommitteePermission", "Decision", "DecisionText",
    "Elector", "Erratum", "Meeting", "Membership", "Minutes", "MinutesFacts", "MinutesWord", "Presence", "Recusal",
    "Task", "Vote",
]  # fmt: skip

"""A vote, or a task, for one actor, or 404."""

from datetime import datetime

from committees.meetings.access import allowed, one_of
from committees.meetings.models import Meeting
from committees.votes.models import Ballot, Task
from fph.http.access import not_found_unless


def ballot_of(meeting: Meeting, pk) -> Ballot:
    """Return a vote of that meeting."""
    return one_of(meeting.ballots.select_related("item__application", "meeting__committee"), pk)


def task_to_finish(person, pk, now: datetime) -> Task:
    """Return a task to those who keep the committee's minutes."""
    task = Task.objects.select_related("decision__meeting__committee__fund").filter(pk=pk).first()
    not_found_unless(task and allowed(person, "attend", task.decision.meeting.committee, now))
    return task

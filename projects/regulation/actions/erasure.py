"""What an amendment says of a person once they are erased: what it changes and its fate, not their words."""

from datetime import datetime

from fph.journal.actions import action
from projects.regulation.models import Amendment


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty the reasons an erased person wrote, and those in which somebody typed their full name."""
    Amendment.objects.filter(drafted_by=person).update(why="")
    if person.name.count(" "):
        Amendment.objects.filter(why__icontains=person.name).update(why="")

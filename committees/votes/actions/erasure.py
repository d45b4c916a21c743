"""What decisions and tasks say of a person once they are erased: the decision and its count, not their name."""

from datetime import datetime

from committees.votes.models import DecisionText, Task
from fph.journal.actions import action


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty each text in which somebody typed the full name of an erased person; nothing else of it is touched."""
    if not person.name.count(" "):
        return
    for model, columns in ((DecisionText, DecisionText.PERSONAL), (Task, Task.PERSONAL)):
        for column in columns:
            model.objects.filter(**{f"{column}__icontains": person.name}).update(**{column: ""})

"""What acts say of a person once they are erased: amounts and references, no word about them."""

from datetime import datetime

from fph.journal.actions import action
from fph.mail import actions as mail
from projects.authority.models import Opinion, RulingText


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty the reasons given on a person's files, and those in which somebody typed their full name."""
    theirs = Opinion.objects.filter(application__owner=person)
    mail.forget_about(list(theirs.values_list("pk", flat=True)))
    RulingText.objects.filter(ruling__opinion__in=theirs).update(reason="")
    if person.name.count(" "):
        RulingText.objects.filter(reason__icontains=person.name).update(reason="")

"""What the views of a committee share."""

from collections.abc import Callable

from django.contrib import messages

from committees.meetings.models import Meeting
from committees.roster.models import Committee
from fph.verdict import Refused


def done(request, act: Callable, *args, **kwargs) -> bool:
    """Do an act as the person signed in; when it is refused, say why aloud. Returns whether it was done."""
    try:
        act(*args, by=request.user, **kwargs)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def surroundings(committee: Committee, meeting: Meeting | None = None) -> dict:
    """Return what every page of a committee shows around its own matter."""
    place = committee.fund.neighbourhood
    return {"committee": committee, "meeting": meeting, "neighbourhood_code": place.cloth_code}

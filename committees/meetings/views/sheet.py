"""What is noted during a meeting, one button each: opening, points called, arrivals, departures, recusals."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from committees.meetings import access, actions
from committees.meetings.views.common import done
from fph.http.access import not_found_unless

SHEET = {"arrive": actions.arrive, "leave": actions.leave, "excuse": actions.excuse}
APPLICANT = {"came": actions.hear, "not_there": actions.unhear}


@require_POST
def open_meeting(request, pk):
    """Open the meeting."""
    now = timezone.now()
    meeting = access.meeting_to("chair", request.user, pk, now)
    done(request, actions.open_meeting, meeting, now=now)
    return redirect("meeting", meeting.pk)


@require_POST
def call_item(request, pk, item):
    """Pass to a point of the agenda."""
    now = timezone.now()
    meeting = access.meeting_to("chair", request.user, pk, now)
    done(request, actions.call_item, meeting, access.item_of(meeting, item), now=now)
    return redirect("meeting", meeting.pk)


@require_POST
def presence(request, pk, seat):
    """Note an arrival, a departure or an excuse, and come back to the same line."""
    now = timezone.now()
    meeting = access.meeting_to("attend", request.user, pk, now)
    act = SHEET.get(request.POST.get("do"))
    not_found_unless(act)
    done(request, act, meeting, access.seat_at(meeting, seat), now=now)
    return redirect(f"{reverse('meeting', args=[meeting.pk])}#place-{seat}")


@require_POST
def recusal(request, pk, item):
    """Note that a member steps aside on a point."""
    now = timezone.now()
    meeting = access.meeting_to("attend", request.user, pk, now)
    seat = access.seat_at(meeting, request.POST.get("seat"))
    done(request, actions.recuse, access.item_of(meeting, item), seat, now=now)
    return redirect("meeting", meeting.pk)


@require_POST
def applicant(request, pk, item):
    """Note that the applicant is in the room for their file, or was not after all."""
    now = timezone.now()
    meeting = access.meeting_to("attend", request.user, pk, now)
    act = APPLICANT.get(request.POST.get("do"))
    not_found_unless(act)
    done(request, act, access.item_of(meeting, item), now=now)
    return redirect("meeting", meeting.pk)

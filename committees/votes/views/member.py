"""A member's phone: the point at hand, their vote, their recusal."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.meetings import access as meetings
from committees.meetings import actions as meeting_actions
from committees.meetings.views.common import done, surroundings
from committees.votes import access, actions, queries
from committees.votes.forms import VoteForm
from committees.votes.views import live
from fph.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def member_vote(request, pk):
    """Show the vote going on, and take the member's."""
    now = timezone.now()
    meeting = meetings.meeting_to("read", request.user, pk, now)
    context = _context(request, meeting, now)
    if request.method == "POST":
        error = _cast(request, meeting, context["turn"], now)
        if not error:
            return redirect("member_vote", meeting.pk)
        wrong = [{"text": error, "anchor": "id_choice_0"}]
        context = _context(request, meeting, now) | {
            "error": error,
            "wrong": wrong,
            "selected": request.POST.get("choice"),
        }
    return render(request, "committees/votes/member.html", context, status=422 if context.get("error") else 200)


def _cast(request, meeting, turn, now) -> str:
    """Give the vote that was posted; returns why it was refused, or nothing."""
    ballot = access.ballot_of(meeting, request.POST.get("ballot"))
    form = VoteForm(request.POST, choices=turn.choices if turn.item else [])
    if not form.is_valid():
        return str(form.errors["choice"][0])
    try:
        actions.cast(ballot, form.cleaned_data["choice"], by=request.user, now=now)
    except Refused as refusal:
        return str(refusal)
    return ""


@require_safe
def member_state(request, pk):
    """Show a phone what changed."""
    now = timezone.now()
    context = _context(request, meetings.meeting_to("read", request.user, pk, now), now)
    context["moved"] = request.GET.get("point") != context["turn"].key
    return render(request, "committees/votes/_member_state.html", context)


def _context(request, meeting, now) -> dict:
    seat = meetings.own_seat(request.user, meeting, now)
    turn = queries.turn(meeting, seat, now)
    state = live.poll(request, meeting, "member_state", turn.key)
    return surroundings(meeting.committee, meeting) | {"turn": turn, "poll": state, "selected": turn.choice}


@require_POST
def member_recuse(request, pk, item):
    """Step aside on a point, by one's own word."""
    now = timezone.now()
    meeting = meetings.meeting_to("read", request.user, pk, now)
    seat = meetings.own_seat(request.user, meeting, now)
    if done(request, meeting_actions.recuse, meetings.item_of(meeting, item), seat, now=now):
        messages.success(request, _("C’est noté : vous vous retirez de ce point."))
    return redirect("member_vote", meeting.pk)

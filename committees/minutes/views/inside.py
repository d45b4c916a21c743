"""For those inside: the committee's page, the closing of a meeting, corrections."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.meetings import access as meetings
from committees.meetings import queries as meeting_queries
from committees.meetings.views.common import done, surroundings
from committees.meetings.views.planning import crumbs
from committees.minutes import access, actions
from committees.minutes.forms import ErratumForm
from committees.roster import queries as roster
from committees.roster.access import committee_from_inside
from committees.votes import queries as votes
from fph.people.proof import fresh
from fph.people.roles import paris_day


@require_safe
def committee(request, slug):
    """Show a committee from inside: members, meetings, minutes, tasks."""
    now = timezone.now()
    found = committee_from_inside(request.user, slug, paris_day(now))
    context = surroundings(found) | meetings.acts_allowed(request.user, found, now) | {
        "colleges": roster.by_college(found, paris_day(now)),
        "upcoming": meeting_queries.upcoming(found),
        "closed": meeting_queries.closed(found)[:24],
        "tasks": votes.open_tasks(found),
    }  # fmt: skip
    return render(request, "committees/roster/committee.html", context)


@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def close_meeting(request, pk):
    """Read again what is left, then close the meeting and seal its minutes."""
    now = timezone.now()
    meeting = meetings.meeting_to("chair", request.user, pk, now)
    if request.method == "POST" and done(request, actions.close_meeting, meeting, now=now):
        messages.success(request, _("La séance est close. Le compte rendu est prêt."))
        return redirect("minutes", meeting.pk)
    desk = votes.desk(meeting, now)
    left = [point for point in desk.points if not point.decision and point.item.kind != "information"]
    decided = [point.decision for point in desk.points if point.decision]
    context = surroundings(meeting.committee, meeting) | {
        "left": left,
        "decided": decided,
        "granted_cents": sum(decision.amount_cents or 0 for decision in decided if decision.is_grant),
        "proposed_cents": sum(decision.amount_cents or 0 for decision in decided if decision.is_opinion),
        "crumbs": crumbs(meeting.committee, meeting),
    }
    return render(request, "committees/minutes/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_erratum(request, pk):
    """Note a correction beside sealed minutes."""
    now = timezone.now()
    sealed = access.minutes_from_inside(request.user, pk, now, "attend")
    form = ErratumForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_erratum(sealed, form.cleaned_data["text"], by=request.user, now=now)
        messages.success(request, _("La correction est notée au bas du compte rendu."))
        return redirect("minutes", pk)
    meeting = sealed.meeting
    context = surroundings(meeting.committee, meeting) | {"form": form, "crumbs": crumbs(meeting.committee, meeting)}
    return render(request, "committees/minutes/erratum.html", context, status=422 if form.errors else 200)

"""Planning a meeting, its agenda, and what changed."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.meetings import access, actions, queries
from committees.meetings.forms import HearingsForm, ItemForm, PlanForm
from committees.meetings.models import AgendaItemKind
from committees.meetings.views.common import done, surroundings
from committees.roster.access import committee_from_inside
from fph.dates import PARIS
from fph.http.access import not_found_unless
from fph.journal.history import versions_of
from fph.people.roles import paris_day
from fph.verdict import Refused

SEAT_FIELDS = ("role", "college", "organisation", "starts_on", "ends_on")
# The oldest come first; the others take their place as these join the agenda.
MOST_FILES = 50
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def plan_meeting(request, slug):
    """Choose a published date: the meeting takes the files that are ready and the tasks not done."""
    now = timezone.now()
    committee = access.committee_to_plan(request.user, slug, now)
    dates = queries.free_dates(committee, now)
    first = queries.to_call_again(committee, paris_day(now))
    form = PlanForm(request.POST or None, dates=dates, first=first)
    if request.method == "POST" and form.is_valid():
        try:
            second_of = first if form.cleaned_data.get("second") else None
            meeting = actions.plan(committee, form.cleaned_data["date"], second_of=second_of, by=request.user, now=now)
        except Refused as refusal:
            form.add_error("date", str(refusal))
        else:
            messages.success(request, _("La séance est prévue. Son ordre du jour est prêt."))
            return redirect("agenda", meeting.pk)
    context = surroundings(committee) | {"form": form, "dates": dates, "crumbs": crumbs(committee)}
    return render(request, "committees/meetings/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
def agenda(request, pk):
    """Set the agenda: add files and points, put them in order, take them off."""
    now = timezone.now()
    meeting = access.meeting_to("prepare", request.user, pk, now)
    form = ItemForm(request.POST if request.POST.get("do") == "add" else None)
    hearings = HearingsForm(request.POST if request.POST.get("do") == "hearings" else None, initial=_usual(meeting))
    if request.method == "POST" and _changed(request, meeting, form, hearings, now):
        return redirect("agenda", meeting.pk)
    items = list(queries.agenda(meeting))
    context = surroundings(meeting.committee, meeting) | {
        "form": form,
        "items": queries.with_exceptions(meeting, items),
        "files": queries.files_to_add(meeting)[:MOST_FILES],
        "amendments": queries.amendments_to_add(meeting),
        "hearing": queries.hearing(meeting),
        "hearings": hearings,
        "crumbs": crumbs(meeting.committee, meeting),
    }
    wrong = form.errors or hearings.errors
    return render(request, "committees/meetings/agenda.html", context, status=422 if wrong else 200)


def _usual(meeting) -> dict:
    return {"starts": meeting.meets_at.astimezone(PARIS).time(), "every_minutes": 10}


def _changed(request, meeting, form: ItemForm, hearings: HearingsForm, now) -> bool:
    do, _colon, pk = request.POST.get("do", "").partition(":")
    if do == "hearings":
        return hearings.is_valid() and done(request, actions.set_hearings, meeting, now=now, **hearings.cleaned_data)
    if do == "add":
        return form.is_valid() and done(request, actions.add_item, meeting, now=now, **form.cleaned_data)
    if do == "file":
        file = access.one_of(queries.files_to_add(meeting), pk)
        return done(request, actions.add_item, meeting, kind=AgendaItemKind.FILE, application=file, now=now)
    if do == "amendment":
        found = access.one_of(queries.amendments_to_add(meeting), pk)
        return done(request, actions.add_item, meeting, kind=AgendaItemKind.RESOLUTION, amendment=found, now=now)
    item = access.item_of(meeting, pk)
    if do == "remove":
        return done(request, actions.remove_item, item, now=now)
    places = {"up": -1, "down": 1}.get(do)
    not_found_unless(places)
    return done(request, actions.move_item, item, places, now=now)


@require_safe
def meeting_history(request, pk):
    """Show what changed in a meeting, before and after."""
    meeting = access.meeting_to("read", request.user, pk, timezone.now())
    title = _("Ce qui a changé dans la séance n° %s") % meeting.number
    context = surroundings(meeting.committee, meeting) | {
        "title": title,
        "versions": queries.draft_versions(meeting),
        "crumbs": crumbs(meeting.committee, meeting),
    }
    return render(request, "committees/meetings/history.html", context)


@require_safe
def committee_history(request, slug):
    """Show how the seats of a committee changed, before and after."""
    committee = committee_from_inside(request.user, slug, paris_day(timezone.now()))
    seats = committee.mandates.select_related("person", "college").order_by("person__name", "starts_on")
    context = surroundings(committee) | {
        "seats": versions_of(seats, only=SEAT_FIELDS),
        "crumbs": crumbs(committee),
    }
    return render(request, "committees/roster/history.html", context)


def crumbs(committee, meeting=None) -> list[tuple[str, str]]:
    """Return the way back: committee, then meeting."""
    way = [(committee.name, reverse("committee", args=[committee.slug]))]
    if meeting:
        way.append((_("Séance n° %s") % meeting.number, reverse("meeting", args=[meeting.pk])))
    return way

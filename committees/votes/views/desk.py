"""The desk: one page for the whole meeting. Chair and secretary act on it, other members read it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.meetings import access as meetings
from committees.meetings import actions as meeting_actions
from committees.meetings import queries as meeting_queries
from committees.meetings.views.common import done, surroundings
from committees.votes import access, actions, queries
from committees.votes.forms import BallotForm, CloseForm, DeferForm, TaskForm
from committees.votes.models import BallotMode, DecisionKind
from committees.votes.views import live
from fph.people.proof import EVENING, fresh
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications.access import override_of
from projects.applications.forms import PassOverForm
from projects.applications.rules import COMMITTEE


@require_safe
def meeting(request, pk):
    """Show the meeting as it is."""
    now = timezone.now()
    found = meetings.meeting_to("read", request.user, pk, now)
    return render(request, "committees/votes/desk.html", _context(request, found, now))


@require_safe
def meeting_state(request, pk):
    """Show a desk what changed."""
    now = timezone.now()
    found = meetings.meeting_to("read", request.user, pk, now)
    context = _context(request, found, now)
    context["moved"] = request.GET.get("point") != context["desk"].key
    return render(request, "committees/votes/_desk_state.html", context)


def _context(request, found, now, **bound) -> dict:
    desk = queries.desk(found, now)
    rights = meetings.acts_allowed(request.user, found.committee, now)
    seat = found.committee.mandates.in_force(paris_day(now)).filter(person=request.user).select_related("college")
    forms = {
        "ballot": _ballot_form(desk),
        "close": _close_form(desk),
        "defer": DeferForm(),
        "task": TaskForm(),
        "passing": None,
    }
    state = live.poll(request, found, "meeting_state", desk.key)
    return surroundings(found.committee, found) | rights | {
        "desk": desk,
        "poll": state,
        "seat": seat.first(),
        "forms": forms | bound,
        "takes_back": rights["chair"] and desk.step == "ask",
        "passing": _passing(desk, bound.get("passing")),
    }  # fmt: skip


def _passing(desk, typed: PassOverForm | None) -> list[tuple]:
    """Return (rule in question, the form that passes over it in the committee's name) for the file at hand."""
    left = desk.current.exceptions.for_committee if desk.current else []
    again = typed.data.get("rule") if typed else ""
    return [(one, typed if one.rule == again else PassOverForm.about(one.rule)) for one in left]


def _ballot_form(desk) -> BallotForm:
    initial = {"amount": desk.proposed_cents} if desk.question else {}
    return BallotForm(of_file=bool(desk.question), initial=initial)


def _close_form(desk, data=None) -> CloseForm | None:
    return desk.ballot and _form_to_close(desk.ballot, data)


def _form_to_close(ballot, data) -> CloseForm:
    by_hand = ballot.mode == BallotMode.SHOW_OF_HANDS
    return CloseForm(data, by_hand=by_hand, tie=ballot.tie)


def _again(request, found, now, **bound):
    """Show the desk with what was typed and why it was refused."""
    found = meeting_queries.meetings().get(pk=found.pk)
    context = _context(request, found, now, **bound) | {"wrong": True}
    return render(request, "committees/votes/desk.html", context, status=422)


def _tried(form, act, *args, **kwargs) -> bool:
    """Do an act with a valid form; a refusal is written on the form, which keeps what was typed."""
    if not form.is_valid():
        return False
    try:
        act(*args, **kwargs)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_POST
def open_ballot(request, pk, item):
    """Open a vote on a point."""
    now = timezone.now()
    found = meetings.meeting_to("chair", request.user, pk, now)
    item = meetings.item_of(found, item)
    form = BallotForm(request.POST, of_file=item.application is not None)
    if form.is_valid():
        asked = {"mode": form.cleaned_data["mode"], "cents": form.cleaned_data.get("amount")}
        if _tried(form, actions.open_ballot, item, by=request.user, now=now, **asked):
            return redirect("meeting", found.pk)
    return _again(request, found, now, ballot=form)


@require_POST
def pass_over(request, pk, item):
    """Note that the committee passes over a rule for a file, and why."""
    now = timezone.now()
    found = meetings.meeting_to("chair", request.user, pk, now)
    item, form = meetings.item_of(found, item), PassOverForm.typed(request.POST)
    if form.is_valid() and _tried(form, meeting_actions.pass_over, item, by=request.user, now=now, **form.cleaned_data):
        messages.success(request, _("C’est noté : le comité passe outre, le motif est au dossier."))
        return redirect("meeting", found.pk)
    return _again(request, found, now, passing=form)


@require_POST
def take_back(request, pk, item):
    """Take back what the committee passed over."""
    now = timezone.now()
    found = meetings.meeting_to("chair", request.user, pk, now)
    item = meetings.item_of(found, item)
    override = item.application and override_of(item.application, request.POST.get("override"), COMMITTEE)
    if override is None:
        messages.error(request, _("Rien à retirer : rechargez la page."))
    elif done(request, meeting_actions.take_back, item, override, now=now):
        messages.success(request, _("C’est retiré : l’article %s vaut de nouveau pour ce dossier.") % override.article)
    return redirect("meeting", found.pk)


@fresh(within=EVENING)
@require_POST
def close_ballot(request, pk, ballot):
    """Close a vote, count it and decide."""
    now = timezone.now()
    found = meetings.meeting_to("chair", request.user, pk, now)
    ballot = access.ballot_of(found, ballot)
    form = _form_to_close(ballot, request.POST)
    if form.is_valid() and _tried(
        form,
        actions.close_ballot,
        ballot,
        by=request.user,
        now=now,
        hands=form.hands(),
        lot=form.drawn(),
        **form.texts(),
    ):
        return redirect("meeting", found.pk)
    return _again(request, found, now, close=form)


@require_POST
def defer(request, pk, item):
    """Put a file off to another meeting."""
    now = timezone.now()
    found = meetings.meeting_to("chair", request.user, pk, now)
    item, form = meetings.item_of(found, item), DeferForm(request.POST)
    if form.is_valid():
        kind = DecisionKind.DEFERRED
        if _tried(form, actions.decide, item, kind=kind, by=request.user, now=now, **form.cleaned_data):
            return redirect("meeting", found.pk)
    return _again(request, found, now, defer=form)


@require_POST
def assign_task(request, pk, item):
    """Entrust a task on a point."""
    now = timezone.now()
    found = meetings.meeting_to("attend", request.user, pk, now)
    item, form = meetings.item_of(found, item), TaskForm(request.POST)
    if form.is_valid() and _tried(form, actions.assign, item, by=request.user, now=now, **form.cleaned_data):
        messages.success(request, _("La tâche est notée. Elle sera rappelée à la prochaine séance."))
        return redirect("meeting", found.pk)
    return _again(request, found, now, task=form)


@require_POST
def finish_task(request, pk):
    """Note that a task is done."""
    now = timezone.now()
    task = access.task_to_finish(request.user, pk, now)
    if done(request, actions.finish, task, now=now):
        messages.success(request, _("C’est noté : la tâche est faite."))
    return redirect("committee", task.decision.meeting.committee.slug)

"""The coordination's pages: what waits, the list of files, one file with what can be done about it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fph.http.pages import Counted
from fph.journal.history import versions
from fph.people.roles import HOLDS, Role, paris_day
from fph.verdict import Refused
from projects.applications import access, actions, queries, rules, slots
from projects.applications.forms import AskForm, InadmissibleForm
from projects.applications.models import AttachmentKind
from projects.applications.views import summary
from projects.fund.queries import envelope, exercise_on, next_date
from projects.regulation.queries import in_force

A_PAGE = 50
# What the coordination's buttons make of a file.
REVIEWED = ("admissible", "to_complete", "inadmissible")
# The groups of the list: their address, their words, the states they hold.
GROUPS = {
    "a-lire": (gettext_lazy("À lire"), ("submitted",)),
    "a-completer": (gettext_lazy("En attente d’un complément"), ("to_complete",)),
    "pour-le-comite": (gettext_lazy("Pour le comité"), rules.ELIGIBLE),
    "avis-rendus": (gettext_lazy("Avis rendus, décision attendue"), (rules.ADVISED,)),
    "finances": (gettext_lazy("Financés"), rules.FUNDED),
    "non-retenus": (gettext_lazy("Non retenus ou retirés"), ("refused", "inadmissible", "withdrawn")),
}
SEEN_IN_HISTORY = (
    "lead_name", "lead_email", "lead_phone", "lead_address", "organisation_name", "siret", "rna", "host_name",
    "host_siret", "title", "summary", "benefit", "place", "starts_on", "ends_on", "theme", "people_reached",
    "is_renewal", "renewal_note", "requested_cents", "state", "granted_cents", "decision_reference", "decision_body",
    "applicant_type", "window", "actions", "territory",
)  # fmt: skip


@require_safe
def fund_desk(request, fund):
    """What waits today, the next date, and the year's money."""
    now = timezone.now()
    fund = access.fund_as_coordination(request.user, fund, now)
    exercise = exercise_on(fund, paris_day(now))
    context = {
        "fund": fund,
        "groups": _groups(queries.counts_by_state(fund)),
        "waiting": queries.filed(fund).filter(state="submitted").order_by("submitted_at")[:5],
        "exercise": exercise,
        "envelope": envelope(exercise) if exercise else None,
        "next_date": next_date(fund, now),
        "advisory": _gives_opinions(fund, now),
        "may": _permissions(request.user, fund, now),
        "neighbourhood_code": fund.neighbourhood.cloth_code,
    }
    return render(request, "projects/applications/fund_desk.html", context)


def _gives_opinions(fund, now) -> bool:
    """Say whether the committee gives opinions that another authority follows, by the règlement in force."""
    version = in_force(fund, paris_day(now))
    return version is not None and version.regulation.value("final_authority") == "advisory"


def _permissions(user, fund, now) -> dict[str, bool]:
    """Return the permissions that a person's mandates give today, to choose which doors are shown."""
    roles = fund.mandates.in_force(paris_day(now)).filter(person=user).values_list("role", flat=True)
    return {permission.name.lower(): True for role in roles for permission in HOLDS[Role(role)]}


def _groups(counts: dict[str, int], here: str = "") -> list[dict]:
    return [
        {"slug": slug, "title": words, "count": sum(counts[state] for state in states), "current": slug == here}
        for slug, (words, states) in GROUPS.items()
    ]


@require_safe
def review_list(request, fund):
    """The files that a fund received, by group, fifty a page."""
    fund = access.fund_as_coordination(request.user, fund, timezone.now())
    here = request.GET.get("etat", "")
    found = queries.filed(fund)
    if here in GROUPS:
        found = found.filter(state__in=GROUPS[here][1])
    groups = _groups(queries.counts_by_state(fund), here)
    count = sum(group["count"] for group in groups if group["current"] or here not in GROUPS)
    context = {
        "fund": fund,
        "groups": groups,
        "here": here if here in GROUPS else "",
        "page": Counted(found, A_PAGE, count=count).get_page(request.GET.get("page")),
        "neighbourhood_code": fund.neighbourhood.cloth_code,
    }
    return render(request, "projects/applications/review_list.html", context)


@require_safe
def review(request, fund, pk):
    """One file: what it says, what to look at, its story, and what can be done by those entitled."""
    found = access.application_at_desk(request.user, fund, pk, timezone.now())
    return review_page(request, found)


def review_page(request, found, *, ask=None, inadmissible=None, passing=None):
    """Show a file to those who read it, with the form that was refused."""
    now = timezone.now()
    reviews, reached = access.review_rights(request.user, found.fund, now)
    documents = found.attachments.filter(removed_at=None).select_related("file")
    may = {state: bool(rules.may_become(found.state, state)) for state in rules.STATES}
    may_review = any(may[state] for state in REVIEWED) and reviews
    context = {
        "application": found,
        "fund": found.fund,
        "stage": found.stage,
        "may_review": may_review,
        "may": may,
        "findings": rules.findings(found.dossier, queries.terms(found, found.submitted_at)),
        "sections": summary.sections(found, contact=reached),
        "documents": documents if reached else documents.exclude(kind=AttachmentKind.BANK),
        "corrections": found.corrections.all(),
        "story": queries.story(found),
        "next": queries.meeting_for(found, now) if found.state in (*rules.WAITING, *rules.ELIGIBLE) else None,
        "panels": slots.panels(found, user=request.user, now=now, desk=True),
        "ask": ask or AskForm(),
        "inadmissible": inadmissible or InadmissibleForm(),
        "exceptions": summary.exceptions(found, acts=may_review, typed=passing),
        "passing": passing,
        "neighbourhood_code": found.fund.neighbourhood.cloth_code,
    }
    context["is_wrong"] = wrong = bool(ask or inadmissible or passing)
    return render(request, "projects/applications/review.html", context, status=422 if wrong else 200)


@require_POST
def admit(request, fund, pk):
    """Say that a file may go before the committee."""
    found = access.reviewed_application(request.user, fund, pk, timezone.now())
    return _done(request, found, lambda now: actions.admit(found, by=request.user, now=now),
                 _("Le dossier est recevable. La personne est prévenue."))  # fmt: skip


@require_POST
def ask_correction(request, fund, pk):
    """Send a file back to be completed."""
    found = access.reviewed_application(request.user, fund, pk, timezone.now())
    form = AskForm(request.POST)
    if not form.is_valid():
        return review_page(request, found, ask=form)
    message = form.cleaned_data["message"]
    return _done(request, found, lambda now: actions.ask_correction(found, message, by=request.user, now=now),
                 _("Votre message est parti. Le dossier reviendra une fois complété."))  # fmt: skip


@require_POST
def declare_inadmissible(request, fund, pk):
    """Say that the règlement does not allow a file."""
    found = access.reviewed_application(request.user, fund, pk, timezone.now())
    form = InadmissibleForm(request.POST)
    if not form.is_valid():
        return review_page(request, found, inadmissible=form)
    reason = form.cleaned_data["reason"]
    return _done(request, found, lambda now: actions.declare_inadmissible(found, reason, by=request.user, now=now),
                 _("Le dossier est irrecevable. La personne reçoit vos explications."))  # fmt: skip


def _done(request, found, act, words):
    try:
        act(timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("review", found.fund.slug, found.pk)


@require_safe
def review_history(request, fund, pk):
    """What changed in a file since it was filed, before and after, by whom and when."""
    found = access.application_at_desk(request.user, fund, pk, timezone.now())
    told = [
        one for one in versions(found, only=SEEN_IN_HISTORY) if found.submitted_at and one.when >= found.submitted_at
    ]
    context = {"application": found, "fund": found.fund, "versions": told,
               "neighbourhood_code": found.fund.neighbourhood.cloth_code}  # fmt: skip
    return render(request, "projects/applications/review_history.html", context)

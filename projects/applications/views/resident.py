"""An applicant's pages: their projects, a new one, one of them, its receipt."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fph.http.access import not_found_unless
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications import access, actions, queries, rules, slots
from projects.applications.forms import AnswerForm, StartForm
from projects.applications.views import summary
from projects.fund.queries import funds, next_filing_date
from projects.regulation.queries import in_force

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def my_projects(request):
    """The person's projects, each with its state in a sentence."""
    found = list(queries.mine(request.user))
    return render(request, "projects/applications/my_projects.html", {"applications": found})


@require_safe
def choose_fund(request):
    """Where to propose a project: straight to the fund when there is one only."""
    found = list(funds())
    if len(found) == 1:
        return redirect("start_application", found[0].slug)
    return render(request, "projects/applications/choose_fund.html", {"funds": found})


@READ_OR_SEND
def start(request, fund):
    """What one should know before starting, who carries the project, and the first draft."""
    now = timezone.now()
    fund = access.fund_open_to_all(fund)
    today = paris_day(now)
    version = in_force(fund, today)
    terms = rules.Terms(today, regulation=version.regulation if version else None)
    may_assist = access.may_assist(request.user, fund, now)
    form = StartForm(request.POST or None, may_assist=may_assist, open_to=terms.open_to)
    if request.method == "POST" and form.is_valid():
        helped = form.cleaned_data.get("with_helper", False)
        application = actions.start(fund, by=request.user, now=now, with_helper=helped)
        chosen = {"applicant_type": form.cleaned_data["applicant_type"]}
        actions.save_step(application, "vous", chosen, by=request.user, now=now)
        return redirect("application_step", application.pk, "vous")
    context = {"fund": fund, "form": form, "version": version, "date": next_filing_date(fund, today),
               "articles": _articles(version), "neighbourhood_code": fund.neighbourhood.cloth_code}  # fmt: skip
    return render(request, "projects/applications/start.html", context, status=422 if form.errors else 200)


def _articles(version) -> list:
    useful = {"applicant_types", "cap_per_project", "min_group_size", "territory", "filing_deadline_days"}
    return [one for one in version.regulation.articles if useful & set(one.parameters)] if version else []


@require_safe
def application(request, pk):
    """A person's own project: where it stands, what comes next, what is asked, the story so far."""
    return application_page(request, access.own_application(request.user, pk, timezone.now()), AnswerForm())


def application_page(request, found, answer, *, gaps=(), status=200):
    """Show a person's own project, with the answer they are writing and what still misses."""
    now = timezone.now()
    editable = found.state in rules.EDITABLE
    context = {
        "application": found,
        "stage": found.stage,
        "editable": editable,
        "next": queries.what_comes_next(found, now),
        "continue_at": _where_to_continue(found, now) if editable else "",
        "correction": found.corrections.filter(answered_at=None).first() if found.state == "to_complete" else None,
        "answer": answer,
        "gaps": summary.mending(found, list(gaps)),
        "story": [*queries.story(found), *queries.to_come(found, now)],
        "sections": summary.sections(found),
        "documents": found.attachments.filter(removed_at=None).select_related("file"),
        "exceptions": summary.exceptions(found),
        "panels": slots.panels(found, user=request.user, now=now),
        "may_withdraw": bool(rules.may_become(found.state, "withdrawn")),
        "neighbourhood_code": found.fund.neighbourhood.cloth_code,
    }
    return render(request, "projects/applications/application.html", context, status=status)


def _where_to_continue(found, now) -> str:
    gaps = rules.gaps(found.dossier, queries.terms(found, now))
    step = rules.step_of(gaps[0].field) if gaps else rules.STEPS[-1]
    return reverse("application_step", args=[found.pk, step.slug])


@READ_OR_SEND
def answer_correction(request, pk):
    """Send the completed file back, with an answer."""
    now = timezone.now()
    found = access.own_draft(request.user, pk, now)
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        return redirect("application", pk)
    if not form.is_valid():
        return application_page(request, found, form, status=422)
    try:
        actions.answer_correction(found, form.cleaned_data["answer"], by=request.user, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return application_page(request, found, form, gaps=refusal.gaps, status=422)
    messages.success(request, _("C’est envoyé. La coordination va relire votre dossier."))
    return redirect("application", pk)


@READ_OR_SEND
def withdraw(request, pk):
    """Take a project back, once it was read again."""
    now = timezone.now()
    found = access.own_application(request.user, pk, now)
    if request.method == "POST":
        try:
            actions.withdraw(found, by=request.user, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("application", pk)
        messages.success(request, _("Votre demande est retirée."))
        return redirect("application", pk) if found.number else redirect("my_projects")
    context = {"application": found, "neighbourhood_code": found.fund.neighbourhood.cloth_code}
    return render(request, "projects/applications/withdraw.html", context)


@require_safe
def receipt(request, pk):
    """The dated receipt of a filed project, to print."""
    found = access.own_application(request.user, pk, timezone.now())
    not_found_unless(found.number)
    context = {"application": found, "sections": summary.sections(found),
               "neighbourhood_code": found.fund.neighbourhood.cloth_code}  # fmt: skip
    return render(request, "projects/applications/receipt.html", context)

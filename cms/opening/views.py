"""Opening a fund, one screen a step; each keeps what was typed, the last one opens all of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.actions.installation import install_fund
from cms.opening import access, queries, rules
from cms.opening.draft import Draft
from cms.opening.summary import sections
from fph.http.access import not_found_unless
from fph.people.proof import fresh
from fph.people.roles import Permission, held, paris_day
from fph.verdict import Refused
from projects.fund.queries import exercise_on

MORE_COMMITTEES = "more"


@require_http_methods(["GET", "HEAD", "POST"])
def new_fund(request):
    """Say what opening a fund takes; begin, go on, or forget what was typed."""
    access.installer(request.user)
    draft = Draft(request.session, request.user, timezone.now())
    if request.method == "POST":
        draft.forget()
        messages.success(request, _("Tout ce qui était commencé est effacé."))
        return redirect("new_fund")
    wrong = draft.first_wrong("verification") or "verification"
    context = {"steps": rules.STEPS, "begun": draft.begun, "goes_on": wrong, "models": len(queries.model_cards())}
    return render(request, "cms/opening/start.html", context)


@fresh
@require_http_methods(["GET", "HEAD", "POST"])
def new_fund_step(request, part):
    """Show a step with what was typed there; keep what is typed now, and go on when it is right."""
    access.installer(request.user)
    step = rules.step(part)
    not_found_unless(step)
    now = timezone.now()
    draft = Draft(request.session, request.user, now)
    if wrong := draft.first_wrong(part):
        return redirect(reverse("new_fund_step", args=[wrong]) + "?erreurs=1")
    if part == "verification":
        return _last(request, draft, step, now)
    if request.method != "POST":
        return _page(request, draft, step, draft.form(part), shows_errors="erreurs" in request.GET)
    draft.remember(part, _with_rows(request))
    if request.POST.get("do") in ("search", MORE_COMMITTEES):
        return redirect(reverse("new_fund_step", args=[part]) + "#suite")
    form = draft.form(part)
    if form.is_valid():
        return redirect("new_fund_step", rules.after(part))
    return _page(request, draft, step, form, shows_errors=True)


def _with_rows(request):
    """Return what was posted; asked for one more committee, with one more row."""
    posted = request.POST.copy()
    rows = posted.get("rows", "")
    if posted.get("do") == MORE_COMMITTEES and rows.isascii() and rows.isdigit():
        posted["rows"] = str(int(rows[:2]) + 1)
    return posted


def _page(request, draft: Draft, step, form, *, shows_errors: bool):
    wrong = shows_errors and form.is_bound and not form.is_valid()
    context = _context(draft, step) | {"form": form, "is_wrong": wrong}
    if not wrong and form.is_bound and not form.is_valid():
        form.errors.clear()  # come back to half a page, or asked for another row: nothing is wrong yet
    if step.slug == "modele":
        words = request.GET.get("mots", "")[:80]
        context |= {"cards": queries.model_cards(words), "words": words, "chosen": form["model"].value()}
    return render(
        request, f"cms/opening/{step.slug}.html", context, status=422 if wrong and request.method == "POST" else 200
    )


def _context(draft: Draft, step) -> dict:
    place = rules.SLUGS.index(step.slug)
    reached = rules.SLUGS.index(draft.first_wrong("verification") or "verification")
    return {
        "step": step,
        "number": place + 1,
        "total": len(rules.STEPS),
        "back": reverse("new_fund_step", args=[rules.SLUGS[place - 1]]) if place else reverse("new_fund"),
        "steps": [
            {
                "title": one.title,
                "url": reverse("new_fund_step", args=[one.slug]) if turn <= reached else "",
                "done": turn < reached,
                "current": one.slug == step.slug,
            }
            for turn, one in enumerate(rules.STEPS)
        ],
    }


def _last(request, draft: Draft, step, now):
    asked, refusal = draft.installation(), None
    if request.method == "POST":
        try:
            fund = install_fund(asked, now=now)
        except Refused as refused:
            refusal = refused
        else:
            draft.forget()
            return redirect("fund_opened", fund.slug)
    context = _context(draft, step) | {
        "sections": sections(asked), "articles": asked.adoption.regulation.articles, "refusal": refusal,
    }  # fmt: skip
    return render(request, "cms/opening/verification.html", context, status=422 if refusal else 200)


@require_safe
def fund_opened(request, fund):
    """Say that the fund is open, where its pages are, and what remains to be done by whom."""
    found = access.fund_opened(request.user, fund)
    today = paris_day(timezone.now())
    year = exercise_on(found, today)
    asked = (Permission.APPOINT, Permission.COLLECT, Permission.REGULATE)
    context = {
        "fund": found,
        "committees": found.committees.prefetch_related("colleges", "meetings__calendar").order_by("name"),
        "may": {one.name.lower(): True for one in held(request.user, asked, found, today)},
        "has_money": bool(year and year.contributions.exists()),
        "neighbourhood_code": found.neighbourhood.cloth_code,
    }
    return render(request, "cms/opening/opened.html", context)

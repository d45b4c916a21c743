"""Writing a proposal: a draft that gathers changes, one rule at a time or from a file; then proposed, or withdrawn."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fph.http.access import not_found_unless
from fph.verdict import Refused
from projects.regulation import access, actions, queries
from projects.regulation.document import write
from projects.regulation.forms import ParameterForm, PasteForm, ProposalForm, RuleForm
from projects.regulation.rules import PARAMETERS, Regulation
from projects.regulation.rules.amendment import by_key
from projects.regulation.views.reading import articles

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def amendment_draft(request, fund):
    """The person's draft: what it changes so far, every article to change, and the form that proposes it."""
    now = timezone.now()
    found = access.fund_to_amend(request.user, fund, now)
    draft, last = queries.draft_of(request.user, found), queries.latest(found)
    not_found_unless(last)
    do = request.POST.get("do", "")
    data = {name: request.POST if do == name else None for name in ("propose", "paste", "add")}
    forms = {
        "propose": ProposalForm(data["propose"], initial={"title": draft.title, "why": draft.why} if draft else None),
        "paste": PasteForm(data["paste"], initial={"text": write((draft or last).regulation)}),
        "add": ParameterForm(data["add"]),
    }
    if request.method == "POST" and (answer := _drafted(request, found, draft, forms, do, now)):
        return answer
    wrong = any(form.errors for form in forms.values())
    context = {
        "fund": found, "draft": draft, "last": last, "forms": forms, "may_paste": access.may_record(request.user, found, now),
        "articles": articles((draft or last).regulation), "is_stale": draft and draft.base_id != last.pk,
        "at_odds": draft.regulation.at_odds() if draft else [], "wrong": wrong,
        "neighbourhood_code": found.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/regulation/draft.html", context, status=422 if wrong else 200)


def _drafted(request, fund, draft, forms, do: str, now):
    """Do what was asked of the draft; return where it leads, or None when a form has to be shown again."""
    if do == "add":
        return forms["add"].is_valid() and redirect("amendment_rule", fund.slug, forms["add"].cleaned_data["parameter"])
    if do == "paste":
        not_found_unless(access.may_record(request.user, fund, now))
        return _done(request, forms["paste"], lambda form: actions.put_document(
            fund, form.cleaned_data["text"], by=request.user, now=now)) and redirect("amendment_draft", fund.slug)  # fmt: skip
    draft = access.own_draft(request.user, fund)
    if do == "propose":
        made = _done(request, forms["propose"], lambda form: actions.propose(
            draft, **form.cleaned_data, by=request.user, now=now))  # fmt: skip
        if made:
            messages.success(request, _("La proposition est déposée, et inscrite au registre."))
        return made and redirect("amendment", fund.slug, made.number)
    not_found_unless(do in ("discard", "take_up"))
    act = actions.discard if do == "discard" else actions.take_up
    return _done(request, None, lambda form: act(draft, by=request.user, now=now) or True) and redirect(
        "amendment_draft", fund.slug
    )


def _done(request, form, act):
    """Do an act with a valid form, if there is one; a refusal is written on it, or said aloud. Returns what the act does."""
    if form is not None and not form.is_valid():
        return None
    try:
        return act(form)
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return True
        for gap in refusal.gaps:
            form.add_error(gap.field, str(gap.message))
        if not refusal.gaps:
            form.add_error(None, str(refusal).splitlines())
        return None


@read_or_write
def amendment_rule(request, fund, key: str):
    """Change a rule in one's draft, take it out, or write a new one: `key` names the rule, or a parameter."""
    now = timezone.now()
    found = access.fund_to_amend(request.user, fund, now)
    draft, last = queries.draft_of(request.user, found), queries.latest(found)
    not_found_unless(last)
    regulation: Regulation = (draft or last).regulation
    rule = by_key(regulation).get(key)
    not_found_unless(rule or key.partition("-")[0] in PARAMETERS)
    if not rule and key not in PARAMETERS:
        messages.error(request, _("Cette règle n’est plus dans le texte sur lequel vous travaillez."))
        return redirect("amendment_draft", found.slug)
    form = RuleForm(
        None if request.POST.get("do") == "drop" else request.POST or None,
        regulation=regulation, parameter=rule.parameter if rule else key, rule=rule,
    )  # fmt: skip
    if request.method == "POST":
        act = {"by": request.user, "now": now}
        if request.POST.get("do") == "drop":
            not_found_unless(rule)
            kept = _done(request, None, lambda _form: actions.drop_rule(found, key, **act))
        else:
            kept = _done(request, form, lambda form: actions.put_rule(found, form.made(), **act))
        if kept:
            messages.success(request, _("C’est dans votre brouillon."))
            return redirect("amendment_draft", found.slug)
    labels = {one.code: one.label for one in regulation.windows}
    context = {
        "fund": found, "form": form, "rule": rule, "said": rule.said(labels) if rule else "", "of": form.of,
        "condition": rule.when.said(labels) if rule else "", "neighbourhood_code": found.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/regulation/rule.html", context, status=422 if form.errors else 200)


@require_POST
def amendment_act(request, fund, number: int):
    """Withdraw a proposal, or take it up in one's draft on the last version."""
    now = timezone.now()
    found = access.fund_to_amend(request.user, fund, now)
    proposal, do = access.amendment_of(found, number), request.POST.get("do")
    not_found_unless(do in ("withdraw", "take_up"))
    try:
        if do == "withdraw":
            not_found_unless(access.may_withdraw(request.user, proposal, now))
            actions.withdraw(proposal, by=request.user, now=now)
            messages.success(request, _("La proposition est retirée, et c’est inscrit au registre."))
        else:
            actions.take_up(proposal, by=request.user, now=now)
            return redirect("amendment_draft", found.slug)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("amendment", found.slug, number)

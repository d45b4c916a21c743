"""The coordination's pages of the acts that follow opinions: what waits, recording one, reading one, annulling one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fph.files.views import download
from fph.people.proof import fresh
from fph.people.roles import Permission, holds, paris_day
from fph.verdict import Refused
from projects.authority import access, actions, queries, rules
from projects.authority.forms import ActForm, AnnulForm


@require_safe
def final_acts(request, slug):
    """The opinions that wait for an act, meeting by meeting, and the acts recorded."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, access.READS)
    context = {
        **_about(fund), "sittings": queries.sittings(fund, paris_day(now)),
        "acts": queries.recorded(fund)[: queries.MOST_ACTS],
        "may_record": holds(request.user, Permission.REVIEW, fund, paris_day(now)),
    }  # fmt: skip
    return render(request, "projects/authority/acts.html", context)


# The proof is asked before the page, not on sending it: a file can't be kept aside meanwhile.
@fresh(reads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def record_final_act(request, slug, meeting):
    """Record an act: its number, day and body, and what it decides on each file of a meeting."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, access.RECORDS)
    sitting = access.sitting_to_record(fund, meeting, now)
    form = ActForm(request.POST or None, request.FILES or None, sitting=sitting)
    if request.method == "POST" and form.is_valid() and _recorded(request, fund, form, now):
        return redirect("final_acts", fund.slug)
    context = {**_about(fund), **_way(fund), "sitting": sitting, "form": form}
    return render(request, "projects/authority/record.html", context, status=422 if form.errors else 200)


def _recorded(request, fund, form: ActForm, now) -> bool:
    typed = {name: form.cleaned_data[name] for name in ("reference", "body", "acted_on", "upload")}
    try:
        act = actions.record_act(fund, form.answers(), **typed, by=request.user, now=now)
    except Refused as refusal:
        form.show(refusal)
        return False
    number = act.rulings.count()
    words = ngettext("L’acte %(act)s est enregistré : %(number)s porteur est prévenu.",
                     "L’acte %(act)s est enregistré : %(number)s porteurs sont prévenus.", number)  # fmt: skip
    messages.success(request, words % {"act": act.reference, "number": number})
    return True


@require_safe
def final_act(request, slug, pk):
    """An act: what it says, what it decides, and how to annul it while no aid of it is accepted."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, access.READS)
    return _page(request, fund, access.act_of(fund, pk), now)


def _page(request, fund, act, now, form: AnnulForm | None = None):
    states = [ruling.opinion.application.state for ruling in act.rulings.all()]
    open_to_mend = bool(rules.may_annul(states, "…", annulled=act.annulled_at is not None))
    context = {
        **_about(fund), **_way(fund), "act": act, "form": form or AnnulForm(),
        "may_annul": open_to_mend and holds(request.user, Permission.REVIEW, fund, paris_day(now)),
    }  # fmt: skip
    return render(request, "projects/authority/act.html", context, status=422 if form else 200)


@fresh
@require_POST
def annul_final_act(request, slug, pk):
    """Annul an act recorded by mistake."""
    now = timezone.now()
    fund = access.fund_for(request.user, slug, now, access.RECORDS)
    act, form = access.act_of(fund, pk), AnnulForm(request.POST)
    if not form.is_valid():
        return _page(request, fund, act, now, form)
    try:
        actions.annul_act(act, form.cleaned_data["reason"], by=request.user, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, fund, act, now, form)
    messages.success(request, _("L’enregistrement est annulé. Les dossiers attendent de nouveau une décision."))
    return redirect("final_acts", fund.slug)


@require_safe
def final_act_file(request, slug, pk):
    """The document of an act, as a download."""
    fund = access.fund_for(request.user, slug, timezone.now(), access.READS)
    return download(access.file_of(fund, pk))


def _about(fund) -> dict:
    return {"fund": fund, "neighbourhood_code": fund.neighbourhood.cloth_code}


def _way(fund) -> dict:
    return {"crumbs": [(_("Actes à enregistrer"), reverse("final_acts", args=[fund.slug]))]}

"""A fund's income: what funders promised and paid, what donors gave, what must go back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fph.dates import day_words
from fph.journal.history import versions
from fph.money import euros
from fph.people.proof import fresh
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund import access, actions, card, queries
from projects.fund.forms import PledgeForm, ReceiptForm, TakeBackForm

either = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def contributions(request, fund):
    """Show a year's income: pledges, gifts, and the gifts to give back."""
    now = timezone.now()
    found = access.fund_to_collect(request.user, fund, now)
    year, years = queries.year_to_show(found, request.GET.get("annee", ""), paris_day(now))
    context = {"fund": found, "year": year, "years": years, "neighbourhood_code": found.neighbourhood.cloth_code}
    return render(request, "projects/fund/contributions.html", context | (_income(year) if year else {}))


def _income(year) -> dict:
    """Return what the page shows of a year: what did not come from funders came from donors."""
    envelope, pledges, gifts = queries.envelope(year), queries.pledges(year), list(queries.gifts_of(year))
    return {
        "envelope": envelope,
        "pledges": pledges,
        "gifts_cents": envelope.received_cents - sum(pledge.received_cents for pledge in pledges),
        "to_refund": [gift for gift in gifts if gift.state == gift.State.REFUND_DUE][::-1],
        "kept": [gift for gift in gifts if gift.state == gift.State.PAID][:20],
    }


@either
def pledge(request, fund, year):
    """Note what a funder promises, a funder of the list or a new one."""
    now = timezone.now()
    found = access.fund_to_collect(request.user, fund, now)
    exercise = access.year_of(found, year)
    form = PledgeForm(request.POST if request.method == "POST" else None, fund=found)
    if form.is_valid() and _attempt(form, lambda: _pledge(exercise, form.cleaned_data, request.user, now)):
        messages.success(request, _("La promesse est notée. Rien n’est encore compté dans le fonds."))
        return _back(found, exercise)
    words = {"title": _("Noter une promesse de financement"), "label": _("Noter cette promesse")}
    return _form(request, found, exercise, form, words)


def _pledge(exercise, asked, by, now):
    promised = {
        "cents": asked["cents"], "agreement": asked["agreement"], "by": by, "now": now,
        "allows_associations": asked["allows_associations"], "tranche": asked.get("tranche", ""),
    }  # fmt: skip
    if asked["funder"]:
        return actions.pledge(exercise, asked["funder"], **promised)
    new = {"name": asked["new_name"], "nature": asked["new_kind"], "siret": asked["new_siret"]}
    return actions.pledge_from_new(exercise, **new, **promised)


@either
def receive(request, fund, contribution):
    """Record money received from a funder: the form, then read again, then done."""
    now = timezone.now()
    found = access.contribution_to_collect(request.user, fund, contribution, now)
    form = ReceiptForm(request.POST if request.method == "POST" else None, today=paris_day(now))
    words = {"title": _("Enregistrer un versement reçu"), "label": _("Relire avant d’enregistrer")}
    if form.is_valid():
        asked = form.cleaned_data
        if "confirmed" not in request.POST:
            facts = [
                (_("Financeur"), found.funder), (_("Montant reçu"), euros(asked["cents"])),
                (_("Reçu le"), day_words(asked["received_on"])), (_("Référence"), asked["bank_reference"]),
            ]  # fmt: skip
            return _confirm(request, found, form, facts, words, _("Enregistrer ce versement"))
        if _attempt(form, lambda: _receive(found, asked, request.user, now)):
            messages.success(request, _("%s sont comptés dans le fonds.") % euros(asked["cents"]))
            return _back(found.exercise.fund, found.exercise)
    return _form(request, found.exercise.fund, found.exercise, form, {**words, "contribution": found})


def _receive(contribution, asked, by, now):
    key = f"bank:{contribution.exercise.fund_id}:{asked['bank_reference']}"
    return actions.receive(
        contribution, cents=asked["cents"], key=key, received_on=asked["received_on"], by=by, now=now
    )  # fmt: skip


@fresh
@either
def take_back(request, fund, contribution):
    """Give money back to a funder: the form, then read again, then done."""
    now = timezone.now()
    found = access.contribution_to_collect(request.user, fund, contribution, now)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    words = {"title": _("Rendre de l’argent à un financeur"), "label": _("Relire avant de rendre")}
    if form.is_valid():
        asked = form.cleaned_data
        if "confirmed" not in request.POST:
            facts = [
                (_("Financeur"), found.funder), (_("Montant rendu"), euros(asked["cents"])),
                (_("Référence"), asked["bank_reference"]),
            ]  # fmt: skip
            return _confirm(request, found, form, facts, words, _("Rendre cet argent"))
        if _attempt(form, lambda: _take_back(found, asked, request.user, now)):
            messages.success(request, _("%s sont sortis du fonds.") % euros(asked["cents"]))
            return _back(found.exercise.fund, found.exercise)
    return _form(request, found.exercise.fund, found.exercise, form, {**words, "contribution": found})


def _take_back(contribution, asked, by, now):
    key = f"bank-back:{contribution.exercise.fund_id}:{asked['bank_reference']}"
    return actions.take_back(contribution, cents=asked["cents"], key=key, by=by, now=now)


@fresh
@either
def refund(request, fund, gift):
    """Give a gift back to its card: its money leaves the fund, Stripe is asked, then it is marked."""
    now = timezone.now()
    found = access.gift_to_refund(request.user, fund, gift, now)
    if request.method == "POST" and _refunded(request, found, now):
        return _back(found.exercise.fund, found.exercise)
    context = {
        "gift": found, "fund": found.exercise.fund, "neighbourhood_code": found.exercise.fund.neighbourhood.cloth_code,
        "facts": [
            (_("Montant"), euros(found.amount_cents)), (_("État"), found.get_state_display()),
            (_("Raison"), found.refund_reason),
        ],
        "back_url": _address(found.exercise.fund, found.exercise),
    }  # fmt: skip
    return render(request, "projects/fund/refund.html", context)


def _refunded(request, gift, now) -> bool:
    try:
        gift = actions.begin_refund(gift, reason=_("Rendu à la demande du donateur."), by=request.user, now=now)
        card.refund(gift)
        actions.finish_refund(gift, by=request.user, now=now)
    except (Refused, card.Unanswered) as problem:
        messages.error(request, str(problem) if isinstance(problem, Refused) else _(
            "La banque n’a pas répondu. Le don reste parmi ceux à rembourser : réessayez plus tard."
        ))  # fmt: skip
        return False
    messages.success(request, _("Le don est remboursé."))
    return True


@require_safe
def history(request, fund):
    """Show each change of the fund's own record, before and after."""
    found = access.fund_to_collect(request.user, fund, timezone.now())
    context = {"fund": found, "versions": versions(found), "neighbourhood_code": found.neighbourhood.cloth_code}
    return render(request, "projects/fund/history.html", context)


def _attempt(form, act) -> bool:
    """Do it; a refusal is told on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form(request, fund, exercise, form, words):
    context = {
        **words, "form": form, "fund": fund, "year": exercise, "back_url": _address(fund, exercise),
        "neighbourhood_code": fund.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/fund/collect.html", context, status=422 if form.errors else 200)


def _confirm(request, contribution, form, facts, words, label):
    fund = contribution.exercise.fund
    fields = [(name, form.data.get(name, "")) for name in form.fields]
    context = {
        "title": words["title"], "label": label, "facts": facts, "fund": fund, "fields": [*fields, ("confirmed", "1")],
        "back_url": _address(fund, contribution.exercise), "neighbourhood_code": fund.neighbourhood.cloth_code,
    }  # fmt: skip
    return render(request, "projects/fund/confirm.html", context)


def _address(fund, exercise) -> str:
    return f"{reverse('contributions', args=[fund.slug])}?{urlencode({'annee': exercise.year})}"


def _back(fund, exercise):
    return redirect(_address(fund, exercise))

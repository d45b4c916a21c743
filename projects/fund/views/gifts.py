"""Giving by card: the public page, the way to Stripe and back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fph.http.access import public
from fph.http.headers import unreferred
from fph.people.actions import service_account
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund import access, actions, card, queries
from projects.fund.forms import GiftForm

COUNTER = "Guichet Stripe"
BODY_BYTES = 256 * 1024


class SeeOther(HttpResponseRedirect):
    """Go and look there, with a GET."""

    status_code = 303


@public
@require_http_methods(["GET", "HEAD", "POST"])
def give(request, fund):
    """Ask how much, and send the donor to Stripe's own page."""
    found, now = access.public_fund(fund), timezone.now()
    exercise = queries.exercise_on(found, paris_day(now))
    context = {"fund": found, "neighbourhood_code": found.neighbourhood.cloth_code}
    if exercise is None or not card.is_open():
        return render(request, "projects/fund/give_closed.html", context)
    form = GiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (address := _checkout(found, exercise, form, now)):
        return SeeOther(address)
    context |= {"form": form, "exercise": exercise}
    return render(request, "projects/fund/give.html", context, status=422 if form.errors else 200)


def _checkout(fund, exercise, form, now) -> str | None:
    """Return the address where the donor pays, or None once the form says why there is none."""
    try:
        gift = actions.open_gift(
            exercise, cents=form.cleaned_data["amount_cents"], name=form.cleaned_data["name"],
            email=form.cleaned_data["email"], now=now,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    try:
        session, address = card.open_session(gift, fund)
    except card.Unanswered:
        actions.give_up(gift)
        form.add_error(None, _("Le paiement par carte ne répond pas. Rien n’a été débité : réessayez plus tard."))
        return None
    actions.note_session(gift, session)
    return address


@unreferred
@public
@never_cache
@require_safe
def thanks(request, gift):
    """Say what became of a gift. Only the webhook counts it: this page reads, and may come before it or after."""
    found = access.public_gift(gift)
    state = found.state
    if state == found.State.OPENED and found.checkout_session and card.is_open():
        state = _seen(found)
    context = {"gift": found, "state": state, **_place(found)}
    return render(request, "projects/fund/gift.html", context)


def _seen(gift) -> str:
    try:
        seen = card.payment(gift.checkout_session).state
    except card.Unanswered:
        return gift.State.OPENED
    return {"paid": "arriving", "expired": gift.State.EXPIRED}.get(seen, gift.State.OPENED)


@unreferred
@public
@never_cache
@require_safe
def cancelled(request, gift):
    """Say that nothing was paid, to a donor who turned back."""
    found = access.public_gift(gift)
    return render(request, "projects/fund/gift_cancelled.html", {"gift": found, **_place(found)})


def _place(gift) -> dict:
    fund = gift.exercise.fund
    return {"fund": fund, "neighbourhood_code": fund.neighbourhood.cloth_code}


@csrf_exempt
@public
@require_POST
def webhook(request):
    """Answer a bell rung by Stripe: check it, keep it, fetch what it rings for, apply it once.

    400 for what Stripe did not sign, 413 for what is too long, 503 when Stripe must ring again, 200 otherwise.
    """
    if not card.is_open():
        return HttpResponse(status=404)
    if len(request.body) > BODY_BYTES:
        return HttpResponse(status=413)
    try:
        bell = card.hear(request.body, request.headers.get("Stripe-Signature", ""))
    except card.Unheard:
        return HttpResponse(status=400)
    try:
        _answer(bell)
    except card.Unanswered:
        return HttpResponse(status=503)
    return HttpResponse(status=200)


def _answer(bell) -> None:
    now = timezone.now()
    event = actions.note_bell(bell, livemode=card.is_live(), now=now)
    if event.handled_at is None:
        payment, refund = card.facts(bell)
        failed = bell.type == card.FAILED
        actions.answer(event, payment, refund, failed=failed, by=service_account(COUNTER), now=now)

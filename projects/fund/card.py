"""The only page that speaks to Stripe. Nothing here writes, and nothing here is called within a transaction.

A webhook is only a bell: it says which object to fetch again, and what was fetched is what counts.
"""

import json
import time
from dataclasses import dataclass
from functools import cache

import stripe
from django.conf import settings
from django.urls import reverse

from projects.fund.models import Gift
from projects.fund.rules import CardPayment, CardRefund

TOLERANCE = 300  # seconds between Stripe's clock and ours, either way
PATIENCE = 10  # seconds to wait for Stripe
CHECKOUT = frozenset(
    f"checkout.session.{what}"
    for what in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")
)  # fmt: skip
FAILED, REFUND = "checkout.session.async_payment_failed", "charge.refunded"
stripe.enable_telemetry = False


class Unanswered(Exception):
    """Stripe did not answer, or not as it should: try again later."""


class Unheard(Exception):
    """What arrived is not a bell rung by Stripe for this installation."""


@dataclass(frozen=True)
class Bell:
    """An event that Stripe signed: its id, its type and the object to fetch again."""

    id: str
    type: str
    object_id: str


def is_open() -> bool:
    """Say whether giving by card is open on this installation."""
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)


def is_live() -> bool:
    """Say whether our key moves real money."""
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))


def open_session(gift: Gift, fund) -> tuple[str, str]:
    """Open a checkout for a gift; returns its id and the address to send the donor to. Raises Unanswered."""
    back, away = (settings.SITE_ADDRESS + reverse(name, args=[gift.pk]) for name in ("gift_thanks", "gift_cancelled"))
    product = {"name": f"Don – {fund.name}"}
    price = {"currency": "eur", "unit_amount": gift.amount_cents, "product_data": product}
    asked = {
        "mode": "payment", "submit_type": "donate", "locale": "fr", "client_reference_id": str(gift.pk),
        "line_items": [{"quantity": 1, "price_data": price}], "success_url": back, "cancel_url": away,
        **({"customer_email": gift.donor_email} if gift.donor_email else {}),
    }  # fmt: skip
    session = _ask(_client().v1.checkout.sessions.create, asked, {"idempotency_key": f"gift-{gift.pk}"})
    return session.id, session.url


def payment(session_id: str) -> CardPayment:
    """Fetch what became of a checkout. Raises Unanswered."""
    return _payment(_ask(_client().v1.checkout.sessions.retrieve, session_id))


def refund(gift: Gift) -> None:
    """Give a paid gift back to its card, whole, once however often it is asked. Raises Unanswered."""
    try:
        asked, once = {"payment_intent": gift.payment_intent}, {"idempotency_key": f"gift-refund-{gift.pk}"}
        _ask(_client().v1.refunds.create, asked, once)
    except Unanswered as refusal:
        if getattr(refusal.__cause__, "code", "") != "charge_already_refunded":
            raise


def facts(bell: Bell) -> tuple[CardPayment | None, CardRefund | None]:
    """Fetch what a bell rings for: the payment, and for a refund the charge beside it. Raises Unanswered."""
    if bell.type in CHECKOUT:
        return payment(bell.object_id), None
    if bell.type != REFUND:
        return None, None
    charge = _ask(_client().v1.charges.retrieve, bell.object_id)
    intent = charge.payment_intent or ""
    sessions = _ask(_client().v1.checkout.sessions.list, {"payment_intent": intent, "limit": 1}).data if intent else []
    return (
        _payment(sessions[0]) if sessions else None,
        CardRefund(intent, charge.amount_refunded, charge.refunded),
    )


def hear(body: bytes, signature: str) -> Bell:
    """Read a webhook's body, signed by Stripe within five minutes, for our key's mode. Raises Unheard."""
    try:
        stripe.WebhookSignature.verify_header(body, signature, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE)
        if _signed_at(signature) > time.time() + TOLERANCE:
            raise Unheard("signed in the future")
        event = json.loads(body)
        bell = Bell(_word(event["id"]), _word(event["type"]), _word(event["data"]["object"]["id"]))
        live = event["livemode"]
    except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unheard(str(error)) from error
    if live is not is_live():
        raise Unheard("the other mode")
    return bell


def _signed_at(signature: str) -> int:
    return int(next(part for part in signature.split(",") if part.startswith("t=")).removeprefix("t="))


def _word(value) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 120 or not value.isprintable():
        raise ValueError("not an identifier")
    return value


def _payment(session) -> CardPayment:
    paid = session.payment_status == "paid"
    state = "paid" if paid else "expired" if session.status == "expired" else "open"
    intent = getattr(session, "payment_intent", None) or ""
    return CardPayment(
        session.id, session.client_reference_id or "", state, session.amount_total or 0, session.currency or "", intent
    )


def _client() -> stripe.StripeClient:
    return _client_of(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@cache
def _client_of(key: str, base: str) -> stripe.StripeClient:
    elsewhere: dict = {"base_addresses": {"api": base}} if base else {}
    http = stripe.RequestsClient(timeout=PATIENCE)
    return stripe.StripeClient(key, http_client=http, max_network_retries=1, **elsewhere)


def _ask(call, *words):
    try:
        return call(*words)
    except stripe.StripeError as error:
        raise Unanswered(str(error)) from error

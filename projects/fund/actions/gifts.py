"""Gifts by card: opened here, paid at Stripe, counted once here, given back when they can't be kept.

What Stripe says comes in as plain facts, fetched before the transaction. States only go forward, so that the same
facts may come any number of times and in any order.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund import notices, rules
from projects.fund.actions.ledger import hold, receive_gift, take_back
from projects.fund.models import Exercise, Gift, StripeEvent
from projects.fund.queries import received_cents

State = Gift.State
DONOR = "Un donateur"
AT_ONCE = 100  # unpaid gifts a fund may have opened within ten minutes
HELD = gettext_lazy("Déjà remboursé par la banque, mais le fonds n’a plus cette somme disponible.")

AMOUNT = ("amount", "amount_cents")
kind("gift.refund_due", gettext_lazy("Un don de {amount} est à rembourser. {reason}"), *AMOUNT, "reason")
kind("gift.refunded", gettext_lazy("Un don de {amount} a été remboursé."), *AMOUNT)


@action
def open_gift(exercise: Exercise, *, cents: int, now: datetime, name: str = "", email: str = "") -> Gift:
    """Note that a donor is about to pay; nothing is received yet. Raises Refused."""
    Refused.unless(rules.may_give(cents))
    if not exercise.starts_on <= paris_day(now) <= exercise.ends_on:
        raise Refused(_("L’année de ce fonds n’est pas ouverte : il ne peut pas recevoir de don."))
    lately = exercise.gifts.filter(state=State.OPENED, opened_at__gt=now - timedelta(minutes=10))
    if lately.count() >= AT_ONCE:
        raise Refused(_("Beaucoup de dons sont en cours. Réessayez dans dix minutes."))
    return Gift.objects.create(
        exercise=exercise, amount_cents=cents, donor_name=name, donor_email=email, opened_at=now
    )  # fmt: skip


@action
def forget(person, *, by, now: datetime) -> None:
    """Forget who gave from an erased person's address; the amounts stay, the accounts need them."""
    Gift.objects.filter(donor_email__iexact=person.email).update(donor_name="", donor_email="")


@action
def note_session(gift: Gift, session_id: str) -> Gift:
    """Keep which checkout a gift is paid through, unless its payment came faster."""
    Gift.objects.filter(pk=gift.pk, checkout_session=None).update(checkout_session=session_id)
    return gift


@action
def give_up(gift: Gift) -> Gift:
    """Note that a gift could not be paid: Stripe opened no checkout."""
    Gift.objects.filter(pk=gift.pk, state=State.OPENED).update(state=State.EXPIRED)
    return gift


@action
def note_bell(bell, *, livemode: bool, now: datetime) -> StripeEvent:
    """Keep an event, once, before it is answered."""
    event, _new = StripeEvent.objects.get_or_create(
        id=bell.id,
        defaults={"type": bell.type[:80], "object_id": bell.object_id, "livemode": livemode, "received_at": now},
    )
    return event


@action
def answer(event: StripeEvent, payment, refund, *, failed: bool = False, by, now: datetime) -> StripeEvent:
    """Apply what was fetched for an event, and mark it answered, together or not at all; once."""
    event = StripeEvent.objects.select_for_update().get(pk=event.pk)
    if event.handled_at is None:
        gift = settle(payment, failed=failed, by=by, now=now) if payment else None
        if gift and refund:
            gift = note_refund(gift, refund, by=by, now=now)
        event.handled_at, event.outcome = now, gift.state if gift else "ignored"
        event.save(update_fields=["handled_at", "outcome"])
    return event


@action
def settle(payment: rules.CardPayment, *, failed: bool = False, by, now: datetime) -> Gift | None:
    """Bring a gift to what Stripe says of its checkout: paid and counted, to give back, or given up.

    Returns the gift, or None when the checkout is none of ours.
    """
    if (gift := _gift_of(payment)) is None:
        return None
    hold(gift.exercise.fund_id)
    gift = Gift.objects.select_for_update().get(pk=_gift_of(payment).pk)
    if gift.checkout_session not in (None, payment.session):
        return _paid_twice(gift, payment, by=by, now=now)
    if payment.state == "paid" and gift.state in (State.OPENED, State.EXPIRED):
        _count(gift, payment, by, now)
    elif gift.state == State.OPENED and (payment.state == "expired" or failed):
        _become(gift, State.EXPIRED, checkout_session=payment.session)
    return gift


def _gift_of(payment) -> Gift | None:
    known = Gift.objects.select_related("exercise")
    by_session = known.filter(checkout_session=payment.session).first()
    return by_session or known.filter(pk=_uuid(payment.gift)).first()


def _uuid(text: str):
    try:
        return UUID(text)
    except ValueError:
        return None


def _count(gift, payment, by, now) -> None:
    """Count a payment as the gift it is, or put it among those to give back, never in silence."""
    reason = rules.why_refund(
        payment, gift=str(gift.pk), amount_cents=gift.amount_cents, given_up=gift.state == State.EXPIRED,
        ends_on=gift.exercise.ends_on, today=paris_day(now),
    )  # fmt: skip
    paid = {"paid_at": now, "payment_intent": payment.payment_intent or None, "checkout_session": payment.session}
    if reason:
        _owe(gift, reason, by, now, **paid)
        notices.refund_due(gift, now=now)
        return
    _become(gift, State.PAID, **paid)
    receive_gift(gift, donors=DONOR, key=f"gift:{gift.pk}", by=by, now=now)
    notices.thank(gift, now=now)


def _paid_twice(gift, payment, by, now) -> Gift | None:
    """Open a gift of its own, to give back, for a second payment of the same gift."""
    if payment.state != "paid":
        return None
    again = Gift.objects.create(
        exercise=gift.exercise, amount_cents=payment.amount_cents, opened_at=now, checkout_session=payment.session
    )
    _owe(again, rules.PAID_TWICE, by, now, paid_at=now, payment_intent=payment.payment_intent or None)
    notices.refund_due(again, now=now)
    return again


@action
def begin_refund(gift: Gift, *, reason: str, by, now: datetime) -> Gift:
    """Set a paid gift's money aside to give it back: it leaves the fund now, the card gets it next. Raises Refused."""
    hold(gift.exercise.fund_id)
    gift = Gift.objects.select_for_update().get(pk=gift.pk)
    if gift.state not in (State.PAID, State.REFUND_DUE):
        raise Refused(_("Ce don n’est pas à rembourser."))
    _take_back(gift, gift.amount_cents, by, now)
    if gift.state == State.PAID:
        _owe(gift, reason, by, now)
    return gift


@action
def finish_refund(gift: Gift, *, by, now: datetime) -> Gift:
    """Note that a gift went back to its card."""
    hold(gift.exercise.fund_id)
    gift = Gift.objects.select_for_update().get(pk=gift.pk)
    if gift.state == State.REFUND_DUE:
        _become(gift, State.REFUNDED, refunded_at=now)
        _tell("gift.refunded", gift, by, now)
    return gift


@action
def note_refund(gift: Gift, refund: rules.CardRefund, *, by, now: datetime) -> Gift:
    """Follow a refund made at Stripe, in part or whole: the same money leaves the fund, once.

    When the fund no longer has it, the gift stands among those to settle, with its reason.
    """
    if gift.state not in (State.PAID, State.REFUND_DUE):
        return gift
    try:
        _take_back(gift, gift.amount_cents if refund.whole else refund.refunded_cents, by, now)
    except Refused:
        if gift.refund_reason != str(HELD):
            _owe(gift, str(HELD), by, now)
            notices.refund_due(gift, now=now)
        return gift
    if refund.whole:
        _become(gift, State.REFUNDED, refunded_at=now)
        _tell("gift.refunded", gift, by, now)
    return gift


def _take_back(gift, refunded_cents, by, now) -> None:
    """Take out of the fund what was refunded of a gift and is still counted in it."""
    received = received_cents(gift.pk)
    if received and (back := refunded_cents - (gift.amount_cents - received)) > 0:
        take_back(gift, cents=back, key=f"gift-back:{gift.pk}:{refunded_cents}", name=DONOR, by=by, now=now)


def _owe(gift, reason, by, now, **changes) -> None:
    _become(gift, State.REFUND_DUE, refund_reason=reason[:200], **changes)
    _tell("gift.refund_due", gift, by, now, reason=reason)


def _become(gift, state, **changes) -> None:
    gift.state = state
    for name, value in changes.items():
        setattr(gift, name, value)
    gift.save(update_fields=["state", *changes])


def _tell(name, gift, by, now, **words) -> None:
    amount = {"amount": euros(gift.amount_cents), "amount_cents": gift.amount_cents}
    record(name, gift, by=by, now=now, fund=gift.exercise.fund_id, **amount, **words)

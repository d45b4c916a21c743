"""V3. `kill -9` at any instant: a payment or a gift happened whole, or not at all. Votes: tests/committees."""

from contextlib import suppress

import pytest
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.verdict import Refused
from projects.applications.models import Application
from projects.followup import actions as followup
from projects.followup.models import PaymentOrder
from projects.fund import card
from projects.fund.models import Account, Gift, StripeEvent, Transfer
from tests.harness.counts import shared
from tests.harness.crash import AFTER, BEFORE, crash, leaves_something_halfway, unguarded
from tests.projects import followup_world as aids
from tests.projects.giving import completed, opened, ring
from tests.projects.some_fund import fund, year

pytestmark = pytest.mark.commits
times = shared("count", 10, 200)


def payout():
    """Return how a payment is prepared, confirmed, and seen."""
    world = aids.open_world(received=10**10)

    def prepare():
        award = aids.accepted(world)
        return followup.order_payment(award, trigger="acceptance", **world.act())

    def act(order):
        with suppress(Refused):  # it was confirmed before the end
            followup.confirm_payment(order, paid_on=aids.TODAY, bank_reference="VIR 1", **world.act())

    def traces(order):
        project = order.award.application
        return [
            PaymentOrder.objects.get(pk=order.pk).paid_at is not None,
            Application.objects.get(pk=project.pk).state == "paid",
            Transfer.objects.filter(reference=project.pk, kind="payment").count() == 1,
            Account.objects.filter(holder=project.pk, kind="paid", balance_cents=order.amount_cents).exists(),
            JournalEntry.objects.filter(subject_id=project.pk, kind="money.paid").count() == 1,
            JournalEntry.objects.filter(subject_id=order.pk, kind="payment.confirmed").count() == 1,
            OutboxMessage.objects.filter(event="followup.paid", reference=order.pk).exists(),
        ]

    return prepare, act, traces


def webhook(bank):
    """Return how a gift is paid, its bell answered, and seen."""
    exercise = year(fund(), timezone.localdate().year)

    def prepare():
        gift = opened(bank, exercise)
        bank.pay(gift.checkout_session)
        return gift, completed(bank, gift)

    def act(piece):
        card._client_of.cache_clear()  # a process has its own line to Stripe
        assert ring(piece[1]) == 200

    def traces(piece):
        gift = piece[0]
        return [
            StripeEvent.objects.filter(object_id=gift.checkout_session).exclude(handled_at=None).exists(),
            Gift.objects.get(pk=gift.pk).state == "paid",
            Transfer.objects.filter(reference=gift.pk).count() == 1,
            JournalEntry.objects.filter(subject_id=gift.pk, kind="money.received").count() == 1,
            OutboxMessage.objects.filter(event="gift.thanks", reference=gift.pk).count() == 1,
        ]

    return prepare, act, traces


@times
def test_a_payment_is_made_whole_or_not_at_all(count):
    found = crash(count, *payout())
    assert set(found) == {BEFORE, AFTER}, found


@times
def test_a_bell_is_answered_whole_or_not_at_all(bank, count):
    found = crash(count, *webhook(bank))
    assert set(found) == {BEFORE, AFTER}, found


def test_canary_without_a_transaction_payments_are_left_half_made():
    with unguarded():
        assert leaves_something_halfway(100, *payout())


def test_canary_without_a_transaction_bells_are_left_half_answered(bank):
    with unguarded():
        assert leaves_something_halfway(100, *webhook(bank))

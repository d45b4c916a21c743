"""M7. Bells in any number and order, a page that races them, a crash: a gift is counted once, or not at all."""

import random
import threading
import uuid
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from projects.fund import actions, card
from projects.fund.models import Gift, StripeEvent, Transfer
from projects.fund.queries import envelope, received_cents
from tests.harness.counts import counts
from tests.harness.threads import together
from tests.projects.giving import completed, give, opened, ring, state_of, thanks
from tests.projects.some_fund import fund, person, year

pytestmark = pytest.mark.commits


def this_year():
    """Return a new fund's current year."""
    return year(fund(), timezone.localdate().year)


# --- Any number of times, in any order ----------------------------------------------------------------------


@dataclass(frozen=True)
class Life:
    """What may happen to a checkout: steps at Stripe, each with the bell it rings."""

    steps: tuple
    ends: tuple  # state of the gift, cents counted


def step(act, kind):
    """Return a step: it happens at Stripe, then returns the bell it rings."""

    def run(bank, gift):
        act(bank, gift.checkout_session)
        about = bank.charge_of(gift.checkout_session) if kind == card.REFUND else gift.checkout_session
        return bank.bell(kind, about)

    return run


PAY = step(lambda bank, s: bank.pay(s), "checkout.session.completed")
PAY_LATE = step(lambda bank, s: bank.pay(s), "checkout.session.async_payment_succeeded")
PAY_WRONG = step(lambda bank, s: bank.pay(s, amount_total=1), "checkout.session.completed")
WAIT = step(lambda bank, s: bank.wait(s), "checkout.session.completed")
FAIL = step(lambda bank, s: None, "checkout.session.async_payment_failed")
EXPIRE = step(lambda bank, s: bank.expire(s), "checkout.session.expired")
PART = step(lambda bank, s: bank.give_back(bank.charge_of(s), 1_000), card.REFUND)
WHOLE = step(lambda bank, s: bank.give_back(bank.charge_of(s)), card.REFUND)
NOISE = step(lambda bank, s: None, "payment_intent.created")
LIVES = [
    Life((PAY,), ("paid", 5_000)),
    Life((NOISE, PAY, NOISE), ("paid", 5_000)),
    Life((WAIT, PAY_LATE), ("paid", 5_000)),
    Life((WAIT, FAIL), ("expired", 0)),
    Life((EXPIRE,), ("expired", 0)),
    Life((PAY, WHOLE), ("refunded", 0)),
    Life((PAY, PART), ("paid", 4_000)),
    Life((PAY, PART, PART, WHOLE), ("refunded", 0)),
    Life((WAIT, PAY_LATE, PART, NOISE), ("paid", 4_000)),
    Life((PAY_WRONG,), ("refund_due", 0)),
    Life((PAY_WRONG, WHOLE), ("refunded", 0)),
]


def in_order(bank, gift, life, chance):
    for happens in life.steps:
        assert ring(happens(bank, gift)) == 200


def afterwards(arrange):
    """Return a way of ringing: everything has happened at Stripe, then its bells come as arranged."""

    def way(bank, gift, life, chance):
        for bell in arrange([happens(bank, gift) for happens in life.steps], chance):
            assert ring(bell) == 200

    return way


def shuffled(bells, chance):
    return chance.sample(bells, len(bells))


def tripled(bells, chance):
    return chance.sample(bells * 3, len(bells) * 3)


def half_then_all(bells, chance):
    return bells[len(bells) // 2 :] + bells


def in_parallel(bank, gift, life, chance):
    bells = [happens(bank, gift) for happens in life.steps] * 8
    outcomes = together(*(lambda bell=bell: ring(bell) for bell in chance.sample(bells, 8)))
    assert set(outcomes) == {200}, outcomes
    for bell in set(bells):
        assert ring(bell) == 200


WAYS = {
    "in order": in_order, "shuffled": afterwards(shuffled), "tripled": afterwards(tripled),
    "half, then all": afterwards(half_then_all), "parallel": in_parallel,
}  # fmt: skip


@pytest.mark.parametrize("count", [50, pytest.param(500, marks=pytest.mark.long)])
def test_bells_in_any_number_and_order_come_to_the_same(bank, count):
    exercise, chance, counted = this_year(), random.Random(7), 0
    for number in range(count):
        life = LIVES[number % len(LIVES)]
        for name, way in WAYS.items():
            gift = opened(bank, exercise)
            way(bank, gift, life, chance)
            counted += life.ends[1]
            found = state_of(gift), received_cents(gift.pk)
            assert found == life.ends, f"{name}: {found} instead of {life.ends}"
            told = JournalEntry.objects.filter(subject_id=gift.pk, kind__startswith="money.").count()
            assert told == Transfer.objects.filter(reference=gift.pk).count()
    assert envelope(exercise).received_cents == envelope(exercise).available_cents == counted
    assert not StripeEvent.objects.filter(handled_at=None).exists()
    call_command("check_ledger")


# --- The canary: without the key, a bell rung eight times counts eight times --------------------------------


def careless(gift, key, by, all_looked):
    """Answer a bell as one should not: look first, then write, with nothing held in between."""

    def run():
        unpaid = Gift.objects.get(pk=gift.pk).state == Gift.State.OPENED
        all_looked.wait()
        if unpaid:
            actions.receive_gift(gift, donors="Un donateur", key=key(), by=by, now=timezone.now())
            Gift.objects.filter(pk=gift.pk).update(state="paid", paid_at=timezone.now())

    return run


@pytest.mark.parametrize(("key", "times"), [(lambda: uuid.uuid4().hex, 8), (lambda: "gift:the same", 1)])
def test_canary_eight_bells_answered_carelessly_count_eight_times_but_for_the_key(bank, key, times):
    gift, by, all_looked = opened(bank, this_year()), person(), threading.Barrier(8)
    outcomes = together(*[careless(gift, key, by, all_looked)] * 8)
    assert outcomes == [None] * 8
    assert received_cents(gift.pk) == times * 5_000


# --- Races ----------------------------------------------------------------------------------------------------


@counts("count", 10, 200)
def test_the_page_the_webhook_and_the_nightly_look_race_safely(bank, count):
    exercise = this_year()
    for turn in range(1, count + 1):
        gift = give(exercise)
        bank.pay(gift.checkout_session)
        bells = completed(bank, gift), completed(bank, gift)
        later = timezone.now() + timedelta(hours=1)
        outcomes = together(
            lambda gift=gift: thanks(gift), *(lambda body=body: ring(body) for body in bells),
            lambda later=later: call_command("settle_gifts", now=later),
        )  # fmt: skip
        assert outcomes[1:3] == [200, 200], outcomes
        assert isinstance(outcomes[0], str), outcomes
        assert envelope(exercise).received_cents == turn * 5_000
    assert OutboxMessage.objects.filter(event="gift.thanks").count() == count


# --- A crash between the bell and its effect; `kill -9` at any instant stands in test_crash.py ----------------


@pytest.mark.parametrize("breaks", ["notices.thank", "receive_gift", "record"])
def test_a_crash_between_the_bell_and_its_effect_leaves_nothing_and_is_mended(bank, breaks, monkeypatch):
    gift = give(this_year())
    bank.pay(gift.checkout_session)
    bell = completed(bank, gift)
    target = f"projects.fund.actions.{'ledger' if breaks == 'record' else 'gifts'}.{breaks}"
    with monkeypatch.context() as patch:
        patch.setattr(target, crash)
        assert ring(bell) == 500
    assert StripeEvent.objects.get(object_id=gift.checkout_session).handled_at is None
    assert (state_of(gift), received_cents(gift.pk)) == ("opened", 0)
    assert not OutboxMessage.objects.filter(reference=gift.pk).exists()
    assert ring(bell) == ring(bell) == 200
    assert (state_of(gift), received_cents(gift.pk)) == ("paid", 5_000)


def crash(*args, **kwargs):
    raise MemoryError

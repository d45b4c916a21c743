"""Many people moving a fund's money at once: never overspent, never a cent made or lost, never a deadlock."""

import random
import threading
import time
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from fph.journal.models import JournalEntry
from fph.verdict import Refused
from projects.fund import actions
from projects.fund.actions import ledger
from projects.fund.models import Account, Contribution, Transfer
from projects.fund.queries import envelope, received_cents
from tests.harness.counts import counts
from tests.harness.crowd import crowd
from tests.harness.threads import together
from tests.projects.some_fund import NOW, Project, endowed, person

pytestmark = pytest.mark.commits
FUNDS, PEOPLE = 20, 64
BIG = 100_000


def imbalances():
    """Return the accounts whose balance is not what their transfers say."""
    came = dict(Transfer.objects.values_list("credit").annotate(Sum("amount_cents")))
    went = dict(Transfer.objects.values_list("debit").annotate(Sum("amount_cents")))
    found = Account.objects.values_list("pk", "balance_cents")
    return [pk for pk, balance in found if balance != came.get(pk, 0) - went.get(pk, 0)]


def overspent():
    """Return the accounts below zero, by what they say and by what their transfers say."""
    return [a for a in Account.objects.exclude(kind="outside") if a.balance_cents < 0]


# --- M1: mixed operations -------------------------------------------------------------------------------


def somebody(seed, turns, places, by):
    """Return a task of random movements: how many took place, what else than Refused was raised, seconds of each."""
    chance = random.Random(seed)

    def move():
        contribution, projects = chance.choice(places)
        cents, key = chance.randint(1, BIG // 10), uuid.UUID(int=chance.getrandbits(128)).hex
        if chance.random() < 0.2:
            write = chance.choice([actions.receive, actions.take_back])
            return write(contribution, cents=cents, key=key, by=by, now=NOW)
        write = chance.choice([actions.reserve] * 3 + [actions.release, actions.pay, actions.pay, actions.justify,
                                                       actions.return_unspent])  # fmt: skip
        project = chance.choice(projects)
        return write(contribution.exercise, project, cents=cents, key=key, title="Fête", by=by, now=NOW)

    def run():
        done, errors, waits = 0, [], []
        for _turn in range(turns):
            began = time.perf_counter()
            try:
                move()
                done += 1
            except Refused:
                pass
            except Exception as error:
                errors.append(repr(error))
            waits.append(time.perf_counter() - began)
            time.sleep(chance.random() / 50)  # a breath: SQLite serves first whoever asks again at once
        return done, errors, waits

    return run


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(50, marks=pytest.mark.few),
        pytest.param(200, marks=pytest.mark.proof),
        pytest.param(1000, marks=pytest.mark.long),
    ],
)
def test_mixed_movements_never_overspend_nor_deadlock(count):
    """Four processes of sixteen threads. 200 each in the proof: a movement costs 3 ms of processor on SQLite and 8 on
    PostgreSQL, so that 64 times 1,000 take 4 and 9 minutes of one; that full count is in the long suite.
    """
    by = person()
    places = [(endowed(BIG), [Project(uuid.uuid4()) for _ in range(4)]) for _ in range(FUNDS)]
    before = Transfer.objects.count()
    outcomes = crowd(*(somebody(seed, count, places, by) for seed in range(PEOPLE)), patience=count * 20)
    assert [error for _done, errors, _waits in outcomes for error in errors] == []
    assert Transfer.objects.count() - before == sum(done for done, _errors, _waits in outcomes) > count
    assert overspent() == []
    assert imbalances() == []
    assert Account.objects.aggregate(total=Sum("balance_cents"))["total"] == 0
    assert JournalEntry.objects.filter(kind__startswith="money.").count() == Transfer.objects.count()
    waits = sorted(wait for _done, _errors, waits in outcomes for wait in waits)
    p50, p95 = waits[len(waits) // 2], waits[len(waits) * 19 // 20]
    print(f"{len(waits)} movements: p50 {p50:.3f} s, p95 {p95:.3f} s, most {waits[-1]:.1f} s")


# --- The canary: the race is there when nothing guards -----------------------------------------------------


def careless(exercise, project, cents, by, all_checked, kind="reservation"):
    """Reserve, or give back, as one should not: the sum is checked in Python, outside the transaction of the write."""
    to = ("outside",) if kind == "withdrawal" else ("reserved", project.pk)
    purse = ledger.account(exercise, "available"), ledger.account(exercise, *to)

    def run():
        came = purse[0].credits.aggregate(Sum("amount_cents"))["amount_cents__sum"] or 0
        went = purse[0].debits.aggregate(Sum("amount_cents"))["amount_cents__sum"] or 0
        enough = came - went >= cents
        all_checked.wait()
        if enough:
            Transfer.objects.create(
                fund_id=exercise.fund_id, exercise=exercise, kind=kind, debit=purse[0], credit=purse[1],
                amount_cents=cents, key=uuid.uuid4().hex, reference=project.pk, made_at=NOW, made_by=by,
            )  # fmt: skip

    return run


@counts("count", 5, 20)
def test_canary_without_the_guard_every_round_overspends(count):
    by = person()
    for _round in range(count):
        exercise, all_checked = endowed(BIG).exercise, threading.Barrier(8)
        outcomes = together(*(careless(exercise, Project(uuid.uuid4()), BIG, by, all_checked) for _ in range(8)))
        assert [o for o in outcomes if o is not None] == []
        available = Account.objects.get(exercise=exercise, kind="available")
        assert available.debits.aggregate(Sum("amount_cents"))["amount_cents__sum"] == 8 * BIG
        assert available.pk in imbalances()


@counts("count", 5, 20)
def test_with_the_guard_one_of_eight_gets_the_last_of_the_money(count):
    by = person()
    for _round in range(count):
        exercise = endowed(BIG).exercise
        outcomes = together(*(reserving(exercise, Project(uuid.uuid4()), BIG, by) for _ in range(8)))
        assert [type(o) for o in outcomes].count(Transfer) == 1
        assert [type(o) for o in outcomes].count(Refused) == 7
        assert envelope(exercise).reserved_cents == BIG


def test_without_the_guard_the_database_still_refuses(monkeypatch):
    exercise = endowed(BIG).exercise
    monkeypatch.setattr(ledger, "take", lambda debit, cents: Account.objects.filter(pk=debit.pk).update(
        balance_cents=ledger.F("balance_cents") - cents
    ))  # fmt: skip
    with pytest.raises(IntegrityError):
        reserving(exercise, Project(uuid.uuid4()), BIG + 1, person())()
    assert envelope(exercise).available_cents == BIG


def reserving(exercise, project, cents, by, key=None):
    """Return a task that reserves."""
    words = {"cents": cents, "title": "Fête", "by": by, "now": NOW}
    return lambda: actions.reserve(exercise, project, key=key or uuid.uuid4().hex, **words)


# --- One key, many hands -----------------------------------------------------------------------------------


def test_the_same_key_from_many_hands_moves_and_tells_once():
    exercise, project, by = endowed(BIG).exercise, Project(uuid.uuid4()), person()
    outcomes = together(*(reserving(exercise, project, 1_000, by, key="la même") for _ in range(16)))
    assert len({o.pk for o in outcomes}) == 1
    assert envelope(exercise).reserved_cents == 1_000
    assert JournalEntry.objects.filter(subject_id=project.pk).count() == 1


def test_the_same_key_in_two_funds_is_refused_in_words():
    by, places = person(), [endowed(BIG).exercise for _ in range(8)]
    outcomes = together(*(reserving(place, Project(uuid.uuid4()), 1_000, by, key="la leur") for place in places))
    assert [type(o) for o in outcomes].count(Transfer) == 1
    assert [type(o) for o in outcomes].count(Refused) == 7
    assert imbalances() == []


def test_new_purses_of_a_fund_opened_together_do_not_deadlock():
    exercise, by = endowed(BIG).exercise, person()
    outcomes = together(*(reserving(exercise, Project(uuid.uuid4()), 100, by) for _ in range(32)))
    assert {type(o) for o in outcomes} == {Transfer}
    assert envelope(exercise).reserved_cents == 3_200


# --- M3: a budget lowered while it is given out ----------------------------------------------------------------


@counts("count", 5, 20)
def test_canary_without_the_guard_a_lowered_budget_leaves_a_debt(count):
    by = person()
    for _round in range(count):
        given, all_checked = endowed(BIG), threading.Barrier(2)
        grant = careless(given.exercise, Project(uuid.uuid4()), BIG, by, all_checked)
        assert together(grant, careless(given.exercise, given, BIG, by, all_checked, "withdrawal")) == [None, None]
        available = Account.objects.get(exercise=given.exercise, kind="available")
        assert available.debits.aggregate(Sum("amount_cents"))["amount_cents__sum"] == 2 * BIG


@counts("count", 50, 500)
def test_lowering_a_budget_while_it_is_given_out_makes_no_debt(count):
    by, both, neither = person(), 0, 0
    given = endowed(BIG)
    for turn in range(count):
        actions.receive(given, cents=BIG, key=f"remise à flot {turn}", by=by, now=NOW)
        held = envelope(given.exercise).available_cents
        outcomes = together(
            reserving(given.exercise, Project(uuid.uuid4()), held - 1, by),
            lambda turn=turn, held=held: actions.take_back(
                Contribution.objects.get(pk=given.pk), cents=min(held - 1, received_cents(given.pk)),
                key=f"reprise {turn}", by=by, now=NOW,
            ),
        )  # fmt: skip
        kinds = sorted(type(o).__name__ for o in outcomes)
        both += kinds == ["Transfer", "Transfer"]
        neither += "Transfer" not in kinds
        assert set(kinds) <= {"Refused", "Transfer"}, outcomes
    assert (both, neither) == (0, 0)
    assert overspent() == imbalances() == []


def test_a_movement_that_fails_later_in_its_act_leaves_nothing():
    exercise, project = endowed(BIG).exercise, Project(uuid.uuid4())
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        reserving(exercise, project, 1_000, person())()
        raise ZeroDivisionError
    assert envelope(exercise).reserved_cents == 0
    assert not JournalEntry.objects.filter(subject_id=project.pk).exists()

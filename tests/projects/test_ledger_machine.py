"""Whatever happens to a fund, in whatever order, its money adds up after each step."""

import uuid

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fph.verdict import Refused
from projects.fund import actions
from projects.fund.models import Account, Transfer
from projects.fund.queries import envelope, project_cents, received_cents
from tests.harness.counts import shared
from tests.projects.some_fund import NOW, Project, person, pledged, year

PROJECTS = [Project(uuid.uuid4()) for _ in range(3)]
cents = st.one_of(st.integers(1, 40), st.integers(-1, 10**12 + 1))
projects = st.sampled_from(PROJECTS)
keys = st.sampled_from(["a", "b", "c"]) | st.uuids().map(str)


class Fund(RuleBasedStateMachine):
    """A fund beside a model of it in plain numbers."""

    @initialize()
    def open(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.by = person()
        self.given = pledged(year(), 10_000)
        self.exercise = self.given.exercise
        self.prefix, self.keys = uuid.uuid4().hex, {}
        self.held = {"outside": 0, "available": 0}
        self.purses = {p.pk: {"reserved": 0, "paid": 0, "spent": 0} for p in PROJECTS}

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def expect(self, write, debit, credit, amount, key, told):
        """Do it, and expect what plain numbers say: once for a key, refused beyond what stands on the debit side."""
        (taken, of), (given, to) = debit, credit
        asked = (told, amount)
        repeated = self.keys.get(key) == asked
        allowed = 0 < amount <= 10**12 and (of == "outside" or taken[of] >= amount)
        if told == ("take_back",):
            allowed = allowed and -self.held["outside"] >= amount
        if key in self.keys:
            allowed = repeated
        try:
            write(cents=amount, key=f"{self.prefix}:{key}", by=self.by, now=NOW)
        except Refused:
            assert not allowed
            return
        assert allowed
        if not repeated:
            self.keys[key] = asked
            taken[of] -= amount
            given[to] += amount

    def between(self, write, project, of, to, amount, key):
        sides = [(self.held if kind == "available" else self.purses[project.pk], kind) for kind in (of, to)]
        title = {"title": "Repas de rue"}
        self.expect(
            lambda **words: write(self.exercise, project, **title, **words), *sides, amount, key,
            (write.__doc__, project.pk),
        )  # fmt: skip

    @rule(amount=cents, key=keys)
    def receive(self, amount, key):
        write = lambda **words: actions.receive(self.given, **words)  # noqa: E731
        self.expect(write, (self.held, "outside"), (self.held, "available"), amount, key, ("receive",))

    @rule(amount=cents, key=keys)
    def take_back(self, amount, key):
        write = lambda **words: actions.take_back(self.given, **words)  # noqa: E731
        self.expect(write, (self.held, "available"), (self.held, "outside"), amount, key, ("take_back",))

    @rule(project=projects, amount=cents, key=keys)
    def reserve(self, project, amount, key):
        self.between(actions.reserve, project, "available", "reserved", amount, key)

    @rule(project=projects, amount=cents, key=keys)
    def release(self, project, amount, key):
        self.between(actions.release, project, "reserved", "available", amount, key)

    @rule(project=projects, amount=cents, key=keys)
    def pay(self, project, amount, key):
        self.between(actions.pay, project, "reserved", "paid", amount, key)

    @rule(project=projects, amount=cents, key=keys)
    def justify(self, project, amount, key):
        self.between(actions.justify, project, "paid", "spent", amount, key)

    @rule(project=projects, amount=cents, key=keys)
    def return_unspent(self, project, amount, key):
        self.between(actions.return_unspent, project, "paid", "available", amount, key)

    @invariant()
    def adds_up(self):
        if not hasattr(self, "exercise"):
            return
        accounts = Account.objects.filter(exercise=self.exercise)
        assert accounts.aggregate(total=Sum("balance_cents"))["total"] == 0
        assert all(a.balance_cents >= 0 for a in accounts if a.kind != "outside")
        held = envelope(self.exercise)
        assert held.received_cents == held.available_cents + held.reserved_cents + held.paid_cents + held.spent_cents
        assert (held.received_cents, held.available_cents) == (-self.held["outside"], self.held["available"])
        assert received_cents(self.given.pk) == held.received_cents
        assert project_cents(self.purses) == self.purses
        assert Transfer.objects.filter(exercise=self.exercise).count() == len(self.keys)


@pytest.mark.django_db
@shared(("runs", "steps"), (50, 15), (200, 50))
def test_money_is_never_made_nor_lost(runs, steps):
    run_state_machine_as_test(
        Fund,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )

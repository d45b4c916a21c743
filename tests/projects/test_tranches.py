"""A grant drawn on several tranches: each gives its share to the cent, keeps what is its own, and is never overspent."""

import uuid
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fph import triggers
from fph.journal.models import JournalEntry
from fph.people.roles import Role
from fph.verdict import Refused
from projects.applications.actions import grant
from projects.applications.queries import shares
from projects.followup import exports
from projects.followup.actions import accept_report
from projects.followup.queries import report as year_report
from projects.fund import actions, rules
from projects.fund.models import Account, Transfer
from projects.fund.queries import envelope, project_cents
from projects.regulation import document
from projects.regulation.actions import adopt
from projects.regulation.forms import RegulationForm
from projects.regulation.rules import Regulation
from tests.harness.counts import shared
from tests.projects import followup_world as follow
from tests.projects.some_fund import NOW, Project, fund, organisation, person, with_role, year

HALVES = (("Ville", 50), ("Région", 50))
CAPS = {"resident": [90_000, 40_000], "group": [90_000, 40_000]}
percents = st.lists(st.integers(1, 50), min_size=1, max_size=5).map(
    lambda found: [(f"t{n}", percent) for n, percent in enumerate([*found, 100 - sum(found)]) if percent > 0]
).filter(lambda found: sum(percent for _label, percent in found) == 100)  # fmt: skip


# --- The rules ------------------------------------------------------------------------------------------


@given(st.integers(1, 10**12), percents)
def test_no_cent_is_lost_between_tranches_and_none_is_off_by_more_than_one(cents, shares):
    drawn = dict(rules.draw(cents, shares))
    assert sum(drawn.values()) == cents
    assert all(abs(drawn.get(label, 0) * 100 - cents * percent) < 100 for label, percent in shares)


@given(percents, st.lists(st.integers(0, 10**6), min_size=6, max_size=6))
def test_the_most_that_can_be_granted_can_be_and_a_euro_more_can_not(shares, balances):
    held = dict(zip([label for label, _percent in shares], balances, strict=False))
    most = rules.most_cents(shares, held)
    assert most == 0 or rules.may_draw(most, shares, held)
    assert not rules.may_draw(most + 101, shares, held)


def test_the_tranche_that_lacks_money_is_named():
    verdict = rules.may_draw(40_000, HALVES, {"Ville": 60_000, "Région": 15_000})
    assert not verdict
    assert verdict.reason == (
        "La tranche «\u202fRégion\u202f» ne contient plus que 150\u202f€\u202f: impossible d’en prendre 200\u202f€."
    )
    assert "Le pot commun" in rules.may_draw(10, (("", 50), ("Ville", 50)), {"Ville": 5}).reason


@pytest.mark.parametrize(
    "wrong",
    [
        [["Ville", 50], ["Région", 49]], [["Ville", 100], ["Région", 0]], [["Ville", 120], ["Région", -20]],
        [["Ville", 50], ["Ville", 50]], [["V" * 41, 100]],
    ],
)  # fmt: skip
def test_tranches_that_can_not_hold_together_are_refused(wrong):
    with pytest.raises(ValueError, match=r"tranche|percent|label|une seule fois"):
        named = [{"label": label, "percent": percent} for label, percent in wrong]
        document.from_document({"rules": [{"parameter": "tranches", "value": named}]})


def test_the_reglement_says_its_tranches_and_reads_them_back():
    regulation = Regulation.of(caps_cents=CAPS, tranches=(("Ville", 60), ("", 40)), articles={"tranches": "9"})
    assert document.from_document(document.to_document(regulation)) == regulation
    (told,) = [one for one in regulation.articles if "tranches" in one.parameters]
    assert told.number == "9"
    assert told.text.replace("\u202f", " ") == (
        "Chaque aide est prise à 60\u00a0% sur la tranche « Ville » et à 40\u00a0% sur le pot commun."
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ()), ("Ville ; 50\nRégion;50 %", HALVES), ("  Pot commun ; 100\n\n", (("", 100),))],
)
def test_the_form_of_a_version_asks_for_them(typed, kept):
    asked = {
        "adopted_on": "2027-01-01", "adopted_by_body": "le comité", "in_force_from": "2027-01-01", "majority": "cast",
        "filing_deadline_days": 7, "quorum_percent": 50, "report_due_days": 60, "min_group_size": 2,
        "cap_resident": "900 ; 400", "tranches": typed, "applicant_hearing": "no",
    }  # fmt: skip
    form = RegulationForm(asked)
    assert form.is_valid(), form.errors
    assert form.regulation().tranches == kept
    again = RegulationForm(current=form.regulation())
    assert again.fields["tranches"].clean(again["tranches"].value() or "") == list(kept)
    assert not RegulationForm(asked | {"tranches": "Ville, la moitié"}).is_valid()
    assert not RegulationForm(asked | {"tranches": "Ville ; 80"}).is_valid()


# --- The ledger -----------------------------------------------------------------------------------------


def endowed(**cents) -> SimpleNamespace:
    """Return a year whose tranches received that many cents, and who acts."""
    exercise, by = year(), person()
    for label, amount in cents.items():
        pledge = actions.pledge(exercise, organisation(), cents=max(amount, 1), tranche=label, by=by, now=NOW)
        if amount:
            actions.receive(pledge, cents=amount, key=uuid.uuid4().hex, by=by, now=NOW)
    return SimpleNamespace(exercise=exercise, by=by)


def act(world, write, project, cents, key=None, **words):
    asked = {"cents": cents, "key": key or uuid.uuid4().hex, "title": "Repas de rue", "by": world.by, "now": NOW}
    return write(world.exercise, project, **asked, **words)


def stand(world) -> dict:
    """Return what stands where: {label: (available, reserved, paid, spent)}."""
    return {
        one.label: (one.available_cents, one.reserved_cents, one.paid_cents, one.spent_cents)
        for one in envelope(world.exercise).tranches
    }


@pytest.mark.django_db
def test_a_grant_is_taken_by_halves_and_what_is_not_spent_goes_back_by_halves():
    world, project = endowed(Ville=100_000, Région=100_000), Project(uuid.uuid4())
    act(world, actions.reserve, project, 40_001, shares=HALVES)
    assert stand(world) == {"Région": (80_000, 20_000, 0, 0), "Ville": (79_999, 20_001, 0, 0)}
    act(world, actions.pay, project, 40_001)
    act(world, actions.justify, project, 36_600)
    act(world, actions.return_unspent, project, 3_401)
    assert stand(world) == {"Région": (81_700, 0, 0, 18_300), "Ville": (81_700, 0, 0, 18_300)}
    assert project_cents([project.pk])[project.pk] == {"reserved": 0, "paid": 0, "spent": 36_600}


@pytest.mark.django_db
def test_a_tranche_that_lacks_money_keeps_the_other_whole():
    world, project = endowed(Ville=100_000, Région=15_000), Project(uuid.uuid4())
    with pytest.raises(Refused, match="La tranche «\u202fRégion\u202f» ne contient plus que 150"):
        act(world, actions.reserve, project, 40_000, shares=HALVES)
    assert stand(world) == {"Région": (15_000, 0, 0, 0), "Ville": (100_000, 0, 0, 0)}
    assert not JournalEntry.objects.filter(subject_id=project.pk).exists()


@pytest.mark.django_db
def test_the_same_key_again_moves_nothing_and_may_not_name_another_amount():
    world, project = endowed(Ville=100_000, Région=100_000), Project(uuid.uuid4())
    for write, cents, words in [(actions.reserve, 501, {"shares": HALVES}), (actions.pay, 101, {}),
                                (actions.justify, 51, {}), (actions.return_unspent, 50, {})]:  # fmt: skip
        key = uuid.uuid4().hex
        act(world, write, project, cents, key, **words)
        before = stand(world), Transfer.objects.count()
        act(world, write, project, cents, key, **words)
        assert (stand(world), Transfer.objects.count()) == before
        with pytest.raises(Refused, match="désigne déjà"):
            act(world, write, project, cents + 1, key, **words)
    with pytest.raises(Refused, match="Il reste"):
        act(world, actions.pay, project, 401)
    assert [e.payload.body.count("tranche") for e in JournalEntry.objects.filter(subject_id=project.pk)] == [1] * 8


@pytest.mark.django_db
def test_a_tranche_nobody_opened_is_refused_and_the_common_pot_may_give_its_share():
    world, project = endowed(Ville=10_000), Project(uuid.uuid4())
    with pytest.raises(Refused, match="n’est pas ouverte"):
        act(world, actions.reserve, project, 100, shares=HALVES)
    pledge = actions.pledge(world.exercise, organisation(), cents=5_000, by=world.by, now=NOW)
    actions.receive(pledge, cents=5_000, key="pot", by=world.by, now=NOW)
    act(world, actions.reserve, project, 4_000, shares=(("Ville", 75), ("", 25)))
    assert stand(world) == {"": (4_000, 1_000, 0, 0), "Ville": (7_000, 3_000, 0, 0)}


@pytest.mark.django_db
def test_money_of_one_tranche_can_not_stand_in_another_whoever_writes():
    world, project = endowed(Ville=100_000, Région=100_000), Project(uuid.uuid4())
    made = act(world, actions.reserve, project, 200, shares=HALVES)
    other = Account.objects.get(exercise=world.exercise, kind="reserved", tranche__label="Région")
    assert made.credit.tranche.label == "Ville"
    row = {"fund_id": made.fund_id, "exercise_id": made.exercise_id, "kind": made.kind, "amount_cents": 1,
           "reference": project.pk, "made_at": NOW, "made_by": world.by, "debit": made.debit}  # fmt: skip
    Transfer.objects.create(**row, credit=made.credit, key="sain")
    with pytest.raises(DatabaseError, match=r"tranche|percent|label|une seule fois"), transaction.atomic():
        Transfer.objects.create(**row, credit=other, key="croisé")


# --- Whatever happens, in whatever order ------------------------------------------------------------------

PROJECTS = [Project(uuid.uuid4()) for _ in range(3)]
SPLITS = [HALVES, (("Ville", 70), ("Région", 30)), (("Ville", 33), ("Région", 33), ("", 34))]
amounts = st.one_of(st.integers(1, 60), st.integers(-1, 700))
MOVES = {
    actions.release: ("reserved", "available"), actions.pay: ("reserved", "paid"),
    actions.justify: ("paid", "spent"), actions.return_unspent: ("paid", "available"),
}  # fmt: skip


class Tranches(RuleBasedStateMachine):
    """Three tranches beside a model of them: what each received, and what each project drew on each and gave back."""

    @initialize()
    def open(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = endowed(Ville=0, Région=0)
        by = self.world.by
        self.pledges = {
            label: actions.pledge(self.world.exercise, organisation(), cents=1, tranche=label, by=by, now=NOW)
            for label in ("Ville", "Région", "")
        }
        self.held = {label: Counter() for label in self.pledges}
        self.drawn = {project.pk: {label: Counter() for label in self.pledges} for project in PROJECTS}
        for label in self.pledges:
            self.receive(label, 600)

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @rule(label=st.sampled_from(["Ville", "Région", ""]), amount=st.integers(1, 300))
    def receive(self, label, amount):
        pledge = self.pledges[label]
        actions.receive(pledge, cents=amount, key=uuid.uuid4().hex, by=self.world.by, now=NOW)
        self.held[label]["available"] += amount
        self.held[label]["received"] += amount

    @rule(project=st.sampled_from(PROJECTS), amount=amounts, shares=st.sampled_from(SPLITS))
    def reserve(self, project, amount, shares):
        available = {label: self.held[label]["available"] for label in self.held}
        allowed = amount > 0 and bool(rules.may_draw(amount, shares, available))
        if self.tried(actions.reserve, project, amount, allowed, shares=shares):
            for label, part in rules.draw(amount, shares):
                self.moved(project, label, "available", "reserved", part)

    @rule(project=st.sampled_from(PROJECTS), amount=amounts, write=st.sampled_from(list(MOVES)))
    def move(self, project, amount, write):
        of, to = MOVES[write]
        before = {label: self.drawn[project.pk][label][of] for label in self.held}
        whole = sum(before.values())
        if not self.tried(write, project, amount, 0 < amount <= whole):
            return
        rows = Account.objects.filter(exercise=self.world.exercise, kind=of, holder=project.pk)
        after = dict(rows.values_list("tranche__label", "balance_cents"))
        for label, was in before.items():
            part = was - after.get(label or None, 0)
            assert abs(part * whole - amount * was) < whole
            self.moved(project, label, of, to, part)

    def tried(self, write, project, amount, allowed, **words):
        try:
            with transaction.atomic():
                act(self.world, write, project, amount, **words)
        except Refused:
            assert not allowed
            return False
        assert allowed
        return True

    def moved(self, project, label, of, to, part):
        for kind, sign in ((of, -1), (to, 1)):
            self.held[label][kind] += sign * part
            self.drawn[project.pk][label][kind] += sign * part

    @invariant()
    def each_tranche_adds_up(self):
        if not hasattr(self, "world"):
            return
        accounts = Account.objects.filter(exercise=self.world.exercise)
        assert accounts.aggregate(total=Sum("balance_cents"))["total"] == 0
        assert all(a.balance_cents >= 0 for a in accounts if a.kind != "outside")
        for one in envelope(self.world.exercise).tranches:
            ours = self.held[one.label]
            assert one.received_cents == ours["received"]
            kinds = ("available", "reserved", "paid", "spent")
            assert [getattr(one, f"{kind}_cents") for kind in kinds] == [ours[kind] for kind in kinds]


@pytest.mark.django_db
@shared(("runs", "steps"), (20, 12), (200, 50))
def test_no_tranche_makes_loses_or_lends_a_cent(runs, steps):
    run_state_machine_as_test(
        Tranches,
        settings=settings(
            max_examples=runs, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


# --- From the committee to the funders --------------------------------------------------------------------


@pytest.fixture
def world(db):
    """Give a fund whose règlement takes each grant by halves, 1,000 € in each tranche."""
    found = follow.open_world(received=5_000)
    regulation = Regulation.of(caps_cents={"resident": [10**7]}, tranches=HALVES)
    adopt(found.fund, regulation=regulation, adopted_on=date(2026, 2, 1), adopted_by_body="comité",
          in_force_from=date(2026, 2, 1), **found.act("boss"))  # fmt: skip
    for label, _percent in HALVES:
        pledge = actions.pledge(found.year, organisation(label), cents=100_000, tranche=label, **found.act())
        actions.receive(pledge, cents=100_000, key=f"reçu {label} {found.fund.pk}", **found.act())
    return found


def test_adopting_opens_the_tranches_and_grants_follow_them(world):
    assert set(world.year.tranches.values_list("label", flat=True)) == {"Ville", "Région"}
    application = follow.paid(world, 40_000)
    assert shares(application, date(2026, 1, 31)) == ()
    accept_report(follow.reported(world, application, 36_600), **world.act("coordinator"))
    assert {one.label: one.available_cents for one in envelope(world.year).tranches} == {
        "": 5_000, "Ville": 81_700, "Région": 81_700
    }  # fmt: skip
    with pytest.raises(Refused, match="La tranche"):
        grant(follow.filed(world, requested_cents=170_000), cents=170_000, reference="D-9", **world.act("boss"))


def test_the_funders_read_each_tranche(world, client):
    follow.paid(world, 40_000)
    written = year_report(world.fund, 2026)
    assert [(one.name, one.paid_cents) for one in written.envelope.tranches] == [
        ("pot commun", 0), ("Région", 20_000), ("Ville", 20_000)
    ]  # fmt: skip
    lines = [cells for cells, _style in exports._fund_lines(written)]
    assert ["Ville", 1_000, 800, 0, 200, 0] in lines
    client.force_login(world.people.funder_reader)
    page = client.get(reverse("fund_report", args=[world.fund.slug])).content.decode()
    assert "Les tranches" in page and "800\u202f€ disponibles sur 1\u202f000\u202f€" in page


def test_a_promise_is_noted_in_its_tranche(world, client):
    client.force_login(world.people.treasurer)
    words = {"new_name": "Région d’essai", "new_kind": "region", "new_siret": "21750001600019", "cents": "300"}
    address = reverse("pledge", args=[world.fund.slug, 2026])
    assert client.post(address, {**words, "tranche": "Autre"}).status_code == 422
    assert client.post(address, {**words, "tranche": "Région"}).status_code == 302
    assert world.year.contributions.get(funder__siret=words["new_siret"]).tranche.label == "Région"
    plain = year(fund(), 2026)
    client.force_login(with_role(plain.fund, Role.TREASURER))
    form = client.get(reverse("pledge", args=[plain.fund.slug, 2026])).content.decode()
    assert "Tranche" not in form and "Région d’essai" not in form
    # The same body promises to another fund: its SIRET is known to the house, not shown to this one.
    assert client.post(reverse("pledge", args=[plain.fund.slug, 2026]), words).status_code == 302
    assert plain.contributions.get().funder == world.year.contributions.get(funder__siret=words["new_siret"]).funder


def crossed(world):
    """Make a payment of one tranche count in the other, every balance following."""
    paid = Transfer.objects.get(exercise=world.year, kind="payment", debit__tranche__label="Ville")
    other = Account.objects.get(exercise=world.year, kind="paid", tranche__label="Région")
    Transfer.objects.filter(pk=paid.pk).update(credit=other)
    for account, cents in ((paid.credit, -paid.amount_cents), (other, paid.amount_cents)):
        Account.objects.filter(pk=account.pk).update(balance_cents=account.balance_cents + cents)


def another_year(world):
    """Make a tranche one of another year."""
    later = year(world.fund, 2028)
    world.year.tranches.filter(label="Ville").update(exercise=later)


@pytest.mark.parametrize(("spoil", "told"), [(crossed, "ses comptes ne sont pas"), (another_year, "d’une autre année")])
def test_the_check_sees_money_that_left_its_tranche(world, spoil, told):
    follow.paid(world, 40_000)
    call_command("check_ledger")
    triggers.drop_all(connection)
    spoil(world)
    triggers.create_all(connection)
    with pytest.raises(CommandError, match=told):
        call_command("check_ledger")

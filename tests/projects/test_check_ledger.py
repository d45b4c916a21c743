"""`manage.py check_ledger`: silent when the money is right, exit 1 after any change of an amount or an account."""

import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from fph import triggers
from projects.applications.models import Application, State
from projects.fund import actions
from projects.fund.models import NOBODY, Account, Gift, Transfer
from projects.management.commands import check_ledger
from tests.projects.some_fund import NOW, Project, endowed, filed, person, pledged, year

pytestmark = pytest.mark.django_db
WORDS = {"title": "Repas de rue", "now": NOW}


def verdict():
    """Return what the command says, and whether it is content."""
    try:
        call_command("check_ledger")
    except CommandError as error:
        assert error.returncode == 1
        return str(error)
    return ""


@pytest.fixture
def busy():
    """Give a year in which every kind of movement took place, and its project."""
    given, by = endowed(100_000), person()
    project = filed(given.exercise, State.CLOSED, 60_000)
    for write, cents in [
        (actions.reserve, 60_000), (actions.release, 5_000), (actions.pay, 55_000), (actions.justify, 40_000),
        (actions.return_unspent, 15_000),
    ]:  # fmt: skip
        write(given.exercise, project, cents=cents, key=uuid.uuid4().hex, by=by, **WORDS)
    actions.take_back(given, cents=1_000, key=uuid.uuid4().hex, by=by, now=NOW)
    only_granted = filed(given.exercise, State.GRANTED, 3_000)
    actions.reserve(given.exercise, only_granted, cents=3_000, key=uuid.uuid4().hex, by=by, **WORDS)
    filed(given.exercise, State.ADMISSIBLE)
    return given, project


def test_right_accounts_are_said_right(busy, capsys):
    call_command("check_ledger")
    assert "Les comptes sont justes" in capsys.readouterr().out


@pytest.mark.commits
def test_the_command_exits_1_when_something_is_wrong(committed_db):
    given = endowed(1_000)
    actions.reserve(given.exercise, filed(given.exercise, State.GRANTED, 500), cents=500, key="x", by=person(), **WORDS)
    call_command("check_ledger")
    triggers.drop_all(connection)
    connection.close()
    missing = committed_db.manage("check_ledger")
    assert missing.returncode == 1
    assert "Une protection de la base manque" in missing.stderr


def test_a_missing_trigger_is_named(busy):
    triggers.drop_all(connection)
    assert "Une protection de la base manque" in verdict()


# --- Any change, by raw SQL, with the triggers dropped ----------------------------------------------------


@pytest.fixture
def unprotected(busy, monkeypatch):
    """Drop the triggers, and look at everything but them."""
    triggers.drop_all(connection)
    monkeypatch.setattr(check_ledger, "CHECKS", check_ledger.CHECKS[1:])
    assert verdict() == ""
    return busy


def write(model, pk, column, value):
    """Change one column of one row behind the house's back."""
    value = value.hex if isinstance(value, uuid.UUID) and connection.vendor == "sqlite" else value
    pk = pk.hex if connection.vendor == "sqlite" else pk
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, pk])


def other(rows, mine):
    """Return the values of a column found in other rows."""
    return sorted(set(rows) - {mine}, key=str)


@pytest.mark.parametrize("column", ["amount_cents", "debit_id", "credit_id", "kind", "fund_id", "exercise_id",
                                    "reference", "made_at", "made_by_id"])  # fmt: skip
def test_any_column_of_any_movement_changed_is_found(unprotected, column):
    given, _project = unprotected
    elsewhere = endowed(7).exercise
    later = year(given.exercise.fund, 2028)
    nearby = Account.objects.filter(exercise__in=[given.exercise, elsewhere])
    values = {
        "amount_cents": [1, 99, 10**9],
        "debit_id": nearby.values_list("pk", flat=True),
        "credit_id": nearby.values_list("pk", flat=True),
        "kind": Transfer.Kind.values,
        "fund_id": [elsewhere.fund_id],
        "exercise_id": [elsewhere.pk, later.pk],
        "reference": [uuid.uuid4()],
        "made_at": [NOW.replace(year=2026)],
        "made_by_id": [person().pk],
    }[column]
    for moved in Transfer.objects.filter(exercise=given.exercise):
        mine = getattr(moved, column)
        for value in other(values, mine):
            if column in ("debit_id", "credit_id") and value in (moved.debit_id, moved.credit_id):
                continue
            write(Transfer, moved.pk, column, value)
            assert verdict(), f"{moved.kind}: {column} {mine} → {value}"
            write(Transfer, moved.pk, column, mine)
    assert verdict() == ""


@pytest.mark.parametrize("column", ["balance_cents", "kind", "holder", "fund_id", "exercise_id"])
def test_any_column_of_any_account_changed_is_found(unprotected, column):
    given, _project = unprotected
    elsewhere = endowed(7).exercise
    values = {
        "balance_cents": [0, 1, 12_345_678],
        "kind": ["reserved", "paid", "spent"],
        "holder": [uuid.uuid4()],
        "fund_id": [elsewhere.fund_id],
        "exercise_id": [elsewhere.pk],
    }[column]
    tried = 0
    for account in Account.objects.filter(exercise=given.exercise):
        if account.holder == NOBODY and column in ("kind", "holder"):
            continue
        for value in other(values, mine := getattr(account, column)):
            try:
                with transaction.atomic():
                    write(Account, account.pk, column, value)
            except IntegrityError:
                continue
            tried += 1
            assert verdict(), f"{account.kind}: {column} {mine} → {value}"
            write(Account, account.pk, column, mine)
    assert tried
    assert verdict() == ""


def test_a_movement_taken_out_is_found(unprotected):
    for moved in Transfer.objects.all():
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            Transfer.objects.filter(pk=moved.pk).delete()
            assert verdict()
            cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_an_amount_and_both_balances_changed_together_are_found(unprotected):
    moved = Transfer.objects.get(kind="contribution", exercise=unprotected[0].exercise)
    Transfer.objects.filter(pk=moved.pk).update(amount_cents=moved.amount_cents + 1)
    Account.objects.filter(pk=moved.debit_id).update(balance_cents=moved.debit.balance_cents - 1)
    Account.objects.filter(pk=moved.credit_id).update(balance_cents=moved.credit.balance_cents + 1)
    assert "Un mouvement n’est pas au journal" in verdict()


# --- What no single column says ----------------------------------------------------------------------------


def test_a_grant_without_its_reservation_is_found(busy):
    filed(busy[0].exercise, State.GRANTED, 10_000)
    assert "dans ses comptes" in verdict()


def test_a_grant_changed_after_its_reservation_is_found(busy):
    Application.objects.filter(pk=busy[1].pk).update(granted_cents=50_000)
    assert "dans ses comptes" in verdict()


def test_a_project_unknown_to_the_fund_is_found(busy):
    words = {"cents": 1, "key": "inconnu", "by": person(), **WORDS}
    actions.reserve(busy[0].exercise, Project(uuid.uuid4()), **words)
    assert "n’a pas de dossier" in verdict()


def test_a_gift_said_paid_and_not_received_is_found(busy):
    Gift.objects.create(exercise=busy[0].exercise, amount_cents=500, state="paid", opened_at=NOW, paid_at=NOW)
    assert verdict().startswith("Don ")


def test_money_from_nowhere_is_found(busy):
    pledge = pledged(busy[0].exercise, 100)
    actions.receive(pledge, cents=100, key="bientôt effacée", by=person(), now=NOW)
    pledge.delete()
    assert "nulle part" in verdict()

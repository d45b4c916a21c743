"""A fund's money: what the writers do, and what the database refuses whoever writes."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from fph.journal.models import JournalEntry
from fph.verdict import Refused
from projects.fund import actions
from projects.fund.models import NOBODY, Account, Transfer
from projects.fund.queries import envelope, project_cents, received_cents
from tests.projects.some_fund import NOW, Project, endowed, person, year

pytestmark = pytest.mark.django_db


def act(write, exercise, project, cents, key=None):
    key = key or uuid.uuid4().hex
    return write(exercise, project, cents=cents, key=key, title="Repas de rue", by=person(), now=NOW)


def test_a_euro_goes_all_the_way_through():
    given = endowed(100_000)
    exercise, project = given.exercise, Project(uuid.uuid4())
    act(actions.reserve, exercise, project, 70_000)
    act(actions.release, exercise, project, 10_000)
    act(actions.pay, exercise, project, 60_000)
    act(actions.justify, exercise, project, 45_000)
    act(actions.return_unspent, exercise, project, 15_000)
    held = envelope(exercise)
    assert (held.received_cents, held.available_cents) == (100_000, 55_000)
    assert (held.reserved_cents, held.paid_cents, held.spent_cents) == (0, 0, 45_000)
    assert project_cents([project.pk])[project.pk] == {"reserved": 0, "paid": 0, "spent": 45_000}


def test_more_than_the_fund_holds_is_refused_in_words():
    given = endowed(100_000)
    act(actions.reserve, given.exercise, Project(uuid.uuid4()), 60_000)
    with pytest.raises(Refused, match="Il reste 400"):
        act(actions.reserve, given.exercise, Project(uuid.uuid4()), 60_000)
    assert envelope(given.exercise).available_cents == 40_000


@pytest.mark.parametrize("cents", [0, -1, 10**12 + 1])
def test_an_amount_out_of_bounds_is_refused(cents):
    given = endowed(100_000)
    for write in (actions.reserve, actions.release):
        with pytest.raises(Refused, match="Le montant"):
            act(write, given.exercise, Project(uuid.uuid4()), cents)
    with pytest.raises(Refused, match="Le montant"):
        actions.receive(given, cents=cents, key="démesuré", by=person(), now=NOW)


def test_the_same_key_moves_and_tells_once():
    given, project = endowed(100_000), Project(uuid.uuid4())
    first = act(actions.reserve, given.exercise, project, 30_000, "deux fois")
    again = act(actions.reserve, given.exercise, project, 30_000, "deux fois")
    assert first == again
    assert envelope(given.exercise).available_cents == 70_000
    assert JournalEntry.objects.filter(subject_id=project.pk).count() == 1


def test_a_key_can_not_name_two_movements():
    given, project = endowed(100_000), Project(uuid.uuid4())
    act(actions.reserve, given.exercise, project, 30_000, "prise")
    for cents, other in [(30_001, project), (30_000, Project(uuid.uuid4()))]:
        with pytest.raises(Refused, match="désigne déjà"):
            act(actions.reserve, given.exercise, other, cents, "prise")
    with pytest.raises(Refused, match="désigne déjà"):
        actions.receive(endowed(100), cents=30_000, key="prise", by=person(), now=NOW)


def test_only_what_a_funder_paid_goes_back_to_it():
    given = endowed(100_000)
    other = endowed(500)
    actions.take_back(given, cents=40_000, key="reprise", by=person(), now=NOW)
    actions.take_back(given, cents=40_000, key="reprise", by=person(), now=NOW)
    assert received_cents(given.pk) == 60_000
    with pytest.raises(Refused, match="n’en a reçu que 600"):
        actions.take_back(given, cents=60_001, key="trop", by=person(), now=NOW)
    act(actions.reserve, given.exercise, Project(uuid.uuid4()), 50_000)
    with pytest.raises(Refused, match="Il reste 100"):
        actions.take_back(given, cents=20_000, key="réservé", by=person(), now=NOW)
    assert received_cents(other.pk) == 500
    assert JournalEntry.objects.filter(subject_id=given.pk, kind="money.taken_back").count() == 1


def test_money_of_one_year_is_not_money_of_another():
    given = endowed(100_000)
    next_year = year(given.exercise.fund, 2028)
    with pytest.raises(Refused):
        act(actions.reserve, next_year, Project(uuid.uuid4()), 1)


# --- What the database refuses ----------------------------------------------------------------------------


@pytest.fixture
def sound():
    """Give the columns of a transfer that the database accepts, and the accounts of another fund and another year."""
    given = endowed(100_000)
    exercise = given.exercise
    outside, available = (Account.objects.get(exercise=exercise, kind=kind) for kind in ("outside", "available"))
    row = {
        "fund_id": exercise.fund_id, "exercise_id": exercise.pk, "kind": "contribution", "debit_id": outside.pk,
        "credit_id": available.pk, "amount_cents": 100, "key": "essai", "reference": given.pk, "made_at": NOW,
        "made_by_id": given.pledged_by_id,
    }  # fmt: skip
    return row, endowed(1).exercise, year(exercise.fund, 2028)


def account_of(exercise, kind="available"):
    return Account.objects.get(exercise=exercise, kind=kind).pk


ILLEGAL = {
    "nothing": lambda row, other, later: {"amount_cents": 0},
    "less than nothing": lambda row, other, later: {"amount_cents": -100},
    "the same account twice": lambda row, other, later: {"credit_id": row["debit_id"]},
    "another fund's account": lambda row, other, later: {"credit_id": account_of(other)},
    "another year's account": lambda row, other, later: {"credit_id": account_of(later)},
    "a year that is not its accounts'": lambda row, other, later: {"exercise_id": later.pk},
    "huge": lambda row, other, later: {"amount_cents": 10**12 + 1},
    "not a number": lambda row, other, later: {"amount_cents": float("nan")},
    "three decimals": lambda row, other, later: {"amount_cents": "10.005"},
    "text": lambda row, other, later: {"amount_cents": "cent euros"},
    "no amount": lambda row, other, later: {"amount_cents": None},
    "a key already used": lambda row, other, later: {"key": Transfer.objects.first().key},
    "an unknown kind": lambda row, other, later: {"kind": "don du ciel"},
    "an unknown account": lambda row, other, later: {"debit_id": uuid.uuid4()},
}


def by_orm(row):
    Transfer.objects.create(**row)


def by_bulk(row):
    Transfer.objects.bulk_create([Transfer(**row)])


def by_sql(row):
    row = {"id": uuid.uuid4(), **row}
    if connection.vendor == "sqlite":
        row = {name: value.hex if isinstance(value, uuid.UUID) else value for name, value in row.items()}
        row["made_at"] = row["made_at"].isoformat()
    columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO projects_transfer ({columns}) VALUES ({marks})", list(row.values()))


PATHS = {"orm": by_orm, "bulk": by_bulk, "sql": by_sql}


def attempt(insert, row):
    """Insert, and make the database check at once what it would check at the end."""
    with transaction.atomic():
        insert(row)
        connection.check_constraints()


@pytest.mark.parametrize("path", PATHS)
def test_the_sound_transfer_is_accepted(sound, path):
    attempt(PATHS[path], sound[0])
    assert Transfer.objects.filter(key="essai", amount_cents=100).exists()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("wrong", ILLEGAL)
def test_an_illegal_transfer_is_refused(sound, path, wrong):
    row = {**sound[0], **ILLEGAL[wrong](*sound)}
    with pytest.raises((DatabaseError, TypeError, OverflowError)):
        attempt(PATHS[path], row)
    assert not Transfer.objects.filter(key="essai").exists()


CHANGES = {
    "update": lambda: Transfer.objects.update(amount_cents=1),
    "save": lambda: Transfer.objects.first().save(),
    "bulk_update": lambda: Transfer.objects.bulk_update([Transfer.objects.first()], ["kind"]),
    "delete": lambda: Transfer.objects.all().delete(),
    "raw update": lambda: connection.cursor().execute("UPDATE projects_transfer SET amount_cents = 1"),
    "raw delete": lambda: connection.cursor().execute("DELETE FROM projects_transfer"),
    "upsert": lambda: Transfer.objects.bulk_create(
        [Transfer.objects.first()], update_conflicts=True, update_fields=["amount_cents"], unique_fields=["id"]
    ),
    "insert again": lambda: connection.cursor().execute(
        "INSERT INTO projects_transfer SELECT * FROM projects_transfer"
    ),
    "replace": lambda: connection.cursor().execute(
        "INSERT OR REPLACE INTO projects_transfer SELECT * FROM projects_transfer"
    ),
    "account below zero": lambda: Account.objects.filter(kind="available").update(balance_cents=-1),
    "account in text": lambda: connection.cursor().execute("UPDATE projects_account SET balance_cents = 'beaucoup'"),
    "account renamed": lambda: Account.objects.filter(kind="available").update(kind="outside"),
    "account handed over": lambda: Account.objects.filter(kind="available").update(holder=uuid.uuid4()),
    "account of another year": lambda: Account.objects.update(exercise_id=uuid.uuid4()),
    "account opened twice": lambda: Account.objects.bulk_create([
        Account(fund_id=a.fund_id, exercise_id=a.exercise_id, kind=a.kind, holder=NOBODY)
        for a in Account.objects.filter(kind="available")
    ]),
    "a purse without a project": lambda: Account.objects.bulk_create([
        Account(fund_id=a.fund_id, exercise_id=a.exercise_id, kind="paid", holder=NOBODY)
        for a in Account.objects.filter(kind="available")
    ]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_past_and_the_purses_are_refused_any_change(change):
    endowed(100_000)
    before = sorted(Transfer.objects.values_list()), sorted(Account.objects.values_list())
    with pytest.raises(DatabaseError), transaction.atomic():
        CHANGES[change]()
    assert (sorted(Transfer.objects.values_list()), sorted(Account.objects.values_list())) == before

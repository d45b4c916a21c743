"""The past stays as it was: each table that says so refuses, by raw SQL, on a real row."""

import re
import uuid
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from fph import triggers
from projects.fund.models import NOBODY, Account, Transfer

TABLES = {model._meta.db_table: model for model in apps.get_models()}
# Refused for what is written rather than for the row it is written in: shown by the last tests,
# and for tranches by tests/projects/test_tranches.py.
OWN_TEST = ("same_fund", "same_tranche", "whole")
DECLARED = [(table, trigger) for table, trigger in triggers.declared() if trigger.operation != "TRUNCATE"]
GENERAL = [(table, trigger) for table, trigger in DECLARED if trigger.name not in OWN_TEST]
WHOLE = [(table, trigger) for table, trigger in DECLARED if trigger.name == "whole"]
PARENT = re.compile(r"FROM (\w+) p WHERE p\.id = \{?(?:row|NEW|OLD)\}?\.(\w+)")
WATCHED = re.compile(r"NEW\.(\w+) (?:<>|IS DISTINCT FROM) OLD")
# A row that no generic filling makes valid: what its constraints ask beside.
ASKED = {
    "Account": {"kind": "outside", "holder": NOBODY},
    "Ballot": {"result": "adopted"},
    "Decision": {"kind": "granted"},
    "AgendaItem": {"kind": "file", "amendment_id": None},
}

pytestmark = pytest.mark.django_db


def value(field):
    """Return a value that fills a column, whatever it is."""
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.ForeignKey | models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    simple = {
        models.DateField: date(2026, 1, 1),
        models.TimeField: time(18),
        models.BooleanField: False,
        models.JSONField: {},
    }
    if kind := next((kind for kind in simple if isinstance(field, kind)), None):
        return simple[kind]
    if isinstance(field, models.IntegerField):
        return 7_000_001 if field.primary_key or field.unique else 1
    return uuid.uuid4().hex[: field.max_length or 32]


def filled(model, **given):
    """Put a row with every column filled into the table, and return it. What it names need not exist yet."""
    values = {f.attname: value(f) for f in model._meta.concrete_fields} | ASKED.get(model.__name__, {}) | given
    row = model(**values)
    model._base_manager.bulk_create([row])
    return row


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def literal(key) -> str:
    """Return a primary key as SQL."""
    if isinstance(key, uuid.UUID):
        return f"'{key.hex if connection.vendor == 'sqlite' else key}'"
    return str(key) if isinstance(key, int) else f"'{key}'"


def named(row, column: str):
    """Return what a row holds in a column."""
    return next(getattr(row, field.attname) for field in row._meta.concrete_fields if field.column == column)


def other(row, column: str) -> str:
    """Return, as SQL, another value that a column could hold."""
    held = named(row, column)
    if isinstance(held, date):
        return f"'{held + timedelta(days=1)}'"
    return literal(uuid.uuid4() if isinstance(held, uuid.UUID) else "changed")


def attempt(row, trigger) -> None:
    """Try by raw SQL what the trigger forbids on this row."""
    table, key = row._meta.db_table, row._meta.pk.column
    where = f"WHERE {key} = {literal(row.pk)}"
    if trigger.operation == "DELETE":
        execute(f"DELETE FROM {table} {where}")
    elif trigger.operation == "UPDATE":
        watched = WATCHED.search(trigger.condition)
        change = f"{watched[1]} = {other(row, watched[1])}" if watched else f"{key} = {key}"
        execute(f"UPDATE {table} SET {change} {where}")
    else:
        parent = PARENT.search(trigger.condition)
        filled(type(row), **{parent[2]: named(row, parent[2])})


@pytest.mark.parametrize(("table", "trigger"), GENERAL, ids=[f"{t}-{g.name}-{g.operation}" for t, g in GENERAL])
def test_a_kept_row_refuses(table, trigger):
    with transaction.atomic():
        row = filled(TABLES[table])
        if parent := PARENT.search(trigger.condition):
            filled(TABLES[parent[1]], id=named(row, parent[2]))
        with pytest.raises(DatabaseError, match=re.escape(trigger.message)), transaction.atomic():
            attempt(row, trigger)
        transaction.set_rollback(True)


def test_every_declared_trigger_is_in_force():
    assert triggers.expected(connection.vendor)
    assert triggers.missing(connection) == []


def test_an_altered_trigger_is_missed():
    table, trigger = DECLARED[0]
    execute(f"DROP TRIGGER {trigger.full_name(table)}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    assert triggers.missing(connection) == [trigger.full_name(table)]


def test_a_transfer_stays_within_its_fund_and_year():
    with transaction.atomic():
        outside = filled(Account)
        own = {"fund_id": outside.fund_id, "exercise_id": outside.exercise_id, "debit_id": outside.pk}
        filled(Transfer, **own)
        for other in ("fund_id", "exercise_id"):
            with pytest.raises(DatabaseError, match="both accounts belong"), transaction.atomic():
                filled(Transfer, **own | {other: uuid.uuid4()})
        transaction.set_rollback(True)


def copied(row, **changed: str) -> str:
    """Return the SQL that adds a copy of a row, other in its keys and in these columns."""
    fields = row._meta.concrete_fields
    fresh = {f.column: literal(value(f)) for f in fields if f.unique or f.is_relation}
    columns = {f.column: f.column for f in fields} | fresh | changed
    table = row._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {table}"


if connection.vendor == "sqlite":  # PostgreSQL's columns hold nothing but whole numbers

    @pytest.mark.parametrize(("table", "trigger"), WHOLE, ids=[f"{t}-{g.operation}" for t, g in WHOLE])
    def test_no_fraction_of_a_cent_is_kept(table, trigger):
        column = re.search(r"NEW\.(\w+)", trigger.condition)[1]
        with transaction.atomic():
            row = filled(TABLES[table])
            update, insert = f"UPDATE {table} SET {column} = 1.25", copied(row, **{column: "1.25"})
            statement = update if trigger.operation == "UPDATE" else insert
            with pytest.raises(DatabaseError, match=trigger.message), transaction.atomic():
                execute(f"{statement} WHERE id = {literal(row.pk)}")
            transaction.set_rollback(True)

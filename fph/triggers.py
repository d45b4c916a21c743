"""Triggers that keep the past as it was, declared in code beside each model as `triggers = [...]`.

A table rebuilt by a migration loses its triggers on SQLite, so all of them are dropped before migrating and rebuilt
after. The doors (`fph/wsgi.py`) refuse to open when one is missing or was altered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

PREFIX = "fph_"


@dataclass(frozen=True)
class Trigger:
    """Refuse `operation` (INSERT, UPDATE or DELETE) on a table when `condition` (SQL on NEW and OLD) holds."""

    name: str
    operation: str
    condition: str
    message: str

    def statements(self, table: str, vendor: str) -> list[str]:
        """Return the SQL that creates this trigger on that table."""
        name = self.full_name(table)
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {name} BEFORE {self.operation} ON {table} WHEN {self.condition} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            ]
        kept = "OLD" if self.operation == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.condition} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '23000'; END IF; "
            f"RETURN {kept}; END $$",
            f"CREATE TRIGGER {name} BEFORE {self.operation} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]

    def full_name(self, table: str) -> str:
        """Return the name the database knows it by."""
        return f"{PREFIX}{table}_{self.name}_{self.operation.lower()}"


class NoTruncate(Trigger):
    """Refuse TRUNCATE on PostgreSQL; SQLite has none."""

    def __init__(self):
        super().__init__("kept", "TRUNCATE", "TRUE", "append-only table")

    def statements(self, table: str, vendor: str) -> list[str]:
        """Return a statement-level trigger, or nothing on SQLite."""
        if vendor == "sqlite":
            return []
        name = self.full_name(table)
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = '23000'; END $$",
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]


def append_only() -> list[Trigger]:
    """Rows may be added; nobody may change or delete one."""
    return [
        Trigger("append", "UPDATE", "TRUE", "append-only table"),
        Trigger("append", "DELETE", "TRUE", "append-only table"),
        NoTruncate(),
    ]


def only_emptied(*columns: str, kept: tuple[str, ...]) -> list[Trigger]:
    """Text columns may be emptied by retention, never rewritten; `kept` columns and the row itself stay."""
    rewritten = [f"(NEW.{c} <> OLD.{c} AND NEW.{c} <> '')" for c in columns]
    moved = [f"NEW.{c} <> OLD.{c}" for c in kept]
    return [
        Trigger("emptied", "UPDATE", " OR ".join(rewritten + moved), "may be emptied, never changed"),
        Trigger("emptied", "DELETE", "TRUE", "may be emptied, never deleted"),
        NoTruncate(),
    ]


def whole(column: str, *operations: str) -> list[Trigger]:
    """A column of cents holds whole numbers; SQLite would keep a fraction or a text in it."""
    return [Trigger("whole", op, f"CAST(NEW.{column} AS BIGINT) <> NEW.{column}", "whole cents") for op in operations]


def unmoved(*columns: str) -> list[Trigger]:
    """What a row is stays what it was: these columns are never changed."""
    moved = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns)
    return [Trigger("unmoved", "UPDATE", moved, "stays what it is")]


def refuse_when(name: str, condition: str, message: str, operations=("INSERT", "UPDATE", "DELETE")) -> list[Trigger]:
    """Refuse when `condition` holds; `{row}` in it stands for NEW, and for OLD when changing or deleting."""
    rows = {"INSERT": ["NEW"], "UPDATE": ["NEW", "OLD"], "DELETE": ["OLD"]}
    return [
        Trigger(name, op, " OR ".join(f"({condition.format(row=row)})" for row in rows[op]), message)
        for op in operations
    ]


def closed_with(parent_table: str, foreign_key: str, closed: str) -> list[Trigger]:
    """Children can't be added, changed or deleted once their parent row satisfies `closed` (SQL on alias `p`)."""
    condition = f"EXISTS (SELECT 1 FROM {parent_table} p WHERE p.id = {{row}}.{foreign_key} AND ({closed}))"
    return refuse_when("closed", condition, "closed is closed")


def declared() -> Iterator[tuple[str, Trigger]]:
    """Yield (table, trigger) for every model of the house."""
    for model in apps.get_models():
        for trigger in vars(model).get("triggers", ()):
            yield model._meta.db_table, trigger


def expected(vendor: str) -> dict[str, list[str]]:
    """Return name → creating statements of the triggers that database must hold."""
    found = {t.full_name(table): t.statements(table, vendor) for table, t in declared()}
    return {name: statements for name, statements in found.items() if statements}


def present(connection) -> set[str]:
    """Return the names of our triggers in force in the database, exactly as declared."""
    wanted = expected(connection.vendor)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fph\\_%' ESCAPE '\\'"
            )
            return {name for name, sql in cursor.fetchall() if [sql] == wanted.get(name)}
        cursor.execute(
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema() "
            "AND t.tgname LIKE 'fph\\_%'"
        )
        return {name for name, body in cursor.fetchall() if name in wanted and f"$${body}$$" in wanted[name][0]}


def missing(connection) -> list[str]:
    """Return the names of declared triggers that are absent, disabled or altered."""
    return sorted(set(expected(connection.vendor)) - present(connection))


def drop_all(connection) -> None:
    """Drop every trigger of ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'fph\\_%' ESCAPE '\\'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            return
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND p.proname LIKE 'fph\\_%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {name}() CASCADE")


def create_all(connection) -> None:
    """Create every declared trigger whose table exists."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for table, trigger in declared():
            if table in tables:
                for statement in trigger.statements(table, connection.vendor):
                    cursor.execute(statement)


def drop_before_migrate(app_config, using, **kwargs) -> None:
    """Let migrations rebuild tables: called before migrating, once."""
    if app_config.label == "fph":
        drop_all(connections[using])


def rebuild_after_migrate(app_config, using, **kwargs) -> None:
    """Put the triggers back: called after migrating, once, when every table is there."""
    if app_config.label == "fph":
        drop_all(connections[using])
        create_all(connections[using])


def refuse_start_if_missing() -> None:
    """Raise ImproperlyConfigured unless every trigger is present and unaltered."""
    if absent := missing(connections["default"]):
        raise ImproperlyConfigured(
            f"Des protections de la base manquent ({', '.join(absent[:3])}…). Lancez : manage.py migrate"
        )

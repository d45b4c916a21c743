"""V9: each table that keeps its rows refuses by every way that writes, and each way works once its triggers are gone.

The models are those that declare triggers, so a new one is covered. `test_triggers.py` tries the triggers one by one.
"""

import json
from datetime import date
from functools import partial

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import get_resolver
from wagtail import hooks
from wagtail.snippets.models import get_snippet_models

from fph import triggers
from tests.house.test_triggers import GENERAL, PARENT, TABLES, WATCHED, filled, literal, named, value

pytestmark = pytest.mark.django_db
CASES = {f"{table}-{trigger.operation}-{trigger.name}": (TABLES[table], trigger) for table, trigger in GENERAL}
ON_SQLITE = connection.vendor == "sqlite"


class Passed(Exception):
    """The write went through; it is rolled back all the same."""


def passes(write) -> bool:
    """Try a write that is always rolled back; say whether the database took it."""
    try:
        with transaction.atomic():
            write()
            raise Passed
    except Passed:
        return True
    except IntegrityError:
        return False


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def changed_field(model, trigger):
    """Return a column that the trigger watches, or any when it keeps the whole row."""
    watched = WATCHED.search(trigger.condition)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key and not field.choices]
    parent = PARENT.search(trigger.condition)
    wanted = [field for field in fields if watched and field.column == watched[1]]
    wanted += [field for field in fields if not field.is_relation and not (parent and field.column == parent[2])]
    return (wanted or [field for field in model._meta.concrete_fields if not field.primary_key])[0]


def rewritten(row, field):
    """Return the row with another value in a column."""
    again = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    setattr(again, field.attname, another(getattr(row, field.attname), field))
    return again


def another(old, field):
    """Return another value that a column could hold beside what stands around it."""
    if isinstance(old, bool):
        return not old
    if isinstance(old, int):
        return old + 1
    return old.replace(year=old.year - 1) if isinstance(old, date) else value(field)


def loaded(row) -> None:
    """Write a row as loaddata does."""
    for thing in serializers.deserialize("json", serializers.serialize("json", [row])):
        thing.save()


def upserted(row, field) -> None:
    others = [f.name for f in row._meta.concrete_fields if f == field]
    type(row)._base_manager.bulk_create([row], update_conflicts=True, unique_fields=["pk"], update_fields=others)


def replaced(row) -> None:
    """Write a row over itself, as SQLite alone can: delete and insert in one word."""
    columns = ", ".join(f.column for f in row._meta.concrete_fields)
    table, key = row._meta.db_table, row._meta.pk.column
    execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE {key} = {literal(row.pk)}")


def updates(row, trigger):
    """Yield (way, write) for every way to change a row."""
    model, field = type(row), changed_field(type(row), trigger)
    table, key = model._meta.db_table, model._meta.pk.column
    again = rewritten(row, field)
    new = getattr(again, field.attname)
    prepared = field.get_db_prep_save(new, connection)
    yield "save", lambda: again.save(force_update=True)
    yield "save_base", lambda: again.save_base(raw=True, force_update=True)
    yield "update", lambda: model._base_manager.filter(pk=row.pk).update(**{field.attname: new})
    yield "bulk_update", lambda: model._base_manager.bulk_update([again], [field.name])
    yield "upsert", partial(upserted, again, field)
    yield "loaddata", partial(loaded, again)
    yield (
        "raw update",
        lambda: execute(f"UPDATE {table} SET {field.column} = %s WHERE {key} = {literal(row.pk)}", prepared),
    )


def deletes(row, trigger):
    """Yield (way, write) for every way to delete a row."""
    model = type(row)
    table, key = model._meta.db_table, model._meta.pk.column
    yield "delete", lambda: model._base_manager.get(pk=row.pk).delete()
    yield "queryset delete", lambda: model._base_manager.filter(pk=row.pk).delete()
    yield "_raw_delete", lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default")
    yield "raw delete", lambda: execute(f"DELETE FROM {table} WHERE {key} = {literal(row.pk)}")
    if ON_SQLITE:
        yield "insert or replace", partial(replaced, row)


def inserts(row, trigger):
    """Yield (way, write) for every way to add a row beside this one."""
    model = type(row)
    parent = PARENT.search(trigger.condition)
    values = {f.attname: value(f) for f in model._meta.concrete_fields}
    same = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if not (f.unique or f.is_relation)}
    empty = {f.attname: None for f in model._meta.concrete_fields if getattr(row, f.attname) is None}
    other = model(**values | same | empty | {parent[2]: named(row, parent[2])})
    yield "save", lambda: other.save(force_insert=True)
    yield "bulk_create", lambda: model._base_manager.bulk_create([other])
    yield "bulk_create ignoring", lambda: model._base_manager.bulk_create([other], ignore_conflicts=True)
    yield "loaddata", partial(loaded, other)


WAYS = {"UPDATE": updates, "DELETE": deletes, "INSERT": inserts}


def through(model, trigger, *, guarded: bool) -> dict[str, bool]:
    """Return, for each way to write a kept row, whether the database takes it."""
    with transaction.atomic():
        if not guarded:
            triggers.drop_all(connection)
        row = filled(model)
        if parent := PARENT.search(trigger.condition):
            filled(TABLES[parent[1]], id=named(row, parent[2]))
        found = {way: passes(write) for way, write in WAYS[trigger.operation](row, trigger)}
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("case", CASES)
def test_no_way_passes(case):
    assert [way for way, passed in through(*CASES[case], guarded=True).items() if passed] == []


@pytest.mark.parametrize("case", CASES)
def test_every_way_passes_without_the_triggers(case):
    """The canary: what refuses above is the trigger, not the way it is tried."""
    assert [way for way, passed in through(*CASES[case], guarded=False).items() if not passed] == []


# --- Who else could write ---------------------------------------------------------------------------------

KEPT = {TABLES[table] for table, _trigger in triggers.declared()}
KEEPS = {
    *("JournalEntry", "JournalPayload", "RegisterEntry", "Checkpoint", "Account", "Transfer", "Meeting", "AgendaItem"),
    *(
        "Presence",
        "Absence",
        "Obligation",
        "Recusal",
        "Ballot",
        "Elector",
        "Vote",
        "Decision",
        "DecisionText",
        "Minutes",
        "MinutesFacts",
    ),
    *("MinutesWord", "Erratum", "Override"),
    *("Opinion", "Act", "Ruling", "RulingText"),
}


def test_no_table_stops_keeping_its_rows():
    assert {model.__name__ for model in KEPT} == KEEPS, "a table keeps its rows, or no longer does: say so here"


def edited_models():
    """Yield the models that Wagtail's admin edits: its snippets, its viewsets, its views."""
    yield from get_snippet_models()
    for hook in hooks.get_hooks("register_admin_viewset"):
        found = hook()
        yield from (
            viewset.model for viewset in (found if isinstance(found, list) else [found]) if hasattr(viewset, "model")
        )
    for view in views(get_resolver()):
        yield getattr(view, "view_initkwargs", {}).get("model") or getattr(
            getattr(view, "view_class", None), "model", None
        )


def views(resolver):
    for pattern in resolver.url_patterns:
        yield from views(pattern) if hasattr(pattern, "url_patterns") else [pattern.callback]


def test_no_admin_edits_a_kept_row():
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    edited = {model for model in edited_models() if model}
    assert edited, "this test sees the editor"
    assert not edited & KEPT


if ON_SQLITE:

    def test_every_connection_lets_triggers_hear_a_replacement():
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
        copied = connection.copy()
        with copied.cursor() as cursor:
            assert cursor.execute("PRAGMA recursive_triggers").fetchone() == (1,)
        copied.close()

    def test_a_replacement_would_pass_without_it():
        """The canary of `recursive_triggers`: OFF, a sealed row is deleted and written again unheard."""
        table, trigger = next((t, g) for t, g in GENERAL if g.name == "append" and g.operation == "DELETE")
        execute("PRAGMA recursive_triggers=OFF")
        try:
            assert through(TABLES[table], trigger, guarded=True)["insert or replace"]
        finally:
            execute("PRAGMA recursive_triggers=ON")
        assert not through(TABLES[table], trigger, guarded=True)["insert or replace"]


# --- From a shell, by a file, by our own commands -----------------------------------------------------------


TRY = """
from django.apps import apps
from django.db import IntegrityError, transaction
through = []
for label, column, new in {cases!r}:
    rows = apps.get_model(label)._base_manager.all()
    assert rows.exists(), label
    for write in (lambda: rows.update(**{{column: new}}), lambda: rows._raw_delete("default")):
        try:
            with transaction.atomic():
                write()
        except IntegrityError:
            continue
        through.append(label)
print("through:", through)
"""
SHELL = [
    ("fph.JournalEntry", "kind", "x"), ("fph.RegisterEntry", "root", "x"), ("fph.Checkpoint", "root", "x"),
    ("projects.Transfer", "amount_cents", 1), ("committees.Minutes", "sha256", "x"),
    ("committees.MinutesFacts", "public", "x"), ("committees.MinutesWord", "text", "x"),
    ("committees.DecisionText", "reasons", "x"), ("committees.Presence", "left_at", None),
]  # fmt: skip


@pytest.mark.commits
def test_a_shell_does_not_pass(committed_db):
    done = committed_db.manage("shell", "-c", TRY.format(cases=SHELL))
    assert "through: []" in done.stdout, done.stdout + done.stderr


def test_a_file_of_data_does_not_pass(tmp_path):
    """Real rows of the demonstration, changed in a file that loaddata reads."""
    for label, column, new in SHELL:
        row = apps.get_model(label)._base_manager.first()
        data = json.loads(serializers.serialize("json", [row]))
        data[0]["fields"][column] = "2020-01-01T10:00:00Z" if new is None else new
        file = tmp_path / "data.json"
        file.write_text(json.dumps(data))
        assert not passes(partial(call_command, "loaddata", file, verbosity=0)), label
    assert passes(lambda: call_command("loaddata", user_file(tmp_path), verbosity=0)), "a file of other rows is read"


def user_file(folder):
    file = folder / "people.json"
    file.write_text(serializers.serialize("json", apps.get_model("fph.User").objects.all()[:1]))
    return file

"""Who watches the acts: what rows each outermost act changed, and what it told the register of them.

A picture of a table is taken before the first write an act makes in it, and another when the act ends, in the same
transaction. A row that differs and of which no entry of this act tells is *untold*.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from unittest.mock import patch
from uuid import UUID

from django.apps import apps
from django.db import connection

from fph.journal import actions as journal
from tests.house import told_table as table
from tests.house.source import ROOMS, modules

READS = re.compile(r"[\s(]*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|PRAGMA)\b", re.IGNORECASE)
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Change:
    """A row that an act added, changed or took away: the columns that differ, and all its words before and after."""

    model: str
    columns: frozenset[str]
    words: frozenset[str]


@dataclass
class Watch:
    """What was seen so far: the acts that took place, the changes left untold, the exceptions that served."""

    acts: set[str] = field(default_factory=set)
    untold: set[str] = field(default_factory=set)
    served: set[str] = field(default_factory=set)
    before: dict[str, dict] | None = None

    def sees(self, execute, sql, params, many, context):
        """Take a picture of a table just before an act first writes in it."""
        if self.before is not None and not READS.match(sql):
            found = WRITES.match(sql)
            assert found, f"a write that the watch can't read: {sql[:200]}"
            name = found[1]
            if name in watched() and name not in self.before:
                self.before[name] = picture(name)
        return execute(sql, params, many, context)

    def compare(self, act: str, entries: list) -> None:
        """Note every change of this act that its entries don't tell."""
        for name, before in self.before.items():
            after = picture(name)
            for key in before.keys() | after.keys():
                old, new = before.get(key, {}), after.get(key, {})
                differing = frozenset(column for column in {**old, **new} if old.get(column) != new.get(column))
                change = Change(watched()[name], differing, frozenset({*old.values(), *new.values()}))
                if differing and not self._is_told(act, change, entries):
                    self.untold.add(f"{act} changes {change.model} ({', '.join(sorted(differing))}) and tells nothing")

    def _is_told(self, act: str, change: Change, entries: list) -> bool:
        if any(entry.subject_id.hex in change.words for entry in entries):
            return True
        followed = change.columns <= table.FOLLOWED.get(change.model, set())
        kinds = table.TOLD_BY.get(change.model, ())
        elsewhere = bool(kinds) and any(entry.kind.startswith(kinds) for entry in entries)
        silent = change.model in table.SILENT.get(act, (set(),))[0]
        reasons = {f"FOLLOWED {change.model}": followed, f"TOLD_BY {change.model}": elsewhere, f"SILENT {act}": silent}
        self.served |= {reason for reason, serves in reasons.items() if serves}
        return any(reasons.values())


@cache
def acts() -> dict:
    """Return the function under each act of the house → the name by which it is called."""
    found = {}
    for module in modules():
        if module.drawer != "actions" and module.path != "fph/journal/actions.py":
            continue
        for name, value in vars(import_module(module.name)).items():
            if hasattr(value, "is_action") and value.__module__ == module.name:
                found[value.__wrapped__] = f"{module.name}.{name}"
    return found


@cache
def watched() -> dict[str, str]:
    """Return table → model of every table of ours in which something is decided, histories aside."""
    ours = (m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in ROOMS)
    decided = (m for m in ours if not hasattr(m, "instance_type") and m._meta.label not in table.NO_DECISION)
    return {model._meta.db_table: model._meta.label for model in decided}


def picture(name: str) -> dict[str, dict[str, str]]:
    """Return key → column → value, as text, of every row of a table."""
    model = next(m for m in apps.get_models(include_auto_created=True) if m._meta.db_table == name)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')
        columns = [column[0] for column in cursor.description]
        rows = [dict(zip(columns, map(text, row), strict=True)) for row in cursor]
    return {row[model._meta.pk.column]: row for row in rows}


def text(value) -> str:
    """Write a value the same way on both databases; an identifier in 32 letters."""
    return value.hex if isinstance(value, UUID) else "" if value is None else str(value)


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch every act of this thread, on this connection."""
    watch, standing = Watch(), []
    outermost, nested, append = journal._outermost, journal._nested, journal._append

    def begin(function, args, kwargs):
        watch.before = {}
        standing.append(acts().get(function, function.__qualname__))
        try:
            result = outermost(function, args, kwargs)
        finally:
            watch.before, name = None, standing.pop()
        watch.acts.add(name)
        return result

    def join(entries, function, args, kwargs):
        result = nested(entries, function, args, kwargs)
        watch.acts.add(acts().get(function, function.__qualname__))
        return result

    def end(gathered):
        append(gathered)
        watch.compare(standing[-1], [entry for entry, _payload, _salt in gathered])

    asked = patch.multiple(journal, _outermost=begin, _nested=join, _append=end)
    with asked, connection.execute_wrapper(watch.sees):
        yield watch

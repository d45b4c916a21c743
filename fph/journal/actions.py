"""The only way to write: `@action` opens the transaction and appends what was recorded to the register, last.

Register head is one lock for all funds. Taken early it deadlocks nearly everything, so entries are gathered and
appended in one go when the outermost action ends, whether or not a surrounding test has a transaction of its own.
"""

import functools
import json
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from fph.freshness import changed_by_act
from fph.journal import merkle
from fph.journal.canonical import canonical, commitment, leaf_data
from fph.journal.kinds import KINDS
from fph.journal.models import Checkpoint, JournalEntry, JournalPayload, RegisterEntry, RegisterHead

_gathered: ContextVar[list | None] = ContextVar("gathered", default=None)
_undoing: ContextVar[list[Callable[[], object]] | None] = ContextVar("undoing", default=None)


def action(function):
    """Make a function one act: a transaction, and its journal entries appended under the head lock at its end.

    Nested actions join the outermost; one that raises leaves none of its entries behind.
    """

    @functools.wraps(function)
    def run(*args, **kwargs):
        outer = _gathered.get()
        if outer is None:
            return _outermost(function, args, kwargs)
        return _nested(outer, function, args, kwargs)

    run.is_action = True  # type: ignore[attr-defined]
    return run


def _outermost(function, args, kwargs):
    tokens = _gathered.set(entries := []), _undoing.set(undoing := [])
    try:
        with transaction.atomic():
            result = function(*args, **kwargs)
            _append(entries)
            changed_by_act()
            return result
    except BaseException:
        _undo(undoing, 0)
        raise
    finally:
        _gathered.reset(tokens[0])
        _undoing.reset(tokens[1])


def _nested(entries, function, args, kwargs):
    undoing = _undoing.get()
    assert undoing is not None, "set with what is gathered"
    before = len(entries), len(undoing)
    try:
        with transaction.atomic():
            return function(*args, **kwargs)
    except BaseException:
        del entries[before[0] :]
        _undo(undoing, before[1])
        raise


def _undo(undoing: list[Callable[[], object]], since: int) -> None:
    while len(undoing) > since:
        undoing.pop()()


def if_undone(undo: Callable[[], object]) -> None:
    """Have `undo` called should the act in progress raise: for what a transaction does not take back, like a file.

    Raises RuntimeError outside an action.
    """
    undoing = _undoing.get()
    if undoing is None:
        raise RuntimeError("if_undone() is called within an @action")
    undoing.append(undo)


def record(kind: str, subject, *, by, now: datetime, fund=None, **payload) -> UUID:
    """Record an act in the journal and the register; returns the entry's id.

    `subject` is the row acted on, `by` the user (kept as an opaque id), `now` an aware time, `payload` strings,
    whole numbers and lists of them. Raises RuntimeError outside an action, KeyError for an undeclared kind,
    ValueError when a public kind is given a field it did not list.
    """
    entries = _gathered.get()
    if entries is None:
        raise RuntimeError("record() is called within an @action")
    declared = KINDS[kind]
    if declared.public and (extra := set(payload) - set(declared.fields)):
        raise ValueError(f"{kind} does not publish {', '.join(sorted(extra))}")
    entry = JournalEntry(
        id=uuid4(), at=now, actor=by.pk, fund=getattr(fund, "pk", fund), kind=kind,
        subject_type=subject._meta.model_name, subject_id=subject.pk, visibility=declared.visibility,
    )  # fmt: skip
    entries.append((entry, json.loads(json.dumps(payload, default=str)), secrets.token_hex(32)))
    return entry.id


def _append(gathered) -> None:
    if not gathered:
        return
    head = RegisterHead.objects.select_for_update().get(pk=1)
    frontier = head.frontier
    journal, payloads, leaves = [], [], []
    for entry, payload, salt in gathered:
        entry.commitment = commitment(salt, payload)
        seq = frontier.size + 1
        leaf = merkle.leaf_hash(leaf_data(entry.metadata(), entry.commitment, seq))
        frontier = frontier.append(leaf)
        journal.append(entry)
        payloads.append(JournalPayload(entry=entry, body=canonical(payload).decode(), salt=salt))
        leaves.append(RegisterEntry(seq=seq, entry=entry, leaf=leaf.hex(), root=frontier.root().hex()))
    JournalEntry.objects.bulk_create(journal)
    JournalPayload.objects.bulk_create(payloads)
    RegisterEntry.objects.bulk_create(leaves)
    RegisterHead.objects.filter(pk=1).update(size=frontier.size, peaks=frontier.encode())


@action
def make_checkpoint(day: date) -> Checkpoint:
    """Publish the register's size and root under a day (Europe/Paris); a day keeps its first checkpoint."""
    head = RegisterHead.objects.select_for_update().get(pk=1)
    return Checkpoint.objects.get_or_create(date=day, defaults={"size": head.size, "root": head.frontier.root().hex()})[
        0
    ]

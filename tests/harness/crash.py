"""A process that dies in the middle of an act, and the state it leaves behind."""

import os
import random
import select
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import StringIO
from itertools import islice
from unittest.mock import patch

from django.core.management import call_command
from django.db import connections
from django.db.models import QuerySet

from fph.journal import actions as journal
from fph.journal import verification

BEGUN, DONE, FAILED = b"<", b">", b"!"
BEFORE, AFTER, HALFWAY = "before", "after", "halfway"
PATIENCE = 60  # seconds


class ActFailed(AssertionError):
    """The act raised something, in the process that was to be killed."""


def killed_during(act: Callable[[], object], after: float) -> bool:
    """Do an act in a process of its own, and `kill -9` it that many seconds after it began.

    Returns whether the act was acknowledged: the process said so once the act had returned, before it died. What the
    act raises fails here. Only for a test marked `commits`: the process is a fork of this one, with connections of its
    own, on the same copy.
    """
    connections.close_all()
    here, there = os.pipe()
    child = os.fork()
    if not child:
        _live(act, there)
    os.close(there)
    with os.fdopen(here, "rb", buffering=0) as pipe:
        begun, _none, _none = select.select([pipe], [], [], PATIENCE)
        told = pipe.read(1) if begun else FAILED + b"it never began"
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += pipe.readall()
    if FAILED in told:
        raise ActFailed(told.decode())
    return DONE in told


def _live(act, told) -> None:
    """Act, say so, and wait for the end. Never comes back into the tests."""
    try:
        os.write(told, BEGUN)
        act()
        os.write(told, DONE)
        signal.pause()
    except BaseException:
        os.write(told, FAILED + traceback.format_exc()[-4000:].encode())
    finally:
        os._exit(1)


def crash(count: int, prepare: Callable, act: Callable, traces: Callable) -> Counter:
    """Kill that many processes, each at a random instant of an act on a piece of its own; return what was found.

    `prepare()` makes a piece, `act(piece)` does it, `traces(piece)` says of each thing the act does whether it is
    there. Nothing may be `HALFWAY`, some there and some not. Accounts and register are checked whole after each kill of
    a few, each tenth of many: that reads all that was ever written. A few more are made while every kill fell on the
    same side of the end.
    """
    found: Counter = Counter()
    kills = _kills(prepare, act, traces)
    while found.total() < count or (found.total() < 5 * count and len(found) == 1):
        piece, seen, acknowledged = next(kills)
        end = _end(seen)
        found[end] += 1
        assert end == AFTER or not acknowledged, f"acknowledged, and lost: {seen}"
        assert end != HALFWAY, f"half done: {seen}"
        if count < 50 or found.total() % 10 == 0:
            _is_sound()
        act(piece)
        assert all(traces(piece)), f"{traces(piece)}: the act can't be done again"
    return found


def leaves_something_halfway(most: int, prepare: Callable, act: Callable, traces: Callable) -> bool:
    """Say whether one of so many kills at most leaves a piece half done: what a canary expects of an unguarded act.

    An act that passed before and fails since meets what a kill left somewhere else, in the register for one.
    """
    kills = islice(_kills(prepare, act, traces), most)
    try:
        return any(_end(seen) == HALFWAY for _piece, seen, _acknowledged in kills)
    except ActFailed:
        return True


def _kills(prepare, act, traces) -> Iterator[tuple[object, list[bool], bool]]:
    """Kill without end, following the computer's pace so that kills fall before and after the end of the act.

    Yields the piece, what is seen of it, whether the act was acknowledged.
    """
    chance, pace = random.Random(7), _pace(act, prepare())
    while True:
        piece = prepare()
        acknowledged = killed_during(partial(act, piece), chance.uniform(0, 2 * pace))
        seen = traces(piece)
        pace *= 1.3 if _end(seen) == BEFORE else 0.77
        yield piece, seen, acknowledged


def _end(seen: list[bool]) -> str:
    return AFTER if all(seen) else HALFWAY if any(seen) else BEFORE


def _pace(act, piece) -> float:
    """Return how long an act takes, in seconds, its connection included."""
    connections.close_all()
    began = time.perf_counter()
    act(piece)
    return time.perf_counter() - began


def _is_sound() -> None:
    """Check that the accounts and the whole register are right, as every night."""
    call_command("check_ledger", stdout=StringIO())
    assert not list(verification.faults())


@contextmanager
def unguarded():
    """Let acts be done without a transaction or a lock: what a canary shows to be dangerous."""

    def outermost(function, args, kwargs):
        token, undoing = journal._gathered.set(entries := []), journal._undoing.set([])
        try:
            result = function(*args, **kwargs)
            journal._append(entries)
            return result
        finally:
            journal._gathered.reset(token)
            journal._undoing.reset(undoing)

    def nested(entries, function, args, kwargs):
        return function(*args, **kwargs)

    loose = patch.multiple(journal, _outermost=outermost, _nested=nested)
    with loose, patch.object(QuerySet, "select_for_update", lambda rows, **words: rows):
        yield

"""People who act at the same instant."""

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from tests.settings import ROOT

# A PostgreSQL server takes a hundred connections, and every process of the run draws on them.
SEATS = 90


def together(*tasks: Callable[[], object], patience: float = 60) -> list:
    """Start the tasks at the same instant, each in a thread with its own connection; return their outcomes in order.

    An outcome is what the task returned, or the exception it raised. A task that isn't done after `patience` seconds
    raises TimeoutError here. Only for a test marked `commits`.
    """
    with seats(len(tasks)):
        return at_once(*tasks, patience=patience)


def at_once(*tasks: Callable[[], object], patience: float = 60) -> list:
    """Do as `together`, for who has taken the seats already."""
    outcomes: list = [None] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(place, task):
        start.wait()
        try:
            outcomes[place] = task()
        except BaseException as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=numbered, daemon=True) for numbered in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    if any(thread.is_alive() for thread in threads):
        raise TimeoutError(f"not every task was done after {patience} s")
    return outcomes


@contextmanager
def seats(count: int) -> Iterator[None]:
    """Wait until the run has that many connections free, take them all or none, and give them back at the end."""
    assert count <= SEATS, f"{count} people at once: a server has room for {SEATS}"
    while not _taken(count):
        time.sleep(0.02)
    try:
        yield
    finally:
        _taken(-count)


def _taken(count: int) -> bool:
    with (ROOT / "seats").open("a+") as page:
        fcntl.flock(page, fcntl.LOCK_EX)
        page.seek(0)
        wanted = int(page.read() or 0) + count
        if wanted > SEATS:
            return False
        page.truncate(0)
        page.write(str(wanted))
    return True

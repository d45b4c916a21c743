"""People who act at the same instant."""

import fcntl
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

from django.db import connections

from tests.settings import ROOT

# A PostgreSQL server takes a hundred connections, and every process of the run draws on them.
SEATS = 90


@contextmanager
def seated():
    """Wait for one of the run's connections to be free, and hold it."""
    while True:
        for number in range(SEATS):
            with (ROOT / f"seat{number}.lock").open("w") as seat:
                try:
                    fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        time.sleep(0.01)


def together(*tasks: Callable[[], object], patience: float = 60) -> list:
    """Start the tasks at the same instant, each in a thread with its own connection; return their outcomes in order.

    An outcome is what the task returned, or the exception it raised. A task that isn't done after `patience` seconds
    raises TimeoutError here. Only for a test marked `commits`.
    """
    outcomes: list = [None] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(place, task):
        start.wait()
        with seated():
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

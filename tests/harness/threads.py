"""People who act at the same instant."""

import threading
from collections.abc import Callable

from django.db import connections


def together(*tasks: Callable[[], object], patience: float = 60) -> list:
    """Start the tasks at the same instant, each in a thread with its own connection; return their outcomes in order.

    An outcome is what the task returned, or the exception it raised. A task that isn't done after `patience` seconds
    raises TimeoutError here. Only for a test marked `commits`.
    """
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

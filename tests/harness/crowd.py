"""A crowd: many people who act at once, spread over several processes so that they don't queue for one interpreter."""

import multiprocessing
import os
import traceback
from collections.abc import Callable

from django.db import connections

from tests.harness.threads import at_once, seats

PATIENCE = 120  # seconds
FORK = multiprocessing.get_context("fork")


def crowd(*tasks: Callable[[], object], processes: int = 4, patience: float = 600) -> list:
    """Do the tasks at the same time, in threads of that many processes; return their outcomes in order.

    An outcome is what the task returned, or what it raised; both must pass from a process to another (pickle). All of
    them start together. Only for a test marked `commits`: each process is a fork with connections of its own.
    """
    with seats(len(tasks)):
        return _crowd(tasks, processes, patience)


def _crowd(tasks, processes: int, patience: float) -> list:
    connections.close_all()
    start = FORK.Barrier(processes)
    shares = [tasks[place::processes] for place in range(processes)]
    lines = [FORK.Pipe(duplex=False) for _share in shares]
    people = [
        FORK.Process(target=_act, args=(share, start, there, patience), daemon=True)
        for share, (_here, there) in zip(shares, lines, strict=True)
    ]
    for person, (_here, there) in zip(people, lines, strict=True):
        person.start()
        there.close()
    found: list = [None] * len(tasks)
    for place, (here, _there) in enumerate(lines):
        if not here.poll(patience):
            raise TimeoutError(f"not every task was done after {patience} s")
        found[place::processes] = here.recv()
    for person in people:
        person.join()
    return found


def _act(tasks, start, told, patience) -> None:
    try:
        start.wait()
        told.send(at_once(*tasks, patience=patience))
    except BaseException:
        told.send([traceback.format_exc()] * len(tasks))
    finally:
        os._exit(0)


def rounds(count: int, people: int, begin: Callable[[int], object], act: Callable[[int, int], object]) -> list[list]:
    """Do that many rounds, the same people in each: one calls `begin(turn)`, then all `act(turn, place)` at once.

    Returns, for each round, what each person's act returned or raised. People keep their connection from a round to
    the next: sixty of them fit in a server as it comes.
    """
    everybody = FORK.Barrier(people)

    def person(place):
        def run():
            try:
                return list(turns())
            except BaseException:
                everybody.abort()
                raise

        def turns():
            for turn in range(count):
                if place == 0:
                    begin(turn)
                everybody.wait(PATIENCE)
                yield _attempt(act, turn, place)
                everybody.wait(PATIENCE)

        return run

    found = crowd(*map(person, range(people)), patience=count * PATIENCE)
    for outcome in found:
        if not isinstance(outcome, list):
            raise outcome
    return [list(turn) for turn in zip(*found, strict=True)]


def _attempt(act, *words):
    try:
        return act(*words)
    except Exception as error:
        return error

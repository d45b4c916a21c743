"""What each room forgets of a person who asks to be erased. Rooms above fill it from their `apps.ready`."""

from collections.abc import Callable

Eraser = Callable[..., None]
ERASERS: list[Eraser] = []


def register(eraser: Eraser) -> Eraser:
    """Ask that eraser, `eraser(person, *, by, now)`, in the act that erases a person; returns it."""
    if eraser not in ERASERS:
        ERASERS.append(eraser)
    return eraser

"""Panels that the rooms to the right add to a file's pages. They register from their `apps.ready`.

`slots.register(provider)`, where `provider(application, *, user, now, desk)` returns a `Panel` or None; `desk` is True
on the coordination's page, False on the applicant's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Panel:
    """A template and what it reads; the page includes it with `panel` (this context), `application`, `csrf_token`."""

    template: str
    context: dict = field(default_factory=dict)


_providers: list[Callable] = []


def register(provider: Callable) -> Callable:
    """Ask that provider too, once; returns it, so that it may decorate."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def panels(application, *, user, now: datetime, desk: bool = False) -> list[Panel]:
    """Return the panels that stand on a file's page."""
    asked = (provider(application, user=user, now=now, desk=desk) for provider in _providers)
    return [panel for panel in asked if panel is not None]

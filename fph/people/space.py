"""What awaits a person on their page. Rooms above fill it from their `apps.ready`, so that nothing is imported upwards.

`space.register(provider)`, where `provider(user, on)` returns a list of `Card`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Card:
    """One thing that awaits: a title, a sentence, where it is done; `word` is its badge, coloured by `tone`.

    The lowest `order` comes first.
    """

    title: str
    body: str
    url: str
    tone: str = ""
    order: int = 50
    word: str = ""


Provider = Callable[..., Iterable[Card]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask that provider too, once, for what awaits a person; returns it, so that it may decorate."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def cards(person, on: date) -> list[Card]:
    """Return what awaits a person that day, the most pressing first."""
    found = [card for provider in _providers for card in provider(person, on)]
    return sorted(found, key=lambda card: (card.order, card.title))

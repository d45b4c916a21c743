"""The shelf of model règlements as it is read by somebody who chooses, and the neighbourhoods found by a few words."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from django.db.models import Q
from django.utils.translation import gettext as _

from fph.money import euros
from fph.territories.models import Neighbourhood
from projects.regulation import shelf
from projects.regulation.rules import TYPE_WORDS, Regulation
from projects.regulation.rules.parameters import EVERY
from projects.regulation.rules.values import and_words, counted

MOST_PLACES = 12


@dataclass(frozen=True)
class ModelCard:
    """A règlement of the shelf in a few words: whose it is, where it was read, its main figures."""

    name: str
    title: str
    sources: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    rules: int


def model_cards(words: str = "") -> list[ModelCard]:
    """Return the models whose card holds all these words, accents and case aside."""
    asked = plain(words).split()
    return [card for card in _cards() if all(word in _searched(card) for word in asked)]


def plain(text: str) -> str:
    """Return a text without accents nor case, as people search."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


@cache
def _cards() -> tuple[ModelCard, ...]:
    return tuple(_card(name, shelf.model(name)) for name in shelf.model_names())


@cache
def _searched(card: ModelCard) -> str:
    return plain(" ".join([card.name, card.title, *(value for _label, value in card.facts)]))


def _card(name: str, found: Regulation) -> ModelCard:
    sources = tuple(part.strip() for part in found.source.split(" ; ") if part.strip().startswith("http"))
    facts = tuple((label, value) for label, value in _facts(found) if value)
    return ModelCard(name, found.title or name, sources, facts, len(found.rules))


def _facts(found: Regulation) -> list[tuple[str, str]]:
    colleges = found.value("composition") or ()
    sectors = found.value("sub_territories") or ()
    days = counted(found.filing_deadline_days, "jour", "jours")
    return [
        (_("Aide"), _caps(found)),
        (_("Pour"), and_words(TYPE_WORDS[one] for one in found.open_to)),
        (_("Groupe"), _("%s personnes au moins") % found.min_group_size if found.asks("min_group_size") else ""),
        (_("Dépôt"), _("%s avant la séance") % days if found.asks("filing_deadline_days") else ""),
        (_("Séances"), EVERY[found.value("meeting_frequency")] if found.value("meeting_frequency") else ""),
        (_("Comité"), and_words(one.name for one in colleges)),
        (_("Secteurs"), and_words(sectors)),
    ]


def _caps(found: Regulation) -> str:
    caps = sorted({rule.value for rule in found.rules if rule.parameter == "cap_per_project"})
    if not caps:
        return _("plafond à choisir")
    if len(caps) == 1:
        return _("jusqu’à %s") % euros(caps[0])
    return _("jusqu’à %(least)s ou %(most)s selon le cas") % {"least": euros(caps[0]), "most": euros(caps[-1])}


def places(words: str, chosen: str = "") -> list[Neighbourhood]:
    """Return the neighbourhoods whose name, commune or code holds these words, and the one chosen before."""
    found = Q()
    for word in words.split()[:6]:
        found &= Q(name__icontains=word) | Q(commune__icontains=word) | Q(qpv_code__iexact=word) | Q(insee_code=word)
    rows = list(Neighbourhood.objects.filter(found)[:MOST_PLACES]) if words.strip() else []
    known = [one for one in Neighbourhood.objects.filter(slug=chosen) if one not in rows] if chosen else []
    return [*known, *rows]

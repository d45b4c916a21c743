"""What an import of the official list changes: decided whole before anything is written, so that it can be shown."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fph.territories.rules.dates import official_day
from fph.territories.rules.official import OfficialNeighbourhood, generation, same_commune, same_words

LONGEST_SLUG = 80


@dataclass(frozen=True)
class Known:
    """A neighbourhood we have under a QPV code.

    `starts` are the days its perimeters begin, `official` the last outline that came from a list, if any.
    """

    name: str
    commune: str
    insee_code: str
    starts: tuple[date, ...] = ()
    official: dict | None = None


@dataclass(frozen=True)
class Addition:
    """A neighbourhood to inscribe, with its address and the day its perimeter begins."""

    feature: OfficialNeighbourhood
    slug: str
    starts_on: date


@dataclass(frozen=True)
class Change:
    """What changes of a known neighbourhood: its fields, and the day its new perimeter begins or None to keep it."""

    feature: OfficialNeighbourhood
    fields: dict[str, str]
    starts_on: date | None


@dataclass(frozen=True)
class Plan:
    """What an import will do; `unchanged` counts, `refused` pairs a neighbourhood with the reason to leave it aside."""

    added: tuple[Addition, ...]
    changed: tuple[Change, ...]
    unchanged: int
    refused: tuple[tuple[OfficialNeighbourhood, str], ...]


def plan(
    features: Sequence[OfficialNeighbourhood], known: dict[str, Known], slugs: set[str], *, today: date,
    on: date | None = None,
) -> Plan:  # fmt: skip
    """Decide what a list changes, from what is `known` by code and the addresses (`slugs`) already taken.

    Perimeters begin `on` that day, or the day the code's own list came into force. A neighbourhood is known by its code
    and keeps its address. An outline that the last list already gave changes nothing, whatever was drawn by hand
    since; another one opens a new perimeter.
    """
    taken, homonyms = set(slugs), Counter(slug_of(feature.name) for feature in features)
    added, changed, refused, unchanged = [], [], [], 0
    for feature in features:
        begins = on or generation(feature.code).listed_on
        before = known.get(feature.code)
        if before is None:
            slug = free_slug(feature, taken, alone=homonyms[slug_of(feature.name)] == 1)
            taken.add(slug)
            added.append(Addition(feature, slug, begins))
            continue
        redrawn = before.official != feature.geometry
        starts_on = official_day(list(before.starts), begins, today) if redrawn else None
        if redrawn and starts_on is None:
            refused.append((feature, _later(before)))
        elif redrawn or changed_fields(feature, before):
            changed.append(Change(feature, changed_fields(feature, before), starts_on))
        else:
            unchanged += 1
    return Plan(tuple(added), tuple(changed), unchanged, tuple(refused))


def _later(before: Known) -> str:
    words = _("un autre périmètre commence le %s : donnez un jour plus tardif avec --on.")
    return words % f"{max(before.starts):%d/%m/%Y}"


def changed_fields(feature: OfficialNeighbourhood, before: Known) -> dict[str, str]:
    """Return what the list says otherwise: name, commune, INSEE code.

    Capitals and apostrophes are ours; a borough's code is finer than its city's; a commune named by hand stays until
    its code changes.
    """
    told = {}
    if not same_words(feature.name, before.name):
        told["name"] = feature.name
    moved = not same_commune(before.insee_code, feature.insee_codes)
    if moved:
        told["insee_code"] = feature.insee_codes[0]
    if feature.commune and feature.commune != before.commune and (moved or not before.commune):
        told["commune"] = feature.commune
    return told


def slug_of(name: str) -> str:
    """Write a name as the end of an address: « Cœur d’Îlot » gives « coeur-d-ilot »."""
    spelt = name.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "-")
    bare = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def free_slug(feature: OfficialNeighbourhood, taken: set[str], *, alone: bool) -> str:
    """Return an address nobody has: the name; with its commune when another has that name; else with its code."""
    name, code = slug_of(feature.name), feature.code.lower()
    where = slug_of(feature.commune) or feature.insee_codes[0].lower()
    wished = ([name] if alone else []) + [f"{_cut(name, where)}-{where}", f"{_cut(name, code)}-{code}"]
    return next((slug for slug in wished if name and len(slug) <= LONGEST_SLUG and slug not in taken), code)


def _cut(name: str, ending: str) -> str:
    return name[: LONGEST_SLUG - len(ending) - 1].rstrip("-")

"""Reading the official list of the priority neighbourhoods (QPV), one feature at a time.

The file is the GeoJSON that the Agence nationale de la cohésion des territoires publishes on data.gouv.fr: each feature
has a code (`code_qp`), a name (`lib_qp`), the INSEE codes of its communes (`insee_com`, one or several) and sometimes
their names (`lib_com`). What can't be read is named and left aside; the others are read all the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fph.territories.rules.shapes import read_shape

CODE = r"QP\d{6}|QN\d{2}[0-9AB]\d{2}[A-Z0-9]"
"""A code of the 2015 list (QP075018) or of the 2024 list (QN07511M, QN02A01M in Corsica)."""
INSEE = re.compile(r"\d[0-9AB]\d{3}")
LONGEST_NAME = 120
SMALL_WORDS = {"De", "Du", "Des", "Et", "Au", "Aux", "À", "En", "Sur", "Sous", "Lès"}
ARTICLES = {"La", "Le", "Les"}
OVERSEAS = ("97", "98")


@dataclass(frozen=True)
class Generation:
    """A list of priority neighbourhoods: the day it came into force, the decree that set it."""

    listed_on: date
    source: str


@dataclass(frozen=True)
class OfficialNeighbourhood:
    """A neighbourhood as the list gives it. `commune` is empty when the file gives codes only."""

    code: str
    name: str
    commune: str
    insee_codes: tuple[str, ...]
    geometry: dict


@dataclass(frozen=True)
class Skipped:
    """A feature left aside: its number in the file from 1, what can be read of its code and name, what is wrong."""

    number: int
    label: str
    reason: str

    def __str__(self) -> str:
        """Return it in one sentence: « n° 12 (QN07511M, Goutte d’Or) : … »."""
        named = f" ({self.label})" if self.label else ""
        return f"n° {self.number}{named} : {self.reason}"


def generation(code: str) -> Generation:
    """Return the list a code belongs to.

    2015: decrees 2014-1750 and 2014-1751, from 1 January 2015. 2024: decree 2023-1314, from 1 January 2024; overseas,
    decree 2024-1212, from 1 January 2025.
    """
    overseas = code[2:4] in OVERSEAS
    if code.startswith("QP"):
        decree = "2014-1751 du 30 décembre 2014" if overseas else "2014-1750 du 30 décembre 2014"
        return Generation(date(2015, 1, 1), _("contour officiel (ANCT), décret n° %s") % decree)
    decree = "2024-1212 du 27 décembre 2024" if overseas else "2023-1314 du 28 décembre 2023"
    return Generation(date(2025 if overseas else 2024, 1, 1), _("contour officiel (ANCT), décret n° %s") % decree)


def read_features(document: object) -> tuple[list[OfficialNeighbourhood], list[Skipped]]:
    """Read a whole file, parsed: the neighbourhoods, and the features left aside, in their order.

    A code given twice is read the first time. Raises ValueError in French when the document is no list of features.
    """
    found = document.get("features") if isinstance(document, dict) else None
    if not isinstance(found, list) or document.get("type") != "FeatureCollection":  # type: ignore[attr-defined]
        raise ValueError(_("Ce fichier n’est pas une liste GeoJSON (« FeatureCollection »)."))
    read: dict[str, OfficialNeighbourhood] = {}
    seen: dict[str, int] = {}
    skipped = []
    for number, thing in enumerate(found, 1):
        try:
            feature = read_feature(thing)
            if feature.code in seen:
                raise ValueError(_("ce code est déjà celui du n° %s.") % seen[feature.code])
        except ValueError as problem:
            skipped.append(Skipped(number, _label(thing), str(problem)))
            continue
        read[feature.code], seen[feature.code] = feature, number
    return list(read.values()), skipped


def read_feature(thing: object) -> OfficialNeighbourhood:
    """Read one feature. Raises ValueError with a French sentence that says what is wrong."""
    if not isinstance(thing, dict) or thing.get("type") != "Feature":
        raise ValueError(_("ce n’est pas une entité GeoJSON (« Feature »)."))
    given = thing.get("properties")
    given = given if isinstance(given, dict) else {}
    return OfficialNeighbourhood(
        code=_code(given.get("code_qp")),
        name=_name(given.get("lib_qp")),
        commune=_commune(given.get("lib_com")),
        insee_codes=_insee_codes(given.get("insee_com")),
        geometry=read_shape(thing.get("geometry")),
    )


def _code(given: object) -> str:
    if given is None or given == "":
        raise ValueError(_("il n’a pas de code (« code_qp »)."))
    if not isinstance(given, str) or not re.fullmatch(CODE, given):
        raise ValueError(_("« %s » n’est pas un code QPV : QP075018 (2015) ou QN07511M (2024).") % str(given)[:20])
    return given


def _name(given: object) -> str:
    if not isinstance(given, str) or not given.strip() or not given.isprintable():
        raise ValueError(_("il n’a pas de nom (« lib_qp »)."))
    if len(given) > LONGEST_NAME:
        raise ValueError(_("son nom dépasse %s caractères.") % LONGEST_NAME)
    return readable_name(given)


def _commune(given: object) -> str:
    names = given if isinstance(given, list) else [given]
    words = ", ".join(" ".join(name.split()) for name in names if isinstance(name, str) and name.isprintable())
    return words if len(words) <= LONGEST_NAME else words[:LONGEST_NAME].rpartition(",")[0]


def _insee_codes(given: object) -> tuple[str, ...]:
    words = given if isinstance(given, list) else re.split(r"[\s,;/]+", given) if isinstance(given, str) else []
    codes = [code.strip() for code in words if isinstance(code, str) and code.strip()]
    if not codes or not all(INSEE.fullmatch(code) for code in codes):
        raise ValueError(_("il n’a pas de code INSEE de commune à cinq caractères (« insee_com »)."))
    return tuple(codes)


def _label(thing: object) -> str:
    given = thing.get("properties") if isinstance(thing, dict) else None
    known = [given.get(key) for key in ("code_qp", "lib_qp")] if isinstance(given, dict) else []
    return ", ".join(word[:60] for word in known if isinstance(word, str) and word and word.isprintable())


def readable_name(given: str) -> str:
    """Write a name as French does: the file says « Goutte D'Or », the street says « Goutte d’Or ».

    Small words lose the capital that the file gives to every word, except where a name begins.
    """
    words: list[str] = []
    for word in given.replace("'", "’").split():
        begins = not words or words[-1] in ("-", ":", "/")
        words.append(word if begins else _lowered(word, words[-1]))
    return " ".join(words)


def _lowered(word: str, before: str) -> str:
    if word in SMALL_WORDS or (word in ARTICLES and before in {small.lower() for small in SMALL_WORDS}):
        return word.lower()
    if word.startswith("D’") or (word.startswith("L’") and before == "de"):
        return word[0].lower() + word[1:]
    return word


def same_words(one: str, other: str) -> bool:
    """Say whether two names differ by their capitals, apostrophes and spaces only."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())


def same_commune(known: str, given: Iterable[str]) -> bool:
    """Say whether an INSEE code is among those given, or is a borough of Paris, Lyon or Marseille among them."""
    cities = {"75056": "751", "69123": "6938", "13055": "132"}
    return any(known == code or (code in cities and known.startswith(cities[code])) for code in given)

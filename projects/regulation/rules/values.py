"""What a parameter of a règlement may be worth, as it is written in a file, kept, checked and said.

In a file amounts are euros (900, « 900,50 »), shares whole percents, delays whole days; here amounts are cents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fph.money import BIGGEST_CENTS, decimal_point, euros, parse_euros

LONGEST_TEXT, LONGEST_LABEL = 600, 40  # a tranche's label ends the key of each movement
MOST = 30  # entries of a list


@dataclass(frozen=True)
class Kind:
    """A kind of value: `read` takes what a file says and raises ValueError with what was expected; `write` undoes it.

    `words` says a value inside a French sentence, `schema` is its JSON Schema.
    """

    name: str
    read: Callable
    write: Callable
    words: Callable
    schema: dict


def _same(value):
    return value


def whole(low: int, high: int, expected: str) -> Callable:
    """Return how a whole number between two is read."""

    def read(raw):
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            raise ValueError(expected)
        return raw

    return read


def _whole_kind(name: str, low: int, high: int, expected: str, words: Callable) -> Kind:
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Kind(name, whole(low, high, expected), _same, words, schema)


def read_money(raw) -> int:
    """Read an amount of euros, in cents: 900, 900.5, « 900,50 € ». Raises ValueError."""
    expected = "un montant en euros, plus grand que zéro : 900 ou « 900,50 »"
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError(expected)
    try:
        cents = parse_euros(str(raw))
    except ValueError as problem:
        raise ValueError(expected) from problem
    if not 0 < cents <= BIGGEST_CENTS:
        raise ValueError(expected)
    return cents


def write_money(cents: int) -> int | str:
    """Write cents as a file does: 900, or « 900.50 » when there are odd cents."""
    return cents // 100 if cents % 100 == 0 else decimal_point(cents)


def read_text(raw, longest: int = LONGEST_TEXT) -> str:
    """Read a sentence of one line or more. Raises ValueError."""
    if (
        not isinstance(raw, str)
        or not raw.strip()
        or len(raw) > longest
        or any("\ud800" <= sign <= "\udfff" for sign in raw)
    ):
        raise ValueError(f"un texte de {longest} signes au plus")
    return raw.strip()


def read_day(raw) -> date:
    """Read a day: 2026-02-12. Raises ValueError."""
    try:
        return date.fromisoformat(raw.isoformat() if type(raw) is date else raw)
    except (TypeError, ValueError) as problem:
        raise ValueError("un jour, par exemple 2026-02-12") from problem


def read_list(raw, read_one: Callable, expected: str) -> tuple:
    """Read a list that is not empty, each entry once. Raises ValueError."""
    if not isinstance(raw, list | tuple) or not 0 < len(raw) <= MOST:
        raise ValueError(expected)
    found = tuple(read_one(one) for one in raw)
    if any(one in found[:place] for place, one in enumerate(found)):
        raise ValueError("chaque entrée une seule fois")
    return found


def bare(word: str) -> str:
    """Return a word as two of them are compared: without case, edges, or the slant of an apostrophe."""
    return word.casefold().replace("'", "’").strip()


def and_words(parts) -> str:
    """Join words as a sentence does: « a, b et c »."""
    parts = list(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}" if len(parts) > 1 else "".join(parts)


def counted(number: int, one: str, many: str) -> str:
    """Write a number and its noun; in French, none and one are singular."""
    return f"{number} {many if number > 1 else one}"


def choice(name: str, words: Mapping[str, str]) -> Kind:
    """Return the kind of a value that is one of a few codes."""
    expected = f"un de ces mots : {', '.join(words)}"

    def read(raw):
        if not isinstance(raw, str) or raw not in words:
            raise ValueError(expected)
        return raw

    return Kind(name, read, _same, lambda value: words[value], {"enum": list(words)})


def choices(name: str, words: Mapping[str, str]) -> Kind:
    """Return the kind of a value that is one or more of a few codes, in their order."""
    one = choice(name, words)
    expected = f"une liste de ces mots : {', '.join(words)}"

    def read(raw):
        found = read_list(raw, one.read, expected)
        return tuple(code for code in words if code in found)

    schema = {"type": "array", "items": one.schema, "minItems": 1, "uniqueItems": True}
    return Kind(name, read, list, lambda value: and_words(words[code] for code in value), schema)


def read_flag(raw) -> bool:
    """Read true or false. Raises ValueError."""
    if not isinstance(raw, bool):
        raise ValueError("oui ou non : true ou false")
    return raw


def entry(raw, fields: Mapping[str, Callable], needed: tuple[str, ...]) -> dict:
    """Read an entry with named fields. Raises ValueError naming the field that is wrong, missing or unknown."""
    if not isinstance(raw, Mapping):
        raise ValueError(f"des champs nommés : {', '.join(fields)}")
    if unknown := sorted(set(map(str, raw)) - set(fields)):
        raise ValueError(f"« {unknown[0]} » n’est pas un champ connu ; attendu : {', '.join(fields)}")
    if missing := [name for name in needed if name not in raw]:
        raise ValueError(f"le champ « {missing[0]} »")
    read = {}
    for name, read_one in fields.items():
        if name in raw:
            try:
                read[name] = read_one(raw[name])
            except ValueError as problem:
                raise ValueError(f"pour « {name} », {problem}") from problem
    return read


# --- The kinds of one value ------------------------------------------------------------------------------

TEXT_SCHEMA = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
PERCENT_SCHEMA = {"type": "integer", "minimum": 1, "maximum": 100}
MONEY_SCHEMA = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0},
        {"type": "string", "pattern": r"^[0-9][0-9 \u00a0\u202f]*([.,][0-9]{1,2})?[ \u00a0\u202f]?€?$"},
    ]
}
DAY_SCHEMA = {"type": "string", "format": "date"}


def list_schema(items: dict) -> dict:
    """Return the JSON Schema of a list of these."""
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST}


def object_schema(needed: tuple[str, ...], **fields: dict) -> dict:
    """Return the JSON Schema of an entry with these fields and no other."""
    return {"type": "object", "properties": fields, "required": list(needed), "additionalProperties": False}


MONEY = Kind("money", read_money, write_money, euros, MONEY_SCHEMA)
PERCENT = _whole_kind("percent", 0, 100, "un pourcentage entier, de 0 à 100", lambda value: f"{value}\u00a0%")
DAYS = _whole_kind(
    "days", 0, 730, "un nombre entier de jours, de 0 à 730", lambda value: counted(value, "jour", "jours")
)
COUNT = _whole_kind("count", 0, 1000, "un nombre entier, de 0 à 1000", str)
FLAG = Kind("flag", read_flag, _same, lambda value: "oui" if value else "non", {"type": "boolean"})
TEXT = Kind("text", read_text, _same, _same, TEXT_SCHEMA)
TEXTS = Kind(
    "texts", lambda raw: read_list(raw, read_text, "une liste de textes"), list, and_words, list_schema(TEXT_SCHEMA)
)
DATES = Kind(
    "dates", lambda raw: read_list(raw, read_day, "une liste de jours"), lambda value: [day.isoformat() for day in value],
    lambda value: and_words(f"le {day:%d/%m/%Y}" for day in value), list_schema(DAY_SCHEMA),
)  # fmt: skip

"""A règlement as a file: YAML that a person writes, read with the line of each fault. See docs/regulation.md."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import yaml

from projects.regulation.lines import in_french, line_of, plain
from projects.regulation.rules import (
    APPLICANT_TYPES,
    OVERRIDERS,
    PARAMETERS,
    SEVERITIES,
    TYPE_WORDS,
    OwnWords,
    Regulation,
    Rule,
    When,
    Window,
)
from projects.regulation.rules import values as kinds
from projects.regulation.rules.consistency import at_odds

LARGEST_FILE = 200_000  # bytes
MOST_RULES = 300
NUMBER = r"^[0-9A-Za-z][0-9A-Za-z.-]{0,11}$"
CODE = r"^[a-z][a-z0-9-]{0,29}$"


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: the line (0 when it has none), the field, what was expected."""

    line: int
    field: str
    expected: str

    def __str__(self):
        place = f"ligne {self.line}, " if self.line else ""
        return f"{place}{self.field} : attendu {self.expected}"


class Unreadable(ValueError):
    """A file that can't be read as a règlement: all its faults, in the order of its lines."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(map(str, self.faults)))


def read(text: str) -> Regulation:
    """Read a règlement written in YAML. Raises Unreadable."""
    lines: dict[tuple, int] = {}
    if len(text.encode(errors="replace")) > LARGEST_FILE:
        raise Unreadable([Fault(0, "le fichier", f"{LARGEST_FILE // 1000} ko au plus")])
    try:
        data = plain(text, lines)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        raise Unreadable([Fault(line_of(problem), "le fichier", f"du YAML : {in_french(problem)}")]) from problem
    return from_document(data, lines)


def from_document(data: Any, lines: Mapping[tuple, int] | None = None) -> Regulation:
    """Read a règlement from the plain values of a file, or of a stored version. Raises Unreadable."""
    reading = _Reading(lines or {})
    found = reading.regulation(data)
    if not reading.faults:
        for words, place in at_odds(found).items():
            reading.wrong(("rules", place), f"des règles qui tiennent ensemble. {words}")
    if reading.faults:
        raise Unreadable(reading.faults)
    return found


def stored(data: Mapping) -> Regulation:
    """Read the plain values of a version that was adopted, and so holds together; the same values are read once.

    Raises Unreadable.
    """
    return _stored(json.dumps(data, sort_keys=True))


@lru_cache(maxsize=256)
def _stored(text: str) -> Regulation:
    reading = _Reading({})
    found = reading.regulation(json.loads(text))
    if reading.faults:
        raise Unreadable(reading.faults)
    return found


def to_document(regulation: Regulation) -> dict[str, Any]:
    """Return a règlement as the plain values of a file: what is stored, and what a stranger reads."""
    made = {
        "title": regulation.title,
        "source": regulation.source,
        "windows": [_window(one) for one in regulation.windows],
        "articles": [
            {"number": number, **_filled(title=own.title, words=own.words)} for number, own in regulation.own_words
        ],
        "rules": [_rule(one) for one in regulation.rules],
    }
    return {name: part for name, part in made.items() if part}


def write(regulation: Regulation) -> str:
    """Write a règlement in YAML."""
    return yaml.safe_dump(to_document(regulation), allow_unicode=True, sort_keys=False, width=110)


def _window(window: Window) -> dict:
    types = {} if window.applicant_types == APPLICANT_TYPES else {"applicant_types": list(window.applicant_types)}
    return {"code": window.code, "label": window.label, **types}


def _rule(rule: Rule) -> dict:
    return {
        "parameter": rule.parameter,
        "value": rule.of.kind.write(rule.value),
        **_filled(when=rule.when.write(), severity=rule.severity, article=rule.article, message=rule.message,
                  override=list(rule.override), source=rule.source),
    }  # fmt: skip


def _filled(**parts) -> dict:
    return {name: part for name, part in parts.items() if part}


# --- Reading ------------------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """Reads plain values into a règlement, and gathers every fault with its line."""

    lines: Mapping[tuple, int]
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, place: tuple, expected: object) -> None:
        """Note a fault at a place; its line is that of the nearest thing around it that has one."""
        near = next((self.lines[place[:size]] for size in range(len(place), -1, -1) if place[:size] in self.lines), 0)
        named = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)
        self.faults.append(Fault(near, named or "le fichier", str(expected)))

    def part(self, data: Mapping, place: tuple, name: str, read_one: Callable, missing: Any = "") -> Any:
        """Read one field, or return what it is worth when it is absent."""
        if name not in data:
            return missing
        try:
            return read_one(data[name])
        except ValueError as problem:
            self.wrong((*place, name), problem)
            return missing

    def fields(self, data: Any, place: tuple, known: tuple[str, ...], needed: tuple[str, ...] = ()) -> Mapping:
        """Return a mapping with known fields only; another, or one that misses, is a fault."""
        if not isinstance(data, Mapping):
            self.wrong(place, f"des champs nommés : {', '.join(known)}")
            return {}
        for name in data:
            if name not in known:
                self.wrong((*place, name), f"un de ces champs : {', '.join(known)}")
        for name in needed:
            if name not in data:
                self.wrong(place, f"le champ « {name} »")
        return data

    def entries(self, data: Mapping, name: str, most: int = 60) -> list[tuple[tuple, Any]]:
        """Return the entries of a list with their places."""
        found = data.get(name, [])
        if not isinstance(found, list) or len(found) > most:
            self.wrong((name,), f"une liste de {most} entrées au plus")
            return []
        return [((name, number), one) for number, one in enumerate(found)]

    def regulation(self, data: Any) -> Regulation:
        """Read the whole file."""
        data = self.fields(data, (), ("title", "source", "windows", "articles", "rules"), ("rules",))
        self.once(data, "windows", "code")
        self.once(data, "articles", "number")
        return Regulation(
            title=self.part(data, (), "title", kinds.read_text),
            source=self.part(data, (), "source", kinds.read_text),
            windows=tuple(self.window(one, place) for place, one in self.entries(data, "windows")),
            own_words=tuple(self.own_words(one, place) for place, one in self.entries(data, "articles")),
            rules=tuple(
                filter(None, (self.rule(one, place) for place, one in self.entries(data, "rules", MOST_RULES)))
            ),
        )

    def once(self, data: Mapping, name: str, key: str) -> None:
        """Note each entry of a list whose key another has already."""
        seen = set()
        for place, one in self.entries(data, name):
            found = str(one.get(key)) if isinstance(one, Mapping) else None
            if found in seen:
                self.wrong((*place, key), f"« {found} » une seule fois")
            seen.add(found)

    def window(self, data: Any, place: tuple) -> Window:
        """Read a guichet."""
        data = self.fields(data, place, ("code", "label", "applicant_types"), ("code", "label"))
        types = kinds.choices("applicant_types", TYPE_WORDS)
        return Window(
            self.part(data, place, "code", _matching(CODE, "un mot court, sans accent ni espace")),
            self.part(data, place, "label", kinds.read_text),
            self.part(data, place, "applicant_types", types.read, APPLICANT_TYPES),
        )

    def own_words(self, data: Any, place: tuple) -> tuple[str, OwnWords]:
        """Read what the committee wrote beside an article."""
        data = self.fields(data, place, ("number", "title", "words"), ("number",))
        long_text = kinds.LONGEST_TEXT * 10
        words = self.part(data, place, "words", lambda raw: kinds.read_text(raw, long_text))
        return self.part(data, place, "number", _number), OwnWords(
            self.part(data, place, "title", kinds.read_text), words
        )

    def rule(self, data: Any, place: tuple) -> Rule | None:
        """Read a rule, or None with its faults."""
        known = ("parameter", "value", "when", "severity", "article", "message", "override", "source")
        data = self.fields(data, place, known, ("parameter", "value"))
        before = len(self.faults)
        parameter = self.part(data, place, "parameter", _parameter, None)
        if parameter is None:
            return None
        override = kinds.choices("override", OVERRIDERS)
        rule = Rule(
            parameter=parameter,
            value=self.part(data, place, "value", PARAMETERS[parameter].kind.read, None),
            when=self.part(data, place, "when", When.read, When()),
            severity=self.part(data, place, "severity", _one_of(SEVERITIES)),
            article=self.part(data, place, "article", _number),
            message=self.part(data, place, "message", kinds.read_text),
            override=self.part(data, place, "override", override.read, ()),
            source=self.part(data, place, "source", kinds.read_text),
        )
        return rule if len(self.faults) == before and rule.value is not None else None


def _parameter(raw) -> str:
    if isinstance(raw, str) and raw in PARAMETERS:
        return raw
    word = str(raw)
    near = [name for name in PARAMETERS if word and word in name][:3] or get_close_matches(word, PARAMETERS, cutoff=0.5)
    asked = f"{' ou '.join(near)} peut-être" if near else "un paramètre de la plateforme"
    raise ValueError(
        f"{asked} : la liste est dans docs/regulation.md. Ce qu’aucun ne dit s’écrit dans `articles`, et se lit sans être "
        "vérifié"
    )


def _one_of(words) -> Callable:
    def read_one(raw):
        if not isinstance(raw, str) or raw not in words:
            raise ValueError(f"un de ces mots : {', '.join(words)}")
        return raw

    return read_one


def _matching(pattern: str, expected: str) -> Callable:
    def read_one(raw):
        if isinstance(raw, bool) or not isinstance(raw, str | int) or not re.fullmatch(pattern, str(raw)):
            raise ValueError(expected)
        return str(raw)

    return read_one


_number = _matching(NUMBER, 'le numéro d’un article : 4, "4.2" entre guillemets, ou 4-bis')

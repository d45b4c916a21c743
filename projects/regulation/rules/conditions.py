"""When a rule holds: for whom, for what, when, where. A condition that is not written always holds.

A rule with several conditions holds when all of them do. What a file does not say yet meets no condition about it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from projects.regulation.rules.facts import HISTORY, TERRITORIES, TYPE_WORDS, Facts
from projects.regulation.rules.values import and_words, bare, choices, read_day, read_list, read_text

RANKS = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2})|(\+))?")
SEASON = re.compile(r"([0-9]{2}-[0-9]{2})\.\.([0-9]{2}-[0-9]{2})")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
          "décembre")  # fmt: skip


@dataclass(frozen=True)
class Ranks:
    """Places of a project among those of its applicant's year: from the first to the last, which may be open."""

    first: int
    last: int | None

    @classmethod
    def read(cls, raw) -> "Ranks":
        """Read « 1 », « 2+ » or « 2-3 ». Raises ValueError."""
        found = RANKS.fullmatch(str(raw)) if isinstance(raw, int | str) and not isinstance(raw, bool) else None
        first = int(found[1]) if found else 0
        last = None if found and found[3] else int(found[2]) if found and found[2] else first
        if first < 1 or (last is not None and last < first):
            raise ValueError("un rang dans l’année : 1, 2-3 ou 2+")
        return cls(first, last)

    def write(self):
        """Return what a file says."""
        return (
            f"{self.first}+"
            if self.last is None
            else self.first
            if self.last == self.first
            else f"{self.first}-{self.last}"
        )

    def meets(self, other: "Ranks") -> bool:
        """Say whether a project can have a rank of both."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def __str__(self):
        name = "1er projet" if self.first == 1 else f"{self.first}e projet"
        if self.last == self.first:
            return f"pour le {name} de l’année"
        return f"à partir du {name} de l’année" if self.last is None else f"du {name} au {self.last}e projet de l’année"


@dataclass(frozen=True)
class Span:
    """Days from one to another, both included; either may be open."""

    first: date | None
    last: date | None

    @classmethod
    def read(cls, raw) -> "Span":
        """Read {from: 2026-01-01, to: 2026-06-30}. Raises ValueError."""
        expected = "des jours : {from: 2026-01-01, to: 2026-06-30}"
        if not isinstance(raw, Mapping) or not raw or set(raw) - {"from", "to"}:
            raise ValueError(expected)
        first, last = (read_day(raw[name]) if name in raw else None for name in ("from", "to"))
        if first and last and last < first:
            raise ValueError("un dernier jour après le premier")
        return cls(first, last)

    def write(self):
        """Return what a file says."""
        return {name: day.isoformat() for name, day in (("from", self.first), ("to", self.last)) if day}

    def holds(self, day: date | None) -> bool:
        """Say whether a day is one of them."""
        return bool(day) and (not self.first or self.first <= day) and (not self.last or day <= self.last)

    def meets(self, other: "Span") -> bool:
        """Say whether a day can be one of both."""
        early, late = (
            max(self.first or date.min, other.first or date.min),
            min(self.last or date.max, other.last or date.max),
        )
        return early <= late

    def __str__(self):
        if self.first and self.last:
            return f"du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}"
        return f"à partir du {self.first:%d/%m/%Y}" if self.first else f"jusqu’au {self.last:%d/%m/%Y}"


@dataclass(frozen=True)
class Season:
    """A part of each year, from a day to another, both included; it may pass the new year."""

    first: str
    last: str

    @classmethod
    def read(cls, raw) -> "Season":
        """Read « 11-15..01-10 », month then day. Raises ValueError."""
        found = SEASON.fullmatch(raw) if isinstance(raw, str) else None
        try:
            for one in found.groups() if found else ("",):
                date.fromisoformat(f"2028-{one}")
        except ValueError as problem:
            raise ValueError("une saison, du mois et jour au mois et jour : 11-15..01-10") from problem
        return cls(*found.groups())

    def write(self):
        """Return what a file says."""
        return f"{self.first}..{self.last}"

    def holds(self, day: date | None) -> bool:
        """Say whether a day falls in it."""
        if not day:
            return False
        here = f"{day:%m-%d}"
        inside = self.first <= here, here <= self.last
        return all(inside) if self.first <= self.last else any(inside)

    def meets(self, other: "Season") -> bool:
        """Say whether a day can fall in both."""
        days = (date.fromordinal(date(2028, 1, 1).toordinal() + place) for place in range(366))
        return any(self.holds(day) and other.holds(day) for day in days)

    def __str__(self):
        first, last = (day_of_year(one) for one in (self.first, self.last))
        return f"pour un projet entre le {first} et le {last}"


def day_of_year(one: str) -> str:
    """Write « 12-01 » as people say it: « 1er décembre »."""
    month, day = one.split("-")
    return f"{'1er' if day == '01' else int(day)} {MONTHS[int(month) - 1]}"


def _words(raw) -> tuple[str, ...]:
    return read_list(
        raw if isinstance(raw, list | tuple) else [raw], lambda one: read_text(one, 80), "une liste de mots"
    )


def _codes(name: str, words: Mapping[str, str]):
    kind = choices(name, words)
    return lambda raw: kind.read(raw if isinstance(raw, list | tuple) else [raw])


@dataclass(frozen=True)
class When:
    """The conditions of a rule; `None` is a condition that is not written."""

    applicant_type: tuple[str, ...] | None = None
    window: tuple[str, ...] | None = None
    action: tuple[str, ...] | None = None
    rank: Ranks | None = None
    filed: Span | None = None
    takes_place: Span | None = None
    season: Season | None = None
    territory: tuple[str, ...] | None = None
    theme: tuple[str, ...] | None = None
    tranche: tuple[str, ...] | None = None
    history: tuple[str, ...] | None = None

    @classmethod
    def read(cls, raw) -> "When":
        """Read the conditions a file writes. Raises ValueError naming the one that is wrong."""
        if not isinstance(raw, Mapping):
            raise ValueError(f"des conditions nommées : {', '.join(READERS)}")
        found = {}
        for name, value in raw.items():
            if name not in READERS:
                raise ValueError(f"une de ces conditions, et pas « {name} » : {', '.join(READERS)}")
            try:
                found[name] = READERS[name](value)
            except ValueError as problem:
                raise ValueError(f"pour « {name} », {problem}") from problem
        return cls(**found)

    def write(self) -> dict:
        """Return what a file says."""
        return {name: value.write() if hasattr(value, "write") else list(value) for name, value in self.written}

    @staticmethod
    def schema() -> dict:
        """Return the JSON Schema of the conditions."""
        return {"type": "object", "properties": SCHEMAS, "additionalProperties": False, "minProperties": 1}

    @cached_property
    def written(self) -> list[tuple[str, Any]]:
        """Return the conditions that are written, as pairs (name, value)."""
        return [(one.name, value) for one in fields(self) if (value := getattr(self, one.name)) is not None]

    def holds(self, facts: Facts) -> bool:
        """Say whether all the conditions written hold for a file."""
        return all(HOLDS[name](value, facts) for name, value in self.written)

    def meets(self, other: "When") -> bool:
        """Say whether a file can be found for which both hold."""
        mine, theirs = dict(self.written), dict(other.written)
        if not _same_day(mine, theirs) or not _same_day(theirs, mine):
            return False
        return all(_overlap(mine[name], theirs[name]) for name in mine.keys() & theirs.keys() if name not in MANY)

    def said(self, labels: Mapping[str, str]) -> str:
        """Return the conditions in French; `labels` names each guichet, by its code."""
        return ", ".join(
            _windows_said(value, labels) if name == "window" else SAID[name](value) for name, value in self.written
        )


ALWAYS = When()
# A project may be of several kinds and bring several things of its past: two rules about them can always both hold.
MANY = {"action", "history", "tranche"}


def _windows_said(codes: tuple[str, ...], labels: Mapping[str, str]) -> str:
    return f"au guichet « {and_words(labels.get(code, code) for code in codes)} »"


def _same_day(mine: dict, theirs: dict) -> bool:
    """Say whether a project can fall in the season of one and the days of the other."""
    season, span = mine.get("season"), theirs.get("takes_place")
    if not (season and span and span.first and span.last) or (span.last - span.first).days >= 366:
        return True
    return any(season.holds(span.first + timedelta(days)) for days in range((span.last - span.first).days + 1))


def _overlap(mine, theirs) -> bool:
    return mine.meets(theirs) if hasattr(mine, "meets") else bool({*map(bare, mine)} & {*map(bare, theirs)})


def actions_met(named: tuple[str, ...], facts: Facts) -> list[str]:
    """Return the kinds of action of a file that are among those named, as the file names them."""
    return [one for one in facts.actions if bare(one) in {*map(bare, named)}]


READERS = {
    "applicant_type": _codes("applicant_type", TYPE_WORDS), "window": _words, "action": _words, "rank": Ranks.read,
    "filed": Span.read, "takes_place": Span.read, "season": Season.read,
    "territory": _codes("territory", TERRITORIES), "theme": _words, "tranche": _words,
    "history": _codes("history", HISTORY),
}  # fmt: skip
HOLDS = {
    "applicant_type": lambda value, facts: facts.applicant_type in value,
    "window": lambda value, facts: facts.window in value,
    "action": lambda value, facts: bool(actions_met(value, facts)),
    "rank": lambda value, facts: value.meets(Ranks(facts.rank, facts.rank)),
    "filed": lambda value, facts: value.holds(facts.filed_on),
    "takes_place": lambda value, facts: value.holds(facts.starts_on),
    "season": lambda value, facts: value.holds(facts.starts_on),
    "territory": lambda value, facts: facts.territory in value,
    "theme": lambda value, facts: bare(facts.theme) in {*map(bare, value)},
    "tranche": lambda value, facts: bool({*map(bare, value)} & {*map(bare, facts.tranches)}),
    "history": lambda value, facts: bool(set(value) & facts.history),
}
SAID: dict[str, Callable[[Any], str]] = {
    "applicant_type": lambda value: f"pour {and_words(TYPE_WORDS[one] for one in value)}",
    "action": lambda value: f"pour une action « {and_words(value)} »",
    "rank": str,
    "filed": lambda value: f"pour un dossier déposé {value}",
    "takes_place": lambda value: f"pour un projet qui se passe {value}",
    "season": str,
    "territory": lambda value: f"pour un projet {and_words(TERRITORIES[one] for one in value)}",
    "theme": lambda value: f"sur le thème « {and_words(value)} »",
    "tranche": lambda value: f"sur la tranche « {and_words(value)} »",
    "history": lambda value: f"pour {and_words(HISTORY[one] for one in value)}",
}
_DAY = {"type": "string", "format": "date"}
_SPAN = {"type": "object", "properties": {"from": _DAY, "to": _DAY}, "additionalProperties": False, "minProperties": 1}
_SOME_WORDS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}


def _some(words: Mapping[str, str]) -> dict:
    one = {"enum": list(words)}
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "uniqueItems": True}]}


SCHEMAS = {
    "applicant_type": _some(TYPE_WORDS), "window": _SOME_WORDS, "action": _SOME_WORDS,
    "rank": {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": RANKS.pattern}]},
    "filed": _SPAN, "takes_place": _SPAN, "season": {"type": "string", "pattern": r"^\d\d-\d\d\.\.\d\d-\d\d$"},
    "territory": _some(TERRITORIES), "theme": _SOME_WORDS, "tranche": _SOME_WORDS, "history": _some(HISTORY),
}  # fmt: skip

"""A file (dossier) as plain JSON, as the rules read it: what `regulation check` reads and `application export` writes.

Every field may be absent, or null: the file does not say it yet. Amounts are whole cents, days « 2026-02-12 ».
Each field is told in docs/regulation.md. Besides those of `Facts` there is `history`, the earlier files of the same
holder: `rank`, `ranks`, `had_cents` and `flags` are drawn from it when the file does not give them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fph.money import BIGGEST_CENTS
from projects.regulation.rules import HISTORY, TERRITORIES, TYPE_WORDS, Cost, Facts
from projects.regulation.rules.values import choice, read_day, read_flag, read_text, whole

SIDES = {"expense": "dépense", "own": "apport", "other": "autre aide", "in_kind": "apport en nature"}
STATES = (
    "submitted", "to_complete", "admissible", "inadmissible", "deferred", "advised", "granted", "refused", "accepted", "paid",
    "reported", "closed", "withdrawn",
)  # fmt: skip
NOT_COUNTED = ("withdrawn", "inadmissible", "refused")  # these don't count in the year of their applicant
REPORTS = {
    "none": "aucun bilan à rendre", "due": "à rendre, ou rendu et pas encore accepté",
    "late": "à rendre, date passée", "accepted": "accepté",
}  # fmt: skip
MOST, LONGEST_WORD = 200, 160
DRAWN = ("rank", "ranks", "had_cents", "flags")


@dataclass(frozen=True)
class Earlier:
    """An earlier file of the same holder: its year, where it stands, what was asked and granted in cents, its report."""

    number: str
    state: str
    filed_on: date | None = None
    year: int | None = None
    requested_cents: int | None = None
    granted_cents: int | None = None
    actions: frozenset[str] = frozenset()
    report: str = "none"

    @property
    def in_year(self) -> int | None:
        """Return the year it counts in: the one it says, else that of its filing day."""
        return self.year or (self.filed_on.year if self.filed_on else None)

    @property
    def counts(self) -> bool:
        """Say whether it counts among the projects of its year."""
        return self.state not in NOT_COUNTED


def draw(actions: Iterable[str], filed_on: date | None, history: Iterable[Earlier]) -> dict[str, Any]:
    """Return the rank, the ranks by kind of action, the cents had and the flags that earlier files give to a new one.

    The new one counts in the year of `filed_on`; without it, in the latest year of the history. It is a renewal when an
    earlier file was granted something and shares a kind of action with it, or neither of them says its kinds.
    """
    earlier, mine = list(history), frozenset(actions)
    year = filed_on.year if filed_on else max((one.in_year or 0 for one in earlier), default=0)
    same_year = [one for one in earlier if one.in_year == year and one.counts]
    asked_before = any(one.state != "withdrawn" for one in earlier)
    granted = [one for one in earlier if one.granted_cents and one.counts]
    told = {
        "first_time": not asked_before,
        "renewal": any(mine & one.actions or not (mine or one.actions) for one in granted),
        "report_missing": any(one.report == "late" for one in earlier),
    }
    return {
        "rank": len(same_year) + 1,
        "ranks": {action: sum(action in one.actions for one in same_year) + 1 for action in sorted(mine)},
        "had_cents": sum(one.granted_cents or 0 for one in same_year),
        "flags": frozenset(name for name, holds in told.items() if holds),
    }


# --- Reading ------------------------------------------------------------------------------------------------


def read_facts(data: Any, today: date | None = None) -> Facts:
    """Read a file's plain JSON as the rules do. `today` is the day it is filed on when it does not say.

    Raises ValueError with a French sentence a line, one for each field that is wrong or unknown.
    """
    faults: list[str] = []
    given = _fields(data, READERS, (), "", faults)
    if faults:
        raise ValueError("\n".join(faults))
    filed_on = given.setdefault("filed_on", today)
    history = given.pop("history", None)
    if history is not None:
        given = draw(given.get("actions", ()), filed_on, history) | given
    flags = given.pop("flags", frozenset())
    return Facts(**given, history=flags)


def _fields(data: Any, readers: Mapping[str, Callable], needed: Iterable[str], place: str, faults: list[str]) -> dict:
    """Return the fields that could be read; note each other one, with its place and what was expected."""
    if not isinstance(data, Mapping):
        faults.append(f"{place.rstrip('.') or 'le dossier'} : attendu des champs nommés : {', '.join(readers)}")
        return {}
    found = {}
    for name, raw in data.items():
        if name not in readers:
            faults.append(f"{place}{name} : champ inconnu, attendu un de ces champs : {', '.join(readers)}")
        elif raw is not None:
            try:
                found[name] = readers[name](raw)
            except ValueError as problem:
                faults.extend(f"{place}{name}{line}" for line in _lines(problem))
    absent = (name for name in needed if name not in data or data[name] is None)
    faults.extend(f"{place}{name} : attendu {_expected(readers[name])} ; ce champ est absent" for name in absent)
    return found


def _expected(reader: Callable) -> str:
    """Return what a field's reader says that it expects."""
    try:
        reader(None)
    except ValueError as problem:
        return str(problem)
    return "une valeur"


class _Inside(ValueError):
    """What is wrong inside a field: its faults, each with its own place."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


def _lines(problem: ValueError) -> list[str]:
    return [f".{one}" for one in problem.faults] if isinstance(problem, _Inside) else [f" : attendu {problem}"]


def _entries(make: Callable, readers: Mapping[str, Callable], needed: tuple[str, ...], expected: str) -> Callable:
    """Return how a list of entries with named fields is read, as a tuple of what `make` makes of each."""

    def read(raw) -> tuple:
        if not isinstance(raw, list) or len(raw) > MOST:
            raise ValueError(expected)
        faults: list[str] = []
        read = [_fields(one, readers, needed, f"{place}.", faults) for place, one in enumerate(raw, 1)]
        if faults:
            raise _Inside(faults)
        return tuple(make(**one) for one in read)

    return read


def _word(raw) -> str:
    return "" if raw == "" else read_text(raw, LONGEST_WORD)


def _category(raw) -> str:
    return "" if raw == "" else read_text(raw)


def _words(raw) -> frozenset[str]:
    if not isinstance(raw, list) or len(raw) > MOST:
        raise ValueError("une liste de mots")
    return frozenset(read_text(one, LONGEST_WORD) for one in raw)


def _codes(words: Mapping[str, str]) -> Callable:
    one = choice("", words)

    def read(raw) -> frozenset[str]:
        if not isinstance(raw, list):
            raise ValueError(f"une liste de ces mots : {', '.join(words)}")
        return frozenset(one.read(each) for each in raw)

    return read


def _ranks(raw) -> dict[str, int]:
    expected = 'un rang par sorte d’action : {"fête": 2}'
    if not isinstance(raw, Mapping):
        raise ValueError(expected)
    return {str(name): whole(1, MOST, expected)(rank) for name, rank in raw.items()}


def _day(raw) -> date:
    if not isinstance(raw, str):
        raise ValueError('un jour, par exemple "2026-02-12"')
    return read_day(raw)


_cents = whole(0, BIGGEST_CENTS, "un nombre entier de centimes, zéro ou plus : 90000 pour 900 €")
_state = choice("state", dict.fromkeys(STATES)).read
_costs = _entries(
    Cost, {"side": choice("side", SIDES).read, "cents": _cents, "category": _category}, ("side", "cents"),
    "une liste de lignes de budget",
)  # fmt: skip
_history = _entries(
    Earlier,
    {"number": lambda raw: read_text(raw, 40), "filed_on": _day, "year": whole(1990, 2100, "une année : 2026"),
     "state": _state, "requested_cents": _cents, "granted_cents": _cents, "actions": _words,
     "report": choice("report", REPORTS).read},
    ("number", "state"), "la liste des dossiers précédents du porteur (les mots vont dans « flags »)",
)  # fmt: skip
READERS: dict[str, Callable] = {
    "applicant_type": choice("applicant_type", TYPE_WORDS).read, "window": _word, "actions": _words,
    "rank": whole(1, MOST, "le rang du projet dans l’année, à partir de 1"), "ranks": _ranks, "filed_on": _day,
    "starts_on": _day, "ends_on": _day, "theme": _word, "territory": choice("territory", TERRITORIES).read,
    "tranches": _words, "requested_cents": _cents, "costs": _costs,
    "residents": whole(0, 1000, "un nombre d’habitants, de 0 à 1000"), "had_cents": _cents, "meets_on": _day,
    "deadline": _day, "available_cents": _cents, "has_papers": read_flag, "not_funded_elsewhere": read_flag,
    "history": _history, "flags": _codes(HISTORY),
}  # fmt: skip


# --- Writing ------------------------------------------------------------------------------------------------


def write_facts(facts: Facts, history: Iterable[Earlier] | None = None) -> dict[str, Any]:
    """Return a file as plain JSON, which `read_facts` reads back the same. What it does not say yet is left out.

    With the holder's `history`, what is drawn from it is written only where the file itself says something else.
    """
    told = {one.name: getattr(facts, one.name) for one in fields(Facts) if one.name != "history"}
    told["flags"] = facts.history
    if history is not None:
        told["history"] = history = tuple(history)
        usual = draw(facts.actions, facts.filed_on, history)
    else:
        usual = {"rank": 1, "ranks": {}, "had_cents": 0, "flags": frozenset()}
    return {
        name: _plain(told[name])
        for name in READERS
        if name in told and (told[name] != usual[name] if name in DRAWN else _is_said(name, told[name]))
    }


def _is_said(name: str, value) -> bool:
    return value is not None and (name == "history" or value not in ("", frozenset(), ()))


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Cost | Earlier):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(part) for name, part in told.items() if part not in (None, "")}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value

"""A rule, a guichet, and what a rule finds in a file."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from projects.regulation.rules.conditions import ALWAYS, When
from projects.regulation.rules.facts import APPLICANT_TYPES
from projects.regulation.rules.parameters import PARAMETERS, Parameter

OVERRIDERS = {"coordinator": "la coordination", "committee": "le comité"}


@dataclass(frozen=True)
class Rule:
    """A parameter, when it holds, its value; how severe a breach is, where it is written, who may pass over it.

    `message` replaces the product's sentence. `source` is where the value was read, for a règlement taken from others.
    """

    parameter: str
    value: Any
    when: When = ALWAYS
    severity: str = ""
    article: str = ""
    message: str = ""
    override: tuple[str, ...] = ()
    source: str = ""

    @property
    def of(self) -> Parameter:
        """Return the parameter it sets."""
        return PARAMETERS[self.parameter]

    @property
    def effect(self) -> str:
        """Return what a breach does: `block`, `warn` or `inform`."""
        return self.severity or self.of.severity

    @property
    def precision(self) -> int:
        """Return how many conditions it has: where several rules hold, the most precise decides."""
        return len(self.when.written)

    @property
    def says(self) -> tuple:
        """Return what it makes of a file: its value, and what follows from a breach."""
        return self.value, self.effect, self.message, self.override

    @property
    def is_simple(self) -> bool:
        """Say whether it depends at most on who asks and on the rank of the project in the year."""
        return {name for name, _value in self.when.written} <= {"applicant_type", "rank"}

    def said(self, labels: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return the rule in French, its conditions first: « Pour une association : l’aide est de 800 € au plus. »

        `labels` names each guichet, by its code.
        """
        said, condition = self.of.said(self.value), self.when.said(labels)
        if not said or not condition:
            return said
        return f"{condition[0].upper()}{condition[1:]} : {said[0].lower()}{said[1:]}"


@dataclass(frozen=True)
class Window:
    """A guichet: a way into the fund, for some applicants, with its own rules (condition `window`)."""

    code: str
    label: str
    applicant_types: tuple[str, ...] = APPLICANT_TYPES


@dataclass(frozen=True)
class Finding:
    """What a rule says of a file: `severity` is block, warn or inform; the article always exists in the règlement.

    `override` names who may pass over it; nobody when it is empty.
    """

    rule: str
    article: str
    severity: str
    message: str
    field: str = ""
    limit_cents: int | None = None
    limit_days: int | None = None
    override: tuple[str, ...] = ()


def can_meet(one: When, other: When, windows: Collection[Window]) -> bool:
    """Say whether a file can be found for both: where they name a guichet, it is open to somebody who may ask by both."""
    if not windows or not (one.window or other.window) or not one.meets(other):
        return one.meets(other)
    named = [set(when.window) for when in (one, other) if when.window]
    types = set(APPLICANT_TYPES).intersection(*(when.applicant_type for when in (one, other) if when.applicant_type))
    shared = [window for window in windows if all(window.code in codes for codes in named)]
    return any(types & set(window.applicant_types) for window in shared)

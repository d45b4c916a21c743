"""What a règlement looks at in a file: who asks, for what, when, where, how much, and what came before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

APPLICANT_TYPES = ("resident", "group", "association")
TYPE_WORDS = {"resident": "un habitant", "group": "un groupe d’habitants", "association": "une association"}
TERRITORIES = {
    "inside": "qui se passe dans le quartier",
    "for_residents": "qui se passe ailleurs, avec des habitants du quartier",
    "elsewhere": "sans lien avec le quartier",
}
HISTORY = {
    "first_time": "une première demande",
    "renewal": "un projet déjà financé par le fonds",
    "report_missing": "un porteur dont un bilan manque",
}


@dataclass(frozen=True)
class Cost:
    """A line of the planned budget: `side` is expense, own, other or in_kind; `category` a word, empty when unknown."""

    side: str
    cents: int
    category: str = ""


@dataclass(frozen=True)
class Facts:
    """A file as the rules read it, on the day it is looked at. None, or an empty word, is what it does not say yet.

    `rank` counts the projects of the applicant's year, this one included; `ranks` counts those of each kind of action.
    `had_cents` was granted to the applicant earlier that year. `meets_on` is the meeting aimed at,
    `deadline` its last filing day when published, `available_cents` what the fund has left;
    `has_papers` says whether the supporting documents are there.
    """

    applicant_type: str = ""
    window: str = ""
    actions: frozenset[str] = frozenset()
    rank: int = 1
    ranks: Mapping[str, int] = field(default_factory=dict)
    filed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    theme: str = ""
    territory: str = ""
    tranches: frozenset[str] = frozenset()
    history: frozenset[str] = frozenset()
    requested_cents: int | None = None
    costs: tuple[Cost, ...] = ()
    residents: int | None = None
    had_cents: int = 0
    meets_on: date | None = None
    deadline: date | None = None
    available_cents: int | None = None
    has_papers: bool | None = None
    not_funded_elsewhere: bool | None = None

    def cents(self, side: str) -> int:
        """Return what the lines of one side add up to."""
        return sum(cost.cents for cost in self.costs if cost.side == side)

    @property
    def brought_cents(self) -> int:
        """Return what pays the expenses: the amount asked, the applicant's own money, other aids; not what is in kind."""
        return (self.requested_cents or 0) + self.cents("own") + self.cents("other")

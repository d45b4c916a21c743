"""A case of the library: a file of a fund, sound but for what is written, and what the règlement then says."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fph.money import parse_euros
from projects.regulation import shelf
from projects.regulation.rules import Cost, Facts, Finding

# A file to which each fund, but for its applicant, dates and theme, has nothing to say.
SOUND = {
    "residents": 5, "territory": "inside", "has_papers": True, "not_funded_elsewhere": True,
    "filed_on": date(2026, 1, 5), "meets_on": date(2026, 3, 5), "starts_on": date(2026, 6, 15),
}  # fmt: skip
GROUP, ASSOCIATION, RESIDENT = ({"applicant_type": kind} for kind in ("group", "association", "resident"))
OF_FUND = {
    "aubervilliers-fil": GROUP,
    "aulnay-sous-bois-fph": RESIDENT,
    "beauvais-bourse": GROUP,
    "croix-pic": RESIDENT,
    "grenoble-alpes-fpi": GROUP | {"theme": "solidarité", "filed_on": date(2015, 2, 1), "meets_on": date(2015, 4, 9)},
    "guesnain-pic": GROUP | {"theme": "patrimoine"},
    "hauts-de-france-pic": GROUP | {"theme": "savoirs et culture"},
    "kingersheim-fic": RESIDENT,
    "loire-fph": GROUP,
    "loos-ftu": GROUP,
    "lyon-fil": ASSOCIATION,
    "marseille-fph": GROUP,
    "mericourt-fph": RESIDENT,
    "mericourt-pic": RESIDENT,
    "noyelles-godault-fph": ASSOCIATION | {"theme": "culture"},
    "paris-goutte-dor-fph": RESIDENT,
    "roubaix-ftu": RESIDENT | {"theme": "sécurité"},
    "roubaix-pic": GROUP,
    "saint-pol-sur-mer-fph": RESIDENT,
    "stains-fph-fia": GROUP,
    "tonneins-fph": RESIDENT,
    "toulouse-fiph": RESIDENT,
    "val-de-bievre-fish": RESIDENT,
    "vienne-condrieu-fph": RESIDENT,
    "villetaneuse-fia": ASSOCIATION | {"filed_on": date(2021, 10, 4), "meets_on": date(2021, 11, 8)},
}


@dataclass(frozen=True)
class Case:
    """`found` lists « severity rule »; those that only inform count when one is written. `limit` is cents or days."""

    fund: str
    found: tuple[str, ...]
    limit: int | None
    cap: int | None
    changes: dict[str, Any]

    def __str__(self):
        told = ", ".join(f"{name}={value}" for name, value in self.changes.items()) or "sound"
        return f"{self.fund}: {told}"

    @property
    def facts(self) -> Facts:
        """Return the file: sound for its fund, but for the changes."""
        return sound(self.fund, **self.changes)

    @property
    def findings(self) -> list[Finding]:
        """Return what the fund's règlement says of the file, without what it only informs of unless that is awaited."""
        informs = any(one.startswith("inform ") for one in self.found)
        found = shelf.model(self.fund).findings(self.facts)
        return [one for one in found if informs or one.severity != "inform"]


def case(fund: str, *found: str, limit: str | int | None = None, cap: str = "", **changes) -> Case:
    """Return a case; amounts are written « 900,01 », a limit that is a number is days."""
    return Case(
        fund, found, parse_euros(limit) if isinstance(limit, str) else limit, parse_euros(cap) if cap else None, changes
    )


def sound(fund: str, *, asks: str = "300", cost: str = "", spent_on: str = "location", **changes) -> Facts:
    """Return a file with which the fund finds no fault, but for the changes; its budget balances, half of it is asked."""
    asked = parse_euros(asks)
    spent = parse_euros(cost) if cost else 2 * asked
    lines = (Cost("expense", spent, spent_on), Cost("own", spent - asked))
    return Facts(**{**SOUND, **OF_FUND[fund], "requested_cents": asked, "costs": lines, **changes})

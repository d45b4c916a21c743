"""A fund with two guichets, each with its cap, its theme, its tranche, its questions; and files written for it."""

from datetime import date

from projects.applications.models import Application
from projects.fund.actions import pledge, receive
from projects.regulation import document
from projects.regulation.actions import adopt
from tests.projects import filing
from tests.projects.filing import NOW, TODAY, World

LOCAL, BIG = "coup-de-pouce", "initiatives"
RULES = [
    {"parameter": "cap_per_project", "value": 400, "when": {"window": LOCAL}, "article": 3},
    {"parameter": "cap_per_project", "value": 1500, "when": {"window": BIG}, "article": 4},
    {"parameter": "cap_per_project", "value": 250, "when": {"window": LOCAL, "action": "fête de quartier"}, "article": 3},
    {"parameter": "themes", "value": ["Fêtes"], "when": {"window": LOCAL}, "article": 5},
    {"parameter": "themes", "value": ["Entraide"], "when": {"window": BIG}, "article": 5},
    {"parameter": "territories", "value": ["les Tilleuls"], "when": {"window": LOCAL}, "article": 6},
    {"parameter": "territories", "value": ["toute la commune"], "when": {"window": BIG}, "article": 6},
    {"parameter": "territory", "value": "inside", "when": {"window": LOCAL}, "article": 6},
    {"parameter": "territory", "value": "anywhere", "when": {"window": BIG}, "article": 6},
    {"parameter": "tranches", "value": [{"label": "Ville", "percent": 100}], "when": {"window": LOCAL}, "article": 7},
    {"parameter": "tranches", "value": [{"label": "Ville", "percent": 50}, {"label": "État", "percent": 50}],
     "when": {"window": BIG}, "article": 7},
    {"parameter": "ineligible_expenses", "value": ["les salaires"], "when": {"window": BIG}, "article": 8},
]  # fmt: skip
WINDOWS = [
    {"code": LOCAL, "label": "Le coup de pouce", "applicant_types": ["resident", "group"]},
    {"code": BIG, "label": "Les initiatives"},
]


def ruled(world: World, rules: list[dict], windows=(), day: date = TODAY) -> None:
    """Have the fund adopt a règlement of these rules and guichets."""
    found = document.from_document({"rules": rules, "windows": [*windows]})
    adopt(world.fund, regulation=found, adopted_on=day, adopted_by_body="Comité", in_force_from=day,
          by=world.admin, now=NOW)  # fmt: skip


def build() -> World:
    """Open the fund, with 1,000 € in each of its tranches."""
    world = filing.build(money=0)
    ruled(world, RULES, WINDOWS)
    carrier = world.fund.carrier
    for label in ("Ville", "État"):
        promise = pledge(world.exercise, carrier, cents=100_000, tranche=label, by=world.admin, now=NOW)
        receive(promise, cents=100_000, key=f"{label} {world.fund.pk}", by=world.admin, now=NOW)
    return world


def small(world: World, **changes) -> Application:
    """Return a draft for the small guichet, filled to the end."""
    said = {"actions": ["autre"], "territory": "inside", "window": LOCAL, "requested_cents": 40_000,
            "lines": [("expense", "Jeux", 40_000)]}  # fmt: skip
    return filing.draft(world, **said | changes)


def big(world: World, **changes) -> Application:
    """Return a draft for the other guichet, filled to the end."""
    theme = world.exercise.themes.get(label="Entraide")
    said = {"window": BIG, "requested_cents": 100_000, "theme": theme,
            "lines": [("expense", "Jeux", 100_000, "autre")]}  # fmt: skip
    return filing.draft(world, **said | changes)

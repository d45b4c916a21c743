"""Whether the rules of a règlement hold together: each pair that could say two things of one file, each unknown guichet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from projects.regulation.rules.rule import Rule, can_meet

if TYPE_CHECKING:
    from projects.regulation.rules.regulation import Regulation


def at_odds(regulation: Regulation) -> dict[str, int]:
    """Return each reason why it does not hold together, in French → the place of a rule concerned among its rules."""
    return {words: place for place, words in (
        *contradictions(regulation), *unknown_windows(regulation), *never_holding(regulation),
    )}  # fmt: skip


def contradictions(regulation: Regulation) -> Iterator[tuple[int, str]]:
    """Yield each pair of rules that could say different things of one file: the place of the second, and why, in French."""
    for (_, one), (place, other) in combinations(enumerate(regulation.rules), 2):
        if (
            one.parameter == other.parameter
            and one.says != other.says
            and one.precision == other.precision
            and can_meet(one.when, other.when, regulation.windows)
        ):
            mend = (
                "Écrivez tout dans une seule liste, ou ajoutez une condition à l’une des deux."
                if isinstance(one.value, tuple)
                else "Ajoutez une condition à l’un des deux."
            )
            yield (
                place,
                (
                    f"« {one.of.title} » : {_named(regulation, other)} et {_named(regulation, one)} "
                    f"pourraient dire deux choses du même dossier. {mend}"
                ),
            )


def unknown_windows(regulation: Regulation) -> Iterator[tuple[int, str]]:
    """Yield each guichet that a rule names and the règlement does not open: the place of the rule, and why, in French."""
    known = {one.code: one.label for one in regulation.windows}
    opened = (
        f"Les guichets ouverts : {', '.join(known)}." if known else "Le règlement n’ouvre aucun guichet (`windows`)."
    )
    for place, rule in enumerate(regulation.rules):
        for code in sorted(set(rule.when.window or ()) - set(known)):
            yield place, f"« {rule.of.title} » nomme un guichet inconnu : « {code} ». {opened}"


def never_holding(regulation: Regulation) -> Iterator[tuple[int, str]]:
    """Yield each rule of the committee that a condition on files keeps from ever holding: its place, and why, in French."""
    for place, rule in enumerate(regulation.rules):
        if rule.of.section == "committee" and rule.when.written:
            why = "règle le comité et ses séances, qui ne regardent pas un dossier en particulier"
            yield place, f"« {rule.of.title} » {why} : écrivez cette règle sans condition."


def _named(regulation: Regulation, rule: Rule) -> str:
    """Return a rule by its article and what it says."""
    said = rule.said({one.code: one.label for one in regulation.windows}).rstrip(".")
    return f"l’article {regulation.number(rule.parameter, rule)}{f' (« {said} »)' if said else ''}"

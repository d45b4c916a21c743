"""An amendment: changes proposed to a règlement, from their writing to the decision of a body.

Changes gather in a draft, which is its writer's alone. Once proposed it does not change any more: it is put on an agenda,
voted, adopted or not; or withdrawn, and taken up again on another version. Nothing here reads a database.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from zlib import crc32

from fph.verdict import YES, Verdict, no
from projects.regulation.rules.conditions import ALWAYS
from projects.regulation.rules.regulation import Regulation
from projects.regulation.rules.rule import Rule


class State(StrEnum):
    """Where an amendment stands. On the agenda, it is still `proposed`: a meeting that closes without a vote frees it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    WITHDRAWN = "withdrawn"


DECIDED = (State.ADOPTED, State.NOT_ADOPTED)


# --- The rules it changes ---------------------------------------------------------------------------------


def key_of(rule: Rule) -> str:
    """Name a rule by what makes it one and the same from a version to the next: its parameter and its conditions."""
    if rule.when == ALWAYS:
        return rule.parameter
    conditions = json.dumps(rule.when.write(), sort_keys=True, ensure_ascii=False)
    return f"{rule.parameter}-{crc32(conditions.encode()):08x}"


def by_key(regulation: Regulation) -> dict[str, Rule]:
    """Return the rules of a règlement by their key; of two that are the same, the first."""
    return {key_of(rule): rule for rule in reversed(regulation.rules)}


def with_rule(regulation: Regulation, rule: Rule) -> Regulation:
    """Return the règlement with this rule in place of the one of the same key, or at the end."""
    key, rules = key_of(rule), list(regulation.rules)
    places = [place for place, one in enumerate(rules) if key_of(one) == key]
    kept = [one for place, one in enumerate(rules) if place not in places[1:]]
    if places:
        kept[places[0]] = rule
    else:
        kept.append(rule)
    return replace(regulation, rules=tuple(kept))


def without_rule(regulation: Regulation, key: str) -> Regulation:
    """Return the règlement without the rule of this key."""
    return replace(regulation, rules=tuple(one for one in regulation.rules if key_of(one) != key))


def taken_up(base: Regulation, proposed: Regulation, onto: Regulation) -> Regulation:
    """Return another version with what `proposed` changes in `base`: where both changed a rule, the proposal's words stand."""
    rules = _taken_up(*({key_of(rule): rule for rule in one.rules} for one in (base, proposed, onto)))
    windows = _taken_up(*({window.code: window for window in one.windows} for one in (base, proposed, onto)))
    words = _taken_up(*(dict(one.own_words) for one in (base, proposed, onto)))
    return replace(
        onto,
        title=proposed.title if proposed.title != base.title else onto.title,
        rules=tuple(rules.values()),
        windows=tuple(windows.values()),
        own_words=tuple(words.items()),
    )


def _taken_up(base: Mapping, proposed: Mapping, onto: Mapping) -> dict:
    changed = {key: one for key, one in proposed.items() if base.get(key) != one}
    removed = base.keys() - proposed.keys()
    return {key: one for key, one in onto.items() if key not in removed} | changed


# --- What may be done of it -------------------------------------------------------------------------------


def in_force_day(wished: date, decided_on: date) -> date:
    """Return the day an amendment adopted that day comes into force: the day wished, never before the decision."""
    return max(wished, decided_on)


def may_withdraw(state: State, *, voting: bool) -> Verdict:
    """Say whether an amendment may be withdrawn: while nothing is decided, and no vote on it is open."""
    if state is State.WITHDRAWN:
        return no("Cette proposition est déjà retirée.")
    if state in DECIDED:
        return no("Cette proposition a été décidée : elle ne se retire plus.")
    return no("Le vote sur cette proposition est ouvert : attendez qu’il soit clos.") if voting else YES


def may_adopt(state: State, *, base: int, last: int, last_from: date, wished: date, decided_on: date) -> Verdict:
    """Say whether a vote of that day could put an amendment in force.

    `base` is the number of the version it changes, `last` that of the last one in force or to come, since `last_from`.
    One version a day: a later one starts a later day.
    """
    if state is State.WITHDRAWN:
        return no("Cette proposition a été retirée : il n’y a plus rien à voter.")
    if state is not State.PROPOSED:
        return no("Cette proposition a déjà été décidée.")
    if base != last:
        return no(
            f"La version {last} a été adoptée depuis que cette proposition a été écrite sur la version {base} : "
            f"reprenez la proposition sur la version {last} avant de la mettre aux voix."
        )
    return may_start(in_force_day(wished, decided_on), last=last, last_from=last_from)


def may_start(day: date, *, last: int, last_from: date) -> Verdict:
    """Say whether a version written on the last one may come into force that day."""
    if day > last_from:
        return YES
    return no(
        f"La version {last} entre en vigueur le {last_from:%d/%m/%Y}, et il n’y a qu’une version par jour : "
        "choisissez un jour d’après."
    )

"""A règlement in the shape most have: one value a parameter, caps by who asks and for the 1st, the 2nd… project of a year."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from projects.regulation.rules.conditions import ALWAYS, Ranks, When
from projects.regulation.rules.facts import APPLICANT_TYPES
from projects.regulation.rules.rule import Rule


def with_values(
    rules: Collection[Rule],
    caps_cents: Mapping[str, list[int]] | None,
    articles: Mapping[str, str],
    values: Mapping[str, Any],
) -> tuple[Rule, ...]:
    """Return rules with these simple values in place of their own: see `Regulation.with_values`."""
    made = [(name, value, ALWAYS) for name, value in values.items()]
    if caps_cents is not None:
        open_to = tuple(one for one in APPLICANT_TYPES if caps_cents.get(one))
        made = [("applicant_types", open_to, ALWAYS), *caps_rules({kind: caps_cents[kind] for kind in open_to}), *made]
    named, known = {name for name, _value, _when in made}, {(rule.parameter, rule.when): rule for rule in rules}
    numbers = {rule.parameter: rule.article for rule in reversed([*rules]) if rule.article} | dict(articles)
    new = [
        replace(known.get((name, when)) or Rule(name, value, when, article=numbers.get(name, "")), value=value)
        for name, value, when in made
    ]
    return (*new, *(rule for rule in rules if rule.parameter not in named or not rule.is_simple))


def caps_rules(caps: Mapping[str, list[int]]) -> list[tuple[str, int, When]]:
    """Return the rules of these caps; types that have the same share theirs, and all of them need no condition."""
    alike: dict[tuple, list[str]] = {}
    for kind, cents in caps.items():
        alike.setdefault(tuple(cents), []).append(kind)
    return [
        ("cap_per_project", cents, When(applicant_type=tuple(kinds) if len(alike) > 1 else None, rank=ranks))
        for listed, kinds in alike.items()
        for ranks, cents in _by_rank(list(listed))
    ]


def shortest(caps: list[int]) -> list[int]:
    """Return the caps without the last ones that only repeat: the last holds for the following projects."""
    while len(caps) > 1 and caps[-1] == caps[-2]:
        caps = caps[:-1]
    return caps


def _by_rank(caps: list[int]) -> list[tuple[Ranks | None, int]]:
    caps = shortest(caps)
    if len(caps) == 1:
        return [(None, caps[0])]
    return [(Ranks(place, None if place == len(caps) else place), cents) for place, cents in enumerate(caps, 1)]

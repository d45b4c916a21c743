"""How a règlement is read: its articles, in the order of their numbers, each with the sentences of its rules."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from projects.regulation.rules.conditions import ALWAYS
from projects.regulation.rules.facts import APPLICANT_TYPES
from projects.regulation.rules.parameters import PARAMETERS, SECTIONS, Parameter
from projects.regulation.rules.rule import Rule

LEADING = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class OwnWords:
    """What the committee wrote itself beside an article's rules."""

    title: str = ""
    words: str = ""


@dataclass(frozen=True)
class Article:
    """One article as it is read: its number, its title, the sentences of its rules, the committee's own words.

    `by_default` says that no rule stands behind it: the product's default holds.
    """

    number: str
    title: str
    section: str
    sentences: tuple[str, ...]
    parameters: tuple[str, ...]
    own_words: str = ""
    by_default: bool = False

    @property
    def text(self) -> str:
        """Return its sentences, one after the other."""
        return " ".join(self.sentences)


def article_of(number: str, rules: Iterable[Rule], own: OwnWords, labels: Mapping[str, str]) -> Article:
    """Return the article of a number, from the rules written there and the committee's own words."""
    rules = list(rules)
    names = tuple(dict.fromkeys(rule.parameter for rule in rules))
    first = PARAMETERS[names[0]] if names else None
    title = own.title or (first.title if first else "")
    section = first.section if first else "governance"
    sentences = tuple(words for rule in rules if (words := rule.said(labels)))
    return Article(number, title, SECTIONS[section], sentences, names, own.words)


def default_article(number: str, parameter: Parameter) -> Article:
    """Return the article that says the product's default of a parameter."""
    said = (parameter.said(parameter.default),)
    return Article(number, parameter.title, SECTIONS[parameter.section], said, (parameter.name,), by_default=True)


def order(number: str) -> tuple:
    """Return what sorts the numbers of articles: 4, 4.2, 4-bis, 10, A."""
    parts = number.replace("-", ".").split(".")
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def numbers_taken(
    rules: Collection[Rule], own: Iterable[str], left_aside: Collection[str]
) -> dict[tuple[str, bool], str]:
    """Return the numbers that articles take when the règlement gives none: the next ones, in the order of parameters.

    By (parameter, whether it is the product's default); `own` are the numbers of the committee's own words, `left_aside`
    the parameters whose rules leave some file to the default.
    """
    given = [*(rule.article for rule in rules if rule.article), *own]
    last = max((int(found[0]) for one in given if (found := LEADING.match(one))), default=0)
    bare = {rule.parameter for rule in rules if not rule.article}
    defaults = [name for name, one in PARAMETERS.items() if name in left_aside and one.by_default]
    ordered = [*((name, False) for name in PARAMETERS if name in bare), *((name, True) for name in defaults)]
    return {key: str(number) for number, key in enumerate(ordered, last + 1)}


def covers(rules: Collection[Rule], windows: Collection[str]) -> bool:
    """Say whether one of these rules holds for any file: one always does, or each guichet, or each type, has its own."""
    alone = [dict(rule.when.written) for rule in rules if len(rule.when.written) == 1]
    named = {code for when in alone for code in when.get("window", ())}
    types = {one for when in alone for one in when.get("applicant_type", ())}
    every = (windows and set(windows) <= named) or types >= set(APPLICANT_TYPES)
    return bool(every) or any(rule.when == ALWAYS for rule in rules)

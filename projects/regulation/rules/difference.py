"""What changes from one règlement to another, in words: to be read side by side before it is adopted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from projects.regulation.rules.articles import OwnWords
from projects.regulation.rules.checks import BLOCK, INFORM, WARN
from projects.regulation.rules.conditions import ALWAYS
from projects.regulation.rules.facts import TYPE_WORDS
from projects.regulation.rules.parameters import PARAMETERS, SECTIONS
from projects.regulation.rules.regulation import Regulation
from projects.regulation.rules.rule import OVERRIDERS, Rule, Window
from projects.regulation.rules.values import and_words

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
WINDOWS, OWN_WORDS, WHOLE = "Les guichets", "Les mots du comité", "Le règlement"
EFFECTS = {BLOCK: "arrête le dossier", WARN: "alerte", INFORM: "informe"}


@dataclass(frozen=True)
class Change:
    """One thing that changes: what it is about, its words before and after, and whether it is added, removed, changed.

    `parameter` is the name of a parameter, or `title`, `windows`, `articles`. `before` or `after` is empty when nothing
    holds then; where the product's default holds, it says so.
    """

    parameter: str
    title: str
    section: str
    before: str
    after: str
    kind: str

    def __str__(self):
        after = self.after or "Ne vaut plus."
        return f"{self.title} : {after}{f' Avant : {self.before}' if self.before else ''}"


def difference(before: Regulation, after: Regulation) -> list[Change]:
    """Return what changes from one règlement to another, in the order of the parameters; empty when they say the same.

    Two rules are one and the same when they set the same parameter under the same conditions. Where a value was read
    (`source`) and the order of the rules don't count.
    """
    found = [*_changed("title", "Titre", WHOLE, before.title, after.title)]
    old, new = ({one.code: one.label for one in regulation.windows} for regulation in (before, after))
    for name in PARAMETERS:
        found += _of_parameter(name, _rules(before, name), _rules(after, name), old, new)
    found += _paired("windows", WINDOWS, _windows(before), _windows(after))
    found += _paired("articles", OWN_WORDS, _own_words(before), _own_words(after))
    return found


def _changed(parameter: str, title: str, section: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        kind = CHANGED if before and after else ADDED if after else REMOVED
        yield Change(parameter, title, section, before, after, kind)


def _paired(parameter: str, section: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for title in before | after:
        yield from _changed(parameter, title, section, before.get(title, ""), after.get(title, ""))


def _windows(regulation: Regulation) -> dict[str, str]:
    return {f"Guichet « {one.code} »": _said_of_window(one) for one in regulation.windows}


def _said_of_window(window: Window) -> str:
    return f"{window.label}, pour {and_words(TYPE_WORDS[one] for one in window.applicant_types)}"


def _own_words(regulation: Regulation) -> dict[str, str]:
    return {f"Article {number}": _said_of_words(own) for number, own in regulation.own_words}


def _said_of_words(own: OwnWords) -> str:
    return " — ".join(filter(None, (own.title, own.words)))


# --- Rules ------------------------------------------------------------------------------------------------


def _rules(regulation: Regulation, name: str) -> dict:
    return {rule.when: rule for rule in reversed(regulation.rules) if rule.parameter == name}


def _of_parameter(name: str, before: dict, after: dict, *labels: Mapping[str, str]) -> Iterator[Change]:
    title, section = PARAMETERS[name].title, SECTIONS[PARAMETERS[name].section]
    for when in [*reversed(before), *(one for one in reversed(after) if one not in before)]:
        old, new = before.get(when), after.get(when)
        if old and new:
            notes = _apart(old, new)
            yield from _changed(name, title, section, *map(_noted, (old, new), labels, notes))
        elif old:
            yield Change(name, title, section, old.said(labels[0]), _default(name, after), REMOVED)
        elif new:
            yield Change(name, title, section, _default(name, before), new.said(labels[1]), ADDED)


def _default(name: str, rules: dict) -> str:
    """Return the product's default where none of the rules always holds, else nothing."""
    words = "" if ALWAYS in rules else PARAMETERS[name].by_default
    return f"{words} (par défaut)" if words else ""


def _apart(old: Rule, new: Rule) -> tuple[list[str], list[str]]:
    """Return what else than their words is not the same about two rules, for each."""
    pairs = [(one, other) for one, other in zip(_details(old), _details(new), strict=True) if one != other]
    return [one for one, _other in pairs], [other for _one, other in pairs]


def _noted(rule: Rule, labels: Mapping[str, str], notes: list[str]) -> str:
    words = rule.said(labels)
    return f"{words} ({' ; '.join(notes)})" if notes else words


def _details(rule: Rule) -> tuple[str, ...]:
    passers = and_words(OVERRIDERS[one] for one in rule.override)
    return (
        f"article {rule.article}" if rule.article else "sans numéro d’article",
        EFFECTS[rule.effect],
        f"peut passer outre : {passers}" if passers else "personne ne passe outre",
        f"message : « {rule.message} »" if rule.message else "message habituel",
    )

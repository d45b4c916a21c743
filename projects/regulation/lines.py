"""YAML read with the line of each value, for whoever wrote it."""

import re
from typing import Any

import yaml

YAML = "tag:yaml.org,2002:"
FLAG_SIGNS = (f"{YAML}bool", re.compile(r"(?:true|false)$"))
NUMBER_SIGNS = (
    (f"{YAML}int", re.compile(r"-?(?:0|[1-9][0-9]*)$")),
    (f"{YAML}float", re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+$")),
)


# What we say ourselves, and what the reader of YAML says in English: how to mend each.
OWN = ("écrivez la valeur elle-même, sans renvoi (& ou *)", "une valeur qui se lit", "chaque nom une seule fois")
MENDS = {
    "mapping values are not allowed": "un texte qui contient « : » se met entre guillemets, et les champs s’alignent",
    "cannot start any token": "une ligne commence par des espaces, jamais par une tabulation ; un texte qui commence par "
    "@, %, & ou * se met entre guillemets",
    "but found '<scalar>'": "un texte entre guillemets s’arrête au premier guillemet pareil : un texte qui en contient un se met "
    "entre des guillemets de l’autre sorte",
    "expected <block end>": "les éléments d’une même liste et les champs d’une même règle commencent à la même colonne",
    "could not find expected ':'": "un nom, puis « : », puis sa valeur",
    "expected ',' or": "une liste entre crochets, ou des champs entre accolades, se séparent par des virgules et se ferment",
    "unexpected end of stream": "un guillemet ouvert se ferme",
    "expected the node content": "une valeur, une liste entre crochets ou des champs entre accolades, fermés",
    "unknown escape character": "dans un texte entre guillemets doubles, « \\ » s’écrit deux fois",
    "special characters are not allowed": "un texte sans signe invisible",
    "found another document": "un seul règlement, sans ligne « --- » au milieu",
}


def in_french(problem: Exception) -> str:
    """Return how to mend what keeps a text from being read."""
    told = str(getattr(problem, "problem", None) or problem)
    if told.startswith(OWN):
        return told
    return next(
        (mend for sign, mend in MENDS.items() if sign in told),
        "une écriture qui se lit ; vérifiez les espaces au début des lignes et les guillemets",
    )


def line_of(problem: Exception) -> int:
    """Return the line to mend: where a quote left open begins, else where reading stopped; 0 when it is not known."""
    opened = "quoted scalar" in str(getattr(problem, "context", ""))
    mark = getattr(problem, "context_mark" if opened else "problem_mark", None)
    return mark.line + 1 if mark else 0


class Plain(yaml.SafeLoader):
    """Reads true and false, decimal numbers, and all else as text: « 12:30 » and « 0750 » are what they look like."""

    yaml_implicit_resolvers = {"t": [FLAG_SIGNS], "f": [FLAG_SIGNS]} | {sign: [*NUMBER_SIGNS] for sign in "-0123456789"}


def plain(text: str, lines: dict[tuple, int]) -> Any:
    """Return the plain values of a YAML text, noting the line of each; a value used twice by reference is refused."""
    loader = Plain(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise yaml.MarkedYAMLError(problem=OWN[0], problem_mark=event.start_mark)
    finally:
        loader.dispose()
    loader = Plain(text)
    try:
        node = loader.get_single_node()
        return _value(loader, node, (), lines) if node else None
    finally:
        loader.dispose()


def _value(loader, node, place: tuple, lines: dict) -> Any:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, one, (*place, number), lines) for number, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(loader, node)
    found: dict = {}
    for key, value in node.value:
        name = _scalar(loader, key) if isinstance(key, yaml.ScalarNode) else str(key)
        if name in found:
            raise yaml.MarkedYAMLError(problem=f"{OWN[2]} : « {name} » y est deux fois", problem_mark=key.start_mark)
        found[name] = _value(loader, value, (*place, name), lines)
        lines[(*place, name)] = key.start_mark.line + 1
    return found


def _scalar(loader, node) -> Any:
    try:
        return loader.construct_object(node)
    except (ValueError, LookupError, AttributeError) as problem:  # a number of 5,000 digits, !!bool x, !!timestamp x
        raise yaml.MarkedYAMLError(problem=OWN[1], problem_mark=node.start_mark) from problem

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
                raise yaml.MarkedYAMLError(problem="sans renvoi (& ou *)", problem_mark=event.start_mark)
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
            raise yaml.MarkedYAMLError(problem=f"« {name} » une seule fois", problem_mark=key.start_mark)
        found[name] = _value(loader, value, (*place, name), lines)
        lines[(*place, name)] = key.start_mark.line + 1
    return found


def _scalar(loader, node) -> Any:
    try:
        return loader.construct_object(node)
    except (ValueError, LookupError, AttributeError) as problem:  # a number of 5,000 digits, !!bool x, !!timestamp x
        raise yaml.MarkedYAMLError(problem="une valeur qui se lit", problem_mark=node.start_mark) from problem

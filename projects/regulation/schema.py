"""The JSON Schema of a règlement's file, from the parameters and the conditions the rules know."""

from typing import Any

from projects.regulation.document import CODE, MOST_RULES, NUMBER
from projects.regulation.rules import OVERRIDERS, PARAMETERS, SEVERITIES, TYPE_WORDS, When
from projects.regulation.rules import values as kinds


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a règlement's file."""
    text = kinds.TEXT_SCHEMA
    number = {"anyOf": [{"type": "string", "pattern": NUMBER}, {"type": "number", "minimum": 1}]}
    types = kinds.choices("applicant_types", TYPE_WORDS).schema
    window = {"code": {"type": "string", "pattern": CODE}, "label": text, "applicant_types": types}
    own = {"number": number, "title": text, "words": {**text, "maxLength": kinds.LONGEST_TEXT * 10}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Règlement d’un fonds de participation des habitants",
        **_closed({
            "title": text, "source": text,
            "windows": {"type": "array", "items": _closed(window, "code", "label")},
            "articles": {"type": "array", "items": _closed(own, "number")},
            "rules": {"type": "array", "maxItems": MOST_RULES, "items": {"oneOf": [*map(_rule_schema, PARAMETERS)]}},
        }, "rules"),
        "$defs": {"when": When.schema()},
    }  # fmt: skip


def _rule_schema(name: str) -> dict:
    parameter = PARAMETERS[name]
    return {
        "title": parameter.title,
        **_closed({
            "parameter": {"const": name}, "value": parameter.kind.schema, "when": {"$ref": "#/$defs/when"},
            "severity": {"enum": list(SEVERITIES)}, "article": {"type": ["string", "number"]},
            "message": kinds.TEXT_SCHEMA, "override": kinds.choices("override", OVERRIDERS).schema,
            "source": kinds.TEXT_SCHEMA,
        }, "parameter", "value"),
    }  # fmt: skip


def _closed(properties: dict, *needed: str) -> dict:
    return {"type": "object", "properties": properties, "required": list(needed), "additionalProperties": False}

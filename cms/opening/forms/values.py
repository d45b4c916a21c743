"""How a parameter of a règlement is asked and read back, by the kind of its value."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fph.http.fields import EurosField
from projects.regulation.rules import Parameter

NUMBERS = ("percent", "days", "count")
BESIDE = {"percent": "%", "days": _("jours")}


def field_for(parameter: Parameter, **shown) -> forms.Field | None:
    """Return the field that asks a parameter; None for a value of several entries, which is kept as it is."""
    kind, shown = parameter.kind, {"required": False} | shown
    if kind.name == "money":
        return EurosField(**shown)
    if kind.name in NUMBERS:
        low, high = kind.schema["minimum"], kind.schema["maximum"]
        return forms.IntegerField(min_value=low, max_value=high, **shown)
    if kind.name == "flag":
        choices = [("yes", parameter.said(True)), ("no", parameter.said(False))]
        return forms.ChoiceField(choices=[("", _("Rien n’est dit")), *choices], **shown)
    if "enum" in kind.schema:
        choices = [(code, parameter.said(code)) for code in kind.schema["enum"]]
        return forms.ChoiceField(choices=[("", _("Rien n’est dit")), *choices], **shown)
    if "enum" in kind.schema.get("items", {}):
        choices = [(code, kind.words((code,))) for code in kind.schema["items"]["enum"]]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **shown)
    if kind.name == "texts":
        return forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=9000, **shown)
    return forms.CharField(max_length=600, **shown) if kind.name == "text" else None


def shown(parameter: Parameter, value: Any) -> Any:
    """Return a value as its field shows it."""
    if parameter.kind.name == "flag":
        return "yes" if value else "no"
    if parameter.kind.name == "texts":
        return "\n".join(value)
    return list(value) if isinstance(value, tuple) else value


def read(parameter: Parameter, typed: Any) -> Any:
    """Return the value a règlement keeps, or None when nothing is typed. Raises ValueError with what was expected."""
    kind = parameter.kind
    if typed in (None, "", []):
        return None
    if kind.name == "money":
        return typed
    if kind.name == "flag":
        return typed == "yes"
    if kind.name == "texts":
        lines = [" ".join(line.split()) for line in typed.splitlines()]
        return kind.read([line for line in lines if line])
    return kind.read(typed)

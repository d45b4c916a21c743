"""How a value of each kind is typed: a field for the simple ones, lines for those made of several entries."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.http.fields import EurosField
from projects.regulation.forms import entries
from projects.regulation.rules import Parameter
from projects.regulation.rules.values import Kind

UNITS = {
    "percent": gettext_lazy("En %, de 0 à 100."),
    "days": gettext_lazy("En jours, de 0 à 730."),
    "count": gettext_lazy("Un nombre entier, de 0 à 1000."),
}
TEXTS, DATES = gettext_lazy("Une entrée par ligne."), gettext_lazy("Un jour par ligne, par exemple 15/03/2027.")


def value_field(parameter: Parameter, label) -> forms.Field:
    """Return the field in which a parameter's value is typed."""
    kind = parameter.kind
    if kind.name == "money":
        return EurosField(label=label, help_text=_("En euros."))
    if kind.name in UNITS:
        return _number(kind, label)
    if kind.name == "flag":
        answers = [("yes", parameter.said(True)), ("no", parameter.said(False))]
        return forms.ChoiceField(label=label, choices=answers, widget=forms.RadioSelect)
    if "enum" in kind.schema:
        said = [(code, parameter.said(code)) for code in kind.schema["enum"]]
        return forms.ChoiceField(label=label, choices=said, widget=forms.RadioSelect)
    if "enum" in kind.schema.get("items", {}):
        named = [(code, kind.words((code,))) for code in kind.schema["items"]["enum"]]
        return forms.MultipleChoiceField(label=label, choices=named, widget=forms.CheckboxSelectMultiple)
    return _words(kind, label)


def _number(kind: Kind, label) -> forms.Field:
    low, high = kind.schema["minimum"], kind.schema["maximum"]
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=UNITS[kind.name])


def _words(kind: Kind, label) -> forms.Field:
    if kind.name == "text":
        return forms.CharField(label=label, max_length=600, widget=forms.Textarea({"rows": 2}))
    helped = {"texts": TEXTS, "dates": DATES}.get(kind.name) or entries.LINES[kind.name].helped
    return forms.CharField(label=label, max_length=20_000, widget=forms.Textarea({"rows": 6}), help_text=helped)


def typed(kind: Kind, value):
    """Return a value as its field shows it."""
    if kind.name == "flag":
        return "yes" if value else "no"
    if kind.name == "texts":
        return "\n".join(value)
    if kind.name == "dates":
        return "\n".join(f"{day:%d/%m/%Y}" for day in value)
    if kind.name in entries.LINES:
        return entries.written(kind, value)
    return list(value) if isinstance(value, tuple) else value


def read(kind: Kind, cleaned):
    """Return the value typed, as the rules keep it. Raises ValueError with what was expected, in French."""
    if kind.name == "money":
        return cleaned
    if kind.name == "flag":
        return cleaned == "yes"
    if kind.name in ("texts", "dates"):
        lines = [" ".join(line.split()) for line in cleaned.splitlines() if line.strip()]
        return kind.read([_day(line) for line in lines] if kind.name == "dates" else lines)
    if kind.name in entries.LINES:
        return entries.read(kind, cleaned)
    return kind.read(cleaned)


def _day(line: str) -> str:
    """Return « 15/03/2027 » as a file writes it."""
    parts = line.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return line
    day, month, year = map(int, parts)
    try:
        return date(year, month, day).isoformat()
    except ValueError as problem:
        raise ValueError(_("un jour qui existe : « %s » n’en est pas un") % line) from problem

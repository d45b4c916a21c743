"""Rows that need no script: those already there, a few empty ones, and a button that saves and gives one more."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fph.http.fields import EurosField
from projects.applications.forms.base import field_of
from projects.applications.models import BudgetLine, GroupResident
from projects.regulation.rules.values import bare

MOST = 60


class ResidentRow(forms.Form):
    """A resident of the group: a name and a street."""

    name = forms.CharField(
        label=_("Prénom et nom"), max_length=GroupResident._meta.get_field("name").max_length, required=False
    )
    street = forms.CharField(
        label=_("Rue"), max_length=GroupResident._meta.get_field("street").max_length, required=False
    )

    def clean(self):
        """Ask for the name of someone whose street is given."""
        cleaned = super().clean() or {}
        if cleaned.get("street") and not cleaned.get("name"):
            self.add_error("name", _("Écrivez le nom de cette personne."))
        return cleaned

    @property
    def row(self):
        """Return (name, street), or None for an empty row."""
        cleaned = self.cleaned_data
        return (cleaned["name"], cleaned.get("street", "")) if cleaned.get("name") else None


class LineRow(forms.Form):
    """A line of the budget: what, and how much."""

    label = forms.CharField(
        label=_("Quoi ?"), max_length=BudgetLine._meta.get_field("label").max_length, required=False
    )
    cents = EurosField(label=_("Combien ?"), max_length=20, required=False)

    def clean(self):
        """Ask for the half that is missing."""
        cleaned = super().clean() or {}
        label, cents = cleaned.get("label"), cleaned.get("cents")
        if label and not cents and "cents" not in self.errors:
            self.add_error("cents", _("Écrivez le montant de cette ligne, ou videz-la."))
        if cents and not label and "label" not in self.errors:
            self.add_error("label", _("Dites à quoi correspond ce montant."))
        return cleaned

    @property
    def row(self):
        """Return (label, cents), or None for an empty row."""
        cleaned = self.cleaned_data
        return (cleaned["label"], cleaned["cents"]) if cleaned.get("label") else None


class ExpenseRow(LineRow):
    """An expense whose kind the règlement looks at: `kinds` are its own words, and « autre »."""

    category = forms.ChoiceField(label=_("De quelle sorte ?"), required=False)

    def __init__(self, *args, kinds: tuple[str, ...], **kwargs):
        super().__init__(*args, **kwargs)
        known = {bare(one): one for one in kinds}
        self.initial["category"] = known.get(bare(self.initial.get("category", "")), "")
        field_of(self, "category").choices = [("", _("Choisissez")), *((one, capfirst(one)) for one in kinds)]

    @property
    def row(self):
        """Return (label, cents, category), or None for an empty row."""
        line = super().row
        return (*line, self.cleaned_data.get("category", "")) if line else None


class Rows(forms.BaseFormSet):
    """A list of rows, titled. What is emptied is removed."""

    title = ""
    help = ""

    @property
    def kept(self) -> list[tuple]:
        """Return the rows that hold something."""
        return [form.row for form in self.forms if form.row]

    @property
    def readable(self) -> list[tuple]:
        """Return the rows that hold something and can be read, while others are being typed."""
        return [form.row for form in self.forms if form.is_valid() and form.row]


def rows(form, prefix: str, title, *, data, initial: list[dict], empty: int, help="", **options) -> Rows:
    """Return the rows of a list: those in `initial`, then `empty` more; bound to `data` when something was sent.

    `options` are those of each row.
    """
    kind = forms.formset_factory(form, formset=Rows, extra=empty, max_num=MOST, absolute_max=MOST)
    # A row is read whether or not it differs from what was saved: emptied, it goes.
    made: Any = kind(
        data,
        initial=initial,
        prefix=prefix,
        form_kwargs={"empty_permitted": False, "use_required_attribute": False, **options},
    )
    made.title, made.help = title, help
    return made

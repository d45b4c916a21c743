import dataclasses
import re
from typing import Any

from django import forms
from django.forms.models import construct_instance
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from projects.applications import rules

# What ends a question or a sentence, before the words of its error.
TAIL = re.compile(r"[\s?.:]+$")


def field_of(form: forms.BaseForm, name: str) -> Any:
    """Return a field of a form, to be set up by what its own kind knows."""
    return form.fields[name]


def offer(form: forms.BaseForm, name: str, choices: list[tuple[str, Any]]) -> None:
    """Set the choices of a field, which is not asked when there are none."""
    if choices:
        field_of(form, name).choices = choices
    else:
        del form.fields[name]


class StepForm(forms.ModelForm):
    """A step of the form. Nothing stops a draft from being saved with holes; `asked` are needed before filing.

    `lists` are the step's rows, `data_to_save` what the action takes: the fields that could be read, and the rows when
    all of them could.
    """

    asked: tuple[str, ...] = ()

    def __init__(self, *args, terms, more: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.terms, self.more = terms, more
        self.said = self.instance.said
        for name, field in self.fields.items():
            field.required = False
            # Read by the template of a field's label.
            field_of(self, name).asked = name in self.asked

    @cached_property
    def dossier(self) -> rules.Dossier:
        """Return the file as it was saved (reads its residents and lines)."""
        return self.instance.dossier

    def _post_clean(self):
        """Put what was typed in the file. The table's constraints, a query each, ask no more than the fields did."""
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            exclude = self._get_validation_exclusions()
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except forms.ValidationError as problem:
            self._update_errors(problem)

    @property
    def lists(self) -> list:
        """Return the rows of this step."""
        return []

    def is_valid(self):
        """Say whether everything typed could be read, rows included."""
        return all([super().is_valid(), *[one.is_valid() for one in self.lists]])

    @property
    def data_to_save(self) -> dict:
        """Return what could be read of what was typed."""
        return dict(self.cleaned_data)

    @property
    def as_typed(self) -> rules.Dossier:
        """Return the file as it would be with what is being typed: what can't be read yet is not said."""
        saved = self.dossier
        self.is_valid()
        typed = dict.fromkeys(self.errors.keys() & self.fields.keys()) | self.cleaned_data
        known = {one.name: one for one in dataclasses.fields(rules.Dossier)}
        changed: dict[str, Any] = {name: known[name].default if value is None else value
                   for name, value in typed.items() if name in known}  # fmt: skip
        return dataclasses.replace(saved, **changed)

    @property
    def wrong(self) -> list[dict]:
        """Return every error with the field it is about, for the summary on top of the page."""
        found = [error for bound in self for error in _errors(bound, TAIL.sub("", str(bound.label)))]
        for one in self.lists:
            for number, form in enumerate(one.forms, 1):
                place = _("%(list)s, ligne %(number)d") % {"list": one.title, "number": number}
                found += [error for bound in form for error in _errors(bound, place)]
        return found


def _errors(bound, place: str) -> list[dict]:
    anchor = bound.id_for_label or f"{bound.auto_id}_0"
    return [{"text": f"{place} : {error}", "anchor": anchor} for error in bound.errors]

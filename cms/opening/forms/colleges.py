"""The colleges of the committee, as rows: a name, seats at least and at most, whether they vote."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from projects.regulation.rules import College, Regulation, Rule

USUAL = (College("habitants"), College("associations"), College("institutions", voting=False))
SPARE, MOST_SEATS = 2, 200


class Colleges:
    """Rows of a form for the composition: those of the model, or the usual three, and some more to fill."""

    def __init__(self, form: forms.Form, base: Regulation):
        self.form = form
        self.stated = [rule for rule in base.rules if rule.parameter == "composition"]
        self.known = tuple(self.stated[0].value) if self.stated else USUAL
        self.article = base.number("composition", self.stated[0]) if self.stated else ""
        self.count = len(self.known) + SPARE
        for place in range(self.count):
            self._ask(place, self.known[place] if place < len(self.known) else None)

    def _ask(self, place: int, college: College | None) -> None:
        fields = self.form.fields
        seats: dict[str, Any] = {"min_value": 0, "max_value": MOST_SEATS, "required": False}
        fields[f"college_{place}_name"] = forms.CharField(
            label=_("Collège"), max_length=120, required=False, initial=college.name if college else ""
        )
        least, most = (college.least or None, college.most) if college else (None, None)
        fields[f"college_{place}_least"] = forms.IntegerField(label=_("Sièges au moins"), initial=least, **seats)
        fields[f"college_{place}_most"] = forms.IntegerField(label=_("Sièges au plus"), initial=most, **seats)
        fields[f"college_{place}_voting"] = forms.BooleanField(
            label=_("Vote"), required=False, initial=college.voting if college else True
        )

    @property
    def rows(self) -> list[list]:
        """Return the bound fields, row by row."""
        parts = ("name", "least", "most", "voting")
        return [[self.form[f"college_{place}_{part}"] for part in parts] for place in range(self.count)]

    def rules(self, found: Mapping) -> list[Rule]:
        """Return the rule of the composition typed; none where the model states none and nothing was changed."""
        typed = tuple(one for place in range(self.count) if (one := self._read(place, found)))
        if not self.stated and typed == USUAL:
            return []
        if len({one.name.casefold() for one in typed}) < len(typed):
            self.form.add_error("college_0_name", _("Chaque collège a son propre nom."))
        elif not any(one.voting for one in typed):
            self.form.add_error("college_0_name", _("Gardez au moins un collège qui vote."))
        elif self.stated and typed == self.known:
            return self.stated
        return [Rule("composition", typed)]

    def _read(self, place: int, found: Mapping) -> College | None:
        name = " ".join((found.get(f"college_{place}_name") or "").split())
        if not name:
            return None
        least, most = found.get(f"college_{place}_least") or 0, found.get(f"college_{place}_most")
        if most is not None and most < least:
            self.form.add_error(f"college_{place}_most", _("Le plus ne peut pas être sous le moins."))
        known = self.known[place] if place < len(self.known) else None
        designation = known.designation if known and known.name == name else ""
        return College(name, bool(found.get(f"college_{place}_voting")), least, most, designation)

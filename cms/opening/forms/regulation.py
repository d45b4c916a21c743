"""What differs from the model: each rule it states with its value, what it leaves unsaid, and the adoption."""

from dataclasses import dataclass, field, replace
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.actions.asked import Adoption
from cms.opening import rules as steps
from cms.opening.forms import values
from cms.opening.forms.colleges import Colleges
from fph.http.fields import DayInput
from projects.regulation import document
from projects.regulation.rules import PARAMETERS, SECTIONS, Regulation, Rule

NOT_ASKED = ("carrier", "composition")  # told at another step; asked as rows


@dataclass
class Group:
    """Questions that stand together on the page, under a title."""

    title: str
    names: list[str] = field(default_factory=list)
    bound: list = field(default_factory=list)


class RulesForm(forms.Form):
    """A règlement that starts as the model's, and who adopted it."""

    adopted_by_body = forms.CharField(
        label=gettext_lazy("Adopté par"), max_length=160, help_text=gettext_lazy("Par exemple : le comité de gestion."),
        error_messages={"required": gettext_lazy("Écrivez quel organe a adopté ce règlement.")},
    )  # fmt: skip
    adopted_on = forms.DateField(label=gettext_lazy("Adopté le"), widget=DayInput)
    act_reference = forms.CharField(
        label=gettext_lazy("Référence de l’acte"), max_length=120, required=False,
        help_text=gettext_lazy("Une délibération, un procès-verbal…"),
    )  # fmt: skip
    in_force_from = forms.DateField(label=gettext_lazy("En vigueur à partir du"), widget=DayInput)

    def __init__(self, *args, base: Regulation, fund: str, carrier: str, today: date, **kwargs):
        kwargs["initial"] = {"adopted_by_body": carrier, "adopted_on": today, "in_force_from": today}
        super().__init__(*args, **kwargs)
        self.base, self.fund, self.carrier, self.today = base, fund, carrier, today
        self.usual = {section: Group(title) for section, title in SECTIONS.items()}
        self.others, self.unsaid, self.windows = Group(_("Le reste du modèle")), Group(""), Group(_("Les guichets"))
        self.colleges = Colleges(self, base)
        self._ask_windows()
        self._ask_stated()
        self._ask_unsaid()
        self.read: Regulation | None = None

    # --- What is asked ---

    def _ask_windows(self) -> None:
        for number, one in enumerate(self.base.windows, 1):
            name, label = f"window_{one.code}", _("Nom du guichet %s") % number
            self.fields[name] = forms.CharField(label=label, max_length=120, initial=one.label)
            self.windows.names.append(name)

    def _ask_stated(self) -> None:
        labels = {one.code: one.label for one in self.base.windows}
        for place, rule in enumerate(self.base.rules):
            if rule.parameter in NOT_ASKED:
                continue
            usual = rule.parameter in steps.USUAL
            group = self.usual[rule.of.section] if usual else self.others
            group.names.append(self._ask(place, rule, rule.when.said(labels)))

    def _ask(self, place: int, rule: Rule, condition: str) -> str:
        label = f"{rule.of.title} ({condition})" if condition else rule.of.title
        said = _("Article %(number)s du modèle : « %(said)s »") % {
            "number": self.base.number(rule.parameter, rule), "said": rule.of.said(rule.value)
        }  # fmt: skip
        asked = values.field_for(rule.of, label=label, help_text=said, initial=values.shown(rule.of, rule.value))
        if asked is None:
            kept = _("Garder : %s") % rule.said({one.code: one.label for one in self.base.windows})
            asked = forms.BooleanField(label=kept, required=False, initial=True)
        self.fields[f"rule_{place}"] = asked
        return f"rule_{place}"

    def _ask_unsaid(self) -> None:
        for name in steps.OFFERED:
            if self.base.asks(name):
                continue
            parameter = PARAMETERS[name]
            said = parameter.by_default
            told = _("Par défaut : « %s »") % said if said else _("Par défaut : rien n’est limité.")
            if name == "cap_per_project":
                told = _("Le plus qu’un projet peut recevoir. Le modèle n’en dit rien : c’est à vous de le choisir.")
            self.fields[f"set_{name}"] = values.field_for(
                parameter, label=parameter.title, help_text=told, required=name == "cap_per_project",
                **({"error_messages": {"required": _("Écrivez un plafond en euros, par exemple 1000.")}}
                   if name == "cap_per_project" else {}),
            )  # fmt: skip
            group = self.usual["money"] if name == "cap_per_project" else self.unsaid
            group.names.append(f"set_{name}")

    @property
    def groups(self) -> list[Group]:
        """Return the questions asked in the open, section by section; empty sections are left out."""
        return [one for one in map(self._bound, self.usual.values()) if one.names]

    @property
    def folded(self) -> Group:
        """Return the rest of what the model states."""
        return self._bound(self.others)

    @property
    def silent(self) -> Group:
        """Return what the model leaves unsaid."""
        return self._bound(self.unsaid)

    @property
    def doors(self) -> Group:
        """Return the guichets' names."""
        return self._bound(self.windows)

    def _bound(self, group: Group) -> Group:
        group.bound = [self[name] for name in group.names]
        return group

    # --- What is read ---

    def clean(self):
        """Read the règlement typed, and refuse what can't be adopted, in words."""
        found = super().clean()
        on, force = found.get("adopted_on"), found.get("in_force_from")
        if on and on > self.today:
            self.add_error(
                "adopted_on", _("Ce jour n’est pas encore passé : un règlement s’adopte avant d’ouvrir le fonds.")
            )
        if on and force and force < on:
            self.add_error("in_force_from", _("Un règlement ne peut pas s’appliquer avant d’être adopté."))
        stated = [one for place, rule in enumerate(self.base.rules) if (one := self._stated(place, rule, found))]
        added = [Rule(name, value) for name in steps.OFFERED if (value := self._added(name, found)) is not None]
        composed = self.colleges.rules(found)
        if not self.errors:
            self._hold_together((*stated, *added, *composed), found)
        return found

    def _stated(self, place: int, rule: Rule, found: dict) -> Rule | None:
        if rule.parameter == "carrier":
            return replace(rule, value=self.carrier, source="") if self.carrier else None
        if rule.parameter == "composition":
            return None
        name = f"rule_{place}"
        typed = found.get(name)
        if isinstance(self.fields[name], forms.BooleanField):
            return rule if typed else None
        value = self._value(name, rule.parameter, typed)
        if value is None or value == rule.value:
            return None if value is None else rule
        return replace(rule, value=value, source="")

    def _added(self, name: str, found: dict):
        field_name = f"set_{name}"
        return self._value(field_name, name, found.get(field_name)) if field_name in self.fields else None

    def _value(self, name: str, parameter: str, typed):
        try:
            return values.read(PARAMETERS[parameter], typed)
        except ValueError as problem:
            self.add_error(name, _("Écrivez %s.") % problem)
            return None

    def _hold_together(self, found_rules: tuple[Rule, ...], found: dict) -> None:
        windows = tuple(replace(one, label=found[f"window_{one.code}"]) for one in self.base.windows)
        made = replace(self.base, rules=found_rules, windows=windows, title=_("Règlement – %s") % self.fund)
        try:
            made.check()
            self.read = document.from_document(document.to_document(made))
        except ValueError as problem:
            for sentence in str(problem).splitlines():
                self.add_error(None, sentence)

    def adoption(self) -> Adoption:
        """Return the règlement and its adoption, as the action takes them."""
        names = ("adopted_on", "adopted_by_body", "act_reference", "in_force_from")
        return Adoption(regulation=self.read, **{name: self.cleaned_data[name] for name in names})

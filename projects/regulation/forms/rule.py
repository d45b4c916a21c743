"""A rule of the règlement, as a member of the committee changes it."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.regulation.document import NUMBER
from projects.regulation.forms import values
from projects.regulation.rules import PARAMETERS, SECTIONS, TYPE_WORDS, Regulation, Rule, When

SEVERITIES = [
    ("", _("comme d’habitude pour cette règle")),
    ("block", _("le dossier est arrêté")),
    ("warn", _("le dossier continue, et chacun est averti")),
    ("inform", _("c’est seulement dit")),
]


class RuleForm(forms.Form):
    """A rule: its value in plain words, where it is written, what follows when it isn't kept. A new one says for whom."""

    article = forms.RegexField(
        NUMBER, label=_("Numéro de l’article"), required=False, max_length=12,
        error_messages={"invalid": _("Écrivez un numéro d’article : 4, 4.2 ou 4-bis.")},
        help_text=_("Vide : l’article prend le premier numéro libre."),
    )  # fmt: skip

    def __init__(self, *args, regulation: Regulation, parameter: str, rule: Rule | None = None, **kwargs):
        self.regulation, self.rule, self.of = regulation, rule, PARAMETERS[parameter]
        kind, shown = self.of.kind, rule.value if rule else self.of.default
        initial = {} if shown is None else {"value": values.typed(kind, shown)}
        if rule:
            initial |= {"article": rule.article, "severity": rule.severity, "message": rule.message}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        asked: dict[str, forms.Field] = {"value": values.value_field(self.of, self.of.title)}
        if rule is None:
            asked |= self._conditions()
        asked["article"] = self.fields["article"]
        if self.of.check:
            asked |= _consequences()
        self.fields = asked

    def _conditions(self) -> dict[str, forms.Field]:
        everybody = _("Rien de coché : la règle vaut pour tout le monde.")
        made: dict[str, forms.Field] = {
            "applicant_type": forms.MultipleChoiceField(
                label=_("Pour qui ?"), choices=list(TYPE_WORDS.items()), required=False, help_text=everybody,
                widget=forms.CheckboxSelectMultiple,
            )
        }  # fmt: skip
        if self.regulation.windows:
            made["window"] = forms.MultipleChoiceField(
                label=_("À quel guichet ?"), choices=[(one.code, one.label) for one in self.regulation.windows],
                required=False, help_text=_("Rien de coché : la règle vaut à tous les guichets."),
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        return made

    def clean_value(self):
        """Return the value as the rules keep it."""
        try:
            return values.read(self.of.kind, self.cleaned_data["value"])
        except ValueError as problem:
            raise forms.ValidationError(_("Ce texte ne se lit pas. Attendu : %s.") % problem) from problem

    def made(self) -> Rule:
        """Return the rule typed."""
        said = self.cleaned_data
        when = {name: said[name] for name in ("applicant_type", "window") if said.get(name)}
        base = self.rule or Rule(self.of.name, said["value"], When.read(when))
        kept = {name: said[name] for name in ("article", "severity", "message") if name in said}
        return replace(base, value=said["value"], **kept)


def _consequences() -> dict[str, forms.Field]:
    return {
        "severity": forms.ChoiceField(
            label=_("Si un dossier ne suit pas cette règle"), choices=SEVERITIES, required=False, widget=forms.RadioSelect
        ),
        "message": forms.CharField(
            label=_("Ce qui est dit au porteur du projet"), required=False, max_length=600, widget=forms.Textarea({"rows": 2}),
            help_text=_("Vide : la phrase habituelle."),
        ),
    }  # fmt: skip


class ParameterForm(forms.Form):
    """What a new rule is about."""

    parameter = forms.ChoiceField(
        label=_("La règle porte sur"),
        choices=[
            (str(words), [(one.name, one.title) for one in PARAMETERS.values() if one.section == section])
            for section, words in SECTIONS.items()
        ],
        error_messages={"required": _("Choisissez ce sur quoi porte la règle.")},
    )

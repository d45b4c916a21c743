from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from fph.http.fields import DayInput
from fph.money import decimal_point, parse_euros
from projects.fund.rules import COMMON_POT
from projects.regulation import document
from projects.regulation.rules import APPLICANT_TYPES, Regulation
from projects.regulation.rules.asking import varies
from projects.regulation.rules.parameters import TIES

CAP_LABELS = {
    "resident": _("Plafonds pour un habitant"),
    "group": _("Plafonds pour un groupe d’habitants"),
    "association": _("Plafonds pour une association"),
}


class CapsField(forms.CharField):
    """Amounts in euros, one for each project of the year: « 900, puis 400 »; empty when that type may not apply."""

    def clean(self, value):
        """Return cents, in order."""
        text = super().clean(value)
        try:
            return [parse_euros(part) for part in text.replace("puis", ";").split(";") if part.strip(" ,")]
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def prepare_value(self, value):
        """Write the cents back as they are typed."""
        if isinstance(value, list):
            return " ; ".join(decimal_point(cents).removesuffix(".00") for cents in value)
        return value


class TranchesField(forms.CharField):
    """How each grant draws on the year's tranches: one a line, « Ville ; 50 »; empty when all the money is one."""

    widget = forms.Textarea

    def clean(self, value):
        """Return (label, percent) in order; the common pot has the empty label."""
        lines = [line.rpartition(";") for line in super().clean(value).splitlines() if line.strip()]
        try:
            typed = [(" ".join(label.split()), int(percent.strip(" \u202f%"))) for label, _sign, percent in lines]
        except ValueError as problem:
            raise forms.ValidationError(_("Écrivez une tranche par ligne, par exemple : Ville ; 50")) from problem
        return [("" if label.casefold() == COMMON_POT else label, percent) for label, percent in typed]

    def prepare_value(self, value):
        """Write the tranches back as they are typed."""
        if isinstance(value, str) or not value:
            return value or ""
        return "\n".join(f"{label or COMMON_POT} ; {percent}" for label, percent in value)


class RegulationForm(forms.Form):
    """A version of the règlement, as a body adopted it."""

    adopted_on = forms.DateField(label=_("Adopté le"), widget=DayInput())
    adopted_by_body = forms.CharField(
        label=_("Par"), max_length=160, help_text=_("Par exemple : le comité de gestion.")
    )
    act_reference = forms.CharField(label=_("Référence de l’acte"), max_length=120, required=False)
    in_force_from = forms.DateField(label=_("En vigueur à partir du"), widget=DayInput())
    filing_deadline_days = forms.IntegerField(
        label=_("Jours entre la date limite et la séance"), min_value=0, max_value=90
    )
    applicant_hearing = forms.ChoiceField(
        label=_("Le porteur du projet devant le comité"),
        choices=[("no", _("n’est pas attendu")), ("expected", _("est attendu, sans obligation")),
                 ("required", _("doit être présent : sans lui, le dossier est remis"))],
    )  # fmt: skip
    quorum_percent = forms.IntegerField(
        label=_("Quorum, en % des membres qui ont une voix"), min_value=0, max_value=100
    )
    majority = forms.ChoiceField(
        label=_("Majorité"),
        choices=[
            ("cast", _("des voix exprimées, sans les abstentions")),
            ("present", _("des présents")),
            ("members", _("des membres qui ont une voix, présents ou non")),
        ],
    )
    tie = forms.ChoiceField(label=_("En cas d’égalité"), required=False, choices=list(TIES.items()))
    tranches = TranchesField(
        label=_("Tranches sur lesquelles chaque aide est prise, en %"), required=False, max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Une par ligne, par exemple : Ville ; 50. Vide : tout l’argent du fonds est ensemble."),
    )  # fmt: skip
    report_due_days = forms.IntegerField(label=_("Jours pour remettre le bilan"), min_value=1, max_value=730)
    min_group_size = forms.IntegerField(label=_("Personnes au moins dans un groupe"), min_value=1, max_value=50)

    SIMPLE = (
        "filing_deadline_days", "applicant_hearing", "quorum_percent", "majority", "report_due_days", "min_group_size",
    )  # fmt: skip

    def __init__(self, *args, current: Regulation | None = None, **kwargs):
        current = current or Regulation()
        initial = {name: current.value(name) for name in self.SIMPLE} | {
            "tie": current.value("tie"), "tranches": current.tranches,
        }  # fmt: skip
        # Caps that depend on more than this form can say are not asked, and stay as they are.
        asked = APPLICANT_TYPES if current.caps_are_simple else ()
        initial |= {f"cap_{kind}": current.caps_of(kind) for kind in asked if current.asks("cap_per_project")}
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.current = current
        # So do tranches that are not those of every file.
        if varies(current, "tranches"):
            del self.fields["tranches"]
        for kind in asked:
            self.fields[f"cap_{kind}"] = CapsField(
                label=CAP_LABELS[kind], required=False, max_length=80,
                help_text=_("En euros ; pour le 1er, le 2e projet de l’année : 900 ; 400. Vide : ne peut pas demander."),
            )  # fmt: skip

    def regulation(self) -> Regulation:
        """Return the parameters typed, on top of those in force for what the form does not ask."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in self.SIMPLE}
        values["tie"] = typed["tie"] or self.current.value("tie")
        kept = self.current
        if typed.get("tranches"):
            values["tranches"] = tuple(typed["tranches"])
        elif "tranches" in self.fields:
            kept = replace(kept, rules=tuple(rule for rule in kept.rules if rule.parameter != "tranches"))
        caps = {kind: typed[f"cap_{kind}"] for kind in APPLICANT_TYPES} if self.current.caps_are_simple else None
        return document.from_document(document.to_document(kept.with_values(caps, {}, values)))

    def clean(self):
        """Tie what can't hold together to the form."""
        cleaned = super().clean()
        if not self.errors:
            try:
                self.regulation()
            except ValueError as problem:
                raise forms.ValidationError(str(problem)) from problem
        return cleaned


class ThemesForm(forms.Form):
    """The year's priority themes, as the committee set them: one a line, in its order."""

    themes = forms.CharField(
        label=_("Thèmes de l’année"), widget=forms.Textarea({"rows": 6}), max_length=1000,
        help_text=_("Un par ligne, dans l’ordre voulu par le comité."),
    )  # fmt: skip
    since = forms.DateField(
        label=_("À partir du"), required=False, widget=DayInput(),
        help_text=_("Les dossiers déposés avant gardent les thèmes d’avant. Sans date : pour toute l’année."),
    )  # fmt: skip

    def clean_themes(self) -> list[str]:
        """Return the themes, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["themes"].splitlines()]
        if too_long := next((line for line in lines if len(line) > 80), ""):
            raise forms.ValidationError(_("Un thème tient en 80 signes. Raccourcissez « %s… »") % too_long[:30])
        return list(dict.fromkeys(line for line in lines if line))

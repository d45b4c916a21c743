import dataclasses

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fph.files.rules import ENDINGS
from fph.http.fields import DayInput
from projects.applications import rules
from projects.applications.choices import Territory
from projects.applications.forms.base import StepForm, field_of, offer
from projects.applications.models import ApplicantType, Application, Attachment, CorrectionRequest
from projects.fund.models import Theme
from projects.regulation.rules.asking import OTHER


class StartForm(forms.Form):
    """Who carries the project; a helper says whether they write for someone else."""

    applicant_type = forms.ChoiceField(
        label=_("Qui porte le projet ?"),
        choices=ApplicantType.choices,
        widget=forms.RadioSelect({"class": "choice-list"}),
        error_messages={"required": _("Choisissez qui porte le projet.")},
    )
    with_helper = forms.BooleanField(
        label=_("J’écris cette demande pour quelqu’un d’autre, avec son accord."), required=False
    )

    def __init__(self, *args, may_assist: bool, open_to: frozenset[str], **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "applicant_type").choices = [one for one in ApplicantType.choices if one[0] in open_to]
        if not may_assist:
            del self.fields["with_helper"]


class ProjectForm(StepForm):
    """What the project is."""

    asked = ("title", "summary", "benefit", "theme", "actions")

    theme = forms.ChoiceField(label=_("Thème"), widget=forms.RadioSelect)
    actions = forms.MultipleChoiceField(
        label=_("De quelle sorte est votre projet ?"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Le règlement a une règle pour ces projets-là. Plusieurs réponses sont possibles."),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ("title", "summary", "benefit", "actions", "is_renewal", "renewal_note")
        widgets = {
            "summary": forms.Textarea({"rows": 6}), "benefit": forms.Textarea({"rows": 4}),
            "renewal_note": forms.Textarea({"rows": 3}),
        }  # fmt: skip
        help_texts = {
            "title": _("Ce nom sera public si le projet est financé : n’y mettez pas de nom de personne."),
            "summary": _("Avec vos mots. Quoi, avec qui, comment ? Quelques phrases suffisent."),
            "benefit": _("Qui en profite, qu’est-ce qui change dans la rue, l’immeuble, le quartier ?"),
            "renewal_note": _("Seulement si le fonds a déjà aidé ce projet."),
        }

    field_order = ("title", "summary", "benefit", "theme", "actions", "is_renewal", "renewal_note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["theme"] = str(self.instance.theme_id or "")
        offer(self, "theme", list(self.terms.themes_of(self.said)))
        kinds = self.terms.action_kinds(self.said)
        none = [] if OTHER in kinds else [(OTHER, _("Rien de cela"))]
        offer(self, "actions", [*[(one, capfirst(one)) for one in kinds], *none] if kinds else [])

    def clean_actions(self):
        """Keep « rien de cela » only when nothing else is chosen."""
        chosen = self.cleaned_data["actions"]
        return [one for one in chosen if one != OTHER or OTHER in self.terms.action_kinds(self.said)] or chosen

    @property
    def as_typed(self):
        """Return the file as it is being typed; kinds of action as the rules read them."""
        typed = super().as_typed
        return dataclasses.replace(typed, actions=tuple(typed.actions))

    @property
    def data_to_save(self):
        """Return the theme as a row."""
        saved = dict(self.cleaned_data)
        if "theme" in saved:
            saved["theme"] = Theme.objects.filter(pk=saved["theme"]).first() if saved["theme"] else None
        return saved


class WhenForm(StepForm):
    """Where, when, and for how many."""

    asked = ("place", "territory", "starts_on", "people_reached")

    territory = forms.ChoiceField(
        label=_("Est-ce dans le quartier ?"), choices=Territory.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Application
        fields = ("place", "territory", "starts_on", "ends_on", "people_reached")
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "people_reached": forms.NumberInput({"inputmode": "numeric"}),
        }
        help_texts = {
            "place": _("Une rue, un square, une salle…"),
            "ends_on": _("Si le projet dure plus d’un jour."),
            "people_reached": _("Une estimation suffit."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, "territory", Territory.choices if self.terms.asks_where(self.said) else [])
        for name in ("starts_on", "ends_on"):
            field_of(self, name).input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
            self.fields[name].error_messages["invalid"] = _("Cette date n’existe pas. Exemple : 14/07/2027")
        self.fields["people_reached"].error_messages["invalid"] = _("Écrivez un nombre, par exemple 40.")
        self.fields["people_reached"].widget.attrs["min"] = 1


class UploadForm(forms.Form):
    """A document to join."""

    kind = forms.ChoiceField(label=_("Quel document ?"), choices=Attachment.Kind.choices)
    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_("PDF, photo ou document ODT, ODS, DOCX, XLSX ; 10 Mo au plus. Une photo de téléphone convient."),
        widget=forms.FileInput({"accept": ENDINGS}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide."),
                        "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le.")},
    )  # fmt: skip


class DeclarationsForm(forms.ModelForm):
    """The four declarations, made on the last screen."""

    class Meta:
        model = Application
        fields = rules.DECLARATIONS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            field_of(self, name).asked = True


class AnswerForm(forms.ModelForm):
    """The applicant's answer to what the coordination asked."""

    class Meta:
        model = CorrectionRequest
        fields = ("answer",)
        labels = {"answer": _("Votre réponse")}
        widgets = {"answer": forms.Textarea({"rows": 4})}
        help_texts = {"answer": _("Dites ce que vous avez complété, ou ce que vous voulez expliquer.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
        self.fields["answer"].error_messages["required"] = _("Écrivez une réponse, même courte.")

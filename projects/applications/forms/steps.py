from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fph.files.rules import ENDINGS
from fph.http.fields import DayInput, EurosField
from fph.money import euros
from fph.people.forms import PHONE
from projects.applications import rules
from projects.applications.forms.rows import LineRow, ResidentRow, rows
from projects.applications.models import ApplicantType, Application, Attachment, BudgetLine, CorrectionRequest
from projects.fund.models import Theme

SIDES = BudgetLine.Side


class StartForm(forms.Form):
    """Who carries the project; a helper says whether they write for someone else."""

    applicant_type = forms.ChoiceField(
        label=_("Qui porte le projet ?"),
        choices=ApplicantType.choices,
        widget=forms.RadioSelect({"class": "choice-list"}),
        error_messages={"required": _("Choisissez qui porte le projet.")},
    )
    with_helper = forms.BooleanField(
        label=_("J’écris cette demande pour quelqu’un d’autre, avec son accord."), required=False
    )

    def __init__(self, *args, may_assist: bool, open_to: frozenset[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applicant_type"].choices = [one for one in ApplicantType.choices if one[0] in open_to]
        if not may_assist:
            del self.fields["with_helper"]


class StepForm(forms.ModelForm):
    """A step of the form. Nothing stops a draft from being saved with holes; `asked` are needed before filing.

    `lists` are the step's rows, `data_to_save` what the action takes: the fields that could be read, and the rows when
    all of them could.
    """

    asked: tuple[str, ...] = ()

    def __init__(self, *args, terms, more: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.terms, self.more = terms, more
        for name, field in self.fields.items():
            field.required, field.asked = False, name in self.asked

    def validate_constraints(self):
        """Leave the table's constraints to the action: a draft with holes is fine."""

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
    def wrong(self) -> list[dict]:
        """Return every error with the field it is about, for the summary on top of the page."""
        forms_ = [self, *[form for one in self.lists for form in one.forms]]
        return [
            {"text": f"{form[name].label} : {error}" if name != "__all__" else error, "anchor": _anchor(form, name)}
            for form in forms_
            for name, errors in form.errors.items()
            for error in errors
        ]


def _anchor(form, name: str) -> str:
    return (form[name].id_for_label or f"{form[name].auto_id}_0") if name in form.fields else ""


class WhoForm(StepForm):
    """Who carries the project. Only what this type of applicant needs is asked."""

    asked = ("applicant_type", "lead_name", "lead_address", "organisation_name")

    class Meta:
        model = Application
        fields = (
            "applicant_type", "organisation_name", "siret", "rna", "lead_name", "lead_email", "lead_phone",
            "lead_address", "host_name", "host_siret",
        )  # fmt: skip
        widgets = {"applicant_type": forms.RadioSelect}
        help_texts = {
            "siret": _("14 chiffres, sur l’avis de situation de l’INSEE. Le SIRET ou le RNA suffit."),
            "rna": _("W suivi de neuf chiffres, sur le récépissé de la préfecture."),
            "lead_email": _("E-mail ou téléphone : l’un des deux suffit."),
            "lead_address": _("Elle sert à vérifier que vous habitez le quartier. Elle n’est jamais publiée."),
            "host_name": _("Laissez vide s’il n’y en a pas : le fonds peut payer directement vos fournisseurs."),
        }

    ONLY = {
        rules.ASSOCIATION: ("organisation_name", "siret", "rna"),
        rules.GROUP: ("host_name", "host_siret"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = self.instance.applicant_type
        for kind, names in self.ONLY.items():
            if kind != self.kind:
                for name in names:
                    del self.fields[name]
        if self.kind == rules.ASSOCIATION:
            del self.fields["lead_address"]
        open_to = self.terms.open_to | {self.kind}
        self.fields["applicant_type"].choices = [one for one in ApplicantType.choices if one[0] in open_to]
        self._describe()

    def _describe(self):
        self.fields["lead_phone"].validators.append(PHONE)
        self.fields["lead_phone"].widget.input_type = "tel"
        for name, token in {"lead_name": "name", "lead_phone": "tel", "lead_address": "street-address",
                            "lead_email": "email", "organisation_name": "organization"}.items():  # fmt: skip
            if name in self.fields and not self.instance.with_helper:
                self.fields[name].widget.attrs["autocomplete"] = token
        for name in ("siret", "host_siret"):
            if name in self.fields:
                self.fields[name].widget.attrs["inputmode"] = "numeric"
                # People copy the number with its spaces.
                self.fields[name].max_length, self.fields[name].widget.attrs["maxlength"] = 20, 20
                self.fields[name].validators = [v for v in self.fields[name].validators if not hasattr(v, "limit_value")]
        self.fields["lead_email"].error_messages["invalid"] = _(
            "Cette adresse n’est pas complète. Exemple : prenom@exemple.fr"
        )

    @cached_property
    def lists(self):
        """Return the residents of a group."""
        if self.kind != rules.GROUP:
            return []
        named = [{"name": one.name, "street": one.street} for one in self.instance.residents.all()]
        least = self.terms.regulation.min_group_size if self.terms.regulation else 2
        title = _t("Les habitants du groupe, vous compris")
        words = _t("Au moins %(least)d noms%(article)s. Ils ne sont jamais publiés.") % {
            "least": least, "article": self.terms.article("min_group_size")
        }  # fmt: skip
        empty = max(least + 1 - len(named), 1) + self.more
        return [rows(ResidentRow, "habitants", title, data=self.data or None, initial=named, empty=empty, help=words)]

    def clean_siret(self):
        """Take the number as people copy it, with spaces."""
        return "".join(self.cleaned_data["siret"].split())

    def clean_host_siret(self):
        """Take the number as people copy it, with spaces."""
        return "".join(self.cleaned_data["host_siret"].split())

    @property
    def data_to_save(self):
        """Add the residents when all of them could be read."""
        saved = dict(self.cleaned_data)
        if self.lists and self.lists[0].is_valid():
            saved["residents"] = self.lists[0].kept
        return saved

    @property
    def changes_type(self) -> bool:
        """Say whether another type was chosen: the same step then asks other things."""
        return self.cleaned_data.get("applicant_type", self.kind) != self.kind


class ProjectForm(StepForm):
    """What the project is."""

    asked = ("title", "summary", "benefit", "theme")

    theme = forms.ChoiceField(label=_("Thème"), widget=forms.RadioSelect)

    class Meta:
        model = Application
        fields = ("title", "summary", "benefit", "is_renewal", "renewal_note")
        widgets = {
            "summary": forms.Textarea({"rows": 6}), "benefit": forms.Textarea({"rows": 4}),
            "renewal_note": forms.Textarea({"rows": 3}),
        }  # fmt: skip
        help_texts = {
            "title": _("Ce nom sera public si le projet est financé : n’y mettez pas de nom de personne."),
            "summary": _("Avec vos mots. Quoi, avec qui, comment ? Quelques phrases suffisent."),
            "benefit": _("Qui en profite, qu’est-ce qui change dans la rue, l’immeuble, le quartier ?"),
            "renewal_note": _("Seulement si le fonds a déjà aidé ce projet."),
        }

    field_order = ("title", "summary", "benefit", "theme", "is_renewal", "renewal_note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["theme"] = str(self.instance.theme_id or "")
        self.fields["theme"].choices = self.terms.themes
        if not self.terms.themes:
            del self.fields["theme"]

    @property
    def data_to_save(self):
        """Return the theme as a row."""
        saved = dict(self.cleaned_data)
        if "theme" in saved:
            saved["theme"] = Theme.objects.filter(pk=saved["theme"] or None).first()
        return saved


class WhenForm(StepForm):
    """Where, when, and for how many."""

    asked = ("place", "starts_on", "people_reached")

    class Meta:
        model = Application
        fields = ("place", "starts_on", "ends_on", "people_reached")
        widgets = {"starts_on": DayInput, "ends_on": DayInput, "people_reached": forms.NumberInput({"inputmode": "numeric"})}
        help_texts = {
            "place": _("Une rue, un square, une salle…"),
            "ends_on": _("Si le projet dure plus d’un jour."),
            "people_reached": _("Une estimation suffit."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"]
            self.fields[name].error_messages["invalid"] = _("Cette date n’existe pas. Exemple : 14/07/2027")
        self.fields["people_reached"].error_messages["invalid"] = _("Écrivez un nombre, par exemple 40.")
        self.fields["people_reached"].widget.attrs["min"] = 1


class BudgetForm(StepForm):
    """What is spent, what is asked, what else pays; what comes in kind stands apart."""

    asked = ("requested_cents",)
    requested_cents = EurosField(label=_("Ce que vous demandez au fonds"), max_length=20)
    own_cents = EurosField(
        label=_("Ce que vous apportez"), max_length=20, required=False,
        help_text=_("Une cagnotte, des participations, une vente de gâteaux… Laissez vide s’il n’y a rien."),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ("requested_cents",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.saved = list(self.instance.budget_lines.all())
        self.initial["own_cents"] = sum(line.amount_cents for line in self._lines(SIDES.OWN)) or None
        self.fields["requested_cents"].help_text = cap_in_words(self.terms, self.instance.applicant_type)

    def _lines(self, side):
        return [line for line in self.saved if line.side == side]

    @cached_property
    def lists(self):
        """Return expenses, other aids, and what comes in kind."""
        return [
            self._rows("depenses", SIDES.EXPENSE, _t("Vos dépenses"), 3,
                       _t("Par exemple : location de tables, 120. Le prix d’un devis ou une estimation.")),
            self._rows("aides", SIDES.OTHER, _t("Les autres aides"), 1,
                       _t("Celles que vous avez ou que vous demandez ailleurs : qui, et combien.")),
            self._rows("nature", SIDES.IN_KIND, _t("Ce qui ne coûte rien"), 1,
                       _t("Prêts, dons, bénévolat, à leur valeur. C’est à part : cela ne compte pas dans l’équilibre.")),
        ]  # fmt: skip

    def _rows(self, prefix, side, title, empty, words):
        known = [{"label": line.label, "cents": line.amount_cents} for line in self._lines(side)]
        spare = max(empty - len(known), 1) + self.more
        return rows(LineRow, prefix, title, data=self.data or None, initial=known, empty=spare, help=words)

    @property
    def data_to_save(self):
        """Add the lines when all of them could be read."""
        saved = {name: value for name, value in self.cleaned_data.items() if name != "own_cents"}
        if "own_cents" in self.cleaned_data and all(one.is_valid() for one in self.lists):
            saved["lines"] = self._typed_lines()
        return saved

    @property
    def totals(self) -> dict:
        """Return what is saved: expenses and money in cents, and what is missing between them in words."""
        dossier = self.instance.dossier
        return {
            "spent_cents": dossier.cents("expense"),
            "brought_cents": dossier.resources_cents,
            "words": rules.imbalance(dossier),
        }

    def _typed_lines(self) -> list[tuple]:
        own = self.cleaned_data["own_cents"]
        sides = zip((SIDES.EXPENSE, SIDES.OTHER, SIDES.IN_KIND), self.lists, strict=True)
        lines = [(side, label, cents) for side, one in sides for label, cents in one.kept]
        return [*lines, *([(SIDES.OWN, _t("Apport"), own)] if own else [])]


class UploadForm(forms.Form):
    """A document to join."""

    kind = forms.ChoiceField(label=_("Quel document ?"), choices=Attachment.Kind.choices)
    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_("PDF, photo ou document ODT, ODS, DOCX, XLSX ; 10 Mo au plus. Une photo prise au téléphone convient."),
        widget=forms.FileInput({"accept": ENDINGS}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide."),
                        "max_length": _("Le nom de ce fichier est trop long : raccourcissez-le.")},
    )  # fmt: skip


class DeclarationsForm(forms.ModelForm):
    """The four declarations, made on the last screen."""

    class Meta:
        model = Application
        fields = rules.DECLARATIONS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.asked = True


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


def cap_in_words(terms: rules.Terms, applicant_type: str) -> str:
    """Return « Jusqu’à 700 € pour votre 1er projet de l’année (article 4). », or nothing without a cap."""
    cap = terms.cap_cents(applicant_type)
    if cap is None:
        return ""
    facts = {"cap": euros(cap), "rank": rules.project_rank(terms.rank), "article": terms.article("caps_cents")}
    return _t("Jusqu’à %(cap)s pour votre %(rank)s de l’année%(article)s.") % facts

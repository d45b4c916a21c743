import dataclasses

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fph.people.forms import PHONE
from projects.applications import rules
from projects.applications.forms.base import StepForm, field_of, offer
from projects.applications.forms.rows import ResidentRow, rows
from projects.applications.models import ApplicantType, Application


class WhoForm(StepForm):
    """Who carries the project. Only what this type of applicant needs is asked."""

    asked = ("applicant_type", "window", "lead_name", "lead_address", "organisation_name")

    window = forms.ChoiceField(
        label=_("À quel guichet vous adressez-vous ?"), widget=forms.RadioSelect, required=False,
        help_text=_("Chaque guichet a ses règles. Vous pouvez en changer jusqu’au dépôt."),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = (
            "applicant_type", "window", "organisation_name", "siret", "rna", "lead_name", "lead_email", "lead_phone",
            "lead_address", "host_name", "host_siret",
        )  # fmt: skip
        widgets = {"applicant_type": forms.RadioSelect}
        help_texts = {
            "siret": _("14 chiffres, sur l’avis de situation de l’INSEE. Le SIRET ou le RNA suffit."),
            "rna": _("W suivi de neuf chiffres, sur le récépissé de la préfecture."),
            "lead_email": _("E-mail ou téléphone : l’un des deux suffit."),
            "lead_address": _("Elle sert à vérifier que vous habitez le quartier. Elle n’est jamais publiée."),
            "host_name": _("Laissez vide s’il n’y en a pas : le fonds peut payer directement vos fournisseurs."),
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
        field_of(self, "applicant_type").choices = [one for one in ApplicantType.choices if one[0] in open_to]
        offer(self, "window", [(one.code, one.label) for one in self.terms.doors(self.said)])
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
                field = field_of(self, name)
                field.widget.attrs["inputmode"] = "numeric"
                # People copy the number with its spaces.
                field.max_length = field.widget.attrs["maxlength"] = 20
                field.validators = [check for check in field.validators if not hasattr(check, "limit_value")]
        self.fields["lead_email"].error_messages["invalid"] = _(
            "Cette adresse n’est pas complète. Exemple : prenom@exemple.fr"
        )

    @cached_property
    def lists(self):
        """Return the residents of a group."""
        if self.kind != rules.GROUP:
            return []
        named = [{"name": one.name, "street": one.street} for one in self.instance.residents.all()]
        # The person who writes is one of them: their name is proposed first.
        named = named or [{"name": self.instance.lead_name, "street": ""}]
        least = self.terms.regulation.min_group_size if self.terms.regulation else 2
        title = _t("Les habitants du groupe, vous compris")
        words = _t("Au moins %(least)d noms%(article)s. Ils ne sont jamais publiés.") % {
            "least": least, "article": self.terms.article("min_group_size")
        }  # fmt: skip
        empty = max(least + 1 - len(named), 1) + self.more.get("habitants", 0)
        return [rows(ResidentRow, "habitants", title, data=self.data or None, initial=named, empty=empty, help=words)]

    def clean_siret(self):
        """Take the number as people copy it, with spaces."""
        return "".join(self.cleaned_data["siret"].split())

    def clean_host_siret(self):
        """Take the number as people copy it, with spaces."""
        return "".join(self.cleaned_data["host_siret"].split())

    @property
    def as_typed(self):
        """Return the file as it is being typed, with the residents that can be read."""
        typed = super().as_typed
        people = tuple(name for name, _street in self.lists[0].readable) if self.lists else typed.residents
        return dataclasses.replace(typed, residents=people)

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

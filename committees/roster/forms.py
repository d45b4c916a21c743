from django import forms
from django.utils.translation import gettext_lazy as _

from committees.roster import queries
from committees.roster.models import Committee
from fph.http.fields import DayInput
from fph.people.models import Organisation
from fph.people.roles import SCOPES, Role
from projects.fund.models import Fund


class RoleForm(forms.Form):
    """Confide a role on a fund or a seat on its committee, for a term, to a person named by their e-mail."""

    email = forms.EmailField(label=_("Adresse e-mail"))
    name = forms.CharField(
        label=_("Prénom et nom"), max_length=120, help_text=_("Si la personne n’a pas encore de compte.")
    )
    role = forms.ChoiceField(label=_("Rôle"))
    college = forms.ModelChoiceField(
        queryset=None, label=_("Collège"), required=False, help_text=_("Pour une place au comité.")
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.order_by("name"), label=_("Au nom de"), required=False
    )
    starts_on = forms.DateField(label=_("Du"), widget=DayInput)
    ends_on = forms.DateField(label=_("Au"), required=False, widget=DayInput, help_text=_("Vide : sans fin."))

    def __init__(self, *args, fund: Fund, **kwargs):
        super().__init__(*args, **kwargs)
        colleges = queries.colleges_of(fund)
        committees = {college.committee_id for college in colleges}
        self.seats = SCOPES["committee"] if committees else frozenset()
        offered = [role for role in Role if role in SCOPES["fund"] | self.seats]
        self.fields["role"].choices = [(role.value, role.label) for role in offered]
        self.fields["college"].queryset = colleges
        if len(committees) > 1:
            self.fields["college"].label_from_instance = lambda college: f"{college.committee} – {college}"

    @property
    def committee(self) -> Committee | None:
        """Return the committee of the seat asked for, or None for a role on the fund."""
        college = self.cleaned_data.get("college")
        return college.committee if college else None

    def clean(self):
        """Ask for a college when the role is a seat."""
        asked = super().clean()
        if asked.get("role") in self.seats and not asked.get("college"):
            self.add_error("college", _("Choisissez le collège où cette personne siège."))
        return asked

from django import forms
from django.utils.translation import gettext_lazy as _

from fph.http.fields import DayInput
from projects.regulation import document
from projects.regulation.rules import Regulation


class ProposalForm(forms.Form):
    """What a proposal says of itself."""

    title = forms.CharField(
        label=_("Intitulé"), max_length=100,
        help_text=_("En quelques mots, par exemple : relever le plafond des associations. Il est publié : n’y nommez personne."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Pourquoi ce changement ?"), max_length=3000, widget=forms.Textarea({"rows": 5}), required=False,
        help_text=_("Pour les membres du comité et la coordination : ce texte n’est pas publié."),
    )  # fmt: skip
    in_force_from = forms.DateField(
        label=_("À partir de quel jour ?"), widget=DayInput(),
        help_text=_("Si le comité se prononce plus tard, le changement vaut dès le jour de sa décision."),
    )  # fmt: skip


class PasteForm(forms.Form):
    """A whole règlement, as a file."""

    text = forms.CharField(
        label=_("Le règlement, en YAML"), max_length=document.LARGEST_FILE, strip=False,
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
        help_text=_("Le fichier entier, tel qu’il serait : ce qui n’y est pas disparaît du règlement."),
    )  # fmt: skip

    def clean_text(self) -> Regulation:
        """Return the règlement read; each fault comes with its line."""
        try:
            return document.read(self.cleaned_data["text"])
        except document.Unreadable as problem:
            raise forms.ValidationError([str(fault) for fault in problem.faults]) from problem

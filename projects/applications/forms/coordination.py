from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    """What the coordination asks to complete."""

    message = forms.CharField(
        label=_("Que manque-t-il ?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("La personne reçoit ce message par e-mail et le lit sur la page de son dossier."),
        error_messages={"required": _("Écrivez ce qui manque, pour que la personne sache quoi faire.")},
    )


class InadmissibleForm(forms.Form):
    """Why a file can't go before the committee."""

    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Citez l’article du règlement, et dites ce que la personne peut faire."),
        error_messages={"required": _("Écrivez pourquoi : quel article, et ce que la personne peut faire.")},
    )

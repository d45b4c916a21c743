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


class PassOverForm(forms.Form):
    """Why a rule of the règlement is passed over for a file."""

    rule = forms.CharField(max_length=60, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Pourquoi passer outre ?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("La personne et le comité liront ce motif ; il figure au compte rendu interne."),
        error_messages={
            "required": _("Écrivez pourquoi, en une phrase : le motif reste au dossier et au compte rendu.")
        },
    )

    @classmethod
    def about(cls, rule: str) -> "PassOverForm":
        """Return an empty form for a rule; its fields are named after it on the page, beside those of other rules."""
        return cls(initial={"rule": rule}, auto_id=f"id_{rule}_%s")

    @classmethod
    def typed(cls, data) -> "PassOverForm":
        """Return the form as it was sent."""
        return cls(data, auto_id=f"id_{data.get('rule', '')[:60]}_%s")


class InadmissibleForm(forms.Form):
    """Why a file can't go before the committee."""

    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Citez l’article du règlement, et dites ce que la personne peut faire."),
        error_messages={"required": _("Écrivez pourquoi : quel article, et ce que la personne peut faire.")},
    )

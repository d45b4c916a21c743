from django import forms
from django.utils.translation import gettext_lazy as _


class ErratumForm(forms.Form):
    """A correction of sealed minutes."""

    text = forms.CharField(
        label=_("Correction"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Par exemple : lire « 500 € » et non « 50 € ». Le compte rendu lui-même ne change pas."),
    )  # fmt: skip

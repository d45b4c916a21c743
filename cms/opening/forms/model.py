"""Which règlement to start from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.regulation import shelf

MINIMUM = "minimum"


class ModelForm(forms.Form):
    """A règlement of the shelf, or the minimum: a cap, and the product's defaults."""

    model = forms.ChoiceField(
        label=_("Partir de"), widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un règlement de départ, ou partez du minimum."),
                        "invalid_choice": _("Ce modèle n’existe pas : choisissez-en un dans la liste.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {name: name for name in shelf.model_names()}
        self.fields["model"].choices = [*names.items(), (MINIMUM, _("Partir du minimum"))]

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.meetings.models import AgendaItemKind
from fph.dates import moment_words


class PlanForm(forms.Form):
    """The published date on which to meet; and whether it is for `first`, the meeting that closed without its quorum."""

    date = forms.ModelChoiceField(
        label=_("Date de la séance"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "choice-list"}),
        error_messages={"required": _("Choisissez une date."), "invalid_choice": _("Cette date n’est plus libre.")},
    )

    second = forms.BooleanField(required=False)

    def __init__(self, *args, dates, first=None, **kwargs):
        super().__init__(*args, **kwargs)
        if first is None:
            del self.fields["second"]
        else:
            label = _("C’est la seconde convocation de la séance n° %s, close sans quorum")
            self.fields["second"].label = label % first.number
        self.fields["date"].queryset = dates
        self.fields["date"].label_from_instance = lambda entry: f"{moment_words(entry.meets_at, 'long')}, {entry.place}"


class HearingsForm(forms.Form):
    """From when, and how long for each: the hour of each file follows."""

    starts = forms.TimeField(
        label=_("À partir de"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Écrivez l’heure du premier passage."),
                        "invalid": _("Cette heure n’existe pas. Exemple : 18:30")},
    )  # fmt: skip
    every_minutes = forms.IntegerField(
        label=_("Minutes pour chacun"), min_value=5, max_value=120,
        error_messages={"required": _("Écrivez un nombre de minutes, par exemple 10.")},
    )  # fmt: skip


class ItemForm(forms.Form):
    """A point written by hand."""

    kind = forms.ChoiceField(
        label=_("Ce point"),
        choices=[
            (AgendaItemKind.RESOLUTION, _("sera mis aux voix (résolution)")),
            (AgendaItemKind.INFORMATION, _("sera discuté, sans vote (information)")),
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("Intitulé"),
        max_length=160,
        help_text=_("Il est publié au compte rendu : n’y nommez personne."),
    )

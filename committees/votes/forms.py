from django import forms
from django.utils.translation import gettext_lazy as _

from committees.votes.rules import MODE_WORDS
from fph.http.fields import DayInput, EurosField


class BallotForm(forms.Form):
    """What is put to the vote: the amount for a file, and how, by the button pressed."""

    amount = EurosField(
        label=_("Montant mis aux voix"), error_messages={"required": _("Écrivez le montant mis aux voix.")}
    )
    mode = forms.ChoiceField(choices=[(mode, mode) for mode in MODE_WORDS], widget=forms.HiddenInput)

    def __init__(self, *args, of_file: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not of_file:
            del self.fields["amount"]


class CloseForm(forms.Form):
    """The words of a decision; a show of hands counts its hands too."""

    WORDS = ("reasons", "conditions", "public_reasons")

    in_favour = forms.IntegerField(label=_("Pour"), min_value=0, max_value=999)
    against = forms.IntegerField(label=_("Contre"), min_value=0, max_value=999)
    abstained = forms.IntegerField(label=_("Abstentions"), min_value=0, max_value=999)
    chair = forms.ChoiceField(
        label=_("En cas d’égalité, la présidence est"), required=False, widget=forms.RadioSelect,
        choices=[("for", _("pour")), ("against", _("contre"))],
    )  # fmt: skip
    lot = forms.ChoiceField(
        label=_("En cas d’égalité, le sort a donné"), required=False, widget=forms.RadioSelect,
        choices=[("for", _("oui")), ("against", _("non"))],
        help_text=_("Tirez au sort dans la salle, devant tout le monde."),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Motifs"), required=False, max_length=3000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Pour les membres et le compte rendu interne."),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Conditions"), required=False, max_length=3000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Par exemple : remettre les factures avant le 30 juin."),
    )  # fmt: skip
    public_reasons = forms.CharField(
        label=_("Motifs publiés"), required=False, max_length=1000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Tout le monde les lira : n’y nommez personne."),
    )  # fmt: skip

    def __init__(self, *args, by_hand: bool, tie: str = "rejected", **kwargs):
        super().__init__(*args, **kwargs)
        hidden = set() if by_hand else {"in_favour", "against", "abstained", "chair"}
        hidden |= {"chair"} if tie != "casting_vote" else set()
        hidden |= {"lot"} if tie != "lot" else set()
        for name in hidden:
            del self.fields[name]
        for name in {"in_favour", "against", "abstained"} & set(self.fields):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    @property
    def counts(self):
        """Return the fields that count hands."""
        return [self[name] for name in ("in_favour", "against", "abstained", "chair", "lot") if name in self.fields]

    @property
    def words(self):
        """Return the fields that hold words."""
        return [self[name] for name in self.WORDS]

    @property
    def words_typed(self) -> bool:
        """Say whether words were typed or refused, so that they are not folded away."""
        return any(field.errors or field.value() for field in self.words)

    def hands(self) -> dict | None:
        """Return the hands counted, or None for a vote by name."""
        if "in_favour" not in self.fields:
            return None
        return {name: self.cleaned_data[name] for name in ("in_favour", "against", "abstained")} | {
            "chair": self.cleaned_data.get("chair") or None
        }

    def drawn(self) -> str | None:
        """Return what the lot said, or None."""
        return self.cleaned_data.get("lot") or None

    def texts(self) -> dict[str, str]:
        """Return the words typed."""
        return {name: self.cleaned_data[name] for name in self.WORDS}


class DeferForm(forms.Form):
    """Why a decision is put off."""

    reasons = forms.CharField(
        label=_("Ce qui manque"), max_length=3000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Pour les membres et le compte rendu interne."),
    )  # fmt: skip
    public_reasons = forms.CharField(
        label=_("Motifs publiés"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Tout le monde les lira : n’y nommez personne."),
    )  # fmt: skip


class TaskForm(forms.Form):
    """A task, for whom, for when."""

    what = forms.CharField(label=_("Tâche"), max_length=300)
    who = forms.CharField(label=_("Confiée à"), max_length=160)
    who_is_body = forms.BooleanField(
        label=_("C’est un organisme ou un groupe"), required=False,
        help_text=_("Dans ce cas la tâche est publiée : n’y nommez personne."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Pour le"), widget=DayInput())


class VoteForm(forms.Form):
    """One choice of three."""

    choice = forms.ChoiceField(error_messages={"required": _("Choisissez une réponse avant de voter.")})

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = choices

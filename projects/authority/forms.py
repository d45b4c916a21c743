"""What is asked to record an act: the act itself, then what it decides on each file; and to annul one."""

from collections.abc import Iterator

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.http.fields import DayInput, EurosField
from fph.money import euros
from fph.verdict import Refused
from projects.authority import rules
from projects.authority.models import Opinion
from projects.authority.queries import Sitting

LATER = "later"


class ActForm(forms.Form):
    """An act of the authority that decides, and its answer to each opinion of a meeting."""

    reference = forms.CharField(
        label=gettext_lazy("Numéro de l’acte"), max_length=40,
        help_text=gettext_lazy("Tel qu’il est écrit dessus : « Délibération 2026-118 », « Arrêté 42 »."),
        error_messages={"required": gettext_lazy("Écrivez le numéro de l’acte, par exemple « Délibération 2026-118 ».")},
    )  # fmt: skip
    body = forms.CharField(
        label=gettext_lazy("Qui a décidé ?"), max_length=600,
        help_text=gettext_lazy("L’autorité que nomme le règlement. Ces mots sont cités au porteur et aux financeurs."),
        error_messages={"required": gettext_lazy("Écrivez qui a décidé.")},
    )  # fmt: skip
    acted_on = forms.DateField(
        label=gettext_lazy("Date de l’acte"), widget=DayInput,
        error_messages={"required": gettext_lazy("Écrivez la date de l’acte.")},
    )  # fmt: skip
    upload = forms.FileField(
        label=gettext_lazy("L’acte lui-même"), required=False,
        widget=forms.FileInput({"accept": "application/pdf,image/*"}),
        help_text=gettext_lazy("Le PDF signé, ou une photo lisible. 10 Mo au plus."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, sitting: Sitting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].initial = sitting.body
        self.waiting = sitting.waiting
        for one in sitting.waiting:
            self._ask(one.opinion)

    def _ask(self, opinion: Opinion) -> None:
        self.fields[f"choice-{opinion.pk}"] = forms.ChoiceField(
            label=_("Que décide l’acte ?"), choices=_choices(opinion), initial=rules.FOLLOWS,
            widget=forms.RadioSelect({"class": "choice-list"}),
            error_messages={"required": _("Dites ce que l’acte décide pour ce dossier.")},
        )  # fmt: skip
        self.fields[f"amount-{opinion.pk}"] = EurosField(
            label=_("Autre montant"), required=False,
            help_text=_("Seulement si l’acte accorde un autre montant : %s au plus.")
            % euros(opinion.application.requested_cents or 0),
        )  # fmt: skip
        self.fields[f"reason-{opinion.pk}"] = forms.CharField(
            label=_("Pourquoi ?"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
            help_text=_("Si l’acte ne suit pas l’avis. Le porteur du projet lira ces mots."),
        )  # fmt: skip

    @property
    def about_act(self) -> list[BoundField]:
        """Return the fields that tell of the act itself."""
        return [self[name] for name in ("reference", "acted_on", "body", "upload")]

    @property
    def decisions(self) -> Iterator[tuple]:
        """Yield each waiting file with its choice, and the fields that an act that does not follow fills."""
        for one in self.waiting:
            choice, amount, reason = (self[f"{name}-{one.opinion.pk}"] for name in ("choice", "amount", "reason"))
            typed = choice.value() in (rules.AMOUNT, rules.REFUSES) or bool(amount.errors or reason.errors)
            yield one, choice, (amount, reason), typed

    def answers(self) -> dict[Opinion, rules.Answer]:
        """Return what the act decides of each file; those it leaves for another act are not in it."""
        said = {one.opinion: self._said(one.opinion) for one in self.waiting}
        return {opinion: answer for opinion, answer in said.items() if answer.choice != LATER}

    def _said(self, opinion: Opinion) -> rules.Answer:
        choice, cents, reason = (self.cleaned_data[f"{name}-{opinion.pk}"] for name in ("choice", "amount", "reason"))
        return rules.Answer(choice, cents, reason)

    def clean(self):
        """Say at once, file by file, what is missing: everything is mended in one go."""
        for one in self.waiting:
            if any(f"{name}-{one.opinion.pk}" in self.errors for name in ("choice", "amount", "reason")):
                continue
            answer = self._said(one.opinion)
            if answer.choice == rules.FOLLOWS and answer.cents:
                self.add_error(f"amount-{one.opinion.pk}",
                               _("Cochez « Accorde un autre montant », ou effacez ce montant."))  # fmt: skip

    def show(self, refusal: Refused) -> None:
        """Write an action's refusal where it belongs."""
        for gap in refusal.gaps:
            self.add_error(gap.field if gap.field in self.fields else None, str(gap.message))
        if not refusal.gaps:
            self.add_error(None, str(refusal))


def _choices(opinion: Opinion) -> list[tuple[str, str]]:
    another = (rules.AMOUNT, _("Il accorde un autre montant"))
    later = (LATER, _("Ce dossier n’est pas dans cet acte"))
    if opinion.proposed_cents is None:
        return [(rules.FOLLOWS, _("Il suit l’avis : projet non retenu")), another, later]
    follows = _("Il suit l’avis : %s accordés") % euros(opinion.proposed_cents)
    return [(rules.FOLLOWS, follows), another, (rules.REFUSES, _("Il refuse")), later]


class AnnulForm(forms.Form):
    """What was wrong in an act recorded by mistake."""

    reason = forms.CharField(
        label=gettext_lazy("Qu’est-ce qui était faux ?"), max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Gardé au journal du fonds, pour ceux qui le gèrent."),
        error_messages={"required": gettext_lazy("Écrivez ce qui était faux.")},
    )  # fmt: skip

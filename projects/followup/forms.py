"""What is asked to accept an aid, confirm a payment, write a report and check it."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from fph.files.rules import ENDINGS
from fph.http.fields import DayInput, EurosField
from fph.money import euros
from projects.applications.models import ApplicantType
from projects.followup.models import AwardChannel
from projects.followup.rules import Channels


class SpentField(EurosField):
    """An amount in euros that may be zero: nothing spent is an answer."""

    def clean(self, value):
        """Return cents, or None when nothing is typed."""
        cents = super().clean(value)
        return 0 if cents is None and (value or "").strip() else cents


class ChannelField(forms.ChoiceField):
    """How the money goes out: one that isn't offered is for the rules to refuse, since they name the article."""

    def validate(self, value):
        """Ask for an answer, whatever it is."""
        forms.Field.validate(self, value)


class AcceptForm(forms.Form):
    """How the holder wishes to be paid, and to whose name."""

    channel = ChannelField(
        label=_("Comment recevoir l’argent ?"), widget=forms.RadioSelect({"class": "choice-list"}),
        error_messages={"required": _("Choisissez comment recevoir l’argent.")},
    )  # fmt: skip
    payee = forms.CharField(
        label=_("Au nom de qui ?"), max_length=160,
        help_text=_("Le nom qui est sur le RIB, ou celui du fournisseur. Le fonds vous demandera le RIB."),
        error_messages={"required": _("Écrivez au nom de qui le virement sera fait.")},
    )  # fmt: skip

    def __init__(self, *args, application, channels: Channels, **kwargs):
        super().__init__(*args, **kwargs)
        words = dict(AwardChannel.choices)
        self.fields["channel"].choices = [(channel, capfirst(words[channel])) for channel in channels.open]
        self.fields["channel"].initial = self.fields["channel"].choices[0][0]
        if channels.article:
            self.fields["channel"].help_text = _("Selon le règlement, %s.") % channels.article
        names = {ApplicantType.GROUP: application.host_name, ApplicantType.ASSOCIATION: application.organisation_name}
        self.fields["payee"].initial = names.get(application.applicant_type, application.lead_name)


class ConfirmForm(forms.Form):
    """The proof that a payment left the bank."""

    paid_on = forms.DateField(
        label=_("Parti de la banque le"),
        widget=DayInput,
        error_messages={"required": _("Écrivez la date du virement.")},
    )  # fmt: skip
    bank_reference = forms.CharField(
        label=_("Référence du virement"), max_length=60, help_text=_("Celle du relevé bancaire, pour le retrouver."),
        error_messages={"required": _("Recopiez la référence du virement.")},
    )  # fmt: skip


class ReportForm(forms.Form):
    """The holder's report. Nothing is required to keep a draft; sending it asks for everything."""

    narrative = forms.CharField(
        label=_("Que s’est-il passé ?"), max_length=4000, required=False, widget=forms.Textarea({"rows": 7}),
        help_text=_("Quelques phrases suffisent : ce que vous avez fait, qui est venu, ce qui a été difficile."),
    )  # fmt: skip
    people_reached = forms.IntegerField(
        label=_("Combien de personnes ont participé ?"), min_value=0, max_value=100000, required=False,
        help_text=_("À peu près, en comptant tout le monde."),
        error_messages={"invalid": _("Écrivez un nombre, par exemple 35.")},
    )  # fmt: skip
    spent = SpentField(
        label=_("Combien avez-vous dépensé sur l’aide du fonds ?"), required=False,
        help_text=_("Ce qui n’est pas dépensé revient dans le fonds, pour d’autres projets."),
    )  # fmt: skip
    use_required_attribute = False

    def __init__(self, *args, returns: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.asked = True
        if not returns:
            self.fields["spent"].help_text = _("Selon le règlement, ce qui n’est pas dépensé vous reste.")

    @classmethod
    def of(cls, report, data=None, *, returns: bool = True):
        """Return the form filled with what the report says, or with what was just typed."""
        names = ("narrative", "people_reached", "spent_cents")
        said = {name.removesuffix("_cents"): getattr(report, name, None) for name in names}
        return cls(data, initial=said, returns=returns)

    def answers(self) -> dict:
        """Return what was typed well, as the action keeps it; what wasn't is left as it was."""
        renamed = {"spent": "spent_cents"}
        return {renamed.get(name, name): value for name, value in self.cleaned_data.items()}


class ReceiptForm(forms.Form):
    """A receipt, photographed or lost."""

    supplier = forms.CharField(
        label=_("Chez qui ?"), max_length=120, help_text=_("Le magasin ou la personne payée."),
        error_messages={"required": _("Écrivez chez qui vous avez acheté.")},
    )  # fmt: skip
    amount = EurosField(label=_("Combien ?"), error_messages={"required": _("Écrivez le montant du ticket.")})
    file = forms.FileField(
        label=_("Photo ou PDF"), required=False, widget=forms.FileInput({"accept": f"image/*,{ENDINGS}"}),
        help_text=_("Le ticket entier, lisible. 10 Mo au plus."),
    )  # fmt: skip
    lost = forms.BooleanField(label=_("Je n’ai plus ce ticket"), required=False)
    use_required_attribute = False

    def __init__(self, *args, threshold_cents: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self._threshold_cents = threshold_cents
        if threshold_cents:
            self.fields["file"].help_text = _(
                "Le ticket entier, lisible. 10 Mo au plus. Il est demandé à partir de %s."
            ) % euros(threshold_cents)

    def clean_amount(self):
        """Refuse nothing: a receipt of zero euro proves nothing."""
        if not (cents := self.cleaned_data["amount"]):
            raise forms.ValidationError(_("Le montant doit être supérieur à zéro."))
        return cents

    def clean(self):
        """Ask for the file, unless it is lost, or the expense is under what the règlement asks a receipt from."""
        if 0 < (self.cleaned_data.get("amount") or 0) < self._threshold_cents:
            return
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("lost") and "file" not in self.errors:
            self.add_error("file", _("Ajoutez une photo, ou cochez « Je n’ai plus ce ticket »."))


class SendBackForm(forms.Form):
    """What the holder must mend."""

    message = forms.CharField(
        label=_("Que faut-il compléter ?"), max_length=2000, widget=forms.Textarea({"rows": 4}),
        help_text=_("Ce message part par e-mail au porteur du projet."),
        error_messages={"required": _("Écrivez ce qu’il faut compléter.")},
    )  # fmt: skip


class AcceptReportForm(forms.Form):
    """The day the unspent came back to the fund's account."""

    returned_on = forms.DateField(
        label=_("L’argent non dépensé est revenu le"), widget=DayInput,
        error_messages={"required": _("Écrivez quand l’argent non dépensé est revenu.")},
    )  # fmt: skip

    def __init__(self, *args, asks_return: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_return:
            del self.fields["returned_on"]


def show_refusal(form: forms.Form, refusal, fields: dict | None = None) -> None:
    """Show an action's refusal on a form: each gap at its field, the rest on top."""
    for gap in refusal.gaps:
        name = (fields or {}).get(gap.field, gap.field)
        form.add_error(name if name in form.fields else None, gap.message)
    if not refusal.gaps:
        form.add_error(None, str(refusal))

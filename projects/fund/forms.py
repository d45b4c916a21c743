"""What is asked to give, to note a pledge, to record money received or given back, and to draw a neighbourhood."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from fph.http.fields import DayInput, EurosField
from fph.people.models import Organisation, OrganisationKind
from fph.people.rules import validate_siret
from fph.territories.rules import first_day, may_draw, read_drawing
from projects.fund import queries, rules
from projects.fund.rules import COMMON_POT

GIVEN = {"drawing", "file", "limits_in_words"}
AMOUNT_MISSING = {"required": _("Écrivez un montant, par exemple 350 ou 350,50.")}


class GiftForm(forms.Form):
    """A donor's gift: how much, and who if they wish."""

    amount_cents = EurosField(
        label=_("Montant du don"), help_text=_("De 5 € à 5 000 €."), error_messages=AMOUNT_MISSING
    )  # fmt: skip
    name = forms.CharField(label=_("Votre nom"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Votre adresse e-mail"), max_length=254, required=False,
        help_text=_("Seulement pour vous remercier et vous confirmer l’arrivée du don."),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_amount_cents(self):
        """Refuse a gift that is too small or too big, in words."""
        verdict = rules.may_give(self.cleaned_data["amount_cents"] or 0)
        if not verdict:
            raise forms.ValidationError(verdict.reason)
        return self.cleaned_data["amount_cents"]


class PledgeForm(forms.Form):
    """A funder's promise: a funder this fund knows, or a new one with its SIRET; in a tranche where there are some."""

    funder = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Financeur"), required=False,
        empty_label=_("Un nouveau financeur"),
        help_text=_("Choisissez-le dans la liste, ou décrivez un nouveau financeur ci-dessous."),
    )  # fmt: skip
    new_name = forms.CharField(label=_("Nom du nouveau financeur"), max_length=160, required=False)
    new_kind = forms.ChoiceField(
        label=_("Sa nature"), choices=[("", "—"), *OrganisationKind.choices], required=False
    )  # fmt: skip
    new_siret = forms.CharField(
        label=_("Son SIRET"), max_length=20, required=False, help_text=_("14 chiffres, avec ou sans espaces.")
    )
    cents = EurosField(label=_("Montant promis"), error_messages=AMOUNT_MISSING)
    agreement = forms.CharField(label=_("Convention ou délibération"), max_length=160, required=False)
    tranche = forms.ChoiceField(label=_("Tranche"), required=False)
    allows_associations = forms.BooleanField(
        label=_("La convention permet d’aider des associations"), required=False,
        help_text=_("Une association ne peut reverser une subvention à une autre que si la convention le dit."),
    )  # fmt: skip

    def __init__(self, *args, fund, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = queries.funders_of(fund)
        labels = queries.tranche_labels(fund)
        self.fields["tranche"].choices = [("", COMMON_POT.capitalize()), *((label, label) for label in labels)]
        if not labels:
            del self.fields["tranche"]

    def clean_cents(self):
        """Refuse a promise of nothing."""
        return positive(self.cleaned_data["cents"])

    def clean_new_siret(self):
        """Return 14 digits. Raises when they are not a SIRET."""
        siret = "".join(self.cleaned_data["new_siret"].split())
        if siret:
            validate_siret(siret)
            if known := self.fields["funder"].queryset.filter(siret=siret).first():
                raise forms.ValidationError(
                    _("Ce SIRET est celui de « %s » : choisissez cet organisme dans la liste.") % known
                )
        return siret

    def clean(self):
        """Ask for a funder: one of the list, or all of a new one."""
        found = super().clean()
        if found.get("funder") is None and "funder" not in self.errors:
            wanted = {
                "new_name": _("Choisissez un financeur dans la liste, ou écrivez le nom du nouveau."),
                "new_kind": _("Choisissez la nature du nouveau financeur."),
                "new_siret": _("Écrivez le SIRET du nouveau financeur : il est sur son avis de situation."),
            }
            for name, message in wanted.items():
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return found


class ReceiptForm(forms.Form):
    """Money on the bank statement."""

    cents = EurosField(label=_("Montant reçu"), error_messages=AMOUNT_MISSING)
    received_on = forms.DateField(
        label=_("Reçu le"), widget=DayInput(), help_text=_("La date du relevé de compte."),
        error_messages={
            "required": _("Écrivez la date du relevé de compte."),
            "invalid": _("Cette date n’existe pas. Exemple : 12/03/2027"),
        },
    )  # fmt: skip
    bank_reference = forms.CharField(
        label=_("Référence du virement"), max_length=60,
        help_text=_("Telle qu’elle est sur le relevé. Elle évite de compter deux fois le même virement."),
        error_messages={"required": _("Recopiez la référence du virement, telle qu’elle est sur le relevé.")},
    )  # fmt: skip

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_cents(self):
        """Refuse a receipt of nothing."""
        return positive(self.cleaned_data["cents"])

    def clean_received_on(self):
        """Refuse a day to come: only what is on a statement counts."""
        if self.cleaned_data["received_on"] > self.today:
            raise forms.ValidationError(_("Cette date est dans l’avenir : attendez que l’argent soit sur le compte."))
        return self.cleaned_data["received_on"]


class TakeBackForm(forms.Form):
    """Money that goes back to its funder."""

    cents = EurosField(label=_("Montant rendu"), error_messages=AMOUNT_MISSING)
    bank_reference = forms.CharField(
        label=_("Référence du virement"), max_length=60,
        help_text=_("Celle du virement qui rend l’argent au financeur."),
        error_messages={"required": _("Recopiez la référence du virement qui rend l’argent.")},
    )  # fmt: skip

    def clean_cents(self):
        """Refuse to give back nothing."""
        return positive(self.cleaned_data["cents"])


class PerimeterForm(forms.Form):
    """A neighbourhood's limits from a day on: an outline drawn or typed, words, or both.

    A file's text goes into the field for text, so that it comes back on the page with whatever has to be mended.
    """

    LARGEST = 500_000

    starts_on = forms.DateField(
        label=_("À partir du"), widget=DayInput(), input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": _("Écrivez le jour où ce périmètre commence."),
                        "invalid": _("Cette date n’existe pas. Exemple : 12/03/2027")},
    )  # fmt: skip
    drawing = forms.CharField(
        label=_("Le contour"), required=False, widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
        help_text=_("Collez le GeoJSON d’un outil de dessin. Ou écrivez un coin par ligne, en faisant le tour : "
                    "latitude, longitude. Exemple : 48.8838, 2.3497"),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Ou un fichier GeoJSON"), required=False,
        widget=forms.FileInput({"accept": ".geojson,.json,application/geo+json,application/json"}),
        error_messages={"empty": _("Ce fichier est vide.")},
    )  # fmt: skip
    limits_in_words = forms.CharField(
        label=_("Les limites en mots"), required=False, max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=_("Les rues qui bordent le quartier, et de quel côté. Exemple : rue Myrha, des deux côtés."),
    )  # fmt: skip
    approximate = forms.BooleanField(label=_("Ce tracé est approximatif : la page du quartier le dira"), required=False)
    source = forms.CharField(
        label=_("D’où vient ce périmètre"), max_length=200, required=False,
        help_text=_("Exemple : délibération du 12 mars 2026, ou plan du centre social."),
    )  # fmt: skip

    @classmethod
    def given(cls, request, *, today: date, starts: list[date]) -> "PerimeterForm":
        """Return the form as posted, or empty; `starts` are the days on which perimeters already begin."""
        if request.method != "POST":
            return cls(initial={"starts_on": first_day(starts, today)}, today=today, starts=starts)
        data, files = request.POST.copy(), request.FILES.copy()
        if "file" in files and files["file"].size and not data.get("drawing", "").strip():
            try:
                data["drawing"] = files["file"].read(cls.LARGEST * 4).decode("utf-8-sig")
                del files["file"]
            except UnicodeDecodeError:
                pass  # the field says so
        return cls(data, files, today=today, starts=starts)

    def __init__(self, *args, today: date, starts: list[date], **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.starts = today, starts
        self.geometry: dict | None = None

    def clean_starts_on(self):
        """Refuse a day that would change the past."""
        if not (verdict := may_draw(self.starts, self.cleaned_data["starts_on"], self.today)):
            raise forms.ValidationError(verdict.reason)
        return self.cleaned_data["starts_on"]

    def clean_drawing(self):
        """Read the outline. Raises, naming the line and how to mend it."""
        text = self.cleaned_data["drawing"]
        if len(text) > self.LARGEST:
            raise forms.ValidationError(_("Ce contour est trop long : simplifiez-le avec votre outil de dessin."))
        try:
            self.geometry = read_drawing(text) if text else None
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return text

    def clean_file(self):
        """Refuse a file that is left: one that is no text, or that comes beside a text."""
        if self.cleaned_data["file"] and self.data.get("drawing", "").strip():
            raise forms.ValidationError(
                _("Il y a un texte et un fichier : videz le champ « Le contour » pour le fichier.")
            )
        if self.cleaned_data["file"]:
            raise forms.ValidationError(_("Ce fichier n’est pas du texte : exportez votre dessin en GeoJSON."))

    def clean(self):
        """Ask for limits, one way or another."""
        found = super().clean()
        if not self.geometry and not found.get("limits_in_words") and not GIVEN & set(self.errors):
            self.add_error("drawing", _("Donnez un contour, ou écrivez plus bas les limites en mots."))
        return found

    def limits(self) -> dict:
        """Return what was given, as `draw_perimeter` takes it."""
        kept = ("starts_on", "limits_in_words", "approximate", "source")
        return {name: self.cleaned_data[name] for name in kept} | {"geometry": self.geometry}


def positive(cents: int | None) -> int:
    """Return an amount that can be moved. Raises ValidationError in words."""
    verdict = rules.is_amount(cents or 0)
    if not verdict:
        raise forms.ValidationError(verdict.reason)
    return cents

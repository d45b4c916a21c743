"""Where the fund acts, who carries it, what it is called."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from cms.opening import queries
from fph.people.models import Organisation, OrganisationKind
from fph.people.rules import validate_rna, validate_siret
from fph.territories.models import QPV_CODE, Neighbourhood
from projects.fund.models import Fund

PREFIX = re.compile(r"[A-Z0-9]{1,6}")
INSEE_CODE = Neighbourhood._meta.get_field("insee_code").validators[0]
NEW = "nouveau"


class PlaceForm(forms.Form):
    """A neighbourhood known or new, an organisation known or new, and the fund's name."""

    words = forms.CharField(
        label=_("Chercher un quartier"), required=False, max_length=120,
        help_text=_("Son nom, sa commune ou son code : « Crêt de Roc », « Roanne », « QP042001 »."),
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Le quartier du fonds"), widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un quartier, ou inscrivez-le."),
                        "invalid_choice": _("Ce quartier n’est pas dans la liste : cherchez-le de nouveau.")},
    )  # fmt: skip
    place_name = forms.CharField(label=_("Nom du quartier ou du territoire"), max_length=120, required=False)
    commune = forms.CharField(label=_("Commune"), max_length=120, required=False)
    insee_code = forms.CharField(
        label=_("Code INSEE de la commune"), max_length=5, required=False, validators=[INSEE_CODE],
        help_text=_("5 caractères. Ce n’est pas le code postal."),
        error_messages={"invalid": _("Un code INSEE a 5 chiffres, par exemple 42218 pour Saint-Étienne.")},
    )  # fmt: skip
    qpv_code = forms.CharField(
        label=_("Code du quartier prioritaire"), max_length=8, required=False, validators=[QPV_CODE],
        help_text=_("S’il en est un."),
    )  # fmt: skip
    limits_in_words = forms.CharField(
        label=_("Ses limites, en mots"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("Vous pourrez dessiner le contour une fois le fonds ouvert."),
    )  # fmt: skip
    carrier_known = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisme déjà inscrit"), required=False,
        empty_label=_("Un autre organisme"),
    )  # fmt: skip
    carrier = forms.CharField(
        label=_("Organisme qui porte le fonds"), max_length=160, required=False, help_text=_("Il tient l’argent.")
    )
    carrier_kind = forms.ChoiceField(label=_("Sa nature"), choices=OrganisationKind.choices, required=False)
    siret = forms.CharField(
        label=_("Son SIRET"), max_length=20, required=False, help_text=_("14 chiffres, avec ou sans espaces.")
    )
    rna = forms.CharField(label=_("Son numéro RNA"), max_length=10, required=False, validators=[validate_rna])
    fund = forms.CharField(
        label=_("Nom du fonds"), max_length=160, error_messages={"required": _("Donnez un nom au fonds.")}
    )
    scheme = forms.CharField(label=_("Dispositif"), max_length=40, initial="FPH", help_text=_("FPH, FIH, PIC…"))
    slug = forms.CharField(
        label=_("Adresse du fonds"), max_length=60, required=False,
        help_text=_("Minuscules et tirets. Vide : d’après le nom du quartier."),
    )  # fmt: skip
    number_prefix = forms.CharField(
        label=_("Préfixe des numéros de dossier"), max_length=6, required=False,
        help_text=_("De 1 à 6 lettres majuscules ou chiffres. Vide : d’après l’adresse."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get("words", "")[:120].replace("\x00", "") if self.is_bound else ""
        chosen = self.data.get("place", "")[:80].replace("\x00", "") if self.is_bound else ""
        self.found = queries.places(typed, "" if chosen == NEW else chosen)
        named = [(one.slug, f"{one.name} – {one.commune or one.insee_code}") for one in self.found]
        self.fields["place"].choices = [*named, (NEW, _("Un quartier qui n’est pas dans la liste"))]
        if not named:
            self.initial.setdefault("place", NEW)
        self.fields["carrier_known"].queryset = Organisation.objects.order_by("name")
        if not Organisation.objects.exists():
            del self.fields["carrier_known"]
        for name in ("place_name", "commune", "insee_code", "carrier"):
            self.fields[name].asked = True
        self.nothing_found = bool(typed) and not named

    def clean_siret(self):
        """Return 14 digits, or nothing."""
        siret = "".join(self.cleaned_data["siret"].split())
        if siret:
            validate_siret(siret)
        return siret

    def clean_slug(self):
        """Refuse what can't be the end of an address, or is another fund's."""
        slug = self.cleaned_data["slug"]
        if slug != slugify(slug):
            raise ValidationError(_("L’adresse s’écrit en minuscules sans accent, avec des tirets : goutte-dor."))
        return slug

    def clean_number_prefix(self):
        """Refuse what can't begin the number of a file."""
        prefix = self.cleaned_data["number_prefix"].upper()
        if prefix and not PREFIX.fullmatch(prefix):
            raise ValidationError(_("Le préfixe a de 1 à 6 lettres majuscules ou chiffres : GDO."))
        return prefix

    def clean(self):
        """Ask for all that a new neighbourhood and a new carrier need; give an address and a prefix to the fund."""
        found = super().clean()
        known = next((one for one in self.found if one.slug == found.get("place")), None)
        found["known_place"] = known
        if found.get("place") == NEW:
            self._ask(found, place_name=_("Écrivez le nom du quartier."), commune=_("Écrivez sa commune."),
                      insee_code=_("Écrivez le code INSEE de la commune."))  # fmt: skip
        if not found.get("carrier_known"):
            self._ask(found, carrier=_("Écrivez le nom de l’organisme qui porte le fonds."))
        self._address(found, known)
        return found

    def _ask(self, found: dict, **messages) -> None:
        for name, message in messages.items():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, message)

    def _address(self, found: dict, known: Neighbourhood | None) -> None:
        place = known.slug if known else slugify(found.get("place_name", ""))[:60]
        slug = found.get("slug") or place[:60]
        prefix = found.get("number_prefix") or initials(slug)
        found |= {"place_slug": place, "slug": slug, "number_prefix": prefix}
        if slug and "slug" not in self.errors and Fund.objects.filter(slug=slug).exists():
            self.add_error("slug", _("Un fonds a déjà l’adresse « %s » : choisissez-en une autre.") % slug)
        if prefix and "number_prefix" not in self.errors and Fund.objects.filter(number_prefix=prefix).exists():
            self.add_error("number_prefix", _("Un fonds a déjà le préfixe « %s » : choisissez-en un autre.") % prefix)
        if found.get("place") == NEW and place and Neighbourhood.objects.filter(slug=place).exists():
            self.add_error("place_name", _("Un quartier a déjà ce nom : cherchez-le, ou précisez le nom."))


def initials(slug: str) -> str:
    """Return the prefix an address suggests: « goutte-dor » → GD, « roanne » → ROA."""
    words = [word for word in slug.split("-") if word]
    return ("".join(word[0] for word in words) if len(words) > 1 else slug[:3]).upper()[:6]

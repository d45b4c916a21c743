"""Who an organisation says it is."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.fr import siret as siret_number

RNA = re.compile(r"W\d[A-Z\d]\d{7}")


def validate_siret(value: str) -> None:
    """Refuse what is not a SIRET: 14 digits with a right key (La Poste's own rule included), not all zeros."""
    if not siret_number.is_valid(value) or not value.strip("0"):
        raise ValidationError(_("Ce SIRET n’est pas valable : il a 14 chiffres, sur l’avis de situation de l’INSEE."))


def validate_rna(value: str) -> None:
    """Refuse what is not an RNA number: W and nine characters, on the receipt of the préfecture."""
    if not RNA.fullmatch(value):
        raise ValidationError(_("Ce numéro RNA n’est pas valable : il commence par W suivi de neuf chiffres."))

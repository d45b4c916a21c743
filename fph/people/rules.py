"""Who an organisation says it is, and how surely a session knows who a person is."""

import re
from collections.abc import Iterable, Mapping

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


def is_proved_twice(proofs: Iterable[Mapping], *, demo: bool) -> bool:
    """Say whether a session was proved with a second factor: a passkey, an application's code or a recovery code.

    `proofs` are what was given to sign in, each with its `method`; an e-mailed code alone is one factor. In the
    demonstration a door counts as both, so that nobody is stopped at it. Source: promises, A12.
    """
    return any(proof["method"] == "mfa" or (demo and proof["method"] == "demo") for proof in proofs)


def is_fresh(proofs: Iterable[Mapping], *, now: float, within: int, demo: bool) -> bool:
    """Say whether the person proved who they are during the last `within` seconds; `now` counts as the proofs do.

    Any proof counts, an e-mailed code too: a session that needs a second factor has one (`is_proved_twice`), and
    is then asked for nothing less. In the demonstration a door is always fresh. Source: promises, A12.
    """
    proofs = list(proofs)
    if demo and any(proof["method"] == "demo" for proof in proofs):
        return True
    return any(0 <= now - proof["at"] < within for proof in proofs)


BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "FxiOS": "Firefox",
    "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip


def browser_in_words(user_agent: str) -> str:
    """Name a browser and where it runs, from what it says of itself: « Firefox, Windows ». Nothing finer is kept."""
    found = [next((name for sign, name in signs.items() if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in found if name)

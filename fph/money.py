"""Money is whole cents of euro, from form to bank. This page formats, parses and shares them out."""

import re
from collections.abc import Sequence

NARROW = "\u202f"
BIGGEST_CENTS = 10**12
AMOUNT = re.compile(r"(\d{1,10})(?:[.,](\d{1,2}))?")


def euros(cents: int) -> str:
    """Write cents as French people read them: 125000 → « 1 250 € », 125050 → « 1 250,50 € »."""
    sign, cents = ("−" if cents < 0 else ""), abs(cents)
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", NARROW)
    return f"{sign}{grouped}{f',{rest:02d}' if rest else ''}{NARROW}€"


def decimal_point(cents: int) -> str:
    """Write cents for a machine: 125050 → `1250.50`."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def parse_euros(text: str) -> int:
    """Read an amount typed by a person, in cents: « 1 250,50 € », `1250.5`, `1.250` is refused.

    Raises ValueError with a French sentence when it is not an amount between 0 and ten billion euros.
    """
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text or "")
    found = AMOUNT.fullmatch(bare)
    if not found:
        raise ValueError("Écrivez le montant en chiffres, par exemple 350 ou 350,50.")
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def share_out(total_cents: int, weights: Sequence[int]) -> list[int]:
    """Share cents in proportion to whole weights without losing one: the largest remainders get the odd cents.

    Ties go to the first. The result adds up to `total_cents`. Raises ValueError when no weight is positive.
    """
    if not weights or min(weights) < 0 or not sum(weights):
        raise ValueError("Au moins un poids doit être positif.")
    whole = sum(weights)
    parts = [total_cents * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total_cents * weights[i] % whole), i))
    for i in by_remainder[: total_cents - sum(parts)]:
        parts[i] += 1
    return parts

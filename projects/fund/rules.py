"""What a fund's year holds, and what may be taken from it."""

from dataclasses import dataclass

from fph.money import BIGGEST_CENTS, euros
from fph.verdict import YES, Verdict, no


@dataclass(frozen=True)
class Envelope:
    """A year's money, in cents: received from funders and donors, and where it stands now.

    received = available + reserved + paid + spent, always. `pledged` is what funders promised, received or not.
    """

    pledged_cents: int = 0
    received_cents: int = 0
    available_cents: int = 0
    reserved_cents: int = 0
    paid_cents: int = 0
    spent_cents: int = 0

    @property
    def given_out_cents(self) -> int:
        """Return what left the fund: paid and not yet accounted for, or spent."""
        return self.paid_cents + self.spent_cents

    @property
    def awaited_cents(self) -> int:
        """Return what is pledged and not yet received."""
        return max(0, self.pledged_cents - self.received_cents)


def is_amount(cents: int) -> Verdict:
    """Say whether cents can be moved at all: more than nothing, and less than ten billion euros."""
    if cents <= 0:
        return no("Le montant doit être supérieur à zéro.")
    if cents > BIGGEST_CENTS:
        return no(f"Le montant est trop grand : {euros(BIGGEST_CENTS)} au plus.")
    return YES


def may_take(balance_cents: int, amount_cents: int) -> Verdict:
    """Say whether an account of that balance can give that amount: never more than it holds, never nothing.

    Source: « dans la limite des crédits disponibles » (Méricourt), rule-taxonomy §1.
    """
    amount = is_amount(amount_cents)
    if amount and amount_cents > balance_cents:
        return no(f"Il reste {euros(balance_cents)} : impossible d’en prendre {euros(amount_cents)}.")
    return amount


def may_take_back(received_cents: int, amount_cents: int) -> Verdict:
    """Say whether money can go back to where it came from: no more than what came from there."""
    amount = is_amount(amount_cents)
    if amount and amount_cents > received_cents:
        return no(f"Le fonds n’en a reçu que {euros(received_cents)} : impossible d’en rendre {euros(amount_cents)}.")
    return amount

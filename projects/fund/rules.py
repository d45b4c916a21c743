"""What a fund's year holds, and what may be taken from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fph.money import BIGGEST_CENTS, euros, share_out
from fph.verdict import YES, Verdict, no

Shares = Sequence[tuple[str, int]]
"""How grants draw on a year's tranches: (label, percent) each; the empty label is the common pot. Empty: all of it."""
COMMON_POT = "pot commun"


@dataclass(frozen=True)
class Envelope:
    """A year's money, in cents: received from funders and donors, and where it stands now.

    received = available + reserved + paid + spent, always. `pledged` is what funders promised, `of_pledges`
    what came of it. `tranches` says the same of each tranche by its `label` where the year has some; « » is the common
    pot.
    """

    pledged_cents: int = 0
    of_pledges_cents: int = 0
    received_cents: int = 0
    available_cents: int = 0
    reserved_cents: int = 0
    paid_cents: int = 0
    spent_cents: int = 0
    label: str = ""
    tranches: tuple["Envelope", ...] = ()

    @property
    def name(self) -> str:
        """Return the tranche's label, « pot commun » for what is in none."""
        return self.label or COMMON_POT

    @property
    def held(self) -> dict[str, int]:
        """Return what the common pot and each tranche have available, in cents, by label."""
        return {tranche.label: tranche.available_cents for tranche in self.tranches or (self,)}

    @property
    def given_out_cents(self) -> int:
        """Return what left the fund: paid and not yet accounted for, or spent."""
        return self.paid_cents + self.spent_cents

    @property
    def awaited_cents(self) -> int:
        """Return what is pledged and not yet received; gifts don't make up for it."""
        return max(0, self.pledged_cents - self.of_pledges_cents)


def is_amount(cents: int) -> Verdict:
    """Say whether cents can be moved at all: more than nothing, and less than ten billion euros."""
    if cents <= 0:
        return no("Le montant doit être supérieur à zéro.")
    if cents > BIGGEST_CENTS:
        return no(f"Le montant est trop grand : {euros(BIGGEST_CENTS)} au plus.")
    return YES


def draw(cents: int, shares: Shares) -> list[tuple[str, int]]:
    """Share a grant between the tranches it is drawn on, without losing a cent: (label, cents), none of nothing.

    Without shares it comes whole from the common pot. Source: « 50 % Ville / 50 % Région » (Croix), rule-taxonomy §1.
    """
    if not shares:
        return [("", cents)]
    parts = share_out(cents, [percent for _label, percent in shares])
    return [(label, part) for (label, _percent), part in zip(shares, parts, strict=True) if part]


def may_draw(cents: int, shares: Shares, held: Mapping[str, int]) -> Verdict:
    """Say whether each tranche holds its share of a grant; `held` is what they have available, in cents, by label."""
    for label, part in draw(cents, shares):
        verdict = may_take(held.get(label, 0), part, label if shares else None)
        if not verdict:
            return verdict
    return YES


def most_cents(shares: Shares, held: Mapping[str, int]) -> int:
    """Return a grant that all the tranches can give together, in cents: within a euro of the most they can."""
    return min(held.get(label, 0) * 100 // percent for label, percent in shares or [("", 100)])


def may_take(balance_cents: int, amount_cents: int, tranche: str | None = None) -> Verdict:
    """Say whether an account of that balance can give that amount: never more than it holds, never nothing.

    A tranche that lacks money is named. Source: « dans la limite des crédits disponibles » (Méricourt), rule-taxonomy
    §1.
    """
    amount = is_amount(amount_cents)
    if amount and amount_cents > balance_cents and tranche is not None:
        named = f"La tranche « {tranche} »" if tranche else f"Le {COMMON_POT}"
        return no(
            f"{named} ne contient plus que {euros(balance_cents)} : impossible d’en prendre {euros(amount_cents)}."
        )
    if amount and amount_cents > balance_cents:
        return no(f"Il reste {euros(balance_cents)} : impossible d’en prendre {euros(amount_cents)}.")
    return amount


def may_take_back(received_cents: int, amount_cents: int) -> Verdict:
    """Say whether money can go back to where it came from: no more than what came from there."""
    amount = is_amount(amount_cents)
    if amount and amount_cents > received_cents:
        return no(f"Le fonds n’en a reçu que {euros(received_cents)} : impossible d’en rendre {euros(amount_cents)}.")
    return amount


GIFT_LEAST_CENTS, GIFT_MOST_CENTS = 500, 500_000
TOO_LATE = "L’année du fonds était terminée à l’arrivée du paiement."
PAID_TWICE = "Ce don avait déjà été payé."
GIVEN_UP = "Ce don avait été abandonné avant l’arrivée du paiement."


@dataclass(frozen=True)
class CardPayment:
    """What Stripe says of a checkout session. `state`: open, paid, expired; `gift` is the reference we gave it."""

    session: str
    gift: str
    state: str
    amount_cents: int
    currency: str
    payment_intent: str


@dataclass(frozen=True)
class CardRefund:
    """What Stripe says of a charge: how much of it went back to the card, in cents, and whether all of it did."""

    payment_intent: str
    refunded_cents: int
    whole: bool


def may_give(cents: int) -> Verdict:
    """Say whether a gift by card is of an accepted size: from 5 to 5,000 euros."""
    if cents < GIFT_LEAST_CENTS:
        return no(f"Un don par carte est d’au moins {euros(GIFT_LEAST_CENTS)}.")
    if cents > GIFT_MOST_CENTS:
        return no(f"Un don par carte est d’au plus {euros(GIFT_MOST_CENTS)}. Au-delà, écrivez au fonds.")
    return YES


def why_refund(
    payment: CardPayment, *, gift: str, amount_cents: int, given_up: bool, ends_on: date, today: date
) -> str:
    """Say why a payment can't be kept as the gift it claims to be, or nothing when it can.

    The right gift, in euros, of the amount announced, before the fund's year is over, and not one whose donor was
    told that nothing would be taken.
    """
    if payment.gift != gift:
        return "Le paiement ne porte pas la référence de ce don."
    if payment.currency != "eur":
        return "Le paiement n’est pas en euros."
    if payment.amount_cents != amount_cents:
        return f"Le montant payé ({euros(payment.amount_cents)}) n’est pas celui du don ({euros(amount_cents)})."
    if given_up:
        return GIVEN_UP
    return TOO_LATE if today > ends_on else ""

"""The report of a project: what it must hold, what comes back to the fund, how a grant ends. All amounts are whole cents."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fph.money import euros
from fph.verdict import YES, Gap, Verdict, no
from projects.followup.rules.awards import ACCEPTANCE
from projects.regulation.rules import Facts, Regulation, checks


def report_due_on(regulation: Regulation, last_day: date, facts: Facts | None = None) -> date:
    """Return the day the report is due: so many days after the last day of the action.

    `facts` are what the règlement's conditions read of the file.
    """
    return checks.report_due_on(regulation.value("report_due_days", facts or Facts()), last_day)


def may_write_report(state: str, parts: dict[str, int], *, sent: bool, on_receipts: bool = False) -> Verdict:
    """Say whether the holder may write the report: once paid, or at once when nothing is paid before it.

    Nothing is when all is paid on the report, or on receipts: the receipts are shown there.
    """
    if sent:
        return no(_("Ce bilan est remis : il ne change plus, sauf si la coordination vous le renvoie."))
    if state == "paid" or (state == "accepted" and (on_receipts or ACCEPTANCE not in parts)):
        return YES
    return no(_("Le bilan s’écrit une fois l’aide versée."))


@dataclass(frozen=True)
class Bill:
    """A line of the report: what was paid to whom, in cents, shown by a receipt or only declared."""

    amount_cents: int
    shown: bool = True

    def proves(self, threshold_cents: int = 0) -> bool:
        """Say whether it proves an expense: a receipt shows it, or it is under what the règlement asks a receipt from."""
        return self.shown or self.amount_cents < threshold_cents


@dataclass(frozen=True)
class ReportFacts:
    """What a report says: words, participants, cents spent, bills; against what was paid and what is still to come.

    `on_receipts`: the aid is paid on receipts, a lost one is not paid back. `threshold_cents`: below that amount, the
    règlement asks for no receipt (0: for every expense).
    """

    narrative: str
    people_reached: int | None
    spent_cents: int | None
    bills: tuple[Bill, ...]
    paid_cents: int
    to_come_cents: int = 0
    on_receipts: bool = False
    threshold_cents: int = 0

    @property
    def billed_cents(self) -> int:
        """Return the total of the bills, shown or declared."""
        return sum(bill.amount_cents for bill in self.bills)

    @property
    def proved_cents(self) -> int:
        """Return the total of the bills that prove an expense."""
        return proved_cents(self.bills, self.threshold_cents)


def proved_cents(bills: Iterable[Bill], threshold_cents: int = 0) -> int:
    """Return what these bills prove together, in cents: those shown, and those too small to be asked for."""
    return sum(bill.amount_cents for bill in bills if bill.proves(threshold_cents))


def may_remove_receipt(*, left_cents: int, ordered_cents: int) -> Verdict:
    """Say whether a receipt may be taken off a report paid on receipts: what stays still covers what was ordered."""
    if left_cents >= ordered_cents:
        return YES
    return no(_("Un versement de %s repose sur ce ticket : il ne peut plus être retiré.") % euros(ordered_cents))


def may_submit_report(facts: ReportFacts) -> Verdict:
    """Say whether a report is whole: words, participants, and every euro spent found in a receipt or declared lost.

    A receipt that is lost is explained by a line without a file, which the coordination sees as such.
    """
    gaps = [*_missing(facts), *_wrong_amounts(facts)]
    return no(_("Il manque encore quelque chose à votre bilan."), *gaps) if gaps else YES


def _missing(facts: ReportFacts) -> Iterable[Gap]:
    if not facts.narrative.strip():
        yield Gap("narrative", _("Racontez en quelques phrases ce qui s’est passé."))
    if facts.people_reached is None:
        yield Gap("people_reached", _("Écrivez combien de personnes ont participé, même à peu près."))
    if facts.spent_cents is None:
        yield Gap("spent", _("Écrivez combien vous avez dépensé sur l’aide du fonds."))


def _wrong_amounts(facts: ReportFacts) -> Iterable[Gap]:
    spent, ceiling = facts.spent_cents or 0, facts.paid_cents + facts.to_come_cents
    if spent > ceiling:
        yield Gap("spent", _("L’aide est de %(aid)s : indiquez au plus ce montant. Le reste n’est pas à justifier ici.")
                  % {"aid": euros(ceiling)})  # fmt: skip
    if facts.on_receipts and facts.proved_cents < spent <= facts.billed_cents:
        missing = euros(spent - facts.proved_cents)
        yield Gap("receipts", _("Cette aide rembourse ce que vos tickets montrent : il en manque %s. Ajoutez leur photo, "
                                "ou indiquez un montant dépensé plus bas.") % missing)  # fmt: skip
    elif facts.billed_cents < spent:
        missing = euros(spent - facts.billed_cents)
        yield Gap("receipts", _("Il manque %s de justificatifs. Ticket perdu ? Ajoutez-le sans photo.") % missing)


def unspent_cents(paid_cents: int, spent_cents: int) -> int:
    """Return what the holder gives back: what was paid and not spent, never below zero."""
    return max(0, paid_cents - spent_cents)


@dataclass(frozen=True)
class Settlement:
    """How a grant ends, in cents: justified + returned + kept = paid, due + released = what was still reserved.

    `kept_cents` is what the règlement leaves to the holder, spent or not: the fund's accounts count it as spent.
    """

    justified_cents: int
    returned_cents: int
    due_cents: int
    released_cents: int
    kept_cents: int = 0


def settle(*, paid_cents: int, reserved_cents: int, spent_cents: int, returns: bool = True) -> Settlement:
    """Settle a grant once its report is accepted: spend what was paid first, then owe the rest, release what remains.

    What was paid and not spent comes back when the règlement asks for it (`returns`), else it stays with the holder;
    what was never paid always goes back to the fund. Raises ValueError when more was spent than was promised.
    """
    if not 0 <= spent_cents <= paid_cents + reserved_cents:
        raise ValueError("spent more than was paid and reserved")
    justified = min(spent_cents, paid_cents)
    due = spent_cents - justified
    unspent = unspent_cents(paid_cents, spent_cents)
    back, kept = (unspent, 0) if returns else (0, unspent)
    return Settlement(justified, back, due, reserved_cents - due, kept)


def may_accept_report(
    *, submitted: bool, accepted: bool, returned_on: date | None, today: date, on_the_way: bool = False
) -> Verdict:
    """Say whether a report may be accepted: it was sent, not yet accepted, and the money came back by today.

    Nor is a payment on its way (`on_the_way`): ordered and not confirmed, it would be settled before it is paid.
    """
    if accepted:
        return no(_("Ce bilan est déjà accepté."))
    if not submitted:
        return no(_("Ce bilan n’est pas encore remis."))
    if on_the_way:
        return no(_("Un versement est ordonné et pas encore confirmé : confirmez-le d’abord, puis acceptez le bilan."))
    if returned_on and returned_on > today:
        reason = _("L’argent n’a pas pu revenir un jour qui n’est pas encore venu.")
        return no(reason, Gap("returned_on", reason))
    return YES


def may_send_back(submitted: bool, accepted: bool, message: str) -> Verdict:
    """Say whether a report may go back to its holder: it was sent, not yet accepted, and one says what to mend."""
    if accepted or not submitted:
        return no(_("Ce bilan n’est plus à vérifier."))
    if not message.strip():
        reason = _("Écrivez ce qu’il faut compléter.")
        return no(reason, Gap("message", reason))
    return YES


def same_supplier(name: str) -> str:
    """Return a supplier's name as it is compared: « Épicerie  du Coin » and « EPICERIE DU COIN » are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"\W+", " ", bare).strip().casefold()

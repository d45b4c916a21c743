"""After the committee's yes: how the money goes out, what the report must hold, what comes back to the fund.

All amounts are whole cents. `trigger` says what sets a payment free: `acceptance` of the aid, or `report`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fph.money import euros
from fph.verdict import YES, Gap, Verdict, no
from projects.fund.rules import Envelope
from projects.regulation.rules import Regulation, checks

ACCEPTANCE, REPORT = "acceptance", "report"
HOLDER, HOST, SUPPLIER = "holder", "host", "supplier"
PUBLIC_BODIES = frozenset({"commune", "state", "region", "department"})


def schedule(regulation: Regulation, granted_cents: int) -> dict[str, int]:
    """Return what is paid when, in cents, as the règlement of the file shares it out: {trigger: cents}.

    Parts set free by the same trigger are paid together; a part of nothing is left out. Adds up to the grant.
    """
    parts: dict[str, int] = {}
    for trigger, cents in regulation.payments_cents(granted_cents):
        parts[trigger] = parts.get(trigger, 0) + cents
    return {trigger: cents for trigger, cents in parts.items() if cents}


def may_accept(state: str, applicant_type: str, channel: str, payee: str) -> Verdict:
    """Say whether the holder may accept a granted aid that way.

    A group of residents has no account of its own: an association receives the money for it, or the supplier is paid.
    """
    if state != "granted":
        return no(_("Cette aide n’est plus à accepter."))
    if applicant_type == "group" and channel == HOLDER:
        reason = _("Un groupe d’habitants n’a pas de compte à son nom : choisissez une association ou un fournisseur.")
        return no(reason, Gap("channel", reason))
    if not payee.strip():
        reason = _("Écrivez au nom de qui le virement sera fait.")
        return no(reason, Gap("payee", reason))
    return YES


def pays_an_association(applicant_type: str, channel: str) -> bool:
    """Say whether the money goes to an association: the holder itself, or the one that receives it for a group."""
    return channel == HOST or (channel == HOLDER and applicant_type == "association")


def may_pay_association(carrier_kind: str, agreement_allows: bool) -> Verdict:
    """Say whether the carrier may hand money on to an association.

    An association that received a subsidy may not pass it on to another unless its agreement says so (CGCT L.1611-4);
    a public body that carries the fund itself is not bound by that.
    """
    if carrier_kind in PUBLIC_BODIES or agreement_allows:
        return YES
    return no(
        _("Aucune convention de cette année ne permet de verser de l’argent à une association "
          "(CGCT, article L.1611-4). Notez-la dans les contributions, ou payez directement le fournisseur."),
        article="CGCT L.1611-4",
    )  # fmt: skip


def may_order(trigger: str, *, state: str, due_cents: int, ordered: bool, report_accepted: bool) -> Verdict:
    """Say whether a part of the grant may be ordered: it is in the schedule, set free, and not ordered yet."""
    if ordered:
        return no(_("Ce versement est déjà ordonné."))
    if state not in ("accepted", "paid", "reported"):
        return no(_("L’aide doit d’abord être acceptée par le porteur du projet."))
    if trigger == REPORT and not report_accepted:
        return no(_("Le solde se verse une fois le bilan accepté."))
    if due_cents <= 0:
        return no(_("Rien n’est à verser à cette étape."))
    return YES


def may_confirm(*, state: str, paid: bool, ordered_on: date, paid_on: date, today: date) -> Verdict:
    """Say whether a payment may be confirmed: once, for a day between its order and today."""
    if paid:
        return no(_("Ce versement est déjà confirmé."))
    if state == "withdrawn":
        return no(_("Le projet a été retiré : ce versement n’a plus lieu d’être."))
    if not ordered_on <= paid_on <= today:
        reason = _("La date du virement se situe entre l’ordre de paiement et aujourd’hui.")
        return no(reason, Gap("paid_on", reason))
    return YES


def report_due_on(regulation: Regulation, last_day: date) -> date:
    """Return the day the report is due: so many days after the last day of the action."""
    return checks.report_due_on(regulation.report_due_days, last_day)


def may_write_report(state: str, parts: dict[str, int], *, sent: bool) -> Verdict:
    """Say whether the holder may write the report: once paid, or at once when all is paid on the report."""
    if sent:
        return no(_("Ce bilan est remis : il ne change plus, sauf si la coordination vous le renvoie."))
    if state == "paid" or (state == "accepted" and ACCEPTANCE not in parts):
        return YES
    return no(_("Le bilan s’écrit une fois l’aide versée."))


@dataclass(frozen=True)
class Bill:
    """A line of the report: what was paid to whom, in cents, shown by a receipt or only declared."""

    amount_cents: int
    shown: bool = True


@dataclass(frozen=True)
class ReportFacts:
    """What a report says: words, participants, cents spent, bills; against what was paid and what is still to come."""

    narrative: str
    people_reached: int | None
    spent_cents: int | None
    bills: tuple[Bill, ...]
    paid_cents: int
    to_come_cents: int = 0

    @property
    def billed_cents(self) -> int:
        """Return the total of the bills, shown or declared."""
        return sum(bill.amount_cents for bill in self.bills)


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
    if facts.billed_cents < spent:
        missing = euros(spent - facts.billed_cents)
        yield Gap("receipts", _("Il manque %s de justificatifs. Ticket perdu ? Ajoutez-le sans photo.") % missing)


def unspent_cents(paid_cents: int, spent_cents: int) -> int:
    """Return what the holder gives back: what was paid and not spent, never below zero."""
    return max(0, paid_cents - spent_cents)


@dataclass(frozen=True)
class Settlement:
    """How a grant ends, in cents: justified + returned = paid, due + released = what was still reserved."""

    justified_cents: int
    returned_cents: int
    due_cents: int
    released_cents: int


def settle(*, paid_cents: int, reserved_cents: int, spent_cents: int) -> Settlement:
    """Settle a grant once its report is accepted: spend what was paid first, then owe the rest, release what remains.

    Raises ValueError when more was spent than was promised.
    """
    if not 0 <= spent_cents <= paid_cents + reserved_cents:
        raise ValueError("spent more than was paid and reserved")
    justified = min(spent_cents, paid_cents)
    due = spent_cents - justified
    return Settlement(justified, unspent_cents(paid_cents, spent_cents), due, reserved_cents - due)


def may_accept_report(*, submitted: bool, accepted: bool, returned_on: date | None, today: date) -> Verdict:
    """Say whether a report may be accepted: it was sent, not yet accepted, and the money came back by today."""
    if accepted:
        return no(_("Ce bilan est déjà accepté."))
    if not submitted:
        return no(_("Ce bilan n’est pas encore remis."))
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


def standing(moved: dict[str, int]) -> dict[str, int]:
    """Return where money that moved must stand, in cents: what is reserved, paid and not accounted for, spent."""
    granted, released, paid, spent, returned = (
        moved[f"{name}_cents"] for name in ("granted", "released", "paid", "spent", "returned")
    )
    return {"reserved": granted - released - paid, "paid": paid - spent - returned, "spent": spent}


def report_agrees(
    totals: dict[str, int], rows: Iterable[dict[str, int]], held: Iterable[dict[str, int]], envelope: Envelope, *,
    received_cents: int, projects: tuple[int, int],
) -> Verdict:  # fmt: skip
    """Say whether a year's report agrees to the cent with its accounts: each project's, and the year's.

    `rows` are what each project's transfers moved, `held` what its accounts hold, in the same order; `projects` are how
    many hold an account, and how many of them are files.
    """
    stands = standing(totals)
    available = received_cents - totals["granted_cents"] + totals["released_cents"] + totals["returned_cents"]
    reckoned = (received_cents, available, *stands.values())
    written = (envelope.received_cents, envelope.available_cents, envelope.reserved_cents, envelope.paid_cents,
               envelope.spent_cents)  # fmt: skip
    same = all(standing(row) == one for row, one in zip(rows, held, strict=True))
    if reckoned == written and same and projects[0] == projects[1]:
        return YES
    return no(_("Le rapport ne tombe pas juste avec les comptes : il n’est pas établi. Prévenez l’administration."))

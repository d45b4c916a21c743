"""After the committee's yes: how the money goes out, through which channel, and when a part of it is set free.

All amounts are whole cents. `trigger` says what sets a payment free: `acceptance` of the aid, or `report`.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fph.verdict import YES, Gap, Verdict, no
from projects.regulation.rules import Facts, Regulation

ACCEPTANCE, REPORT = "acceptance", "report"
HOLDER, HOST, SUPPLIER, REIMBURSEMENT = "holder", "host", "supplier", "reimbursement"
UNLESS_SAID = (HOLDER, HOST, SUPPLIER)
PUBLIC_BODIES = frozenset({"commune", "state", "region", "department"})


def schedule(regulation: Regulation, granted_cents: int, facts: Facts | None = None) -> dict[str, int]:
    """Return what is paid when, in cents, as the règlement of the file shares it out: {trigger: cents}.

    `facts` are what the règlement's conditions read of the file. Parts set free by the same trigger are paid together;
    a part of nothing is left out. Adds up to the grant.
    """
    parts: dict[str, int] = {}
    for trigger, cents in regulation.payments_cents(granted_cents, facts):
        parts[trigger] = parts.get(trigger, 0) + cents
    return {trigger: cents for trigger, cents in parts.items() if cents}


@dataclass(frozen=True)
class Channels:
    """How an aid may be paid to its holder: the channels open to them, and the article that says so, if any does."""

    open: tuple[str, ...] = UNLESS_SAID
    article: str = ""


def channels(regulation: Regulation, facts: Facts) -> Channels:
    """Return how the règlement lets this file be paid; while it says nothing, by transfer or straight to a supplier.

    Payment on receipts asks people to advance the money: it is open only where the règlement names it. A group of
    residents has no account of its own: where another way is open, the transfer to the holder is left out for it.
    """
    said = regulation.value("payment_channels", facts)
    allowed = tuple(said or UNLESS_SAID)
    others = tuple(one for one in allowed if one != HOLDER)
    kept = others if facts.applicant_type == "group" and others else allowed
    return Channels(kept, regulation.article("payment_channels", facts) if said else "")


def may_accept(state: str, applicant_type: str, channel: str, payee: str, allowed: Channels | None = None) -> Verdict:
    """Say whether the holder may accept a granted aid that way.

    A group of residents has no account of its own: an association receives the money for it, or the supplier is paid;
    a transfer to its holder stands only where the règlement knows no other way.
    """
    allowed = allowed or Channels(tuple(one for one in UNLESS_SAID if (applicant_type, one) != ("group", HOLDER)))
    if state != "granted":
        return no(_("Cette aide n’est plus à accepter."))
    if channel not in allowed.open:
        return _closed_channel(applicant_type, channel, allowed)
    if not payee.strip():
        reason = _("Écrivez au nom de qui le virement sera fait.")
        return no(reason, Gap("payee", reason))
    return YES


def _closed_channel(applicant_type: str, channel: str, allowed: Channels) -> Verdict:
    if applicant_type == "group" and channel == HOLDER:
        reason = _("Un groupe d’habitants n’a pas de compte à son nom : choisissez une association ou un fournisseur.")
    elif allowed.article:
        reason = _("Le règlement ne prévoit pas cette façon de recevoir l’aide (%s) : choisissez-en une autre."
                   ) % allowed.article  # fmt: skip
    else:
        reason = _("Le règlement ne prévoit pas cette façon de recevoir l’aide : choisissez-en une autre.")
    return no(reason, Gap("channel", reason), article=allowed.article)


def pays_an_association(applicant_type: str, channel: str) -> bool:
    """Say whether the money goes to an association: the holder itself, or the one that receives it for a group."""
    return channel == HOST or (channel in (HOLDER, REIMBURSEMENT) and applicant_type == "association")


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


@dataclass(frozen=True)
class Dues:
    """What decides whether a part of a grant is due, in cents: see `due_cents`.

    `reserved_cents` is what the fund still keeps for the project; `shown_cents` what its receipts show;
    `report_accepted` says whether the report was accepted, which settles what is still owed.
    """

    parts: dict[str, int]
    reserved_cents: int
    channel: str = HOLDER
    shown_cents: int = 0
    report_accepted: bool = False

    @property
    def triggers(self) -> tuple[str, ...]:
        """Return what may set a part free: on receipts, the accepted report frees what the receipts had not freed."""
        known = tuple(self.parts)
        return known if self.channel != REIMBURSEMENT or REPORT in known else (*known, REPORT)

    @property
    def is_free(self) -> bool:
        """Say whether the part of the acceptance is set free: at once, or on receipts when they show all of it."""
        return self.channel != REIMBURSEMENT or self.shown_cents >= self.parts.get(ACCEPTANCE, 0)


def due_cents(trigger: str, dues: Dues) -> int:
    """Return what may be paid now for a part of the grant, in cents, never more than is reserved.

    On receipts, nothing is paid before they are in: the part of the acceptance is due once the receipts shown reach its
    amount, so that no more is paid than is shown. If they never do, the accepted report settles what was really spent
    and shown, and that is paid in one time.
    """
    if dues.channel == REIMBURSEMENT:
        if trigger == REPORT:
            return dues.reserved_cents
        if dues.report_accepted or not dues.is_free:
            return 0
    # The report settled what is still owed: all that stays reserved is the second part, and never more than that.
    return min(dues.parts.get(trigger, 0), dues.reserved_cents)


def may_order(
    trigger: str, *, state: str, due_cents: int, ordered: bool, report_accepted: bool, is_free: bool = True
) -> Verdict:  # fmt: skip
    """Say whether a part of the grant may be ordered: it is in the schedule, set free, and not ordered yet.

    `is_free` is False while a part paid on receipts waits for them.
    """
    if ordered:
        return no(_("Ce versement est déjà ordonné."))
    if state not in ("accepted", "paid", "reported"):
        return no(_("L’aide doit d’abord être acceptée par le porteur du projet."))
    if trigger == REPORT and not report_accepted:
        return no(_("Le solde se verse une fois le bilan accepté."))
    if trigger == ACCEPTANCE and not is_free:
        return no(_("Cette aide se verse sur tickets : le porteur n’en a pas encore montré pour ce montant."))
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

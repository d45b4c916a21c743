"""After an opinion: what the authority that the règlement names may decide, and how its act is recorded.

Where a règlement says `final_authority: advisory` (Beauvais: the city council votes each aid), the committee's vote is
an opinion, favourable with an amount or not. Nothing is granted until the act of that authority (a deliberation, an
order) is recorded. All amounts are whole cents. Sources: rule-taxonomy, `final_authority`; practice, §4 (« Commune,
advisory model »).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.money import euros
from fph.verdict import YES, Gap, Verdict, Words, no
from projects.applications.rules import ELIGIBLE, STATES

FOLLOWS, AMOUNT, REFUSES = "follows", "amount", "refuses"
FAVOURABLE, UNFAVOURABLE = "favourable", "unfavourable"
OF_A_VOTE = {"granted": FAVOURABLE, "partially_granted": FAVOURABLE, "refused": UNFAVOURABLE}
CHOICES_IN_WORDS: dict[str, Words] = {
    "for": gettext_lazy("Oui, avis favorable"), "against": gettext_lazy("Non, avis défavorable"),
    "abstain": gettext_lazy("Je m’abstiens"),
}  # fmt: skip
REASON_NEEDED = gettext_lazy("Écrivez pourquoi : le porteur du projet le lira.")


def as_opinion(decided: str) -> str:
    """Return what a vote means where the committee only gives an opinion; what isn't about an aid stays as it is."""
    return OF_A_VOTE.get(decided, decided)


def may_advise(state: str) -> Verdict:
    """Say whether a committee may give an opinion on a file in `state`: only on one that is before it."""
    if state in ELIGIBLE:
        return YES
    return no(_("Ce dossier est « %s » : le comité ne peut plus donner d’avis.") % STATES[state].internal)


def in_words(proposed_cents: int | None) -> str:
    """Say an opinion: « avis favorable, 340 € proposés », « avis défavorable »."""
    if proposed_cents is None:
        return _("avis défavorable")
    return _("avis favorable, %s proposés") % euros(proposed_cents)


@dataclass(frozen=True)
class Question:
    """A file that waits for its act: what was asked, what the committee proposed (None: an unfavourable opinion).

    `cap_cents` is the cap of the règlement for that file, None where it has none; `cap_article` names its article.
    """

    requested_cents: int
    proposed_cents: int | None = None
    cap_cents: int | None = None
    cap_article: str = ""


@dataclass(frozen=True)
class Answer:
    """What an act says of a file: it follows the opinion, grants another amount, or refuses; and why."""

    choice: str
    cents: int | None = None
    reason: str = ""


def granted(answer: Answer, question: Question) -> int | None:
    """Return what an act grants to a file, in cents, or None when it refuses it."""
    if answer.choice == FOLLOWS:
        return question.proposed_cents
    return answer.cents if answer.choice == AMOUNT else None


def may_answer(answer: Answer, question: Question) -> Verdict:
    """Say whether an act may decide that of a file.

    To follow the opinion needs no reason. Another amount is at most what was asked and, when it is more than the
    committee proposed, within the cap of the règlement; what is left in the fund is checked when the money moves.
    Another amount and a refusal against the opinion say why.
    """
    if answer.choice not in (FOLLOWS, AMOUNT, REFUSES):
        return _wrong("choice", _("Dites ce que l’acte décide pour ce dossier."))
    if answer.choice == FOLLOWS:
        return YES
    if answer.choice == AMOUNT and not (amount := _may_grant(answer.cents, question)):
        return amount
    against = answer.choice == AMOUNT or question.proposed_cents is not None
    return _wrong("reason", REASON_NEEDED) if against and not answer.reason.strip() else YES


def _may_grant(cents: int | None, question: Question) -> Verdict:
    if not cents or cents < 0:
        return _wrong("amount", _("Écrivez le montant que l’acte accorde."))
    if cents > question.requested_cents:
        asked = euros(question.requested_cents)
        return _wrong("amount", _("Le projet demande %s : l’acte ne peut pas accorder plus.") % asked)
    above = cents > (question.proposed_cents or 0)
    if above and question.cap_cents is not None and cents > question.cap_cents:
        article = f" ({question.cap_article})" if question.cap_article else ""
        return _wrong("amount", _("Le plafond est de %s.") % f"{euros(question.cap_cents)}{article}")
    return YES


def may_record(reference: str, body: str, acted_on: date | None, *, given_on: Sequence[date], today: date) -> Verdict:
    """Say whether an act may be recorded: named, by whom, of a day that is not to come nor before an opinion it decides.

    `given_on` are the days of the opinions it decides: at least one.
    """
    if not given_on:
        return no(_("Choisissez au moins un dossier que cet acte décide."))
    if not reference.strip():
        return _wrong("reference", _("Écrivez le numéro de l’acte, par exemple « Délibération 2026-118 »."))
    if not body.strip():
        return _wrong("body", _("Écrivez qui a décidé."))
    if acted_on is None:
        return _wrong("acted_on", _("Écrivez la date de l’acte."))
    if acted_on > today:
        return _wrong("acted_on", _("Cette date est à venir : un acte s’enregistre une fois pris."))
    if acted_on < max(given_on):
        return _wrong("acted_on", _("Cet acte serait plus ancien que l’avis du comité : vérifiez la date."))
    return YES


def may_annul(states: Sequence[str], reason: str, *, annulled: bool) -> Verdict:
    """Say whether an act recorded by mistake may be annulled: with a reason, before any holder accepted the aid.

    `states` are those of its files. A file that went on (accepted, paid) rests on the act: it can't be taken back.
    """
    if annulled:
        return no(_("Cet enregistrement est déjà annulé."))
    if not reason.strip():
        return _wrong("reason", _("Écrivez ce qui était faux."))
    if not set(states) <= {"granted", "refused"}:
        return no(_("Un porteur a déjà accepté son aide, ou s’est retiré : cet enregistrement ne s’annule plus ici."))
    return YES


def _wrong(field: str, message: Words) -> Verdict:
    return no(message, Gap(field, message))

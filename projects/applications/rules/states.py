"""Where a file stands, and the ways between states. One table, with an internal and a public label each."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fph.verdict import YES, Verdict, Words, no

EDITABLE = frozenset({"draft", "to_complete"})
WAITING = ("submitted", "to_complete")
ELIGIBLE = ("admissible", "deferred")
# The committee gave its opinion; the authority that the règlement names has not decided yet.
ADVISED = "advised"
FUNDED = ("granted", "accepted", "paid", "reported", "closed")
# A file that was not kept, or was taken back, does not count in the year of its applicant.
NOT_COUNTED = ("draft", "withdrawn", "inadmissible", "refused")


@dataclass(frozen=True)
class Stage:
    """A state: its internal word, the public's word, the sentence for the applicant, a tone, and what may follow."""

    internal: Words
    public: Words
    sentence: Words
    tone: str
    then: tuple[str, ...] = ()


STATES: dict[str, Stage] = {
    "draft": Stage(
        _("brouillon"), _("En préparation"), _("Votre demande n’est pas encore déposée."), "plain",
        ("submitted", "withdrawn"),
    ),
    "submitted": Stage(
        _("déposé"), _("Déposé"), _("Votre demande est arrivée. La coordination la lit."), "info",
        ("to_complete", "admissible", "inadmissible", "withdrawn"),
    ),
    "to_complete": Stage(
        _("à compléter"), _("Déposé"), _("Il manque quelque chose : répondez à la coordination."), "care",
        ("submitted", "inadmissible", "withdrawn"),
    ),
    "admissible": Stage(
        _("recevable"), _("À l’étude"), _("Votre projet passera devant le comité."), "info",
        ("granted", "refused", "deferred", "to_complete", "advised", "withdrawn"),
    ),
    "inadmissible": Stage(
        _("irrecevable"), _("Non recevable"), _("Le règlement ne permet pas d’examiner ce projet."), "bad",
        (),
    ),
    "deferred": Stage(
        _("ajourné"), _("À l’étude"), _("Le comité a remis sa décision à une prochaine séance."), "care",
        ("admissible", "granted", "refused", "deferred", "advised", "withdrawn"),
    ),
    "advised": Stage(
        _("avis rendu"), _("Avis rendu, décision attendue"), _("Le comité a rendu son avis sur votre projet."), "info",
        ("granted", "refused", "withdrawn"),
    ),
    "granted": Stage(
        _("accordé"), _("Financé"), _("Le comité a dit oui. Acceptez l’aide pour la recevoir."), "good",
        ("accepted", "advised", "withdrawn"),
    ),
    "refused": Stage(
        _("refusé"), _("Non retenu"), _("Le comité n’a pas retenu le projet."), "bad",
        ("advised",),
    ),
    "accepted": Stage(
        _("accord accepté"), _("Financé"), _("Vous avez accepté l’aide. Le versement se prépare."), "good",
        ("paid", "reported", "withdrawn"),
    ),
    "paid": Stage(
        _("versé"), _("Financé"), _("L’aide est versée. Après le projet, remettez votre bilan."), "good",
        ("reported",),
    ),
    "reported": Stage(
        _("bilan remis"), _("Réalisé"), _("Votre bilan est arrivé. La coordination le vérifie."), "info",
        ("closed", "paid", "accepted"),
    ),
    "closed": Stage(
        _("clos"), _("Réalisé"), _("Le projet est terminé et ses comptes sont faits. Merci !"), "good",
        (),
    ),
    "withdrawn": Stage(
        _("retiré"), _("Retiré"), _("La demande a été retirée."), "plain",
        (),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class FinalAct:
    """The act of an authority that decides after the committee's opinion: who decides, at what moment.

    `drawn_on` is the day of the opinion: the money set aside that day is the money granted.
    """

    body: str
    decided_at: datetime
    drawn_on: date


# What the applicant reads where an authority decides after the committee's opinion.
AFTER_AN_OPINION: dict[str, Words] = {
    "granted": _("Votre projet est financé. Acceptez l’aide pour la recevoir."),
    "refused": _("Votre projet n’est pas retenu."),
}


def stage(state: str, body: str = "") -> Stage:
    """Return a state's line of the table; `body` is the authority that decides, when it isn't the committee."""
    found = STATES[state]
    return replace(found, sentence=AFTER_AN_OPINION[state]) if body and state in AFTER_AN_OPINION else found


def may_become(state: str, target: str) -> Verdict:
    """Say whether a file in `state` may go to `target`."""
    if target in STATES[state].then:
        return YES
    words = gettext("Ce dossier est « %(state)s » : cette action n’est plus possible.")
    return no(words % {"state": STATES[state].internal})

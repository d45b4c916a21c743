"""What a reader of a file should see at once, compared with the règlement: never a decision, only facts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fph.money import euros
from fph.verdict import Words
from projects.applications.rules.filing import gaps, project_rank
from projects.applications.rules.form import DECLARATIONS, GROUP, Dossier, Terms, with_article
from projects.regulation.rules import INFORM, WARN

TONES = {WARN: "care", INFORM: "info"}


@dataclass(frozen=True)
class Finding:
    """A fact about a file: a tone (good, care or info) and a sentence."""

    tone: str
    words: Words


def findings(dossier: Dossier, terms: Terms) -> list[Finding]:
    """List what to look at: what is missing today, then the amount, the dates, the group and what is said of before.

    Declarations were made at filing and are not asked again; a project that has begun since is said, not refused.
    """
    missing = [Finding("care", gap.message) for gap in gaps(dossier, terms) if gap.field not in DECLARATIONS]
    told = [
        Finding(TONES[one.severity], with_article(one.message, one.article))
        for one in terms.findings(dossier)
        if one.severity in TONES
    ]
    parts = (_amount, _balance, _meeting, _residents, _renewal, _other_aids)
    return [*missing, *told] + [found for part in parts if (found := part(dossier, terms))]


def _amount(dossier: Dossier, terms: Terms) -> Finding | None:
    cap, asked = terms.cap_cents(dossier), dossier.requested_cents or 0
    if cap is None or asked > cap:
        return None
    words = _("%(asked)s demandés : dans le plafond de %(cap)s pour un %(rank)s de l’année%(article)s.")
    return Finding("good", words % {
        "asked": euros(asked), "cap": euros(cap), "rank": project_rank(terms.rank),
        "article": terms.article("cap_per_project", dossier),
    })  # fmt: skip


def _balance(dossier: Dossier, terms: Terms) -> Finding | None:
    spent = dossier.cents("expense")
    if not spent or spent != dossier.resources_cents:
        return None
    return Finding("good", _("Le budget est équilibré, à %s.") % euros(spent))


def _meeting(dossier: Dossier, terms: Terms) -> Finding | None:
    if not (dossier.starts_on and terms.meets_on):
        return None
    if dossier.starts_on <= terms.meets_on:
        words = _("Le projet commence avant la prochaine séance (%s) : l’aide viendrait après coup.")
        return Finding("care", words % terms.meets_on_in_words)
    return Finding("good", _("Le projet commence après la prochaine séance (%s).") % terms.meets_on_in_words)


def _residents(dossier: Dossier, terms: Terms) -> Finding | None:
    if dossier.applicant_type != GROUP:
        return None
    host = dossier.host_name or _("aucune association ne reçoit l’argent pour lui")
    return Finding("info", _("Groupe de %(count)d habitants nommés ; %(host)s.") % {
        "count": len(dossier.residents), "host": host
    })  # fmt: skip


def _renewal(dossier: Dossier, terms: Terms) -> Finding | None:
    if dossier.is_renewal:
        return Finding("info", _("Ce projet a déjà été financé par le fonds."))
    return Finding("info", _("Première demande pour ce projet."))


def _other_aids(dossier: Dossier, terms: Terms) -> Finding | None:
    if others := dossier.cents("other"):
        return Finding("info", _("D’autres aides sont prévues : %s.") % euros(others))
    return None

"""The steps of opening a fund, and which parameters of a règlement a new fund usually changes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One screen: its word in the address, its title, what it asks in one sentence."""

    slug: str
    title: str
    lead: str


STEPS = (
    Step("quartier", "Le quartier et le porteur", "Où le fonds agit, qui tient l’argent, comment il s’appelle."),
    Step("modele", "Un règlement de départ", "Copiez celui d’un fonds réel ; vous changerez ensuite ce qui diffère."),
    Step("regles", "Ce qui diffère chez vous", "Tout est déjà rempli d’après le modèle. Changez ce que votre comité a décidé."),
    Step("personnes", "Les personnes et les comités", "Qui coordonne, qui décide. Tout peut être complété plus tard."),
    Step("seances", "La première séance", "La date limite de dépôt se calcule d’après le règlement."),
    Step("verification", "Tout relire, puis ouvrir", "Rien n’est encore ouvert. Relisez : chaque partie peut être corrigée."),
)  # fmt: skip
SLUGS = tuple(step.slug for step in STEPS)

USUAL = (
    "cap_per_project", "floor_per_project", "project_total_max", "max_funding_rate", "applicant_types",
    "min_group_size", "max_per_applicant_per_year", "max_cents_per_applicant_per_year", "territories",
    "filing_deadline_days", "meeting_frequency", "sub_territories", "composition", "quorum_percent", "majority", "tie",
    "ballot_modes", "proxy_max", "applicant_hearing", "report_due_days", "missing_report",
)  # fmt: skip
OFFERED = (
    "cap_per_project", "max_funding_rate", "min_group_size", "max_per_applicant_per_year", "filing_deadline_days",
    "sub_territories", "quorum_percent", "majority", "tie", "proxy_max", "applicant_hearing", "report_due_days",
    "missing_report",
)  # fmt: skip
"""USUAL: asked in the open when the model states them; the rest of the model waits folded. OFFERED: what can be set where
the model says nothing."""


def step(slug: str) -> Step | None:
    """Return the step of that word, or None."""
    return next((one for one in STEPS if one.slug == slug), None)


def after(slug: str) -> str:
    """Return the word of the next step; the last one has itself."""
    return SLUGS[min(SLUGS.index(slug) + 1, len(SLUGS) - 1)]

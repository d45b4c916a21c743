"""What a file must hold to be filed, changed and granted: each gap is tied to the field where it is mended.

Amounts are in cents, days are those of Paris. Sources: practice, §3.1; rule-taxonomy, §1 Money and §2 Eligibility.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fph.money import euros
from fph.people import rules as identity
from fph.verdict import YES, Gap, Verdict, no
from projects.applications.rules.form import ASSOCIATION, DECLARATIONS, GROUP, STEPS, Dossier, Terms, with_article
from projects.applications.rules.states import EDITABLE
from projects.regulation.rules import BLOCK
from projects.regulation.rules.asking import OTHER
from projects.regulation.rules.checks import balance

MAX_FILES = 20
ORDER = [asked for step in STEPS for asked in step.fields]


def may_submit(dossier: Dossier, terms: Terms) -> Verdict:
    """Say whether a file may be filed that day: a year is open, a règlement is in force, and nothing is missing."""
    if terms.regulation is None:
        return no(_("Le fonds ne reçoit pas de demande en ce moment. Votre brouillon est gardé."))
    found = gaps(dossier, terms)
    if not found:
        return YES
    words = ngettext("Il reste %d point à compléter.", "Il reste %d points à compléter.", len(found)) % len(found)
    return no(words, *found)


def gaps(dossier: Dossier, terms: Terms) -> list[Gap]:
    """List what is missing or wrong, in the order of the form, each tied to the field where it is mended."""
    return _in_order([*holes(dossier, terms), *_regulated(dossier, terms)])


def holes(dossier: Dossier, terms: Terms) -> list[Gap]:
    """List what a file does not say yet, or says wrong, whatever its règlement forbids."""
    parts = (_who, _group, _association, _what, _when, _looked_at, _budget, _declared)
    return _in_order([gap for part in parts for gap in part(dossier, terms)])


def _in_order(found: list[Gap]) -> list[Gap]:
    return sorted(found, key=lambda gap: ORDER.index(gap.field))


def _missing(dossier: Dossier, asked: dict[str, str]) -> list[Gap]:
    return [Gap(name, words) for name, words in asked.items() if not getattr(dossier, name)]


def _who(dossier: Dossier, terms: Terms) -> list[Gap]:
    """Someone answers for the project, and can be reached by e-mail or by telephone.

    A resident gives an address, so that the fund knows that they live in the neighbourhood.
    """
    asked = {
        "applicant_type": _("Dites qui porte le projet : vous, un groupe ou une association."),
        "lead_name": _("Écrivez le prénom et le nom de la personne référente."),
    }
    if dossier.applicant_type != ASSOCIATION:
        asked["lead_address"] = _("Écrivez l’adresse de la personne référente.")
    found = _missing(dossier, asked)
    if not (dossier.lead_email or dossier.lead_phone):
        found.append(Gap("lead_email", _("Donnez une adresse e-mail ou un numéro de téléphone.")))
    return found


def _group(dossier: Dossier, terms: Terms) -> list[Gap]:
    """The association that receives the money for a group may be named; it then has a name and a valid SIRET."""
    if dossier.applicant_type != GROUP:
        return []
    found = []
    if dossier.host_siret and not dossier.host_name:
        found.append(Gap("host_name", _("Écrivez le nom de l’association qui reçoit l’argent pour le groupe.")))
    return found + _number("host_siret", dossier.host_siret, identity.validate_siret)


def _association(dossier: Dossier, terms: Terms) -> list[Gap]:
    """An association gives its name, and its SIRET or its RNA number; what is given must be valid."""
    if dossier.applicant_type != ASSOCIATION:
        return []
    found = _missing(dossier, {"organisation_name": _("Écrivez le nom de l’association.")})
    if not (dossier.siret or dossier.rna):
        found.append(Gap("siret", _("Donnez le numéro SIRET de l’association ou, à défaut, son numéro RNA.")))
    found += _number("siret", dossier.siret, identity.validate_siret)
    return found + _number("rna", dossier.rna, identity.validate_rna)


def _number(name: str, value: str, check) -> list[Gap]:
    try:
        check(value) if value else None
    except ValidationError as problem:
        return [Gap(name, str(problem.message))]
    return []


def _what(dossier: Dossier, terms: Terms) -> list[Gap]:
    """A project has a name, a description, a use for the neighbourhood and a theme of the year.

    A project that the fund already paid for says what changes this time.
    """
    found = _missing(dossier, {
        "title": _("Donnez un nom au projet."),
        "summary": _("Racontez ce que vous voulez faire."),
        "benefit": _("Dites ce que le projet apporte au quartier."),
    })  # fmt: skip
    if terms.themes and dossier.theme not in dict(terms.themes_of(dossier)):
        found.append(Gap("theme", _("Choisissez un thème de l’année.")))
    if dossier.is_renewal and not dossier.renewal_note:
        found.append(Gap("renewal_note", _("Dites ce qui change par rapport à la dernière fois.")))
    return found


def _when(dossier: Dossier, terms: Terms) -> list[Gap]:
    """A project takes place somewhere, from a day after the filing to the same day or a later one, for someone."""
    found = _missing(dossier, {
        "place": _("Écrivez où le projet se passe."),
        "starts_on": _("Donnez le premier jour du projet."),
        "people_reached": _("Estimez combien d’habitants sont concernés, même à peu près."),
    })  # fmt: skip
    if dossier.starts_on and dossier.starts_on <= terms.today:
        found.append(Gap("starts_on", _(
            "Le projet doit commencer après aujourd’hui : le fonds ne paie pas ce qui est déjà fait. Changez la date."
        )))  # fmt: skip
    if dossier.starts_on and dossier.ends_on and dossier.ends_on < dossier.starts_on:
        found.append(Gap("ends_on", _("Le dernier jour vient avant le premier : corrigez l’une des deux dates.")))
    return found


def _looked_at(dossier: Dossier, terms: Terms) -> list[Gap]:
    """A file says what its règlement looks at, and nothing that it does not: its guichet, its kinds, where, on what.

    Rules by guichet, kind of action, territory or kind of expense say nothing of a file that keeps silent.
    """
    found, facts = [], terms.facts(dossier)
    if terms.undecided(dossier):
        found.append(Gap("window", _("Choisissez à quel guichet vous adresser.")))
    if terms.action_kinds(dossier) and not facts.actions and OTHER not in dossier.actions:
        found.append(Gap("actions", _("Dites de quelle sorte est le projet ; « rien de cela » est une réponse.")))
    if terms.asks_where(dossier) and not dossier.territory:
        found.append(Gap("territory", _("Dites si le projet se passe dans le quartier, ou ailleurs.")))
    if terms.expense_kinds(dossier):
        lines = zip(dossier.lines, facts.costs, strict=True)
        unsaid = [line.label for line, cost in lines if line.side == "expense" and not cost.category]
        if unsaid:
            words = _("Choisissez une sorte de dépense pour : %s.")
            found.append(Gap("categories", words % ", ".join(unsaid)))
    return found


def _budget(dossier: Dossier, terms: Terms) -> list[Gap]:
    """A budget has an expense, and an amount asked of the fund."""
    found, spent = [], dossier.cents("expense")
    if not spent:
        found.append(Gap("expenses", _("Écrivez au moins une dépense, avec son montant.")))
    if not dossier.requested_cents:
        found.append(Gap("requested_cents", _("Écrivez le montant que vous demandez au fonds.")))
    return found


def imbalance(dossier: Dossier) -> str:
    """Say what is missing, or too much, between the expenses and the money planned; nothing when they are equal."""
    found = balance(True, Terms(date.min).facts(dossier))
    return found.message if found else ""


def _regulated(dossier: Dossier, terms: Terms) -> list[Gap]:
    """Nothing goes against a rule of the règlement that blocks: cap, group, territory, theme, balance of the budget…

    What somebody may pass over does not stop the filing: they have their say afterwards.
    """
    blocking = [found for found in terms.findings(dossier) if found.severity == BLOCK and not found.override]
    return [Gap(found.field, with_article(found.message, found.article)) for found in blocking]


def _declared(dossier: Dossier, terms: Terms) -> list[Gap]:
    """The four declarations are made: règlement accepted, not for profit, unpaid, not paid for by another aid."""
    return [
        Gap(name, _("Cochez cette case pour pouvoir déposer."))
        for name in DECLARATIONS
        if name not in dossier.declarations
    ]


def project_rank(rank: int) -> str:
    """Write the place of a project in its applicant’s year: « 1er projet », « 2e projet »."""
    return _("1er projet") if rank == 1 else _("%de projet") % rank


def may_attach(already: int) -> Verdict:
    """Say whether one more document may be joined: 20 at most for a file."""
    if already >= MAX_FILES:
        return no(_("Ce dossier a déjà %d documents, c’est le maximum. Retirez-en un d’abord.") % MAX_FILES)
    return YES


def may_change(state: str) -> Verdict:
    """Say whether the applicant may still change the file: a draft, or a file sent back to be completed."""
    if state in EDITABLE:
        return YES
    return no(_("Ce dossier est déposé : il ne peut plus être modifié."))


def may_grant(requested_cents: int, cents: int) -> Verdict:
    """Say whether that amount may be granted: more than nothing, at most what was asked (a part is possible)."""
    if 0 < cents <= requested_cents:
        return YES
    return no(_("Le montant accordé doit être entre 1 centime et %s, le montant demandé.") % euros(requested_cents))

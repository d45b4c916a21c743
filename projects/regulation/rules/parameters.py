"""Every parameter a règlement may set: its kind, its words, the product's default, and how a file is checked by it.

A default is the product's own, never « what funds do ». Source of the list: rule-taxonomy, §1 to §6.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from projects.regulation.rules import checks, deciding, parts, values
from projects.regulation.rules.checks import BLOCK, INFORM, WARN, Check
from projects.regulation.rules.facts import APPLICANT_TYPES, TYPE_WORDS
from projects.regulation.rules.parts import Payment
from projects.regulation.rules.values import Kind

SECTIONS = {
    "money": "L’argent", "eligibility": "Qui peut demander, et pour quoi", "calendar": "Le calendrier",
    "committee": "Le comité", "after": "Après la décision", "governance": "Le fonds et ses appuis",
}  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """One parameter. `sentence` says its value in French; `check` compares a file with it, by default at `severity`.

    `default` is what holds while the règlement says nothing; None when nothing then holds.
    """

    name: str
    section: str
    title: str
    kind: Kind
    sentence: str | Callable[[Any], str]
    default: Any = None
    check: Check | None = None
    severity: str = BLOCK

    @property
    def by_default(self) -> str:
        """Return the sentence that holds while the règlement says nothing, or nothing."""
        return "" if self.default is None else self.said(self.default)

    def said(self, value) -> str:
        """Return the sentence for a value; nothing when there is nothing to say of it."""
        if callable(self.sentence):
            return self.sentence(value)
        return self.sentence.format(value=self.kind.words(value))


def yes_no(yes: str, no: str) -> Callable[[bool], str]:
    """Return how a flag is said: a sentence when it is set, another when it is not."""
    return lambda value: yes if value else no


MAJORITIES = {
    "cast": "des voix exprimées, les abstentions ne comptant pas",
    "present": "des présents",
    "members": "des membres qui ont une voix, présents ou non",
}
QUORUM_BASES = {
    "filled": "Le quorum se compte sur les sièges pourvus.",
    "seats": "Le quorum se compte sur tous les sièges prévus, pourvus ou non.",
}
TIES = {
    "rejected": "la proposition est rejetée", "casting_vote": "la voix de la présidence compte double",
    "lot": "le sort départage, comme une voix de plus, par un tirage fait dans la salle",
    "second_round": "le comité vote une seconde fois ; à égalité de nouveau, la proposition est rejetée",
}  # fmt: skip
SECRECY = {
    "anyone": "Le vote est secret dès qu’un membre le demande.",
    "several": "Le vote est secret quand plusieurs membres le demandent.",
    "chair": "Le vote est secret quand la présidence le demande.",
    "never": "Le vote n’est jamais secret.",
}
HEARINGS = {
    "no": "La présence du porteur du projet n’est pas demandée.",
    "expected": "Le porteur du projet vient le présenter au comité.",
    "required": "Le dossier est examiné en présence du porteur du projet, ou de qui le représente.",
}
PLACES = {
    "inside": "Le projet se passe dans le quartier.",
    "inside_or_residents": "Le projet se passe dans le quartier, ou s’adresse à ses habitants.",
    "anywhere": "Le projet peut se passer ailleurs que dans le quartier.",
}
NOVELTY = {
    "free": "Un projet déjà financé peut l’être de nouveau.",
    "new": "Le projet n’a pas déjà été financé par le fonds.",
    "after_report": "Un projet déjà financé peut l’être de nouveau si son bilan a été remis.",
}
INTAKE = {
    "rolling": "Un dossier peut être déposé à tout moment.", "sessions": "Les dossiers sont reçus pour des séances annoncées.",
    "campaign": "Les dossiers sont reçus pendant une campagne annoncée.",
    "call": "Un appel est lancé chaque année.",
}  # fmt: skip
EVERY = {
    "month": "tous les mois", "quarter": "au moins une fois par trimestre", "year": "au moins une fois par an",
    "on_demand": "dès qu’un dossier le demande",
}  # fmt: skip
BALLOTS = {"show_of_hands": "à main levée", "open": "au vote nominal", "secret": "à bulletin secret"}
INTERESTS = {
    "declare_only": "Qui a un intérêt dans un projet le dit avant le débat.",
    "declare_and_withdraw": "Qui a un intérêt dans un projet le dit, sort du débat et ne vote pas.",
}
AUTHORITIES = {
    "sovereign": "Le comité décide.",
    "advisory": "Le comité donne un avis ; la décision revient à l’autorité qui suit.",
}
CHANNELS = {
    "holder": "au porteur du projet", "host": "à une association qui porte le projet pour lui",
    "supplier": "directement aux fournisseurs", "reimbursement": "sur factures acquittées",
}  # fmt: skip

_MONEY = (
    Parameter("envelope_amount", "money", "Enveloppe de l’année", values.MONEY, "L’enveloppe de l’année est de {value}."),
    Parameter("funding_sources", "money", "Financeurs", parts.FUNDING, "Le fonds est alimenté par : {value}."),
    Parameter("tranches", "money", "Tranches d’une aide", parts.TRANCHES, "Chaque aide est prise {value}."),
    Parameter("cap_per_project", "money", "Plafond de l’aide", values.MONEY, "L’aide est de {value} au plus.",
              check=checks.cap),
    Parameter("floor_per_project", "money", "Aide minimale", values.MONEY, "L’aide est de {value} au moins.",
              check=checks.floor),
    Parameter("project_total_max", "money", "Coût maximal du projet", values.MONEY,
              "Le projet coûte {value} au plus, sans compter le bénévolat.", check=checks.total),
    Parameter("max_funding_rate", "money", "Part maximale du coût", values.PERCENT,
              "L’aide ne dépasse pas {value} du coût du projet.", check=checks.rate),
    Parameter("own_contribution", "money", "Part à trouver ailleurs", values.FLAG,
              yes_no("L’aide ne paie jamais tout le projet.",
                     "L’aide peut payer tout le projet."), check=checks.not_all),
    Parameter("co_funding", "money", "Autre financement", values.FLAG,
              yes_no("Le projet a au moins un autre financement.",
                     "Un autre financement n’est pas demandé."), check=checks.co_funded),
    Parameter("budget_must_balance", "money", "Budget équilibré", values.FLAG,
              yes_no("Les dépenses prévues égalent l’argent prévu.",
                     "Le budget n’a pas à être équilibré."), default=True, check=checks.balance),
    Parameter("within_available_credits", "money", "Dans la limite de ce qui reste", values.FLAG,
              yes_no("L’aide est donnée dans la limite de ce qui reste dans le fonds.",
                     "Une aide peut attendre que le fonds soit alimenté."), default=True,
              check=checks.credits, severity=WARN),
    Parameter("eligible_expenses", "money", "Dépenses prises en charge", values.TEXTS,
              "Le fonds paie seulement : {value}.", check=checks.only_these, severity=WARN),
    Parameter("ineligible_expenses", "money", "Dépenses exclues", values.TEXTS, "Le fonds ne paie pas : {value}.",
              check=checks.none_of_these, severity=WARN),
    Parameter("in_kind_aid", "money", "Aide en matériel ou en conseil", values.TEXTS, "Le fonds peut aussi prêter : {value}."),
)  # fmt: skip
_ELIGIBILITY = (
    Parameter("applicant_types", "eligibility", "Qui peut demander", values.choices("applicant_types", TYPE_WORDS),
              "Peut demander une aide : {value}.", default=APPLICANT_TYPES, check=checks.applicant),
    Parameter("applicant_conditions", "eligibility", "Conditions sur le porteur", values.TEXTS, "Le porteur du projet : {value}.",
              check=checks.to_check, severity=INFORM),
    Parameter("min_group_size", "eligibility", "Taille d’un groupe", values.COUNT,
              "Un groupe d’habitants compte au moins {value} personnes, nommées.", default=2, check=checks.group),
    Parameter("territory", "eligibility", "Où", values.choice("territory", PLACES), lambda value: PLACES[value],
              default="inside_or_residents", check=checks.place),
    Parameter("territories", "eligibility", "Quartiers concernés", values.TEXTS, "Sont concernés : {value}."),
    Parameter("themes", "eligibility", "Thèmes", values.TEXTS, "Le projet répond à l’un de ces thèmes : {value}.",
              check=checks.theme),
    Parameter("novelty", "eligibility", "Nouveauté", values.choice("novelty", NOVELTY), lambda value: NOVELTY[value],
              check=checks.novelty),
    Parameter("not_funded_elsewhere", "eligibility", "Pas finançable autrement", values.FLAG,
              yes_no("Le projet ne peut pas être payé par un autre dispositif.",
                     "Le projet peut aussi relever d’un autre dispositif."), check=checks.nowhere_else),
    Parameter("max_per_applicant_per_year", "eligibility", "Projets par an", values.COUNT,
              lambda value: "Un porteur dépose un projet par an au plus." if value == 1
              else f"Un porteur dépose {value} projets par an au plus.",
              check=checks.number_a_year),
    Parameter("max_cents_per_applicant_per_year", "eligibility", "Aides par an", values.MONEY,
              "Un porteur reçoit {value} par an au plus.", check=checks.money_a_year),
    Parameter("not_before_decision", "eligibility", "Pas avant la décision", values.FLAG,
              yes_no("Le projet commence après la séance qui l’examine.",
                     "Le projet peut commencer avant la séance."), check=checks.after_meeting, severity=WARN),
    Parameter("priorities", "eligibility", "Priorités", values.TEXTS, "Le comité regarde d’abord : {value}."),
)  # fmt: skip
_CALENDAR = (
    Parameter("intake_mode", "calendar", "Dépôt des dossiers", values.choice("intake_mode", INTAKE), lambda value: INTAKE[value]),
    Parameter("filing_deadline_days", "calendar", "Date limite de dépôt", values.DAYS,
              "Le dossier arrive au plus tard {value} avant la séance.", default=7, check=checks.deadline, severity=WARN),
    Parameter("filing_dates", "calendar", "Dates de dépôt", values.DATES, "Les dossiers arrivent au plus tard {value}.",
              check=checks.dates),
    Parameter("papers_with_file", "calendar", "Pièces jointes au dossier", values.FLAG,
              yes_no("Le dossier arrive avec toutes ses pièces.",
                     "Les pièces peuvent suivre le dossier."), check=checks.papers),
    Parameter("meeting_frequency", "calendar", "Rythme des séances", values.choice("meeting_frequency", EVERY),
              "Le comité se réunit {value}."),
    Parameter("extraordinary_meeting", "calendar", "Séance extraordinaire", values.TEXTS,
              "Une séance extraordinaire est tenue à la demande de : {value}."),
    Parameter("max_days_to_decision", "calendar", "Du dépôt à la décision", values.DAYS,
              "Le comité répond dans les {value} qui suivent le dépôt."),
    Parameter("max_days_to_payment", "calendar", "De la décision au versement", values.DAYS,
              "L’aide est versée dans les {value} qui suivent son acceptation."),
)  # fmt: skip
_COMMITTEE = (
    Parameter("composition", "committee", "Composition", parts.COLLEGES, "Le comité est composé de : {value}."),
    Parameter("committee_size", "committee", "Nombre de membres", values.COUNT, "Le comité compte {value} membres."),
    Parameter("sub_territories", "committee", "Comités de secteur", values.TEXTS,
              "Un comité décide dans chacun de ces secteurs : {value}."),
    Parameter("term_months", "committee", "Durée du mandat", values.COUNT, "Un mandat dure {value} mois."),
    Parameter("quorum_percent", "committee", "Quorum", values.PERCENT,
              "Le comité décide si {value} des membres qui ont une voix sont présents.", default=50),
    Parameter("quorum_base", "committee", "Base du quorum", values.choice("quorum_base", QUORUM_BASES),
              lambda value: QUORUM_BASES[value], default="filled"),
    Parameter("quorum_by_college", "committee", "Quorum par collège", deciding.COLLEGE_QUORUMS,
              "Le comité décide si sont aussi présents : {value}."),
    Parameter("second_quorum_percent", "committee", "Quorum d’une seconde convocation", values.PERCENT,
              lambda value: "Réuni une seconde fois, faute de quorum, le comité décide " +
              (f"si {value}\u00a0% des membres qui ont une voix sont présents, de quelque collège qu’ils soient." if value
               else "quel que soit le nombre de présents.")),
    Parameter("second_meeting_days", "committee", "Délai d’une seconde convocation", values.DAYS,
              "La seconde séance se tient au moins {value} après la première."),
    Parameter("majority", "committee", "Majorité", values.choice("majority", MAJORITIES),
              "Une décision est prise à la majorité {value}.", default="cast"),
    Parameter("tie", "committee", "Égalité", values.choice("tie", TIES), "En cas d’égalité, {value}.", default="rejected"),
    Parameter("ballot_modes", "committee", "Façons de voter", values.choices("ballot_modes", BALLOTS), "Le comité vote {value}."),
    Parameter("secret_ballot_by", "committee", "Qui demande le secret", values.choice("secret_ballot_by", SECRECY),
              lambda value: SECRECY[value]),
    Parameter("secret_ballot_members", "committee", "Membres qui demandent le secret", values.COUNT,
              lambda value: f"Il faut {value} membre{'s' if value > 1 else ''} pour demander le secret."),
    Parameter("proxy_max", "committee", "Procurations", values.COUNT,
              lambda value: f"Un membre porte {value} procuration{'s' if value > 1 else ''} au plus." if value else
              "Le vote par procuration n’est pas admis."),
    Parameter("proxy_within_college", "committee", "Procurations dans un collège", values.FLAG,
              yes_no("Une procuration se donne à un membre du même collège.",
                     "Une procuration se donne à un membre de tout collège.")),
    Parameter("remote_vote", "committee", "Vote à distance", values.FLAG,
              yes_no("Un membre peut voter à distance.",
                     "Un membre vote dans la salle.")),
    Parameter("written_vote", "committee", "Consultation écrite", values.FLAG,
              yes_no("Entre deux séances, le comité peut être consulté par écrit.",
                     "Le comité décide en séance.")),
    Parameter("conflict_of_interest", "committee", "Intérêts", values.choice("conflict_of_interest", INTERESTS),
              lambda value: INTERESTS[value], default="declare_and_withdraw"),
    Parameter("applicant_hearing", "committee", "Le porteur devant le comité", values.choice("applicant_hearing", HEARINGS),
              lambda value: HEARINGS[value], default="no"),
    Parameter("meeting_sequence", "committee", "Déroulement", values.TEXTS, "La séance se déroule ainsi : {value}."),
    Parameter("final_authority", "committee", "Qui décide", values.choice("final_authority", AUTHORITIES),
              lambda value: AUTHORITIES[value], default="sovereign"),
    Parameter("final_authority_body", "committee", "Autorité qui suit l’avis", values.TEXT,
              "L’autorité qui décide est : {value}."),
)  # fmt: skip
_AFTER = (
    Parameter("payments", "after", "Versement", parts.PAYMENTS, "L’aide est versée {value}.",
              default=(Payment(100, "acceptance"),)),
    Parameter("payment_channels", "after", "À qui l’aide est versée", values.choices("payment_channels", CHANNELS),
              "L’aide est versée {value}."),
    Parameter("report_due_days", "after", "Bilan", values.DAYS, "Le bilan est remis dans les {value} qui suivent le projet.",
              default=60),
    Parameter("obligations", "after", "Obligations", parts.OBLIGATIONS, "Le porteur s’engage à : {value}."),
    Parameter("missing_report", "after", "Bilan manquant", values.FLAG,
              yes_no("Qui n’a pas remis un bilan dû ne peut plus demander d’aide.",
                     "Un bilan dû n’empêche pas de demander une aide."), check=checks.report_missing),
    Parameter("return_unspent", "after", "Reversement", values.FLAG,
              yes_no("Ce qui n’a pas été dépensé revient au fonds.",
                     "Ce qui n’a pas été dépensé reste au porteur."),
              default=True),
    Parameter("receipt_threshold", "after", "Justificatifs", values.MONEY, "Un justificatif est demandé à partir de {value}."),
)  # fmt: skip
_GOVERNANCE = (
    Parameter("carrier", "governance", "Structure porteuse", values.TEXT, "Le fonds est porté par {value}."),
    Parameter("support_structures", "governance", "Accompagnement", values.TEXTS,
              "Pour monter un dossier, on peut s’adresser à : {value}."),
    Parameter("public_information", "governance", "Information du public", values.TEXTS, "Sont rendus publics : {value}."),
    Parameter("evaluation_body", "governance", "Évaluation", values.TEXT, "Le fonds est évalué par {value}."),
    Parameter("revision", "governance", "Révision", values.TEXT, "Le règlement est revu ainsi : {value}."),
)  # fmt: skip
PARAMETERS = {one.name: one for one in (*_MONEY, *_ELIGIBILITY, *_CALENDAR, *_COMMITTEE, *_AFTER, *_GOVERNANCE)}

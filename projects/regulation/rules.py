"""The règlement's parameters, as the rules read them.

Values are the fund's own; the defaults are the product's and are never « what funds do ». Caps are in cents, deadlines
in whole days, shares in percent. Sources: rule-taxonomy, §1 Money, §3 Calendar, §4 Committee, §5 After the decision.
"""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from fph.money import euros
from projects.fund.rules import COMMON_POT, Shares

APPLICANT_TYPES = ("resident", "group", "association")
MAJORITIES = ("cast", "present")
PRESENCES = ("no", "expected", "required")
PRESENCE_WORDS = {
    "expected": "Le porteur du projet vient le présenter au comité.",
    "required": "Le dossier est examiné en présence du porteur du projet, ou de qui le représente ; sinon il est remis à "
    "une prochaine séance.",
}
LONGEST_LABEL = 40  # of a tranche: it ends the key of each movement

TYPE_WORDS = {"resident": "un habitant", "group": "un groupe d’habitants", "association": "une association"}
TRIGGER_WORDS = {"acceptance": "à l’acceptation de l’aide", "report": "à la remise du bilan"}


@dataclass(frozen=True)
class Article:
    """One article in plain French: the parameter it comes from, its number if the règlement gives one, its text."""

    parameter: str
    number: str
    text: str


@dataclass(frozen=True)
class Payment:
    """A part of the grant: its percent, and what sets it free (`acceptance` or `report`)."""

    percent: int
    trigger: str


@dataclass(frozen=True)
class Regulation:
    """One version of a règlement.

    `caps_cents[type]` lists the cap of the 1st, 2nd… project of the year of an applicant of that type; the last value
    holds for the following ones, an absent type may not apply. `quorum_percent` is of the deliberative members in
    force; `majority` counts votes cast (for and against) or all present voters. `tranches` lists (label, percent): how
    each grant draws on the year's tranches, « » being the common pot; none when all the money is one. `applicant_present`
    says whether the committee hears the applicant: `no`, `expected`, or `required`, and then no file is voted on without
    them. `articles` names, for each parameter, the article it comes from, so that a refusal can say it.
    """

    caps_cents: dict[str, list[int]]
    filing_deadline_days: int = 7
    quorum_percent: int = 50
    majority: str = "cast"
    chair_breaks_ties: bool = False
    payments: tuple[Payment, ...] = (Payment(100, "acceptance"),)
    tranches: Shares = ()
    report_due_days: int = 60
    min_group_size: int = 2
    within_perimeter: bool = True
    applicant_present: str = "no"
    articles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: dict) -> "Regulation":
        """Read the stored form. Raises ValueError when a parameter is unknown or out of its bounds."""
        known = {f: data[f] for f in cls.__dataclass_fields__ if f in data}
        if unknown := set(data) - set(known):
            raise ValueError(f"Paramètre inconnu : {', '.join(sorted(unknown))}.")
        known["payments"] = tuple(
            Payment(**p) for p in data.get("payments", [{"percent": 100, "trigger": "acceptance"}])
        )
        known["tranches"] = tuple((str(label), int(percent)) for label, percent in data.get("tranches", []))
        regulation = cls(**known)
        regulation.check()
        return regulation

    def to_dict(self) -> dict:
        """Return the form that is stored."""
        return {
            **asdict(self),
            "payments": [asdict(p) for p in self.payments],
            "tranches": [list(tranche) for tranche in self.tranches],
        }

    def check(self) -> None:
        """Raise ValueError with a French sentence when the parameters can't hold together."""
        if not self.caps_cents or set(self.caps_cents) - set(APPLICANT_TYPES):
            raise ValueError("Le plafond se donne par type de porteur : resident, group, association.")
        if any(not caps or min(caps) <= 0 for caps in self.caps_cents.values()):
            raise ValueError("Chaque plafond est un montant positif.")
        if sum(p.percent for p in self.payments) != 100:
            raise ValueError("L’échéancier de paiement doit faire 100 %.")
        self._check_tranches()
        if not 0 <= self.quorum_percent <= 100 or self.majority not in MAJORITIES:
            raise ValueError("Le quorum est un pourcentage, la majorité « cast » ou « present ».")
        if self.applicant_present not in PRESENCES:
            raise ValueError("La présence du porteur est « no », « expected » ou « required ».")

    def _check_tranches(self) -> None:
        labels, percents = [label for label, _percent in self.tranches], [percent for _label, percent in self.tranches]
        if self.tranches and (sum(percents) != 100 or min(percents) <= 0):
            raise ValueError("Les tranches d’une aide font 100 %, chacune plus que zéro.")
        if len(set(labels)) < len(labels) or any(len(label) > LONGEST_LABEL for label in labels):
            raise ValueError(f"Chaque tranche a son intitulé, de {LONGEST_LABEL} signes au plus.")

    def cap_cents(self, applicant_type: str, rank: int) -> int | None:
        """Return the cap for the n-th project of the year (1 is the first), or None if that type may not apply."""
        caps = self.caps_cents.get(applicant_type)
        return caps[min(rank, len(caps)) - 1] if caps else None

    def filing_deadline(self, meeting_day: date) -> date:
        """Return the last day to file for a meeting: the given number of whole days before it."""
        return meeting_day - timedelta(days=self.filing_deadline_days)

    def article(self, parameter: str) -> str:
        """Return « article 4 » for a parameter, or nothing when the règlement does not number it."""
        return self.articles.get(parameter, "")

    def payments_cents(self, granted_cents: int) -> list[tuple[str, int]]:
        """Share a grant into its payments, in order, without losing a cent: (trigger, cents)."""
        parts = [granted_cents * p.percent // 100 for p in self.payments]
        parts[-1] += granted_cents - sum(parts)
        return [(p.trigger, part) for p, part in zip(self.payments, parts, strict=True)]

    def in_words(self) -> list[Article]:
        """Return the règlement as articles in plain French, one a parameter."""
        told = {
            "min_group_size": f"Un groupe d’habitants compte au moins {self.min_group_size} personnes, nommées.",
            "within_perimeter": "Le projet se passe dans le quartier, ou s’adresse à ses habitants."
            if self.within_perimeter
            else "",
            "caps_cents": " ".join(self._caps_in_words()),
            "filing_deadline_days": f"Le dossier arrive au plus tard {self.filing_deadline_days} jours avant la séance.",
            "applicant_present": PRESENCE_WORDS.get(self.applicant_present, ""),
            "quorum_percent": f"Le comité décide si {self.quorum_percent} % des membres qui ont une voix sont présents.",
            "majority": "Une décision est prise à la majorité "
            + ("des voix exprimées, les abstentions ne comptant pas." if self.majority == "cast" else "des présents.")
            + (" En cas d’égalité, la voix de la présidence compte double." if self.chair_breaks_ties else ""),
            "tranches": self._tranches_in_words(),
            "payments": "L’aide est versée "
            + ", puis ".join(f"à {p.percent} % {TRIGGER_WORDS.get(p.trigger, p.trigger)}" for p in self.payments)
            + ".",
            "report_due_days": f"Le bilan est remis dans les {self.report_due_days} jours qui suivent le projet.",
        }
        return [Article(name, self.article(name), text) for name, text in told.items() if text]

    def _tranches_in_words(self) -> str:
        named = [f"{percent} % sur {f'la tranche « {label} »' if label else f'le {COMMON_POT}'}"
                 for label, percent in self.tranches]  # fmt: skip
        return f"Chaque aide est prise à {' et à '.join(named)}." if named else ""

    def _caps_in_words(self) -> list[str]:
        """Write each cap: « Une association peut demander jusqu’à 700 €. »"""
        told = []
        for kind in APPLICANT_TYPES:
            if caps := self.caps_cents.get(kind):
                later = [
                    f"{euros(cents)} pour le projet n° {rank} de l’année" for rank, cents in enumerate(caps[1:], 2)
                ]
                amounts = [euros(caps[0]), *later]
                told.append(f"{TYPE_WORDS[kind].capitalize()} peut demander jusqu’à {', puis '.join(amounts)}.")
        return told

"""What a file asks, screen by screen, and what the rules read of it. Source: practice, §3.1 (field by field)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from fph.verdict import Words
from projects.regulation.rules import APPLICANT_TYPES, Cost, Facts, Finding, Regulation, Window, asking
from projects.regulation.rules.values import bare

RESIDENT, GROUP, ASSOCIATION = "resident", "group", "association"
DECLARATIONS = ("accepts_regulation", "declares_not_for_profit", "declares_unpaid", "declares_not_funded")


@dataclass(frozen=True)
class Step:
    """A screen of the form: its address, its title, and the fields it asks."""

    slug: str
    title: Words
    fields: tuple[str, ...]


STEPS = (
    Step("vous", _("Vous"), (
        "applicant_type", "window", "lead_name", "lead_email", "lead_phone", "lead_address", "organisation_name", "siret",
        "rna", "residents", "host_name", "host_siret",
    )),
    Step("projet", _("Le projet"), (
        "title", "summary", "benefit", "theme", "actions", "is_renewal", "renewal_note",
    )),
    Step("dates", _("Quand et où"), ("place", "territory", "starts_on", "ends_on", "people_reached")),
    Step("budget", _("Le budget"), ("expenses", "categories", "requested_cents", "own", "other", "in_kind")),
    Step("documents", _("Vos documents"), ("attachments",)),
    Step("verification", _("Vérifier et déposer"), DECLARATIONS),
)  # fmt: skip


# What the règlement may say about each screen, beside what its fields say by themselves.
CONCERNS = {
    "vous": (
        "max_per_applicant_per_year", "max_cents_per_applicant_per_year", "missing_report", "applicant_conditions",
    ),
    "projet": ("themes", "novelty", "not_funded_elsewhere", "priorities"),
    "dates": ("territory", "territories", "not_before_decision", "filing_dates"),
    "budget": (
        "floor_per_project", "project_total_max", "max_funding_rate", "own_contribution", "co_funding",
        "eligible_expenses", "ineligible_expenses", "within_available_credits",
    ),
    "documents": ("papers_with_file",),
}  # fmt: skip


def step(slug: str) -> Step | None:
    """Return the step at that address, or None."""
    return next((one for one in STEPS if one.slug == slug), None)


def step_of(asked: str) -> Step:
    """Return the step where a field is asked. Raises StopIteration for a field that no step asks."""
    return next(one for one in STEPS if asked in one.fields)


def step_after(slug: str) -> Step:
    """Return the step that follows; the last one is followed by itself."""
    places = [one.slug for one in STEPS]
    return STEPS[min(places.index(slug) + 1, len(STEPS) - 1)]


@dataclass(frozen=True)
class Line:
    """A line of the planned budget; `side` is expense, own, other or in_kind, `category` the règlement's word for it."""

    side: str
    label: str
    cents: int
    category: str = ""


@dataclass(frozen=True)
class Dossier:
    """What a file says, as the rules read it. `residents` are a group's names, `theme` a key of `Terms.themes`.

    `window` is a guichet's code, `actions` the règlement's words for kinds of action (or « autre »), `territory` inside,
    for_residents or elsewhere.
    """

    applicant_type: str = ""
    window: str = ""
    lead_name: str = ""
    lead_email: str = ""
    lead_phone: str = ""
    lead_address: str = ""
    organisation_name: str = ""
    siret: str = ""
    rna: str = ""
    host_name: str = ""
    host_siret: str = ""
    residents: tuple[str, ...] = ()
    title: str = ""
    summary: str = ""
    benefit: str = ""
    theme: str = ""
    actions: tuple[str, ...] = ()
    is_renewal: bool = False
    renewal_note: str = ""
    place: str = ""
    territory: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    people_reached: int | None = None
    requested_cents: int | None = None
    lines: tuple[Line, ...] = ()
    declarations: frozenset[str] = frozenset()

    def cents(self, side: str) -> int:
        """Return what the lines of one side add up to."""
        return sum(line.cents for line in self.lines if line.side == side)

    @property
    def resources_cents(self) -> int:
        """Return what is to pay the expenses: the amount asked, what the applicant brings, other aids."""
        return (self.requested_cents or 0) + self.cents("own") + self.cents("other")


@dataclass(frozen=True)
class Terms:
    """What a fund asks of a file on a day: its règlement, its themes of the year, its next meeting.

    `rank` is the place of this project among those of the same applicant this year (1 is the first), `ranks` the same for
    each of its kinds of action; `themes` are
    pairs (key, words); `deadline` is the last filing day of the meeting; `meets_on_in_words`
    and `deadline_in_words` name the next meeting and its last filing day. What follows is asked only by some règlements:
    cents granted to the applicant this year, whether it is their first file, whether they owe a report, whether the
    supporting documents are there, cents left in the fund.
    """

    today: date
    regulation: Regulation | None = None
    rank: int = 1
    ranks: Mapping[str, int] = field(default_factory=dict)
    themes: tuple[tuple[str, str], ...] = ()
    meets_on: date | None = None
    deadline: date | None = None
    meets_on_in_words: str = ""
    deadline_in_words: str = ""
    had_cents: int = 0
    is_first: bool = False
    owes_report: bool = False
    has_papers: bool | None = None
    available_cents: int | None = None

    def facts(self, dossier: Dossier) -> Facts:
        """Return the file as the règlement reads it, that day: what it does not look at is left out."""
        facts = Facts(
            applicant_type=dossier.applicant_type,
            window=dossier.window,
            actions=frozenset(dossier.actions) - {asking.OTHER},
            territory=dossier.territory,
            rank=self.rank,
            ranks=self.ranks,
            filed_on=self.today,
            starts_on=dossier.starts_on,
            ends_on=dossier.ends_on,
            theme=dict(self.themes).get(dossier.theme, ""),
            history=self._history(dossier),
            requested_cents=dossier.requested_cents,
            costs=tuple(Cost(line.side, line.cents, line.category) for line in dossier.lines),
            residents=len({name.casefold().strip() for name in dossier.residents} - {""}),
            meets_on=self.meets_on,
            deadline=self.deadline,
            had_cents=self.had_cents,
            has_papers=self.has_papers,
            available_cents=self.available_cents,
            not_funded_elsewhere="declares_not_funded" in dossier.declarations or None,
        )
        return asking.heard(self.regulation, facts) if self.regulation else facts

    def last_filing_day(self, dossier: Dossier) -> date | None:
        """Return the last day on which this file may be filed for the meeting it aims at, or None."""
        return self.regulation.last_filing_day(self.facts(dossier)) if self.regulation else self.deadline

    def _history(self, dossier: Dossier) -> frozenset[str]:
        told = {"renewal": dossier.is_renewal, "first_time": self.is_first, "report_missing": self.owes_report}
        return frozenset(name for name, holds in told.items() if holds)

    def findings(self, dossier: Dossier) -> list[Finding]:
        """Return what the règlement says of a file; nothing while none is in force.

        What differs from a guichet to another is not said before one is chosen.
        """
        if not self.regulation:
            return []
        found = self.regulation.findings(self.facts(dossier))
        if not self.undecided(dossier):
            return found
        return [one for one in found if not asking.depends_on_window(self.regulation, one.rule)]

    # --- What is asked only where the règlement looks at it ---

    def doors(self, dossier: Dossier) -> tuple[Window, ...]:
        """Return the guichets to choose from; none when this applicant has only one way in."""
        found = asking.doors(self.regulation, dossier.applicant_type) if self.regulation else ()
        return found if len(found) > 1 else ()

    def undecided(self, dossier: Dossier) -> bool:
        """Say whether the file has yet to choose its guichet."""
        return bool(self.regulation) and asking.undecided(self.regulation, self.facts(dossier))

    def action_kinds(self, dossier: Dossier) -> tuple[str, ...]:
        """Return the kinds of action to choose from; none when no condition looks at them."""
        return asking.action_kinds(self.regulation, self.facts(dossier)) if self.regulation else ()

    def asks_where(self, dossier: Dossier) -> bool:
        """Say whether to ask if the project takes place in the neighbourhood."""
        return bool(self.regulation) and asking.asks_where(self.regulation, self.facts(dossier))

    def expense_kinds(self, dossier: Dossier) -> tuple[str, ...]:
        """Return the kinds of expense to choose from; none when the règlement pays for any."""
        return asking.expense_kinds(self.regulation, self.facts(dossier)) if self.regulation else ()

    def themes_of(self, dossier: Dossier) -> tuple[tuple[str, str], ...]:
        """Return the themes of the year that this file's guichet takes; all of them where it names none of them."""
        named = self.regulation.value("themes", self.facts(dossier)) if self.regulation else ()
        known = {bare(one) for one in named or ()}
        return tuple(one for one in self.themes if bare(one[1]) in known) or self.themes

    def concerning(self, step: str, dossier: Dossier) -> list[str]:
        """Return what the règlement states about a screen for this file: sentences, each with its article."""
        if not self.regulation:
            return []
        facts = self.facts(dossier)
        speaking = (self.regulation.rule(name, facts) for name in CONCERNS.get(step, ()))
        return [with_article(rule.of.said(rule.value), self.regulation.number(rule.parameter, rule))
                for rule in speaking if rule]  # fmt: skip

    def cap_cents(self, dossier: Dossier) -> int | None:
        """Return the most that a file may ask, in cents; None when its applicant may not, no cap is set, or its guichet,
        on which the cap depends, is not chosen.
        """
        if not self.regulation:
            return None
        if self.undecided(dossier) and asking.depends_on_window(self.regulation, "cap_per_project"):
            return None
        return self.regulation.cap_cents(dossier.applicant_type, self.rank, self.facts(dossier))

    @property
    def open_to(self) -> frozenset[str]:
        """Return the types of applicant that may apply; all of them while no règlement speaks."""
        return frozenset(self.regulation.open_to if self.regulation else APPLICANT_TYPES)

    def article(self, parameter: str, dossier: Dossier | None = None) -> str:
        """Return « (article 4) » for a parameter, or nothing when the règlement says nothing of it."""
        facts = self.facts(dossier or Dossier())
        found = self.regulation.article(parameter, facts) if self.regulation else ""
        return f" ({found})" if found else ""


def with_article(sentence: str, number: str) -> str:
    """Write where a sentence of the règlement is written: « …au plus (article 4). »"""
    return f"{sentence.removesuffix('.')} (article {number})." if number else sentence

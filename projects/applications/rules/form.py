"""What a file asks, screen by screen, and what the rules read of it. Source: practice, §3.1 (field by field)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from fph.verdict import Words
from projects.regulation.rules import Regulation

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
        "applicant_type", "lead_name", "lead_email", "lead_phone", "lead_address", "organisation_name", "siret", "rna",
        "residents", "host_name", "host_siret",
    )),
    Step("projet", _("Le projet"), ("title", "summary", "benefit", "theme", "is_renewal", "renewal_note")),
    Step("dates", _("Quand et où"), ("place", "starts_on", "ends_on", "people_reached")),
    Step("budget", _("Le budget"), ("expenses", "requested_cents", "own", "other", "in_kind")),
    Step("documents", _("Vos documents"), ("attachments",)),
    Step("verification", _("Vérifier et déposer"), DECLARATIONS),
)  # fmt: skip


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
    """A line of the planned budget; `side` is expense, own, other or in_kind."""

    side: str
    label: str
    cents: int


@dataclass(frozen=True)
class Dossier:
    """What a file says, as the rules read it. `residents` are a group's names, `theme` a key of `Terms.themes`."""

    applicant_type: str = ""
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
    is_renewal: bool = False
    renewal_note: str = ""
    place: str = ""
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

    `rank` is the place of this project among those of the same applicant this year (1 is the first); `themes` are
    pairs (key, words); `meets_on_in_words` and `deadline_in_words` name the next meeting and the last day to file for it.
    """

    today: date
    regulation: Regulation | None = None
    rank: int = 1
    themes: tuple[tuple[str, str], ...] = ()
    meets_on: date | None = None
    meets_on_in_words: str = ""
    deadline_in_words: str = ""

    def cap_cents(self, applicant_type: str) -> int | None:
        """Return the most that may be asked, or None when that type of applicant may not."""
        return self.regulation.cap_cents(applicant_type, self.rank) if self.regulation else None

    @property
    def open_to(self) -> frozenset[str]:
        """Return the types of applicant that may apply: those with a cap; all of them while no règlement speaks."""
        caps = self.regulation.caps_cents if self.regulation else (RESIDENT, GROUP, ASSOCIATION)
        return frozenset(caps)

    @property
    def filing_article(self) -> str:
        """Return the article that sets the filing deadline."""
        return self.article("filing_deadline_days")

    def article(self, parameter: str) -> str:
        """Return « (article 4) » for a parameter, or nothing when the règlement does not number it."""
        found = self.regulation.article(parameter) if self.regulation else ""
        return f" ({found})" if found else ""

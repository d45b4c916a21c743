"""What concerns a file while it is being written, screen by screen: said in words, never in the way of writing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fph.money import euros
from fph.verdict import Words
from projects.applications.rules.filing import holes, project_rank
from projects.applications.rules.form import Dossier, Terms, step, with_article
from projects.regulation.rules import BLOCK, WARN

# The screen whose own fields say the most that may be asked.
SAYS_CAP = "budget"


@dataclass(frozen=True)
class Hint:
    """A sentence beside a screen: `care` is to mend, `info` to know, `good` that nothing is left to do there."""

    tone: str
    words: Words


@dataclass(frozen=True)
class Hints:
    """What the règlement states about a screen, what concerns this file in particular, and what is still to fill in."""

    stated: tuple[str, ...]
    told: tuple[Hint, ...]
    missing: tuple[str, ...]


def hints(slug: str, dossier: Dossier, terms: Terms) -> Hints:
    """Return what to tell whoever writes a screen of this file, as it stands.

    What goes against the règlement comes first, with its article; then the most that may be asked and the last day to
    file. What is missing is told once something of the screen is filled in.
    """
    here = step(slug)
    fields = here.fields if here else ()
    wrong = [
        Hint("care", with_article(one.message, one.article))
        for one in terms.findings(dossier)
        if one.severity in (BLOCK, WARN) and one.field in fields
    ]
    missing = [str(gap.message) for gap in holes(dossier, terms) if gap.field in fields]
    to_know = [
        Hint("info", words) for words in ("" if slug == SAYS_CAP else may_ask(dossier, terms), last_day(dossier, terms))
        if words
    ]  # fmt: skip
    begun = is_begun(fields, dossier)
    done = [Hint("good", _("Cet écran est complet."))] if begun and not missing and not wrong else []
    return Hints(tuple(terms.concerning(slug, dossier)), (*wrong, *done, *to_know), tuple(missing) if begun else ())


def may_ask(dossier: Dossier, terms: Terms) -> str:
    """Return « Vous pouvez demander jusqu’à 400 € (2e projet de l’année, article 4). », or nothing without a cap."""
    cap = terms.cap_cents(dossier)
    if cap is None:
        return ""
    words = _("Vous pouvez demander jusqu’à %(cap)s (%(rank)s de l’année%(article)s).")
    article = terms.article("cap_per_project", dossier).strip(" ()")
    return words % {
        "cap": euros(cap), "rank": project_rank(terms.rank), "article": f", {article}" if article else "",
    }  # fmt: skip


def last_day(dossier: Dossier, terms: Terms) -> str:
    """Return « À déposer avant la fin du 4 mars, pour la séance du 11 mars (article 5). », or nothing without a meeting."""
    if not terms.deadline_in_words:
        return ""
    own = terms.last_filing_day(dossier)
    words_of_day = terms.deadline_in_words if own in (None, terms.deadline) else f"{own:%d/%m/%Y}"
    words = _("À déposer avant la fin du %(deadline)s, pour la séance du %(meeting)s%(article)s.")
    return words % {
        "deadline": words_of_day, "meeting": terms.meets_on_in_words,
        "article": terms.article("filing_deadline_days", dossier),
    }  # fmt: skip


def is_begun(fields: tuple[str, ...], dossier: Dossier) -> bool:
    """Say whether something of a screen is filled in, besides what was known before it was opened."""
    rows = {"expenses": dossier.lines, "residents": dossier.residents}
    known = ("applicant_type", "lead_name", "lead_email", "lead_phone", "is_renewal")
    return any(rows.get(name) or getattr(dossier, name, None) for name in fields if name not in known)

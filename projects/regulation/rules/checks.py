"""How a file is compared with a règlement: one function a parameter, and never a decision.

Each function takes the rule's value and the facts of the file, and answers one of three things: nothing when the rule
is kept; a `Breach` when it is not, with a sentence that says how to mend it and the limit it passed; `UNKNOWN` when the
file does not say yet what the rule asks, and then a person checks it.

What follows from a breach is the règlement's to say. `block`: the file can't go on as it is. `warn`: it goes on, and
everybody who reads it is told. `inform`: it is only said. Amounts are in cents, delays in days. Source: rule-taxonomy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fph.money import euros
from projects.regulation.rules.facts import TERRITORIES, TYPE_WORDS, Facts
from projects.regulation.rules.values import and_words, bare

BLOCK, WARN, INFORM = "block", "warn", "inform"
SEVERITIES = (BLOCK, WARN, INFORM)


@dataclass(frozen=True)
class Breach:
    """What is not as the rule asks: a sentence, the field where it is mended, and the limit passed, in cents or days."""

    message: str
    field: str
    limit_cents: int | None = None
    limit_days: int | None = None


@dataclass(frozen=True)
class Unknown:
    """What the file does not say, and a person checks."""

    message: str
    field: str


Check = Callable[[Any, Facts], Breach | Unknown | None]
ASKED, EXPENSES = "requested_cents", "expenses"


# --- Money ----------------------------------------------------------------------------------------------


def cap(limit: int, facts: Facts) -> Breach | None:
    """No more is asked than the cap. Source: rule-taxonomy §1, `cap_per_project` (20 funds)."""
    if (facts.requested_cents or 0) <= limit:
        return None
    which = f" pour votre {facts.rank}e projet de l’année" if facts.rank > 1 else ""
    words = f"Vous demandez {euros(facts.requested_cents or 0)} : le plafond est de {euros(limit)}{which}."
    return Breach(words, ASKED, limit_cents=limit)


def floor(limit: int, facts: Facts) -> Breach | None:
    """No less is asked than the floor (Grenoble-Alpes 300 €, Grand-Orly 500 €)."""
    if not facts.requested_cents or facts.requested_cents >= limit:
        return None
    words = f"Vous demandez {euros(facts.requested_cents)} : l’aide est de {euros(limit)} au moins."
    return Breach(words, ASKED, limit_cents=limit)


def total(limit: int, facts: Facts) -> Breach | None:
    """The whole project costs no more than the limit, what is given in kind apart (Grand-Orly, 10 000 €)."""
    if (cost := facts.cents("expense")) <= limit:
        return None
    return Breach(
        f"Le projet coûte {euros(cost)} : le règlement s’arrête à {euros(limit)}.", EXPENSES, limit_cents=limit
    )


def rate(percent: int, facts: Facts) -> Breach | None:
    """The amount asked is at most a share of the expenses, rounded down to the cent (Saint-Pol 90 %, Vienne 50 %)."""
    cost = facts.cents("expense")
    limit = cost * percent // 100
    if not cost or (facts.requested_cents or 0) <= limit:
        return None
    words = (
        f"Vous demandez {euros(facts.requested_cents or 0)} pour {euros(cost)} de dépenses : l’aide paie au plus "
        f"{percent}\u00a0% du coût, soit {euros(limit)}."
    )
    return Breach(words, ASKED, limit_cents=limit)


def not_all(asked: bool, facts: Facts) -> Breach | None:
    """The fund never pays everything (Soisy, « jamais 100 % »)."""
    cost = facts.cents("expense")
    if not asked or not cost or (facts.requested_cents or 0) < cost:
        return None
    return Breach("L’aide ne paie jamais tout : trouvez une autre part, même petite.", ASKED, limit_cents=cost - 1)


def co_funded(asked: bool, facts: Facts) -> Breach | None:
    """Another aid is identified (Grand-Orly)."""
    if not asked or facts.cents("other"):
        return None
    return Breach("Le règlement demande un autre financement : écrivez lequel dans le budget.", "other")


def balance(asked: bool, facts: Facts) -> Breach | None:
    """Expenses = amount asked + own money + other aids; what comes in kind stands apart (Croix, Grand-Orly)."""
    spent, brought = facts.cents("expense"), facts.brought_cents
    if not asked or not spent or not facts.requested_cents or spent == brought:
        return None
    apart = f"Il manque {euros(spent - brought)}" if spent > brought else f"Il y a {euros(brought - spent)} de trop"
    words = f"{apart} : vos dépenses font {euros(spent)}, l’argent prévu {euros(brought)}."
    return Breach(words, EXPENSES, limit_cents=spent)


def credits(asked: bool, facts: Facts) -> Breach | None:
    """No more is asked than what the fund has left (Méricourt, « dans la limite des crédits »)."""
    left = facts.available_cents
    if not asked or left is None or (facts.requested_cents or 0) <= left:
        return None
    return Breach(f"Il reste {euros(left)} dans le fonds, et vous demandez plus.", ASKED, limit_cents=left)


def only_these(categories: tuple[str, ...], facts: Facts) -> Breach | Unknown | None:
    """Every expense is of a kind the fund pays for (Carpentras: hire, food, transport, printing)."""
    return _expenses(facts, categories, inside=False, words=f"Le fonds paie seulement : {and_words(categories)}.")


def none_of_these(categories: tuple[str, ...], facts: Facts) -> Breach | Unknown | None:
    """No expense is of a kind the fund leaves out (HDF: investment; Lyon: pay of the holders)."""
    return _expenses(facts, categories, inside=True, words=f"Le fonds ne paie pas : {and_words(categories)}.")


def _expenses(facts: Facts, categories, *, inside: bool, words: str) -> Breach | Unknown | None:
    named = {bare(one) for one in categories}
    lines = [cost for cost in facts.costs if cost.side == "expense"]
    if any(cost.category and (bare(cost.category) in named) == inside for cost in lines):
        return Breach(words, EXPENSES)
    return Unknown(words, EXPENSES) if any(not cost.category for cost in lines) else None


# --- Who, what, where -----------------------------------------------------------------------------------


def applicant(types: tuple[str, ...], facts: Facts) -> Breach | None:
    """The applicant is of a type the fund helps (Épinay: no association; Grand-Orly: no resident)."""
    if not facts.applicant_type or facts.applicant_type in types:
        return None
    words = f"Le règlement ne prévoit pas d’aide pour {TYPE_WORDS[facts.applicant_type]}."
    return Breach(words, "applicant_type")


def to_check(conditions: tuple[str, ...], facts: Facts) -> Unknown:
    """What the règlement asks of the applicant, which a person checks (Épinay, Caen, Lyon, Kingersheim)."""
    return Unknown(f"Le porteur du projet : {and_words(conditions)}.", "applicant_type")


def group(least: int, facts: Facts) -> Breach | None:
    """A group names at least so many residents (Loire: three)."""
    if facts.applicant_type != "group" or facts.residents is None or facts.residents >= least:
        return None
    return Breach(f"Nommez au moins {least} habitants du groupe : il y en a {facts.residents}.", "residents")


def place(where: str, facts: Facts) -> Breach | Unknown | None:
    """The project stands where the règlement says: in the neighbourhood, or with its residents (Croix)."""
    if where == "anywhere":
        return None
    if not facts.territory:
        return Unknown("Le projet se passe dans le quartier." if where == "inside"
                       else "Le projet se passe dans le quartier, ou s’adresse à ses habitants.", "territory")  # fmt: skip
    if facts.territory in ("inside", *(("for_residents",) if where == "inside_or_residents" else ())):
        return None
    return Breach(f"Le règlement n’aide pas un projet {TERRITORIES[facts.territory]}.", "territory")


def theme(themes: tuple[str, ...], facts: Facts) -> Breach | None:
    """The project answers one of the themes (PIC: ten, then four)."""
    if not facts.theme or bare(facts.theme) in {bare(one) for one in themes}:
        return None
    return Breach(f"Choisissez un thème du règlement : {and_words(themes)}.", "theme")


def novelty(asked: str, facts: Facts) -> Breach | None:
    """The project is new (Carpentras, Kingersheim), or its former report came in (Grand-Orly)."""
    if "renewal" not in facts.history or asked == "free":
        return None
    if asked == "new":
        return Breach("Le fonds ne paie pas deux fois le même projet : proposez-en un autre.", "is_renewal")
    if "report_missing" in facts.history:
        return Breach("Remettez d’abord le bilan de la dernière fois.", "is_renewal")
    return None


def nowhere_else(asked: bool, facts: Facts) -> Breach | Unknown | None:
    """The project can't be paid for by another scheme (Roubaix, Val-de-Bièvre)."""
    if not asked or facts.not_funded_elsewhere:
        return None
    words = "Le projet ne doit pas pouvoir être payé par un autre dispositif."
    return (
        Unknown(words, "declares_not_funded")
        if facts.not_funded_elsewhere is None
        else Breach(words, "declares_not_funded")
    )


def number_a_year(most: int, facts: Facts) -> Breach | None:
    """An applicant files no more projects a year than so many (Méricourt: two)."""
    return _number(most, facts.rank)


def _number(most: int, rank: int) -> Breach | None:
    if rank <= most:
        return None
    allowed = "un projet" if most == 1 else f"{most} projets"
    return Breach(
        f"C’est votre projet n° {rank} de l’année : le règlement en prévoit {allowed} au plus.", "applicant_type"
    )


def money_a_year(most: int, facts: Facts) -> Breach | None:
    """An applicant receives no more than so much a year (Méricourt FPH: 750 €)."""
    left = max(most - facts.had_cents, 0)
    if (facts.requested_cents or 0) <= left:
        return None
    words = f"Un porteur reçoit {euros(most)} par an au plus, et vous avez eu {euros(facts.had_cents)} : il reste {euros(left)}."
    return Breach(words, ASKED, limit_cents=left)


def after_meeting(asked: bool, facts: Facts) -> Breach | None:
    """The project begins after the meeting that looks at it."""
    if not asked or not facts.starts_on or not facts.meets_on or facts.starts_on > facts.meets_on:
        return None
    return Breach(f"Le projet commence avant la séance du {facts.meets_on:%d/%m/%Y}.", "starts_on")


def report_missing(asked: bool, facts: Facts) -> Breach | None:
    """Whoever owes a report asks for nothing more (Grand-Orly)."""
    if not asked or "report_missing" not in facts.history:
        return None
    return Breach("Un bilan dû n’a pas été remis : remettez-le d’abord.", "applicant_type")


# --- The calendar -----------------------------------------------------------------------------------------


def deadline(days: int, facts: Facts) -> Breach | None:
    """The file comes so many days before the meeting aimed at (Méricourt 7, Guesnain 15, Noyelles 30)."""
    if not facts.filed_on or not facts.meets_on:
        return None
    last = facts.deadline or last_day(days, facts.meets_on)
    if facts.filed_on <= last:
        return None
    words = f"Pour la séance du {facts.meets_on:%d/%m/%Y}, le dossier arrivait le {last:%d/%m/%Y} au plus tard."
    return Breach(words, "starts_on", limit_days=days)


def last_day(days: int, meets_on: date) -> date:
    """Return the last day to file for a meeting: so many whole days before it."""
    return meets_on - timedelta(days=days)


def report_due_on(days: int, last_day: date) -> date:
    """Return the day a report is due: so many whole days after the last day of the action."""
    return last_day + timedelta(days=days)


def dates(days: tuple[date, ...], facts: Facts) -> Breach | None:
    """The file comes by one of the days announced (Grenoble-Alpes)."""
    if not facts.filed_on or facts.filed_on <= max(days):
        return None
    return Breach(f"Les dossiers arrivaient le {max(days):%d/%m/%Y} au plus tard.", "starts_on")


def papers(asked: bool, facts: Facts) -> Breach | None:
    """The supporting documents come with the file (Guesnain)."""
    if not asked or facts.has_papers is not False:
        return None
    return Breach("Le dossier arrive avec toutes ses pièces : joignez au moins un devis.", "attachments")

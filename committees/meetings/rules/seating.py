"""Whether the committee is composed as its règlement says, before a meeting opens; and what a second convocation needs.

A règlement that wants one rule told and not enforced writes it with the severity `warn`.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from committees.meetings.rules.quorum import Bench
from fph.verdict import YES, Verdict, no
from projects.regulation.rules import BLOCK, College, Seating, same_college
from projects.regulation.rules.values import counted as some


@dataclass(frozen=True)
class Breach:
    """What is not as the règlement says: in words, its article named; whether it keeps the meeting from opening."""

    words: str
    article: str = ""
    blocks: bool = True


def term_is_over(starts_on: date, term_months: int | None, day: date) -> bool:
    """Say whether a seat's term has passed: so many months after it began, its holder no longer counts.

    A term of 24 months from 1 March 2025 ends on 28 February 2027; without a term in the règlement, none passes.
    """
    if not term_months:
        return False
    year, month = divmod(starts_on.month - 1 + term_months, 12)
    year, month = starts_on.year + year, month + 1
    return day >= date(year, month, min(starts_on.day, monthrange(year, month)[1]))


def breaches(rule: Seating, benches: Iterable[Bench]) -> list[Breach]:
    """Return what the committee of that day breaks of its composition; `members` counts seats whose term runs.

    Too few or too many in a college, a college that votes and should not, too many members in all: each keeps the
    meeting from opening, unless the rule says `warn`. Fewer members in all than the règlement says is an empty seat,
    which only warns: the quorum sees to it.
    """
    benches = list(benches)
    found = [breach for college in rule.colleges for breach in _of_college(rule, college, benches)]
    members = sum(bench.members for bench in benches)
    if rule.size is not None and members != rule.size:
        words = f"Le comité compte {some(members, 'membre', 'membres')} : le règlement en prévoit {rule.size}"
        stops = members > rule.size and rule.size_effect == BLOCK
        found.append(_breach(words, rule.size_article, stops))
    return found


def _of_college(rule: Seating, college: College, benches: list[Bench]):
    own = [bench for bench in benches if same_college(bench.name, college.name)]
    seated, stops = sum(bench.members for bench in own), rule.colleges_effect == BLOCK
    who = f"Collège « {college.name} » : {some(seated, 'siège pourvu', 'sièges pourvus')}"
    if not own:
        who = f"Le comité n’a pas de collège « {college.name} »"
    if seated < college.least:
        yield _breach(f"{who}, il en faut au moins {college.least}", rule.colleges_article, stops)
    if college.most is not None and seated > college.most:
        yield _breach(f"{who}, le règlement en prévoit {college.most} au plus", rule.colleges_article, stops)
    for bench in own:
        if bench.voting != college.voting:
            has = "a une voix" if bench.voting else "n’a pas de voix"
            should = "lui en donne une" if college.voting else "lui donne une voix consultative"
            yield _breach(f"Le collège « {bench.name} » {has} : le règlement {should}", rule.colleges_article, stops)


def _breach(words: str, article: str, stops: bool) -> Breach:
    return Breach(f"{words}{f' ({article})' if article else ''}.", article, stops)


def may_call_again(*, closed: bool, quorum_was_lacking: bool, allowed: bool, already: bool) -> Verdict:
    """Say whether a meeting may be called a second time for want of quorum: closed without it, once, if so ruled."""
    if not allowed:
        return no("Le règlement ne prévoit pas de seconde convocation.")
    if not closed or not quorum_was_lacking:
        return no("Une seconde convocation suit une séance close sans quorum.")
    return no("Cette séance a déjà sa seconde convocation.") if already else YES


def too_early(first: date, second: date, days: int, article: str = "") -> Breach | None:
    """Return the breach of a second meeting held before so many days have passed since the first, or None."""
    earliest = first + timedelta(days=days)
    if second >= earliest:
        return None
    words = f"La seconde convocation vient trop tôt : pas avant le {earliest:%d/%m/%Y}"
    return _breach(words, article, True)

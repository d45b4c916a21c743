"""What a règlement says of a whole file: one word, its reasons, the most that may be asked, the last day to file."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from projects.regulation.rules.checks import BLOCK, WARN
from projects.regulation.rules.facts import Facts
from projects.regulation.rules.regulation import Regulation
from projects.regulation.rules.rule import Finding

ADMISSIBLE, WARNED, BLOCKED = "admissible", "warned", "blocked"


@dataclass(frozen=True)
class Judgement:
    """What a règlement says of a file; never a decision, which is a person's.

    `verdict` is blocked, warned or admissible; `cap_cents` is the most this file may ask, None when no cap speaks for
    it; `deadline` the last day to file for the meeting aimed at, None when no meeting is known.
    """

    verdict: str
    findings: tuple[Finding, ...]
    cap_cents: int | None
    deadline: date | None


def judge(regulation: Regulation, facts: Facts) -> Judgement:
    """Return what a règlement says of a file, at the guichet it names or the first for its type of applicant.

    The deadline published with the meeting holds before the number of days of the règlement: see `last_filing_day`.
    """
    facts = replace(facts, window=regulation.window_of(facts))
    findings = tuple(regulation.findings(facts))
    cap = regulation.value("cap_per_project", facts)
    return Judgement(verdict_of(findings), findings, cap, regulation.last_filing_day(facts))


def verdict_of(findings: Iterable[Finding]) -> str:
    """Return blocked when something blocks, else warned when something warns; what only informs changes nothing."""
    severities = {found.severity for found in findings}
    return BLOCKED if BLOCK in severities else WARNED if WARN in severities else ADMISSIBLE

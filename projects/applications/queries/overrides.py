"""What the règlement blocks in a file that somebody may pass over, and what was passed over."""

from collections.abc import Iterable
from dataclasses import dataclass

from projects.applications import rules
from projects.applications.models import Application, Override
from projects.applications.queries.terms import terms
from projects.regulation.models import RegulationVersion
from projects.regulation.rules import BLOCK, Finding


@dataclass(frozen=True)
class Exceptions:
    """Where a file stands with the rules it does not keep: passed over, or still in question.

    `passed` are rows in force, the earliest first; `left` what nobody passed over yet.
    """

    passed: tuple[Override, ...] = ()
    left: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.passed or self.left)

    @property
    def for_committee(self) -> list[Finding]:
        """Return what the committee is to have a say about."""
        return [found for found in self.left if rules.COMMITTEE in found.override]

    @property
    def awaited(self) -> list[str]:
        """Say who is to have a say about each rule in question."""
        return [rules.awaits(found) for found in self.left]


def judged(application: Application) -> list[Finding]:
    """Return what the règlement says of a filed application, on the day it was filed."""
    assert application.submitted_at is not None, "the règlement judges what was filed"
    return terms(application, application.submitted_at).findings(application.dossier)


def exceptions(application: Application) -> Exceptions:
    """Return where a file stands with the rules it does not keep (no query where its règlement has no such rule).

    Once the file is decided, what was passed over stays as it was, and nothing is in question any more.
    """
    if not may_be_passed_over(application):
        return Exceptions()
    passed = tuple(application.overrides.filter(withdrawn_at=None).select_related("made_by"))
    if application.state not in {*rules.WAITING, *rules.ELIGIBLE}:
        return Exceptions(passed)
    findings = judged(application)
    holding = tuple(row for row in passed if any(row.passed.covers(found) for found in findings))
    return Exceptions(holding, tuple(rules.in_question(findings, passed_of(holding))))


def still_in_question(application: Application, terms: rules.Terms) -> list[Finding]:
    """Return what blocks a file being written, that somebody may pass over and nobody did yet."""
    left = rules.in_question(terms.findings(application.dossier))
    passed = application.overrides.filter(withdrawn_at=None) if left and application.number else []
    return rules.in_question(left, passed_of(passed))


def exceptions_of(applications: Iterable[Application]) -> dict:
    """Return application id → `exceptions`, for the files of an agenda; each version of the règlement is read once."""
    found = list(applications)
    versions = RegulationVersion.objects.in_bulk({one.regulation_version_id for one in found} - {None})
    for one in found:
        one.regulation_version = versions.get(one.regulation_version_id)
    return {one.pk: told for one in found if (told := exceptions(one))}


def passed_over(applications: Iterable[Application]) -> dict:
    """Return application id → what was passed over in it and still holds, the earliest first (one query)."""
    rows: dict = {}
    found = Override.objects.filter(application__in=applications, withdrawn_at=None)
    for row in found.select_related("application"):
        rows.setdefault(row.application_id, []).append(row)
    return rows


def may_be_passed_over(application: Application) -> bool:
    """Say whether the règlement of a file has a rule that blocks and that somebody may pass over."""
    version = application.regulation_version
    return version is not None and any(rule.override and rule.effect == BLOCK for rule in version.regulation.rules)


def passed_of(rows: Iterable[Override]) -> list[rules.Passed]:
    """Return overrides as the rules read them."""
    return [row.passed for row in rows]

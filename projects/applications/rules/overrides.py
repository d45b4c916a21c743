"""Passing over a rule of the règlement: who may, when, what it changes, and how it is said.

A rule that blocks may say who passes over it (`override`): the coordination, the committee, or either. The applicant may
then file all the same, and the file goes on once one of them has passed over the rule, with a written reason. A rule that
names nobody stops the file as it always did. Source: rule-taxonomy §6 (exceptions).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fph.money import euros
from fph.verdict import YES, Gap, Verdict, no
from projects.applications.rules.states import ELIGIBLE
from projects.regulation.rules import BLOCK, Finding
from projects.regulation.rules.checks import ASKED

COORDINATOR, COMMITTEE = "coordinator", "committee"
# When each may: the coordination from the filing to the decision, the committee once the file is ready for it.
WHILE = {COORDINATOR: ("submitted", *ELIGIBLE), COMMITTEE: ELIGIBLE}
MAY_TAKE_BACK = {COORDINATOR: ("submitted", "to_complete"), COMMITTEE: ELIGIBLE}
LEAST_WORDS = 3


@dataclass(frozen=True)
class Passed:
    """A rule passed over, still in force: the rule, its article, what it said of the file, in whose name."""

    rule: str
    article: str
    finding: str
    role: str

    def covers(self, finding: Finding) -> bool:
        """Say whether it holds for that finding: the same rule, saying the same of the file as that day, spaces aside."""
        said = (self.finding.split(), finding.message.split())
        return (self.rule, self.article) == (finding.rule, finding.article) and said[0] == said[1]


def may_override(
    finding: Finding | None, role: str, *, state: str, reason: str, passed: Iterable[Passed] = ()
) -> Verdict:
    """Say whether the coordination or the committee may pass over what a rule says of a file, for that reason.

    The rule blocks the file and names who asks; the coordination passes over from the filing to the decision, except while
    the applicant completes the file; the committee once the file is ready for it. Once is enough; the reason has three
    words at least.
    """
    if finding is None:
        return no(_("Le règlement ne reproche plus cela à ce dossier : rechargez la page."))
    named = finding.article
    if finding.severity != BLOCK:
        return no(_("L’article %s n’arrête pas ce dossier : il n’y a rien à passer outre.") % named, article=named)
    if not finding.override:
        return no(_("L’article %s ne permet pas de passer outre.") % named, article=named)
    if role not in finding.override:
        return no(_only(finding), article=named)
    if any(one.covers(finding) for one in passed):
        return no(_("C’est déjà fait : ce dossier passe outre à l’article %s.") % named, article=named)
    if state not in WHILE[role]:
        return no(_too_late(role), article=named)
    if len(reason.split()) < LEAST_WORDS:
        words = _("Écrivez pourquoi, en une phrase : le motif reste au dossier et au compte rendu.")
        return no(words, Gap("reason", words), article=named)
    return YES


def _only(finding: Finding) -> str:
    words = _("Seul le comité peut passer outre (article %s).") if COMMITTEE in finding.override else _(
        "Seule la coordination peut passer outre (article %s)."
    )  # fmt: skip
    return words % finding.article


def _too_late(role: str) -> str:
    if role == COORDINATOR:
        return _("La coordination passe outre quand elle a le dossier, et tant que le comité n’a pas décidé.")
    return _("Le comité passe outre quand le dossier est prêt pour lui, et tant qu’il n’a pas décidé.")


def may_take_back(role: str, *, state: str, withdrawn: bool) -> Verdict:
    """Say whether it may be taken back: by the coordination before the file is admissible, by the committee before deciding."""
    if withdrawn:
        return no(_("C’est déjà retiré : rechargez la page."))
    if state in MAY_TAKE_BACK[role]:
        return YES
    if role == COORDINATOR:
        return no(_("Le dossier a été dit recevable sur cette base : la coordination ne peut plus revenir dessus."))
    return no(_("Le comité a décidé sur cette base : il ne peut plus revenir dessus."))


# --- What it changes ------------------------------------------------------------------------------------


def in_question(findings: Iterable[Finding], passed: Iterable[Passed] = ()) -> list[Finding]:
    """Return what blocks a file, that somebody may pass over and nobody did yet."""
    passed = list(passed)
    return [
        found
        for found in findings
        if found.severity == BLOCK and found.override and not any(one.covers(found) for one in passed)
    ]


def may_admit(left: Iterable[Finding]) -> Verdict:
    """Say whether a file may go before the committee: what only the coordination may pass over, it did.

    What the committee may pass over goes before it, with the file. `left` is what is in question.
    """
    if not (stopping := [found for found in left if COMMITTEE not in found.override]):
        return YES
    found = stopping[0]
    words = _("L’article %(article)s ne le permet pas : « %(why)s » Passez outre avec un motif, ou répondez autrement.")
    return no(words % {"article": found.article, "why": found.message}, article=found.article)


def ceiling(finding: Finding) -> int | None:
    """Return the amount, in cents, that a rule about the amount asked still lets through; None for any other rule."""
    return finding.limit_cents if finding.field == ASKED and finding.rule != "floor_per_project" else None


def may_vote_on(left: Iterable[Finding], cents: int) -> Verdict:
    """Say whether that amount may be put to the vote: nothing in question, or an amount that the rule lets through.

    A rule about the amount (cap, share of the cost) stops only a vote on more than it lets through.
    """
    for found in left:
        limit = ceiling(found)
        if limit is not None and 0 < cents <= limit:
            continue
        return no(_before_the_vote(found, limit), article=found.article)
    return YES


def _before_the_vote(found: Finding, limit: int | None) -> str:
    facts = {"article": found.article, "why": found.message, "limit": euros(limit or 0)}
    if COMMITTEE not in found.override:
        return (
            _("L’article %(article)s ne le permet pas, et seule la coordination peut passer outre : « %(why)s »")
            % facts
        )
    if limit:
        words = _("L’article %(article)s s’arrête à %(limit)s : pour proposer plus, le comité passe d’abord outre.")
        return words % facts
    return (
        _("L’article %(article)s ne le permet pas : « %(why)s » Le comité passe d’abord outre, avec un motif.") % facts
    )


# --- How it is said -------------------------------------------------------------------------------------


def said_of(article: str, role: str) -> str:
    """Say who passed over which article, in words that anybody may read: no reason, no name."""
    words = _("Le comité passe outre à l’article %s.") if role == COMMITTEE else _(
        "La coordination passe outre à l’article %s."
    )  # fmt: skip
    return words % article


def unless(finding: Finding) -> str:
    """Say to an applicant that their file will be examined all the same, and by whom."""
    alone = {COORDINATOR: _("de la coordination"), COMMITTEE: _("du comité")}
    both = len(set(finding.override)) > 1
    who = _("de la coordination ou du comité") if both else alone[finding.override[0]]
    words = _("L’article %(article)s ne le permet pas, sauf accord %(who)s : votre dossier sera examiné.")
    return words % {"article": finding.article, "who": who}


def awaits(finding: Finding) -> str:
    """Say who is to have a say about a rule that a file does not keep."""
    words = _("Le comité doit se prononcer sur l’article %s.") if COMMITTEE in finding.override else _(
        "La coordination doit se prononcer sur l’article %s."
    )  # fmt: skip
    return words % finding.article

"""Passing over a rule of the règlement, by the coordination or in the committee's name, and taking it back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as words

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Refused
from projects.applications import queries, rules
from projects.applications.actions.writing import lock
from projects.applications.models import Application, Override, Overrider

kind("application.overridden", words("Dossier n° {number} : {who} passe outre à l’article {article}."),
     "number", "who", "article")  # fmt: skip
kind(
    "application.override_taken_back",
    words("Dossier n° {number} : l’article {article} vaut de nouveau, {who} n’y passe plus outre."),
    "number", "who", "article",
)  # fmt: skip
kind("application.overridden_because", words("{person} passe outre à l’article {article} : {reason}"), public=False)


@action
def pass_over(application: Application, rule: str, *, role: str, reason: str, by, now: datetime) -> Override:
    """Pass over what a rule says of a filed application, in the coordination's or the committee's name, and say why.

    `rule` is the parameter, `role` one of Overrider. One made for the same rule before the file changed is taken back:
    this one takes its place. Raises Refused, naming the article.
    """
    lock(application)
    findings = queries.judged(application) if application.submitted_at else []
    finding = next((found for found in findings if found.rule == rule), None)
    before = list(application.overrides.filter(withdrawn_at=None))
    verdict = rules.may_override(
        finding, role, state=application.state, reason=reason, passed=queries.passed_of(before)
    )
    Refused.unless(verdict)
    assert finding is not None, "the rules ask for it"
    for stale in (row for row in before if row.parameter == rule):
        _end(stale, by, now)
    override = Override.objects.create(
        application=application, regulation_version=application.regulation_version, parameter=rule,
        article=finding.article, finding=finding.message, role=Overrider(role), reason=reason.strip(),
        made_at=now, made_by=by,
    )  # fmt: skip
    _tell("overridden", override, by, now)
    record("application.overridden_because", application, by=by, now=now, fund=application.fund_id, person=str(by),
           who=str(override.get_role_display()), article=override.article, reason=override.reason)  # fmt: skip
    return override


@action
def take_back(override: Override, *, by, now: datetime) -> Override:
    """Take back what was passed over, before what rests on it is decided; the row stays. Raises Refused."""
    application = lock(override.application)
    override.refresh_from_db()
    withdrawn = override.withdrawn_at is not None
    Refused.unless(rules.may_take_back(override.role, state=application.state, withdrawn=withdrawn))
    override.application = application
    _end(override, by, now)
    return override


@action
def drop_stale(application: Application, *, by, now: datetime) -> None:
    """Take back what was passed over in a file that has changed since, where the règlement now says something else of it."""
    held = list(application.overrides.filter(withdrawn_at=None))
    findings = queries.judged(application) if held else []
    for row in held:
        if not any(row.passed.covers(found) for found in findings):
            _end(row, by, now)


def _end(override: Override, by, now: datetime) -> None:
    override.withdrawn_at, override.withdrawn_by = now, by
    override.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell("override_taken_back", override, by, now)


def _tell(what: str, override: Override, by, now: datetime) -> None:
    application = override.application
    record(f"application.{what}", application, by=by, now=now, fund=application.fund_id, number=application.number,
           who=str(override.get_role_display()), article=override.article)  # fmt: skip

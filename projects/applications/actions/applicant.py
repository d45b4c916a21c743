"""What the applicant does: start, save, join documents, file, answer, withdraw."""

from datetime import datetime

from django.utils.translation import gettext as _

from fph.files import actions as files
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications import notices, queries, rules
from projects.applications.actions.overrides import drop_stale
from projects.applications.actions.writing import lock, move
from projects.applications.models import Application, Attachment, BudgetLine, GroupResident
from projects.fund import actions as money
from projects.fund.models import Fund
from projects.fund.queries import exercise_on, project_cents
from projects.regulation.queries import in_force

# What a step saves beside the file's own columns: rows of their own.
ROWS = frozenset({"residents", "lines"})
ELSEWHERE = {"residents", "expenses", "categories", "own", "other", "in_kind", "attachments"}
COLUMNS = frozenset({name for step in rules.STEPS for name in step.fields} - ELSEWHERE)


@action
def start(fund: Fund, *, by, now: datetime, with_helper: bool = False) -> Application:
    """Open a draft for a fund. What the account knows of the person is not asked again, unless they help another."""
    known = {} if with_helper else {"lead_name": by.name, "lead_email": by.email, "lead_phone": by.phone}
    application = Application(
        fund=fund, owner=by, with_helper=with_helper, created_at=now, created_by=by, saved_at=now, **known
    )
    keep(application, by=by, now=now, reason="brouillon")
    record("application.started", application, by=by, now=now, fund=fund, person=str(by))
    return application


@action
def save_step(application: Application, step: str, data: dict, *, by, now: datetime) -> Application:
    """Save what a step asks, complete or not. Returns the file. Raises Refused once the file is filed.

    `data` holds the step's own fields, any of them: columns as the model reads them; `residents`, pairs (name, street);
    `lines`, tuples (side, label, cents, category) which replace those saved before; the category may be left out.
    ValueError for a field of another step.
    """
    if (here := rules.step(step)) is None:
        raise ValueError(f"{step} is not a step")
    allowed = set(here.fields) | ({"lines"} if step == "budget" else set())
    if strange := set(data) - (allowed & (COLUMNS | ROWS)):
        raise ValueError(f"the step {step} does not ask {', '.join(sorted(strange))}")
    lock(application)
    Refused.unless(rules.may_change(application.state))
    _replace_rows(application, data)
    columns = {name: value for name, value in data.items() if name in COLUMNS}
    return keep(application, by=by, now=now, reason=step, saved_at=now, **columns)


def _replace_rows(application: Application, data: dict) -> None:
    if "residents" in data:
        application.residents.all().delete()
        people = [
            GroupResident(application=application, name=name, street=street) for name, street in data["residents"]
        ]
        GroupResident.objects.bulk_create(people)
    if "lines" in data:
        application.budget_lines.all().delete()
        lines = [
            BudgetLine(application=application, side=side, label=label, amount_cents=cents, category="".join(category))
            for side, label, cents, *category in data["lines"]
        ]
        BudgetLine.objects.bulk_create(lines)


@action
def attach(application: Application, uploaded, kind: str, *, by, now: datetime) -> Attachment:
    """Join a document to a file that may still be changed; `kind` is one of AttachmentKind. Raises Refused."""
    lock(application)
    Refused.unless(rules.may_change(application.state))
    Refused.unless(rules.may_attach(application.attachments.filter(removed_at=None).count()))
    stored = files.store(uploaded, by=by, now=now)
    attachment = Attachment.objects.create(
        application=application, kind=kind, file=stored, added_at=now, added_by=by
    )  # fmt: skip
    record("application.file_added", application, by=by, now=now, fund=application.fund_id, person=str(by),
           file=stored.name)  # fmt: skip
    return attachment


@action
def detach(attachment: Attachment, *, by, now: datetime) -> Attachment:
    """Take a document back out of a file that may still be changed; its content is erased. Raises Refused."""
    application = lock(attachment.application)
    Refused.unless(rules.may_change(application.state))
    taken = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=now, removed_by=by)
    if not taken:
        raise Refused(_("Ce document est déjà retiré."))
    record("application.file_removed", application, by=by, now=now, fund=application.fund_id, person=str(by),
           file=attachment.file.name)  # fmt: skip
    files.erase(attachment.file, by=by, now=now)
    attachment.refresh_from_db()
    return attachment


@action
def submit(application: Application, *, by, now: datetime) -> Application:
    """File a draft: numbered without a gap, under the year and the règlement of that day, with a dated receipt.

    A file that fits one guichet only is placed there.

    Raises Refused, with the gaps, when something is missing.
    """
    fund = Fund.objects.select_for_update().get(pk=application.fund_id)
    lock(application)
    Refused.unless(rules.may_become(application.state, "submitted"))
    terms = queries.terms(application, now)
    Refused.unless(rules.may_submit(application.dossier, terms))
    today = paris_day(now)
    exercise = exercise_on(fund, today)
    assert exercise is not None, "the rules ask for an open year"
    move(
        application, "submitted", by=by, now=now, exercise=exercise, regulation_version=in_force(fund, today),
        number=next_number(fund, exercise.year), submitted_at=now, submitted_by=by, saved_at=now,
        window=terms.facts(application.dossier).window,
    )  # fmt: skip
    record("application.filed", application, by=by, now=now, fund=fund, number=application.number)
    record("application.received", application, by=by, now=now, fund=fund, person=application.lead_name or str(by),
           title=application.title)  # fmt: skip
    notices.receipt(application, now=now)
    return application


def next_number(fund: Fund, year: int) -> str:
    """Return the next number of a fund and year, « GO-2026-0001 » first; the fund's row is locked by the caller."""
    start_of = f"{fund.number_prefix}-{year}-"
    taken = Application.objects.filter(fund=fund, number__startswith=start_of).count()
    return f"{start_of}{taken + 1:04d}"


@action
def answer_correction(application: Application, answer: str, *, by, now: datetime) -> Application:
    """Answer what the coordination asked and send the file back, complete. Raises Refused, with the gaps."""
    lock(application)
    request = application.corrections.filter(answered_at=None).first()
    if application.state != "to_complete" or request is None:
        raise Refused(_("Rien n’est demandé pour ce dossier en ce moment."))
    terms = queries.terms(application, now)
    Refused.unless(rules.may_submit(application.dossier, terms))
    window = terms.facts(application.dossier).window
    request.answer, request.answered_at, request.answered_by = answer, now, by
    request.save()
    move(application, "submitted", by=by, now=now, reason="complété", saved_at=now, window=window)
    drop_stale(application, by=by, now=now)
    record("application.completed", application, by=by, now=now, fund=application.fund_id, number=application.number)
    record("application.correction_answered", application, by=by, now=now, fund=application.fund_id, person=str(by),
           answer=answer)  # fmt: skip
    notices.completed(application, request, now=now)
    return application


@action
def withdraw(application: Application, *, by, now: datetime) -> Application:
    """Take a file back before it is paid; what was reserved for it returns to the fund. Raises Refused."""
    if application.exercise_id:
        Fund.objects.select_for_update().get(pk=application.fund_id)
    title = application.title
    move(application, "withdrawn", by=by, now=now, withdrawn_at=now, withdrawn_by=by)
    if application.number is None:
        record("application.abandoned", application, by=by, now=now, fund=application.fund_id, person=str(by))
        return application
    record("application.withdrawn", application, by=by, now=now, fund=application.fund_id, number=application.number)
    if reserved := project_cents([application.pk])[application.pk]["reserved"]:
        key = f"release:{application.pk}:withdrawn"
        give_back, title = (money.release, title) if application.decided_at else (money.put_back, application.number)
        give_back(application.exercise, application, cents=reserved, key=key, title=title, by=by, now=now)
    notices.withdrawn(application, now=now)
    return application

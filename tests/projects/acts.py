"""An act of a final authority, and an opinion that waits for another, on files of any world; invented."""

from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from fph.people.roles import paris_day
from projects.applications.models import Application
from projects.authority import actions
from projects.authority.rules import AMOUNT, Answer
from tests.projects import filing
from tests.projects.filing import PDF

COUNCIL = "le conseil municipal, qui vote chaque aide"


def build() -> filing.World:
    """Return a fund ready to receive files."""
    return filing.build()


def another(file: Application) -> Application:
    """Return a file like that one, written straight into the table."""
    number = f"{file.fund.number_prefix}-ACT-{uuid4().hex[:6]}"
    lines, people = list(file.budget_lines.all()), list(file.residents.all())
    copy = Application.objects.get(pk=file.pk)
    copy.pk, copy.number, copy._state.adding = uuid4(), number, True
    copy.state, copy.decided_at, copy.decided_by, copy.decision_reference = "admissible", None, None, ""
    copy.granted_cents = None
    copy.save(force_insert=True)
    for row in (*lines, *people):
        row.pk, row.application, row._state.adding = None, copy, True
        row.save(force_insert=True)
    return copy


def an_opinion(file: Application, meeting=None, *, by, now, cents=10_000):
    """Return a committee's opinion on a file that is before it."""
    number = f"AVIS-{uuid4().hex[:8]}"
    return actions.advise(file, cents=cents, reference=number, meeting=meeting or uuid4(), body=COUNCIL, by=by, now=now)


def an_act(
    fund, file: Application, *, by=None, now=None, reason="Budget serré", choice=AMOUNT, document=True
) -> SimpleNamespace:
    """Record an act on a copy of a file that is before the committee; an opinion on another copy waits.

    Returns the act, and the meeting whose opinion waits.
    """
    by, now = by or file.owner, now or file.submitted_at
    decided = an_opinion(another(file), by=by, now=now)
    act = actions.record_act(
        fund, {decided: Answer(choice, 5_000, reason)}, reference="Délibération 2026-118", body=COUNCIL,
        acted_on=paris_day(now), by=by, now=now,
        upload=SimpleUploadedFile("acte.pdf", PDF) if document else None,
    )  # fmt: skip
    waiting = an_opinion(another(file), by=by, now=now)
    return SimpleNamespace(act=act, meeting=waiting.meeting, waiting=waiting)

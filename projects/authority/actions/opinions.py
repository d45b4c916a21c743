"""A committee's opinion on a file: kept, its money set aside, nothing granted. Committees call this."""

from datetime import datetime
from uuid import UUID

from fph.journal.actions import action, record
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications import queries
from projects.applications import rules as filing
from projects.applications.actions import lock, move
from projects.applications.models import Application
from projects.authority import notices, rules
from projects.authority.models import Opinion
from projects.fund import actions as money
from projects.fund.models import Fund
from projects.fund.queries import exercise_on


@action
def advise(application: Application, *, cents: int | None, reference: str, meeting: UUID, body: str, by,
           now: datetime) -> Opinion:  # fmt: skip
    """Keep a committee's opinion on a file and set its amount aside, so that the fund can't promise it twice.

    `cents` is the amount proposed, None for an unfavourable opinion; `body` is the authority that decides. Nothing is
    granted, and the public reads a number, never a title. Raises Refused: the file is not before the committee, or the
    year, or one of its tranches, has less.
    """
    fund = Fund.objects.select_for_update().get(pk=application.fund_id)
    exercise = exercise_on(fund, paris_day(now)) or application.exercise
    Refused.unless(rules.may_advise(lock(application).state))
    if cents is not None:
        Refused.unless(filing.may_grant(application.requested_cents or 0, cents))
    move(application, filing.ADVISED, by=by, now=now, decision_body=body, exercise=exercise)
    opinion = Opinion.objects.create(
        application=application, meeting=meeting, reference=reference, proposed_cents=cents, body=body, given_at=now,
        given_by=by,
    )  # fmt: skip
    record(
        "application.advised", application, by=by, now=now, fund=fund, number=application.number,
        opinion=rules.in_words(cents), amount_cents=cents or 0, reference=reference, body=body,
    )  # fmt: skip
    if cents is not None:
        set_aside(opinion, key=f"hold:{application.pk}:{reference}", by=by, now=now)
    notices.advised(opinion, now=now)
    return opinion


def set_aside(opinion: Opinion, *, key: str, by, now: datetime) -> None:
    """Set the amount of a favourable opinion aside, on the tranches of the day it was given. Raises Refused."""
    application = opinion.application
    drawn = queries.shares(application, paris_day(opinion.given_at))
    money.set_aside(application.exercise, application, cents=opinion.proposed_cents, key=key, by=by, now=now,
                    title=application.number, shares=drawn)  # fmt: skip

"""What a committee's decision does to a file. Committees call these; nothing here knows of them."""

from datetime import datetime

from fph.journal.actions import action, record
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications import notices, queries, rules
from projects.applications.actions.writing import lock, move
from projects.applications.models import Application
from projects.fund import actions as money
from projects.fund.models import Fund
from projects.fund.queries import exercise_on


@action
def grant(application: Application, *, cents: int, reference: str, by, now: datetime) -> Application:
    """Grant all or part of what was asked, in cents, and reserve it in the year of the decision: both or neither.

    The règlement in force that day says on which tranches the money is drawn, for the file's guichet; what the
    applicant may count on stays with the version of their file. From here the project's title and holder are public.
    Raises Refused: the file can't be granted, the amount is more than asked, or the fund, or one of its tranches, has
    less.
    """
    fund = Fund.objects.select_for_update().get(pk=application.fund_id)
    lock(application)
    Refused.unless(rules.may_become(application.state, "granted"))
    Refused.unless(rules.may_grant(application.requested_cents or 0, cents))
    exercise = exercise_on(fund, paris_day(now)) or application.exercise
    _decide(application, "granted", reference, by, now, granted_cents=cents, exercise=exercise)
    record(
        "application.granted", application, by=by, now=now, fund=fund, title=application.title, amount=euros(cents),
        holder=application.public_holder, amount_cents=cents, reference=reference, number=application.number,
    )  # fmt: skip
    key, drawn = f"reserve:{application.pk}:{reference}", queries.shares(application, paris_day(now))
    money.reserve(exercise, application, cents=cents, key=key, title=application.title, shares=drawn, by=by, now=now)
    notices.granted(application, now=now)
    return application


@action
def refuse(application: Application, *, reference: str, by, now: datetime) -> Application:
    """Keep the committee's refusal; the public reads a number, never a title nor a holder. Raises Refused."""
    _decide(application, "refused", reference, by, now)
    record("application.refused", application, by=by, now=now, fund=application.fund_id, number=application.number)
    notices.refused(application, now=now)
    return application


@action
def defer(application: Application, *, reference: str, by, now: datetime) -> Application:
    """Keep that the committee put its decision off to another meeting; nothing is decided yet. Raises Refused."""
    move(application, "deferred", by=by, now=now, reason=f"ajourné {reference}")
    record("application.deferred", application, by=by, now=now, fund=application.fund_id, number=application.number)
    notices.deferred(application, now=now)
    return application


def _decide(application, target, reference, by, now, **changes) -> None:
    fact = {"decided_at": now, "decided_by": by, "decision_reference": reference}
    move(application, target, by=by, now=now, **fact, **changes)

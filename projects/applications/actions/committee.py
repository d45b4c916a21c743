"""What a committee's decision, or its final authority's, does to a file. Who decides calls these; nothing here knows of them."""

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
def grant(application: Application, *, cents: int, reference: str, by, now: datetime,
          act: rules.FinalAct | None = None) -> Application:  # fmt: skip
    """Grant all or part of what was asked, in cents, and reserve it in the year of the decision: both or neither.

    The règlement in force that day says on which tranches the money is drawn, for the file's guichet; what the
    applicant may count on stays with the version of their file. From here the project's title and holder are public.
    With `act`, a final authority grants after the committee's opinion, on the money of the day of that opinion. Raises
    Refused: the file can't be granted, the amount is more than asked, or the fund, or one of its tranches, has less.
    """
    fund = Fund.objects.select_for_update().get(pk=application.fund_id)
    lock(application)
    Refused.unless(rules.may_become(application.state, "granted"))
    Refused.unless(rules.may_grant(application.requested_cents or 0, cents))
    day = act.drawn_on if act else paris_day(now)
    exercise = exercise_on(fund, day) or application.exercise
    _decide(application, "granted", reference, by, now, act, granted_cents=cents, exercise=exercise)
    record(
        "application.granted", application, by=by, now=now, fund=fund, title=application.title, amount=euros(cents),
        holder=application.public_holder, amount_cents=cents, reference=_cited(reference, act), number=application.number,
        **_body(act),
    )  # fmt: skip
    key, drawn = f"reserve:{application.pk}:{reference}", queries.shares(application, day)
    money.reserve(exercise, application, cents=cents, key=key, title=application.title, shares=drawn, by=by, now=now)
    notices.granted(application, now=now)
    return application


@action
def refuse(application: Application, *, reference: str, by, now: datetime, act: rules.FinalAct | None = None,
           reason: str = "") -> Application:  # fmt: skip
    """Keep a refusal, the committee's or its final authority's (`act`, which says why in `reason`).

    The public reads a number, never a title nor a holder. Raises Refused.
    """
    _decide(application, "refused", reference, by, now, act)
    record("application.refused", application, by=by, now=now, fund=application.fund_id, number=application.number,
           **({"reference": reference} | _body(act) if act else {}))  # fmt: skip
    notices.refused(application, reason=reason, now=now)
    return application


@action
def defer(application: Application, *, reference: str, by, now: datetime) -> Application:
    """Keep that the committee put its decision off to another meeting; nothing is decided yet. Raises Refused."""
    move(application, "deferred", by=by, now=now, reason=f"ajourné {reference}")
    record("application.deferred", application, by=by, now=now, fund=application.fund_id, number=application.number)
    notices.deferred(application, now=now)
    return application


def _decide(application, target, reference, by, now, act=None, **changes) -> None:
    fact = {"decided_at": act.decided_at if act else now, "decided_by": by, "decision_reference": reference,
            "decision_body": act.body if act else ""}  # fmt: skip
    move(application, target, by=by, now=now, **fact, **changes)


def _cited(reference: str, act: rules.FinalAct | None) -> str:
    """Return the reference as the public register cites it: with the body that decided, when it isn't the committee."""
    return f"{reference} ({act.body})" if act else reference


def _body(act: rules.FinalAct | None) -> dict:
    return {"body": act.body} if act else {}

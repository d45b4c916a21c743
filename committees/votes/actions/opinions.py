"""What a vote leads to: a grant, the opinion that the règlement's final authority follows or not, a règlement amended."""

from datetime import datetime

from committees.meetings import queries as meetings
from committees.votes import queries
from committees.votes.models import GRANTS, WITH_AMOUNT, Decision, DecisionKind
from fph.journal.actions import action
from projects.applications import actions as applications
from projects.authority import actions as authority
from projects.regulation import actions as regulation

__all__ = ["WITH_AMOUNT", "carry_out"]


@action
def carry_out(decision: Decision, *, by, now: datetime) -> None:
    """Do what a decision says: on a file grant, refuse, or give an opinion and grant nothing; on an amendment, settle it.

    Raises Refused.
    """
    application, amendment, meeting = decision.item.application, decision.item.amendment, decision.meeting
    if amendment:
        regulation.settle(
            amendment, adopted=decision.kind == DecisionKind.ADOPTED, body=str(meeting.committee),
            reference=decision.reference, decided_on=meetings.day_of(meeting), by=by, now=now,
        )  # fmt: skip
    if application is None:
        return
    told = {"reference": decision.reference, "by": by, "now": now}
    if decision.is_opinion:
        body = queries.authority(meeting)
        authority.advise(application, cents=decision.amount_cents, meeting=meeting.pk, body=body, **told)
    elif decision.kind in GRANTS:
        applications.grant(application, cents=decision.amount_cents, **told)
    else:
        applications.refuse(application, **told)

"""In session, the committee passes over a rule of the règlement for a file; the chair notes it, with the reason."""

from datetime import datetime

from committees.meetings import queries, rules
from committees.meetings.actions.life import held
from committees.meetings.models import AgendaItem, Meeting
from fph.journal.actions import action
from fph.verdict import Refused
from projects.applications import actions as applications
from projects.applications.models import Override, Overrider


@action
def pass_over(item: AgendaItem, rule: str, *, reason: str, by, now: datetime) -> Override:
    """Note that the committee passes over a rule for the file of a point, and why, before its vote.

    Raises Refused: out of session, without the quorum, during a vote, on a point decided, or where the article does not
    let the committee.
    """
    item = _in_session(item, now)
    role = Overrider.COMMITTEE
    return applications.pass_over(item.application, rule, role=role, reason=reason, by=by, now=now)


@action
def take_back(item: AgendaItem, override: Override, *, by, now: datetime) -> Override:
    """Take back what the committee passed over for the file of a point, before its vote. Raises Refused as `pass_over`."""
    item = _in_session(item, now)
    return applications.take_back(item.application.overrides.get(pk=override.pk), by=by, now=now)


def _in_session(item: AgendaItem, now: datetime) -> AgendaItem:
    meeting: Meeting = held(item.meeting)
    item = meeting.items.select_related("application__fund").get(pk=item.pk)
    room = queries.room(meeting, now)
    article = meeting.regulation_version.regulation.article("quorum_percent") if meeting.regulation_version else ""
    Refused.unless(
        rules.may_pass_over(
            meeting.stage,
            of_file=item.application is not None,
            vote_open=queries.vote_is_open(meeting),
            decided=item.decisions.exclude(kind="task").exists(),
            enough=room.reached,
            article=article,
        )
    )
    return item

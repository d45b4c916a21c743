"""Decisions: what follows from a closed vote, and the few that need none."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings import queries as meetings
from committees.meetings.actions import held
from committees.meetings.models import AgendaItem, Meeting
from committees.votes import queries, rules
from committees.votes.actions.opinions import WITH_AMOUNT, carry_out
from committees.votes.models import Ballot, Decision, DecisionKind, DecisionText
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.money import euros
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.applications import actions as applications
from projects.authority.rules import as_opinion

kind(
    "decision.taken", words("Décision {reference}, {about} : {outcome}. {denominator}"),
    "reference", "about", "outcome", "amount", "amount_cents", "denominator", "public_reasons",
)  # fmt: skip


@action
def settle(ballot: Ballot, outcome: rules.Outcome, *, by, now: datetime, **words) -> Decision:
    """Write the decision of a vote just closed, and carry it out. Called under the meeting's and the ballot's locks."""
    item = ballot.item
    requested = item.application.requested_cents if item.application else 0
    decided = rules.decision_kind(item.kind, outcome.result, cents=ballot.proposed_cents, requested_cents=requested)
    if queries.authority(ballot.meeting):
        decided = as_opinion(decided)
    cents = ballot.proposed_cents if decided in WITH_AMOUNT else None
    decision = _write(
        item, decided, by=by, now=now, ballot=ballot, cents=cents, denominator=outcome.denominator, **words
    )
    carry_out(decision, by=by, now=now)
    return decision


@action
def decide(item: AgendaItem, *, kind: str, by, now: datetime, reasons: str = "", public_reasons: str = "") -> Decision:
    """Note a decision that needs no count: a file put off, an opinion asked, a task. Raises Refused."""
    meeting = held(item.meeting)
    item = meeting.items.select_related("application").get(pk=item.pk)
    item.meeting = meeting
    Refused.unless(
        rules.may_decide_without_vote(
            kind,
            item_kind=item.kind,
            meeting_open=meeting.is_open,
            vote_open=item.ballots.filter(closed_at=None).exists(),
            decided=queries.settled(item) is not None,
            applicant=queries.applicant(item),
        )
    )
    present = meetings.room(meeting, now).present
    count = _("Sans vote, %(number)s présents.") if present > 1 else _("Sans vote, %(number)s présent.")
    decision = _write(item, kind, by=by, now=now, denominator=count % {"number": present}, reasons=reasons,
                      public_reasons=public_reasons)  # fmt: skip
    if kind == DecisionKind.DEFERRED:
        applications.defer(item.application, reference=decision.reference, by=by, now=now)
    return decision


def _write(item: AgendaItem, kind: str, *, by, now, denominator: str, ballot=None, cents=None, reasons="",
           conditions="", public_reasons="") -> Decision:  # fmt: skip
    meeting = item.meeting
    decision = Decision.objects.create(
        meeting=meeting, item=item, ballot=ballot, kind=kind, reference=_reference(meeting), amount_cents=cents,
        denominator=denominator, decided_at=now, decided_by=by,
    )  # fmt: skip
    decision.text = DecisionText.objects.create(
        decision=decision, reasons=reasons, conditions=conditions, public_reasons=public_reasons
    )
    record(
        "decision.taken", decision, by=by, now=now, fund=meeting.committee.fund_id, reference=decision.reference,
        about=str(decision.public_subject), outcome=decision.outcome, amount=euros(cents) if cents else "",
        amount_cents=cents or 0, denominator=denominator, public_reasons=public_reasons,
    )  # fmt: skip
    return decision


def _reference(meeting: Meeting) -> str:
    """Name a decision for good: prefix of the fund, year and number of the meeting, rank of the decision in it."""
    prefix = meeting.committee.fund.number_prefix
    year = paris_day(meeting.meets_at).year
    return f"{prefix}-{year}-{meeting.number}-D{meeting.decisions.count() + 1}"

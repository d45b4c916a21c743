"""The attendance sheet: arrivals, departures, excuses, those who step aside, and the applicants who come."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings import queries, rules
from committees.meetings.actions.life import held
from committees.meetings.models import Absence, AgendaItem, Meeting, Presence, Recusal
from committees.roster.models import Membership
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Refused

kind("presence.arrived", words("Un membre arrive."), public=False)
kind("presence.left", words("Un membre part."), public=False)
kind("presence.excused", words("Un membre est excusé."), public=False)
kind("applicant.came", words("Le porteur d’un projet est présent."), public=False)
kind("applicant.not_there", words("Le porteur d’un projet n’est pas là."), public=False)
kind("recusal.declared", words("Un membre se retire d’un point."), public=False)
kind("interest.declared", words("Un membre déclare un intérêt dans un point."), public=False)


@action
def arrive(meeting: Meeting, membership: Membership, *, by, now: datetime) -> Presence:
    """Note an arrival, also before the opening; who is already in the room stays so. Raises Refused."""
    meeting = _sheet(meeting, membership)
    if here := meeting.presences.filter(membership=membership, left_at=None).first():
        return here
    meeting.absences.filter(membership=membership).delete()
    presence = Presence.objects.create(meeting=meeting, membership=membership, arrived_at=now, arrived_by=by)
    return _noted("presence.arrived", presence, meeting, by, now)


@action
def leave(meeting: Meeting, membership: Membership, *, by, now: datetime) -> Presence:
    """Note a departure: from now on no vote, but the one already given counts. Raises Refused when not in the room."""
    meeting = held(meeting)
    Refused.unless(rules.may_note_presence(meeting.stage, ours=True))
    presence = meeting.presences.filter(membership=membership, left_at=None).first()
    if presence is None:
        raise Refused(_("Cette personne n’est pas dans la salle."))
    presence.left_at, presence.left_by = max(now, presence.arrived_at), by
    presence.save()
    return _noted("presence.left", presence, meeting, by, now)


@action
def excuse(meeting: Meeting, membership: Membership, *, by, now: datetime) -> Absence:
    """Note an absence told beforehand. Raises Refused for someone who came."""
    meeting = _sheet(meeting, membership)
    if meeting.presences.filter(membership=membership).exists():
        raise Refused(_("Cette personne est venue : elle ne peut pas être excusée."))
    absence, new = Absence.objects.get_or_create(
        meeting=meeting, membership=membership, defaults={"excused_at": now, "excused_by": by}
    )
    return _noted("presence.excused", absence, meeting, by, now) if new else absence


@action
def recuse(item: AgendaItem, membership: Membership, *, by, now: datetime) -> Recusal:
    """Note that a member has an interest in a point. They step aside: no voice in its vote, also when it is already open.

    Where the règlement asks only to declare an interest (`declare_only`), it is noted and the voice is kept. Raises
    Refused once the vote on this point is closed; between two rounds of it, it still may be.
    """
    meeting = held(item.meeting)
    voted = item.ballots.exclude(closed_at=None).exclude(result="tied").exists()
    deciding = queries.deciding_on(meeting)
    ours = _is_ours(meeting, membership)
    Refused.unless(rules.may_recuse(meeting.stage, ours=ours, vote_closed=voted))
    recusal, new = Recusal.objects.get_or_create(
        meeting=meeting, item=item, membership=membership,
        defaults={"withdrew": deciding is None or deciding.withdraws, "declared_at": now, "declared_by": by},
    )  # fmt: skip
    told = "recusal.declared" if recusal.withdrew else "interest.declared"
    return _noted(told, recusal, meeting, by, now) if new else recusal


@action
def hear(item: AgendaItem, *, by, now: datetime) -> AgendaItem:
    """Note that the applicant, or who stands for them, is in the room for their file; noted twice, it is once.

    Raises Refused for another point than a file, out of session, and once the file was put to the vote.
    """
    item = _to_hear(item)
    return item if item.heard_at else _heard(item, "applicant.came", now, by, by=by, now=now)


@action
def unhear(item: AgendaItem, *, by, now: datetime) -> AgendaItem:
    """Take back a presence noted by mistake. Raises Refused as `hear` does."""
    item = _to_hear(item)
    return _heard(item, "applicant.not_there", None, None, by=by, now=now) if item.heard_at else item


def _to_hear(item: AgendaItem) -> AgendaItem:
    meeting = held(item.meeting)
    item = meeting.items.get(pk=item.pk)
    item.meeting = meeting
    touched = item.ballots.exists() or item.decisions.exclude(kind="task").exists()
    Refused.unless(rules.may_hear(meeting.stage, of_file=item.application_id is not None, decided=touched))
    return item


def _heard(item: AgendaItem, kind: str, at, whom, *, by, now) -> AgendaItem:
    item.heard_at, item.heard_by = at, whom
    item.save(update_fields=["heard_at", "heard_by"])
    return _noted(kind, item, item.meeting, by, now)


def _sheet(meeting: Meeting, membership: Membership) -> Meeting:
    meeting = held(meeting)
    Refused.unless(rules.may_note_presence(meeting.stage, ours=_is_ours(meeting, membership)))
    return meeting


def _is_ours(meeting: Meeting, membership: Membership) -> bool:
    return meeting.committee.mandates.in_force(queries.day_of(meeting)).filter(pk=membership.pk).exists()


def _noted(kind: str, row, meeting: Meeting, by, now):
    record(kind, row, by=by, now=now, fund=meeting.committee.fund_id)
    return row

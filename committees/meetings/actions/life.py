"""A meeting from planned to closed."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings import queries, rules
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from committees.roster.models import Committee
from fph.journal.actions import action, record
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.people.roles import paris_day
from fph.verdict import Refused
from projects.fund.models import CalendarEntry, Fund
from projects.regulation import queries as regulation

kind("meeting.planned", words("La séance n° {number} du comité « {committee} » est prévue le {day}, à {place}."),
     "number", "committee", "day", "place")  # fmt: skip
kind("meeting.opened",
     words("La séance n° {number} du comité « {committee} » est ouverte : {present} présents sur {members}."),
     "number", "committee", "present", "members", "regulation")  # fmt: skip
kind("meeting.closed", words("La séance n° {number} du comité « {committee} » est close."), "number", "committee")


def held(meeting: Meeting) -> Meeting:
    """Lock the fund, then the meeting; return the meeting as it is now, one version later for the screens.

    Every act of a meeting starts here. Order of locks: fund → meeting → ballot → application → money → register.
    """
    Fund.objects.select_for_update().get(pk=meeting.committee.fund_id)
    now_is = queries.meetings().select_for_update(of=("self",)).get(pk=meeting.pk)
    if now_is.closed_at is None:
        now_is.version += 1
        Meeting.objects.filter(pk=now_is.pk).update(version=now_is.version)
    return now_is


@action
def plan(
    committee: Committee, calendar: CalendarEntry, *, second_of: Meeting | None = None, by, now: datetime
) -> Meeting:
    """Plan a meeting on a published date: it takes a number, the files that are ready, the tasks not done yet.

    Where several committees share a fund, files are added by hand. `second_of` is the meeting that closed without its
    quorum, which this one is called again for.

    Raises Refused when the date is past, another fund's, or already taken; when the règlement has no second convocation,
    or asks for more days in between (the article named).
    """
    Fund.objects.select_for_update().get(pk=committee.fund_id)
    if calendar.fund_id != committee.fund_id:
        raise Refused(_("Cette date n’est pas une date de ce fonds."))
    if paris_day(calendar.meets_at) < paris_day(now):
        raise Refused(_("Cette date est passée : choisissez-en une autre."))
    if Meeting.objects.filter(calendar=calendar).exists():
        raise Refused(_("Une séance est déjà prévue à cette date."))
    if second_of is not None:
        _refuse_second(second_of, calendar)
    meeting = Meeting(committee=committee, calendar=calendar, number=_next_number(committee), second_of=second_of,
                      planned_at=now, planned_by=by)  # fmt: skip
    keep(meeting, by=by, now=now, reason="convocation")
    _first_agenda(meeting)
    record("meeting.planned", meeting, by=by, now=now, fund=committee.fund_id, number=meeting.number,
           committee=str(committee), day=paris_day(calendar.meets_at).isoformat(), place=calendar.place)  # fmt: skip
    return meeting


def _refuse_second(first: Meeting, calendar: CalendarEntry) -> None:
    """Refuse a second convocation the règlement of its day does not allow."""
    first, day = queries.meetings().get(pk=first.pk), paris_day(calendar.meets_at)
    version = regulation.in_force(calendar.fund, day)
    deciding = version.regulation.deciding if version else None
    lacking = first.closed_at is not None and not queries.room(first, first.closed_at).reached
    Refused.unless(rules.may_call_again(
        closed=first.closed_at is not None, quorum_was_lacking=lacking, already=hasattr(first, "called_again"),
        allowed=deciding is not None and deciding.second_quorum is not None,
    ))  # fmt: skip
    article = deciding.article("second_meeting_days")
    if early := rules.too_early(queries.day_of(first), day, deciding.second_days, article):
        raise Refused(early.words)


def _next_number(committee: Committee) -> int:
    """Count through all the committees of a fund, so that a reference is one decision's alone."""
    last = Meeting.objects.filter(committee__fund=committee.fund_id).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _first_agenda(meeting: Meeting) -> None:
    kinds = AgendaItemKind
    # Which of several committees a file goes to is for the coordination to say.
    ready = queries.files_to_add(meeting) if queries.decides_alone(meeting.committee) else []
    files = [AgendaItem(meeting=meeting, kind=kinds.FILE, title=file.number, application=file) for file in ready]
    tasks = [
        AgendaItem(
            meeting=meeting, kind=kinds.INFORMATION, recalls_id=task, title=_("Suite de la décision %s") % reference
        )
        for task, reference in queries.open_tasks(meeting.committee)
    ]
    for position, item in enumerate(tasks + files, start=1):
        item.position = position
    AgendaItem.objects.bulk_create(tasks + files)


@action
def open_meeting(meeting: Meeting, *, by, now: datetime) -> Meeting:
    """Open a meeting under the règlement in force that day; its rules don't change any more.

    Raises Refused without a règlement, and for a committee that its règlement does not let meet (the article named).
    """
    meeting = held(meeting)
    day = paris_day(now)
    version = regulation.in_force(meeting.committee.fund, day)
    breaches = []
    if version:
        deciding = version.regulation.deciding
        breaches = queries.standing(meeting, deciding, day, queries.counted_on(meeting, deciding, day))
    Refused.unless(rules.may_open(meeting.stage, has_regulation=version is not None, breaches=breaches))
    keep(meeting, by=by, now=now, reason="ouverture", opened_at=now, opened_by=by, regulation_version=version)
    room = queries.room(meeting, now)
    record("meeting.opened", meeting, by=by, now=now, fund=meeting.committee.fund_id, number=meeting.number,
           committee=str(meeting.committee), present=room.present, members=room.members,
           regulation=version.number)  # fmt: skip
    return meeting


@action
def close(meeting: Meeting, *, by, now: datetime) -> Meeting:
    """Close a meeting for good; nothing of it can change afterwards. Raises Refused while a vote is open.

    The minutes are made by `committees.minutes.actions.close_meeting`, which calls this.
    """
    meeting = held(meeting)
    Refused.unless(rules.may_close(meeting.stage, vote_open=queries.vote_is_open(meeting)))
    keep(meeting, by=by, now=now, reason="clôture", closed_at=now, closed_by=by, current_item=None)
    record("meeting.closed", meeting, by=by, now=now, fund=meeting.committee.fund_id, number=meeting.number,
           committee=str(meeting.committee))  # fmt: skip
    return meeting

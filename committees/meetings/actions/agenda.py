"""The agenda, until the meeting is closed."""

from datetime import datetime, time

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings import queries, rules
from committees.meetings.actions.life import held
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Gap, Refused
from projects.regulation import queries as regulations
from projects.regulation.models import Amendment

kind("amendment.on_agenda",
     words("La proposition n° {number} de modifier le règlement est à l’ordre du jour de la séance n° {meeting_number}, "
           "le {day}."), "number", "meeting_number", "day")  # fmt: skip
kind("amendment.off_agenda",
     words("La proposition n° {number} de modifier le règlement n’est plus à l’ordre du jour de la séance n° "
           "{meeting_number}."), "number", "meeting_number")  # fmt: skip
kind("agenda.added", words("Un point est ajouté à l’ordre du jour."), public=False)
kind("agenda.removed", words("Un point est retiré de l’ordre du jour."), public=False)
kind("agenda.moved", words("L’ordre du jour change d’ordre."), public=False)
kind("agenda.hearings", words("Les porteurs de projet ont une heure de passage."), public=False)
kind("agenda.called", words("La séance passe à un point de l’ordre du jour."), public=False)


@action
def add_item(meeting: Meeting, *, kind: str, title: str = "", application=None, amendment: Amendment | None = None,
             by, now: datetime) -> AgendaItem:  # fmt: skip
    """Add a point at the end: a file ready for the committee, a resolution, or a point to talk about. Raises Refused.

    A file's point carries its number as title, so that a name the applicant chose is kept in the file alone. A resolution
    on an `amendment` is that proposal's, and adopts it when it is voted.
    """
    meeting = held(meeting)
    Refused.unless(rules.may_change_agenda(meeting.stage))
    if kind == AgendaItemKind.FILE:
        title = _number_of(meeting, application)
    if amendment:
        title = _name_of(meeting, amendment)
    if not title.strip():
        raise Refused(_("Écrivez l’intitulé du point."))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, kind=kind, position=last + 1, title=title.strip()[:160], application=application,
        amendment=amendment,
    )  # fmt: skip
    _note("added", item, by, now)
    return item


def _number_of(meeting: Meeting, application) -> str:
    ready = application and queries.files_to_add(meeting).filter(pk=application.pk).exists()
    if not ready:
        raise Refused(_("Ce dossier n’est pas prêt pour cette séance, ou il est déjà à l’ordre du jour."))
    return application.number


def _name_of(meeting: Meeting, amendment: Amendment) -> str:
    found = queries.amendments_to_add(meeting).filter(pk=amendment.pk).first()
    if found is None:
        raise Refused(_("Cette proposition est déjà à l’ordre du jour d’une séance, décidée ou retirée."))
    Refused.unless(regulations.may_adopt(found, queries.day_of(meeting)))
    return str(found)


@action
def remove_item(item: AgendaItem, *, by, now: datetime) -> None:
    """Take a point off the agenda. Raises Refused once it was voted on or decided."""
    meeting = held(item.meeting)
    touched = item.ballots.exists() or item.decisions.exists()
    Refused.unless(rules.may_remove(meeting.stage, was_voted_on=touched))
    _note("removed", item, by, now)
    Meeting.objects.filter(pk=meeting.pk, current_item=item).update(current_item=None)
    item.recusals.all().delete()
    item.delete()


@action
def move_item(item: AgendaItem, places: int, *, by, now: datetime) -> None:
    """Move a point up (−1) or down (+1) the agenda; at the end it stays. Raises Refused once the meeting is closed."""
    meeting = held(item.meeting)
    Refused.unless(rules.may_change_agenda(meeting.stage))
    order = list(meeting.items.all())
    here = order.index(item)
    order.insert(max(0, here + places), order.pop(here))
    for position, other in enumerate(order, start=1):
        other.position = position
    AgendaItem.objects.bulk_update(order, ["position"])
    _note("moved", item, by, now)


@action
def set_hearings(meeting: Meeting, *, starts: time, every_minutes: int, by, now: datetime) -> list[AgendaItem]:
    """Give each file of the agenda, in its order, the hour at which its applicant is received. Raises Refused.

    An hour given stays when the agenda changes order: the applicant was told it. Set again, all are given anew.
    """
    meeting = held(meeting)
    presence, article = queries.hearing(meeting)
    Refused.unless(rules.may_set_hearings(meeting.stage, presence, article=article))
    files = list(meeting.items.exclude(application=None).order_by("position"))
    if not files:
        raise Refused(_("Ajoutez d’abord des dossiers à l’ordre du jour."))
    try:
        hours = rules.hearing_times(starts, every_minutes, len(files))
    except ValueError as problem:
        raise Refused(problem, (Gap("starts", str(problem)),)) from problem
    for item, hour in zip(files, hours, strict=True):
        item.hearing_time = hour
        _note("hearings", item, by, now)
    AgendaItem.objects.bulk_update(files, ["hearing_time"])
    return files


@action
def call_item(meeting: Meeting, item: AgendaItem, *, by, now: datetime) -> Meeting:
    """Pass to a point of the agenda. Raises Refused while a vote is open, or when the meeting is not."""
    meeting = held(meeting)
    Refused.unless(rules.may_call(meeting.stage, vote_open=queries.vote_is_open(meeting)))
    if item.meeting_id != meeting.pk:
        raise Refused(_("Ce point n’est pas à l’ordre du jour de cette séance."))
    Meeting.objects.filter(pk=meeting.pk).update(current_item=item)
    meeting.current_item = item
    _note("called", item, by, now)
    return meeting


def _note(verb: str, item: AgendaItem, by, now) -> None:
    fund = item.meeting.committee.fund_id
    record(f"agenda.{verb}", item, by=by, now=now, fund=fund, title=item.title, meeting=str(item.meeting_id))
    if item.amendment and verb in ("added", "removed"):
        said: dict[str, object] = {"number": item.amendment.number, "meeting_number": item.meeting.number}
        if verb == "added":
            said["day"] = queries.day_of(item.meeting).isoformat()
        side = "on" if verb == "added" else "off"
        record(f"amendment.{side}_agenda", item.amendment, by=by, now=now, fund=fund, **said)

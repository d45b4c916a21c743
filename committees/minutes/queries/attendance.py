"""Who came to a meeting and when, and whether they were enough, in the words of its minutes."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from committees.meetings import queries as meetings
from committees.meetings.models import Meeting, Presence
from committees.minutes import rules
from committees.roster.models import Membership
from fph.dates import hour_words
from fph.people.roles import Role

Cover = Callable[[str, UUID | None], str]


# --- Who was there --------------------------------------------------------------------------------------


def attendance(meeting: Meeting, cover: Cover) -> tuple[tuple[rules.Body, ...], tuple[rules.Body, ...]]:
    """Return who came and who did not, by college, with arrivals, departures and organisations represented."""
    came = list(meeting.presences.select_related("membership__person", "membership__organisation"))
    excused = set(meeting.absences.values_list("membership_id", flat=True))
    seats = _seats(meeting, came)
    present_ids = {presence.membership_id for presence in came}
    present, absent = [], []
    for college in meeting.committee.colleges.all():
        own = [seat for seat in seats if seat.college_id == college.pk]
        there = [_person(seat, stay_words(meeting, seat, came), cover) for seat in own if seat.pk in present_ids]
        gone = [seat for seat in own if seat.pk not in present_ids]
        away = [_person(seat, _("excusé·e") if seat.pk in excused else "", cover) for seat in gone]
        present += _body(college, there)
        absent += _body(college, away)
    return tuple(present), tuple(absent)


def _seats(meeting: Meeting, came: list[Presence]) -> list[Membership]:
    """Return the seats in force that day, and those who came although their term ended in between."""
    held = meeting.committee.mandates.in_force(meetings.day_of(meeting))
    ids = set(held.values_list("pk", flat=True)) | {presence.membership_id for presence in came}
    seats = meeting.committee.mandates.filter(pk__in=ids).select_related("person", "organisation")
    return list(seats.order_by("person__name"))


def _body(college, people: list[rules.Person]) -> list[rules.Body]:
    return [rules.Body(college.name, college.deliberative, len(people), tuple(people))] if people else []


def _person(seat: Membership, note: str, cover: Cover) -> rules.Person:
    role = str(seat.get_role_display()) if seat.role != Role.MEMBER else ""
    name = cover(str(seat.person), seat.person_id)
    return rules.Person(name, seat.organisation.name if seat.organisation else "", role, note)


def stay_words(meeting: Meeting, seat: Membership, came: list[Presence]) -> str:
    """Say late arrivals and departures: « arrivée à 19 h 20, départ à 20 h 45 »; nothing for the whole meeting."""
    words = []
    for presence in came:
        if presence.membership_id != seat.pk:
            continue
        if presence.arrived_at > meeting.opened_at:
            words.append(_("arrivée à %s") % hour_words(presence.arrived_at))
        if presence.left_at:
            words.append(_("départ à %s") % hour_words(presence.left_at))
    return ", ".join(words)


def quorum_words(meeting: Meeting) -> str:
    """Say the quorum when the meeting opened; each vote tells its own."""
    room = meetings.room(meeting, meeting.opened_at)
    article = room.quorum.rule.article
    told = _("À l’ouverture, %(present)s présents sur %(members)s membres à voix délibérative ; quorum : %(required)s")
    words = told % {"present": room.present, "members": room.members, "required": room.required}
    whole = f"{words} ({article})." if article else f"{words}."
    first = [_("Seconde convocation, après la séance n° %s.") % meeting.second_of.number] if meeting.second_of else []
    return " ".join([*first, whole, *_colleges_words(room.quorum)])


def _colleges_words(quorum) -> list[str]:
    """Say what the quorum asks of each college it names, and who of them was there."""
    lacking = {one.college: one for one in quorum.lacking}
    each = [
        _("« %(college)s », %(present)s présents pour %(required)s") % vars(lacking[one.college])
        if one.college in lacking
        else _("« %s », atteint") % one.college
        for one in quorum.rule.colleges
    ]
    if not each:
        return []
    article = f" ({quorum.rule.colleges_article})" if quorum.rule.colleges_article else ""
    return [_("Quorum par collège : %s") % " ; ".join(each) + f"{article}."]

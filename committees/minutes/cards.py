"""What awaits a member on their page: a vote going on, the next meeting, the last minutes."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from committees.meetings import queries as meetings
from committees.meetings.models import Meeting
from committees.roster.models import Committee, Membership
from committees.votes import queries as votes
from fph.dates import day_words, moment_words
from fph.people.roles import HOLDS, Permission
from fph.people.space import Card
from projects.fund.models import FundMandate

RECENT = timedelta(days=45)
PREPARING = [role for role, held in HOLDS.items() if Permission.PREPARE in held]


def cards(person, on: date) -> list[Card]:
    """Return, for each committee a person sits on or prepares, the meeting at hand and the last minutes."""
    return [card for committee in _committees(person, on) for card in _of(committee, person, on)]


def _committees(person, on: date):
    seats = Membership.objects.in_force(on).filter(person=person)
    desks = FundMandate.objects.in_force(on).filter(person=person, role__in=PREPARING)
    ours = Q(pk__in=seats.values("committee")) | Q(fund__in=desks.values("fund"))
    return Committee.objects.filter(ours).select_related("fund")


def _of(committee: Committee, person, on: date) -> list[Card]:
    found = [_inside(committee)]
    if coming := meetings.upcoming(committee).first():
        found.append(_going_on(coming, person) if coming.is_open else _next(coming))
    last = meetings.closed(committee).filter(closed_at__date__gte=on - RECENT).first()
    return [*found, _minutes(last)] if last else found


def _going_on(meeting: Meeting, person) -> Card:
    ballot = votes.open_ballot(meeting)
    elector = votes.elector_of(ballot, person) if ballot else None
    if elector and not hasattr(elector, "vote"):
        return Card(
            title=_("Un vote est ouvert"), body=_("%s : c’est à vous de voter.") % ballot.item.subject,
            url=reverse("member_vote", args=[meeting.pk]), tone="care", word=_("Votez"), order=1,
        )  # fmt: skip
    return Card(
        title=_("La séance est ouverte"), body=str(meeting.committee),
        url=reverse("meeting", args=[meeting.pk]), tone="good", word=_("En cours"), order=2,
    )  # fmt: skip


def _next(meeting: Meeting) -> Card:
    where = {"moment": moment_words(meeting.meets_at), "place": meeting.calendar.place}
    return Card(
        title=_("Prochaine séance : %s") % meeting.committee, body=_("%(moment)s, %(place)s.") % where,
        url=reverse("meeting", args=[meeting.pk]), order=25,
    )  # fmt: skip


def _minutes(meeting: Meeting) -> Card:
    return Card(
        title=_("Compte rendu n° %s") % meeting.number, body=_("Séance du %s.") % day_words(meeting.meets_at),
        url=reverse("minutes", args=[meeting.pk]), order=60,
    )  # fmt: skip


def _inside(committee: Committee) -> Card:
    return Card(
        title=str(committee), body=_("Membres, séances, comptes rendus et tâches."),
        url=reverse("committee", args=[committee.slug]), order=70,
    )  # fmt: skip

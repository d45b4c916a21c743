"""An hour for each applicant before the committee, and several committees in one fund."""

from datetime import time

import pytest

from committees.meetings import actions as meetings
from committees.meetings import rules
from committees.meetings.models import AgendaItem
from committees.roster import actions as roster
from fph.verdict import Refused
from projects.applications.models import Application
from tests.committees import world as committees

pytestmark = pytest.mark.django_db


def test_hours_follow_one_another_and_stop_at_midnight():
    assert rules.hearing_times(time(18, 30), 20, 3) == [time(18, 30), time(18, 50), time(19, 10)]
    assert rules.hearing_times(time(23, 50), 10, 1) == [time(23, 50)]
    with pytest.raises(ValueError, match="minuit"):
        rules.hearing_times(time(23, 50), 10, 2)
    assert rules.hearing_times(time(18), 10, 0) == []


@pytest.fixture
def heard():
    """A meeting to come of a committee that hears applicants, with two files on its agenda and a point between."""
    world = committees.build(members=1, applicant_hearing="expected")
    meeting = world.meeting(opened=False)
    first = world.item(meeting, world.file("Fête", 50_000))
    world.item(meeting, title="Un point")
    second = world.item(meeting, world.file("Atelier", 40_000))
    world.heard = (meeting, first, second)
    return world


def hours(meeting) -> list:
    return list(meeting.items.exclude(application=None).order_by("position").values_list("hearing_time", flat=True))


def test_each_file_has_its_hour_in_the_order_of_the_agenda(heard):
    meeting, _first, second = heard.heard
    meetings.set_hearings(meeting, starts=time(18), every_minutes=15, by=heard.by, now=heard.later())
    assert hours(meeting) == [time(18), time(18, 15)]
    meetings.move_item(second, -2, by=heard.by, now=heard.later())
    assert hours(meeting) == [time(18, 15), time(18)], "an hour told does not move by itself"
    meetings.set_hearings(meeting, starts=time(19), every_minutes=10, by=heard.by, now=heard.later())
    assert hours(meeting) == [time(19), time(19, 10)]
    assert not AgendaItem.objects.filter(application=None, hearing_time__isnull=False).exists()


def test_the_applicant_reads_the_hour_and_nobody_else_s(heard, client):
    meeting, first, _second = heard.heard
    page = f"/mes-projets/{first.application_id}/"
    client.force_login(first.application.owner)
    assert "On vous attend" not in client.get(page).content.decode()
    meetings.set_hearings(meeting, starts=time(18), every_minutes=15, by=heard.by, now=heard.later())
    told = client.get(page).content.decode()
    assert "On vous attend" in told and "à 18\u00a0h" in told


def test_no_hour_is_given_where_the_reglement_hears_nobody():
    world = committees.build(members=1, applicant_hearing="no")
    meeting = world.meeting(opened=False)
    world.item(meeting, world.file("Fête", 50_000))
    with pytest.raises(Refused, match="ne prévoit pas"):
        meetings.set_hearings(meeting, starts=time(18), every_minutes=15, by=world.by, now=world.later())
    assert hours(meeting) == [None]


def test_an_agenda_without_files_has_no_hours(heard):
    meeting = heard.heard[0]
    meeting.items.all().delete()
    with pytest.raises(Refused, match="Ajoutez d’abord"):
        meetings.set_hearings(meeting, starts=time(18), every_minutes=15, by=heard.by, now=heard.later())


def test_files_are_added_by_hand_where_committees_share_a_fund():
    world = committees.build(members=1)
    file = world.file("Fête", 50_000)
    alone = meetings.plan(world.committee, world.date(), by=world.by, now=world.later())
    assert [item.application for item in alone.items.all()] == [file]
    alone.items.all().delete()
    roster.open_committee(world.fund, name="Autre", slug="autre", sector="Nord", by=world.by, now=world.later(),
                          colleges=[("residents", "Habitants", True)])  # fmt: skip
    shared = meetings.plan(world.committee, world.date(), by=world.by, now=world.later())
    assert not shared.items.exists()
    assert Application.objects.filter(pk=file.pk, state="admissible").exists()

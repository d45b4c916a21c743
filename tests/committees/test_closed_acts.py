"""V9: on a closed meeting and a decided file, every act and every address that posts changes nothing that is kept.

The acts are those of the code and the addresses those of the resolver: a new one needs its line, or its reason.
"""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.meetings import actions as meetings
from committees.meetings.models import Absence, AgendaItem, Meeting, Presence, Recusal
from committees.minutes import actions as minutes
from committees.minutes.models import Minutes, MinutesFacts, MinutesWord
from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, DecisionText, Elector, Vote
from fph.people.models import User
from fph.verdict import Refused
from projects.applications import actions as applications
from projects.applications.actions.writing import move
from projects.applications.models import Application, Override
from tests.house.test_urls import OURS
from tests.house.test_writes import public_functions
from tests.projects.filing import quote

pytestmark = pytest.mark.django_db
KEPT = (Meeting, AgendaItem, Presence, Absence, Recusal, Ballot, Elector, Vote, Decision, DecisionText, Minutes,
        MinutesFacts, MinutesWord)  # fmt: skip
# Acts that touch no closed meeting and no decided file, each with its reason.
ELSEWHERE = {
    "committees.meetings.actions.life.plan": "opens another meeting",
    "committees.roster.actions.open_committee": "a committee",
    "committees.roster.actions.seat": "a seat",
    "committees.roster.actions.confide": "a role",
    "committees.roster.actions.take_back": "a role",
    "committees.roster.actions.unseat": "a seat",
    "committees.votes.actions.tasks.finish": "a task is done after its meeting",
    "committees.minutes.actions.add_erratum": "the way to correct: a row of its own, beside",
    "committees.minutes.actions.forget": "empties the words of an erased person: tests/privacy",
    "committees.votes.actions.erasure.forget": "empties the words of an erased person: tests/privacy",
    "projects.applications.actions.overrides.drop_stale": "a piece of an answer, on a file sent back to be completed",
    "projects.applications.actions.applicant.start": "opens another file",
    "projects.applications.actions.erasure.forget": "empties an erased person's file: tests/privacy",
}
# Addresses that post and lead to another meeting, or nowhere near one.
OTHER_ADDRESSES = {
    "plan_meeting": "opens another meeting",
    "finish_task": "a task is done after its meeting",
    "add_erratum": "the way to correct: a row of its own, beside",
}


@pytest.fixture
def closed():
    """The demonstration's last closed meeting, and who is who."""
    meeting = Meeting.objects.exclude(closed_at=None).order_by("-number").first()
    item = meeting.items.exclude(application=None).first()
    seat = meeting.presences.first().membership
    people = {key: User.objects.get(email=f"{key}@demo.example") for key in ("fatou", "lucien", "claire")}
    file = item.application
    return SimpleNamespace(
        meeting=meeting, item=item, seat=seat, away=meeting.absences.first().membership, file=file,
        ballot=meeting.ballots.first(), decision=meeting.decisions.first(), by=people["fatou"], people=people,
        now=meeting.closed_at + timedelta(minutes=5), outcome=None,
    )  # fmt: skip


def rows(*models) -> dict:
    """Return every row of these tables, as it stands."""
    return {(m.__name__, values[m._meta.pk.attname]): values for m in models for values in m._base_manager.values()}


ON_A_MEETING = {
    "committees.meetings.actions.agenda.add_item": lambda c, who: meetings.add_item(
        c.meeting, kind="information", title="Après", **who),
    "committees.meetings.actions.agenda.remove_item": lambda c, who: meetings.remove_item(c.item, **who),
    "committees.meetings.actions.agenda.move_item": lambda c, who: meetings.move_item(c.item, 1, **who),
    "committees.meetings.actions.agenda.set_hearings": lambda c, who: meetings.set_hearings(
        c.meeting, starts=c.now.time(), every_minutes=5, **who),
    "committees.meetings.actions.agenda.call_item": lambda c, who: meetings.call_item(c.meeting, c.item, **who),
    "committees.meetings.actions.attendance.arrive": lambda c, who: meetings.arrive(c.meeting, c.away, **who),
    "committees.meetings.actions.attendance.leave": lambda c, who: meetings.leave(c.meeting, c.seat, **who),
    "committees.meetings.actions.attendance.excuse": lambda c, who: meetings.excuse(c.meeting, c.seat, **who),
    "committees.meetings.actions.attendance.hear": lambda c, who: meetings.hear(c.item, **who),
    "committees.meetings.actions.attendance.unhear": lambda c, who: meetings.unhear(c.item, **who),
    "committees.meetings.actions.attendance.recuse": lambda c, who: meetings.recuse(c.item, c.seat, **who),
    "committees.meetings.actions.exceptions.pass_over": lambda c, who: meetings.pass_over(
        c.item, "cap_per_project", reason="Trois mots au moins.", **who),
    "committees.meetings.actions.exceptions.take_back": lambda c, who: meetings.take_back(c.item, Override(), **who),
    "committees.meetings.actions.life.open_meeting": lambda c, who: meetings.open_meeting(c.meeting, **who),
    "committees.meetings.actions.life.close": lambda c, who: meetings.close(c.meeting, **who),
    "committees.minutes.actions.close_meeting": lambda c, who: minutes.close_meeting(c.meeting, **who),
    "committees.votes.actions.ballots.open_ballot": lambda c, who: votes.open_ballot(
        c.item, mode="open", cents=1000, **who),
    "committees.votes.actions.ballots.cast": lambda c, who: votes.cast(c.ballot, "for", **who),
    "committees.votes.actions.ballots.close_ballot": lambda c, who: votes.close_ballot(
        c.ballot, hands={"in_favour": 0, "against": 9, "abstained": 0}, **who),
    "committees.votes.actions.decisions.decide": lambda c, who: votes.decide(c.item, kind="deferred", **who),
    "committees.votes.actions.decisions.settle": lambda c, who: votes.decisions.settle(
        c.ballot, SimpleNamespace(result="rejected", denominator="zéro"), **who),
    "committees.votes.actions.opinions.carry_out": lambda c, who: votes.opinions.carry_out(c.decision, **who),
    "committees.votes.actions.tasks.assign": lambda c, who: votes.assign(
        c.item, what="Quoi", who="Qui", who_is_body=True, due_on=c.now.date(), **who),
    "committees.votes.actions.tasks.entrust": lambda c, who: votes.entrust(
        c.decision, what="Quoi", who="Qui", who_is_body=True, due_on=c.now.date(), **who),
}  # fmt: skip
ON_A_FILE = {
    "projects.applications.actions.applicant.save_step": lambda f, who: applications.save_step(
        f, "projet", {"title": "Autre"}, **who),
    "projects.applications.actions.applicant.attach": lambda f, who: applications.attach(f, quote(), "quote", **who),
    "projects.applications.actions.applicant.detach": lambda f, who: applications.detach(
        f.attachments.first(), **who),
    "projects.applications.actions.applicant.submit": lambda f, who: applications.submit(f, **who),
    "projects.applications.actions.applicant.answer_correction": lambda f, who: applications.answer_correction(
        f, "Voici", **who),
    "projects.applications.actions.applicant.withdraw": lambda f, who: applications.withdraw(f, **who),
    "projects.applications.actions.coordination.admit": lambda f, who: applications.admit(f, **who),
    "projects.applications.actions.coordination.ask_correction": lambda f, who: applications.ask_correction(
        f, "Et ceci ?", **who),
    "projects.applications.actions.coordination.declare_inadmissible": lambda f, who: applications.declare_inadmissible(
        f, "Non", **who),
    "projects.applications.actions.overrides.pass_over": lambda f, who: applications.pass_over(
        f, "cap_per_project", role="committee", reason="Trois mots au moins.", **who),
    "projects.applications.actions.overrides.take_back": lambda f, who: applications.take_back(passed_over(f, who), **who),
    "projects.applications.actions.writing.move": lambda f, who: move(f, "admissible", **who),
    "projects.applications.actions.committee.grant": lambda f, who: applications.grant(
        f, cents=100, reference="X", **who),
    "projects.applications.actions.committee.refuse": lambda f, who: applications.refuse(f, reference="X", **who),
    "projects.applications.actions.committee.defer": lambda f, who: applications.defer(f, reference="X", **who),
}  # fmt: skip


def passed_over(file, who) -> Override:
    """Return a row written by hand on a file that is over."""
    return Override.objects.create(
        application=file, regulation_version=file.regulation_version, parameter="cap_per_project", article="4",
        finding="Trop.", role="committee", reason="Trois mots au moins.", made_at=who["now"], made_by=who["by"],
    )  # fmt: skip


def test_every_act_has_its_line():
    acts = {
        name for name, function in public_functions()
        if hasattr(function, "is_action") and name.startswith(("committees.", "projects.applications."))
    }  # fmt: skip
    told = set(ELSEWHERE) | set(ON_A_MEETING) | set(ON_A_FILE)
    assert acts == told, f"say what it does on a closed meeting or a decided file: {acts ^ told}"


@pytest.mark.parametrize("act", ON_A_MEETING)
def test_no_act_changes_a_closed_meeting(closed, act):
    before = rows(*KEPT)
    try:
        ON_A_MEETING[act](closed, {"by": closed.by, "now": closed.now})
    except Refused:
        pass
    except IntegrityError:
        assert act.endswith(".settle"), "a piece of the closing, which the triggers alone stop"
    assert rows(*KEPT) == before


@pytest.mark.parametrize("act", ON_A_FILE)
@pytest.mark.parametrize("state", ["refused", "closed"])
def test_no_act_changes_a_file_that_is_over(act, state):
    file = Application.objects.filter(state=state).first()
    before = rows(Application, *KEPT), file.attachments.count(), file.corrections.count()
    with pytest.raises(Refused):
        ON_A_FILE[act](file, {"by": file.owner, "now": timezone.now()})
    assert (rows(Application, *KEPT), file.attachments.count(), file.corrections.count()) == before


# --- Every address ----------------------------------------------------------------------------------------------

TYPED = {
    "mode": "open", "cents": "100", "amount": "100", "choice": "for", "in_favour": "9", "against": "0", "abstained": "0",
    "reasons": "Après coup", "public_reasons": "Après coup", "what": "Quoi", "who": "Qui", "due_on": "2031-01-01",
    "kind": "information", "title": "Après coup", "do": "add", "place": "1", "present": "on", "presence": "arrive",
    "where": "present", "move": "1", "yes": "on", "confirm": "on", "text": "Après coup",
}  # fmt: skip


def addresses(closed):
    """Yield (name, address) of every address that names this meeting, one of its points or votes, or its file."""
    mine = {
        "item": closed.item.pk,
        "seat": closed.seat.pk,
        "ballot": closed.ballot.pk,
        "slug": closed.meeting.committee.slug,
    }
    for name in dict.fromkeys(name for address, name, _view in OURS if address.startswith(("seances/", "comites/"))):
        pattern = next(address for address, other, _view in OURS if other == name)
        asked = [word.split(":")[1].rstrip(">") for word in pattern.split("/") if word.startswith("<")]
        values = mine | {"pk": closed.meeting.pk}
        yield name, reverse(name, args=[values[word.split(">")[0]] for word in asked])


def test_no_address_changes_a_closed_meeting(closed):
    before, tried = rows(*KEPT), 0
    for who in closed.people.values():
        client = Client()
        client.force_login(who)
        for name, address in addresses(closed):
            if name in OTHER_ADDRESSES:
                continue
            tried += 1
            for data in ({}, TYPED):
                answer = client.post(address, data)
                assert answer.status_code < 500, address
                assert rows(*KEPT) == before, f"{name} changed a closed meeting"
    assert tried > 30

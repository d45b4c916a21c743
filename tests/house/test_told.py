"""V10. Every decision is in the register: what an act changes, an entry of the same transaction tells.

Every act of the house is watched once, from the code: most while the demonstration was built, the others in a scene of
this page. A new act comes with one or the other; a changed row without its entry fails, by name.
"""

import json
from dataclasses import replace
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from cms import actions as site
from cms.actions import installation
from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.roster import actions as roster
from committees.votes import actions as votes
from committees.votes.models import Vote
from fph.journal import actions as journal
from fph.mail import actions as mail
from fph.people import actions as people
from fph.people.roles import paris_day
from fph.territories import actions as territories
from fph.territories.models import Neighbourhood
from fph.territories.rules import OfficialNeighbourhood
from projects.applications import actions as applications
from projects.authority import actions as authority
from projects.followup import actions as followup
from projects.fund import actions as funds
from projects.fund.models import Account
from projects.fund.rules import CardPayment, CardRefund
from projects.regulation import actions as regulations
from projects.regulation.rules import Obligation, Rule
from tests.committees import world as committees
from tests.harness.watching import acts, watched, watching
from tests.house import told_table as table
from tests.house.source import ROOMS
from tests.projects import acts as acts_world
from tests.projects import exceptions_world as exceptions
from tests.projects import filing, some_fund
from tests.projects import followup_world as aids
from tests.settings import ROOT

pytestmark = pytest.mark.django_db


# --- What the demonstration does not do -----------------------------------------------------------------


def a_session_with_its_slips():
    """Change the agenda, vote twice, leave, entrust a task, close, correct."""
    world = committees.build(members=2)
    meeting, chair = world.meeting(), world.chair.person
    act = {"by": chair, "now": world.later()}
    item, other = world.item(meeting, title="Un point"), world.item(meeting, title="Un autre")
    meetings.move_item(other, -1, **act)
    meetings.remove_item(other, **act)
    ballot = votes.open_ballot(item, mode="open", **act)
    for choice in ("for", "against"):
        votes.cast(ballot, choice, by=world.members[0].person, now=world.later())
    meetings.leave(meeting, world.members[1], **act)
    votes.close_ballot(ballot, **act)
    votes.assign(item, what="Prévenir", who="La coordination", who_is_body=True, due_on=date(2027, 1, 1), **act)
    votes.assign(item, what="Appeler", who="Une voisine", who_is_body=False, due_on=date(2027, 1, 1), **act)
    minutes.add_erratum(minutes.close_meeting(meeting, **act), "Lire trente, non vingt.", **act)


def an_applicant_comes():
    """Give the applicant an hour, note them in the room, then that it was another's."""
    world = committees.build(members=1, applicant_hearing="expected")
    item = world.item(world.meeting(), world.file("Fête", 50_000))
    meetings.set_hearings(item.meeting, starts=time(18), every_minutes=10, by=world.by, now=world.later())
    meetings.hear(item, by=world.by, now=world.later())
    meetings.unhear(item, by=world.by, now=world.later())


def rules_passed_over():
    """Pass over as the coordination and as the committee, take back, correct a file until nothing is left to pass over."""
    world = exceptions.build()
    file, by = world.filed(5_000), world.filing.coordinator
    applications.take_back(world.pass_over(file, "floor_per_project", "coordinator"), by=by, now=filing.NOW)
    world.pass_over(file, "floor_per_project", "coordinator")
    applications.ask_correction(file, "Combien ?", by=by, now=filing.NOW)
    higher = {"requested_cents": 20_000, "lines": [("expense", "Jeux", 20_000)]}
    applications.save_step(file, "budget", higher, by=file.owner, now=filing.NOW)
    applications.answer_correction(file, "Deux cents euros.", by=file.owner, now=filing.NOW)
    second = world.admissible(60_000)
    item = world.item(world.session(), second)
    meetings.take_back(item, meetings.pass_over(item, "cap_per_project", reason=exceptions.WHY, **world.chairing),
                       **world.chairing)  # fmt: skip


def a_vote_stopped_by_a_recusal():
    """Step aside when one has voted: the closing takes the vote out."""
    world = committees.build(members=3)
    meeting = world.meeting()
    ballot = votes.open_ballot(world.item(meeting), mode="open", by=world.by, now=world.later())
    votes.cast(ballot, "for", by=world.members[0].person, now=world.later())
    meetings.recuse(ballot.item, world.members[0], by=world.by, now=world.later())
    votes.close_ballot(ballot, by=world.chair.person, now=world.later())
    assert not Vote.objects.filter(ballot=ballot).exists()


def a_reglement_that_changes():
    """Draft, throw away, propose, withdraw, take up, put on an agenda and take off it, adopt; another is not adopted."""
    world = committees.build(members=2)
    day = paris_day(world.now)
    act = {"by": world.members[0].person, "now": world.now}
    words = {"title": "Le plafond", "why": "Tout augmente.", "in_force_from": day + timedelta(days=9)}
    regulations.put_document(world.fund, world.fund.regulation_versions.get().regulation, **act)
    regulations.discard(regulations.drop_rule(world.fund, "quorum_percent", **act), **act)
    first = regulations.propose(
        regulations.put_rule(world.fund, Rule("cap_per_project", 80_000), **act), **words, **act
    )
    second = regulations.propose(regulations.take_up(first, **act), **words, **act)
    meeting = world.meeting()
    for adopted in (False, True):
        act = {"by": world.chair.person, "now": world.later()}
        if adopted:
            second = regulations.propose(regulations.take_up(second, **act), **words, **act)
        item = meetings.add_item(meeting, kind="resolution", amendment=second, **act)
        meetings.remove_item(item, **act)
        item = meetings.add_item(meeting, kind="resolution", amendment=second, **act)
        hands = {"in_favour": 4 * adopted, "against": 4 * (not adopted), "abstained": 0}
        votes.close_ballot(votes.open_ballot(item, mode="show_of_hands", **act), hands=hands, **act)
    roster.unseat(world.members[0], by=world.by, now=world.later())
    people.erase(world.members[0].person, by=world.by, now=world.later())


def an_interest_only_declared():
    """Say one has an interest, under a règlement that asks no more."""
    world = committees.build(members=1, conflict_of_interest="declare_only")
    meetings.recuse(world.item(world.meeting()), world.members[0], by=world.by, now=world.later())


def roles_come_and_go():
    """Confide and take back, on a fund, a committee, a newsroom."""
    world = committees.build(members=1)
    act = {"by": world.by, "now": world.now}
    words = {"email": "nouvelle@exemple.fr", "name": "Nouvelle", "starts_on": date(2026, 1, 1)}
    college = world.committee.colleges.first()
    on_fund = roster.confide(world.fund, world.committee, role="treasurer", **words, **act)
    seat = roster.confide(world.fund, world.committee, role="member", college=college, **words, **act)
    roster.take_back(on_fund, **act)
    roster.take_back(seat, **act)
    roster.unseat(world.members[0], **act)
    funds.end_mandate(
        funds.appoint(world.fund, committees.person(), "helper", starts_on=date(2026, 1, 1), **act), **act
    )
    place = world.fund.neighbourhood
    act["by"] = people.open_account(email="ada@exemple.fr", name="Ada", administrator=True, now=world.now)
    site.open_site(place, headline="Chez nous", introduction="Bonjour", **act)
    editor = committees.person()
    mandate = site.appoint_editor(editor, place, starts_on=date(2026, 1, 1), publishes=True, **act)
    site.dismiss_editor(mandate, **act)


def an_authority_decides():
    """Give opinions, record an act with its document, annul it, be forgotten."""
    world = acts_world.build()
    acts = acts_world.an_act(world.fund, filing.admissible(world), by=world.coordinator, now=filing.NOW)
    authority.annul_act(acts.act, "Mauvais numéro", by=world.coordinator, now=filing.NOW)
    people.erase(world.resident, by=world.admin, now=filing.NOW)


def a_fund_from_nothing():
    """Install a fund in one act."""
    asked = installation.Installation(
        administrator_email="ana@exemple.fr", administrator_name="Ana", carrier="Les Ateliers", place="Le Port",
        place_slug="le-port", commune="Ville", insee_code="75118", fund="Fonds du Port", slug="le-port", prefix="PORT",
        coordinator_email="cosme@exemple.fr", coordinator_name="Cosme", cap_cents=70_000,
    )  # fmt: skip
    installation.install_fund(asked, now=some_fund.NOW)


def a_file_with_its_slips():
    """Join and take out a document, complete, be forgotten."""
    world = filing.build()
    resident = {"by": world.resident, "now": filing.NOW}
    people.expect_address(world.resident)
    people.rename_me(world.resident, name="Claire F.", phone="", language="fr", **resident)
    draft = filing.draft(world)
    paper = applications.attach(draft, filing.quote(), "quote", **resident)
    applications.detach(paper, **resident)
    applications.attach(draft, filing.quote(), "quote", **resident)
    applications.submit(draft, **resident)
    applications.ask_correction(draft, "Joignez le devis.", by=world.coordinator, now=filing.NOW)
    applications.answer_correction(draft, "Le voici.", **resident)
    applications.withdraw(applications.start(world.fund, **resident), **resident)
    people.erase(world.resident, by=world.admin, now=filing.NOW)


def an_aid_with_its_slips():
    """Send a report back, take a receipt off, withdraw a grant, be forgotten."""
    world = aids.open_world(obligations=(Obligation("Afficher le soutien du fonds", 10),))
    project = aids.paid(world)
    followup.fulfil(project.obligations.get(), **world.act("holder"))
    report = aids.reported(world, project, 40_000)
    followup.send_back_report(report, "Il manque une page.", **world.act("coordinator"))
    followup.remove_receipt(report.receipts.first(), **world.act("holder"))
    applications.withdraw(aids.granted(world), **world.act("holder"))
    people.erase(world.people.holder, **world.act("boss"))


def money_with_its_slips():
    """Promise from a newcomer, on a tranche of its own, give back to a funder."""
    given, act = some_fund.endowed(100_000), {"by": some_fund.person(), "now": some_fund.NOW}
    funds.take_back(given, cents=10_000, key="reprise", **act)
    words = {"name": "Ville nouvelle", "nature": "commune", "siret": "", "cents": 5_000}
    funds.pledge_from_new(given.exercise, **words, **act)
    funds.open_tranche(given.exercise, "Région", **act)


def gifts_under_the_weather():
    """Open, give up, pay, pay wrong, pay twice, give back, refund at the bank."""
    exercise, machine = some_fund.year(), people.service_account("Guichet d’essai")
    act = {"by": machine, "now": some_fund.NOW}

    def opened(turn):
        gift = funds.open_gift(exercise, cents=5_000, email="don@exemple.fr", now=some_fund.NOW)
        return funds.note_session(gift, f"cs_{turn}")

    def told(gift, turn, cents=5_000):
        payment = CardPayment(f"cs_{turn}", str(gift.pk), "paid", cents, "eur", f"pi_{turn}")
        bell = SimpleNamespace(id=f"evt_{turn}", type="checkout.session.completed", object_id=f"cs_{turn}")
        funds.answer(funds.note_bell(bell, livemode=False, now=some_fund.NOW), payment, None, **act)

    funds.give_up(opened(0))
    kept, wrong = opened(1), opened(2)
    told(kept, 1)
    told(kept, 3)
    told(wrong, 2, cents=1)
    funds.finish_refund(funds.begin_refund(wrong, reason="", **act), **act)
    kept.refresh_from_db()
    for refunded in (1_000, 5_000):
        funds.note_refund(kept, CardRefund("pi_1", refunded, refunded == 5_000), **act)


def a_mail_that_does_not_leave():
    """Note why."""
    message = mail.write("essai", some_fund.person(), "Bonjour", "Bonjour", now=some_fund.NOW)
    mail.note_failure(message, OSError("closed"))
    mail.note_sent(message, now=some_fund.NOW + timedelta(minutes=1))


def a_person_and_their_sessions():
    """Open sessions, add and lose a second factor."""
    asma, act = some_fund.person(), {"now": some_fund.NOW}
    people.begin_session(asma, SessionStore(), browser="Firefox", **act)
    factors = {"tell": lambda person, event: None, "by": asma, **act}
    people.change_factors(asma, lambda: people.forget_factors(asma), event="factor.reset", **factors)
    people.end_sessions(asma)


def the_official_list():
    """Read it twice: new, then renamed and moved; name a commune that a code gave."""
    act = {"by": people.service_account("Lecture"), "now": some_fund.NOW}
    square = {"type": "Polygon", "coordinates": [[[4.0, 45.0], [4.1, 45.0], [4.1, 45.1], [4.0, 45.0]]]}
    first = OfficialNeighbourhood("QN06999M", "Le Port", "", ("69123",), square)
    moved = {**square, "coordinates": [[[4.0, 45.0], [4.2, 45.0], [4.1, 45.1], [4.0, 45.0]]]}
    territories.import_neighbourhoods([first], sha256="0" * 64, **act)
    territories.name_commune(Neighbourhood.objects.get(qpv_code=first.code), "Lyon", **act)
    later = replace(first, name="Le Vieux Port", geometry=moved)
    territories.import_neighbourhoods([later], sha256="1" * 64, on=date(2026, 6, 1), **act)


SCENES = (
    a_session_with_its_slips, an_applicant_comes, rules_passed_over, a_vote_stopped_by_a_recusal, an_interest_only_declared,
    an_authority_decides, a_reglement_that_changes, roles_come_and_go, a_fund_from_nothing, a_file_with_its_slips,
    an_aid_with_its_slips, money_with_its_slips, gifts_under_the_weather, a_mail_that_does_not_leave,
    a_person_and_their_sessions, the_official_list,
)  # fmt: skip


# --- Everything is told -----------------------------------------------------------------------------------


def seen_in(scene):
    """Play a scene, watched, and take it back."""
    with watching() as watch, transaction.atomic():
        scene()
        transaction.set_rollback(True)
    return watch


def test_every_act_tells_what_it_does():
    watches = [demonstration(), *map(seen_in, SCENES)]
    assert not {what for watch in watches for what in watch.untold}
    missing = set(acts().values()).difference(*(watch.acts for watch in watches))
    assert not missing, f"play them in a scene of this page: {sorted(missing)}"
    written = {f"{name} {key}" for name in ("FOLLOWED", "TOLD_BY", "SILENT") for key in getattr(table, name)}
    idle = written.difference(*(watch.served for watch in watches))
    assert not idle, f"these exceptions of told_table.py serve no more: {sorted(idle)}"


def demonstration():
    """Return what was seen while the template was filled with the demonstration."""
    return SimpleNamespace(**json.loads((ROOT / "watch.json").read_text()))


def test_every_table_is_watched_or_has_its_reason():
    labels = {model._meta.app_label for model in apps.get_models(include_auto_created=True)} - set(ROOMS)
    assert not labels - set(table.OUTSIDE), "say in told_table.py why nothing of the fund is decided there"
    assert set(table.NO_DECISION) <= {model._meta.label for model in apps.get_models()}
    assert "projects.Transfer" in watched().values()


# --- The watch itself ---------------------------------------------------------------------------------------


@journal.action
def spend_in_silence(account, *, by, now):
    """Change a decision and tell nothing."""
    Account.objects.filter(pk=account.pk).update(balance_cents=7)


@journal.action
def speak_of_another(account, *, by, now):
    """Change a decision and tell of something else."""
    Account.objects.filter(pk=account.pk).update(balance_cents=7)
    journal.record("person.changed", by, by=by, now=now)


@journal.action
def change_and_change_back(account, *, by, now):
    """Leave things as they were."""
    for cents in (7, account.balance_cents):
        Account.objects.filter(pk=account.pk).update(balance_cents=cents)


@pytest.mark.parametrize(("act", "found"), [(spend_in_silence, 1), (speak_of_another, 1), (change_and_change_back, 0)])
def test_the_watch_sees_what_is_not_told(act, found):
    account = Account.objects.get(exercise=some_fund.endowed(1_000).exercise, kind="available")
    watch = seen_in(lambda: act(account, by=some_fund.person(), now=some_fund.NOW))
    assert len([what for what in watch.untold if "projects.Account (balance_cents)" in what]) == found


def test_an_act_whose_record_is_forgotten_is_named(monkeypatch):
    given = some_fund.endowed(1_000)
    monkeypatch.setattr("projects.fund.actions.ledger.record", lambda *args, **words: None)
    act = {"by": some_fund.person(), "now": some_fund.NOW}
    watch = seen_in(lambda: funds.take_back(given, cents=1, key="en silence", **act))
    assert {what.split(" ")[2] for what in watch.untold} == {"projects.Account", "projects.Transfer"}
    assert "projects.fund.actions.ledger.take_back" in next(iter(watch.untold))

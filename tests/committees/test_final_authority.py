"""Under an advisory règlement: the vote is an opinion, the act of the authority decides, and the money follows."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.minutes import actions as minutes
from committees.minutes import queries as minutes_queries
from committees.votes import actions as votes
from fph.journal.models import JournalEntry
from fph.mail.models import OutboxMessage
from fph.people.roles import Role
from fph.verdict import Refused
from projects.applications import actions as applications
from projects.applications.queries import story
from projects.authority import actions as authority
from projects.authority.models import Act, Opinion, Ruling
from projects.authority.rules import AMOUNT, FOLLOWS, REFUSES, Answer
from projects.followup import actions as followup
from projects.followup import exports, queries
from projects.fund import actions as funds
from projects.fund.queries import envelope, project_cents
from projects.regulation import actions as regulations
from projects.regulation import shelf
from tests.committees.test_session_pages import text
from tests.committees.world import build, person
from tests.harness.sessions import prove
from tests.harness.threads import together
from tests.projects.filing import PDF

COUNCIL = "le conseil municipal, qui vote chaque aide"
ADVISORY = {"final_authority": "advisory", "final_authority_body": COUNCIL}
HANDS = {"in_favour": 4, "against": 1, "abstained": 0}
AGAINST = {"in_favour": 1, "against": 4, "abstained": 0}
fast = pytest.mark.django_db


def advisory(**more):
    """Build a world whose committee gives opinions, with a coordinator and a treasurer, now."""
    world = build(**{**ADVISORY, **more})
    world.now = timezone.now() - timedelta(days=12)
    for role in (Role.COORDINATOR, Role.TREASURER):
        world.extra[role] = person()
        funds.appoint(world.fund, world.extra[role], role, starts_on=world.now.date(), by=world.by, now=world.now)
    return world


def vote(world, meeting, file, cents=34000, hands=HANDS):
    """Vote by hand on a file, and return the decision."""
    chair = world.chair.person
    ballot = votes.open_ballot(
        world.item(meeting, file), mode="show_of_hands", cents=cents, by=chair, now=world.later()
    )
    return votes.close_ballot(ballot, by=chair, now=world.later(), hands=hands)


def advised(world, *titles, **words):
    """Hold a meeting that gives a favourable opinion on a file of each title, close it; return the files."""
    files = [world.file(title, 50000) for title in titles or ("Fête de la rue",)]
    meeting = world.meeting()
    for file in files:
        vote(world, meeting, file, **words)
    minutes.close_meeting(meeting, by=world.chair.person, now=world.later())
    world.extra["meeting"] = meeting
    return files


def record(world, answers, *, now=None, **changes):
    """Record an act of the council on these files."""
    said = {
        "reference": "Délibération 2026-118",
        "body": COUNCIL,
        "acted_on": (timezone.now() - timedelta(days=2)).date(),
    }
    said |= changes
    opinions = {Opinion.objects.get(application=file): answer for file, answer in answers.items()}
    by = world.extra[Role.COORDINATOR]
    return authority.record_act(world.fund, opinions, **said, by=by, now=now or timezone.now())


def available(world) -> int:
    return envelope(world.exercise).available_cents


def adds_up() -> str:
    """Check the ledger and the register."""
    call_command("check_ledger", stdout=io.StringIO())
    call_command("verify_register", stdout=io.StringIO())


# --- The vote is an opinion -----------------------------------------------------------------------------


@fast
def test_closing_a_ballot_gives_an_opinion_sets_the_money_aside_and_grants_nothing():
    world = advisory()
    file = world.file("Fête de la rue", 50000)
    decision = vote(world, world.meeting(), file)
    file.refresh_from_db()
    assert decision.kind == "favourable" and decision.outcome.replace("\xa0", " ").replace("\u202f", " ") == (
        "avis favorable, 340 € proposés"
    )
    assert (file.state, file.granted_cents, file.decided_at) == ("advised", None, None)
    assert file.public_state == "Avis rendu, décision attendue"
    assert project_cents([file.pk])[file.pk]["reserved"] == 34000 and available(world) == 466000
    # What the public reads names neither the project nor its holder.
    told = [entry.payload.body for entry in JournalEntry.objects.filter(visibility="public", at=world.now)]
    assert any(file.number in words for words in told) and not any(file.title in words for words in told)
    assert not any("accord" in words for words in told)
    adds_up()


@fast
def test_the_money_of_an_opinion_is_not_promised_twice():
    world = advisory(money=50000)
    first, second = world.file("Un", 50000), world.file("Deux", 50000)
    meeting = world.meeting()
    vote(world, meeting, first)
    with pytest.raises(Refused, match="Il reste 160"):
        vote(world, meeting, second)


@fast
def test_an_unfavourable_opinion_refuses_nothing_yet():
    world = advisory()
    (file,) = advised(world, hands=AGAINST)
    file.refresh_from_db()
    assert file.state == "advised" and available(world) == 500000
    assert file.opinion.words == "avis défavorable"
    record(world, {file: Answer(AMOUNT, 20000, "La ville soutient ce projet")})
    file.refresh_from_db()
    assert (file.state, file.granted_cents) == ("granted", 20000)
    adds_up()


@fast
def test_a_sovereign_committee_still_decides_and_the_frozen_version_says_which():
    world = advisory()
    meeting = world.meeting()
    day = (world.now - timedelta(days=1)).date()
    regulations.adopt(world.fund, regulation=build(slug="autre").fund.regulation_versions.first().regulation,
                      adopted_on=day, adopted_by_body="Comité", in_force_from=day, by=world.by, now=world.now)  # fmt: skip
    file, other = world.file("Ancienne", 50000), world.file("Nouvelle", 50000)
    assert vote(world, meeting, file).kind == "favourable", "the meeting froze the advisory version"
    assert vote(world, world.meeting(), other).kind == "partially_granted"


@fast
def test_the_minutes_say_opinion_and_who_decides_and_stay_unchanged_after_the_act():
    world = advisory()
    (file,) = advised(world)
    sealed = world.extra["meeting"].minutes
    before = (sealed.sha256, sealed.facts.internal, sealed.facts.public)
    facts = minutes_queries.sealed_facts(sealed, public=True)
    assert facts.decisions[0].outcome == "Avis favorable" and file.title not in sealed.facts.public
    assert any(COUNCIL in line and "proposés" in line for line in facts.findings)
    assert "accord" not in json.dumps(facts.to_dict(), ensure_ascii=False)
    record(world, {file: Answer(FOLLOWS)})
    sealed = type(sealed).objects.get(pk=sealed.pk)
    assert before == (sealed.sha256, sealed.facts.internal, sealed.facts.public)


# --- The act decides ------------------------------------------------------------------------------------


@fast
def test_one_act_follows_an_opinion_changes_another_and_refuses_a_third():
    world = advisory()
    follows, less, refused = advised(world, "Repas", "Sortie", "Concert")
    act = record(world, {
        follows: Answer(FOLLOWS), less: Answer(AMOUNT, 20000, "Budget serré"), refused: Answer(REFUSES, reason="Hors budget"),
    })  # fmt: skip
    for file in (follows, less, refused):
        file.refresh_from_db()
    assert [file.state for file in (follows, less, refused)] == ["granted", "granted", "refused"]
    assert (follows.granted_cents, less.granted_cents, refused.granted_cents) == (34000, 20000, None)
    assert {file.decision_reference for file in (follows, less, refused)} == {"Délibération 2026-118"}
    assert {file.decision_body for file in (follows, less, refused)} == {COUNCIL}
    # The clock « décision » of a file is the act, not the opinion nor the day it was recorded.
    assert follows.decided_at.date() == act.acted_on
    assert available(world) == 500000 - 54000
    mails = list(OutboxMessage.objects.values_list("body", flat=True))
    granted = [body for body in mails if "accordés" in body and "Délibération 2026-118" in body and COUNCIL in body]
    assert len(granted) == 2 and any("Hors budget" in body for body in mails)
    told = JournalEntry.objects.get(kind="act.recorded")
    assert told.visibility == "public" and "Délibération 2026-118" in told.payload.body
    assert any("Délibération 2026-118" in event.sentence for event in story(follows))
    adds_up()


@fast
def test_the_funder_reads_the_act_and_the_body_and_never_a_file_that_waits():
    world = advisory()
    decided, refused, _waiting = advised(world, "Repas", "Sortie", "Concert")
    record(world, {decided: Answer(AMOUNT, 20000, "Budget serré"), refused: Answer(REFUSES, reason="Hors budget")})
    report = queries.year_report(world.exercise)
    rows = list(report.rows)
    assert [(row.title, row.granted_cents, row.released_cents) for row in rows] == [("Repas", 20000, 0)]
    assert (rows[0].decision_reference, rows[0].decided_by) == ("Délibération 2026-118", COUNCIL)
    assert report.totals["granted_cents"] == 20000 and report.envelope.reserved_cents == 20000 + 34000
    csv = exports.write(report, "csv").decode()
    assert COUNCIL in csv and "Concert" not in csv and "Sortie" not in csv
    assert exports.write(report, "xlsx").startswith(b"PK")


@fast
@pytest.mark.parametrize(
    ("cents", "money", "says"),
    [
        (60000, 500000, "ne peut pas accorder plus"),
        (45000, 500000, "plafond est de 400"),
        (40000, 36000, "Il reste 360"),
    ],
)
def test_an_act_passes_neither_what_was_asked_nor_the_cap_nor_what_is_left(cents, money, says):
    world = advisory(money=money, caps_cents={"resident": [40000], "group": [40000], "association": [40000]})
    (file,) = advised(world)
    before = available(world)
    with pytest.raises(Refused, match=says) as refusal:
        record(world, {file: Answer(AMOUNT, cents, "Plus utile")})
    assert [gap.field for gap in refusal.value.gaps] == [f"amount-{file.opinion.pk}"]
    file.refresh_from_db()
    assert file.state == "advised" and available(world) == before and not Act.objects.exists()
    adds_up()


@fast
def test_an_act_that_fails_on_one_file_decides_none():
    world = advisory()
    one, two = advised(world, "Repas", "Sortie")
    with pytest.raises(Refused, match="Sortie : Écrivez pourquoi"):
        record(world, {one: Answer(FOLLOWS), two: Answer(REFUSES)})
    one.refresh_from_db()
    assert one.state == "advised"


@fast
def test_one_act_of_two_meetings_is_recorded_twice_and_a_decided_file_not_again():
    world = advisory()
    (one,) = advised(world, "Repas")
    (two,) = advised(world, "Sortie")
    with pytest.raises(Refused, match="chaque séance"):
        record(world, {one: Answer(FOLLOWS), two: Answer(FOLLOWS)})
    record(world, {one: Answer(FOLLOWS)})
    record(world, {two: Answer(FOLLOWS)})
    with pytest.raises(Refused, match="vient d’être décidé"):
        record(world, {one: Answer(REFUSES, reason="Non")})


@fast
def test_a_file_withdrawn_while_it_waits_gives_the_money_back():
    world = advisory()
    (file,) = advised(world)
    applications.withdraw(file, by=world.by, now=timezone.now())
    assert available(world) == 500000
    assert list(queries.year_report(world.exercise).rows) == []
    adds_up()


@fast
def test_an_act_of_the_next_year_grants_the_money_set_aside_in_the_year_of_the_opinion():
    world = advisory()
    (file,) = advised(world)
    later = timezone.now() + timedelta(days=90)
    year = later.year
    assert year > world.exercise.year, "the world is of 2026 and the clock stands late in it"
    record(world, {file: Answer(FOLLOWS)}, now=later, acted_on=later.date())
    file.refresh_from_db()
    assert file.exercise_id == world.exercise.pk and available(world) == 466000
    adds_up()


# --- Mistakes -------------------------------------------------------------------------------------------


@fast
def test_an_act_recorded_by_mistake_is_annulled_then_recorded_again():
    world = advisory()
    file, refused = advised(world, "Repas", "Sortie")
    act = record(world, {file: Answer(AMOUNT, 20000, "Budget serré"), refused: Answer(REFUSES, reason="Hors budget")})
    authority.annul_act(
        act, "Ce n’était pas la bonne délibération", by=world.extra[Role.COORDINATOR], now=timezone.now()
    )
    for one in (file, refused):
        one.refresh_from_db()
        assert (one.state, one.granted_cents, one.decided_at, one.decision_reference) == ("advised", None, None, "")
    assert available(world) == 500000 - 68000
    assert JournalEntry.objects.get(kind="act.annulled").visibility == "public"
    assert OutboxMessage.objects.filter(body__contains="erreur d’enregistrement").count() == 2
    adds_up()
    record(world, {file: Answer(FOLLOWS), refused: Answer(FOLLOWS)}, reference="Délibération 2026-119")
    rows = {row.title: row.granted_cents for row in queries.year_report(world.exercise).rows}
    assert rows == {"Repas": 34000, "Sortie": 34000}
    with pytest.raises(Refused, match="déjà annulé"):
        authority.annul_act(act, "Encore", by=world.by, now=timezone.now())
    adds_up()


@fast
def test_an_act_on_which_a_holder_counts_is_not_annulled():
    world = advisory()
    (file,) = advised(world)
    act = record(world, {file: Answer(FOLLOWS)})
    file.refresh_from_db()
    followup.accept(file, channel="supplier", payee="Épicerie du coin", by=world.by, now=timezone.now())
    with pytest.raises(Refused, match="déjà accepté"):
        authority.annul_act(act, "Erreur", by=world.by, now=timezone.now())


@fast
@pytest.mark.parametrize(
    "change",
    [
        lambda act: Act.objects.filter(pk=act.pk).update(reference="Autre"),
        lambda act: Ruling.objects.filter(act=act).update(granted_cents=1),
        lambda act: Opinion.objects.filter(rulings__act=act).update(proposed_cents=1),
        lambda act: Ruling.objects.filter(act=act).delete(),
    ],
    ids=["act", "ruling", "opinion", "deleted"],
)
def test_what_was_recorded_is_never_changed(change):
    world = advisory()
    (file,) = advised(world)
    act = record(world, {file: Answer(FOLLOWS)})
    with pytest.raises(Exception) as refusal, transaction.atomic():
        change(act)
    assert refusal.type is not AssertionError


# --- Two at once ----------------------------------------------------------------------------------------


@pytest.mark.commits
def test_two_acts_at_once_on_one_file_leave_one(committed_db):
    world = advisory()
    (file,) = advised(world)
    answers = [Answer(FOLLOWS), Answer(REFUSES, reason="Hors budget")] * 2
    outcomes = together(*[lambda one=one: record(world, {file: one}) for one in answers])
    assert [isinstance(outcome, Act) for outcome in outcomes].count(True) == 1
    assert all(isinstance(outcome, Act | Refused) for outcome in outcomes), outcomes
    assert Act.objects.count() == Ruling.objects.filter(stands=True).count() == 1
    file.refresh_from_db()
    assert available(world) == 500000 - (file.granted_cents or 0)
    adds_up()


@fast
def test_canary_without_the_lock_the_table_alone_refuses_a_second_ruling():
    world = advisory()
    (file,) = advised(world)
    act = record(world, {file: Answer(FOLLOWS)})
    opinion = Opinion.objects.get(application=file)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(act=act, opinion=opinion, granted_cents=100)


# --- Through the pages, on the règlement of Beauvais ----------------------------------------------------


def as_(who) -> Client:
    client = Client()
    client.force_login(who)
    prove(client)
    return client


@pytest.fixture
def beauvais():
    """A world under the library's règlement of Beauvais, with an opinion on two projects."""
    world = advisory()
    day = world.now.date() - timedelta(days=1)
    model = shelf.model("beauvais-bourse")
    regulations.adopt(world.fund, regulation=model, adopted_on=day, adopted_by_body="Conseil municipal",
                      in_force_from=day, by=world.by, now=world.now)  # fmt: skip
    world.extra["files"] = advised(world, "Repas de rue", "Sortie à la mer")
    return world


def form(world, **changes):
    first, second = (Opinion.objects.get(application=file).pk for file in world.extra["files"])
    day = (timezone.now() - timedelta(days=1)).date().isoformat()
    data = {"reference": "Délibération 2026-118", "body": COUNCIL, "acted_on": day,
            f"choice-{first}": FOLLOWS, f"choice-{second}": REFUSES, f"reason-{second}": "Hors budget"}  # fmt: skip
    return data | changes


@fast
def test_from_the_vote_to_the_payment_order_through_the_pages(beauvais):
    world, (file, other) = beauvais, beauvais.extra["files"]
    office, slug = as_(world.extra[Role.COORDINATOR]), world.fund.slug
    page = text(office.get(reverse("final_acts", args=[slug])))
    assert "Actes à enregistrer" in page and "Décision attendue depuis 1" in page and "340 € proposés" in page
    assert COUNCIL in page and "Repas de rue" in page
    holder = as_(world.by)
    mine = text(holder.get(reverse("application", args=[file.pk])))
    assert "Avis rendu" in mine and COUNCIL in mine and "accord" not in mine.lower()
    desk = text(office.get(reverse("fund_desk", args=[slug])))
    assert "Actes à enregistrer" in desk
    address = reverse("record_final_act", args=[slug, world.extra["meeting"].pk])
    assert office.get(address).status_code == 200
    wrong = office.post(address, form(world, reference=""))
    assert wrong.status_code == 422 and "Hors budget" in text(wrong) and "Écrivez le numéro" in text(wrong)
    upload = SimpleUploadedFile("deliberation.pdf", PDF)
    sent = office.post(address, form(world) | {"upload": upload}, follow=True)
    assert "2 porteurs sont prévenus" in text(sent)
    act = Act.objects.get()
    page = text(office.get(reverse("final_act", args=[slug, act.pk])))
    assert "340 € accordés" in page and "Non retenu" in page and "deliberation.pdf" in page
    assert office.get(reverse("final_act_file", args=[slug, act.pk])).getvalue() == PDF
    file.refresh_from_db(), other.refresh_from_db()
    assert (file.state, other.state) == ("granted", "refused")
    projects = text(Client().get(reverse("fund_projects", args=[slug])))
    assert "Délibération 2026-118" in projects and COUNCIL in projects and "Sortie à la mer" not in projects
    assert "Hors budget" in text(holder.get(reverse("application", args=[other.pk])))
    told = holder.post(
        reverse("accept_award", args=[file.pk]), {"channel": "supplier", "payee": "Épicerie"}, follow=True
    )
    assert "l’aide est acceptée" in text(told)
    treasurer = as_(world.extra[Role.TREASURER])
    paid = treasurer.post(reverse("order_payment", args=[slug, file.award.pk, "acceptance"]), follow=True)
    assert "est ordonné" in text(paid)
    assert file.award.payment_orders.get().amount_cents == 34000 * 9 // 10
    adds_up()


@fast
def test_only_the_coordination_records_and_the_treasurer_reads(beauvais):
    world, slug = beauvais, beauvais.fund.slug
    address = reverse("record_final_act", args=[slug, world.extra["meeting"].pk])
    for who in (world.chair.person, world.secretary.person, world.extra[Role.TREASURER], world.by, person()):
        client = as_(who)
        assert client.get(address).status_code == 404 and client.post(address, form(world)).status_code == 404
    act = record(world, {world.extra["files"][0]: Answer(FOLLOWS)})
    for who, reads in ((world.extra[Role.TREASURER], 200), (world.chair.person, 404), (person(), 404)):
        assert as_(who).get(reverse("final_act", args=[slug, act.pk])).status_code == reads
        annul = as_(who).post(reverse("annul_final_act", args=[slug, act.pk]), {"reason": "Erreur"})
        assert annul.status_code == 404
    assert Act.objects.get().annulled_at is None


@fast
def test_an_act_is_annulled_on_its_page(beauvais):
    world, slug = beauvais, beauvais.fund.slug
    act = record(world, {world.extra["files"][0]: Answer(FOLLOWS)})
    office, address = as_(world.extra[Role.COORDINATOR]), reverse("annul_final_act", args=[slug, act.pk])
    empty = office.post(address, {"reason": ""})
    assert empty.status_code == 422 and "Écrivez ce qui était faux" in text(empty)
    assert "attendent de nouveau" in text(office.post(address, {"reason": "Mauvais numéro"}, follow=True))
    assert "annulé depuis" in text(office.get(reverse("final_act", args=[slug, act.pk])))


@fast
def test_the_session_screens_ask_for_an_opinion(beauvais):
    world = beauvais
    file, meeting = world.file("Concert", 50000), world.meeting()
    item = world.item(meeting, file)
    votes.open_ballot(item, mode="open", cents=30000, by=world.chair.person, now=timezone.now())
    page = text(as_(world.members[0].person).get(reverse("member_vote", args=[meeting.pk])))
    assert "Oui, avis favorable" in page and "accorder" not in page
    desk = text(as_(world.chair.person).get(reverse("meeting", args=[meeting.pk])))
    assert "rendre l’avis" in desk and "accorder" not in desk

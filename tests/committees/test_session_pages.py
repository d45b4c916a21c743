"""The pages of a session: who may do what, what they say, what a refused form keeps."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.roster import actions as roster
from committees.votes import actions as votes
from committees.votes.models import Ballot, Decision, Task, Vote
from committees.votes.views import live
from fph.people.roles import Role
from projects.fund import actions as funds
from tests.committees.world import build, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A meeting going on now, with a file at hand."""
    world = build(members=3)
    world.now = timezone.now()
    world.extra["file"] = world.file("Sortie à la mer", 62000)
    meeting = world.meeting()
    item = meeting.items.get(application=world.extra["file"])
    meetings.call_item(meeting, item, by=world.chair.person, now=world.now)
    world.extra |= {"meeting": meeting, "item": item}
    return world


def as_(who) -> Client:
    """Return a browser signed in as that person, or as nobody."""
    client = Client()
    client.force_login(getattr(who, "person", who)) if who else None
    return client


def text(response) -> str:
    """Return the words of a page, spaces made one."""
    return re.sub(r"\s+", " ", BeautifulSoup(response.content, "html.parser").get_text(" "))


def url(world, name, *more):
    return reverse(name, args=[world.extra["meeting"].pk, *more])


def ballot(world, mode="open"):
    return votes.open_ballot(world.extra["item"], mode=mode, cents=62000, by=world.chair.person, now=timezone.now())


# --- Who may --------------------------------------------------------------------------------------------

WHO = ("chair", "secretary", "member", "adviser", "coordinator", "resident", "neighbour", "nobody")
INSIDE = {"chair", "secretary", "member", "adviser", "coordinator"}
SITTING = INSIDE - {"coordinator"}
SCRIBES = {"chair", "secretary", "coordinator"}
GETS = {
    "meeting": INSIDE, "meeting_state": INSIDE, "meeting_history": INSIDE, "agenda": SCRIBES, "member_vote": SITTING,
    "member_state": SITTING, "close_meeting": {"chair"},
}  # fmt: skip
POSTS = {
    "open_meeting": {"chair"}, "call_item": {"chair"}, "open_ballot": {"chair"}, "defer": {"chair"},
    "close_meeting": {"chair"}, "assign_task": SCRIBES, "recusal": SCRIBES, "presence": SCRIBES,
    "member_recuse": SITTING, "agenda": SCRIBES, "close_ballot": {"chair"},
}  # fmt: skip


@pytest.fixture
def people(world):
    coordinator = person("Coordination Inventée")
    funds.appoint(world.fund, coordinator, Role.COORDINATOR, starts_on=world.now.date(), by=world.by, now=world.now)
    neighbour = build(slug="voisin").chair
    return {
        "chair": world.chair, "secretary": world.secretary, "member": world.members[0], "adviser": world.advisers[0],
        "coordinator": coordinator, "resident": person(), "neighbour": neighbour, "nobody": None,
    }  # fmt: skip


def arguments(world, name):
    """Return the address of an act and what it posts."""
    item, seat = world.extra["item"].pk, world.members[1].pk
    more = {
        "call_item": [item], "open_ballot": [item], "defer": [item], "assign_task": [item], "recusal": [item],
        "member_recuse": [item], "presence": [seat],
    }  # fmt: skip
    data = {"recusal": {"seat": seat}, "presence": {"do": "leave"}, "agenda": {"do": f"up:{item}"}}
    if name == "close_ballot":
        more[name] = [ballot(world, "show_of_hands").pk]
    return url(world, name, *more.get(name, [])), data.get(name, {})


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", GETS)
def test_who_may_look(world, people, name, who):
    status = as_(people[who]).get(url(world, name)).status_code
    assert status == (302 if who == "nobody" else 200 if who in GETS[name] else 404)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", POSTS)
def test_who_may_act(world, people, name, who):
    address, data = arguments(world, name)
    status = as_(people[who]).post(address, data).status_code
    if who == "nobody" or who in POSTS[name]:
        assert status in (302, 422) and (who != "nobody" or status == 302)
    else:
        assert status == 404


@pytest.mark.parametrize("who", WHO)
def test_the_committee_is_private(world, people, who):
    wanted = 302 if who == "nobody" else 200 if who in INSIDE else 404
    for name in ("committee", "committee_history"):
        assert as_(people[who]).get(reverse(name, args=[world.committee.slug])).status_code == wanted
    wanted = 302 if who == "nobody" else 200 if who in SCRIBES else 404
    assert as_(people[who]).get(reverse("plan_meeting", args=[world.committee.slug])).status_code == wanted


@pytest.mark.parametrize("who", WHO)
def test_the_minutes_with_names_are_private_the_others_are_not(world, people, who):
    sealed = minutes.close_meeting(world.extra["meeting"], by=world.chair.person, now=timezone.now())
    wanted = 302 if who == "nobody" else 200 if who in INSIDE else 404
    client = as_(people[who])
    assert client.get(url(world, "minutes")).status_code == wanted
    assert client.get(url(world, "minutes_pdf")).status_code == wanted
    page = client.get(reverse("public_minutes", args=[sealed.pk]))
    said = str(BeautifulSoup(page.content, "html.parser").article)
    assert page.status_code == 200 and not [seat for seat in world.voters if str(seat.person) in said]
    assert client.get(reverse("public_minutes_pdf", args=[sealed.pk])).content.startswith(b"%PDF-")
    wanted = 302 if who == "nobody" else 200 if who in SCRIBES else 404
    assert client.get(url(world, "add_erratum")).status_code == wanted


def test_a_seat_of_another_committee_is_not_there(world):
    other = build(slug="voisin").members[0]
    chair = as_(world.chair)
    assert chair.post(url(world, "presence", other.pk), {"do": "arrive"}).status_code == 404
    assert chair.post(url(world, "recusal", world.extra["item"].pk), {"seat": other.pk}).status_code == 404
    for junk in ("", "x", "🙂"):
        assert chair.post(url(world, "recusal", world.extra["item"].pk), {"seat": junk}).status_code == 404
        assert chair.post(url(world, "agenda"), {"do": f"up:{junk}"}).status_code == 404
        assert chair.post(url(world, "member_vote"), {"ballot": junk, "choice": "for"}).status_code == 404


def test_looking_writes_nothing(world, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ballot(world)
    for who, name in ((world.chair, "meeting"), (world.members[0], "member_vote"), (world.chair, "close_meeting")):
        client = as_(who)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url(world, name)).status_code == 200
        assert not [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


# --- Live -----------------------------------------------------------------------------------------------


def polled(client, address) -> str:
    """Return where a screen asks whether something happened."""
    return BeautifulSoup(client.get(address).content, "html.parser").find(id="poll")["hx-get"]


@pytest.mark.parametrize(("who", "page"), [("chair", "meeting"), ("secretary", "member_vote")])
def test_an_unchanged_screen_costs_one_query_and_no_session(world, django_assert_num_queries, who, page):
    client = as_(getattr(world, who))
    pulse = polled(client, url(world, page))
    for phone in (client, Client()):
        with django_assert_num_queries(1):
            unchanged = phone.get(pulse)
        assert (unchanged.status_code, unchanged.content) == (204, b"")
        assert unchanged.headers["Cache-Control"] == "no-store"
    meetings.arrive(world.extra["meeting"], world.advisers[0], by=world.by, now=timezone.now())
    changed = client.get(pulse, follow=True)
    assert changed.status_code == 200
    assert b'id="point"' not in changed.content and b'id="turn"' not in changed.content, "what is typed stays"
    assert polled(client, changed.redirect_chain[0][0]) != pulse, "the next question is about the new version"


def test_another_person_s_token_opens_nothing(world):
    pulse = polled(as_(world.chair), url(world, "meeting"))
    meetings.arrive(world.extra["meeting"], world.advisers[0], by=world.by, now=timezone.now())
    assert as_(person()).get(pulse, follow=True).status_code == 404
    stranger = Client().get(pulse, follow=True)
    assert stranger.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert as_(world.secretary).get(pulse, follow=True).status_code == 200


def test_a_token_is_ours_and_short_lived(world, monkeypatch):
    pulse = polled(as_(world.chair), url(world, "meeting"))
    token = pulse.split("/")[2]
    forged = pulse.replace(token, token[:-1] + ("A" if token[-1] != "A" else "B"))
    assert Client().get(forged).status_code == 404
    assert Client().get(reverse("meeting_pulse", args=[signing.dumps(["x", 1, "meeting"])])).status_code == 404
    half_a_day = live.LIFE_SECONDS
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + half_a_day - 60)
    assert Client().get(pulse).status_code == 204
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + half_a_day + 60)
    assert Client().get(pulse).status_code == 404


def test_a_mandate_that_ended_finds_nothing_at_the_next_change(world):
    member = world.members[0]
    client = as_(member)
    pulse = polled(client, url(world, "member_vote"))
    roster.unseat(member, by=world.by, now=timezone.now())
    assert client.get(pulse).status_code == 204, "nothing is told, so nothing is refused"
    meetings.arrive(world.extra["meeting"], world.advisers[0], by=world.by, now=timezone.now())
    assert client.get(pulse, follow=True).status_code == 404


def test_a_member_unseated_sees_nothing_new(world):
    member = world.members[0]
    client = as_(member)
    assert client.get(url(world, "member_state")).status_code == 200
    roster.unseat(member, by=world.by, now=timezone.now())
    assert client.get(url(world, "member_state")).status_code == 404
    assert client.get(url(world, "meeting")).status_code == 404


def test_nobody_reads_a_count_before_the_vote_is_closed(world):
    open_vote = ballot(world)
    for seat in (world.chair, world.secretary):
        votes.cast(open_vote, "for", by=seat.person, now=timezone.now())
    for who, name in ((world.chair, "meeting"), (world.members[0], "meeting"), (world.members[0], "member_vote")):
        words = text(as_(who).get(url(world, name)))
        assert re.search(r"2 votes reçus sur 5", words)
        assert not re.search(r"\d pour", words)
    votes.close_ballot(open_vote, by=world.chair.person, now=timezone.now())
    assert "2 pour, 0 contre" in text(as_(world.members[0]).get(url(world, "member_vote")))


# --- What they say --------------------------------------------------------------------------------------


def test_a_member_votes_and_changes_their_mind(world):
    open_vote, member = ballot(world), as_(world.members[0])
    page = member.get(url(world, "member_vote"))
    assert "Faut-il accorder 620 € à ce projet ?" in text(page) and "Votre vote est enregistré" not in text(page)
    assert str(world.members[0].person) in text(page)
    for choice, words in (("for", "Oui, le financer."), ("against", "Non.")):
        answer = member.post(url(world, "member_vote"), {"ballot": open_vote.pk, "choice": choice}, follow=True)
        assert f"Votre vote est enregistré {words}" in text(answer)
    assert Vote.objects.get(ballot=open_vote).choice == "against"


def test_a_vote_without_a_choice_says_what_to_do(world):
    open_vote = ballot(world)
    answer = as_(world.members[0]).post(url(world, "member_vote"), {"ballot": open_vote.pk})
    assert answer.status_code == 422 and "Choisissez une réponse avant de voter." in text(answer)
    assert not Vote.objects.filter(ballot=open_vote).exists()


def test_a_vote_that_comes_too_late_is_told_so(world):
    open_vote, member = ballot(world), as_(world.members[0])
    votes.close_ballot(open_vote, by=world.chair.person, now=timezone.now())
    answer = member.post(url(world, "member_vote"), {"ballot": open_vote.pk, "choice": "for"})
    assert answer.status_code == 422 and "Ce vote n’est pas ouvert." in text(answer)


def test_a_member_steps_aside_from_their_phone(world):
    member = as_(world.members[0])
    assert "Je me retire de ce point" in text(member.get(url(world, "member_vote")))
    answer = member.post(url(world, "member_recuse", world.extra["item"].pk), follow=True)
    assert "Vous vous êtes retiré·e de ce point" in text(answer) and "Je me retire de ce point" not in text(answer)
    ballot(world)
    assert "Vous ne votez pas sur ce point" in text(member.get(url(world, "member_vote")))


def test_an_amount_that_cannot_be_is_kept_and_explained(world):
    address = url(world, "open_ballot", world.extra["item"].pk)
    for typed, why in (
        ("700", "Le projet demande 620 €"),
        ("beaucoup", "Écrivez le montant"),
        ("", "Écrivez le montant"),
    ):
        answer = as_(world.chair).post(address, {"amount": typed, "mode": "open"})
        assert answer.status_code == 422 and why in text(answer)
        assert BeautifulSoup(answer.content, "html.parser").find(id="id_amount").get("value", "") == typed
    assert not Ballot.objects.filter(item=world.extra["item"]).exists()


def test_hands_that_do_not_add_up_are_kept_with_the_reasons(world):
    open_vote = ballot(world, "show_of_hands")
    typed = {"in_favour": "9", "against": "1", "abstained": "0", "reasons": "Un beau projet."}
    answer = as_(world.chair).post(url(world, "close_ballot", open_vote.pk), typed)
    assert answer.status_code == 422 and "Vous avez compté 10 voix pour 5 votants" in text(answer)
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.find(id="id_in_favour")["value"] == "9" and "Un beau projet." in page.find(id="id_reasons").text
    assert page.title.text.startswith("Erreur")


def test_a_grant_without_money_leaves_the_vote_open(world):
    open_vote = ballot(world, "show_of_hands")
    other = world.file("Bal", 450000)
    from projects.fund.actions import reserve

    reserve(world.exercise, other, cents=450000, key="vidé", title="Bal", by=world.by, now=timezone.now())
    typed = {"in_favour": "5", "against": "0", "abstained": "0"}
    answer = as_(world.chair).post(url(world, "close_ballot", open_vote.pk), typed)
    assert answer.status_code == 422 and "Il reste 500 €" in text(answer)
    open_vote.refresh_from_db()
    world.extra["file"].refresh_from_db()
    assert (open_vote.closed_at, world.extra["file"].state) == (None, "admissible")
    assert not Decision.objects.filter(item=world.extra["item"]).exists()


def test_closing_twice_is_closing_once(world):
    open_vote, chair = ballot(world, "show_of_hands"), as_(world.chair)
    typed = {"in_favour": "5", "against": "0", "abstained": "0"}
    for _again in range(2):
        assert chair.post(url(world, "close_ballot", open_vote.pk), typed).status_code == 302
    assert Decision.objects.filter(item=world.extra["item"]).count() == 1


def test_an_evening_by_the_desk_alone(world):
    """From the vote to the minutes, with nothing but the buttons of the desk."""
    chair, item = as_(world.chair), world.extra["item"]
    chair.post(url(world, "open_ballot", item.pk), {"amount": "400", "mode": "show_of_hands"})
    page = text(chair.get(url(world, "meeting")))
    assert "faut-il accorder 400 €" in page and "Fermer le vote et décider" in page
    open_vote = Ballot.objects.get(item=item)
    hands = {"in_favour": "4", "against": "1", "abstained": "0", "public_reasons": "Le car est prêté."}
    chair.post(url(world, "close_ballot", open_vote.pk), hands)
    page = text(chair.get(url(world, "meeting")))
    assert "Accordé en partie 400 € 5 présents, 5 votants" in page and "Clore la séance" in page
    due = {"what": "Réserver le car", "who": "L’Atelier", "who_is_body": "on", "due_on": "2027-01-15"}
    chair.post(url(world, "assign_task", item.pk), due)
    assert "Réserver le car" in text(chair.get(reverse("committee", args=[world.committee.slug])))
    assert "400 € accordés" in text(chair.get(url(world, "close_meeting")))
    answer = text(chair.post(url(world, "close_meeting"), follow=True))
    assert "Accordé en partie 400 €" in answer and "Réserver le car" in answer
    chair.post(url(world, "add_erratum"), {"text": "Lire « prêté »."})
    assert "Rectification n° 1" in text(chair.get(url(world, "minutes")))
    sealed = world.extra["meeting"].minutes
    public = text(as_(None).get(reverse("public_minutes", args=[sealed.pk])))
    assert "Le car est prêté." in public and "Son texte figure dans la version interne." in public
    task = Task.objects.get(decision__item=item)
    chair.post(reverse("finish_task", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_at


def test_a_deferred_file_and_a_task_come_back_on_the_next_agenda(world):
    chair, item = as_(world.chair), world.extra["item"]
    chair.post(url(world, "defer", item.pk), {"reasons": "Il manque le devis."})
    chair.post(url(world, "assign_task", item.pk), {"what": "Appeler Rosa", "who": "Awa", "due_on": "2027-01-15"})
    chair.post(url(world, "close_meeting"))
    world.now = timezone.now()
    following = meetings.plan(world.committee, world.date(), by=world.by, now=world.now)
    assert [point.subject for point in following.items.all()] == ["Appeler Rosa", "Sortie à la mer"]
    assert not [point for point in following.items.all() if "Rosa" in point.title or "mer" in point.title]


def test_the_agenda_is_set_by_hand(world):
    secretary, address = as_(world.secretary), url(world, "agenda")
    secretary.post(address, {"do": "add", "kind": "resolution", "title": "Fixer les horaires"})
    world.file("Arrivé depuis", 10000)
    ready = BeautifulSoup(secretary.get(address).content, "html.parser").find("button", value=re.compile("^file:"))
    secretary.post(address, {"do": ready["value"]})
    points = list(world.extra["meeting"].items.all())
    secretary.post(address, {"do": f"up:{points[2].pk}"})
    assert [point.subject for point in world.extra["meeting"].items.all()] == [
        "Sortie à la mer", "Arrivé depuis", "Fixer les horaires",
    ]  # fmt: skip
    secretary.post(address, {"do": f"remove:{points[2].pk}"})
    assert world.extra["meeting"].items.count() == 2
    told = text(secretary.get(url(world, "meeting_history")))
    assert "Point retiré de l’ordre du jour" in told and "Fixer les horaires" in told
    answer = secretary.post(address, {"do": "add", "title": "Sans nature"})
    assert answer.status_code == 422 and "Sans nature" in answer.content.decode()


def test_a_person_s_page_says_what_awaits_them(world):
    client = as_(world.members[0])
    assert "La séance est ouverte" in text(client.get(reverse("my_space")))
    open_vote = ballot(world)
    assert "c’est à vous de voter" in text(client.get(reverse("my_space")))
    votes.cast(open_vote, "for", by=world.members[0].person, now=timezone.now())
    assert "c’est à vous de voter" not in text(client.get(reverse("my_space")))


def test_members_may_read_the_files_of_their_fund(world):
    file, stranger = world.extra["file"], build(slug="voisin").members[0]
    address = reverse("review", args=[world.fund.slug, file.pk])
    assert as_(world.members[0]).get(address).status_code == 200
    assert as_(stranger).get(address).status_code == 404

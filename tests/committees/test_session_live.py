"""Two people at two screens: what one does, the other sees within three seconds, and nothing typed is lost."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.meetings import actions as meetings
from committees.votes.models import Vote
from tests.committees.world import build

SOON = 4000


def signed_in(context, site, person):
    """Open a page in that person's name."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context.new_page()


@pytest.fixture
def screens(page, browser, site):
    """The chair's desk on a wide screen, a member's phone, and the meeting they are in."""
    world = build(members=3)
    world.now = timezone.now()
    world.file("Sortie à la mer", 62000)
    meeting = world.meeting()
    meetings.call_item(meeting, meeting.items.get(), by=world.chair.person, now=timezone.now())
    desk = signed_in(page.context, site, world.chair.person)
    phone_context = browser.new_context(base_url=site, locale="fr-FR", viewport={"width": 360, "height": 740})
    phone = signed_in(phone_context, site, world.members[0].person)
    desk.goto(reverse("meeting", args=[meeting.pk]))
    phone.goto(reverse("member_vote", args=[meeting.pk]))
    yield world, meeting, desk, phone
    phone_context.close()


def test_a_vote_from_two_screens(screens):
    world, meeting, desk, phone = screens
    desk.get_by_label("Montant mis aux voix").fill("500")
    meetings.arrive(meeting, world.advisers[0], by=world.by, now=timezone.now())
    desk.locator("#room .tally li", has_text="Institutions").get_by_text("1").wait_for(timeout=SOON)
    assert desk.get_by_label("Montant mis aux voix").input_value() == "500", "what is typed stays"

    desk.get_by_role("button", name="Faire voter sur les téléphones").click()
    phone.get_by_text("Faut-il accorder 500").wait_for(timeout=SOON)
    phone.get_by_text("Oui, le financer").click()
    phone.get_by_role("button", name="Voter").click()
    phone.get_by_text("Votre vote est enregistré").wait_for()
    desk.locator("#count", has_text="1 vote reçu sur 5").wait_for(timeout=SOON)
    assert Vote.objects.filter(cast_by=world.members[0].person).get().choice == "for"

    desk.get_by_role("button", name="Fermer le vote et décider").click()
    desk.locator(".badge", has_text="Accordé en partie").wait_for()
    phone.locator("#turn").get_by_text("5 présents, 5 votants").wait_for(timeout=SOON)


def test_a_choice_not_yet_sent_stays_while_others_vote(screens):
    from committees.votes import actions as votes

    world, meeting, desk, phone = screens
    desk.get_by_role("button", name="Faire voter sur les téléphones").click()
    phone.get_by_text("Non", exact=True).click()
    ballot = meeting.ballots.get()
    votes.cast(ballot, "for", by=world.secretary.person, now=timezone.now())
    phone.get_by_text("1 vote reçu sur 5").wait_for(timeout=SOON)
    assert phone.get_by_label("Non", exact=True).is_checked()


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_screen_scrolls_sideways(screens, width):
    _world, meeting, desk, _phone = screens
    desk.set_viewport_size({"width": width, "height": 800})
    for name in ("meeting", "member_vote", "agenda", "close_meeting"):
        desk.goto(reverse(name, args=[meeting.pk]))
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_axe_finds_nothing_on_the_session_s_screens(screens):
    from axe_playwright_python.sync_playwright import Axe

    from committees.minutes import actions as minutes

    world, meeting, desk, _phone = screens
    address = {name: reverse(name, args=[meeting.pk]) for name in ("meeting", "member_vote", "agenda", "close_meeting")}
    address["committee"] = reverse("committee", args=[world.committee.slug])
    address["plan"] = reverse("plan_meeting", args=[world.committee.slug])

    def check(names):
        for name in names:
            desk.goto(address[name])
            found = Axe().run(desk).response["violations"]
            assert not found, (name, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found])

    check(address)
    desk.goto(address["meeting"])
    desk.get_by_role("button", name="Ouvrir le vote à main levée").click()
    desk.get_by_role("button", name="Fermer le vote et décider").wait_for()
    check(["meeting", "member_vote"])
    desk.goto(address["meeting"])
    for label, number in (("Pour", "4"), ("Contre", "1"), ("Abstentions", "0")):
        desk.get_by_label(label, exact=False).first.fill(number)
    desk.get_by_role("button", name="Fermer le vote et décider").click()
    desk.get_by_text("Décision ESSAI").wait_for()
    check(["meeting", "member_vote", "close_meeting"])
    sealed = minutes.close_meeting(meeting, by=world.chair.person, now=timezone.now())
    address["minutes"] = reverse("minutes", args=[meeting.pk])
    address["public"] = reverse("public_minutes", args=[sealed.pk])
    check(["meeting", "minutes", "public", "committee"])

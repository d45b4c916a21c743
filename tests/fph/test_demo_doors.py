"""The doors and the mailbox of the demonstration: there under FPH_DEMO=1, nowhere otherwise."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from fph.mail.actions import write
from fph.people.actions import appoint, open_account
from fph.people.roles import Role
from fph.territories.models import Neighbourhood, NeighbourhoodMandate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lina():
    return open_account(email="lina@demo.example", name="Lina Sureau", now=timezone.now())


@pytest.fixture
def stranger():
    return open_account(email="vraie@quartier.example", name="Vraie Personne", now=timezone.now())


@pytest.fixture
def message(lina):
    return write("x", lina, "Un objet à lire", "Voir http://testserver/mon-espace/ <b>", now=timezone.now())


def test_a_demo_person_shows_their_roles_in_words(client, lina, stranger):
    place = Neighbourhood.objects.create(name="Les Tilleuls", slug="essai", commune="Ville", insee_code="75118")
    appoint(
        NeighbourhoodMandate, person=lina, role=Role.EDITOR, starts_on=date(2026, 1, 1), by=lina,
        now=timezone.now(), neighbourhood=place,
    )  # fmt: skip
    page = client.get(reverse("demo_doors")).content.decode()
    assert "Lina Sureau" in page
    assert "rédacteur·rice du quartier, Les Tilleuls" in page
    assert "Vraie Personne" not in page


def test_one_click_signs_in_as_a_demo_person(client, lina):
    before = client.session.session_key
    response = client.post(reverse("demo_enter", args=[lina.pk]), follow=True)
    assert response.redirect_chain == [(reverse("my_space"), 302)]
    assert client.session["_auth_user_id"] == str(lina.pk)
    assert client.session.session_key != before
    assert "Bonjour Lina Sureau" in response.content.decode()


def test_nobody_else_can_be_visited(client, lina, stranger):
    assert client.post(reverse("demo_enter", args=[stranger.pk])).status_code == 404
    assert client.post(reverse("demo_enter", args=[uuid.uuid4()])).status_code == 404
    lina.is_active = False
    lina.save()
    assert client.post(reverse("demo_enter", args=[lina.pk])).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_link_opens_no_door(client, lina):
    assert client.get(reverse("demo_enter", args=[lina.pk])).status_code == 405


def test_the_mailbox_shows_every_message(client, message):
    assert "Un objet à lire" in client.get(reverse("demo_mailbox")).content.decode()
    page = client.get(reverse("demo_message", args=[message.pk])).content.decode()
    assert 'href="http://testserver/mon-espace/"' in page
    assert "<b>" not in page


def test_without_the_demonstration_nothing_of_it_is_there(client, lina, message, settings):
    settings.FPH_DEMO = False
    for address in (
        reverse("demo_doors"),
        reverse("demo_mailbox"),
        reverse("demo_message", args=[message.pk]),
        reverse("demo_enter", args=[lina.pk]),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "/demo/" not in client.get(reverse("account_login")).content.decode()


def test_the_doors_cost_no_more_for_ten_people(client, lina, django_assert_max_num_queries):
    for number in range(10):
        open_account(email=f"p{number}@demo.example", name=f"Personne {number}", now=timezone.now())
    with django_assert_max_num_queries(5):
        client.get(reverse("demo_doors"))

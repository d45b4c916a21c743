"""Someone asks to be forgotten: nothing of them is left, and the register still verifies."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from fph.journal import verification
from fph.mail.models import OutboxMessage
from fph.people.actions import appoint, erase, open_account
from fph.people.models import User
from fph.territories.actions import open_neighbourhood
from fph.territories.models import NeighbourhoodMandate
from fph.verdict import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return open_account(email="chef@test.example", name="Chef", administrator=True, now=timezone.now())


@pytest.fixture
def canary(client):
    person = open_account(email="canari@test.example", name="Canari Jaune", phone="0600000099", now=timezone.now())
    client.post("/connexion/", {"login": person.email})
    assert OutboxMessage.objects.filter(to=person.email).exists()
    return person


def test_nothing_is_left_of_an_erased_person_and_the_register_is_whole(client, admin, canary):
    client.force_login(canary)
    assert client.get("/mon-espace/").status_code == 200
    call_command("erase_person", "canari@test.example", "--by", admin.email, verbosity=0)
    gone = User.objects.get(pk=canary.pk)
    assert (gone.name, gone.phone, gone.is_active) == ("", "", False)
    assert "canari" not in gone.email
    assert not OutboxMessage.objects.filter(to__icontains="canari").exists()
    assert client.get("/mon-espace/").status_code == 302
    assert not list(verification.faults())


def test_someone_who_still_holds_a_role_is_not_erased_by_mistake(admin, canary):
    now = timezone.now()
    place = open_neighbourhood(name="Oubli", slug="oubli", commune="Oubli", insee_code="59512", by=admin, now=now)
    appoint(
        NeighbourhoodMandate, person=canary, role="editor", starts_on=timezone.localdate(), neighbourhood=place,
        by=admin, now=now,
    )  # fmt: skip
    with pytest.raises(Refused):
        erase(canary, by=admin, now=now)


def test_only_an_administrator_erases(canary):
    with pytest.raises(CommandError):
        call_command("erase_person", "canari@test.example", "--by", "canari@test.example")

"""The administrator's page: roles confided and ended, by those entitled alone."""

import pytest
from django.utils import timezone

from committees.roster.models import Committee, Membership
from fph.journal.models import JournalEntry
from fph.people.models import User
from fph.people.roles import Permission, holds
from projects.fund.models import Fund, FundMandate

pytestmark = pytest.mark.django_db
PAGE = "/gestion/goutte-dor/roles/"


@pytest.fixture
def admin(client):
    person = User.objects.get(email="admin@demo.example")
    client.force_login(person)
    return person


def asked(**changes):
    return {"email": "zoe@quartier.example", "name": "Zoé Canari", "role": "treasurer",
            "starts_on": timezone.localdate().isoformat(), **changes}  # fmt: skip


def test_a_treasurer_is_named_by_their_address_and_holds_the_rights_at_once(client, admin):
    assert client.post(PAGE, asked()).status_code == 302
    zoe = User.objects.get(email="zoe@quartier.example")
    assert holds(zoe, Permission.PAY, Fund.objects.get(slug="goutte-dor"), timezone.localdate())
    assert "Zoé Canari" in client.get(PAGE).text
    told = JournalEntry.objects.filter(kind="role.given", visibility="public").select_related("payload")
    assert not any("Canari" in entry.payload.body for entry in told)


def test_a_member_is_seated_in_a_college(client, admin):
    college = Committee.objects.get(slug="goutte-dor").colleges.get(kind="residents")
    assert client.post(PAGE, asked(role="member", college=college.pk)).status_code == 302
    assert Membership.objects.get(person__email="zoe@quartier.example").college == college


def test_a_seat_without_a_college_is_refused_and_nothing_typed_is_lost(client, admin):
    answer = client.post(PAGE, asked(role="member"))
    assert answer.status_code == 422
    assert "Choisissez le collège" in answer.text and "zoe@quartier.example" in answer.text
    assert not User.objects.filter(email="zoe@quartier.example").exists()


def test_a_role_is_ended_and_its_rights_with_it(client, admin):
    mandate = FundMandate.objects.get(role="treasurer", fund__slug="goutte-dor")
    assert client.post(f"{PAGE}{mandate.pk}/fin/").status_code == 302
    assert not holds(mandate.person, Permission.PAY, mandate.fund, timezone.localdate())


def test_nobody_ends_their_own_administration(client, admin):
    mandate = FundMandate.objects.get(role="administrator", fund__slug="goutte-dor")
    assert "Confiez d’abord" in client.post(f"{PAGE}{mandate.pk}/fin/", follow=True).text
    mandate.refresh_from_db()
    assert mandate.ended_at is None


@pytest.mark.parametrize("name", ["claire", "fatou", "nadia", "vincent"])
def test_nobody_else_finds_the_page(client, name):
    client.force_login(User.objects.get(email=f"{name}@demo.example"))
    assert client.get(PAGE).status_code == 404
    mandate = FundMandate.objects.get(role="treasurer", fund__slug="goutte-dor")
    assert client.post(f"{PAGE}{mandate.pk}/fin/").status_code == 404
    assert client.post(PAGE, asked()).status_code == 404

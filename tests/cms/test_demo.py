"""The demonstration holds: everything verifies, every state is there, and nobody real is in it."""

import random
import re
import runpy

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from cms.demo.build import PLACES
from cms.models import NewsPage
from committees.meetings.models import AgendaItem
from fph import triggers
from fph.journal import exports, queries
from fph.people.models import User
from projects.applications.models import State
from projects.applications.queries import rank_in_year
from projects.fund.models import Account, Fund, Transfer
from projects.fund.queries import envelope
from projects.fund.rules import Envelope

pytestmark = pytest.mark.django_db
VERIFIER = settings.BASE_DIR / "static" / "verify" / "verify_register.py"
SEEDS = settings.BASE_DIR.parent / "shared" / "seeds"


@pytest.fixture
def year(db):
    return Fund.objects.get(slug="goutte-dor").exercises.get()


@pytest.fixture
def other_year(db):
    return Fund.objects.get(slug="mericourt").exercises.get()


@pytest.mark.parametrize("command", ["verify_register", "check_ledger", "check_editors"])
def test_everything_verifies(command):
    call_command(command)


def test_it_is_there_already_the_second_time():
    before = queries.head()
    call_command("demo")
    assert queries.head() == before


def test_there_is_a_file_in_every_state(year):
    # No committee of the demonstration gives an opinion that another authority follows.
    assert set(year.fund.applications.values_list("state", flat=True)) == set(State.values) - {State.ADVISED}


def test_a_city_the_state_and_donors_fill_the_fund_and_every_cent_is_somewhere(year):
    money: Envelope = envelope(year)
    assert {str(c.funder.kind) for c in year.contributions.all()} == {"commune", "state"}
    assert year.gifts.filter(state="paid").count() == 3
    assert money.received_cents == money.available_cents + money.reserved_cents + money.given_out_cents
    assert min(money.available_cents, money.reserved_cents, money.paid_cents, money.spent_cents) > 0


def test_refusals_and_partial_grants_are_part_of_the_year(year):
    granted = year.applications.exclude(granted_cents=None)
    assert any(one.granted_cents < one.requested_cents for one in granted)
    assert year.applications.filter(state="refused").count() >= 2
    assert Transfer.objects.filter(exercise=year, kind="unspent_return").exists()


# --- The second neighbourhood, by other rules ---------------------------------------------------------------


def test_every_grant_of_the_second_fund_is_taken_by_halves(other_year):
    town, region = envelope(other_year).tranches[::-1]
    assert (town.name, region.name) == ("Ville de Méricourt", "Région Hauts-de-France")
    assert town.reserved_cents == region.reserved_cents > 0
    assert town.paid_cents == region.paid_cents > 0
    assert (town.spent_cents, region.spent_cents) == (40_650, 40_650)
    assert town.received_cents != region.received_cents
    back = Transfer.objects.filter(exercise=other_year, kind="unspent_return")
    assert sorted(back.values_list("credit__tranche__label", "amount_cents")) == [
        ("Région Hauts-de-France", 4_350), ("Ville de Méricourt", 4_350)
    ]  # fmt: skip


def test_the_second_project_of_the_year_stays_under_its_cap(other_year):
    first, second = other_year.applications.filter(owner__email="bertille@demo.example").order_by("submitted_at")
    assert (first.granted_cents, second.granted_cents, rank_in_year(second)) == (90_000, 40_000, 2)


def test_a_file_nobody_presented_was_put_off_under_its_article(other_year):
    (item,) = AgendaItem.objects.filter(application__exercise=other_year, decisions__kind="deferred")
    assert item.heard_at is None and not item.ballots.exists()
    assert "article 5" in item.decisions.get().text.reasons
    voted = AgendaItem.objects.filter(application__exercise=other_year, ballots__isnull=False)
    assert voted.count() == 3 and not voted.filter(heard_at=None).exists()


def test_each_fund_has_a_meeting_to_come_and_news_with_pictures(year, other_year):
    for exercise in (year, other_year):
        assert exercise.fund.committees.get().meetings.filter(opened_at=None).count() == 1
        news = NewsPage.objects.descendant_of(exercise.fund.neighbourhood.page)
        assert news.count() >= 2 and not news.filter(picture=None).exists()


def test_nobody_is_in_both_neighbourhoods():
    here, there = ({person.key for person in place.people()} for place in PLACES)
    names = [{word for person in place.people() for word in person.name.split()} for place in PLACES]
    assert not here & there and not names[0] & names[1]
    assert not set(PLACES[0].associations) & set(PLACES[1].associations)
    assert not set(PLACES[0].funders) & set(PLACES[1].funders)


def test_the_doors_and_the_front_page_show_both_each_with_its_cloth(client):
    doors = BeautifulSoup(client.get(reverse("demo_doors")).content, "html.parser")
    for place in PLACES:
        (section,) = (found for found in doors.select("main section") if found.h2.get_text() == place.name)
        assert len(section.select("li.card")) == len(place.people())
    door = BeautifulSoup(client.get("/").content, "html.parser")
    cards = door.select("section[aria-labelledby=quartiers] li")
    assert [card.a.get_text(strip=True) for card in cards] == [place.name for place in PLACES]
    assert len({str(card.find(src=True) or card.svg) for card in cards}) == 2


def test_every_address_leads_nowhere_and_no_name_of_a_seed_is_used():
    people = User.objects.filter(is_service=False)
    assert all(one.email.endswith("@demo.example") for one in people)
    if not SEEDS.is_dir():
        pytest.skip("the founding documents are not beside the project")
    told = "\n".join(path.read_text(errors="replace") for path in SEEDS.glob("*.txt"))
    named = set(re.findall(r"(?:M\.|MM?|Mmes?|Mlle)\s?([A-ZÉ][\w’'-]{3,})", told))
    ours = " ".join(one.name for one in people) + b"".join(exports.lines()).decode()
    assert named and not [name for name in named if re.search(rf"\b{re.escape(name)}\b", ours)]


def test_a_changed_byte_of_the_export_anywhere_is_seen(tmp_path, capsys):
    main = runpy.run_path(str(VERIFIER))["main"]
    whole, path = b"".join(exports.lines()), tmp_path / "registre.jsonl"
    path.write_bytes(whole)
    assert main([str(path)]) == 0
    chance = random.Random(1993)
    for _turn in range(25):
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert main([str(path)]) == 1, f"byte {place}"


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [(Transfer, "amount_cents", 1), (Account, "balance_cents", 1), (Transfer, "debit_id", None)],
)
def test_a_changed_amount_or_account_is_seen(model, column, value):
    triggers.drop_all(connection)
    row = model.objects.order_by("pk").last()
    other = Account.objects.exclude(pk__in=[getattr(row, "debit_id", None), getattr(row, "credit_id", None)]).first()
    model.objects.filter(pk=row.pk).update(**{column: other.pk if value is None else getattr(row, column) + value})
    triggers.create_all(connection)
    with pytest.raises(CommandError) as found:
        call_command("check_ledger")
    assert found.value.returncode == 1

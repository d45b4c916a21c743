"""The demonstration holds: everything verifies, every state is there, and nobody real is in it."""

import random
import re
import runpy

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from fph import triggers
from fph.journal import exports, queries
from fph.people.models import User
from projects.applications.models import Application, State
from projects.fund.models import Account, Fund, Transfer
from projects.fund.queries import envelope
from projects.fund.rules import Envelope

pytestmark = pytest.mark.django_db
VERIFIER = settings.BASE_DIR / "static" / "verify" / "verify_register.py"
SEEDS = settings.BASE_DIR.parent / "shared" / "seeds"


@pytest.fixture
def year(db):
    return Fund.objects.get(slug="goutte-dor").exercises.get()


@pytest.mark.parametrize("command", ["verify_register", "check_ledger", "check_editors"])
def test_everything_verifies(command):
    call_command(command)


def test_it_is_there_already_the_second_time():
    before = queries.head()
    call_command("demo")
    assert queries.head() == before


def test_there_is_a_file_in_every_state():
    assert set(Application.objects.values_list("state", flat=True)) == set(State.values)


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

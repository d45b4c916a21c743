"""The funder's report: to the cent, to the byte, without a formula and without a name."""

import csv
import io
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fph.money import parse_euros
from fph.people.models import Organisation
from fph.verdict import Refused
from projects.applications.actions import withdraw
from projects.applications.models import Application
from projects.followup import actions, exports, queries
from projects.fund import actions as funds
from projects.fund.models import Account, Exercise, Gift, Theme
from projects.fund.queries import envelope
from tests.projects.followup_world import (
    HOLDER_NAME,
    NOW,
    TODAY,
    accepted,
    filed,
    granted,
    open_world,
    paid,
    reported,
)

pytestmark = pytest.mark.django_db
TWO_PARTS = ((80, "acceptance"), (20, "report"))
AMOUNTS = ("asked_cents", "granted_cents", "paid_cents", "spent_cents", "returned_cents", "released_cents")


def full_world(projects=9, seed=1):
    """Take projects, at random, as far as they may go: granted, accepted, paid, reported, closed, withdrawn."""
    dice = random.Random(seed)
    world = open_world(payments=TWO_PARTS)
    for turn in range(projects):
        cents = dice.randrange(100, 70_001)
        step = turn % 7
        if step == 0:
            granted(world, cents)
        elif step == 1:
            accepted(world, cents)
        elif step == 2:
            paid(world, cents)
        elif step == 3:
            withdraw(granted(world, cents), **world.act("holder"))
        elif step == 4:
            filed(world)
        else:
            close(world, paid(world, cents), dice.randrange(0, cents + 1))
    return world


def close(world, application, spent):
    """Bring a paid project to its end."""
    report = reported(world, application, spent)
    actions.accept_report(report, **world.act("coordinator"))
    application.refresh_from_db()
    if application.state == "reported":
        order = actions.order_payment(application.award, trigger="report", **world.act())
        actions.confirm_payment(order, paid_on=TODAY, bank_reference="S", **world.act())


def as_csv(report):
    text = exports.csv_bytes(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def as_book(report):
    return openpyxl.load_workbook(io.BytesIO(exports.xlsx_bytes(report)))


# --- Totals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_screen_csv_xlsx_and_ledger_say_the_same_to_the_cent(seed):
    world = full_world(14, seed)
    report, money = queries.report(world.fund, 2026), envelope(world.year)
    assert report.envelope == money
    totals = report.totals
    assert totals["spent_cents"] == money.spent_cents
    assert totals["paid_cents"] - totals["spent_cents"] - totals["returned_cents"] == money.paid_cents
    left = money.received_cents - totals["granted_cents"] + totals["released_cents"] + totals["returned_cents"]
    assert left == money.available_cents
    headings = {name: heading for name, heading, _width in exports.columns()}
    lines, sheet = as_csv(report), as_book(report).worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name in AMOUNTS:
        assert sum(parse_euros(line[headings[name]]) for line in lines) == totals[name]
        cells = [sheet.cell(row, columns[headings[name]]).value for row in range(2, sheet.max_row + 1)]
        assert [round(cell * 100) for cell in cells] == [*[getattr(row, name) for row in report.rows], totals[name]]


def test_each_row_says_where_a_project_stands():
    world = open_world(payments=TWO_PARTS)
    theme = Theme.objects.create(exercise=world.year, label="Fêtes")
    application = paid(world, 50_000, theme=theme, requested_cents=60_000)
    close(world, application, 30_000)
    (row,) = queries.report_rows(world.fund, 2026)
    assert vars(row) == {
        "number": application.number, "holder": "Un·e habitant·e", "title": application.title, "theme": "Fêtes",
        "asked_cents": 60_000, "granted_cents": 50_000, "paid_cents": 40_000, "spent_cents": 30_000,
        "returned_cents": 10_000, "released_cents": 10_000, "decision_reference": f"D-{application.number}",
        "decided_by": "le comité", "decided_on": TODAY, "state": "Réalisé",
        "decision_days": 0, "payment_days": 0, "report_days": 0,
    }  # fmt: skip


def test_projects_never_granted_are_not_told():
    world = open_world()
    filed(world)
    assert queries.report_rows(world.fund, 2026) == []


def test_gifts_stand_together_without_a_donor():
    world = open_world()
    for number in range(2):
        gift = Gift.objects.create(exercise=world.year, amount_cents=1_500, donor_name=HOLDER_NAME, opened_at=NOW)
        funds.ledger.receive_gift(gift, donors="Un donateur", key=f"gift:{number}", **world.act("boss"))
    report = queries.report(world.fund, 2026)
    assert [(line.funder, line.received_cents) for line in report.funders][1:] == [("Dons", 3_000)]
    assert report.envelope.received_cents == 10_030_00


@pytest.mark.parametrize("kind", ["available", "paid", "spent", "reserved"])
def test_a_report_that_does_not_add_up_is_refused(kind, tmp_path):
    world = open_world(payments=TWO_PARTS)
    close(world, paid(world), 45_000)
    accepted(world)
    found = Account.objects.filter(exercise=world.year, kind=kind).first()
    Account.objects.filter(pk=found.pk).update(balance_cents=found.balance_cents + 1)
    with pytest.raises(Refused, match="ne tombe pas juste"):
        queries.report(world.fund, 2026)
    target = tmp_path / "rapport.csv"
    with pytest.raises(CommandError, match="ne tombe pas juste"):
        write(world, "csv", target)
    assert not target.exists()


def test_two_errors_that_make_up_for_each_other_are_seen():
    world = open_world()
    first, second = paid(world), paid(world)
    for application, odd in ((first, 1), (second, -1)):
        held = Account.objects.get(holder=application.pk, kind="paid")
        Account.objects.filter(pk=held.pk).update(balance_cents=held.balance_cents + odd)
    with pytest.raises(Refused):
        queries.report(world.fund, 2026)


def test_a_report_costs_as_much_for_one_project_as_for_many():
    small, large = full_world(1), full_world(14)
    spent = []
    for world in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            exports.xlsx_bytes(queries.report(world.fund, 2026))
        spent.append(len(asked))
    # Three of them for the delays: the year's files, the versions they fall under, when each was sent back.
    assert spent[0] == spent[1] <= 11


# --- Nothing but figures and text -----------------------------------------------------------------------

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", " =", "\x0b="]


@pytest.mark.parametrize("start", STARTS)
def test_no_text_starts_a_formula(start):
    safe = exports.plain(f'{start}1+HYPERLINK("http://x";"y")')
    assert safe.startswith("'")
    assert not any(ord(c) < 32 for c in safe)


def test_plain_words_stay_as_they_are():
    for words in ("Fête du square", "L’été – 2026", "1 + 1", "a=b", "", "'déjà"):
        assert exports.plain(words) == words


def test_every_text_column_is_harmless_in_every_export():
    world = open_world()
    bad = '=HYPERLINK("http://x";"y")'
    theme = Theme.objects.create(exercise=world.year, label=bad)
    application = granted(world, title=bad, theme=theme, applicant_type="association", organisation_name=bad)
    Application.objects.filter(pk=application.pk).update(number="=1+1", decision_reference="@SUM(1)")
    world.fund.name = "+Fonds"
    world.fund.save()
    Organisation.objects.update(name=bad)
    world.contribution.agreement = "-2"
    world.contribution.save()
    world.fund.refresh_from_db()
    report = queries.report(world.fund, 2026)
    (line,) = as_csv(report)
    texts = [value for name, heading, _ in exports.columns() if (value := line[heading]) and name in (
        "number", "holder", "title", "theme", "decision_reference")]  # fmt: skip
    assert len(texts) == 5
    assert all(text.startswith("'") for text in texts)
    cells = [cell for sheet in as_book(report) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if str(cell.value)[0] in "=+-@" and cell.data_type == "s"]
    assert not [cell for cell in cells if cell.hyperlink]
    assert "'=1+1" in [cell.value for cell in cells]


def test_amounts_and_days_are_real_ones_in_the_workbook():
    world = open_world()
    granted(world, 12_345)
    book = as_book(queries.report(world.fund, 2026))
    sheet = book.worksheets[0]
    found = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    assert (found["Accordé (€)"].value, found["Accordé (€)"].data_type) == (123.45, "n")
    assert "€" in found["Accordé (€)"].number_format
    assert found["Décidé le"].value.date() == TODAY
    assert sheet.freeze_panes == "B2"
    assert sheet["A3"].value == "Total"
    assert book.sheetnames == ["Projets", "Fonds"]


def test_csv_opens_at_once_in_a_french_spreadsheet():
    world = open_world()
    granted(world, 125_050)
    raw = exports.csv_bytes(queries.report(world.fund, 2026))
    assert raw.startswith(b"\xef\xbb\xbf")
    (line,) = as_csv(queries.report(world.fund, 2026))
    assert line["Accordé (€)"] == "1250,50"
    assert line["Décidé le"] == "2026-05-04"


def test_no_natural_person_is_named():
    world = open_world()
    for kind in ("resident", "group"):
        granted(world, applicant_type=kind, lead_email="quatrevents@exemple.fr", host_name=HOLDER_NAME)
    paid(world)
    report = queries.report(world.fund, 2026)
    words = repr(list(report.rows)) + repr(report.funders) + exports.csv_bytes(report).decode()
    with zipfile.ZipFile(io.BytesIO(exports.xlsx_bytes(report))) as book:
        words += "".join(book.read(name).decode() for name in book.namelist())
    assert "Un groupe d’habitants" in words
    for canary in ("Quatrevents", "Zéphyrine", "quatrevents@", "Inventé"):
        assert canary not in words


# --- The same bytes -------------------------------------------------------------------------------------


def write(world, kind, target):
    call_command("report", fund=world.fund.slug, year=2026, format=kind, output=target, verbosity=0)
    return target.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_same_bytes_each_time_and_in_the_download(kind, tmp_path, client):
    world = full_world()
    first, again = write(world, kind, tmp_path / "a"), write(world, kind, tmp_path / "b")
    assert first == again
    client.force_login(world.people.funder_reader)
    response = client.get(f"/gestion/{world.fund.slug}/rapports/2026/projets.{kind}")
    assert b"".join(response.streaming_content) == first
    assert response["Content-Disposition"] == f'attachment; filename="rapport-{world.fund.slug}-2026.{kind}"'
    assert "no-store" in response["Cache-Control"]


def test_a_workbook_bears_no_mark_of_the_moment():
    raw = exports.xlsx_bytes(queries.report(full_world(3).fund, 2026))
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert {part.date_time for part in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-05-04" in book.read("docProps/core.xml")


def test_the_bytes_change_when_money_moves(tmp_path):
    world = open_world()
    before = write(world, "csv", tmp_path / "a")
    granted(world)
    assert write(world, "csv", tmp_path / "b") != before


@pytest.mark.parametrize(
    ("slug", "year", "words"), [("ailleurs", 2026, "Aucun fonds"), (None, 1999, "pas d’année 1999")]
)
def test_the_command_says_what_is_missing(slug, year, words, tmp_path):
    world = open_world()
    with pytest.raises(CommandError, match=words):
        call_command("report", fund=slug or world.fund.slug, year=year, format="csv", output=tmp_path / "a")


def test_the_command_says_where_it_cannot_write(tmp_path):
    world = open_world()
    with pytest.raises(CommandError, match="Impossible d’écrire"):
        call_command("report", fund=world.fund.slug, year=2026, format="csv", output=tmp_path / "no" / "a")


# --- The page -------------------------------------------------------------------------------------------


def test_a_funder_reads_the_year_and_its_totals(client):
    world = full_world()
    client.force_login(world.people.funder_reader)
    page = client.get(f"/gestion/{world.fund.slug}/rapports/")
    assert page.status_code == 200
    report = queries.report(world.fund, 2026)
    for row in report.rows:
        assert row.title in page.content.decode()
    assert page.context["report"].totals == report.totals


@pytest.mark.parametrize("who", ["stranger", "holder", "elsewhere", "ended"])
@pytest.mark.parametrize("page", ["", "2026/projets.csv", "2026/projets.xlsx"])
def test_a_fund_one_does_not_read_is_not_there(who, page, client):
    world, other = open_world(), open_world()
    people = {"stranger": world.people.stranger, "holder": world.people.holder, "elsewhere": other.people.funder_reader}
    if who == "ended":
        people["ended"] = world.people.funder_reader
        funds.end_mandate(world.people.funder_reader.fundmandates.get(), **world.act("boss"))
    client.force_login(people[who])
    assert client.get(f"/gestion/{world.fund.slug}/rapports/{page}").status_code == 404


def test_a_year_that_is_not_there_is_a_404(client):
    world = open_world()
    client.force_login(world.people.funder_reader)
    for page in ("?annee=1999", "?annee=x", "1999/projets.csv"):
        assert client.get(f"/gestion/{world.fund.slug}/rapports/{page}").status_code == 404


def test_each_year_has_its_own_report(client):
    world = open_world()
    act = world.act("boss")
    Exercise.objects.filter(pk=world.year.pk).update(ends_on=date(2026, 12, 31))
    funds.open_exercise(world.fund, year=2027, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), **act)
    granted(world)
    client.force_login(world.people.funder_reader)
    latest = client.get(f"/gestion/{world.fund.slug}/rapports/")
    assert latest.context["year"] == 2027
    assert list(latest.context["report"].rows) == []
    assert len(client.get(f"/gestion/{world.fund.slug}/rapports/?annee=2026").context["report"].rows) == 1


def test_a_report_that_does_not_add_up_is_said_on_the_page_and_not_downloaded(client):
    world = full_world(3)
    Account.objects.filter(exercise=world.year, kind="available").update(balance_cents=1)
    client.force_login(world.people.funder_reader)
    page = client.get(f"/gestion/{world.fund.slug}/rapports/")
    assert "ne tombe pas juste" in page.content.decode()
    assert client.get(f"/gestion/{world.fund.slug}/rapports/2026/projets.csv").status_code == 409


def test_the_checkpoint_that_holds_the_year_stays_the_same(monkeypatch):
    from fph.journal.models import Checkpoint, RegisterHead

    world = full_world(3)
    assert queries.report(world.fund, 2026).checkpoint is None
    size = RegisterHead.objects.get().size
    for number, held in enumerate((size - 1, size, size + 5)):
        Checkpoint.objects.create(date=date(2031, 1, 1 + number), size=held, root=f"{number:064x}")
    assert queries.report(world.fund, 2026).checkpoint.size == size

"""A7: no cell of any export is a formula, whatever its text starts with; amounts below zero stay numbers."""

import ast
import csv
import io
import re
import zipfile
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from fph.people.models import User
from projects.followup import exports, queries
from projects.followup.queries.yearly import FunderLine, YearReport
from projects.fund.models import Fund
from tests.house.source import modules

pytestmark = pytest.mark.django_db
STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "＝",
    "＋",
    "－",
    "＠",
    '"=',
    "'=",
    " =",
    "\x0b=",
    "\ufeff=",
    "\u00a0=",
)
SIGNS = "=+-@＝＋－＠"
# Modules that write what a spreadsheet opens; a new one needs its cases here.
EXPORTERS = {"projects/followup/exports.py"}
WRITERS = {"csv", "xlsxwriter", "openpyxl", "odf", "tablib"}


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a module imports."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [
        [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] for node in nodes
    ]
    return {name.split(".")[0] for found in names for name in found}


def test_every_exporter_is_known():
    written = {module.path for module in modules() if imported(module.tree) & WRITERS or "text/csv" in module.text}
    assert written == EXPORTERS
    assert set(exports.FORMATS) == {"csv", "xlsx"}


def hostile(start: str) -> YearReport:
    """Return the demonstration's report, every text of it starting so, and an amount below zero."""
    fund = Fund.objects.select_related("carrier").get(slug="goutte-dor")
    report = queries.report(fund, fund.exercises.get().year)
    bad = f"{start}1+HYPERLINK(1)"
    fund.name = fund.carrier.name = bad
    row = report.rows[:1][0]
    texts = {field.name: bad for field in fields(row) if isinstance(getattr(row, field.name), str)}
    assert len(texts) == 7
    row = replace(row, **texts, returned_cents=-12_345, decided_on=date(2026, 3, 31))
    return replace(
        report, rows=[row], funders=[FunderLine(bad, 100, -100, bad)], moved_at=datetime(2026, 4, 1, tzinfo=UTC)
    )


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula, spaces that it drops aside."""
    bare = re.sub(r"^[\s\ufeff\x00-\x20]+", "", text)
    return bare[:1] in SIGNS if bare else False


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_no_cell_of_the_csv_is_a_formula(start):
    page = exports.write(hostile(start), "csv").decode("utf-8-sig")
    _head, line = csv.reader(io.StringIO(page), delimiter=";")
    amounts = {place for place, (name, _heading, _width) in enumerate(exports.columns()) if name.endswith("_cents")}
    assert not [cell for place, cell in enumerate(line) if place not in amounts and is_formula(cell)]
    assert "-123,45" in line
    assert all(re.fullmatch(r"-?\d+,\d\d", line[place]) for place in amounts)


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_no_cell_of_the_workbook_is_a_formula(start):
    made = exports.write(hostile(start), "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 2 and not [
        sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet
    ]
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(made)) for row in sheet.iter_rows() for cell in row]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [text for text in texts if is_formula(text)]
    assert sum("1+HYPERLINK(1)" in text for text in texts) == 11, "every hostile text is there"
    assert [cell.data_type for cell in cells if cell.value in (-123.45, -1)] == ["n", "n"]


# --- Wagtail's own exports -------------------------------------------------------------------------------------


def spreadsheets(resolver=None, prefix: str = ""):
    """Yield the addresses of Wagtail that write a spreadsheet when asked."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from spreadsheets(pattern, address)
        elif issubclass(getattr(pattern.callback, "view_class", object), SpreadsheetExportMixin) and "<" not in address:
            yield f"/{address}"


@pytest.mark.parametrize("who", ["paul", "claire"])
def test_editors_export_no_formula(who):
    """Wagtail writes CSV raw: what an editor may reach of it must hold no title that starts a formula."""
    Page.objects.filter(depth__gt=2).update(title='=HYPERLINK("http://x";"y")', draft_title="=1+1")
    client, found = Client(), list(dict.fromkeys(spreadsheets()))
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    assert found
    raw = []
    for address in found:
        answer = client.get(address, {"export": "csv"})
        if answer.status_code == 200 and "csv" in answer.headers["Content-Type"]:
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            raw += [
                f"{address}: {cell}"
                for line in csv.reader(io.StringIO(body.decode()))
                for cell in line
                if is_formula(cell)
            ]
    assert not raw

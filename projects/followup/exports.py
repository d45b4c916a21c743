"""The funder's report as CSV and XLSX: the same bytes each time while nothing moves, and no cell is ever a formula.

CSV is what a French spreadsheet opens at once: UTF-8 with its mark, `;` between cells, amounts as `1250,50`, days as
`2026-03-31`, one row a project and no total. XLSX holds real numbers and dates, a row of totals, and a second sheet
with the fund's money, its funders and the register's checkpoint.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from fph.money import decimal_point
from fph.people.roles import PARIS
from projects.followup.clock_words import PACE_WORDS
from projects.followup.queries import YearReport
from projects.fund.rules import Envelope

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STARTS_A_FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")
LINES_A_CHUNK = 500
EPOCH = (1980, 1, 1, 0, 0, 0)
EUROS, DAY, BOLD, BOLD_EUROS, HEAD = range(5)


def columns() -> list[tuple[str, str, int]]:
    """Return the columns of the report: the field of its rows, its heading, its width in characters."""
    return [
        ("number", _("Numéro"), 14), ("holder", _("Porteur"), 32), ("title", _("Projet"), 42),
        ("theme", _("Thème"), 24), ("asked_cents", _("Demandé (€)"), 14), ("granted_cents", _("Accordé (€)"), 14),
        ("paid_cents", _("Versé (€)"), 14), ("spent_cents", _("Dépensé (€)"), 14),
        ("returned_cents", _("Rendu au fonds (€)"), 18), ("released_cents", _("Accordé, jamais versé (€)"), 24),
        ("decision_reference", _("Décision"), 20), ("decided_by", _("Décidé par"), 28),
        ("decided_on", _("Décidé le"), 14), ("state", _("État"), 16),
        ("decision_days", _("Dépôt → décision (jours)"), 20), ("payment_days", _("Décision → versement (jours)"), 22),
        ("report_days", _("Fin du projet → bilan (jours)"), 22),
    ]  # fmt: skip


def filename(report: YearReport, kind: str) -> str:
    """Return the name under which a report is downloaded: `rapport-goutte-d-or-2026.csv`."""
    return f"rapport-{report.fund.slug}-{report.exercise.year}.{kind}"


def chunks(report: YearReport, kind: str) -> Iterable[bytes]:
    """Return a report as the pieces of its file: a CSV is written while it is read, a workbook is one piece."""
    return csv_chunks(report) if kind == "csv" else [xlsx_bytes(report)]


def write(report: YearReport, kind: str) -> bytes:
    """Return the report in that format, a key of `FORMATS`."""
    return {"csv": csv_bytes, "xlsx": xlsx_bytes}[kind](report)


def plain(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: a leading sign gets an apostrophe, control signs a space.

    What is not seen (a space, a byte order mark, a mark of direction) does not hide a sign behind it.
    """
    bare = "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in text)
    seen = "".join(c for c in bare if unicodedata.category(c) != "Cf").lstrip()
    starts = {text[:1], seen[:1]} & STARTS_A_FORMULA
    return f"'{bare}" if starts else bare


def csv_bytes(report: YearReport) -> bytes:
    """Return the report's rows as CSV."""
    return b"".join(csv_chunks(report))


def csv_chunks(report: YearReport) -> Iterator[bytes]:
    """Yield the report's rows as CSV, some hundreds of lines at a time."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    named = columns()
    writer.writerow(heading for _name, heading, _width in named)
    yield "\ufeff".encode()
    for place, row in enumerate(report.rows, start=1):
        writer.writerow(_csv_cell(name, getattr(row, name)) for name, _heading, _width in named)
        if place % LINES_A_CHUNK == 0:
            yield _taken(page)
    yield _taken(page)


def _taken(page: io.StringIO) -> bytes:
    written = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return written


def _csv_cell(name: str, value) -> str:
    if name.endswith("_cents"):
        return decimal_point(value).replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else plain(value or "")


def xlsx_bytes(report: YearReport) -> bytes:
    """Return the report as a workbook of two sheets."""
    page = io.BytesIO()
    book = xlsxwriter.Workbook(page, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })  # fmt: skip
    book.set_properties({"title": f"{plain(report.fund.name)} {report.exercise.year}", "author": "FPH",
                         "created": report.moved_at.astimezone(PARIS).replace(tzinfo=None)})  # fmt: skip
    styles = _styles(book)
    _projects(book.add_worksheet(_("Projets")), report, styles)
    _fund(book.add_worksheet(_("Fonds")), report, styles)
    book.close()
    return _same_each_time(page)


def _styles(book) -> list:
    euros = {"num_format": "#,##0.00 €"}
    return [book.add_format(how) for how in (
        euros, {"num_format": "dd/mm/yyyy"}, {"bold": True}, {**euros, "bold": True, "top": 1},
        {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    )]  # fmt: skip


def _projects(sheet, report: YearReport, styles: list) -> None:
    named = columns()
    for place, (_name, _heading, width) in enumerate(named):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    _line(sheet, 0, [heading for _name, heading, _width in named], styles, text=HEAD)
    for place, row in enumerate(report.rows, start=1):
        _line(sheet, place, [_cell(name, getattr(row, name)) for name, _heading, _width in named], styles)
    totals = [_cell(name, report.totals[name]) if name in report.totals else "" for name, _heading, _width in named]
    _line(sheet, len(report.rows) + 1, [_("Total"), *totals[1:]], styles, text=BOLD, number=BOLD_EUROS)


def _cell(name: str, value):
    # Cents become a decimal number of euros; two decimals of a double are exact to ten billion euros.
    return value / 100 if name.endswith("_cents") else value


def _line(sheet, row: int, cells: Iterable, styles: list, *, text=None, number=EUROS) -> None:
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, styles[DAY])
        elif isinstance(value, str | None):
            if value:
                sheet.write_string(row, column, plain(value), None if text is None else styles[text])
        else:
            # Whole numbers are days; amounts, even round ones, are divided into euros.
            sheet.write_number(row, column, value, None if isinstance(value, int) else styles[number])


def _fund(sheet, report: YearReport, styles: list) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 5, 22)
    for place, (cells, text) in enumerate(_fund_lines(report)):
        _line(sheet, place, cells, styles, text=text)


def _fund_lines(report: YearReport) -> list[tuple[list, int | None]]:
    """Return the second sheet: lines of cells, and the style of their text."""
    money, proof = report.envelope, report.checkpoint
    funders = [([line.funder, line.pledged_cents / 100, line.received_cents / 100, line.agreement], None)
               for line in report.funders]  # fmt: skip
    return [
        ([report.fund.name], BOLD),
        ([_("Porté par"), str(report.fund.carrier)], None),
        ([_("Année du"), report.exercise.starts_on], None),
        ([_("au"), report.exercise.ends_on], None),
        ([], None),
        ([_("Financeur"), _("Promis (€)"), _("Reçu (€)"), _("Convention ou délibération")], HEAD),
        *funders,
        ([_("Total"), sum(f.pledged_cents for f in report.funders) / 100, money.received_cents / 100], BOLD),
        ([], None),
        ([_("Où est l’argent"), _("Montant (€)")], HEAD),
        ([_("Disponible"), money.available_cents / 100], None),
        ([_("Réservé pour des projets"), money.reserved_cents / 100], None),
        ([_("Versé, à justifier"), money.paid_cents / 100], None),
        ([_("Dépensé et justifié"), money.spent_cents / 100], None),
        ([_("Total reçu"), money.received_cents / 100], BOLD),
        ([], None),
        *_tranche_lines(money),
        *_pace_lines(report),
        ([_("Preuve au registre public")], BOLD),
        ([_("Point de contrôle du"), proof.date if proof else _("à venir : il est publié chaque jour")], None),
        ([_("Nombre d’écritures"), str(proof.size) if proof else ""], None),
        ([_("Empreinte du registre"), proof.root if proof else ""], None),
    ]


def _pace_lines(report: YearReport) -> list[tuple[list, int | None]]:
    """Return how long each step took in the year: the median in days, and how many went past the limit."""
    heads = [_("Les délais"), _("Terminés"), _("Médiane (jours)"), _("Médiane, attentes comprises (jours)"),
             _("Hors délai"), _("En cours")]  # fmt: skip
    rows = [
        [str(PACE_WORDS[one.name]), one.done, _days(one.median_days), _days(one.median_elapsed), one.late, one.running]
        for one in report.paces
    ]
    return [(heads, HEAD), *((row, None) for row in rows), ([], None)]


def _days(median: float | None) -> int | float | None:
    return int(median) if median is not None and median == int(median) else median


def _tranche_lines(money: Envelope) -> list[tuple[list, int | None]]:
    if not money.tranches:
        return []
    heads = [_("Tranche"), _("Reçu (€)"), _("Disponible (€)"), _("Réservé (€)"), _("Versé (€)"), _("Dépensé (€)")]
    rows = [
        [one.name, *(cents / 100 for cents in (one.received_cents, one.available_cents, one.reserved_cents,
                                               one.paid_cents, one.spent_cents))]
        for one in money.tranches
    ]  # fmt: skip
    return [(heads, HEAD), *((row, None) for row in rows), ([], None)]


def _same_each_time(page: io.BytesIO) -> bytes:
    """Zip a workbook again without the marks of the moment and the machine: dates and rights of its parts."""
    again = io.BytesIO()
    with zipfile.ZipFile(page) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, EPOCH), old.read(part), zipfile.ZIP_DEFLATED)
    return again.getvalue()

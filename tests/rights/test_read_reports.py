"""Downloading a fund's year, for those who gave to it."""

from fph.people.roles import Permission
from tests.rights.table import Asked, Truth


def year(number, kind="csv"):
    """Ask for the file of a year."""
    return Asked(f"report_{kind}", lambda world: [world.things.fund.slug, number])


class TestReadReports(Truth):
    permission = Permission.READ_REPORTS
    table = """
                  page  csv  xlsx  no_such_year
    resident      -     -    -     -
    helper        -     -    -     -
    member        -     -    -     -
    chair         -     -    -     -
    secretary     -     -    -     -
    coordinator   yes   yes  yes   -
    treasurer     yes   yes  yes   -
    funder_reader yes   yes  yes   -
    editor        -     -    -     -
    administrator yes   yes  yes   -
    """
    asked = {
        "page": Asked("fund_report"),
        "csv": year(2027),
        "xlsx": year(2027, "xlsx"),
        "no_such_year": year(2031),
    }
    door = Asked("fund_report")
    moves = "csv"

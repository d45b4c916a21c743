"""Every permission has its truth table, and the clock of the tables is a clock."""

from datetime import date, timedelta

from fph.dates import PARIS
from fph.people.roles import Permission, paris_day
from tests.house.source import BASE
from tests.rights.clock import Clock
from tests.rights.table import Truth


def tables() -> set[type[Truth]]:
    """Return the truth tables of the files beside this one."""
    for path in sorted((BASE / "tests" / "rights").glob("test_*.py")):
        __import__(f"tests.rights.{path.stem}")
    return set(Truth.__subclasses__())


def test_every_permission_has_its_file():
    found = [table.permission for table in tables()]
    assert sorted(found) == sorted(Permission), "one file a permission, tests/rights/test_<permission>.py"
    assert len({table.__module__ for table in tables()}) == len(found)


def test_the_clock_passes_midnight_whatever_the_legal_hour():
    for day, hours in ((date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (date(2027, 6, 1), 24)):
        clock = Clock()
        clock.strikes(day)
        clock.passes(hours=hours, seconds=-1)
        assert paris_day(clock()) == day
        clock.passes(seconds=1)
        assert paris_day(clock()) == day + timedelta(days=1)
        assert clock.at.astimezone(PARIS).hour == 0

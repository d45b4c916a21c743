"""Which règlement speaks on a day."""

from datetime import date

from django.db.models import Exists

from projects.fund.models import Fund
from projects.fund.rules import Shares
from projects.regulation.models import RegulationVersion


def in_force(fund: Fund, on: date) -> RegulationVersion | None:
    """Return the version in force on a day: the last one whose date has come, or None before the first."""
    return fund.regulation_versions.filter(in_force_from__lte=on).first()


def shares(fund: Fund, on: date) -> Shares:
    """Return how a grant of that day draws on the year's tranches; empty when all the money is one."""
    version = in_force(fund, on)
    return version.regulation.tranches if version else ()


def in_force_in_year(fund: Fund, on: date) -> RegulationVersion | None:
    """Return the version in force on a day while a year of the fund is open, else None."""
    years = fund.exercises.filter(starts_on__lte=on, ends_on__gte=on)
    return fund.regulation_versions.filter(Exists(years), in_force_from__lte=on).first()


def versions(fund: Fund):
    """Return every version of a fund, the latest first."""
    return fund.regulation_versions.all()

"""Which règlement speaks on a day."""

from datetime import date

from projects.fund.models import Fund
from projects.regulation.models import RegulationVersion


def in_force(fund: Fund, on: date) -> RegulationVersion | None:
    """Return the version in force on a day: the last one whose date has come, or None before the first."""
    return fund.regulation_versions.filter(in_force_from__lte=on).first()


def versions(fund: Fund):
    """Return every version of a fund, the latest first."""
    return fund.regulation_versions.all()

"""The house's clock, held still or moved by a test: every view asks `timezone.now()`."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from fph.dates import PARIS

NOW = datetime(2027, 3, 1, 18, 42, tzinfo=PARIS)


class Clock:
    """What time it is for the house: `clock.at` is read and set."""

    def __init__(self, at: datetime = NOW):
        self.at = at

    def __call__(self) -> datetime:
        """Return the moment, as `timezone.now` does."""
        return self.at.astimezone(timezone.get_default_timezone())

    def strikes(self, day, hour=0, minute=0, second=0) -> datetime:
        """Set the clock to an hour in Paris of a day, and return the moment."""
        self.at = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=PARIS)
        return self.at

    def passes(self, **time) -> datetime:
        """Let some time pass (`seconds=2`), whatever the legal hour does meanwhile, and return the moment."""
        self.at = (self.at.astimezone(timezone.get_fixed_timezone(0)) + timedelta(**time)).astimezone(PARIS)
        return self.at


def hold(patch: pytest.MonkeyPatch, at: datetime = NOW) -> Clock:
    """Put a clock of ours in the house's wall."""
    clock = Clock(at)
    patch.setattr(timezone, "now", clock)
    return clock

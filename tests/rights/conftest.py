"""One town for all the truth tables; each class of `Truth` runs them on its own table."""

import logging

import pytest
from django.db import transaction

from tests.addresses import town as towns
from tests.rights import clock
from tests.rights.table import Truth


@pytest.fixture(scope="package")
def clocked(django_db_setup, django_db_blocker):
    """Build two neighbourhoods once, in a transaction that is undone, and hold the clock. Returns (town, clock)."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        held = clock.hold(patch)
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        yield towns.build(), held
        transaction.set_rollback(True)


@pytest.fixture
def town(clocked):
    """Return the two neighbourhoods; what the test writes is undone, and the clock is put back."""
    built, held = clocked
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
    held.at = clock.NOW


@pytest.fixture
def time(clocked):
    """Return the house's clock."""
    return clocked[1]


def pytest_generate_tests(metafunc):
    """Give each test of a truth table its columns, its holders and its edges."""
    if metafunc.cls is None or not issubclass(metafunc.cls, Truth):
        return
    for word, values in metafunc.cls.cases().items():
        if word in metafunc.fixturenames:
            metafunc.parametrize(word, values, ids=str)

"""The eye that looks at every page, and the neighbourhood it looks at."""

import pytest

from tests.harness.looking import Eye
from tests.pages.world import Goutte


@pytest.fixture(scope="session")
def eye(browser):
    """Return one page of the browser, for all the answers of this worker."""
    return Eye.open(browser)


@pytest.fixture
def goutte(db, settings):
    """Return the demonstration's neighbourhood, to ask for its pages and to change before asking."""
    return Goutte(settings)

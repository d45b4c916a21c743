"""The fixtures of every test. `db` rolls back, `committed_db` is a copy to commit in, `page` is a browser on a copy."""

import os

import pytest
from django.test import Client
from hypothesis import settings as hypothesis_settings

from tests.harness import browser as browsers

hypothesis_settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("house")

NO_FLUSH = "a test that commits is marked `commits`: it gets a copy of the database, nothing is ever flushed"


# --- Databases ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """Give this worker its copy of the template for the tests that roll back."""
    from tests.harness import databases

    with django_db_blocker.unblock():
        copy = databases.take_copy(databases.HERE.name)
        databases.point_at(copy)
    yield copy
    with django_db_blocker.unblock():
        databases.connections.close_all()
        databases.drop(copy)


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker):
    """Give the test a copy to commit in, in all its threads; `url`, `environ`, `manage(…)` are for subprocesses."""
    from tests.harness import databases

    with django_db_blocker.unblock():
        copy = databases.take_copy()
        databases.point_at(copy)
        try:
            yield copy
        finally:
            databases.point_at(django_db_setup)
            databases.drop(copy)


def commits(request) -> bool:
    """Say whether the test works on a copy of its own."""
    return bool(request.node.get_closest_marker("commits")) or "committed_db" in request.fixturenames


@pytest.fixture
def db(request):
    """Let the test write and roll it back; on a copy of its own, there is nothing to roll back."""
    request.getfixturevalue("committed_db" if commits(request) else "_django_db_helper")


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    marker = request.node.get_closest_marker("django_db")
    if marker and (marker.args or marker.kwargs.get("transaction")):
        pytest.fail(NO_FLUSH)
    if marker or commits(request):
        request.getfixturevalue("db")


@pytest.fixture
def transactional_db():
    """Refuse the fixture that flushes."""
    pytest.fail(NO_FLUSH)


@pytest.fixture
def live_server():
    """Refuse the server that flushes: ours is `site`."""
    pytest.fail(f"{NO_FLUSH}; the server is the fixture `site`")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """Forget what the test before left in the cache: site addresses, limits."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _two_factors(request, monkeypatch):
    """Have `force_login` open a session proved twice, just now; marked `one_factor`, by an e-mailed code alone."""
    from tests.harness.sessions import prove, signed_in_by_code

    plain = Client.force_login
    proved = signed_in_by_code if request.node.get_closest_marker("one_factor") else prove

    def force_login(client, user, backend=None):
        plain(client, user, backend)
        proved(client)

    monkeypatch.setattr(Client, "force_login", force_login)


# --- Browser --------------------------------------------------------------------------------------------


@pytest.fixture
def site(committed_db, settings):
    """Serve the house on a copy of the database; the value is its address, without a final slash."""
    from wagtail.models import Site

    with browsers.serving() as address:
        settings.SITE_ADDRESS = settings.WAGTAILADMIN_BASE_URL = address
        Site.objects.filter(is_default_site=True).update(hostname="localhost", port=address.rsplit(":")[-1])
        yield address


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once a worker; skip, with the reason, where there is none."""
    from playwright.sync_api import sync_playwright

    if not (found := browsers.find_chromium()):
        pytest.skip(browsers.NONE_FOUND)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=browsers.OPTIONS)
        yield running
        running.close()


@pytest.fixture
def page(browser, site):
    """Open a French visitor's page on `site`, of 1440 by 900; the test fails if a script or a policy fails in it."""
    context = browser.new_context(
        base_url=site, locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(10_000)
    opened = context.new_page()
    errors = browsers.note_errors(opened)
    yield opened
    context.close()
    assert not errors, errors


# --- Reports --------------------------------------------------------------------------------------------


def pytest_report_header(config):
    """Say on which database and with which browser the tests run."""
    from tests.settings import ON_POSTGRES

    return [
        f"database: {'PostgreSQL' if ON_POSTGRES else 'SQLite'}",
        f"browser: {browsers.find_chromium() or browsers.NONE_FOUND}",
    ]


def pytest_collection_modifyitems(items):
    """Mark `browser` every test that opens a page, and put it last: a process that drove a browser forks badly.

    A proof in a browser is about how pages look or are used at every width: `once`.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and item.get_closest_marker("proof"):
            item.add_marker(pytest.mark.once)
    items.sort(key=lambda item: bool(item.get_closest_marker("browser")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """With `FPH_NOTHING_SKIPPED=1`, count a skipped test as failed."""
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """With `FPH_NOTHING_SKIPPED=1`, count a skipped module as failed."""
    return _refuse_skip((yield))


def _refuse_skip(report):
    if os.environ.get("FPH_NOTHING_SKIPPED") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"Nothing may be skipped here, and this was. {reason}"
    return report


def pytest_unconfigure(config):
    """Take away the run's databases and files, in the process that started it."""
    if not hasattr(config, "workerinput"):
        from tests.harness import databases

        databases.remove_run()

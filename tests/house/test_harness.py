"""The ground the other tests stand on."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.test import TestCase
from wagtail.models import Page

from fph import triggers
from fph.journal.models import RegisterHead
from fph.people.models import User
from tests.harness import databases
from tests.harness.crash import killed_during
from tests.harness.crowd import crowd, rounds
from tests.harness.threads import together

LEFT_BEHIND = "laissee@exemple.fr"


@pytest.mark.commits
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_not_seen_by_the_next(turn):
    assert not User.objects.filter(email=LEFT_BEHIND).exists()
    User.objects.create_user(LEFT_BEHIND)
    connection.close()
    assert User.objects.filter(email=LEFT_BEHIND).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_rolled_back(turn):
    assert connection.in_atomic_block
    assert not User.objects.filter(email=LEFT_BEHIND).exists()
    User.objects.create_user(LEFT_BEHIND)


@pytest.mark.django_db
def test_a_test_that_rolls_back_sees_the_template():
    assert RegisterHead.objects.filter(pk=1).exists()
    assert Page.objects.filter(depth=1).exists()


@pytest.mark.commits
def test_triggers_stand_in_copies():
    assert triggers.missing(connection) == []
    assert triggers.present(connection)


@pytest.mark.commits
def test_two_threads_commit():
    outcomes = together(
        lambda: User.objects.create_user("une@exemple.fr").email,
        lambda: User.objects.create_user("deux@exemple.fr").email,
    )
    assert outcomes == ["une@exemple.fr", "deux@exemple.fr"]
    assert User.objects.filter(email__in=outcomes).count() == 2


@pytest.mark.commits
def test_together_hands_back_what_a_thread_raised():
    User.objects.create_user(LEFT_BEHIND)
    fine, refused = together(lambda: 1, lambda: User.objects.create_user(LEFT_BEHIND))
    assert fine == 1
    assert "IntegrityError" in type(refused).__name__


@pytest.mark.commits
def test_a_crowd_stands_in_several_processes_and_hands_back_what_was_raised():
    User.objects.create_user(LEFT_BEHIND)
    places = crowd(*[os.getpid] * 4, lambda: User.objects.create_user(LEFT_BEHIND).pk, processes=2)
    assert len(set(places[:4])) == 2
    assert os.getpid() not in places
    assert "IntegrityError" in type(places[4]).__name__


@pytest.mark.commits
def test_in_rounds_one_begins_and_all_follow():
    found = rounds(2, 3, lambda turn: User.objects.create_user(f"tour{turn}@exemple.fr"),
                   lambda turn, place: User.objects.filter(email=f"tour{turn}@exemple.fr").count() + place)  # fmt: skip
    assert found == [[1, 2, 3]] * 2


@pytest.mark.commits
def test_a_killed_process_leaves_nothing_of_what_it_had_not_committed():
    def never_ends():
        with transaction.atomic():
            User.objects.create_user(LEFT_BEHIND)
            signal.pause()

    assert not killed_during(never_ends, after=0.2)
    assert not User.objects.filter(email=LEFT_BEHIND).exists()
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        killed_during(lambda: 1 / 0, after=1)


def test_a_subprocess_works_on_the_copy(committed_db):
    User.objects.create_user(LEFT_BEHIND)
    asked = f"from fph.people.models import User; print(User.objects.filter(email='{LEFT_BEHIND}').count())"
    ended = committed_db.manage("shell", "--no-imports", "-c", asked)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip() == "1"


def test_a_copy_has_files_of_its_own(committed_db):
    storage = storages["private"]
    (Path(storage.location) / "page").write_text("une page")
    assert storage.exists("page")
    assert (committed_db.files / "private" / "page").exists()
    assert not (databases.TEMPLATE.files / "private" / "page").exists()


if not databases.ON_POSTGRES:

    @pytest.mark.commits
    def test_an_sqlite_copy_is_one_whole_file(committed_db):
        connection.close()
        alone = sqlite3.connect(f"file:{committed_db.name}?immutable=1", uri=True)
        assert alone.execute("SELECT count(*) FROM fph_registerhead").fetchone() == (1,)


class TestNoFlush(TestCase):
    """Django's own test case stands on the same copy."""

    def test_django_test_case_sees_the_template(self):
        assert Page.objects.filter(depth=1).exists()


def test_the_site_is_served_on_the_copy(site, page):
    page.goto("/static/fph-does-not-exist.css")
    assert page.evaluate("navigator.language") == "fr-FR"


def run_pytest(folder, source, **environ):
    """Run pytest on a module of its own, under a copy of the harness, and return how it ended."""
    shutil.copy(settings.BASE_DIR / "tests" / "conftest.py", folder)
    (folder / "test_inner.py").write_text(source)
    line = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "pyproject.toml",
        "--rootdir",
        ".",
        "-p",
        "no:cacheprovider",
    ]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "FPH_", "DJANGO_SETTINGS"))}
    return subprocess.run(
        [*line, str(folder)], cwd=settings.BASE_DIR, env={**inherited, **environ},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


SKIPS = """
import pytest

@pytest.mark.skip(reason="too tired")
def test_tired():
    assert False
"""


@pytest.mark.parametrize(("strict", "code"), [("1", 1), ("0", 0)])
def test_a_skip_is_a_failure_when_nothing_may_be_skipped(tmp_path, strict, code):
    ended = run_pytest(tmp_path, SKIPS, FPH_NOTHING_SKIPPED=strict)
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert "too tired" in ended.stdout


FLUSHES = """
import pytest

@pytest.mark.django_db(transaction=True)
def test_flushing():
    pass

def test_serving(live_server):
    pass
"""


def test_a_flush_is_refused_in_words(tmp_path):
    ended = run_pytest(tmp_path, FLUSHES)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert ended.stdout.count("nothing is ever flushed") >= 2

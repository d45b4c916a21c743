"""One migrated, demo-filled template a test run; every worker, and every test that commits, gets a copy of it.

A copy is a database and its files. SQLite: files copied. PostgreSQL: `CREATE DATABASE … TEMPLATE`. Nothing is ever
flushed: what a test committed goes away with its copy. See docs/decisions/0005-test-databases.md.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connections

from tests.harness.watching import watching
from tests.settings import HERE, ON_POSTGRES, ROOT

ROOMS = ("fph", "projects", "committees", "cms")
SEEN = ("acts", "untold", "served")  # of the demonstration's acts, read again by tests/house/test_told.py
PREFIX = f"fph_test_{ROOT.name.removeprefix('fph-tests-')}_"
_numbers = count(1)
ROOT.mkdir(mode=0o700, exist_ok=True)


@dataclass(frozen=True)
class Copy:
    """A database of one's own, and the folder of its files."""

    label: str

    @property
    def name(self) -> str:
        """Return what Django calls NAME: a path on SQLite, a database on PostgreSQL."""
        return PREFIX + self.label if ON_POSTGRES else str(ROOT / f"{self.label}.sqlite3")

    @property
    def files(self) -> Path:
        """Return the folder that holds `media` and `private`."""
        return ROOT / f"{self.label}-files"

    @property
    def url(self) -> str:
        """Return the DATABASE_URL of this copy, for a subprocess."""
        return _address(self.name) if ON_POSTGRES else f"sqlite:///{self.name}"

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment in which a subprocess works on this copy, with the product's own settings."""
        here = {
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.files / "media"),
            "PRIVATE_ROOT": str(self.files / "private"),
            "DJANGO_SETTINGS_MODULE": "fph.settings",
        }
        return {**os.environ, **here}

    def manage(self, *words: str, **options) -> subprocess.CompletedProcess:
        """Run `manage.py` with these words on this copy, in a process of its own, and return how it ended."""
        line = [sys.executable, "manage.py", *words]
        asked = {"capture_output": True, "text": True, "timeout": 120, "env": self.environ, **options}
        return subprocess.run(line, cwd=settings.BASE_DIR, check=False, **asked)


TEMPLATE = Copy("template")


def take_copy(label: str = "") -> Copy:
    """Copy the template, which is built by the first who asks, and return the copy."""
    with _locked("template"):
        if not (ROOT / "template.built").exists():
            _build_template()
            (ROOT / "template.built").touch()
    copy = Copy(label or f"{HERE.name}_{next(_numbers)}")
    _duplicate(TEMPLATE, copy)
    return copy


def take_bare(label: str = "") -> Copy:
    """Make a database as `migrate` leaves it, nobody in it, for a test that begins from nothing; return it."""
    bare = Copy(label or f"{HERE.name}_bare_{next(_numbers)}")
    for folder in ("media", "private"):
        (bare.files / folder).mkdir(parents=True, exist_ok=True)
    if not ON_POSTGRES and _migrated().exists():
        shutil.copyfile(_migrated(), bare.name)
        return bare
    if ON_POSTGRES:
        _administer(f'CREATE DATABASE "{bare.name}"')
    migrated = bare.manage("migrate", "--verbosity", "0", timeout=600)
    assert migrated.returncode == 0, migrated.stderr
    return bare


def point_at(copy: Copy) -> None:
    """Make every connection opened from now on, in any thread, and every stored file, those of this copy."""
    connections.close_all()
    connections.settings["default"]["NAME"] = copy.name
    HERE.mkdir(exist_ok=True)
    link = HERE / "files.new"
    link.symlink_to(copy.files)
    link.replace(HERE / "files")


def drop(copy: Copy) -> None:
    """Take a copy away, whoever is still connected to it."""
    if ON_POSTGRES:
        _administer(f'DROP DATABASE IF EXISTS "{copy.name}" WITH (FORCE)')
    else:
        for leftover in ROOT.glob(f"{copy.label}.sqlite3*"):
            leftover.unlink()
    shutil.rmtree(copy.files, ignore_errors=True)


def remove_run() -> None:
    """Take away everything this run made. Called once, by the process that started it."""
    if ON_POSTGRES and (ROOT / "template.built").exists():
        for (name,) in _administer("SELECT datname FROM pg_database"):
            if name.startswith(PREFIX):
                _administer(f'DROP DATABASE "{name}" WITH (FORCE)')
    shutil.rmtree(ROOT, ignore_errors=True)


def _build_template() -> None:
    for folder in ("media", "private"):
        (TEMPLATE.files / folder).mkdir(parents=True, exist_ok=True)
    if ON_POSTGRES:
        _administer(f'CREATE DATABASE "{TEMPLATE.name}"')
        point_at(TEMPLATE)
        call_command("migrate", verbosity=0)
    else:
        _migrate_sqlite()
    _fill()
    connections.close_all()


def _fill() -> None:
    """Fill the template with the demonstration. While a piece of it is missing, go without and say so."""
    if os.environ.get("FPH_TEST_DEMO") == "0" or "demo" not in get_commands():
        return
    try:
        with watching() as watch:
            call_command("demo", verbosity=0)
        (ROOT / "watch.json").write_text(json.dumps({name: sorted(getattr(watch, name)) for name in SEEN}))
    except ImportError as error:
        if os.environ.get("FPH_NOTHING_SKIPPED") == "1":
            raise
        warnings.warn(f"The template stands without the demonstration: {error}", stacklevel=2)


def _migrate_sqlite() -> None:
    """Migrate the template, or take the one that the same migrations, models and materials gave before."""
    kept = _migrated()
    if kept.exists():
        shutil.copyfile(kept, TEMPLATE.name)
    point_at(TEMPLATE)
    if not kept.exists():
        call_command("migrate", verbosity=0)
    connections.close_all()
    _settle(TEMPLATE.name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    for older in set(kept.parent.glob("migrated-*")) - {kept}:
        older.unlink(missing_ok=True)
    _copy_whole(TEMPLATE.name, kept)
    point_at(TEMPLATE)


def _migrated() -> Path:
    """Return where a migrated SQLite database of this shape is kept from one run to the next."""
    return settings.BASE_DIR / "var" / "tests" / f"migrated-{_shape()}.sqlite3"


def _shape() -> str:
    """Return a fingerprint of all that decides what `migrate` leaves behind."""
    parts = ("migrations/", "models", "triggers.py", "facts.py", "roles.py", "apps.py", "settings.py")
    sources = sorted(path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py"))
    digest = hashlib.sha256((settings.BASE_DIR / "tests" / "requirements.lock").read_bytes())
    for path in sources:
        if any(part in path.relative_to(settings.BASE_DIR).as_posix() for part in parts):
            digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _duplicate(source: Copy, target: Copy) -> None:
    if ON_POSTGRES:
        _administer(f'CREATE DATABASE "{target.name}" TEMPLATE "{source.name}"')
    else:
        _settle(source.name)
        shutil.copyfile(source.name, target.name)
    shutil.copytree(source.files, target.files, copy_function=os.link)


def _settle(path: str) -> None:
    """Bring what stands in the write-ahead log back into the file, so that the file alone is the database."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _copy_whole(source: str, target: Path) -> None:
    """Copy under another name first: a reader finds the whole file or none."""
    draft = target.with_suffix(f".{os.getpid()}")
    shutil.copyfile(source, draft)
    draft.replace(target)


def _address(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _administer(statement: str) -> list[tuple]:
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        cursor = server.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _locked(name: str):
    with (ROOT / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

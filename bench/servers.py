"""What the bench stands on: databases of its own, and gunicorn with two sync workers."""

import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.load import Asked, children, once

HERE = Path(__file__).resolve().parent.parent


def environ(root: Path, url: str, floor_url: str, **more: str) -> dict[str, str]:
    """Return the environment of an installation on that database, with an in-process cache."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {
        "SECRET_KEY": "bench-" + "b" * 50, "DATABASE_URL": url, "FLOOR_URL": floor_url, "BENCH_ROOT": str(root),
        "DJANGO_SETTINGS_MODULE": "bench.settings", "ALLOWED_HOSTS": "127.0.0.1", "SITE_ADDRESS": "http://127.0.0.1",
        "CACHE_URL": "locmemcache://", "MEDIA_ROOT": str(root / "media"), "PRIVATE_ROOT": str(root / "private"),
        "EMAIL_URL": "dummymail://", "FPH_DEMO": "0", **more,
    }  # fmt: skip


def python(*words: str, env: dict[str, str]) -> str:
    """Run a module in a process of its own and return what it printed; its errors are shown."""
    done = subprocess.run([sys.executable, *words], cwd=HERE, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


@contextmanager
def databases(url: str):
    """Make a database for the product and one for the floor on a PostgreSQL server; yield their addresses."""
    own = secrets.token_hex(4)
    names = [f"fph_bench_{own}_{part}" for part in ("product", "floor")]

    def administer(statement: str) -> None:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)

    try:
        for name in names:
            administer(f'CREATE DATABASE "{name}"')
        yield [urlsplit(url)._replace(path=f"/{name}").geturl() for name in names]
    finally:
        for name in names:
            administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def backends(url: str) -> list[int]:
    """Return the processes that serve the connections to a PostgreSQL database; none for another database."""
    if not url.startswith("postgres"):
        return []
    name = urlsplit(url).path.removeprefix("/")
    with psycopg.connect(url) as server:
        return [pid for (pid,) in server.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [name]
        )]  # fmt: skip


@contextmanager
def serving(application: str, env: dict[str, str], path: str):
    """Serve an application with two sync workers; yield (port, pids of the workers) once it answers there."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "error"]
    server = subprocess.Popen([sys.executable, *words], cwd=HERE, env=env)
    try:
        _wait(port, path)
        yield port, children(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(port: int, path: str) -> None:
    last: Exception | None = None
    for _turn in range(300):
        try:
            if once(port, Asked(path)).status < 500:
                return
        except OSError as error:
            last = error
        time.sleep(0.2)
    raise RuntimeError(f"nothing answers on port {port}: {last}")

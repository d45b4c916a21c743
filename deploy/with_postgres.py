"""Run a command with DATABASE_URL naming a real PostgreSQL 15+: `deploy/with_postgres.py make test`.

Looks for one in `TEST_DATABASE_URL`, then on 127.0.0.1:5432, then on the local socket; else starts a private one in a
temporary folder, as a user who is not root, and stops it afterwards. The command makes databases of its own.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

OLDEST = 15
USUAL = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres:///postgres?host=/var/run/postgresql",
)


def main(command: list[str]) -> int:
    """Find or start a server, run the command on it and return its exit code."""
    with ExitStack() as stack:
        url = find() or stack.enter_context(private_server())
        print(f"PostgreSQL: {re.sub(':[^:@/]+@', ':…@', url)}", flush=True)
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def find() -> str | None:
    """Return the address of a running server good enough, or None. Exits when the one asked for is not."""
    if asked := os.environ.get("TEST_DATABASE_URL"):
        if reason := unfit(asked):
            sys.exit(f"TEST_DATABASE_URL : {reason}")
        return asked
    return next((url for url in USUAL if unfit(url) is None), None)


def unfit(url: str) -> str | None:
    """Return why a server can't be used: unreachable, too old, or not allowed to create databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as server:
            version = server.info.server_version // 10000
            allowed = server.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        return str(error).strip()
    if version < OLDEST:
        return f"PostgreSQL {version} is too old, {OLDEST} is needed"
    return None if allowed and allowed[0] else "this role may not create databases"


@contextmanager
def private_server():
    """Start a server of our own on a free port, and yield its address."""
    programs = programs_folder()
    owner = unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="fph-postgres-"))
    data, port = folder / "data", free_port()
    if owner:
        shutil.chown(folder, owner)

    def run(program, *words):
        done = subprocess.run(
            [programs / program, *words], cwd=folder, user=owner, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{program}: {done.stdout}{done.stderr}")

    run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    # pg_ctl's child would keep a captured pipe open: its words go to the log.
    run("pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def programs_folder() -> Path:
    """Return the folder of the newest installed PostgreSQL that is not too old."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: -float(p.parts[-3]))
    path = [Path(found)] if (found := shutil.which("initdb")) else []
    for initdb in [*debian, *path]:
        said = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=True).stdout
        if int(re.findall(r"\d+", said)[0]) >= OLDEST:
            return initdb.parent
    sys.exit(f"Il faut PostgreSQL {OLDEST} ou plus récent : apt install postgresql, ou donnez TEST_DATABASE_URL.")


def unprivileged_user() -> str | None:
    """Return who the server runs as: PostgreSQL refuses root. None means oneself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))

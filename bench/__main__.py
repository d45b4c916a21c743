"""Measure the budget table beside the floors, at two sizes: `make bench`, or `python -m bench --quick` to see it run.

Compare queries and CPU first: they hardly move with what else the computer does. Nothing here is asserted.
"""

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench import load, servers
from bench.lines import EXPORT, LINES

SIZES = (1000, 20000)
GRANTS = 20000
REPLAYED = 10000
QUIET_MS = 0.2
FLOORS = {"bare Django view": ("/hello/", 1500), "bare Wagtail page": ("/page-3/", 150)}
HEAD = ("", "queries", "CPU ms", "of it SQL", "p50", "p95", "p95 at 8")


@dataclass(frozen=True)
class Taken:
    """What an answer cost: queries, milliseconds of CPU (application and database, then the database's), and times."""

    queries: int
    cpu_ms: float
    sql_ms: float
    p50: float
    p95: float
    p95_at_8: float

    def cells(self) -> list[str]:
        """Return the figures as they are printed."""
        figures = (self.cpu_ms, self.sql_ms, self.p50, self.p95, self.p95_at_8)
        return [str(self.queries), *(f"{figure:.1f}" for figure in figures)]


@dataclass
class Bench:
    """A run: where its databases are, and how much of it is done."""

    root: Path
    url: str
    floor_url: str
    quick: bool

    def env(self, **more: str) -> dict[str, str]:
        """Return the environment of the product on the bench's database."""
        return servers.environ(self.root, self.url, self.floor_url, **more)

    def number(self, wanted: int) -> int:
        """Return how many times to ask."""
        return 8 if self.quick else wanted

    def take(self, port: int, pids: list[int], asked: load.Asked, number: int, url: str) -> Taken:
        """Ask, and return what it cost."""
        # Both workers are warm, and connected, before anything is counted.
        load.times(port, asked, 16, 8)
        queries, number = load.queries(port, asked), self.number(number)
        backends = servers.backends(url)
        before, sql_before = load.spent_by(pids), load.spent_by(backends)
        taken = load.times(port, asked, number, 1)
        spent, sql = load.spent_by(pids) - before, load.spent_by(backends) - sql_before
        crowd = load.times(port, asked, max(8, number // 2), 8)
        at = {part: taken[min(len(taken) - 1, len(taken) * part // 100)] for part in (50, 95)}
        return Taken(queries, (spent + sql) / number, sql / number, at[50], at[95], crowd[len(crowd) * 95 // 100])

    def floors(self) -> dict[str, Taken]:
        """Measure what Django and Wagtail cost by themselves."""
        env = self.env(DJANGO_SETTINGS_MODULE="bench.floor.settings")
        servers.python("-m", "bench.floor.build", env=env)
        with servers.serving("bench.floor.wsgi", env, "/hello/") as (port, pids):
            return {
                name: self.take(port, pids, load.Asked(path), number, self.floor_url)
                for name, (path, number) in FLOORS.items()
            }

    def fill(self, count: int, *more: str) -> dict:
        """Bring the product's database to a size; returns where to look."""
        return json.loads(servers.python("-m", "bench.build", str(count), *more, env=self.env(FPH_DEMO="1")))

    def lines(self, told: dict) -> tuple[dict[str, Taken], float]:
        """Measure every line, and the memory of a worker that has done nothing but begin."""
        found = {}
        with servers.serving("fph.wsgi", self.env(), "/healthz") as (port, pids):
            rest = max(map(load.memory_mb, pids))
            for line in LINES:
                asked = self.asked(port, line, told["lines"][line.label])
                found[line.label] = self.take(port, pids, asked, line.number, self.url)
        return found, rest

    def asked(self, port: int, line, where: dict) -> load.Asked:
        """Return what a line asks: its path, who asks, the form it sends or the token it polls with."""
        asked = load.Asked(where["path"], {"session": where["cookie"]} if where["cookie"] else {})
        if line.label.startswith("phone"):
            return load.pulse(port, asked)
        return load.with_form(port, asked) if line.post else asked

    def export(self, told: dict) -> tuple[Taken, float]:
        """Measure the CSV of every grant, and how far it raises the memory of the worker that writes it."""
        with servers.serving("fph.wsgi", self.env(), "/healthz") as (port, pids):
            asked = self.asked(port, EXPORT, told["lines"][EXPORT.label])
            # Both workers have answered before: what that leaves in memory is theirs at rest.
            load.times(port, load.Asked("/mon-espace/", asked.cookies), 8, 4)
            rest = {pid: load.memory_mb(pid) for pid in pids}
            for pid in pids:
                load.forget_highest(pid)
            at_work = [*pids, *servers.backends(self.url)]
            began = load.spent_by(at_work)
            response = load.once(port, asked)
            spent = load.spent_by(at_work) - began
            raised = max(load.memory_mb(pid, "VmHWM") - rest[pid] for pid in pids)
            assert response.status == 200, response.status
            queries = load.queries(port, asked)
        return Taken(queries, spent, 0, spent, spent, spent), raised


def run(bench: Bench, sizes: tuple[int, ...], grants: int) -> None:
    """Measure everything and print it."""
    floors = bench.floors()
    servers.python("manage.py", "migrate", "--verbosity", "0", env=bench.env())
    taken = []
    for size in sizes:
        taken.append(bench.lines(bench.fill(size)))
        print(f"\n{size} applications\n" + table({**floors, **taken[-1][0]}), flush=True)
    told = bench.fill(grants, "--grants")
    export, raised = bench.export(told)
    small, large = taken[0][0], taken[-1][0]
    print(f"\nGrowth of CPU and queries, {sizes[0]} to {sizes[-1]}, and what is over its budget\n")
    for line in LINES:
        print(judged(line, small[line.label], large[line.label], floors["bare Django view"]))
    print(
        f"CSV of {told['grants']} grants: {export.queries} queries, {export.cpu_ms:.0f} ms of CPU, + {raised:.0f} MB "
        f"(budget: 9, 2000 ms, + 20 MB)"
    )
    replayed = json.loads(servers.python("-m", "bench.replay", str(REPLAYED), env=bench.env()))
    seconds, files = f"{replayed['seconds']:.1f} s, {replayed['cpu']:.1f} of CPU", replayed["files"]
    print(f"Replay of a règlement over {files} files: {seconds} (aim: ten for {REPLAYED})")
    rest = [memory for _lines, memory in taken]
    print(f"A worker at rest: {rest[0]:.0f} MB, then {rest[-1]:.0f} MB (budget: 130 MB, + 5 %)")


def table(rows: dict[str, Taken]) -> str:
    """Return the figures in columns, ready for a page."""
    lines = [HEAD, *((name, *taken.cells()) for name, taken in rows.items())]
    ruled = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([ruled[0], "|---" * len(HEAD) + "|", *ruled[1:]])


def judged(line, small: Taken, large: Taken, floor: Taken) -> str:
    """Return a line's growth, its distance to the bare view, and what it has too much of, with the reason."""
    growth = large.cpu_ms / small.cpu_ms if small.cpu_ms else 1
    over = [
        f"{name} {found:.3g} > {most}"
        for name, found, most in (
            ("queries", large.queries, line.queries), ("CPU ms", large.cpu_ms, line.cpu_ms), ("growth", growth, line.growth),
        )
        if found > most
    ]  # fmt: skip
    far = large.cpu_ms / floor.cpu_ms if floor.cpu_ms else 0
    words = f"{line.label}: x {growth:.2f}, {small.queries} -> {large.queries} queries, {far:.0f} bare views"
    shared = f"the bare view itself took {floor.cpu_ms:.1f} ms, {QUIET_MS} on a quiet computer"
    return f"{words}; OVER: {', '.join(over)} ({line.reason or shared})" if over else words


def main(words: list[str]) -> int:
    """Run on the PostgreSQL of DATABASE_URL; `--quick` runs on SQLite, a few requests and rows, in a minute."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few rows and requests, on SQLite: does it run?")
    parser.add_argument("--database", default="", help="with --quick, an SQLite address already filled by the demo")
    asked = parser.parse_args(words)
    url = os.environ.get("DATABASE_URL", "")
    if not asked.quick and not url.startswith("postgres"):
        parser.error("give a PostgreSQL server in DATABASE_URL, as `make bench` does")
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fph-bench-")))
        if asked.quick:
            urls = [asked.database or f"sqlite:///{root}/product.sqlite3", f"sqlite:///{root}/floor.sqlite3"]
        else:
            urls = stack.enter_context(servers.databases(url))
        run(Bench(root, *urls, asked.quick), (20, 40) if asked.quick else SIZES, 40 if asked.quick else GRANTS)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A small load generator, and what the system says a process spent."""

import http.client
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench.counting import ASKED, TOLD

TICKS = os.sysconf("SC_CLK_TCK")
FORM = {"title": "Marche du soir", "summary": "Marcher ensemble, le soir.", "benefit": "Des rues plus sûres."}


@dataclass
class Asked:
    """What is asked again and again: a path, with the cookies of who asks, and a form to send if there is one."""

    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | None = None

    def on(self, connection: http.client.HTTPConnection, **headers: str) -> http.client.HTTPResponse:
        """Ask once, read the answer to its end, and return it; its body is kept as `whole`."""
        sent = headers | ({"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())} if self.cookies else {})
        if self.form is None:
            connection.request("GET", self.path, headers=sent)
        else:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", self.path, body=urlencode(self.form), headers=sent)
        response = connection.getresponse()
        response.whole = response.read()  # type: ignore[attr-defined]
        return response


def once(port: int, asked: Asked, **headers: str) -> http.client.HTTPResponse:
    """Ask once on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        return asked.on(connection, **headers)
    finally:
        connection.close()


def queries(port: int, asked: Asked) -> int:
    """Return how many queries an answer takes, once everything is warm."""
    for _turn in range(4):
        once(port, asked)
    return int(once(port, asked, **{ASKED: "1"}).headers[TOLD])


def times(port: int, asked: Asked, number: int, connections: int) -> list[float]:
    """Ask that many times on that many connections; returns how long each took, in milliseconds, sorted."""

    def some(count: int) -> list[float]:
        taken = []
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        for _turn in range(count):
            began = time.perf_counter()
            status = asked.on(connection).status
            taken.append((time.perf_counter() - began) * 1000)
            if status >= 400:
                raise RuntimeError(f"{asked.path}: {status}")
        connection.close()
        return taken

    share = max(1, number // connections)
    with ThreadPoolExecutor(connections) as pool:
        return sorted(one for part in pool.map(some, [share] * connections) for one in part)


def with_form(port: int, asked: Asked) -> Asked:
    """Return the same address with the form to send there, and the token its page gives."""
    page = once(port, asked)
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page.whole)[1].decode()
    cookie = re.search(r"csrf=([^;]+)", page.headers["Set-Cookie"])[1]
    theme = re.search(rb'name="theme" value="([^"]+)"', page.whole)
    form = FORM | {"csrfmiddlewaretoken": token} | ({"theme": theme[1].decode()} if theme else {})
    return Asked(asked.path, {**asked.cookies, "csrf": cookie}, form)


def pulse(port: int, asked: Asked) -> Asked:
    """Return what the phone of that page asks every two seconds: a token in the address, no cookie."""
    return Asked(re.search(rb'hx-get="([^"]+)"', once(port, asked).whole)[1].decode())


# --- Processes ------------------------------------------------------------------------------------------


def spent_by(pids: list[int]) -> float:
    """Return the CPU that processes used since they began, user and system, in milliseconds."""
    return sum(_spent(pid) for pid in pids)


def _spent(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


def memory_mb(pid: int, name: str = "VmRSS") -> float:
    """Return a process's memory now (VmRSS) or at its highest (VmHWM), in megabytes."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024


def forget_highest(pid: int) -> None:
    """Let the highest memory of a process be counted from now on."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def children(pid: int) -> list[int]:
    """Return the processes that a process started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

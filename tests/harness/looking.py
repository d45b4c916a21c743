"""Pages looked at in a real browser without a server: the test's own client asks, the browser shows its answer."""

import json
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from django.test import Client

from tests.harness.browser import note_errors

CHECKS = (Path(__file__).parent / "looking.js").read_text()
# As where the house lives: a browser knows passkeys only there.
HOUSE = "https://testserver"
SITE = "Le fonds des habitants"
HEIGHTS = {320: 700, 360: 780, 768: 1024, 1440: 900}
# axe leaves the size of targets out unless it is asked.
AXE = "options => axe.run(document, options).then(({violations, incomplete}) => ({violations, incomplete}))"
ALL_RULES = {"resultTypes": ["violations", "incomplete"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"resultTypes": ["violations", "incomplete"], "runOnly": ["color-contrast"]}

# What axe leaves to a person, and what the person who looked says of it: (rule, beginning of the element) → reason.
REVIEWED: dict[tuple[str, str], str] = {}


@dataclass
class Eye:
    """A browser's page on which answers are shown; `errors` gathers what a script or a policy refused."""

    page: object
    errors: list[str]
    _answer: object = None
    _address: str = ""
    _kept: dict = field(default_factory=dict)

    @classmethod
    def open(cls, browser) -> "Eye":
        """Open one page for many answers."""
        context = browser.new_context(
            locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 360, "height": 780}, reduced_motion="reduce"
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        eye = cls(page, note_errors(page))
        page.route("**/*", eye._serve)
        return eye

    def show(self, response, width: int = 360) -> None:
        """Show what the client was answered, at its own address."""
        self.errors.clear()
        asked = response.request
        query = f"?{asked['QUERY_STRING']}" if asked["QUERY_STRING"] else ""
        self._answer, self._address = response, f"{HOUSE}{asked['PATH_INFO']}{query}"
        self.page.emulate_media(color_scheme="light")
        self.widen(width)
        self.page.goto(self._address)

    def widen(self, width: int) -> None:
        """Give the window another width; the page stays."""
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def faults(self, *, specimens: bool = False) -> list[str]:
        """Name what is wrong with the page as it stands, axe aside. A page of specimens shows titles, and errors of nobody."""
        return [*self.errors, *self.page.evaluate(CHECKS, [SITE, specimens])]

    def axe(self, options: dict = ALL_RULES) -> list[str]:
        """Name what axe found, and what it could not tell and nobody has reviewed."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(AXE, options)
        wrong = [f"axe {one['id']}: {node['html'][:140]}" for one in found["violations"] for node in one["nodes"]]
        doubts = [(one["id"], node) for one in found["incomplete"] for node in one["nodes"]]
        return wrong + [
            f"axe can't tell, {rule}: {node['html'][:140]} {_why(node)}"
            for rule, node in doubts
            if not any(rule == known and node["html"].startswith(begins) for known, begins in REVIEWED)
        ]

    def dark(self, is_dark: bool = True) -> None:
        """Turn the light down, or up again."""
        self.page.emulate_media(color_scheme="dark" if is_dark else "light")

    def _serve(self, route) -> None:
        url = route.request.url
        if url == self._address:
            kept = {name: value for name, value in self._answer.headers.items() if name != "Content-Length"}
            return route.fulfill(status=self._answer.status_code, headers=kept, body=self._answer.content)
        path = urlsplit(url).path
        if path.startswith("/static/"):
            return route.fulfill(**self._file(path))
        if path.startswith(("/tissu/", "/media/")):
            picture = Client().get(path)
            body = b"".join(picture.streaming_content) if picture.streaming else picture.content
            return route.fulfill(status=picture.status_code, content_type=picture["Content-Type"], body=body)
        return route.fulfill(status=204)

    def _file(self, path: str) -> dict:
        if path not in self._kept:
            found = Path(finders.find(path.removeprefix("/static/")))
            kind = mimetypes.guess_type(found.name)[0]
            self._kept[path] = {"body": found.read_bytes(), "content_type": kind}
        return self._kept[path]


def _why(node: dict) -> str:
    return json.dumps([check["message"] for check in node["any"]][:1], ensure_ascii=False)

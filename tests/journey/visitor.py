"""Someone at a screen of a given width: with a mouse, without scripts, or by the keyboard alone."""

import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from fph.people.models import User
from tests.harness.browser import note_errors
from tests.journey.ways import Keyboard, Mouse

HOUSE = Path(__file__).parents[2]
CLICKS, NO_SCRIPT, KEYS = "clicks", "no script", "keys"


class Visitor:
    """Opens pages and acts on them. Who clicks has axe look on the way, and pictures what tells the story."""

    def __init__(self, browser, site: str, width: int, way: str = CLICKS):
        phone = width < 600
        self.site, self.width, self.way = site, width, way
        self.context = browser.new_context(
            base_url=site, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True, reduced_motion="reduce",
            java_script_enabled=way != NO_SCRIPT, viewport={"width": width, "height": 780 if phone else 900},
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.errors = note_errors(self.page)
        self.hands = Keyboard(self.page) if way == KEYS else Mouse(self.page)

    def sign_in(self, name: str):
        """Enter as a person of the demonstration, by the cookie that sign-in gives."""
        client = Client()
        client.force_login(User.objects.get(name=name))
        cookie = settings.SESSION_COOKIE_NAME
        self.context.add_cookies([{"name": cookie, "value": client.cookies[cookie].value, "url": self.site}])
        return self

    def open(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)

    def press(self, name) -> None:
        """Press a button or follow a link by its words, and wait for the page it leads to."""
        button = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        self.hands.go(button.first)
        with self.page.expect_navigation():
            self.hands.press(button.first)

    def write(self, **answers: str) -> None:
        """Write in fields, by their names; a hyphen of a name is written `__`."""
        for name, text in answers.items():
            self.hands.write(self.page.locator(f"[name={name.replace('__', '-')}]"), text)

    def choose(self, words) -> None:
        """Check a radio or a box by its words."""
        self.hands.choose(self.page.get_by_label(words).first)

    def check_all(self) -> None:
        """Check every box of the page."""
        for box in self.page.get_by_role("checkbox").all():
            self.hands.choose(box)

    def attach(self, name: str, path: Path) -> None:
        """Give a file to a field, by its name."""
        self.hands.attach(self.page.locator(f"[name={name}]"), path)

    def read(self, place: str = "main") -> str:
        """Return what the page says."""
        return self.page.inner_text(place)

    def look(self, picture: str = "") -> None:
        """Check that nothing overflows; who clicks has axe look at the page, and a picture kept when asked."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, self.page.url
        if self.way != CLICKS:
            return
        found = Axe().run(self.page).response["violations"]
        assert not found, f"{self.page.url}: " + "; ".join(f"{v['id']} {v['nodes'][0]['html'][:120]}" for v in found)
        if picture and os.environ.get("FPH_TOUR"):
            folder = HOUSE / "docs" / "tour"
            folder.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            self.page.screenshot(path=folder / f"{picture}-{self.width}.png")

    def download(self, name) -> bytes:
        """Follow a link that sends a file, and return its bytes."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).first.click()
        return Path(waiting.value.path()).read_bytes()

    def code_sent(self) -> str:
        """Read the last code in the demonstration's mailbox, on another page."""
        mailbox = self.context.new_page()
        mailbox.goto("/demo/courrier/")
        mailbox.get_by_role("link", name=re.compile("code", re.I)).first.click()
        mailbox.wait_for_load_state()
        found = re.search(r"\b\d{4}-\d{4}\b", mailbox.inner_text("main"))
        mailbox.close()
        return found[0]

    def leave(self) -> None:
        """Close the screen; no script or policy may have failed on it."""
        assert not self.errors
        self.context.close()

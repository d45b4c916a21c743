"""Two ways of acting on a page: by clicking, and by the keyboard alone. Both know the same four gestures."""

import re
from contextlib import suppress
from datetime import date

from playwright.sync_api import TimeoutError

# Where the focus is, and whether someone who looks for it finds it.
STOP = """(target) => {
  const here = document.activeElement;
  if (!here || here === document.body) return { here: "the top of the page", arrived: false, lost: "" };
  const shown = here.matches("[type=radio], [type=checkbox]") && here.labels.length ? here.labels[0] : here;
  const box = shown.getBoundingClientRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const over = document.elementFromPoint(x, y);
  const drawn = [here, here.closest(".card, .choice")].some((node) => {
    const style = node && getComputedStyle(node);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const away = !box.width || box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
  const lost = away ? "is off the screen" : !drawn ? "does not show"
    : over && !here.contains(over) && !shown.contains(over) && !over.contains(here) ? "is under something else" : "";
  const same = here.type === "radio" && target.type === "radio" && here.name === target.name;
  return { here: here.outerHTML.slice(0, 160), arrived: here === target || same, lost };
}"""
MOST_STOPS = 250


class Mouse:
    """Someone who clicks, or touches."""

    def __init__(self, page):
        self.page = page

    def go(self, target) -> None:
        """Bring oneself to a thing: a pointer is there at once."""

    def press(self, button) -> None:
        """Press a button or follow a link, once there."""
        button.click()

    def write(self, field, text: str) -> None:
        """Write in a field, over what it held."""
        field.fill(text)

    def choose(self, box) -> None:
        """Check a radio or a box."""
        box.check()

    def attach(self, field, path) -> None:
        """Give a file to a field."""
        field.set_input_files(path)


class Keyboard(Mouse):
    """Someone who has Tab, Enter, Space and the arrows: each stop of the focus must show, and lead on."""

    def __init__(self, page):
        super().__init__(page)
        self.is_new = True
        page.on("domcontentloaded", lambda _page: setattr(self, "is_new", True))

    def press(self, button) -> None:
        """Press the button or the link that has the focus."""
        self.page.keyboard.press("Enter")

    def write(self, field, text: str) -> None:
        """Type in a field; a day is typed piece by piece, in whichever order the browser shows it."""
        self.go(field)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
            return
        for order in ("%m%d%Y", "%d%m%Y"):
            self.page.keyboard.type(date.fromisoformat(text).strftime(order))
            if field.input_value() == text:
                return
            for _piece in range(3):
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"a day can't be typed: {field.input_value()}, not {text}")

    def choose(self, box) -> None:
        """Check a box with Space, move to a radio with the arrows."""
        self.go(box)
        if not box.is_checked() and box.evaluate("it => it === document.activeElement"):
            self.page.keyboard.press("Space")
        for _turn in range(20):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not reach {box}")

    def attach(self, field, path) -> None:
        """Open the system's window from the field, and choose a file there; a key that is lost is pressed again."""
        self.go(field)
        for _press in range(3):
            with suppress(TimeoutError):
                with self.page.expect_file_chooser(timeout=8_000) as chooser:
                    self.page.keyboard.press("Space")
                return chooser.value.set_files(path)
        raise AssertionError(f"no window of files opens from {field}")

    def go(self, target) -> None:
        """Press Tab until the focus is there; the first stop of a page leads past its menu."""
        aim = target.element_handle()
        if self.is_new:
            self._enter(aim)
        for _stop in range(MOST_STOPS):
            stop = self.page.evaluate(STOP, aim)
            assert not stop["lost"], f"{self.page.url}: the focus {stop['lost']}: {stop['here']}"
            if stop["arrived"]:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: Tab never reaches {target}, and stays at {stop['here']}")

    def _enter(self, aim) -> None:
        """Take the skip link, unless the page has already brought the focus where it is needed."""
        self.is_new = False
        if "#" in self.page.url or self.page.evaluate("document.activeElement !== document.body"):
            return
        self.page.keyboard.press("Tab")
        stop = self.page.evaluate(STOP, aim)
        assert 'class="skip"' in stop["here"] and not stop["lost"], f"{self.page.url}: the first stop is {stop}"
        if aim.evaluate("it => Boolean(it.closest('main'))"):
            self.page.keyboard.press("Enter")

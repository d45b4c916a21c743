"""Every page in each of its states, looked at in a real browser: on a phone and at a desk, in light and in dark."""

import pytest

from tests.harness.looking import ALL_RULES, COLOURS
from tests.pages.site_table import NO
from tests.pages.table import PAGES

pytestmark = pytest.mark.once

LOOKS = [(page, state, ask) for page, states in PAGES.items() for state, ask in states.items() if page != "gallery"]
LOOKS += [("no", number, ask) for number, ask in NO.items()]
# The dark takes other colours, not other words: one state of each page, and its errors; all of them in the full run.
TYPICAL = {(page, next(iter(states))) for page, states in PAGES.items()}
EACH = pytest.mark.parametrize(("page", "state", "ask"), LOOKS, ids=[f"{page}: {state}" for page, state, _ in LOOKS])


@EACH
def test_a_page_is_sound_on_a_phone_and_at_a_desk(goutte, eye, page, state, ask):
    """axe at both widths, its colours in the dark too; what axe does not know, at 320 px as well."""
    eye.show(ask(goutte))
    faults = [*eye.faults(), *eye.axe()]
    eye.widen(320)
    faults += [f"at 320 px, {fault}" for fault in eye.faults()]
    eye.widen(1440)
    faults += [f"at 1440 px, {fault}" for fault in [*eye.faults(), *eye.axe()]]
    if (page, state) in TYPICAL or state == "error":
        eye.dark()
        faults += [f"in the dark, {fault}" for fault in eye.axe(COLOURS)]
    assert not faults, "\n".join(dict.fromkeys(faults))


@pytest.mark.long
@EACH
def test_a_page_is_sound_at_every_width_and_under_forced_colours(goutte, eye, page, state, ask):
    """All of axe at four widths, its colours in the dark, then the colours of the reader's system."""
    eye.show(ask(goutte))
    faults = []
    for width in (320, 360, 768, 1440):
        eye.widen(width)
        for dark in (False, True):
            eye.dark(dark)
            found = [*eye.faults(), *eye.axe(COLOURS if dark else ALL_RULES)]
            faults += [f"at {width} px{', dark' if dark else ''}, {fault}" for fault in found]
    eye.page.emulate_media(forced_colors="active")
    faults += [f"forced colours, {fault}" for fault in eye.faults()]
    eye.page.emulate_media(forced_colors="none")
    assert not faults, "\n".join(dict.fromkeys(faults))

"""The gallery shows every component in each of its states, in light and dark, in both directions."""

import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from fph.http.gallery import examples
from fph.http.gallery.words import ARABIC, FRENCH

pytestmark = pytest.mark.once

HOUSE = Path(__file__).parents[2]
COMPONENTS = {path.stem: path.read_text() for path in (HOUSE / "templates" / "components").glob("*.html")}
SHOWN = examples.of(FRENCH)
VARIANTS = {
    "clair": {}, "sombre": {"lumiere": "sombre"}, "droite-a-gauche": {"langue": "ar", "entree": "1"},
    "droite-a-gauche-sombre": {"langue": "ar", "lumiere": "sombre"},
}  # fmt: skip
# The pictures of docs/gallery/, taken again with FPH_TOUR=1: at which width, which sections.
PICTURES = {
    "clair": (1440, {"boutons": "button", "cartes": "card", "choix": "choice_list", "argent": "amount_bar"}),
    "sombre": (1440, {"cartes": "card"}),
    "droite-a-gauche": (1440, {"choix": "choice_list"}),
    "droite-a-gauche-sombre": (360, {"cartes": "card"}),
}
SHEET = (HOUSE / "static" / "css" / "fph.css").read_text()


def parameters(name: str) -> set[str]:
    """Return the parameters that a component's first comment lists."""
    return set(re.findall(r"`(\w+)(?:=\w+)?`", COMPONENTS[name].partition("{% endcomment %}")[0]))


def test_every_component_has_its_examples():
    assert sorted({*SHOWN, *examples.FRAME}) == sorted(COMPONENTS)


@pytest.mark.parametrize("name", SHOWN)
def test_examples_give_what_the_component_takes_and_leave_nothing_untried(name):
    given = {parameter for _told, context in SHOWN[name] for parameter in context}
    assert not given - parameters(name), "its first comment does not list these"
    untried = parameters(name) - given - {"request", "user", "form", "Page", "page"}
    assert not untried, f"no example gives {untried}"


@pytest.mark.parametrize("words", [FRENCH, ARABIC], ids=["french", "arabic"])
@pytest.mark.parametrize("name", SHOWN)
def test_every_example_renders(name, words):
    for told, context in examples.of(words)[name]:
        piece = BeautifulSoup(render_to_string(f"components/{name}.html", context), "html.parser")
        assert piece.find() is not None, told


def test_another_direction_needs_no_other_sheet():
    """Sides are told by reading order: `inline-start`, never `left`; four values never differ from side to side."""
    side = "(?:left|right)"
    sided = re.findall(rf"[;{{ ]((?:margin|padding|border|inset)-{side}\b|text-align: {side}|{side}:)", SHEET)
    quads = re.findall(r"(?:padding|margin): ([^\s;]+) ([^\s;]+) ([^\s;]+) ([^\s;]+);", SHEET)
    assert not sided
    assert not [quad for quad in quads if quad[1] != quad[3]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_gallery_is_sound(goutte, eye, variant):
    """Both widths; a page of specimens has several main titles, and errors that are nobody's."""
    eye.show(goutte.get("", "gallery", **VARIANTS[variant]))
    faults = []
    for width in (360, 1440):
        eye.widen(width)
        faults += [f"{width}: {fault}" for fault in [*eye.faults(specimens=True), *eye.axe()]]
    if os.environ.get("FPH_TOUR"):
        picture(eye, variant)
    assert not faults, "\n".join(faults)


def picture(eye, variant: str) -> None:
    """Keep the pictures of a variant."""
    folder = HOUSE / "docs" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    width, sections = PICTURES[variant]
    eye.widen(width)
    for name, component in sections.items():
        eye.page.locator(f"section#{component}").screenshot(path=folder / f"{name}-{variant}-{width}.png")

"""French counts from two: « 0 projet », « 1 projet », « 2 projets ». The catalogue holds every plural of the code."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation import gettext, ngettext, override
from django.utils.translation.template import templatize

HOUSE = Path(__file__).parents[2]
CATALOGUE = polib.pofile(str(HOUSE / "locale/fr/LC_MESSAGES/django.po"))


def plurals(source: str) -> set[str]:
    """Return the singular of each message counted in a page of Python."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    counted = [one for one in calls if getattr(one.func, "id", getattr(one.func, "attr", "")).startswith("ngettext")]
    return {one.args[0].value for one in counted if isinstance(one.args[0], ast.Constant)}


def said() -> set[str]:
    """Return every message counted in the house's code and templates."""
    found: set[str] = set()
    for room in ("fph", "projects", "committees", "cms"):
        for path in (HOUSE / room).rglob("*.py"):
            found |= plurals(path.read_text())
    for path in (HOUSE / "templates").rglob("*.html"):
        calls = [line.strip() for line in templatize(path.read_text()).split(") ") if "ngettext(" in line]
        found |= set().union(*(plurals(call[call.index("ngettext(") :].strip(" X\n") + ")") for call in calls))
    return found


def sentences() -> set[str]:
    """Return every message said without counting."""
    words = r"""translate "([^"]+)"|\b_\("([^"]+)"\)"""
    paths = [
        path for room in ("fph", "projects", "committees", "cms", "templates") for path in (HOUSE / room).rglob("*.*")
    ]
    texts = [path.read_text() for path in paths if path.suffix in (".py", ".html")]
    return {one or other for text in texts for one, other in re.findall(words, text)}


def test_no_french_word_is_taken_for_an_english_one():
    """Our ids are French; a package's catalogue knows English ones: « Comment » came out as « Commenter »."""
    with override("fr"):
        taken = {word: told for word in sentences() if (told := gettext(word)).lower() != word.lower()}
    assert not taken, f"say it otherwise, or give it a context: {taken}"


def test_every_plural_of_the_code_is_in_the_catalogue():
    missing = said() - {entry.msgid for entry in CATALOGUE}
    assert not missing, "make messages: " + "; ".join(sorted(missing))


@pytest.mark.parametrize("entry", [e for e in CATALOGUE if e.msgid_plural], ids=lambda e: e.msgid[:30])
def test_nothing_counts_as_one(entry):
    with override("fr"):
        told = [ngettext(entry.msgid, entry.msgid_plural, number) for number in (0, 1, 2)]
    assert told == [entry.msgid, entry.msgid, entry.msgid_plural]

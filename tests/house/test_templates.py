"""Every template is used, and every template named exists."""

import re
from pathlib import Path

import allauth
import django
import wagtail
from django.template import engines

from tests.house.source import BASE, ROOMS, files

TEMPLATES = BASE / "templates"
NAMED = re.compile(r"""["']([\w/.-]+\.(?:html|txt|xml))["']""")
# Looked for by Django itself when something goes wrong.
BY_STATUS = {"400.html", "403.html", "404.html", "429.html", "500.html", "403_csrf.html"}
# Pieces of the frame, which read the request: who is signed in, what was just done.
FRAME = ("site_header", "site_footer", "nav_links", "messages")
FOLDER = re.compile(r"""f["']([\w-]+/[\w/.-]*){[\w.]+}\.(?:html|txt|xml)["']""")


def ours() -> set[str]:
    """Return the names of our templates."""
    found = (path.relative_to(TEMPLATES).as_posix() for path in files("templates"))
    return {name for name in found if name.endswith((".html", ".txt", ".xml"))}


def named() -> set[str]:
    """Return every template named in code or in a template, its own name not counting for itself."""
    code = files(*ROOMS, ends=".py")
    found = {name for path in code for name in NAMED.findall(path.read_text())}
    for path in (TEMPLATES / name for name in ours()):
        found |= set(NAMED.findall(path.read_text())) - {path.relative_to(TEMPLATES).as_posix()}
    return found


def chosen_from() -> tuple[str, ...]:
    """Return the beginnings of names that code completes, with an event or a step. To be shown in the gallery is no use."""
    found = (name for path in files(*ROOMS, ends=".py") for name in FOLDER.findall(path.read_text()))
    return tuple(name for name in found if name != "components/")


def others() -> set[str]:
    """Return the names of the templates that Django, allauth and Wagtail bring, which ours may stand in for."""
    brought = [Path(package.__file__).parent for package in (django, allauth, wagtail)]
    folders = [
        folder for top in brought for folder in [*top.rglob("templates"), *top.rglob("jinja2")] if folder.is_dir()
    ]
    return {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.*")}


def test_every_template_is_used():
    unused = ours() - named() - BY_STATUS - others()
    left = sorted(name for name in unused if not name.startswith(chosen_from()))
    assert not left, f"nothing names {left}"


def test_every_template_named_exists():
    engine = engines["django"].engine
    known = ours() | others() | {template for template in named() if has(engine, template)}
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()} | set(ROOMS)
    absent = {name for name in named() if name.split("/")[0] in folders and name not in known}
    assert not absent, f"no such template: {sorted(absent)}"


def has(engine, name: str) -> bool:
    """Say whether a loader finds that template."""
    try:
        engine.find_template(name)
    except Exception:
        return False
    return True


def test_every_template_can_be_read():
    engine = engines["django"].engine
    for name in sorted(ours()):
        engine.get_template(name)


def test_components_are_included_alone():
    """One mechanism: `include "components/…" with … only`, so that a component sees what it is given."""
    loose = [
        f"{path.relative_to(BASE)}: {tag}"
        for path in files("templates", ends=".html")
        for tag in re.findall(r"{%-?\s*include\s+[\"']components/[^%]*%}", path.read_text())
        if not re.search(r"\bonly\b\s*-?%}$", tag) and not any(f"components/{piece}.html" in tag for piece in FRAME)
    ]
    assert not loose, "\n".join(loose)


def test_no_inline_script_or_style():
    """The policy of `fph/http/headers.py` refuses them, and a browser would say so to nobody."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=[\"']|\son[a-z]+=[\"']|<style\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(BASE)}: {match}"
        for path in files("templates", ends=".html")
        for match in inline.findall(path.read_text())
    ]
    assert not found, "\n".join(found)

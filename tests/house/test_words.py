"""What our pages tell a reader to type or open is there; what they must not speak of is not."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from tests.house.source import BASE, ROOMS, files

MAKEFILE = (BASE / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))
SETTINGS = (BASE / "fph" / "settings.py").read_text()
EXAMPLE = (BASE / ".env.example").read_text()
PAGES = [BASE / "README.md", *files("docs", ends=".md"), BASE / "templates" / "components" / "README.md"]
TYPED = [*PAGES, *(BASE / name for name in ("Makefile", ".env.example", ".ci/run")), *files("deploy")]
OURS = {name: app for name, app in get_commands().items() if app in ROOMS}
FRENCH = re.compile(r"\b(le|la|les|l’\w+|un|une|des|du|de|et|d’une)\b")
SOURCES = [BASE / name for name in ("README.md", "Makefile", "pyproject.toml", "manage.py", ".env.example", ".ci/run")]
SPOKEN = (".py", ".html", ".txt", ".md", ".css", ".js", ".po", ".typ", ".svg", "")


def written() -> list[Path]:
    """Return every text of the product, tests aside."""
    kept = files(*ROOMS, "templates", "static", "docs", "deploy", "locale", "bench")
    return [path for path in [*SOURCES, *kept] if path.suffix in SPOKEN]


@pytest.mark.parametrize("page", TYPED, ids=lambda page: page.name)
def test_what_a_page_says_to_type_exists(page):
    text = page.read_text()
    commands = set(re.findall(r"manage\.py ([a-z_]+)", text)) | named_alone(page, text)
    assert set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^ *make ([a-z-]+)", text, re.M)) <= TARGETS
    known = {*get_commands(), "help"}
    assert commands <= known, f"no such command: {commands - known}"


def named_alone(page: Path, text: str) -> set[str]:
    """Return the commands that the README names by their name alone: « `open_fund` asks for… »."""
    return set(re.findall(r"`([a-z]+_[a-z_]+)`", text)) if page == BASE / "README.md" else set()


@pytest.mark.parametrize("name", OURS)
def test_a_command_says_what_it_does_to_who_reads_the_code_and_to_who_types_it(name):
    command = load_command_class(OURS[name], name)
    assert command.__doc__ and command.__doc__ != BaseCommand.__doc__
    assert FRENCH.search(command.help) and command.help.rstrip().endswith("."), command.help


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_links_to_exists(page):
    text = re.sub(r"<!--.*?-->", "", page.read_text(), flags=re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    absent = [link for link in links if link and not (page.parent / link).exists()]
    assert not absent


def test_every_target_says_what_it_does():
    assert set(re.findall(r"^([a-z-]+):.*## \w", MAKEFILE, re.MULTILINE)) == TARGETS
    assert set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()) == TARGETS


def test_every_setting_stands_in_the_example_with_a_line_above():
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z_]+)\"", SETTINGS))
    lines = EXAMPLE.splitlines()
    shown = {match[1]: above for above, line in pairwise(lines) if (match := re.match(r"#?([A-Z_]+)=", line))}
    assert read == set(shown)
    assert not [name for name, above in shown.items() if not re.match(r"# \w.*\.$", above)]


def test_no_text_leads_out_of_the_house():
    outside = re.compile(r"\.\./shared|/work/|/root/|/home/\w+/")
    found = [f"{path.relative_to(BASE)}: {match}" for path in written() for match in outside.findall(path.read_text())]
    assert not found, "\n".join(found)

"""The printed rules are the rules in force."""

from io import StringIO

from django.core.management import call_command

from tests.house.source import BASE, modules


def printed() -> str:
    out = StringIO()
    call_command("rulebook", stdout=out)
    return out.getvalue()


def test_the_rulebook_is_fresh():
    assert (BASE / "docs" / "rulebook.md").read_text() == printed(), "run: make rulebook"


def test_every_rule_is_in_the_rulebook():
    page = printed()
    rules = [
        (name, function)
        for module in modules()
        if "rules" in module.name.split(".")
        for name, function in module.functions()
        if "." not in name and not name.startswith("_")
    ]
    assert rules
    assert not [name for name, _ in rules if f"### {name.replace('_', ' ').capitalize()}\n" not in page]

"""docs/regulation.md is true: its examples are read, its table holds every parameter, its lists every word."""

import io
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from projects.regulation.document import read
from projects.regulation.exchange import READERS, REPORTS, SIDES, STATES, read_facts
from projects.regulation.rules import APPLICANT_TYPES, HISTORY, OVERRIDERS, PARAMETERS, SEVERITIES, TERRITORIES, When
from tests.house.source import BASE
from tests.projects import some_fund
from tests.regulation.parameters_table import KINDS, row, sentences, table

PAGE = (BASE / "docs" / "regulation.md").read_text()
YAML, JSON, SHOWN = (re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL) for kind in ("yaml", "json", "text"))
NOW = datetime(2027, 6, 20, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize("text", YAML, ids=range(len(YAML)))
def test_every_yaml_example_is_a_règlement(text):
    assert read(text).rules


@pytest.mark.parametrize("text", JSON, ids=range(len(JSON)))
def test_every_json_example_is_a_file(text):
    assert read_facts(json.loads(text)).applicant_type


def test_there_are_examples_of_every_kind():
    assert len(YAML) >= 5 and len(JSON) >= 3
    together = [read(text) for text in YAML]
    conditions = {name for one in together for rule in one.rules for name, _value in rule.when.written}
    assert conditions == set(When.schema()["properties"])
    assert any(len(one.windows) > 1 for one in together)


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_table_holds_every_parameter(name):
    """`python -m tests.regulation.parameters_table` prints the table anew."""
    assert row(PARAMETERS[name]) in PAGE.splitlines()


def test_the_table_holds_nothing_else_and_what_each_word_says_is_shown():
    assert table() in PAGE
    assert sentences() in PAGE


@pytest.mark.parametrize(
    "words",
    [
        APPLICANT_TYPES,
        HISTORY,
        OVERRIDERS,
        SEVERITIES,
        TERRITORIES,
        When.schema()["properties"],
        READERS,
        REPORTS,
        SIDES,
        STATES,
    ],
    ids=lambda words: next(iter(words)),
)
def test_every_word_a_file_may_use_is_told(words):
    assert not [word for word in words if f"`{word}`" not in PAGE and f"`{word}," not in PAGE]


def test_every_kind_of_value_is_told():
    assert not [words for words in KINDS.values() if f"| {words} |" not in PAGE.split("## Quand une règle")[0]]


# --- What the commands show -------------------------------------------------------------------------------


def run(*words) -> str:
    """Return what a command prints, or what a terminal shows of its refusal."""
    out = io.StringIO()
    try:
        call_command(*words, stdout=out, now=NOW)
    except CommandError as problem:
        return f"CommandError: {problem}\n"
    return out.getvalue()


@pytest.fixture
def desk(tmp_path, monkeypatch, db):
    """Stand where the files of the page are, with its two funds."""
    monkeypatch.chdir(tmp_path)
    for slug, name in (("tilleuls", "Fonds des Tilleuls"), ("moulin", "Fonds du Moulin")):
        some_fund.fund(slug=slug, name=name)
    return tmp_path


def test_what_load_shows_is_true(desk):
    file, good = desk / "tilleuls.yaml", YAML[0]
    words = ["--adopted-on", "2027-02-12", "--body", "Comité", "--from", "2027-03-01"]
    load = ("regulation", "load", "tilleuls.yaml", "--fund", "tilleuls")
    file.write_text(good)
    assert run(*load, *words) == SHOWN[0]
    file.write_text(good.replace("800", "huit cents").replace("15", "quinze"))
    assert run(*load) == SHOWN[1]
    rules = (
        "value: 800, when: {applicant_type: association}, article: 3",
        "value: 500, when: {theme: Entraide}, article: 4",
    )
    file.write_text("rules:\n" + "".join(f"  - {{parameter: cap_per_project, {one}}}\n" for one in rules))
    assert run(*load) == SHOWN[2]


def test_what_diff_and_check_show_is_true(desk):
    moulin = next(text for text in YAML if "fonds du Moulin" in text)
    (desk / "moulin.yaml").write_text(moulin)
    run("regulation", "load", "moulin.yaml", "--fund", "moulin", "--adopted-on", "2027-02-12", "--from", "2027-03-01")
    after = moulin.replace("1500", "1200").replace("value: 15,", "value: 21,")
    after = after.replace("max_per_applicant_per_year, value: 2", "floor_per_project, value: 50")
    (desk / "moulin-2028.yaml").write_text(after)
    assert run("regulation", "diff", "moulin@1", "moulin-2028.yaml") == SHOWN[3]
    (desk / "dossier.json").write_text(JSON[0])
    assert run("regulation", "check", "dossier.json", "--fund", "moulin") == SHOWN[5]

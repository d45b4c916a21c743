"""The minutes as a page: the same facts as the PDF, in order, and inert."""

import copy
import json
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Engine

from committees.minutes.rules import Facts, public

HERE = Path(__file__)
FACTS = json.loads(HERE.with_name("minutes_facts.json").read_text(encoding="utf-8"))
BASE = "<title>{% block title %}{% endblock %}</title><main>{% block content %}{% endblock %}</main>"
ENGINE = Engine(
    loaders=[
        ("django.template.loaders.locmem.Loader", {"base.html": BASE}),
        ("django.template.loaders.filesystem.Loader", [HERE.parents[2] / "templates"]),
    ],
    libraries={"i18n": "django.templatetags.i18n"},
)


def page_of(facts, pdf_url="/seances/3/compte-rendu.pdf"):
    template = ENGINE.get_template("committees/minutes/minutes.html")
    return BeautifulSoup(template.render(Context({"minutes": facts, "pdf_url": pdf_url})), "html.parser")


def words_of(page):
    return " ".join(page.get_text(" ").split())


@pytest.fixture(scope="module")
def internal():
    return page_of(Facts.from_dict(FACTS))


def test_headings_go_down_one_level_at_a_time(internal):
    levels = [int(heading.name[1]) for heading in internal.find_all(["h1", "h2", "h3", "h4"])]
    assert (levels[0], levels.count(1), levels.count(2), levels.count(3)) == (1, 1, 8, 10)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_each_region_is_named_by_its_heading(internal):
    sections = internal.find_all("section")
    assert len(sections) == 8
    for section in sections:
        assert section.h2["id"] == section["aria-labelledby"]


def test_the_table_has_headers_and_each_cell_its_label(internal):
    headers = [cell.get_text() for cell in internal.find_all("th", scope="col")]
    assert headers == ["Tâche", "Référent", "Échéance"]
    assert [cell["data-label"] for cell in internal.tbody.tr.find_all("td")] == headers


def test_it_says_what_the_pdf_says(internal):
    words = words_of(internal)
    for said in (
        FACTS["title"], FACTS["quorum"], "Lucie Fictive", "340 €", "sur 500 € demandés", "6 000 € demandés",
        FACTS["decisions"][1]["count"], FACTS["remaining"], "(relance)", FACTS["register"]["root"],
        *FACTS["findings"], *FACTS["next_agenda"], FACTS["errata"][0]["text"], "Version interne.",
    ):  # fmt: skip
        assert " ".join(said.split()) in words
    assert internal.title.get_text() == FACTS["title"]


def test_the_pdf_is_offered_when_there_is_one(internal):
    link = internal.find("a", string="Télécharger en PDF")
    assert link["href"] == "/seances/3/compte-rendu.pdf"
    assert page_of(Facts.from_dict(FACTS), pdf_url="").find("a", string="Télécharger en PDF") is None


def test_stored_facts_give_the_same_page_as_the_dataclass(internal):
    assert page_of(FACTS) == internal


def test_nothing_breaks_the_strict_content_policy(internal):
    assert internal.find(["script", "style"]) is None
    assert internal.find(attrs={"style": True}) is None


def test_an_empty_meeting_says_so():
    words = words_of(page_of(Facts(version="internal", title="Compte rendu")))
    for said in (
        "Personne n’était présent.",
        "Aucune décision n’a été prise.",
        "La date n’est pas encore fixée.",
    ):
        assert said in words


def test_text_is_escaped():
    facts = copy.deepcopy(FACTS)
    hostile = '<script>alert(1)</script><b onclick="x">&'
    for decision in facts["decisions"]:
        decision |= {"subject": hostile, "reasons": hostile, "conditions": hostile, "recusals": [hostile]}
    facts["present"][0]["people"][0] |= {"name": hostile, "note": hostile}
    facts["tasks"][0] |= {"what": hostile, "who": hostile, "due": hostile}
    facts["errata"][0]["text"] = hostile
    facts["title"] = hostile
    page = page_of(Facts.from_dict(facts))
    assert page.find(["script", "b"]) is None
    assert hostile in page.get_text()


def test_the_public_page_names_nobody():
    facts = public(Facts.from_dict(FACTS))
    page = page_of(facts)
    names = {person["name"] for body in FACTS["present"] + FACTS["absent"] for person in body["people"]}
    assert len(names) == 11
    assert not [name for name in names if name in str(page)]
    words = words_of(page)
    assert "une personne du comité" in words
    assert "Association Les Lampions" in words
    assert "un déport" in words
    assert FACTS["decisions"][1]["reasons"] not in words

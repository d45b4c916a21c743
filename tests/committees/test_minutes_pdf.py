"""The minutes as a PDF: tagged, complete, the same each time, and deaf to what the text asks."""

import copy
import io
import json
import os
import subprocess
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest
import typst

from committees.minutes import glyphs
from committees.minutes.pdf import render_pdf
from committees.minutes.rules import Facts, public

HERE = Path(__file__)
FACTS = json.loads(HERE.with_name("minutes_facts.json").read_text(encoding="utf-8"))
EMPTY = {"version": "internal", "title": "Compte rendu de la réunion du 1er mars 2027"}
CLOTH = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 68">'
    '<rect width="840" height="68" fill="#3d5a2a"/><circle cx="40" cy="34" r="20" fill="#e6b03a"/></svg>'
)
SECTIONS = (
    "Présents", "Absents", "Constat", "Relevé de décisions", "Tâches et référents", "Prochaine réunion",
    "Ordre du jour", "Rectifications",
)  # fmt: skip
HOSTILE = {
    "typst": '#import "x.typ": * #panic("non") #read("pdf.py") $x^2$ = T _i_ @ref `c` //c /*d*/ ~ -- \\u{41}',
    "html": "<b>gras</b> <script>alert(1)</script> {{ x }} &amp; \"q\" 's'",
    "bidi": "avant \u202e\u2066après\u2069\u200f fin",
    "controls": "avant\x00\x07\x1b\x7f\x9fmilieu\ufeff\u200b\ud800\ufffe\U000e0041 fin",
    "emoji": "fête 🎉👩‍👩‍👧🇫🇷 fin",
    "arabic": "atelier مرحبا بالعالم fin",
    "unknown scripts": "漢字 தமிழ் ไทย fin",
    "lone marks": "\u0301\u0301 w\u0301\u0301\u0301 ب\u0301 \u200d fin",
    "lines": "un\n\ndeux\r\ntrois\u2028quatre\tfin",
    "long word": "x" * 200,
    "blank": " \x00\u200b ",
}


def pages(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf)).pages


def text_of(pdf):
    """The text of all pages, each run of spaces as one."""
    text = " ".join(page.extract_text() for page in pages(pdf))
    return " ".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def tags_of(pdf):
    """The structure types of the document, in reading order."""

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            return [tag for child in node for tag in walk(child)]
        if not isinstance(node, dict):
            return []
        return [str(node.get("/S", ""))[1:], *(walk(node["/K"]) if "/K" in node else [])]

    return walk(pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])


def everywhere(facts, text):
    """The facts with `text` added to every string that is printed."""
    if isinstance(facts, dict):
        return {name: part if name in ("version", "kind") else everywhere(part, text) for name, part in facts.items()}
    if isinstance(facts, list):
        return [everywhere(part, text) for part in facts]
    return f"{facts} {text}" if isinstance(facts, str) else facts


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(FACTS, CLOTH)


@pytest.fixture(scope="module")
def text(pdf):
    return text_of(pdf)


def test_it_says_what_a_screen_reader_needs(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- a PDF boolean object
    assert root["/Lang"] == "fr-FR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == FACTS["title"]
    assert reader.metadata.author == "Association Les Lampions"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_it_carries_no_date_of_its_own(pdf):
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert reader.metadata.creation_date is None
    assert reader.metadata.modification_date is None


def test_headings_go_down_one_level_at_a_time(pdf):
    levels = [int(tag[1]) for tag in tags_of(pdf) if tag in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == len(SECTIONS)
    assert levels.count(3) == 3 + 1 + 5 + 1  # bodies present, body absent, decisions, correction
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_lists_and_tables_are_tagged_and_ornaments_are_not(pdf):
    tags = tags_of(pdf)
    assert tags.count("TH") == 3
    assert tags.count("TD") == 6
    assert tags.count("LI") == 9 + 2 + 3 + 3  # present, absent, findings, next agenda
    assert "Figure" not in tags


def test_it_holds_each_section_in_the_order_of_the_model(text):
    places = [text.index(section) for section in SECTIONS[:-1]]
    assert places == sorted(places)
    assert text.rindex("Rectifications") > places[-1]


@pytest.mark.parametrize(
    "words",
    [
        "700 € sur 700 € demandés",
        "340 € sur 500 € demandés",
        "6 000 € demandés",
        "Majorité des voix exprimées : 6 sur 10.",
        "Déport : Lucie Fictive",
        "Quorum : 7 présents sur 12 membres délibératifs, 5 requis (article 6).",
        "Mei Démo, Radio Trottoir (pouvoir reçu de Jean Factice)",
        "Il reste 3 220 € dans le fonds après cette réunion.",
        "Réserver la bibliothèque (relance)",
        "118 écritures",
        "Goutte d’Or (QN07511M)",
        "page 3 sur 3",
        "Version interne.",
    ],
)
def test_it_says(text, words):
    assert words in text


def test_the_register_is_on_every_page(pdf):
    assert all(FACTS["register"]["root"] in page.extract_text() for page in pages(pdf))


def test_the_same_facts_give_the_same_bytes(pdf):
    assert render_pdf(copy.deepcopy(FACTS), CLOTH) == pdf
    assert render_pdf({**FACTS, "remaining": "Il reste 1 €."}, CLOTH) != pdf


def test_another_process_in_another_place_and_language_gives_the_same_bytes(pdf, tmp_path):
    code = (
        "import json, sys; from committees.minutes.pdf import render_pdf\n"
        "facts, cloth = json.load(sys.stdin)\n"
        "sys.stdout.buffer.write(render_pdf(facts, cloth))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps([FACTS, CLOTH]).encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE.parents[2]),
            "TZ": "Pacific/Auckland",
            "LC_ALL": "C",
            "SOURCE_DATE_EPOCH": "1",
        },
    )
    assert done.stdout == pdf


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_text_is_printed_and_never_obeyed(hostile):
    text = text_of(render_pdf(everywhere(FACTS, hostile)))
    for section in SECTIONS:
        assert section in text
    for sentence in ("Inès Essai", "340 €", "Relancer le loueur", "118 écritures"):
        assert sentence in text
    assert "class Facts" not in text
    assert "def render_pdf" not in text


@pytest.mark.parametrize("name", ["typst", "html"])
def test_markup_is_printed_as_typed(name):
    typed = "".join(HOSTILE[name].split())
    text = text_of(render_pdf({**FACTS, "findings": [HOSTILE[name]]}))
    assert typed in "".join(text.split())


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("avant \u202eaprès", "avant après"),
        ("a\x00b\x07c\x9f", "abc"),
        ("fête 🎉🎉 fin", "fête \ufffd fin"),
        ("\ud800x", "\ufffdx"),
        ("\u0301e\u0301 \u0301", "é "),
        ("x" + "\u0301" * 9, "x\u0301\u0301\u0301"),
        ("un\r\ndeux\u2028trois", "un\ndeux\ntrois"),
        ("20\u202f%\u00a0: l’été", "20\u202f%\u00a0: l’été"),
        ("x\u200dy", "x\u200dy"),
        ("\u200d", ""),
    ],
)
def test_printable(typed, printed):
    assert glyphs.printable(typed) == printed


def test_printable_goes_into_lists_and_keeps_what_is_not_text():
    assert glyphs.printable({"a": ["x\x00", 3, None, True]}) == {"a": ["x", 3, None, True]}


def test_the_typeface_draws_all_of_french():
    french = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»‹›“”’–—…€°№\u00a0\u202f\u2011−×½²"
    assert glyphs.printable(french) == french


def test_a_title_with_nothing_to_print_still_gives_a_titled_document():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf({**FACTS, "title": "\x00 "})))
    assert reader.metadata.title == "Compte rendu de réunion"


def test_a_meeting_where_nobody_came_says_so():
    text = text_of(render_pdf({**EMPTY, "absent": FACTS["present"]}))
    for words in (
        "Personne n’était présent.",
        "Collège des habitants",
        "4 absents",
        "Aucune décision n’a été prise.",
        "Aucune tâche n’a été confiée.",
        "La date n’est pas encore fixée.",
    ):
        assert words in text
    assert "Rectifications" not in text


def test_a_long_meeting_loses_nothing():
    facts = copy.deepcopy(FACTS)
    facts["decisions"] = [
        {
            **FACTS["decisions"][rank % 5],
            "reference": f"2027-03-D{rank:02}",
            "reasons": "Discuté. " * 40 * (rank % 6),
        }
        for rank in range(40)
    ]
    facts["present"][0]["people"] = [{"name": f"Personne Numéro-{rank:02}"} for rank in range(60)]
    facts["tasks"] = [{"what": f"Tâche-{rank:02}"} for rank in range(50)]
    pdf = render_pdf(facts, CLOTH)
    text = text_of(pdf)
    for rank in range(60):
        assert f"Numéro-{rank:02}" in text
        assert rank >= 40 or f"2027-03-D{rank:02}" in text
        assert rank >= 50 or f"Tâche-{rank:02}" in text
    assert text.count("Discuté.") == sum(40 * (rank % 6) for rank in range(40))
    assert f"page 2 sur {len(pages(pdf))}" in text


def test_the_public_version_names_nobody():
    facts = copy.deepcopy(FACTS)
    names = iter(f"Canari{rank}" for rank in range(100))
    for body in facts["present"] + facts["absent"]:
        for person in body["people"]:
            person["name"], person["note"] = next(names), next(names)
    for decision in facts["decisions"]:
        decision["recusals"] = [next(names)] if decision["recusals"] else []
        decision["reasons"], decision["conditions"] = next(names), next(names)
    facts["tasks"][0] |= {"who": next(names), "what": next(names)}
    facts["errata"][0]["text"] = next(names)
    assert text_of(render_pdf(facts)).lower().count("canari") >= 30

    pdf = render_pdf(public(Facts.from_dict(facts)).to_dict())
    text = text_of(pdf)
    assert "canari" not in "".join(text.lower().split())
    assert b"canari" not in pdf.lower()
    for words in (
        "Version publique.",
        "4 présents",
        "Les Lampions",
        "un déport",
        "340 €",
        "Association Les Lampions",
    ):
        assert words in text


def test_the_cloth_changes_the_picture_and_not_the_text(pdf, text):
    plain = render_pdf(FACTS)
    assert plain != pdf
    assert text_of(plain) == text


@pytest.mark.parametrize("cloth", ["<svg", "bonjour", CLOTH.replace("<circle", '<image href="/etc/hostname"/><circle')])
def test_a_cloth_that_is_no_drawing_or_reaches_outside_is_refused(cloth):
    with pytest.raises(typst.TypstError):
        render_pdf(FACTS, cloth)


def test_a_fact_that_the_minutes_do_not_know_is_refused():
    with pytest.raises(ValueError, match="secret"):
        render_pdf({**FACTS, "secret": "x"})

"""A règlement's file: what is wrong is said with its line, its field and what was expected; what is right comes back."""

import jsonschema
import pytest
import yaml

from projects.regulation.document import Unreadable, from_document, read, to_document, write
from projects.regulation.rules import PARAMETERS, Regulation, Rule, When
from projects.regulation.schema import schema

CAP = "rules:\n  - {parameter: cap_per_project, value: 700}\n"
# Name: the file, the line, the field, words of what was expected.
BAD = {
    "nothing": ("", 0, "le fichier", "des champs nommés"),
    "a list": ("- 1\n", 1, "le fichier", "des champs nommés"),
    "an unknown key": (f"titre: Essai\n{CAP}", 1, "titre", "title, source, windows, articles, rules"),
    "no rule": ("title: Essai\n", 1, "le fichier", "le champ « rules »"),
    "rules that are no list": ("title: Essai\nrules: 700\n", 2, "rules", "une liste de 300 entrées au plus"),
    "a rule that is no rule": ("rules:\n  - 700\n", 2, "rules.1", "parameter, value"),
    "no value": ("rules:\n  - parameter: cap_per_project\n", 2, "rules.1", "le champ « value »"),
    "no parameter": ("rules:\n  - value: 700\n", 2, "rules.1", "le champ « parameter »"),
    "an unknown parameter": (f"{CAP}  - {{parameter: cap, value: 700}}\n", 3, "rules.2.parameter", "cap_per_project"),
    "a wrong amount": (f"{CAP}  - parameter: floor_per_project\n    value: cent\n", 4, "rules.2.value", "900,50"),
    "nothing as an amount": (f"{CAP}  - {{parameter: floor_per_project, value: 0}}\n", 3, "rules.2.value", "zéro"),
    "a flag as an amount": (f"{CAP}  - {{parameter: floor_per_project, value: true}}\n", 3, "rules.2.value", "euros"),
    "a percent too far": (f"{CAP}  - {{parameter: max_funding_rate, value: 110}}\n", 3, "rules.2.value", "de 0 à 100"),
    "a percent in words": (f"{CAP}  - {{parameter: max_funding_rate, value: 90 %}}\n", 3, "rules.2.value", "entier"),
    "days by half": (f"{CAP}  - {{parameter: report_due_days, value: 1.5}}\n", 3, "rules.2.value", "jours, de 0 à 730"),
    "yes in words": (f"{CAP}  - {{parameter: co_funding, value: oui}}\n", 3, "rules.2.value", "true ou false"),
    "a word for another": (f"{CAP}  - {{parameter: tie, value: chance}}\n", 3, "rules.2.value", "rejected, casting_vote"),
    "a word for a list": (f"{CAP}  - {{parameter: themes, value: Fêtes}}\n", 3, "rules.2.value", "une liste de textes"),
    "twice the same word": (f"{CAP}  - {{parameter: themes, value: [a, a]}}\n", 3, "rules.2.value", "une seule fois"),
    "a day that is none": (f"{CAP}  - {{parameter: filing_dates, value: [2027-13-45]}}\n", 3, "rules.2.value", "2026-02-12"),
    "a day in words": (f"{CAP}  - {{parameter: filing_dates, value: [demain]}}\n", 3, "rules.2.value", "2026-02-12"),
    "payments short of 100 %": (
        f"{CAP}  - parameter: payments\n    value: [{{percent: 80, trigger: report}}]\n", 4, "rules.2.value", "100 %",
    ),
    "an unknown part": (
        f"{CAP}  - {{parameter: payments, value: [{{part: 100, trigger: report}}]}}\n", 3, "rules.2.value", "« part »",
    ),
    "an unknown condition": (
        f"{CAP}  - parameter: floor_per_project\n    value: 5\n    when: {{age: 18}}\n", 5, "rules.2.when", "« age »",
    ),
    "a wrong season": (
        f"{CAP}  - {{parameter: floor_per_project, value: 5, when: {{season: été}}}}\n", 3, "rules.2.when", "11-15..01-10",
    ),
    "a wrong rank": (
        f"{CAP}  - {{parameter: floor_per_project, value: 5, when: {{rank: 3-2}}}}\n", 3, "rules.2.when", "1, 2-3 ou 2+",
    ),
    "a wrong severity": (
        "rules:\n  - parameter: cap_per_project\n    value: 700\n    severity: fatal\n", 4, "rules.1.severity", "warn",
    ),
    "a wrong override": (f"{CAP[:-2]}, override: [maire]}}\n", 2, "rules.1.override", "coordinator, committee"),
    "a wrong article": (f"{CAP[:-2]}, article: 4 bis}}\n", 2, "rules.1.article", "4-bis"),
    "a key more": (f"{CAP[:-2]}, note: hop}}\n", 2, "rules.1.note", "un de ces champs"),
    "a window without a code": (f"windows:\n  - {{label: Ici}}\n{CAP}", 2, "windows.1", "le champ « code »"),
    "a window's code": (f"windows:\n  - {{code: É ici, label: Ici}}\n{CAP}", 2, "windows.1.code", "sans accent ni espace"),
    "an article without a number": (f"articles:\n  - {{words: Oui.}}\n{CAP}", 2, "articles.1", "le champ « number »"),
    "a key twice": (f"title: a\ntitle: b\n{CAP}", 2, "le fichier", "une seule fois"),
    "a reference": (f"title: &a b\nsource: *a\n{CAP}", 1, "le fichier", "sans renvoi"),
    "no YAML": ("rules: [\n", 2, "le fichier", "du YAML"),
    "a colon in a text": ("rules:\n  - parameter: tie\n    message: Non : trop\n", 3, "le fichier", "entre guillemets"),
    "a tabulation": ("rules:\n\t- parameter: floor_per_project\n", 2, "le fichier", "jamais par une tabulation"),
    "a quote left open": ('title: "Oui\n', 1, "le fichier", "se ferme"),
    "a quote left open above": (f'title: "Oui\n{CAP}', 1, "le fichier", "se ferme"),
    "a quote within its like": (f"title: 'l'aide'\n{CAP}", 1, "le fichier", "de l’autre sorte"),
    "two documents": (f"title: a\n---\n{CAP}", 2, "le fichier", "sans ligne « --- »"),
    "a parameter left empty": (f'{CAP}  - {{parameter: "", value: 1}}\n', 3, "rules.2.parameter", "un paramètre de la"),
    "fields out of line": ("rules:\n  - parameter: tie\n   value: lot\n", 3, "le fichier", "à la même colonne"),
    "a rule no parameter says": (f"{CAP}  - {{parameter: âge minimum, value: 18}}\n", 3, "rules.2.parameter", "`articles`"),
    "a parameter misspelt": (f"{CAP}  - {{parameter: quorum_percents, value: 50}}\n", 3, "rules.2.parameter", "quorum_percent"),
    "two lists": (
        f"{CAP}  - {{parameter: themes, value: [a], article: 5}}\n  - {{parameter: themes, value: [b], article: 6}}\n", 4,
        "rules.3", "une seule liste",
    ),
    "too deep": (f"rules: {'[' * 500}{']' * 500}\n", 0, "le fichier", "du YAML"),
    "a number too long": (f"rules:\n  - {{parameter: term_months, value: {'1' * 5000}}}\n", 2, "le fichier", "qui se lit"),
    "too big": (f"title: {'a' * 210_000}\n", 0, "le fichier", "200 ko"),
    "a tag": (f"title: !!timestamp hier\n{CAP}", 1, "le fichier", "qui se lit"),
    "a window twice": (
        f"windows:\n  - {{code: a, label: A}}\n  - {{code: a, label: B}}\n{CAP}", 3, "windows.2.code", "une seule fois",
    ),
    "an unknown window": (f"{CAP[:-2]}, when: {{window: la}}}}\n", 2, "rules.1", "« la »"),
    "a quorum for some files": (
        f"{CAP}  - {{parameter: quorum_percent, value: 70, when: {{rank: 1}}}}\n", 3, "rules.2", "sans condition",
    ),
    "a contradiction": (
        "rules:\n  - {parameter: cap_per_project, value: 700, article: 3}\n"
        "  - {parameter: cap_per_project, value: 800, article: 4}\n", 3, "rules.2",
        "l’article 4 (« L’aide est de 800\u202f€ au plus ») et l’article 3 (« L’aide est de 700\u202f€ au plus »)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_line_its_field_and_what_was_expected(name):
    text, line, field, words = BAD[name]
    with pytest.raises(Unreadable) as refused:
        read(text)
    fault = refused.value.faults[0]
    assert (fault.line, fault.field) == (line, field)
    assert words in fault.expected


def test_every_fault_is_told_in_the_order_of_the_lines():
    text = "titre: a\nrules:\n  - {parameter: cap_per_project, value: x}\n  - {parameter: tie, value: y}\n"
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert [fault.line for fault in refused.value.faults] == [1, 3, 4]
    assert str(refused.value).splitlines()[1].startswith("ligne 3, rules.1.value : attendu ")


# A value of each kind, as a file writes it.
SAMPLES = {
    "money": ["900", 900, 12.5, "1 250,50 €"], "percent": [0, 90, 100], "days": [0, 15, 730], "count": [0, 12],
    "flag": [True, False], "text": ["La Ville"], "texts": [["a", "b"]], "dates": [["2027-03-01", "2027-09-01"]],
    "payments": [[{"percent": 80, "trigger": "acceptance"}, {"percent": 20, "trigger": "report"}]],
    "tranches": [[{"label": "Ville", "percent": 50}, {"label": "", "percent": 50}]],
    "funding": [[{"funder": "La Ville", "percent": 50}, {"funder": "La Région", "amount": 5000, "condition": "si"}]],
    "colleges": [[{"name": "Habitants", "least": 1, "most": 5}, {"name": "Ville", "voting": False, "substitutes": True}]],
    "college_quorums": [[{"college": "Habitants", "least": 2}, {"college": "Ville", "percent": 50}]],
    "obligations": [[{"what": "des photos", "due_days": 30}, {"what": "un mot"}]],
}  # fmt: skip
WRONG = [None, "", -1, [], {}, [[]], "\u2003"]


def samples(name: str) -> list:
    schema = PARAMETERS[name].kind.schema
    one, many = schema.get("enum"), schema.get("items", {}).get("enum")
    return list(one) if one else [many[:1], list(many)] if many else SAMPLES[PARAMETERS[name].kind.name]


def document(name: str, value) -> dict:
    others = [] if name == "cap_per_project" else [{"parameter": "cap_per_project", "value": 700}]
    if name == "final_authority":
        others.append({"parameter": "final_authority_body", "value": "Le bureau"})
    return {"rules": [*others, {"parameter": name, "value": value}]}


@pytest.fixture(scope="module")
def validator():
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_comes_back_the_same_and_fits_the_schema(name, validator):
    for value in samples(name):
        data = document(name, value)
        validator.validate(data)
        found = from_document(data)
        assert read(write(found)) == found
        assert from_document(to_document(found)) == found
        validator.validate(to_document(found))


@pytest.mark.parametrize("name", PARAMETERS)
def test_the_schema_and_the_reader_refuse_the_same_values(name, validator):
    for value in WRONG:
        data = document(name, value)
        if value == "\u2003":  # a schema does not see that a text is blank
            continue
        assert not validator.is_valid(data), value
        with pytest.raises(Unreadable):
            from_document(data)


CONDITIONS = [
    {"applicant_type": "group"}, {"applicant_type": ["resident", "association"]}, {"window": "ici"}, {"action": ["fête"]},
    {"rank": 1}, {"rank": "2+"}, {"rank": "2-3"}, {"filed": {"from": "2027-01-01"}},
    {"takes_place": {"from": "2027-01-01", "to": "2027-02-01"}}, {"season": "12-01..01-10"}, {"territory": "inside"},
    {"theme": "Entraide"}, {"tranche": "Ville"}, {"history": ["first_time", "renewal"]},
]  # fmt: skip


@pytest.mark.parametrize("when", CONDITIONS, ids=str)
def test_every_condition_comes_back_the_same_and_fits_the_schema(when, validator):
    data = {
        "windows": [{"code": "ici", "label": "Ici"}],
        "rules": [{"parameter": "cap_per_project", "value": 700, "when": when}],
    }
    validator.validate(data)
    found = from_document(data)
    assert from_document(to_document(found)) == found == read(write(found))
    validator.validate(to_document(found))


def test_the_conditions_tried_are_all_there_are():
    assert {name for one in CONDITIONS for name in one} == set(When.schema()["properties"])


@pytest.mark.parametrize("when", [{}, {"age": 3}, {"rank": 0}, {"rank": "x"}, {"filed": {}}, {"territory": "moon"}])
def test_the_schema_refuses_a_wrong_condition(when, validator):
    assert not validator.is_valid({"rules": [{"parameter": "cap_per_project", "value": 700, "when": when}]})


def test_a_whole_file_comes_back_the_same():
    text = """
title: Essai
source: délibération 3
windows:
  - {code: ici, label: Ici, applicant_types: [association]}
articles:
  - {number: 1, title: Pourquoi, words: Parce que.}
rules:
  - parameter: cap_per_project
    value: 700.5
    when: {window: ici, rank: 2+}
    severity: warn
    article: 4-bis
    message: Moins.
    override: [committee]
    source: page 3
"""
    found = read(text)
    (rule,) = found.rules
    assert (rule.value, rule.severity, rule.article, rule.override) == (70050, "warn", "4-bis", ("committee",))
    assert found.title == "Essai" and found.windows[0].applicant_types == ("association",)
    assert read(write(found)) == found
    assert yaml.safe_load(write(found)) == to_document(found)


def test_what_is_made_in_code_is_read_back():
    made = Regulation(
        (Rule("cap_per_project", 70000), Rule("own_contribution", False, When(applicant_type=("group",))))
    )
    assert from_document(to_document(made)) == made

"""The règlements of real funds: each says what its public source says, on both sides of each limit, and no more."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest
import yaml
from jsonschema import Draft202012Validator

from projects.regulation import document, shelf
from projects.regulation.rules import APPLICANT_TYPES, PARAMETERS, Facts, Rule
from projects.regulation.schema import schema
from tests.regulation import cases, library_cases_hauts_de_france, library_cases_ile_de_france
from tests.regulation import library_cases_south_and_east as library_cases_south
from tests.regulation.drawn import odds

CASES = [*library_cases_hauts_de_france.CASES, *library_cases_ile_de_france.CASES, *library_cases_south.CASES]
NAMES = shelf.model_names()
EACH = pytest.mark.parametrize("name", NAMES)
AT_LEAST = 6
COUNCIL = "le conseil municipal, qui vote chaque aide"
ROANNE, SAINT_ETIENNE = {"window": "roanne"}, {"window": "saint-etienne"}

# fund, parameter, what the file says, what the règlement then states, as a file writes it
STATED = [
    ("roubaix-pic", "sub_territories", {}, ["les cinq secteurs des mairies de quartier"]),
    ("mericourt-fph", "envelope_amount", {}, 20000),
    ("mericourt-pic", "applicant_hearing", {}, "required"),
    ("guesnain-pic", "applicant_hearing", {}, "required"),
    ("croix-pic", "payments", {}, [{"percent": 80, "trigger": "acceptance"}, {"percent": 20, "trigger": "report"}]),
    ("croix-pic", "max_days_to_decision", {}, 30),
    ("saint-pol-sur-mer-fph", "max_days_to_payment", {}, 8),
    ("beauvais-bourse", "payments", {}, [{"percent": 90, "trigger": "acceptance"}, {"percent": 10, "trigger": "report"}]),
    ("beauvais-bourse", "final_authority", {}, "advisory"),
    ("beauvais-bourse", "final_authority_body", {}, COUNCIL),
    ("stains-fph-fia", "funding_sources", {}, [{"funder": "l’État", "percent": 80}, {"funder": "la Ville", "percent": 20}]),
    ("aubervilliers-fil", "payment_channels", {}, ["supplier"]),
    ("aubervilliers-fil", "meeting_frequency", {}, "month"),
    ("val-de-bievre-fish", "committee_size", {}, 12),
    ("lyon-fil", "payment_channels", {"applicant_type": "group"}, ["host"]),
    ("lyon-fil", "payment_channels", {"applicant_type": "association"}, ["holder"]),
    ("loire-fph", "meeting_frequency", SAINT_ETIENNE, "month"),
    ("loire-fph", "meeting_frequency", ROANNE, "on_demand"),
    ("tonneins-fph", "envelope_amount", {}, 2000),
    ("kingersheim-fic", "in_kind_aid", {}, ["du matériel"]),
]  # fmt: skip


# --- What each fund says of a file ------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fund_says_of_a_file_what_its_source_states(case):
    assert [f"{one.severity} {one.rule}" for one in case.findings] == list(case.found)
    limits = [one.limit_cents if one.limit_days is None else one.limit_days for one in case.findings]
    assert limits == [case.limit] * len(case.found)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_cap_of_a_file_is_the_one_its_fund_states(case):
    facts = case.facts
    assert shelf.model(case.fund).cap_cents(facts.applicant_type, facts.rank, facts) == case.cap


@pytest.mark.parametrize(("name", "parameter", "said", "value"), STATED)
def test_what_no_file_is_checked_by_is_stated_too(name, parameter, said, value):
    found = shelf.model(name).value(parameter, Facts(**said))
    assert PARAMETERS[parameter].kind.write(found) == value


@EACH
def test_every_fund_has_cases(name):
    assert Counter(case.fund for case in CASES)[name] >= AT_LEAST


def never_broken(rule: Rule) -> bool:
    everybody = rule.parameter == "applicant_types" and rule.value == APPLICANT_TYPES
    return everybody or (rule.parameter, rule.value) == ("territory", "anywhere")


@EACH
def test_every_rule_a_file_is_checked_by_is_kept_by_a_case_and_broken_by_another(name):
    model = shelf.model(name)
    kept, broken = set(), set()
    for case in CASES:
        if case.fund == name:
            facts = replace(case.facts, window=model.window_of(case.facts))
            found = {one.rule for one in model.findings(facts)}
            for place, rule in enumerate(model.rules):
                if rule is model.rule(rule.parameter, facts):
                    (broken if rule.parameter in found else kept).add(place)
    checked = {place for place, rule in enumerate(model.rules) if rule.of.check}
    told = {place for place in checked if model.rules[place].parameter == "applicant_conditions"}
    assert checked - told <= kept
    assert {place for place in checked - broken if not never_broken(model.rules[place])} == set()


@EACH
def test_a_sound_file_has_no_fault(name):
    assert [one for one in shelf.model(name).findings(cases.sound(name)) if one.severity != "inform"] == []


def test_every_case_names_a_fund_of_the_shelf():
    assert {case.fund for case in CASES} == set(NAMES) == set(cases.OF_FUND)


# --- Every file -----------------------------------------------------------------------------------------


@EACH
def test_a_model_keeps_to_the_published_schema(name):
    plain = json.loads(json.dumps(yaml.safe_load(shelf.text(name)), default=str))
    assert [problem.message for problem in Draft202012Validator(schema()).iter_errors(plain)] == []


def test_the_published_schema_is_one():
    Draft202012Validator.check_schema(schema())


@EACH
def test_every_rule_of_a_model_has_its_public_source(name):
    model = shelf.model(name)
    assert model.rules
    assert model.source.startswith("http")
    for rule in model.rules:
        first, *others = rule.source.split(" ; ")
        assert first.startswith("http"), rule
        assert {one for one in (first, *others) if one.startswith("http")} <= set(model.source.split(" ; "))


@EACH
def test_an_article_that_is_not_the_products_stands_on_sourced_rules(name):
    model = shelf.model(name)
    sourced = {rule.parameter for rule in model.rules if rule.source}
    labels = {one.code: one.label for one in model.windows}
    stated = {rule.said(labels) for rule in model.rules}
    for article in model.articles:
        assert article.by_default or (set(article.parameters) <= sourced and set(article.sentences) <= stated)
        assert not (article.by_default and set(article.parameters) & sourced)
        assert not article.own_words


@EACH
def test_a_model_is_written_and_read_back_the_same(name):
    assert document.read(document.write(shelf.model(name))) == shelf.model(name)


@EACH
def test_a_model_holds_together_and_without_a_cap_only_lacks_one(name):
    model = shelf.model(name)
    assert odds(model) == []
    if any(rule.parameter == "cap_per_project" for rule in model.rules):
        assert document.read(shelf.text(name)) == model
    else:
        with pytest.raises(ValueError, match=r"^Le règlement dit jusqu’à combien on peut demander[^\n]*$"):
            model.check()


@EACH
def test_a_model_is_written_in_french_typography(name):
    model = shelf.model(name)
    told = [model.title, *(one.label for one in model.windows), *(rule.said() for rule in model.rules)]
    assert not [words for words in told if "'" in words or '"' in words]
    assert shelf.text(name).startswith("# ")


# --- The shelf ------------------------------------------------------------------------------------------


def test_the_shelf_lists_its_models_with_their_titles():
    assert len(NAMES) == 25
    assert list(shelf.titles()) == sorted(NAMES)
    assert shelf.titles()["mericourt-pic"] == "Projets d’initiative citoyenne de Méricourt"
    assert len(set(shelf.titles().values())) == len(NAMES)


@pytest.mark.parametrize("name", ["atlantide", "", "../library/croix-pic", "croix-pic.yaml"])
def test_an_unknown_model_is_said_so_in_french(name):
    with pytest.raises(LookupError, match="Aucun modèle ne s’appelle"):
        shelf.model(name)


def test_the_shelf_is_found_from_anywhere(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", "from projects.regulation import shelf; print(len(shelf.titles()))"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(shelf.FOLDER.parents[2])}, capture_output=True, text=True,
    )  # fmt: skip
    assert told.stdout.strip() == str(len(NAMES)), told.stderr


def test_a_model_without_a_cap_keeps_its_other_faults_and_their_lines():
    with pytest.raises(document.Unreadable, match=r"^ligne 3, rules\.1\.value : attendu [^\n]*$"):
        document.read("rules:\n- parameter: filing_deadline_days\n  value: bientôt\n")

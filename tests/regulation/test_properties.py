"""What holds for any règlement and any file: those of the library, and thousands drawn at random."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.regulation import document, shelf
from projects.regulation.rules import PARAMETERS, SEVERITIES, Facts, Regulation
from tests.regulation.drawn import FILES, REGULATIONS, VALUES, files_about, odds, rules

pytestmark = pytest.mark.once

ONE_PARAMETER = st.sampled_from(list(VALUES)).flatmap(lambda name: st.lists(rules(name), min_size=2, max_size=4))


def blocks(regulation: Regulation, facts: Facts) -> set[str]:
    return {one.rule for one in regulation.findings(facts) if one.severity == "block"}


def raised(regulation: Regulation, place: int, by: int) -> Regulation:
    caps = [number for number, rule in enumerate(regulation.rules) if rule.parameter == "cap_per_project"]
    if not caps:
        return regulation
    chosen = caps[place % len(caps)]
    kept = list(regulation.rules)
    kept[chosen] = replace(kept[chosen], value=kept[chosen].value + by)
    return replace(regulation, rules=tuple(kept))


def holds_together(regulation: Regulation) -> bool:
    return bool(regulation.rules) and not regulation.at_odds()


@settings(max_examples=200)
@given(REGULATIONS, FILES, st.integers(0, 9), st.integers(1, 500_000))
def test_raising_a_cap_blocks_nothing_that_was_admissible(regulation, facts, place, by):
    higher = raised(regulation, place, by)
    assert blocks(higher, facts) <= blocks(regulation, facts)
    assert blocks(regulation, facts) - blocks(higher, facts) <= {"cap_per_project"}


@settings(max_examples=200)
@given(REGULATIONS, FILES)
def test_the_same_file_version_and_date_always_give_the_same_findings(regulation, facts):
    found = regulation.findings(facts)
    assert regulation.findings(replace(facts)) == found
    assert replace(regulation).findings(facts) == found
    if holds_together(regulation):
        assert document.read(document.write(regulation)).findings(facts) == found


@settings(max_examples=200)
@given(REGULATIONS, FILES)
def test_a_finding_names_an_article_of_the_reglement_and_says_why(regulation, facts):
    articles = {one.number: one for one in regulation.articles}
    assert len(articles) == len(regulation.articles)
    found = regulation.findings(facts)
    for one in found:
        assert one.rule in articles[one.article].parameters
        assert one.severity in SEVERITIES
        assert one.message.strip()
        assert one.field
    assert [one.rule for one in found] == sorted((one.rule for one in found), key=list(PARAMETERS).index)


@settings(max_examples=200)
@given(REGULATIONS, FILES)
def test_what_decides_is_a_rule_that_holds_or_the_products_default(regulation, facts):
    for name, parameter in PARAMETERS.items():
        rule = regulation.rule(name, facts)
        holding = [one for one in regulation.rules if one.parameter == name and one.when.holds(facts)]
        assert rule in holding if holding else rule is None
        assert regulation.value(name, facts) == (rule.value if rule else parameter.default)
        assert all(len(one.when.written) <= len(rule.when.written) for one in holding)


def disagree(one, other) -> bool:
    return one.says != other.says and len(one.when.written) == len(other.when.written)


@settings(max_examples=300)
@given(ONE_PARAMETER)
def test_two_rules_contradict_each_other_when_some_file_shows_it_and_only_then(drawn):
    shown = any(
        one.when.holds(facts) and other.when.holds(facts)
        for one, other in combinations(drawn, 2)
        if disagree(one, other)
        for facts in files_about(one.when, other.when)
    )
    assert bool(odds(Regulation(tuple(drawn)))) is shown


@settings(max_examples=200)
@given(REGULATIONS, FILES)
def test_where_two_rules_as_precise_hold_and_differ_the_reglement_says_it_contradicts_itself(regulation, facts):
    holding = [one for one in regulation.rules if one.when.holds(facts)]
    if any(one.parameter == other.parameter and disagree(one, other) for one, other in combinations(holding, 2)):
        assert odds(regulation)


@settings(max_examples=200)
@given(st.sampled_from(shelf.model_names()), FILES, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_of_a_model_changes_nothing_of_what_it_says(name, facts, random):
    model = shelf.model(name)
    shuffled = list(model.rules)
    random.shuffle(shuffled)
    assert replace(model, rules=tuple(shuffled)).findings(facts) == model.findings(facts)

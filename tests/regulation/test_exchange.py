"""A file as JSON: what is wrong is named, what is right comes back the same, and the past gives rank, money and flags."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.applications import rules as applications
from projects.regulation import exchange
from projects.regulation.exchange import Earlier, read_facts, write_facts
from projects.regulation.rules import APPLICANT_TYPES, HISTORY, TERRITORIES, Cost, Facts

# Name: the JSON, the field that is named, words of what was expected.
BAD = {
    "no fields": ([], "le dossier", "des champs nommés"),
    "an unknown field": ({"amount": 3}, "amount", "requested_cents"),
    "a type": ({"applicant_type": "company"}, "applicant_type", "resident, group, association"),
    "euros": ({"requested_cents": 700.5}, "requested_cents", "centimes"),
    "an amount in words": ({"requested_cents": "700"}, "requested_cents", "centimes"),
    "a debt": ({"had_cents": -1}, "had_cents", "zéro ou plus"),
    "a flag as an amount": ({"available_cents": True}, "available_cents", "centimes"),
    "a day": ({"filed_on": "20/06/2027"}, "filed_on", "2026-02-12"),
    "a number for a day": ({"starts_on": 20270620}, "starts_on", "un jour"),
    "a rank": ({"rank": 0}, "rank", "à partir de 1"),
    "ranks": ({"ranks": {"fête": 0}}, "ranks", "par sorte d’action"),
    "ranks as a list": ({"ranks": [1]}, "ranks", "par sorte d’action"),
    "a word for words": ({"actions": "fête"}, "actions", "une liste de mots"),
    "no word": ({"tranches": [""]}, "tranches", "un texte"),
    "a territory": ({"territory": "moon"}, "territory", "inside"),
    "yes in words": ({"has_papers": "oui"}, "has_papers", "true ou false"),
    "a flag": ({"flags": ["new"]}, "flags", "first_time"),
    "costs": ({"costs": {"cents": 3}}, "costs", "une liste"),
    "a cost without its side": ({"costs": [{"cents": 3}]}, "costs.1.side", "absent"),
    "a cost's side": ({"costs": [{"side": "own", "cents": 3}, {"side": "x", "cents": 3}]}, "costs.2.side", "expense"),
    "a cost's field": ({"costs": [{"side": "own", "cents": 3, "label": "x"}]}, "costs.1.label", "category"),
    "a flag in the history": ({"history": ["renewal"]}, "history.1", "number"),
    "a word for the history": ({"history": "renewal"}, "history", "« flags »"),
    "a state": ({"history": [{"number": "A-1", "state": "lost"}]}, "history.1.state", "submitted"),
    "a report": ({"history": [{"number": "A-1", "state": "paid", "report": "yes"}]}, "history.1.report", "late"),
    "a year": ({"history": [{"number": "A-1", "state": "paid", "year": 26}]}, "history.1.year", "une année"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_field_is_named_with_what_was_expected(name):
    data, field, words = BAD[name]
    with pytest.raises(ValueError) as refused:
        read_facts(data)
    (line,) = str(refused.value).splitlines()
    named, _colon, expected = line.partition(" : ")
    assert named == field and words in expected


def test_every_fault_is_told_at_once():
    with pytest.raises(ValueError) as refused:
        read_facts({"a": 1, "rank": 0, "costs": [{"side": "x"}], "theme": 3})
    named = [line.partition(" : ")[0] for line in str(refused.value).splitlines()]
    assert named == ["a", "rank", "costs.1.side", "costs.1.cents", "theme"]


def test_every_fact_has_its_field_and_null_says_nothing():
    assert {one.name for one in fields(Facts)} | {"flags"} == set(exchange.READERS)
    assert read_facts({}) == Facts() == read_facts(dict.fromkeys(exchange.READERS))
    assert write_facts(Facts()) == {}


def test_a_file_without_its_day_is_read_as_filed_that_day():
    assert read_facts({}, date(2027, 6, 20)).filed_on == date(2027, 6, 20)
    assert read_facts({"filed_on": "2027-06-01"}, date(2027, 6, 20)).filed_on == date(2027, 6, 1)


def test_the_states_are_those_of_a_file():
    assert set(exchange.STATES) == set(applications.STATES) - {"draft"}
    assert {*exchange.NOT_COUNTED, "draft"} == set(applications.NOT_COUNTED)


# --- There and back ---------------------------------------------------------------------------------------

words = st.text("abé ", min_size=1, max_size=8).map(str.strip).filter(bool)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
cents = st.integers(0, 10**9)
facts = st.builds(
    Facts,
    applicant_type=st.sampled_from(["", *APPLICANT_TYPES]), window=st.one_of(st.just(""), words),
    actions=st.frozensets(words, max_size=2), rank=st.integers(1, 9),
    ranks=st.dictionaries(words, st.integers(1, 9), max_size=2), filed_on=st.none() | days, starts_on=st.none() | days,
    ends_on=st.none() | days, theme=st.one_of(st.just(""), words), territory=st.sampled_from(["", *TERRITORIES]),
    tranches=st.frozensets(words, max_size=2), history=st.frozensets(st.sampled_from([*HISTORY])),
    requested_cents=st.none() | cents,
    costs=st.lists(st.builds(Cost, st.sampled_from([*exchange.SIDES]), cents, words | st.just("")), max_size=3).map(tuple),
    residents=st.none() | st.integers(0, 20), had_cents=cents, meets_on=st.none() | days, deadline=st.none() | days,
    available_cents=st.none() | cents, has_papers=st.none() | st.booleans(), not_funded_elsewhere=st.none() | st.booleans(),
)  # fmt: skip
earlier = st.builds(
    Earlier, words, st.sampled_from(exchange.STATES), filed_on=st.none() | days, year=st.none() | st.integers(2020, 2030),
    granted_cents=st.none() | cents, actions=st.frozensets(words, max_size=2), report=st.sampled_from([*exchange.REPORTS]),
)  # fmt: skip


@given(facts, st.none() | st.lists(earlier, max_size=3))
def test_a_file_comes_back_the_same_with_its_history_or_without(facts, history):
    assert read_facts(json.loads(json.dumps(write_facts(facts, history)))) == facts


# --- What the past gives ----------------------------------------------------------------------------------


def one(number="A-1", state="closed", **changes) -> dict:
    return {"number": number, "state": state, "year": 2027, "granted_cents": 40000, **changes}


def past(*history, **changes) -> Facts:
    return read_facts({"filed_on": "2027-06-20", "history": list(history), **changes})


def test_an_empty_past_is_a_first_time_and_an_unknown_one_says_nothing():
    assert past(actions=["fête"]).history == {"first_time"}
    assert past(actions=["fête"]).ranks == {"fête": 1}
    unknown = read_facts({"filed_on": "2027-06-20", "actions": ["fête"]})
    assert (unknown.history, unknown.rank, unknown.ranks, unknown.had_cents) == (frozenset(), 1, {}, 0)


@pytest.mark.parametrize(
    ("entry", "rank", "had", "flags"),
    [
        (one(), 2, 40000, {"renewal"}),
        (one(year=2026), 1, 0, {"renewal"}),
        (one(year=None, filed_on="2027-01-02"), 2, 40000, {"renewal"}),
        (one(year=2026, filed_on="2027-01-02"), 1, 0, {"renewal"}),
        (one(state="submitted", granted_cents=None), 2, 0, set()),
        (one(state="refused", granted_cents=None), 1, 0, set()),
        (one(state="inadmissible", granted_cents=None), 1, 0, set()),
        (one(state="withdrawn"), 1, 0, {"first_time"}),
        (one(state="paid", report="late"), 2, 40000, {"renewal", "report_missing"}),
        (one(state="paid", report="due"), 2, 40000, {"renewal"}),
        (one(actions=["fête"]), 2, 40000, set()),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_the_past_gives_the_rank_the_money_and_the_flags(entry, rank, had, flags):
    found = past(entry)
    assert (found.rank, found.had_cents, found.history) == (rank, had, flags)


def test_kinds_of_action_have_their_own_ranks_and_tell_a_renewal():
    found = past(one(actions=["fête"]), one("A-2", actions=["sortie"]), actions=["fête", "atelier"])
    assert (found.rank, found.ranks) == (3, {"fête": 2, "atelier": 1})
    assert found.history == {"renewal"}
    assert past(one(actions=["sortie"]), actions=["fête"]).history == frozenset()


def test_what_the_file_says_wins_over_its_past():
    found = past(one(), rank=1, ranks={"x": 4}, had_cents=0, flags=[])
    assert (found.rank, found.ranks, found.had_cents, found.history) == (1, {"x": 4}, 0, frozenset())


def test_what_is_drawn_from_the_past_is_written_only_when_it_differs():
    history = [Earlier("A-1", "closed", year=2027, granted_cents=40000)]
    same = past(one())
    assert not set(write_facts(same, history)) & set(exchange.DRAWN)
    assert write_facts(past(one(), flags=[]), history)["flags"] == []

"""Règlements, rules and files drawn at random, from pools small enough for rules and files to meet."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from hypothesis import strategies as st

from projects.regulation import shelf
from projects.regulation.rules import (
    APPLICANT_TYPES,
    HISTORY,
    PARAMETERS,
    TERRITORIES,
    Cost,
    Facts,
    Regulation,
    Rule,
    When,
    Window,
)
from projects.regulation.rules.consistency import contradictions

DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 10), date(2026, 6, 1), date(2026, 6, 30), date(2026, 11, 15),
        date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1)]  # fmt: skip
TEXT_DAYS = [one.isoformat() for one in DAYS]
THEMES, ACTIONS, WINDOWS, TRANCHES = ["sport", "patrimoine"], ["transport", "fête"], ["fph", "fia"], ["Région", "Ville"]
SEASONS = ["06-01..06-30", "11-15..01-10", "12-01..12-31"]


def some(words) -> st.SearchStrategy[list]:
    return st.lists(st.sampled_from(list(words)), min_size=1, max_size=2, unique=True)


SPANS = st.one_of(
    st.sampled_from(TEXT_DAYS).map(lambda day: {"from": day}),
    st.sampled_from(TEXT_DAYS).map(lambda day: {"to": day}),
    st.tuples(st.sampled_from(TEXT_DAYS), st.sampled_from(TEXT_DAYS)).map(sorted).map(
        lambda pair: {"from": pair[0], "to": pair[1]}),
)  # fmt: skip
# Rules about the season and rules about the days are never drawn together: see the known fault in test_conditions.
CONDITIONS = {
    "applicant_type": some(APPLICANT_TYPES), "window": some(WINDOWS), "action": some(ACTIONS),
    "rank": st.sampled_from([1, 2, "1-2", "2+", "3+"]), "filed": SPANS, "season": st.sampled_from(SEASONS),
    "territory": some(TERRITORIES), "theme": some(THEMES), "history": some(HISTORY),
}  # fmt: skip
WHENS = (
    st.lists(st.sampled_from(list(CONDITIONS)), max_size=2, unique=True)
    .flatmap(lambda names: st.fixed_dictionaries({name: CONDITIONS[name] for name in names}))
    .map(When.read)
)
EUROS = st.integers(1, 60).map(lambda tens: tens * 50)
VALUES = {
    "cap_per_project": EUROS, "floor_per_project": EUROS, "project_total_max": EUROS,
    "max_funding_rate": st.sampled_from([50, 90]), "own_contribution": st.booleans(), "co_funding": st.booleans(),
    "budget_must_balance": st.booleans(), "within_available_credits": st.booleans(),
    "eligible_expenses": some(["location", "transport"]), "ineligible_expenses": some(["investissement"]),
    "applicant_types": some(APPLICANT_TYPES), "applicant_conditions": some(["est majeur"]),
    "min_group_size": st.integers(1, 4), "territory": st.sampled_from(["inside", "inside_or_residents", "anywhere"]),
    "themes": some(THEMES), "novelty": st.sampled_from(["free", "new", "after_report"]),
    "not_funded_elsewhere": st.booleans(), "max_per_applicant_per_year": st.integers(1, 3),
    "max_cents_per_applicant_per_year": EUROS, "not_before_decision": st.booleans(),
    "filing_deadline_days": st.sampled_from([7, 15, 30]), "filing_dates": some(TEXT_DAYS),
    "papers_with_file": st.booleans(), "missing_report": st.booleans(), "report_due_days": st.sampled_from([30, 60]),
    "quorum_percent": st.sampled_from([0, 50]), "majority": st.sampled_from(["cast", "present", "members"]),
    "tie": st.sampled_from(["rejected", "casting_vote", "lot", "second_round"]),
    "quorum_base": st.sampled_from(["filled", "seats"]), "second_quorum_percent": st.sampled_from([0, 25]),
    "quorum_by_college": st.sampled_from([[{"college": "Habitants", "least": 2}], [{"college": "Ville", "percent": 50}]]),
}  # fmt: skip


def rules(parameter: str) -> st.SearchStrategy[Rule]:
    """Draw rules of one parameter."""
    return st.builds(
        Rule, st.just(parameter), VALUES[parameter].map(PARAMETERS[parameter].kind.read), WHENS,
        severity=st.sampled_from(["", "block", "warn", "inform"]), article=st.sampled_from(["", "2", "4.2", "12-bis", "A3"]),
    )  # fmt: skip


MADE = st.builds(
    Regulation,
    st.lists(st.sampled_from(list(VALUES)).flatmap(rules), max_size=8).map(tuple),
    st.sampled_from([(), (Window("fph", "FPH", ("resident", "group")), Window("fia", "FIA", ("association",)))]),
)
REGULATIONS = st.one_of(st.sampled_from([shelf.model(name) for name in shelf.model_names()]), MADE)
CENTS = st.one_of(st.integers(0, 400_000), EUROS.map(lambda euros: euros * 100))
COSTS = st.builds(
    Cost, st.sampled_from(["expense", "own", "other", "in_kind"]), CENTS,
    st.sampled_from(["", "location", "transport", "investissement"]),
)  # fmt: skip
DAY = st.one_of(st.none(), st.sampled_from(DAYS))
FILES = st.builds(
    Facts,
    applicant_type=st.sampled_from(["", *APPLICANT_TYPES]),
    window=st.sampled_from(["", "", *WINDOWS]),
    actions=st.frozensets(st.sampled_from(ACTIONS)),
    rank=st.integers(1, 4),
    ranks=st.dictionaries(st.sampled_from(ACTIONS), st.integers(1, 4)),
    filed_on=DAY,
    starts_on=DAY,
    ends_on=DAY,
    theme=st.sampled_from(["", "autre", *THEMES]),
    territory=st.sampled_from(["", *TERRITORIES]),
    tranches=st.frozensets(st.sampled_from(TRANCHES)),
    history=st.frozensets(st.sampled_from(list(HISTORY))),
    requested_cents=st.one_of(st.none(), CENTS),
    costs=st.lists(COSTS, max_size=4).map(tuple),
    residents=st.one_of(st.none(), st.integers(0, 6)),
    had_cents=CENTS,
    meets_on=DAY,
    available_cents=st.one_of(st.none(), CENTS),
    has_papers=st.sampled_from([None, True, False]),
    not_funded_elsewhere=st.sampled_from([None, True, False]),
)
EVERY = {
    "applicant_type": [{"applicant_type": one} for one in APPLICANT_TYPES],
    "window": [{"window": one} for one in WINDOWS],
    "action": [{"actions": frozenset(ACTIONS)}],
    "rank": [{"rank": one} for one in range(1, 5)],
    "filed": [{"filed_on": one} for one in DAYS],
    "season": [{"starts_on": one} for one in DAYS],
    "territory": [{"territory": one} for one in TERRITORIES],
    "theme": [{"theme": one} for one in THEMES],
    "history": [{"history": frozenset(HISTORY)}],
}


def files_about(*whens: When) -> Iterator[Facts]:
    """Return a file for each way to answer the conditions of these rules: if both can hold, one of the files shows it."""
    names = {name for when in whens for name, _value in when.written}
    for parts in product(*(EVERY[name] for name in sorted(names))):
        yield Facts(**{name: value for part in parts for name, value in part.items()})


def odds(regulation) -> list[str]:
    """Return each pair of rules that could say different things of one file, in French."""
    return [words for _place, words in contradictions(regulation)]

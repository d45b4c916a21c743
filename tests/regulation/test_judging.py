"""What a règlement says of a whole file: its word, the cap and the deadline that are this file's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from projects.regulation.document import read
from projects.regulation.rules import Cost, Facts
from projects.regulation.rules.judging import judge

REGULATION = read("""
windows:
  - {code: habitants, label: Habitants, applicant_types: [resident, group]}
  - {code: associations, label: Associations, applicant_types: [association]}
rules:
  - {parameter: cap_per_project, value: 400, when: {window: habitants}, article: 3}
  - {parameter: cap_per_project, value: 600, when: {window: habitants, season: 06-15..09-15}, article: 3}
  - {parameter: cap_per_project, value: 200, when: {window: habitants, rank: 2+, season: 01-01..12-31}, article: 3}
  - {parameter: cap_per_project, value: 1500, when: {window: associations}, article: 4}
  - {parameter: max_funding_rate, value: 90, when: {window: associations}, article: 4}
  - {parameter: filing_deadline_days, value: 15, article: 5}
  - {parameter: filing_deadline_days, value: 30, when: {window: associations}, article: 5}
  - {parameter: missing_report, value: true, article: 6}
  - {parameter: themes, value: [Fêtes], severity: inform, article: 7}
""")
FILE = Facts(
    applicant_type="resident", filed_on=date(2027, 3, 1), starts_on=date(2027, 4, 10), territory="inside",
    requested_cents=40000, costs=(Cost("expense", 40000),), meets_on=date(2027, 3, 25),
)  # fmt: skip
ASSOCIATION = {
    "applicant_type": "association",
    "requested_cents": 90000,
    "costs": (Cost("expense", 100000), Cost("own", 10000)),
}
OVER = ASSOCIATION | {
    "filed_on": date(2027, 2, 1), "requested_cents": 90001, "costs": (Cost("expense", 100000), Cost("own", 9999)),
}  # fmt: skip
# Name: what changes in the file, the verdict, the rules found with their severity, the cap.
CASES = {
    "as it should": ({}, "admissible", {}, 40000),
    "nothing said yet": (None, "admissible", {"territory": "inform"}, None),
    "too much": ({"requested_cents": 40001, "costs": ()}, "blocked", {"cap_per_project": "block"}, 40000),
    "in summer": ({"requested_cents": 60000, "costs": (), "starts_on": date(2027, 7, 1)}, "admissible", {}, 60000),
    "after summer": ({"requested_cents": 60000, "costs": (), "starts_on": date(2027, 9, 16)}, "blocked",
                     {"cap_per_project": "block"}, 40000),
    "a second project": ({"rank": 2}, "blocked", {"cap_per_project": "block"}, 20000),
    "late": ({"filed_on": date(2027, 3, 11)}, "warned", {"filing_deadline_days": "warn"}, 40000),
    "the last day": ({"filed_on": date(2027, 3, 10)}, "admissible", {}, 40000),
    "late, and too much": ({"filed_on": date(2027, 3, 11), "requested_cents": 40001, "costs": ()}, "blocked",
                           {"cap_per_project": "block", "filing_deadline_days": "warn"}, 40000),
    "a theme, only said": ({"theme": "Sport"}, "admissible", {"themes": "inform"}, 40000),
    "a report is missing": ({"history": frozenset({"report_missing"})}, "blocked", {"missing_report": "block"}, 40000),
    "an association": (ASSOCIATION | {"filed_on": date(2027, 2, 1)}, "admissible", {}, 150000),
    "an association, later": (ASSOCIATION, "warned", {"filing_deadline_days": "warn"}, 150000),
    "over 90 %": (OVER, "blocked", {"max_funding_rate": "block"}, 150000),
    "a budget that leaks": ({"costs": (Cost("expense", 50000),)}, "blocked", {"budget_must_balance": "block"}, 40000),
    "elsewhere": ({"territory": "elsewhere"}, "blocked", {"territory": "block"}, 40000),
    "a fund that is nearly empty": ({"available_cents": 100}, "warned", {"within_available_credits": "warn"}, 40000),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_word_for_a_file(name):
    changes, verdict, found, cap = CASES[name]
    judgement = judge(REGULATION, Facts() if changes is None else replace(FILE, **changes))
    assert {one.rule: one.severity for one in judgement.findings} == found
    assert (judgement.verdict, judgement.cap_cents) == (verdict, cap)


def test_each_finding_names_its_article_and_its_limit():
    late = replace(FILE, requested_cents=40001, costs=(), filed_on=date(2027, 3, 11))
    cap, deadline = judge(REGULATION, late).findings
    assert (cap.article, cap.limit_cents, cap.limit_days) == ("3", 40000, None)
    assert (deadline.article, deadline.limit_cents, deadline.limit_days) == ("5", None, 15)


def test_the_deadline_is_the_published_one_else_that_of_the_window_else_none():
    assert judge(REGULATION, FILE).deadline == date(2027, 3, 10)
    assert judge(REGULATION, replace(FILE, applicant_type="association")).deadline == date(2027, 2, 23)
    assert judge(REGULATION, replace(FILE, deadline=date(2027, 3, 20))).deadline == date(2027, 3, 20)
    assert judge(REGULATION, replace(FILE, meets_on=None)).deadline is None


def test_a_file_goes_to_the_window_it_names():
    named = replace(FILE, window="associations", filed_on=date(2027, 2, 1), requested_cents=None, costs=())
    assert (judge(REGULATION, named).cap_cents, judge(REGULATION, named).verdict) == (150000, "blocked")
    assert judge(REGULATION, replace(named, applicant_type="association")).verdict == "admissible"
    assert judge(REGULATION, replace(FILE, window="ailleurs")).verdict == "blocked"


@pytest.mark.parametrize(
    ("who", "published", "last"),
    [
        ({}, None, date(2027, 3, 10)),
        ({}, date(2027, 3, 12), date(2027, 3, 12)),  # the day announced holds before the days of the règlement
        ({}, date(2027, 3, 1), date(2027, 3, 1)),
        (ASSOCIATION, None, date(2027, 2, 23)),
        (ASSOCIATION, date(2027, 3, 10), date(2027, 2, 23)),  # thirty days for them, whatever is announced to all
        (ASSOCIATION, date(2027, 3, 12), date(2027, 2, 25)),  # two days more for all are two days more for them
        (ASSOCIATION, date(2027, 3, 1), date(2027, 2, 23)),
    ],
)
def test_a_longer_deadline_of_some_files_holds_beside_the_day_announced(who, published, last):
    for late in (0, 1):
        filed = replace(FILE, **who, deadline=published, filed_on=last + timedelta(days=late))
        judgement = judge(REGULATION, filed)
        assert judgement.deadline == last
        assert ("filing_deadline_days" in {found.rule for found in judgement.findings}) == bool(late)


@pytest.mark.parametrize("typed", ["matériel d'occasion", "Matériel d’occasion ", "MATÉRIEL D'OCCASION"])
def test_case_edges_and_the_slant_of_an_apostrophe_do_not_count(typed):
    rules = read("rules: [{parameter: ineligible_expenses, value: [matériel d’occasion], article: 3}]")
    file = replace(FILE, costs=(Cost("expense", 40000, typed),))
    assert [found.rule for found in judge(rules, file).findings] == ["ineligible_expenses"]

"""When a rule holds, on both sides of each condition; which rule decides; which rules contradict each other."""

from datetime import date

import pytest

from projects.regulation.rules import Cost, Facts, Regulation, Rule, When, Window
from tests.regulation.drawn import odds

YEAR = {"from": "2026-01-01", "to": "2026-06-30"}
WINTER = "11-15..01-10"


def day(text: str) -> date:
    return date.fromisoformat(text)


def words(*some: str) -> frozenset[str]:
    return frozenset(some)


# condition as a file writes it, what the file says, whether the rule holds
HOLDS = [
    ({"applicant_type": "group"}, {"applicant_type": "group"}, True),
    ({"applicant_type": "group"}, {"applicant_type": "resident"}, False),
    ({"applicant_type": ["resident", "group"]}, {"applicant_type": "resident"}, True),
    ({"applicant_type": ["resident", "group"]}, {"applicant_type": "association"}, False),
    ({"applicant_type": "group"}, {}, False),
    ({"window": "fia"}, {"window": "fia"}, True),
    ({"window": "fia"}, {"window": "fph"}, False),
    ({"window": ["fph", "fia"]}, {"window": "fph"}, True),
    ({"window": "fia"}, {}, False),
    ({"action": "transport"}, {"actions": words("transport", "fête")}, True),
    ({"action": "Transport"}, {"actions": words("transport ")}, True),
    ({"action": "transport"}, {"actions": words("fête")}, False),
    ({"action": ["transport", "fête"]}, {"actions": words("fête")}, True),
    ({"action": "transport"}, {}, False),
    ({"rank": 1}, {"rank": 1}, True),
    ({"rank": 1}, {"rank": 2}, False),
    ({"rank": 2}, {"rank": 1}, False),
    ({"rank": "2-3"}, {"rank": 1}, False),
    ({"rank": "2-3"}, {"rank": 2}, True),
    ({"rank": "2-3"}, {"rank": 3}, True),
    ({"rank": "2-3"}, {"rank": 4}, False),
    ({"rank": "2+"}, {"rank": 1}, False),
    ({"rank": "2+"}, {"rank": 2}, True),
    ({"rank": "2+"}, {"rank": 99}, True),
    ({"filed": YEAR}, {"filed_on": day("2025-12-31")}, False),
    ({"filed": YEAR}, {"filed_on": day("2026-01-01")}, True),
    ({"filed": YEAR}, {"filed_on": day("2026-06-30")}, True),
    ({"filed": YEAR}, {"filed_on": day("2026-07-01")}, False),
    ({"filed": YEAR}, {"starts_on": day("2026-03-01")}, False),
    ({"filed": {"from": "2026-01-01"}}, {"filed_on": day("2030-01-01")}, True),
    ({"filed": {"from": "2026-01-01"}}, {"filed_on": day("2025-12-31")}, False),
    ({"filed": {"to": "2026-01-01"}}, {"filed_on": day("2026-01-01")}, True),
    ({"filed": {"to": "2026-01-01"}}, {"filed_on": day("2026-01-02")}, False),
    ({"filed": {"to": "2026-01-01"}}, {}, False),
    ({"takes_place": YEAR}, {"starts_on": day("2026-01-01")}, True),
    ({"takes_place": YEAR}, {"starts_on": day("2025-12-31")}, False),
    ({"takes_place": YEAR}, {"starts_on": day("2026-06-30")}, True),
    ({"takes_place": YEAR}, {"starts_on": day("2026-07-01")}, False),
    ({"takes_place": YEAR}, {"filed_on": day("2026-03-01")}, False),
    ({"season": "06-01..08-31"}, {"starts_on": day("2026-05-31")}, False),
    ({"season": "06-01..08-31"}, {"starts_on": day("2026-06-01")}, True),
    ({"season": "06-01..08-31"}, {"starts_on": day("2031-08-31")}, True),
    ({"season": "06-01..08-31"}, {"starts_on": day("2026-09-01")}, False),
    ({"season": WINTER}, {"starts_on": day("2026-11-14")}, False),
    ({"season": WINTER}, {"starts_on": day("2026-11-15")}, True),
    ({"season": WINTER}, {"starts_on": day("2026-12-31")}, True),
    ({"season": WINTER}, {"starts_on": day("2027-01-01")}, True),
    ({"season": WINTER}, {"starts_on": day("2027-01-10")}, True),
    ({"season": WINTER}, {"starts_on": day("2027-01-11")}, False),
    ({"season": "02-29..02-29"}, {"starts_on": day("2028-02-29")}, True),
    ({"season": "02-29..02-29"}, {"starts_on": day("2028-03-01")}, False),
    ({"season": WINTER}, {}, False),
    ({"territory": "inside"}, {"territory": "inside"}, True),
    ({"territory": "inside"}, {"territory": "for_residents"}, False),
    ({"territory": ["inside", "for_residents"]}, {"territory": "for_residents"}, True),
    ({"territory": ["inside", "for_residents"]}, {"territory": "elsewhere"}, False),
    ({"territory": "inside"}, {}, False),
    ({"theme": "sport"}, {"theme": "Sport"}, True),
    ({"theme": "sport"}, {"theme": "patrimoine"}, False),
    ({"theme": ["sport", "patrimoine"]}, {"theme": "patrimoine"}, True),
    ({"theme": "sport"}, {}, False),
    ({"tranche": "Région"}, {"tranches": words("région", "Ville")}, True),
    ({"tranche": "Région"}, {"tranches": words("Ville")}, False),
    ({"tranche": "Région"}, {}, False),
    ({"history": "first_time"}, {"history": words("first_time")}, True),
    ({"history": "first_time"}, {"history": words("renewal")}, False),
    ({"history": ["renewal", "report_missing"]}, {"history": words("report_missing")}, True),
    ({"history": "first_time"}, {}, False),
    ({"applicant_type": "association", "rank": 1}, {"applicant_type": "association", "rank": 1}, True),
    ({"applicant_type": "association", "rank": 1}, {"applicant_type": "association", "rank": 2}, False),
    ({"applicant_type": "association", "rank": 1}, {"applicant_type": "group", "rank": 1}, False),
]


@pytest.mark.parametrize(("written", "said", "holds"), HOLDS, ids=range(len(HOLDS)))
def test_a_rule_holds_when_its_conditions_do(written, said, holds):
    assert When.read(written).holds(Facts(**said)) is holds


@pytest.mark.parametrize("written", [written for written, _said, holds in HOLDS if holds], ids=str)
def test_a_condition_is_written_and_read_back_the_same(written):
    assert When.read(When.read(written).write()) == When.read(written)


@pytest.mark.parametrize(
    "wrong",
    [{"rank": 0}, {"rank": "3-2"}, {"rank": True}, {"rank": "deux"}, {"filed": {}}, {"filed": {"on": "2026-01-01"}},
     {"filed": {"from": "2026-02-01", "to": "2026-01-01"}}, {"season": "13-01..01-10"}, {"season": "12-01"},
     {"season": "02-30..03-01"}, {"territory": "mars"}, {"applicant_type": []}, {"theme": []}, {"mood": "gai"}, "always"],
    ids=str,
)  # fmt: skip
def test_a_condition_that_means_nothing_is_refused_in_words(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        When.read(wrong)


# --- Which rule decides -----------------------------------------------------------------------------------


def cap(cents: int, article: str = "", **when) -> Rule:
    return Rule("cap_per_project", cents, When.read(when) if when else When(), article=article)


LAYERED = Regulation((
    cap(50000, "4"),
    cap(80000, "5", applicant_type="association"),
    cap(150000, "6", applicant_type="association", season="12-01..12-31"),
    cap(40000, "7", rank="2+", applicant_type="group"),
))  # fmt: skip
DECIDES = [
    ({}, 50000, "4"),
    ({"applicant_type": "resident"}, 50000, "4"),
    ({"applicant_type": "association"}, 80000, "5"),
    ({"applicant_type": "association", "starts_on": day("2026-12-01")}, 150000, "6"),
    ({"applicant_type": "association", "starts_on": day("2026-11-30")}, 80000, "5"),
    ({"applicant_type": "resident", "starts_on": day("2026-12-01")}, 50000, "4"),
    ({"applicant_type": "group", "rank": 1}, 50000, "4"),
    ({"applicant_type": "group", "rank": 2}, 40000, "7"),
]


@pytest.mark.parametrize(("said", "cents", "article"), DECIDES, ids=str)
@pytest.mark.parametrize("order", [1, -1])
def test_the_most_precise_rule_decides_whatever_the_order(order, said, cents, article):
    regulation = Regulation(LAYERED.rules[::order])
    facts = Facts(requested_cents=cents + 1, costs=(Cost("expense", cents + 1),), territory="inside", **said)
    (found,) = regulation.findings(facts)
    assert (found.limit_cents, found.article) == (cents, article)
    assert regulation.findings(Facts(territory="inside", requested_cents=cents, **said)) == []


def test_what_no_rule_speaks_of_has_the_products_default():
    only_associations = Rule("filing_deadline_days", 30, When.read({"applicant_type": "association"}))
    regulation = Regulation((cap(1), only_associations))
    assert regulation.value("filing_deadline_days", Facts(applicant_type="association")) == 30
    assert regulation.value("filing_deadline_days", Facts(applicant_type="group")) == 7


def test_a_file_that_names_no_guichet_goes_to_the_first_of_its_type():
    windows = (Window("fph", "FPH", ("resident", "group")), Window("fia", "FIA", ("association",)))
    regulation = Regulation((cap(100000, window="fph"), cap(300000, window="fia")), windows)
    assert regulation.cap_cents("group") == 100000
    assert regulation.cap_cents("association") == 300000
    assert regulation.cap_cents("association", facts=Facts(window="fph")) == 100000


# --- Contradictions ---------------------------------------------------------------------------------------

# two rules' conditions, whether they contradict each other when their values differ
MEET = [
    ({}, {}, True),
    ({}, {"rank": 1}, False),
    ({"rank": 1}, {"rank": 2}, False),
    ({"rank": "1-2"}, {"rank": "2+"}, True),
    ({"rank": "1-2"}, {"rank": "3+"}, False),
    ({"applicant_type": "group"}, {"applicant_type": ["resident", "group"]}, True),
    ({"applicant_type": "group"}, {"applicant_type": "resident"}, False),
    ({"applicant_type": "group"}, {"rank": 1}, True),
    ({"filed": {"to": "2026-06-30"}}, {"filed": {"from": "2026-07-01"}}, False),
    ({"filed": {"to": "2026-06-30"}}, {"filed": {"from": "2026-06-30"}}, True),
    ({"filed": {"to": "2026-06-30"}}, {"takes_place": {"from": "2026-07-01"}}, True),
    ({"season": "12-01..12-31"}, {"season": WINTER}, True),
    ({"season": "01-11..11-14"}, {"season": WINTER}, False),
    ({"territory": "inside"}, {"territory": ["for_residents", "elsewhere"]}, False),
    ({"theme": "Sport"}, {"theme": "sport"}, True),
    ({"theme": "sport"}, {"theme": "patrimoine"}, False),
    ({"window": "fph"}, {"window": "fia"}, False),
    ({"action": "transport"}, {"action": "fête"}, True),
    ({"history": "renewal"}, {"history": "report_missing"}, True),
    ({"window": "fia", "rank": 1}, {"window": "fia", "theme": "sport"}, True),
    ({"window": "fia", "rank": 1}, {"window": "fph", "theme": "sport"}, False),
]


@pytest.mark.parametrize(("one", "other", "contradict"), MEET, ids=str)
def test_rules_as_precise_that_could_both_hold_contradict_each_other(one, other, contradict):
    for first, second in ((one, other), (other, one)):
        assert bool(odds(Regulation((cap(1, **first), cap(2, **second))))) is contradict
        assert odds(Regulation((cap(1, **first), cap(1, **second)))) == []


def test_a_contradiction_names_both_articles_and_such_a_reglement_does_not_hold():
    regulation = Regulation((cap(90000, "4", applicant_type="group"), cap(40000, "12-bis", rank="2+")))
    (told,) = odds(regulation)
    assert told.startswith("« Plafond de l’aide » : ")
    assert "l’article 4 " in told
    assert "l’article 12-bis " in told
    with pytest.raises(ValueError, match="12-bis"):
        regulation.check()


def test_articles_without_a_number_are_named_by_the_one_they_take():
    deadline = {"parameter": "filing_deadline_days", "article": "3"}
    regulation = Regulation((cap(1, "2"), Rule(value=7, **deadline), Rule(value=15, **deadline), cap(3), cap(2, "9")))
    told = "\n".join(odds(regulation))
    assert len(odds(regulation)) == 4
    assert told.count("l’article 3 (« ") == 2
    assert f"l’article {regulation.number('cap_per_project', regulation.rules[3])} " in told


# --- Known to be wrong --------------------------------------------------------------------------------------


def test_rules_about_two_tranches_contradict_each_other():
    assert odds(Regulation((cap(1, tranche="Région"), cap(2, tranche="Ville"))))


def test_a_season_and_days_out_of_it_do_not_contradict_each_other():
    june = {"from": "2026-06-01", "to": "2026-06-30"}
    assert odds(Regulation((cap(1, season="12-01..12-31"), cap(2, takes_place=june)))) == []


def test_the_count_of_an_action_is_read_whatever_its_capitals():
    once = Rule("max_per_applicant_per_year", 1, When.read({"action": "Transport"}))
    facts = Facts(territory="inside", actions=words("transport"), ranks={"transport": 2})
    assert [one.rule for one in Regulation((once,)).findings(facts)] == ["max_per_applicant_per_year"]


def test_the_count_of_another_action_does_not_stand_against_a_file():
    once = Rule("max_per_applicant_per_year", 1, When.read({"action": ["transport", "fête"]}))
    facts = Facts(territory="inside", actions=words("fête"), ranks={"transport": 3, "fête": 1})
    assert Regulation((once,)).findings(facts) == []


def test_a_guichet_is_closed_to_the_types_it_does_not_name():
    regulation = Regulation((cap(300000),), (Window("fia", "FIA", ("association",)),))
    assert [one.rule for one in regulation.findings(Facts(applicant_type="group", window="fia", territory="inside"))]


def test_a_default_is_not_told_under_the_article_of_another_case():
    five = Rule("min_group_size", 5, When.read({"theme": "sport"}), article="7")
    regulation = Regulation((cap(300000), five))
    (found,) = regulation.findings(Facts(applicant_type="group", residents=1, territory="inside"))
    assert "2" in next(one.text for one in regulation.articles if one.number == found.article)

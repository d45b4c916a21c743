"""What a file must hold: each limit on both sides, each gap tied to the field where it is mended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.applications import rules
from projects.applications.rules import Dossier, Line, Terms
from projects.regulation.rules import Regulation

TODAY = date(2027, 3, 1)
REGULATION = Regulation.of(
    caps_cents={"resident": [90000, 40000], "group": [70000], "association": [150000]},
    min_group_size=3,
    articles={"cap_per_project": "4", "min_group_size": "2"},
)
TERMS = Terms(today=TODAY, regulation=REGULATION, themes=(("t1", "Fêtes"), ("t2", "Entraide")))
GOOD = Dossier(
    applicant_type="resident",
    lead_name="Claire Fontaine",
    lead_email="claire@essai.test",
    lead_address="3 rue des Essais",
    title="Fête de la cour",
    summary="Une fête.",
    benefit="On se connaît.",
    theme="t1",
    place="La cour",
    starts_on=TODAY + timedelta(days=1),
    people_reached=40,
    requested_cents=50000,
    lines=(Line("expense", "Jeux", 55000), Line("own", "Cagnotte", 5000)),
    declarations=frozenset(rules.DECLARATIONS),
)
GROUP = replace(GOOD, applicant_type="group", residents=("Ali", "Bea", "Chloé"))
ASSOCIATION = replace(GOOD, applicant_type="association", organisation_name="Les Essais", siret="73282932000074")
SIRET, RNA = "73282932000074", "W751234567"


def fields(dossier: Dossier, terms: Terms = TERMS) -> list[str]:
    return [gap.field for gap in rules.gaps(dossier, terms)]


def words(dossier: Dossier, terms: Terms = TERMS) -> str:
    return " ".join(gap.message for gap in rules.gaps(dossier, terms))


@pytest.mark.parametrize("dossier", [GOOD, GROUP, ASSOCIATION])
def test_a_full_file_may_be_filed(dossier):
    assert rules.may_submit(dossier, TERMS)


@pytest.mark.parametrize(
    "name",
    ["lead_name", "lead_address", "title", "summary", "benefit", "theme", "place", "starts_on", "people_reached",
     "applicant_type"],
)  # fmt: skip
def test_each_answer_that_misses_is_told_at_its_field(name):
    empty = None if name in {"starts_on", "people_reached"} else ""
    assert fields(replace(GOOD, **{name: empty})) == [name]


def test_everything_that_misses_is_told_in_the_order_of_the_form():
    found = fields(Dossier())
    places = [[step.slug for step in rules.STEPS].index(rules.step_of(name).slug) for name in found]
    assert places == sorted(places) and len(found) == len(set(found)) >= 14


def test_every_gap_that_the_rules_can_name_has_a_step():
    for dossier in (Dossier(), replace(GROUP, residents=(), host_siret="1"), replace(ASSOCIATION, siret="1", rna="2")):
        assert all(rules.step_of(name) for name in fields(dossier))


@pytest.mark.parametrize(("email", "phone", "reachable"), [
    ("a@b.fr", "", True), ("", "06 00 00 00 01", True), ("a@b.fr", "06 00 00 00 01", True), ("", "", False),
])  # fmt: skip
def test_the_person_can_be_reached_by_one_way_at_least(email, phone, reachable):
    assert (fields(replace(GOOD, lead_email=email, lead_phone=phone)) == []) is reachable


# --- Groups and associations --------------------------------------------------------------------------------


@pytest.mark.parametrize(("named", "enough"), [
    ((), False), (("Ali", "Bea"), False), (("Ali", "Bea", "Chloé"), True), (("Ali", "Bea", "Chloé", "Dan"), True),
    (("Ali", "ali ", "Bea"), False), (("Ali", "Bea", "  "), False),
])  # fmt: skip
def test_a_group_names_as_many_residents_as_the_reglement_asks(named, enough):
    assert (fields(replace(GROUP, residents=named)) == []) is enough
    if not enough:
        assert "au moins 3 habitants" in words(replace(GROUP, residents=named))
        assert "(article 2)" in words(replace(GROUP, residents=named))


def test_a_resident_alone_names_nobody():
    assert not fields(replace(GOOD, residents=()))


@pytest.mark.parametrize(("name", "siret", "found"), [
    ("", "", []), ("Les Essais", "", []), ("Les Essais", SIRET, []), ("", SIRET, ["host_name"]),
    ("Les Essais", "73282932000075", ["host_siret"]),
])  # fmt: skip
def test_the_association_that_receives_for_a_group_has_a_name_and_a_right_number(name, siret, found):
    assert fields(replace(GROUP, host_name=name, host_siret=siret)) == found


@pytest.mark.parametrize(("siret", "rna", "found"), [
    (SIRET, "", []), ("", RNA, []), (SIRET, RNA, []), ("", "", ["siret"]), ("73282932000075", "", ["siret"]),
    ("0" * 14, "", ["siret"]), ("", "W12", ["rna"]), (SIRET, "X751234567", ["rna"]),
])  # fmt: skip
def test_an_association_gives_a_siret_or_an_rna_and_what_is_given_is_right(siret, rna, found):
    assert fields(replace(ASSOCIATION, siret=siret, rna=rna)) == found


def test_an_association_has_a_name_and_needs_no_home_address():
    assert fields(replace(ASSOCIATION, organisation_name="", lead_address="")) == ["organisation_name"]


# --- The project and its dates ------------------------------------------------------------------------------


def test_a_theme_is_one_of_the_year_and_none_is_asked_when_there_are_none():
    assert fields(replace(GOOD, theme="t9")) == ["theme"]
    assert not fields(replace(GOOD, theme=""), replace(TERMS, themes=()))


@pytest.mark.parametrize(("renewed", "note", "found"), [
    (False, "", []), (True, "", ["renewal_note"]), (True, "Plus grand.", []),
])  # fmt: skip
def test_a_project_already_paid_for_says_what_changes(renewed, note, found):
    assert fields(replace(GOOD, is_renewal=renewed, renewal_note=note)) == found


@pytest.mark.parametrize(("days", "found"), [(-1, ["starts_on"]), (0, ["starts_on"]), (1, [])])
def test_a_project_starts_after_today(days, found):
    assert fields(replace(GOOD, starts_on=TODAY + timedelta(days=days))) == found


@pytest.mark.parametrize(("days", "found"), [(-1, ["ends_on"]), (0, []), (5, [])])
def test_a_project_does_not_end_before_it_starts(days, found):
    assert fields(replace(GOOD, ends_on=GOOD.starts_on + timedelta(days=days))) == found


# --- The budget ---------------------------------------------------------------------------------------------


def budget(asked, *lines) -> Dossier:
    return replace(GOOD, requested_cents=asked, lines=tuple(Line(side, "x", cents) for side, cents in lines))


@pytest.mark.parametrize(("asked", "lines", "found"), [
    (50000, [("expense", 50000)], []),
    (50000, [("expense", 49999)], ["expenses"]),
    (50000, [("expense", 50001)], ["expenses"]),
    (50000, [("expense", 55000), ("own", 5000)], []),
    (50000, [("expense", 58000), ("own", 5000), ("other", 3000)], []),
    (50000, [("expense", 30000), ("expense", 20000)], []),
    (50000, [("expense", 50000), ("in_kind", 99999)], []),
    (50000, [("expense", 60000), ("in_kind", 10000)], ["expenses"]),
    (50000, [("own", 50000)], ["expenses"]),
    (50000, [], ["expenses"]),
    (None, [("expense", 50000)], ["requested_cents"]),
    (None, [], ["expenses", "requested_cents"]),
])  # fmt: skip
def test_expenses_equal_the_amount_asked_own_money_and_other_aids(asked, lines, found):
    assert fields(budget(asked, *lines)) == found


def test_what_is_apart_is_told_in_euros():
    assert "Il manque 10,50\u202f€" in words(budget(50000, ("expense", 51050)))
    assert "Il y a 10,50\u202f€ de trop" in words(budget(50000, ("expense", 48950)))


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.lists(st.integers(1, 10**9), max_size=4))
def test_a_budget_balances_to_the_cent_or_says_by_how_much(spent, brought):
    lines = tuple(Line("expense", "x", cents) for cents in spent) + tuple(Line("own", "x", c) for c in brought)
    apart = sum(spent) - sum(brought)
    balanced = replace(GOOD, lines=lines, requested_cents=apart)
    assert (rules.imbalance(balanced) == "") and rules.imbalance(replace(balanced, requested_cents=apart + 1))


# --- The cap ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("dossier", "rank", "cap"), [
    (GOOD, 1, 90000), (GOOD, 2, 40000), (GOOD, 7, 40000), (GROUP, 1, 70000), (GROUP, 2, 70000), (ASSOCIATION, 1, 150000),
])  # fmt: skip
def test_no_more_is_asked_than_the_cap_of_the_type_and_the_rank(dossier, rank, cap):
    terms = replace(TERMS, rank=rank)
    at = replace(dossier, requested_cents=cap, lines=(Line("expense", "x", cap),))
    above = replace(dossier, requested_cents=cap + 1, lines=(Line("expense", "x", cap + 1),))
    assert fields(at, terms) == []
    assert fields(above, terms) == ["requested_cents"]
    assert (rules.project_rank(rank) in words(above, terms)) == (rank > 1)
    assert "(article 4)" in words(above, terms)


def test_a_type_without_a_cap_may_not_apply():
    only = Regulation.of(caps_cents={"resident": [90000]}, articles={"applicant_types": "3"})
    terms = replace(TERMS, regulation=only)
    assert fields(ASSOCIATION, terms) == ["applicant_type"]
    assert "(article 3)" in words(ASSOCIATION, terms)
    assert terms.open_to == {"resident"} and replace(terms, regulation=None).open_to == {
        "resident",
        "group",
        "association",
    }


def test_a_rule_without_a_number_is_quoted_by_the_number_it_takes():
    terms = replace(TERMS, regulation=Regulation.of(caps_cents={"group": [70000]}, min_group_size=3))
    told = words(replace(GROUP, residents=(), requested_cents=70001), terms)
    assert "(article 1)" in told and "(article 3)" in told


# --- Declarations, openness ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", rules.DECLARATIONS)
def test_each_declaration_is_made(name):
    assert fields(replace(GOOD, declarations=GOOD.declarations - {name})) == [name]


def test_nothing_is_filed_while_no_reglement_is_in_force():
    verdict = rules.may_submit(GOOD, replace(TERMS, regulation=None))
    assert not verdict and "Votre brouillon est gardé" in verdict.reason and not verdict.gaps


@pytest.mark.parametrize(("dossier", "words_"), [
    (replace(GOOD, title=""), "Il reste 1 point"), (replace(GOOD, title="", place=""), "Il reste 2 points"),
])  # fmt: skip
def test_the_refusal_counts_what_misses(dossier, words_):
    assert rules.may_submit(dossier, TERMS).reason.startswith(words_)


# --- Small verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("already", "allowed"), [(0, True), (19, True), (20, False)])
def test_twenty_documents(already, allowed):
    assert bool(rules.may_attach(already)) is allowed


@pytest.mark.parametrize("state", rules.STATES)
def test_a_file_is_changed_as_a_draft_or_when_asked(state):
    assert bool(rules.may_change(state)) is (state in {"draft", "to_complete"})


@pytest.mark.parametrize(("cents", "allowed"), [(0, False), (1, True), (50000, True), (50001, False)])
def test_a_grant_stays_within_what_was_asked(cents, allowed):
    assert bool(rules.may_grant(50000, cents)) is allowed


# --- The form -----------------------------------------------------------------------------------------------


def test_the_steps_follow_each_other_and_ask_each_field_once():
    asked = [name for step in rules.STEPS for name in step.fields]
    assert len(asked) == len(set(asked))
    assert [rules.step_after(step.slug).slug for step in rules.STEPS] == [
        "projet", "dates", "budget", "documents", "verification", "verification",
    ]  # fmt: skip
    assert rules.step("ailleurs") is None


# --- Findings -----------------------------------------------------------------------------------------------


def tones(dossier, terms=TERMS) -> dict[str, str]:
    return {finding.words: finding.tone for finding in rules.findings(dossier, terms)}


def test_findings_compare_the_file_with_the_reglement():
    terms = replace(TERMS, meets_on=TODAY + timedelta(days=10), meets_on_in_words="jeudi 11 mars")
    told = " ".join(tones(GROUP, terms))
    assert "500\u202f€ demandés : dans le plafond de 700\u202f€ pour un 1er projet de l’année (article 4)." in told
    assert "Le budget est équilibré, à 550\u202f€." in told
    assert "Groupe de 3 habitants nommés" in told and "Première demande" in told and "À vérifier" in told


@pytest.mark.parametrize(("days", "tone"), [(9, "care"), (10, "care"), (11, "good")])
def test_a_project_that_starts_before_the_meeting_is_shown(days, tone):
    terms = replace(TERMS, meets_on=TODAY + timedelta(days=10), meets_on_in_words="jeudi 11 mars")
    told = tones(replace(GOOD, starts_on=TODAY + timedelta(days=days)), terms)
    assert next(found for words, found in told.items() if "séance" in words) == tone


def test_what_misses_and_other_aids_are_shown_but_not_the_declarations():
    told = tones(replace(GOOD, title="", declarations=frozenset(), lines=(*GOOD.lines, Line("other", "CAF", 100))))
    assert told["Donnez un nom au projet."] == "care"
    assert any("D’autres aides sont prévues : 1\u202f€" in words for words in told)
    assert not any("Cochez" in words for words in told)

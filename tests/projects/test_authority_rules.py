"""After an opinion: what an act may decide, when it may be recorded and annulled; each rule on both sides."""

from datetime import date

import pytest

from projects.applications.rules import STATES, may_become, stage
from projects.authority import rules
from projects.authority.rules import AMOUNT, FOLLOWS, REFUSES, Answer, Question

ASKED = Question(requested_cents=500_00, proposed_cents=340_00, cap_cents=400_00, cap_article="art. 4")
AGAINST = Question(requested_cents=500_00, cap_cents=400_00)
TODAY, OPINION = date(2026, 12, 14), date(2026, 11, 26)


@pytest.mark.parametrize(
    ("answer", "question", "granted", "says"),
    [
        (Answer(FOLLOWS), ASKED, 340_00, ""),
        (Answer(FOLLOWS), AGAINST, None, ""),
        (Answer(AMOUNT, 200_00, "Budget serré"), ASKED, 200_00, ""),
        (Answer(AMOUNT, 400_00, "Plus utile"), ASKED, 400_00, ""),
        (
            Answer(AMOUNT, 400_01, "Plus utile"),
            ASKED,
            400_01,
            "plafond est de 400,01 € (art. 4)".replace("400,01", "400"),
        ),
        (Answer(AMOUNT, 500_01, "Plus"), Question(500_00, 340_00), 500_01, "ne peut pas accorder plus"),
        (Answer(AMOUNT, 500_00, "Tout"), Question(500_00, 340_00), 500_00, ""),
        (Answer(AMOUNT, 450_00, "Moins"), Question(500_00, 480_00, cap_cents=400_00), 450_00, ""),
        (Answer(AMOUNT, None, "Oublié"), ASKED, None, "Écrivez le montant"),
        (Answer(AMOUNT, 200_00, " "), ASKED, 200_00, "Écrivez pourquoi"),
        (Answer(AMOUNT, 300_00, "Malgré l’avis"), AGAINST, 300_00, ""),
        (Answer(REFUSES, reason="Hors budget"), ASKED, None, ""),
        (Answer(REFUSES), ASKED, None, "Écrivez pourquoi"),
        (Answer("perhaps"), ASKED, None, "Dites ce que l’acte décide"),
    ],
)
def test_what_an_act_may_decide_of_a_file(answer, question, granted, says):
    assert rules.granted(answer, question) == granted
    verdict = rules.may_answer(answer, question)
    assert bool(verdict) is not bool(says)
    assert says in str(verdict.reason).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"acted_on": OPINION}, None),
        ({"acted_on": TODAY}, None),
        ({"acted_on": date(2026, 12, 15)}, "acted_on"),
        ({"acted_on": date(2026, 11, 25)}, "acted_on"),
        ({"acted_on": None}, "acted_on"),
        ({"reference": "  "}, "reference"),
        ({"body": ""}, "body"),
    ],
)
def test_when_an_act_may_be_recorded(changes, field):
    act = {"reference": "Délibération 118", "body": "le conseil municipal", "acted_on": date(2026, 12, 1)} | changes
    verdict = rules.may_record(**act, given_on=[OPINION, date(2026, 11, 2)], today=TODAY)
    assert bool(verdict) is (field is None)
    assert [gap.field for gap in verdict.gaps] == ([field] if field else [])


def test_an_act_that_decides_no_file_is_not_recorded():
    assert not rules.may_record("D 1", "le maire", TODAY, given_on=[], today=TODAY)


@pytest.mark.parametrize(
    ("states", "reason", "annulled", "allowed"),
    [
        (["granted", "refused"], "Mauvais numéro", False, True),
        (["granted", "accepted"], "Mauvais numéro", False, False),
        (["withdrawn"], "Mauvais numéro", False, False),
        (["granted"], " ", False, False),
        (["granted"], "Mauvais numéro", True, False),
    ],
)
def test_when_an_act_may_be_annulled(states, reason, annulled, allowed):
    assert bool(rules.may_annul(states, reason, annulled=annulled)) is allowed


@pytest.mark.parametrize(
    ("decided", "opinion"),
    [("granted", "favourable"), ("partially_granted", "favourable"), ("refused", "unfavourable"),
     ("adopted", "adopted"), ("not_adopted", "not_adopted")],
)  # fmt: skip
def test_a_vote_on_an_aid_is_an_opinion_and_a_resolution_stays_a_resolution(decided, opinion):
    assert rules.as_opinion(decided) == opinion


def test_an_opinion_never_says_granted():
    assert "accord" not in rules.in_words(340_00) + rules.in_words(None)
    assert rules.in_words(340_00).startswith("avis favorable, 340") and rules.in_words(340_00).endswith("proposés")


@pytest.mark.parametrize("state", sorted(STATES))
def test_an_opinion_is_given_only_on_a_file_before_the_committee(state):
    assert bool(rules.may_advise(state)) is (state in {"admissible", "deferred"})


def test_the_ways_to_and_from_an_opinion():
    ways = {state for state in STATES if may_become(state, "advised")}
    assert ways == {"admissible", "deferred", "granted", "refused"}
    assert set(STATES["advised"].then) == {"granted", "refused", "withdrawn"}
    assert "comité" in str(stage("granted").sentence) and "comité" not in str(stage("granted", "le maire").sentence)

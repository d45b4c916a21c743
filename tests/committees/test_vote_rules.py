"""The rules of a vote: exhaustive up to twelve people against a second oracle, and the words of a count."""

from fractions import Fraction
from itertools import product

import pytest

from committees.meetings import rules as meeting_rules
from committees.votes import rules
from committees.votes.rules import Tally

PEOPLE = 8


def second_opinion(for_, against, abstained, silent, recused, required, majority, casting, chair):
    """Say the result another way: fractions of a whole, written from the règlement's words alone."""
    room = for_ + against + abstained + silent + recused
    if room < required:
        return "no_quorum"
    whole = for_ + against if majority == "cast" else room - recused
    voices = Fraction(for_)
    if casting and for_ and for_ == against and chair == "for":
        voices += 1
    return "adopted" if whole and voices / whole > Fraction(1, 2) else "rejected"


def every_room(people=PEOPLE):
    for votes in product(range(people + 1), repeat=5):
        if sum(votes) <= people:
            yield votes


@pytest.mark.parametrize("people", [PEOPLE, pytest.param(12, marks=pytest.mark.proof)])
def test_every_room_of_so_many_people_agrees_with_a_second_oracle(people):
    settings = list(product(("cast", "present"), (False, True), (None, "for", "against", "abstain")))
    seen = set()
    for for_, against, abstained, silent, recused in every_room(people):
        present = for_ + against + abstained + silent + recused
        for required, (majority, casting, chair) in product({0, present // 2, present, present + 1}, settings):
            got = rules.outcome(
                Tally(for_, against, abstained), present=present, recused=recused, required=required,
                majority=majority, chair_breaks_ties=casting, chair_choice=chair,
            ).result  # fmt: skip
            wanted = second_opinion(for_, against, abstained, silent, recused, required, majority, casting, chair)
            assert got == wanted, (for_, against, abstained, silent, recused, required, majority, casting, chair)
            seen.add(got)
    assert seen == {"adopted", "rejected", "no_quorum"}


def test_the_count_never_says_more_than_the_room_holds():
    for for_, against, abstained, silent, recused in every_room():
        present = for_ + against + abstained + silent + recused
        words = rules.outcome(
            Tally(for_, against, abstained), present=present, recused=recused, required=0, majority="cast"
        ).denominator
        numbers = [int(word) for word in words.split(":")[0].replace(",", " ").split() if word.isdigit()]
        assert numbers[0] == sum(numbers[1:]), words


@pytest.mark.parametrize(
    ("counted", "present", "recused", "majority", "words"),
    [
        (
            Tally(9, 1, 1), 12, 1, "cast",
            "12 présents, 1 déport, 11 votants : 9 pour, 1 contre, 1 abstention. "
            "Majorité des voix exprimées : 6 sur 10.",
        ),
        (
            Tally(8, 0, 4), 12, 0, "cast",
            "12 présents, 12 votants : 8 pour, 0 contre, 4 abstentions. Majorité des voix exprimées : 5 sur 8.",
        ),
        (
            Tally(1, 0, 0), 1, 0, "cast",
            "1 présent, 1 votant : 1 pour, 0 contre, 0 abstention. Majorité des voix exprimées : 1 sur 1.",
        ),
        (
            Tally(2, 1, 0), 7, 2, "present",
            "7 présents, 2 déports, 5 votants : 2 pour, 1 contre, 0 abstention, 2 n’ont pas voté. "
            "Majorité des votants présents : 3 sur 5.",
        ),
        (
            Tally(2, 1, 0), 4, 0, "cast",
            "4 présents, 4 votants : 2 pour, 1 contre, 0 abstention, 1 n’a pas voté. "
            "Majorité des voix exprimées : 2 sur 3.",
        ),
    ],
)  # fmt: skip
def test_the_count_in_words(counted, present, recused, majority, words):
    said = rules.outcome(counted, present=present, recused=recused, required=1, majority=majority).denominator
    assert said == words == rules.denominator(counted, present=present, recused=recused, majority=majority)


def test_a_tie_is_said_when_the_chair_breaks_it():
    tie = {"present": 4, "recused": 0, "required": 1, "majority": "cast", "chair_breaks_ties": True}
    yes = rules.outcome(Tally(2, 2, 0), **tie, chair_choice="for")
    no = rules.outcome(Tally(2, 2, 0), **tie, chair_choice="against")
    assert (yes.result, no.result) == ("adopted", "rejected")
    assert yes.denominator.endswith("Égalité : la voix de la présidence compte double.")


def test_below_the_quorum_nothing_is_counted():
    said = rules.outcome(Tally(3, 0, 0), present=3, recused=0, required=7, majority="cast")
    assert said == rules.Outcome("no_quorum", "3 présents, quorum de 7 non atteint : le vote ne compte pas.")


@pytest.mark.parametrize(
    ("members", "present", "percent", "answer"),
    [
        (12, 6, 50, (6, True)), (7, 3, 50, (4, False)), (7, 4, 50, (4, True)), (3, 0, 0, (0, True)),
        (0, 0, 50, (0, True)), (10, 3, 33, (4, False)), (3, 1, 33, (1, True)), (5, 5, 100, (5, True)),
        (1, 0, 1, (1, False)),
    ],
)  # fmt: skip
def test_the_quorum_is_rounded_up(members, present, percent, answer):
    assert meeting_rules.quorum(members, present, percent) == answer


def test_an_elector_has_a_seat_in_force_with_a_vote_and_is_there_and_not_aside():
    seats = [
        rules.Seat("a"), rules.Seat("b"), rules.Seat("say", deliberative=False), rules.Seat("over", in_force=False),
        rules.Seat("away"), rules.Seat("aside"),
    ]  # fmt: skip
    assert rules.electors(seats, {"a", "b", "say", "over", "aside", "guest"}, {"aside"}) == ["a", "b"]


def test_a_choice_nobody_knows_is_not_counted_as_another():
    with pytest.raises(ValueError, match="maybe"):
        rules.tally(["for", "maybe"])


@pytest.mark.parametrize(
    ("kind", "result", "cents", "decided"),
    [("file", "adopted", 500, "granted"), ("file", "adopted", 400, "partially_granted"),
     ("file", "rejected", 500, "refused"),
     ("resolution", "adopted", None, "adopted"), ("resolution", "rejected", None, "not_adopted")],
)  # fmt: skip
def test_what_a_vote_decides(kind, result, cents, decided):
    assert rules.decision_kind(kind, result, cents=cents, requested_cents=500) == decided


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"kind": "information"}, "Un point d’information ne se vote pas."),
        ({"proposed_cents": None}, "Écrivez le montant mis aux voix."),
        ({"proposed_cents": 0}, "Écrivez le montant mis aux voix."),
        ({"proposed_cents": 60001}, "Le projet demande 600\u202f€ : le comité ne peut pas accorder plus."),
        ({"proposed_cents": 50001}, "Le plafond est de 500\u202f€ (article 4)."),
        ({"left_cents": 39999}, "Il reste 399,99\u202f€ dans le fonds : proposez un montant plus petit."),
        ({"kind": "resolution"}, "Une résolution se vote sans montant."),
        ({"kind": "resolution", "proposed_cents": None}, ""),
    ],
)
def test_what_may_be_put_to_the_vote(changed, reason):
    file = {
        "kind": "file",
        "proposed_cents": 40000,
        "requested_cents": 60000,
        "cap_cents": 50000,
        "cap_article": "article 4",
        "left_cents": 90000,
    }
    assert rules.may_put_to_vote(rules.Question(**{**file, **changed})).reason == reason


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"meeting_open": False}, "La séance n’est pas ouverte : aucun vote ne peut commencer."),
        ({"vote_open": True}, "Un vote est déjà ouvert : fermez-le d’abord."),
        ({"decided": True}, "Le comité a déjà décidé sur ce point."),
        ({"present": 3}, "Le quorum n’est pas atteint : 3 présents, il en faut 4 (article 6)."),
        ({"present": 1, "article": ""}, "Le quorum n’est pas atteint : 1 présent, il en faut 4."),
        ({"electors": 0}, "Personne dans la salle ne peut voter sur ce point."),
    ],
)
def test_when_a_vote_may_be_opened(changed, reason):
    floor = {
        "meeting_open": True,
        "vote_open": False,
        "decided": False,
        "present": 5,
        "required": 4,
        "electors": 5,
        "article": "article 6",
    }
    assert rules.may_open(rules.Floor(**{**floor, **changed})).reason == reason


@pytest.mark.parametrize(
    ("kind", "facts", "allowed"),
    [
        ("deferred", {}, True), ("opinion", {}, True), ("task", {}, True), ("task", {"decided": True}, True),
        ("deferred", {"item_kind": "resolution"}, False), ("deferred", {"decided": True}, False),
        ("deferred", {"vote_open": True}, False), ("opinion", {"meeting_open": False}, False),
        ("adopted", {}, False), ("granted", {}, False), ("refused", {}, False), ("not_adopted", {}, False),
    ],
)  # fmt: skip
def test_few_decisions_need_no_vote(kind, facts, allowed):
    known = {"item_kind": "file", "meeting_open": True, "vote_open": False, "decided": False, **facts}
    assert bool(rules.may_decide_without_vote(kind, **known)) is allowed

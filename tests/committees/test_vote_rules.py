"""The rules of a vote: the words of a count, the quorum, what may be put to the vote. Their oracle: test_vote_oracle."""

import pytest

from committees.meetings import rules as meeting_rules
from committees.meetings.rules import Bench
from committees.votes import rules
from committees.votes.rules import Tally, Terms
from fph.verdict import no
from projects.regulation.rules import College, CollegeQuorum, QuorumRule


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
    terms = Terms(present, 1, recused, majority, members=9)
    assert rules.outcome(counted, terms).denominator == words == rules.denominator(counted, terms)


@pytest.mark.parametrize(
    ("tie", "said", "result", "words"),
    [
        ("rejected", {}, "rejected", "Égalité : la proposition est rejetée."),
        ("casting_vote", {"chair_choice": "for"}, "adopted", "Égalité : la voix de la présidence compte double."),
        ("casting_vote", {"chair_choice": "against"}, "rejected", "Égalité : la voix de la présidence compte double."),
        ("casting_vote", {}, "rejected", "Majorité des voix exprimées : 3 sur 4."),
        ("lot", {"lot": "for"}, "adopted", "Égalité : tirage au sort, le oui est sorti."),
        ("lot", {"lot": "against"}, "rejected", "Égalité : tirage au sort, le non est sorti."),
        ("second_round", {}, "tied", "Égalité : le comité vote une seconde fois."),
    ],
)  # fmt: skip
def test_a_tie_is_said_as_the_règlement_breaks_it(tie, said, result, words):
    got = rules.outcome(Tally(2, 2, 0), Terms(4, 1, tie=tie), **said)
    assert (got.result, got.denominator.endswith(words)) == (result, True), got.denominator


def test_a_second_tie_rejects_and_says_so():
    got = rules.outcome(Tally(2, 2, 0), Terms(4, 1, tie="second_round", second=True))
    assert got.result == "rejected"
    assert got.denominator == (
        "Second tour. 4 présents, 4 votants : 2 pour, 2 contre, 0 abstention. "
        "Majorité des voix exprimées : 3 sur 4. Égalité encore : la proposition est rejetée."
    )


def test_the_lot_is_not_drawn_where_one_voice_more_would_not_decide():
    terms = Terms(6, 1, majority="present", tie="lot")
    assert not rules.breakable(Tally(2, 2, 2), terms)
    assert rules.outcome(Tally(2, 2, 2), terms, lot="for").result == "rejected"
    assert rules.breakable(Tally(3, 3, 0), terms)


def test_below_the_quorum_nothing_is_counted():
    said = rules.outcome(Tally(3, 0, 0), Terms(3, 7))
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
    found = meeting_rules.quorum(QuorumRule(percent), [Bench("Habitants", members, present)])
    assert (found.required, found.reached) == answer


@pytest.mark.parametrize(
    ("rule", "benches", "required", "words"),
    [
        (QuorumRule(50), [Bench("Habitants", 6, 3), Bench("Ville", 4, 4, voting=False)], 3, ""),
        (QuorumRule(50, article="article 6"), [Bench("Habitants", 6, 2), Bench("Ville", 4, 4, voting=False)], 3,
         "Le quorum n’est pas atteint : 2 présents, il en faut 3 (article 6)."),
        (QuorumRule(50, of_seats=True, planned=(College("habitants", most=10),)), [Bench("Collège des habitants", 6, 4)],
         5, "Le quorum n’est pas atteint : 4 présents, il en faut 5."),
        (QuorumRule(50, of_seats=True, planned=(College("habitants", least=2),)), [Bench("Habitants", 6, 3)], 3, ""),
        (QuorumRule(50, of_seats=True, size=12), [Bench("Habitants", 8, 5)], 6,
         "Le quorum n’est pas atteint : 5 présents, il en faut 6."),
        (QuorumRule(50, colleges=(CollegeQuorum("habitants", least=2),), colleges_article="article 7"),
         [Bench("Habitants", 4, 1), Bench("Associations", 4, 4)], 4,
         "Le quorum n’est pas atteint dans chaque collège. « habitants » : 1 présent, il en faut 2 (article 7)."),
        (QuorumRule(0, colleges=(CollegeQuorum("État", least=1),)), [Bench("Habitants", 4, 4)], 0,
         "Le quorum n’est pas atteint dans chaque collège. « État » : 0 présent, il en faut 1."),
        (QuorumRule(25, second=True), [Bench("Habitants", 8, 2)], 2, ""),
    ],
    ids=["advisers apart", "too few", "every seat", "open seats", "size", "college", "nobody sits", "second"],
)  # fmt: skip
def test_the_quorum_in_words(rule, benches, required, words):
    found = meeting_rules.quorum(rule, benches)
    assert (found.required, found.words, found.reached) == (required, words, not words)


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
        ({"proposed_cents": 60001}, "Le projet demande 600\u202f€ : mettez aux voix cette somme au plus."),
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
        ({"quorum": no("Le quorum n’est pas atteint.")}, "Le quorum n’est pas atteint."),
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


@pytest.mark.parametrize(
    ("mode", "allowed", "reason"),
    [
        ("show_of_hands", (), ""), ("open", (), ""), ("open", ("open", "secret"), ""),
        ("show_of_hands", ("secret",), "Le règlement ne prévoit que le vote à bulletin secret (article 9)."),
        ("open", ("show_of_hands", "secret"),
         "Le règlement ne prévoit que le vote à main levée et le vote à bulletin secret (article 9)."),
        ("secret", ("show_of_hands", "open"),
         "Le règlement ne prévoit que le vote à main levée et le vote nominal (article 9)."),
        ("secret", ("secret",), "Le vote à bulletin secret (article 9) ne se tient pas encore ici : remettez le point, "
                                "sans voter autrement."),
        ("applause", (), "Choisissez comment voter."),
    ],
)  # fmt: skip
def test_only_the_ways_the_règlement_allows(mode, allowed, reason):
    assert rules.may_use(mode, allowed, "article 9").reason == reason


def test_a_second_round_is_on_the_same_amount():
    floor = {"meeting_open": True, "vote_open": False, "decided": False, "present": 4, "required": 2, "electors": 4}
    second = rules.Floor(**floor, round=2, tied_cents=50000)
    assert rules.same_as_tied(second, 50000)
    assert rules.same_as_tied(second, 40000).reason == "Le second tour porte sur la même proposition : 500\u202f€."
    assert rules.same_as_tied(rules.Floor(**floor), 40000)

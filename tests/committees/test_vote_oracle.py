"""V5: quorum, majority and ties, exhaustive up to twelve people, against a second oracle written from the words alone.

The oracle knows people one by one and fractions of a whole. It was written from rule-taxonomy §4 and from the sentences a
règlement says of itself (docs/regulation.md), not from the code.
"""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from committees.meetings import rules as meetings
from committees.meetings.rules import Bench
from committees.votes import rules
from committees.votes.rules import Tally, Terms
from projects.regulation.rules import College, CollegeQuorum, QuorumRule

pytestmark = pytest.mark.once

SOME = [pytest.param(5, marks=pytest.mark.few), pytest.param(12, marks=pytest.mark.proof)]
HALF = Fraction(1, 2)
# What a member with a vote may be doing: at home, or in the room.
DOING = ("away", "for", "against", "abstain", "silent", "aside")


# --- The second oracle ----------------------------------------------------------------------------------


def is_more_than_half(voices: Fraction, of: list) -> bool:
    return bool(of) and voices / len(of) > HALF


def oracle(people, required, majority, tie, second, chair, lot):
    """Say what a committee decided, where `people` says what each member with a vote was doing."""
    room = [one for one in people if one != "away"]
    if len(room) < required:
        return "no_quorum"
    base = {
        "cast": [one for one in room if one in ("for", "against")],
        "present": [one for one in room if one != "aside"],
        "members": [one for one in people if one != "aside"],
    }[majority]
    pros, cons = Fraction(room.count("for")), Fraction(room.count("against"))
    if is_more_than_half(pros, base):
        return "adopted"
    if pros == cons and pros:
        if tie == "second_round" and not second:
            return "tied"
        voice = {"casting_vote": chair, "lot": lot}.get(tie)
        if voice == "for" and is_more_than_half(pros + 1, base):
            return "adopted"
    return "rejected"


def oracle_required(percent, seats):
    """Say the smallest number of people that is at least that share of the seats."""
    return next(number for number in range(1000) if Fraction(number) >= seats * Fraction(percent, 100))


def oracle_quorum(percent, seats, colleges):
    """Say whether enough are there: `colleges` gives, for each, who sits, who came, whether it votes, who must come."""
    came = sum(there for _sits, there, votes, _must in colleges if votes)
    if came < oracle_required(percent, seats):
        return False
    for sits, there, _votes, must in colleges:
        if must is None:
            continue
        how, number = must
        if there < (number if how == "least" else oracle_required(number, sits)):
            return False
    return True


# --- Every room -----------------------------------------------------------------------------------------


def every_committee(most):
    """Draw every committee of up to that many members, whatever each is doing."""
    for size in range(most + 1):
        yield from combinations_with_replacement(DOING, size)


def test_the_oracle_is_not_the_rules():
    """A canary: the oracle says by itself what is known by heart."""
    half = ("for", "for", "against", "against")
    known = {"required": 2, "majority": "cast", "second": False, "chair": None, "lot": None}
    assert oracle(half, tie="rejected", **known) == "rejected"
    assert oracle(half, tie="second_round", **known) == "tied"
    assert oracle(half, tie="lot", **{**known, "lot": "for"}) == "adopted"
    assert oracle(("for", "away"), tie="rejected", **{**known, "required": 1, "majority": "members"}) == "rejected"


@pytest.mark.parametrize("most", SOME)
def test_every_vote_of_so_many_people_agrees_with_a_second_oracle(most):
    said = (None, "for", "against")
    ties = [("rejected", False, None, None), ("second_round", False, None, None), ("second_round", True, None, None)]
    ties += [("casting_vote", False, chair, None) for chair in (*said, "abstain")]
    ties += [("lot", False, None, lot) for lot in said]
    seen = set()
    for people in every_committee(most):
        count = {what: people.count(what) for what in DOING}
        counted = Tally(count["for"], count["against"], count["abstain"])
        present, recused = len(people) - count["away"], count["aside"]
        for required, majority in product({0, present // 2, present, present + 1}, ("cast", "present", "members")):
            for tie, second, chair, lot in ties:
                terms = Terms(present, required, recused, majority, len(people) - recused, tie, second)
                got = rules.outcome(counted, terms, chair_choice=chair, lot=lot).result
                assert got == oracle(people, required, majority, tie, second, chair, lot), (people, terms, chair, lot)
                seen.add((got, majority, tie))
    results = {"adopted", "rejected", "no_quorum"}
    bases, kinds = ("cast", "present", "members"), ("rejected", "casting_vote", "lot", "second_round")
    assert seen == set(product(results, bases, kinds)) | {("tied", base, "second_round") for base in bases}


@pytest.mark.parametrize("most", SOME)
def test_every_room_of_so_many_people_has_its_quorum_as_the_oracle_says(most):
    asked = [None, ("least", 1), ("least", 2), ("percent", 34), ("percent", 50)]
    seen = set()
    for first, second in product(range(most + 1), repeat=2):
        if first + second > most:
            continue
        for there, others in product(range(first + 1), range(second + 1)):
            for percent, votes, musts in product((0, 25, 33, 50, 67, 100), (True, False), product(asked, repeat=2)):
                colleges = [(first, there, True, musts[0]), (second, others, votes, musts[1])]
                rule = QuorumRule(percent, colleges=tuple(
                    CollegeQuorum(name, **{must[0]: must[1]}) for name, must in zip("AB", musts, strict=True) if must
                ))  # fmt: skip
                benches = [Bench("A", first, there), Bench("B", second, others, votes)]
                got = meetings.quorum(rule, benches).reached
                assert got == oracle_quorum(percent, first + (second if votes else 0), colleges), (rule, benches)
                seen.add(got)
    assert seen == {True, False}


@pytest.mark.parametrize("most", SOME)
def test_a_quorum_of_every_seat_counts_the_empty_ones(most):
    for planned, filled in product(range(1, most + 1), range(most + 1)):
        for present, percent in product(range(filled + 1), range(0, 101, 10)):
            rule = QuorumRule(percent, of_seats=True, planned=(College("A", most=planned),))
            got = meetings.quorum(rule, [Bench("A", filled, present)])
            wanted = oracle_quorum(percent, max(planned, filled), [(filled, present, True, None)])
            assert (got.reached, got.required) == (wanted, oracle_required(percent, max(planned, filled)))


@pytest.mark.parametrize("most", [5])
def test_the_count_never_says_more_than_the_room_holds(most):
    for people in every_committee(most):
        counted = Tally(people.count("for"), people.count("against"), people.count("abstain"))
        present, recused = len(people) - people.count("away"), people.count("aside")
        words = rules.denominator(counted, Terms(present, 0, recused))
        numbers = [int(word) for word in words.split(":")[0].replace(",", " ").split() if word.isdigit()]
        assert numbers[0] == sum(numbers[1:]), words

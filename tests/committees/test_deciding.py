"""How the committee decides is what its règlement says: majority of all members, ties, quorum by college, interests.

Each case holds a meeting, as the chair would at the desk, and reads what it refuses and what it writes.
"""

from datetime import date, timedelta

import pytest

from committees.meetings import actions as meetings
from committees.meetings import queries as meeting_queries
from committees.minutes import actions as minutes
from committees.minutes import queries as minutes_queries
from committees.roster import actions as roster
from committees.votes import actions as votes
from committees.votes import queries
from committees.votes.models import Ballot
from fph.verdict import Refused
from projects.regulation import actions as regulation
from projects.regulation.rules import College, CollegeQuorum, Regulation
from tests.committees.world import RULES, build, person

pytestmark = pytest.mark.django_db


def hands(yes=0, no=0, abstained=0, chair=None):
    return {"in_favour": yes, "against": no, "abstained": abstained, "chair": chair}


def opened(world, item, cents=None, mode="show_of_hands"):
    return votes.open_ballot(item, mode=mode, cents=cents, by=world.chair.person, now=world.later())


def closed(world, ballot, counted=None, **more):
    return votes.close_ballot(ballot, hands=counted, by=world.chair.person, now=world.later(), **more)


def articles(**numbers):
    return {**RULES["articles"], **numbers}


# --- The majority, and ties -----------------------------------------------------------------------------


def test_a_majority_of_all_members_counts_those_who_stayed_at_home():
    """Nine members with a vote, seven in the room: four for are most of those who vote, not of the members."""
    world = build(members=7, majority="members", articles=articles(majority="9"))
    meeting = world.meeting(present=world.voters[:7])
    decision = closed(world, opened(world, world.item(meeting)), hands(4, 1, 2))
    assert decision.kind == "not_adopted"
    assert decision.denominator.endswith("Majorité des membres qui ont une voix\u202f: 5 sur 9.")
    again = closed(world, opened(world, world.item(meeting, title="Un autre")), hands(5, 1, 1))
    assert again.kind == "adopted"


def test_who_stepped_aside_is_not_in_the_majority_of_members_wherever_they_are():
    world = build(members=7, majority="members")
    meeting = world.meeting(present=world.voters[:7])
    item = world.item(meeting)
    for seat in (world.voters[0], world.voters[8]):
        meetings.recuse(item, seat, by=world.by, now=world.later())
    ballot = opened(world, item)
    meetings.recuse(item, world.voters[1], by=world.by, now=world.later())
    decision = closed(world, ballot, hands(4, 0, 0))
    assert (decision.kind, decision.ballot.members) == ("adopted", 6)
    assert decision.denominator.endswith("4 sur 6.")


def test_a_lot_is_drawn_in_the_room_and_written():
    world = build(members=2, tie="lot")
    ballot = opened(world, world.item(world.meeting()))
    with pytest.raises(Refused, match="tirez au sort dans la salle"):
        closed(world, ballot, hands(2, 2))
    decision = closed(world, ballot, hands(2, 2), lot="for")
    assert decision.kind == "adopted"
    assert decision.denominator.endswith("Égalité\u202f: tirage au sort, le oui est sorti.")


def test_a_lot_breaks_the_tie_of_a_vote_on_the_phones_too():
    world = build(members=2, tie="lot")
    ballot = opened(world, world.item(world.meeting()), mode="open")
    for seat, choice in zip(world.voters, ("for", "for", "against", "against"), strict=True):
        votes.cast(ballot, choice, by=seat.person, now=world.later())
    with pytest.raises(Refused, match="tirez au sort"):
        closed(world, ballot)
    assert closed(world, ballot, lot="against").kind == "not_adopted"


def test_a_tie_opens_a_second_round_on_the_same_amount_and_a_second_tie_rejects():
    world = build(members=2, tie="second_round")
    item = world.item(world.meeting(), world.file(cents=50000))
    first = opened(world, item, 50000)
    assert closed(world, first, hands(2, 2)) is None
    first.refresh_from_db()
    assert (first.result, queries.settled(item)) == ("tied", None)
    with pytest.raises(Refused, match="sur la même proposition"):
        opened(world, item, 40000)
    second = opened(world, item, 50000)
    decision = closed(world, second, hands(2, 2))
    assert (second.round, decision.kind) == (2, "refused")
    assert decision.denominator.startswith("Second tour. 4 présents")
    assert decision.denominator.endswith("Égalité encore\u202f: la proposition est rejetée.")
    assert closed(world, first) is None


def test_between_two_rounds_a_member_may_still_step_aside_and_the_second_may_adopt():
    world = build(members=2, tie="second_round")
    item = world.item(world.meeting())
    closed(world, opened(world, item), hands(2, 2))
    meetings.recuse(item, world.members[0], by=world.by, now=world.later())
    assert closed(world, opened(world, item), hands(2, 1)).kind == "adopted"


def test_the_minutes_tell_a_tie_that_decided_nothing():
    world = build(members=2, tie="second_round")
    meeting, file = world.meeting(), world.file()
    closed(world, opened(world, world.item(meeting, file), 50000), hands(2, 2))
    sealed = minutes.close_meeting(meeting, by=world.chair.person, now=world.later())
    told = minutes_queries.sealed_facts(sealed, public=True).findings
    assert [line for line in told if line.startswith(f"Vote sans décision, {file.number}\u202f: 4 présents")]
    assert not [line for line in told if "pas été examiné" in line]


# --- Frozen with the vote -------------------------------------------------------------------------------


def test_a_version_adopted_during_the_vote_does_not_change_how_it_is_counted():
    world = build(members=7, majority="members", tie="casting_vote")
    meeting = world.meeting(present=world.voters[:7])
    ballot = opened(world, world.item(meeting))
    other = Regulation.of(**{**RULES, "quorum_percent": 100, "majority": "cast", "tie": "rejected"})
    regulation.adopt(world.fund, regulation=other, adopted_on=world.now.date(), adopted_by_body="Comité",
                     in_force_from=world.now.date(), by=world.by, now=world.now)  # fmt: skip
    frozen = Ballot.objects.get(pk=ballot.pk)
    assert (frozen.majority, frozen.tie, frozen.members, frozen.required) == ("members", "casting_vote", 9, 5)
    assert closed(world, ballot, hands(4, 1, 2)).kind == "not_adopted"


# --- The quorum -----------------------------------------------------------------------------------------


def test_each_college_named_must_be_there_and_the_article_is_told():
    world = build(members=4, quorum_by_college=(CollegeQuorum("associations", least=2),),
                  articles=articles(quorum_by_college="7"))  # fmt: skip
    few = [world.chair, world.secretary, world.members[0], world.members[1]]
    meeting = world.meeting(present=few)
    item = world.item(meeting)
    with pytest.raises(Refused) as refusal:
        opened(world, item)
    assert str(refusal.value) == (
        "Le quorum n’est pas atteint dans chaque collège. « associations »\u202f: 1 présent, il en faut 2 (article 7)."
    )
    meetings.arrive(meeting, world.members[2], by=world.by, now=world.later())
    assert opened(world, item).opened_at
    assert "Quorum par collège" in minutes_queries.quorum_words(meeting)


def lacking(**rules):
    """Close a meeting of nine members where three came, and publish a date ten days later."""
    world = build(members=7, **{"second_quorum_percent": 25, "second_meeting_days": 8,
                  "articles": articles(second_quorum_percent="8", second_meeting_days="8"), **rules})  # fmt: skip
    first = world.meeting(present=world.voters[:3])
    minutes.close_meeting(first, by=world.chair.person, now=world.later())
    return world, first


def planned(world, first, days):
    world.now += timedelta(days=days)
    return meetings.plan(world.committee, world.date(), second_of=first, by=world.by, now=world.now)


def test_a_second_convocation_asks_for_less():
    world, first = lacking(quorum_by_college=(CollegeQuorum("associations", least=3),))
    assert meeting_queries.to_call_again(world.committee, world.now.date()) == first
    meeting = planned(world, first, 10)
    for seat in world.voters[:3]:
        meetings.arrive(meeting, seat, by=world.by, now=world.now)
    meeting = meetings.open_meeting(meeting, by=world.chair.person, now=world.later())
    assert closed(world, opened(world, world.item(meeting)), hands(3)).kind == "adopted"
    words = minutes_queries.quorum_words(meeting)
    assert words.startswith(f"Seconde convocation, après la séance n° {first.number}.")
    assert words.endswith("quorum\u202f: 3 (article 8).")
    with pytest.raises(Refused, match="déjà sa seconde convocation"):
        planned(world, first, 10)


def test_a_second_convocation_is_not_held_too_early():
    world, first = lacking()
    with pytest.raises(Refused, match=r"pas avant le 04/12/2026 \(article 8\)"):
        planned(world, first, 3)
    meeting = planned(world, first, 5)
    with pytest.raises(Refused, match=r"pas avant le 04/12/2026 \(article 8\)"):
        meetings.open_meeting(meeting, by=world.chair.person, now=world.now - timedelta(days=1))


def test_no_second_convocation_without_a_rule_or_after_a_meeting_with_its_quorum():
    world = build(members=2)
    first = world.meeting()
    minutes.close_meeting(first, by=world.chair.person, now=world.later())
    assert meeting_queries.to_call_again(world.committee, world.now.date()) is None
    with pytest.raises(Refused, match="ne prévoit pas de seconde convocation"):
        planned(world, first, 10)
    world = build(members=2, slug="autre", second_quorum_percent=0)
    first = world.meeting()
    minutes.close_meeting(first, by=world.chair.person, now=world.later())
    with pytest.raises(Refused, match="suit une séance close sans quorum"):
        planned(world, first, 10)


# --- Who may sit ----------------------------------------------------------------------------------------

RESIDENTS, CITY = College("habitants", least=2, most=4), College("institutions", voting=False)


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"composition": (RESIDENTS, CITY)}, ""),
        ({"composition": (College("habitants", least=5),)},
         "Collège « habitants »\u202f: 3 sièges pourvus, il en faut au moins 5 (article 3)."),
        ({"composition": (College("habitants", most=2),)},
         "Collège « habitants »\u202f: 3 sièges pourvus, le règlement en prévoit 2 au plus (article 3)."),
        ({"composition": (RESIDENTS, College("État", least=1))},
         "Le comité n’a pas de collège « État », il en faut au moins 1 (article 3)."),
        ({"composition": (RESIDENTS, College("associations", voting=False))},
         "Le collège « Collège des associations » a une voix\u202f: le règlement lui donne une voix consultative (article 3)."),
        ({"committee_size": 6}, ""),
        ({"committee_size": 8}, ""),
        ({"committee_size": 5}, "Le comité compte 6 membres\u202f: le règlement en prévoit 5 (article 3)."),
        ({"term_months": 6, "composition": (College("habitants", least=1),)},
         "Collège « habitants »\u202f: 0 siège pourvu, il en faut au moins 1 (article 3)."),
    ],
    ids=["fits", "too few", "too many", "no such college", "votes and should not", "size", "a seat empty", "too many in all",
         "terms over"],
)  # fmt: skip
def test_a_committee_its_règlement_does_not_allow_cannot_open_a_meeting(rules, reason):
    world = build(members=3, advisers=1, articles=articles(composition="3", committee_size="3"), **rules)
    meeting = world.meeting(opened=False)
    try:
        meetings.open_meeting(meeting, by=world.chair.person, now=world.later())
    except Refused as refusal:
        assert str(refusal) == reason
    else:
        assert not reason


def test_a_member_whose_term_has_passed_counts_for_nothing():
    """Twelve months from 1 January 2026 run in November; a seat begun in 2025 is over."""
    world = build(members=2, term_months=12)
    old = roster.seat(world.committee, person(), college=world.committee.colleges.first(), role="member",
                      starts_on=date(2025, 6, 1), by=world.by, now=world.now)  # fmt: skip
    meeting = world.meeting(present=[*world.voters, old])
    room = meeting_queries.room(meeting, world.later())
    assert (room.members, room.present) == (4, 4)
    ballot = opened(world, world.item(meeting), mode="open")
    with pytest.raises(Refused, match="pas sur la liste des votants"):
        votes.cast(ballot, "for", by=old.person, now=world.later())
    assert ballot.recused == 0


# --- Ways of voting, interests --------------------------------------------------------------------------


def test_only_the_ballots_of_the_règlement_open():
    world = build(members=2, ballot_modes=("secret",), articles=articles(ballot_modes="9"))
    item = world.item(world.meeting())
    with pytest.raises(Refused) as refusal:
        opened(world, item)
    assert str(refusal.value) == "Le règlement ne prévoit que le vote à bulletin secret (article 9)."
    with pytest.raises(Refused, match="ne se tient pas encore ici"):
        opened(world, item, mode="secret")
    assert not Ballot.objects.filter(item=item).exists()


def test_a_vote_from_elsewhere_is_refused_with_its_article():
    world = build(members=3, remote_vote=True, articles=articles(remote_vote="11"))
    ballot = opened(world, world.item(world.meeting(present=world.voters[:4])), mode="open")
    with pytest.raises(Refused, match=r"vote à distance \(article 11\) ne se tient pas encore ici"):
        votes.cast(ballot, "for", by=world.voters[4].person, now=world.later())


def test_an_interest_only_declared_keeps_its_voice_and_is_written():
    world = build(members=2, conflict_of_interest="declare_only")
    meeting = world.meeting()
    item = world.item(meeting)
    meetings.recuse(item, world.members[0], by=world.members[0].person, now=world.later())
    ballot = opened(world, item, mode="open")
    votes.cast(ballot, "for", by=world.members[0].person, now=world.later())
    decision = closed(world, ballot)
    assert decision.denominator.startswith("4 présents, 4 votants\u202f: 1 pour")
    sealed = minutes.close_meeting(meeting, by=world.chair.person, now=world.later())
    inside, outside = (minutes_queries.sealed_facts(sealed, public=public).decisions[0] for public in (False, True))
    assert (inside.recusals, inside.interests) == ((), (str(world.members[0].person),))
    assert (outside.recused_words, outside.interests, outside.interest_words) == ("", (), "un intérêt déclaré")

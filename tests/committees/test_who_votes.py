"""V4: only those entitled and present vote. One case a line, each on a vote that others can still vote in."""

from datetime import timedelta

import pytest

from committees.meetings import actions as meetings
from committees.meetings.models import AgendaItemKind
from committees.roster import actions as roster
from committees.votes import actions as votes
from committees.votes.models import Elector, Vote
from fph.people.roles import Role
from fph.verdict import Refused
from tests.committees.world import build, person

pytestmark = pytest.mark.django_db

NOT_LISTED = "Vous n’êtes pas sur la liste des votants de ce point."
NOT_OPEN = "Ce vote n’est pas ouvert."
GONE = "Vous n’êtes plus dans la salle : vous ne pouvez pas voter."
ASIDE = "Vous vous êtes retiré·e de ce point : vous ne votez pas."
OVER = "Votre mandat a pris fin : vous ne pouvez plus voter."
BY_HAND = "Ce vote se fait à main levée, dans la salle."
UNKNOWN = "Choisissez oui, non ou abstention."


class Evening:
    """A meeting with everybody in the room but `late`, and one resolution to vote on."""

    def __init__(self, mode="open"):
        self.world, self.mode, self.ballot = build(members=5, advisers=2), mode, None
        self.who, self.late = self.world.members[0], self.world.members[1]
        present = [seat for seat in self.world.voters if seat != self.late] + self.world.advisers
        self.meeting = self.world.meeting(present=present)
        self.item = self.world.item(self.meeting)

    def act(self, what, *args):
        return what(*args, by=self.world.chair.person, now=self.world.later())

    def open(self):
        self.ballot = votes.open_ballot(self.item, mode=self.mode, by=self.world.chair.person, now=self.world.later())

    def close(self):
        hands = {"in_favour": 1, "against": 0, "abstained": 0} if self.mode == "show_of_hands" else None
        votes.close_ballot(self.ballot, hands=hands, by=self.world.chair.person, now=self.world.later())

    def cast(self, who=None, choice="for"):
        who = getattr(who or self.who, "person", who or self.who)
        return votes.cast(self.ballot, choice, by=who, now=self.world.later())


def member(e):
    e.open()


def chair(e):
    e.open()
    e.who = e.world.chair


def secretary(e):
    e.open()
    e.who = e.world.secretary


def changes_their_mind(e):
    e.open()
    e.cast(choice="against")


def left_and_came_back_before(e):
    e.act(meetings.leave, e.meeting, e.who)
    e.act(meetings.arrive, e.meeting, e.who)
    e.open()


def left_and_came_back_during(e):
    e.open()
    e.act(meetings.leave, e.meeting, e.who)
    e.act(meetings.arrive, e.meeting, e.who)


def arrived_before(e):
    e.act(meetings.arrive, e.meeting, e.late)
    e.open()
    e.who = e.late


def excused_then_came(e):
    e.act(meetings.excuse, e.meeting, e.late)
    e.act(meetings.arrive, e.meeting, e.late)
    e.open()
    e.who = e.late


def aside_on_another_point(e):
    e.act(meetings.recuse, e.world.item(e.meeting, title="Autre"), e.who)
    e.open()


def last_day_of_term(e):
    e.who.ends_on = e.world.now.date()
    e.who.save()
    e.open()


def resident(e):
    e.open()
    e.who = person()


def coordinator(e):
    from projects.fund import actions as funds

    e.who = person()
    funds.appoint(e.world.fund, e.who, Role.COORDINATOR, starts_on=e.world.now.date(), by=e.world.by, now=e.world.now)
    e.open()


def administrator(e):
    e.open()
    e.who = e.world.by


def superuser(e):
    e.open()
    e.who = person()
    e.who.is_superuser = e.who.is_staff = True
    e.who.save()


def adviser(e):
    e.open()
    e.who = e.world.advisers[0]


def adviser_of_another_seat(e):
    e.open()
    e.who = e.world.advisers[1]


def absent(e):
    e.open()
    e.who = e.late


def excused(e):
    e.act(meetings.excuse, e.meeting, e.late)
    e.open()
    e.who = e.late


def arrived_after_opening(e):
    e.open()
    e.act(meetings.arrive, e.meeting, e.late)
    e.who = e.late


def left_before(e):
    e.act(meetings.leave, e.meeting, e.who)
    e.open()


def left_before_back_after_opening(e):
    e.act(meetings.leave, e.meeting, e.who)
    e.open()
    e.act(meetings.arrive, e.meeting, e.who)


def left_during(e):
    e.open()
    e.act(meetings.leave, e.meeting, e.who)


def left_after_voting_may_not_change(e):
    e.open()
    e.cast()
    e.act(meetings.leave, e.meeting, e.who)


def aside_before(e):
    e.act(meetings.recuse, e.item, e.who)
    e.open()


def aside_during(e):
    e.open()
    e.act(meetings.recuse, e.item, e.who)


def aside_after_voting(e):
    e.open()
    e.cast()
    e.act(meetings.recuse, e.item, e.who)


def aside_by_their_own_word(e):
    meetings.recuse(e.item, e.who, by=e.who.person, now=e.world.later())
    e.open()


def term_over_yesterday(e):
    e.who.ends_on = e.world.now.date() - timedelta(days=1)
    e.who.save()
    e.open()


def term_begins_tomorrow(e):
    e.who.starts_on = e.world.now.date() + timedelta(days=1)
    e.who.save()
    e.open()


def unseated_before(e):
    e.act(roster.unseat, e.who)
    e.open()


def unseated_during(e):
    e.open()
    e.act(roster.unseat, e.who)


def term_shortened_during(e):
    e.open()
    e.who.ends_on = e.world.now.date() - timedelta(days=1)
    e.who.save()


def seated_during(e):
    e.open()
    e.who = person()
    seat = roster.seat(e.world.committee, e.who, college=e.world.members[0].college, role=Role.MEMBER,
                       starts_on=e.world.now.date(), by=e.world.by, now=e.world.later())  # fmt: skip
    e.act(meetings.arrive, e.meeting, seat)


def member_of_another_committee(e):
    e.open()
    e.who = build(slug="voisin").members[0]


def chair_of_another_committee(e):
    e.open()
    e.who = build(slug="voisin").chair


def elector_of_another_meeting(e):
    e.open()
    other = build(slug="voisin")
    meeting = other.meeting()
    votes.open_ballot(other.item(meeting), mode="open", by=other.chair.person, now=other.later())
    e.who = other.members[0]


def closed(e):
    e.open()
    e.close()


def closed_after_their_vote(e):
    e.open()
    e.cast()
    e.close()


def meeting_closed(e):
    e.open()
    e.close()
    e.act(meetings.close, e.meeting)


def by_hand(e):
    e.mode = "show_of_hands"
    e.open()


def by_hand_chair(e):
    e.mode = "show_of_hands"
    e.open()
    e.who = e.world.chair


def closed_by_hand(e):
    e.mode = "show_of_hands"
    e.open()
    e.close()


ALLOWED = [
    member, chair, secretary, changes_their_mind, left_and_came_back_before, left_and_came_back_during, arrived_before,
    excused_then_came, aside_on_another_point, last_day_of_term,
]  # fmt: skip
REFUSED = [
    (resident, NOT_LISTED), (coordinator, NOT_LISTED), (administrator, NOT_LISTED), (superuser, NOT_LISTED),
    (adviser, NOT_LISTED), (adviser_of_another_seat, NOT_LISTED), (absent, NOT_LISTED), (excused, NOT_LISTED),
    (arrived_after_opening, NOT_LISTED), (left_before, NOT_LISTED), (left_before_back_after_opening, NOT_LISTED),
    (left_during, GONE), (left_after_voting_may_not_change, GONE), (aside_before, ASIDE), (aside_during, ASIDE),
    (aside_after_voting, ASIDE), (aside_by_their_own_word, ASIDE), (term_over_yesterday, NOT_LISTED),
    (term_begins_tomorrow, NOT_LISTED), (unseated_before, NOT_LISTED), (unseated_during, OVER),
    (term_shortened_during, OVER), (seated_during, NOT_LISTED), (member_of_another_committee, NOT_LISTED),
    (chair_of_another_committee, NOT_LISTED), (elector_of_another_meeting, NOT_LISTED), (closed, NOT_OPEN),
    (closed_after_their_vote, NOT_OPEN), (meeting_closed, NOT_OPEN), (by_hand, BY_HAND), (by_hand_chair, BY_HAND),
    (closed_by_hand, NOT_OPEN),
]  # fmt: skip


@pytest.mark.parametrize("case", ALLOWED, ids=lambda case: case.__name__)
def test_may_vote(case):
    evening = Evening()
    case(evening)
    vote = evening.cast(choice="for")
    assert Vote.objects.get(elector__membership__person=vote.cast_by, ballot=evening.ballot).choice == "for"


@pytest.mark.parametrize(("case", "reason"), REFUSED, ids=lambda case: getattr(case, "__name__", ""))
def test_may_not_vote(case, reason):
    evening = Evening()
    case(evening)
    before = list(Vote.objects.order_by("pk").values())
    with pytest.raises(Refused) as refusal:
        evening.cast(choice="against")
    assert str(refusal.value) == reason
    assert list(Vote.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("choice", ["", "oui", "FOR", "for ", "1", None])
def test_only_three_choices_exist(choice):
    evening = Evening()
    evening.open()
    with pytest.raises(Refused, match=UNKNOWN):
        evening.cast(choice=choice or "")


def test_who_stepped_aside_during_the_vote_leaves_the_count():
    evening = Evening()
    evening.open()
    for seat in (evening.world.chair, evening.who):
        evening.cast(seat)
    evening.act(meetings.recuse, evening.item, evening.who)
    evening.close()
    evening.ballot.refresh_from_db()
    assert (evening.ballot.present, evening.ballot.recused, evening.ballot.in_favour) == (6, 1, 1)
    with pytest.raises(Refused, match="Le vote sur ce point est clos"):
        evening.act(meetings.recuse, evening.item, evening.world.chair)


def test_who_left_after_voting_stays_in_the_count():
    evening = Evening()
    evening.open()
    evening.cast()
    evening.act(meetings.leave, evening.meeting, evening.who)
    evening.close()
    evening.ballot.refresh_from_db()
    assert (evening.ballot.in_favour, evening.ballot.present) == (1, 6)


def test_the_list_of_electors_is_frozen():
    evening = Evening()
    evening.open()
    assert Elector.objects.filter(ballot=evening.ballot).count() == 6
    assert evening.who.pk in evening.ballot.electors.values_list("membership", flat=True)
    assert evening.late.pk not in evening.ballot.electors.values_list("membership", flat=True)


def test_without_the_quorum_the_article_is_named():
    world = build()
    meeting = world.meeting(present=[world.chair, world.members[0]])
    with pytest.raises(Refused) as refusal:
        votes.open_ballot(world.item(meeting), mode="open", by=world.chair.person, now=world.later())
    assert str(refusal.value) == "Le quorum n’est pas atteint : 2 présents, il en faut 3 (article 6)."


def test_advisers_never_make_the_quorum():
    world = build(advisers=6)
    meeting = world.meeting(present=[world.chair, world.members[0], *world.advisers])
    with pytest.raises(Refused, match="2 présents, il en faut 3"):
        votes.open_ballot(world.item(meeting), mode="open", by=world.chair.person, now=world.later())


def test_one_vote_at_a_time():
    evening = Evening()
    evening.open()
    other = evening.world.item(evening.meeting, title="Autre")
    for item in (evening.item, other):
        with pytest.raises(Refused, match="Un vote est déjà ouvert"):
            votes.open_ballot(item, mode="open", by=evening.world.chair.person, now=evening.world.later())
    with pytest.raises(Refused, match="fermez-le avant de passer"):
        evening.act(meetings.call_item, evening.meeting, other)
    with pytest.raises(Refused, match="fermez-le avant de clore"):
        evening.act(meetings.close, evening.meeting)


def test_an_information_point_has_no_vote():
    evening = Evening()
    item = meetings.add_item(
        evening.meeting, kind=AgendaItemKind.INFORMATION, title="Nouvelles", by=evening.world.by, now=evening.world.now
    )
    with pytest.raises(Refused, match="ne se vote pas"):
        votes.open_ballot(item, mode="open", by=evening.world.chair.person, now=evening.world.later())

"""A ballot: drafted with its electors and opened, cast, closed with its count and its decision."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings import queries as meetings
from committees.meetings.actions import held
from committees.meetings.models import AgendaItem, Meeting
from committees.votes import queries, rules
from committees.votes.actions.decisions import settle
from committees.votes.models import Ballot, BallotMode, Decision, Elector, Vote
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.people.roles import Role
from fph.verdict import Refused

kind("ballot.opened", words("Un vote est ouvert."), "mode", "voters", public=False)
kind("vote.cast", words("Un membre vote."), "choice", public=False)
kind("ballot.closed", words("Un vote est clos ({mode}) : {denominator}"), "mode", "denominator", "result")


@action
def open_ballot(item: AgendaItem, *, mode: str, cents: int | None = None, by, now: datetime) -> Ballot:
    """Open a vote on a point: its electors are frozen, one vote each. `cents` is the amount put to the vote.

    Raises Refused without the quorum or in a way of voting the règlement does not allow (the article named), during
    another vote, on a point already decided, for an amount above what is asked, allowed or left, for another amount than
    the first round's, and on a change of the règlement that could not come into force. What it will be counted by is
    frozen with it.
    """
    meeting = held(item.meeting)
    item = meeting.items.select_related(
        "application__fund", "application__regulation_version", "amendment__fund", "amendment__base"
    ).get(pk=item.pk)
    item.meeting = meeting
    floor = queries.floor(item, now)
    Refused.unless(rules.may_open(floor))
    deciding = meetings.deciding_of(meeting)
    Refused.unless(rules.may_use(mode, deciding.modes, deciding.article("ballot_modes")))
    Refused.unless(rules.may_put_to_vote(queries.question(item, cents, now)))
    Refused.unless(queries.amending(item))
    Refused.unless(rules.same_as_tied(floor, cents))
    ballot = Ballot.objects.create(
        meeting=meeting, item=item, mode=BallotMode(mode), proposed_cents=cents, present=floor.present,
        required=floor.required, recused=floor.present - floor.electors, members=floor.members, round=floor.round,
        majority=deciding.majority, tie=deciding.tie,
    )  # fmt: skip
    _freeze(ballot, queries.electors(item, now))
    ballot.opened_at, ballot.opened_by = now, by
    ballot.save()
    Meeting.objects.filter(pk=meeting.pk).update(current_item=item)
    record("ballot.opened", ballot, by=by, now=now, fund=meeting.committee.fund_id, mode=ballot.mode,
           voters=floor.electors)  # fmt: skip
    return ballot


def _freeze(ballot: Ballot, seats: list) -> None:
    Elector.objects.bulk_create(Elector(meeting=ballot.meeting, ballot=ballot, membership_id=seat) for seat in seats)


@action
def cast(ballot: Ballot, choice: str, *, by, now: datetime) -> Vote:
    """Give the vote of `by`, or change it while the ballot is open: one row an elector. Raises Refused."""
    # The update takes the meeting's lock before the ballot's, as everywhere, and tells the screens.
    Meeting.objects.filter(pk=ballot.meeting_id, closed_at=None).update(version=F("version") + 1)
    ballot = _locked(ballot)
    elector = queries.elector_of(ballot, by)
    Refused.unless(rules.may_cast(queries.voter(ballot, by, elector, now)))
    if choice not in rules.CHOICES:
        raise Refused(_("Choisissez oui, non ou abstention."))
    vote, _new = Vote.objects.update_or_create(
        elector=elector,
        defaults={"meeting": ballot.meeting, "ballot": ballot, "choice": choice, "cast_at": now, "cast_by": by},
    )
    record("vote.cast", ballot, by=by, now=now, fund=ballot.meeting.committee.fund_id, choice=choice)
    return vote


def _locked(ballot: Ballot) -> Ballot:
    ballots = Ballot.objects.select_for_update(of=("self",)).select_related(
        "meeting__committee__fund", "item__amendment"
    )
    return ballots.get(pk=ballot.pk)


@action
def close_ballot(ballot: Ballot, *, by, now: datetime, hands: dict | None = None, lot: str | None = None,
                 reasons: str = "", conditions: str = "", public_reasons: str = "") -> Decision | None:  # fmt: skip
    """Close a vote, count it, decide, and reserve the money of a grant: all of it or nothing.

    `hands` counts a show of hands: {"in_favour", "against", "abstained"}, and "chair" ("for" or "against") when the
    chair breaks a tie. `lot` is what the lot drawn in the room said, "for" or "against", where the règlement breaks ties
    so. Closing twice returns the same decision, None when the quorum was missing or a second round follows. Raises
    Refused, for instance when the fund no longer has the money: then the vote is still open.
    """
    meeting = held(ballot.meeting)
    ballot = _locked(ballot)
    ballot.meeting = ballot.item.meeting = meeting
    if ballot.closed_at:
        return Decision.objects.filter(ballot=ballot).select_related("text").first()
    if not ballot.opened_at:
        raise Refused(_("Ce vote n’est pas ouvert."))
    aside = queries.recused(ballot.item)
    ballot.recused += ballot.electors.filter(membership__in=aside).count()
    ballot.members -= queries.voices_aside(ballot.item)
    ballot.votes.filter(elector__membership__in=aside).delete()
    counted, chair = _counted(ballot, hands)
    outcome = _outcome(ballot, counted, chair, lot)
    ballot.in_favour, ballot.against, ballot.abstained = counted.in_favour, counted.against, counted.abstained
    ballot.result, ballot.closed_at, ballot.closed_by = outcome.result, now, by
    ballot.save()
    record("ballot.closed", ballot, by=by, now=now, fund=meeting.committee.fund_id,
           mode=str(ballot.get_mode_display()), denominator=outcome.denominator, result=outcome.result)  # fmt: skip
    if outcome.result in (rules.NO_QUORUM, rules.TIED):
        return None
    words = {"reasons": reasons, "conditions": conditions, "public_reasons": public_reasons}
    return settle(ballot, outcome, by=by, now=now, **words)


def _counted(ballot: Ballot, hands: dict | None) -> tuple[rules.Tally, str | None]:
    """Return the count, and what the chair voted."""
    if ballot.mode == BallotMode.OPEN:
        chair = ballot.votes.filter(elector__membership__role=Role.CHAIR).values_list("choice", flat=True).first()
        return rules.tally(ballot.votes.values_list("choice", flat=True)), chair
    if hands is None:
        raise Refused(_("Comptez les mains levées : pour, contre, abstentions."))
    counted = rules.Tally(hands["in_favour"], hands["against"], hands["abstained"])
    Refused.unless(rules.may_count_hands(counted, voters=ballot.present - ballot.recused))
    return counted, hands.get("chair")


def _outcome(ballot: Ballot, counted: rules.Tally, chair: str | None, lot: str | None) -> rules.Outcome:
    by_hand, terms = ballot.mode == BallotMode.SHOW_OF_HANDS, ballot.terms
    if by_hand and counted.tied and terms.tie == "casting_vote" and not chair and _chair_votes(ballot):
        raise Refused(_("Il y a égalité : dites si la présidence est pour ou contre, sa voix compte double."))
    if terms.tie == "lot" and rules.breakable(counted, terms) and not lot:
        raise Refused(_("Il y a égalité : tirez au sort dans la salle, puis dites ce qui est sorti."))
    return rules.outcome(counted, terms, chair_choice=chair, lot=lot)


def _chair_votes(ballot: Ballot) -> bool:
    aside = queries.recused(ballot.item)
    return ballot.electors.filter(membership__role=Role.CHAIR).exclude(membership__in=aside).exists()

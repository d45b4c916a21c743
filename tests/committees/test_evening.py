"""An evening of the committee, from the plan to the minutes, through the actions alone."""

import json

import pytest

from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.minutes.queries import sealed_facts as minutes_as_read
from committees.votes import actions as votes
from projects.fund import queries as fund
from tests.committees.world import build

pytestmark = pytest.mark.django_db


def test_from_the_plan_to_the_minutes():
    world = build()
    asked, partly, no = (
        world.file("Sortie à la mer", 62000),
        world.file("Atelier vélo", 70000),
        world.file("Camionnette"),
    )
    meeting = world.meeting()
    chair = world.chair.person
    items = {item.application_id: item for item in meeting.items.all()}
    item = items[asked.pk]
    meetings.call_item(meeting, item, by=chair, now=world.later())
    meetings.recuse(item, world.members[0], by=world.members[0].person, now=world.later())
    ballot = votes.open_ballot(item, mode="open", cents=62000, by=chair, now=world.later())
    for seat, choice in zip([world.chair, world.secretary, world.members[1]], ["for", "for", "abstain"], strict=True):
        votes.cast(ballot, choice, by=seat.person, now=world.later())
    decision = votes.close_ballot(ballot, by=chair, now=world.later())
    assert decision.kind == "granted"
    assert decision.denominator == (
        "5 présents, 1 déport, 4 votants : 2 pour, 0 contre, 1 abstention, 1 n’a pas voté. "
        "Majorité des voix exprimées : 2 sur 2."
    )
    asked.refresh_from_db()
    assert (asked.state, asked.granted_cents, asked.decision_reference) == ("granted", 62000, decision.reference)
    assert fund.project_cents([asked.pk])[asked.pk]["reserved"] == 62000

    ballot = votes.open_ballot(items[partly.pk], mode="show_of_hands", cents=30000, by=chair, now=world.later())
    hands = {"in_favour": 4, "against": 1, "abstained": 0}
    words = {"reasons": "Trop cher.", "public_reasons": "Le devis est réduit."}
    decision = votes.close_ballot(ballot, hands=hands, by=chair, now=world.later(), **words)
    assert (decision.kind, decision.amount_cents) == ("partially_granted", 30000)
    votes.decide(items[no.pk], kind="deferred", by=chair, now=world.later(), reasons="Il manque un devis.")
    votes.assign(items[no.pk], what="Demander le devis", who="Camille", who_is_body=False,
                 due_on=world.now.date(), by=chair, now=world.later())  # fmt: skip

    sealed = minutes.close_meeting(meeting, by=chair, now=world.later())
    internal, public = json.loads(sealed.facts.internal), json.loads(sealed.facts.public)
    read = minutes_as_read(sealed, public=False)
    assert "Camionnette" not in sealed.facts.public and "Camionnette" in [d.subject for d in read.decisions]
    assert [decision["subject"] for decision in public["decisions"]][:2] == ["Sortie à la mer", "Atelier vélo"]
    assert internal["findings"][0] == "3 dossiers examinés (accordé : 1 ; accordé en partie : 1 ; ajourné : 1)."
    assert read.next_agenda == ("Camionnette", "Suite : Demander le devis")
    assert not [seat for seat in world.voters if str(seat.person) in sealed.facts.public]
    assert not [seat for seat in world.voters if str(seat.person) in sealed.facts.internal], "the seal covers no name"
    assert {str(seat.person) for seat in world.voters} <= {one.name for body in read.present for one in body.people}

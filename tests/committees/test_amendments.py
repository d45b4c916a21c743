"""A change of the règlement, from who proposes it to the day it is in force: through the pages, and in the register."""

import json
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.roster import actions as roster
from committees.votes import actions as votes
from fph.journal.kinds import sentence
from fph.journal.models import JournalEntry
from fph.journal.queries import head
from fph.people import actions as people
from fph.people.roles import Role, paris_day
from fph.verdict import Refused
from projects.fund import actions as funds
from projects.regulation import actions, queries, shelf
from projects.regulation.forms import values
from projects.regulation.models import Amendment
from projects.regulation.rules import Rule, When
from tests.committees import world as worlds
from tests.rights import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A committee, its coordination, and a meeting announced for today."""
    world = worlds.build(members=3)
    world.now = timezone.now()
    world.extra["coordinator"] = worlds.person("Coordination Inventée")
    funds.appoint(world.fund, world.extra["coordinator"], Role.COORDINATOR, starts_on=paris_day(world.now), by=world.by,
                  now=world.now)  # fmt: skip
    return world


def as_(who) -> Client:
    client = Client()
    client.force_login(getattr(who, "person", who)) if who else None
    return client


def text(response) -> str:
    """Return the words of a page, spaces made one."""
    return re.sub(r"\s+", " ", BeautifulSoup(response.content, "html.parser").main.get_text(" "))


def at(world, name, *more):
    return reverse(name, args=[world.fund.slug, *more])


def wished(world, days=10):
    return paris_day(world.now) + timedelta(days)


def change_cap(world, who, euros="800"):
    """Write another cap in the draft of somebody, through the page."""
    return as_(who).post(at(world, "amendment_rule", "cap_per_project"), {"value": euros, "article": "4"}, follow=True)


def proposed(world, who=None, euros="800", days=10, title="Relever le plafond", why="Tout a augmenté."):
    """Propose another cap, through the pages, and return the proposal."""
    who = who or world.members[0]
    change_cap(world, who, euros)
    said = {"do": "propose", "title": title, "why": why, "in_force_from": wished(world, days).isoformat()}
    answer = as_(who).post(at(world, "amendment_draft"), said, follow=True)
    assert answer.status_code == 200, text(answer)
    return Amendment.objects.exclude(number=None).order_by("number").last()


def on_agenda(world, meeting, amendment):
    """Put a proposal on an agenda, through the page."""
    address = reverse("agenda", args=[meeting.pk])
    answer = as_(world.extra["coordinator"]).post(address, {"do": f"amendment:{amendment.pk}"}, follow=True)
    return answer, meeting.items.filter(amendment=amendment).first()


def voted(world, meeting, item, in_favour=4, against=0):
    """Vote by hand, through the desk; return the page where it leads."""
    chair, present = as_(world.chair), 5
    meetings.call_item(meeting, item, by=world.chair.person, now=timezone.now())
    answer = chair.post(reverse("open_ballot", args=[meeting.pk, item.pk]), {"mode": "show_of_hands"}, follow=True)
    if answer.status_code != 200:
        return answer
    hands = {"in_favour": in_favour, "against": against, "abstained": present - in_favour - against}
    ballot = meeting.ballots.get(closed_at=None)
    return chair.post(reverse("close_ballot", args=[meeting.pk, ballot.pk]), hands, follow=True)


def told() -> dict[str, str]:
    """Return kind → sentence of what the public register says of amendments and of versions."""
    entries = JournalEntry.objects.filter(kind__startswith="amendment.") | JournalEntry.objects.filter(
        kind="regulation.adopted"
    )
    read = {one.kind: sentence(one.kind, json.loads(one.payload.body)) for one in entries.select_related("payload")}
    assert all(one.visibility == "public" for one in entries)
    return read


# --- The whole way ----------------------------------------------------------------------------------------


def test_from_a_members_proposal_to_the_day_it_is_in_force(world, monkeypatch):
    meeting = world.meeting(opened=False)
    before = head()[0]
    page = text(change_cap(world, world.members[0]))
    assert "L’aide est de 700 € au plus." in page and "L’aide est de 800 € au plus." in page
    assert head()[0] == before, "a draft is nobody's decision yet"
    amendment = proposed(world)
    assert (amendment.number, amendment.state, amendment.base.number) == (1, "proposed", 1)

    listed = as_(None).get(at(world, "amendments"))
    assert "Relever le plafond" in text(listed) and "Proposée" in text(listed)
    answer, item = on_agenda(world, meeting, amendment)
    assert item.kind == "resolution" and "L’aide est de 800 € au plus." in text(answer)
    assert "À l’ordre du jour" in text(as_(None).get(at(world, "amendments")))

    meetings.open_meeting(meeting, by=world.chair.person, now=timezone.now())
    meetings.call_item(meeting, item, by=world.chair.person, now=timezone.now())
    desk = text(as_(world.chair).get(reverse("meeting", args=[meeting.pk])))
    assert "L’aide est de 700 € au plus." in desk and "L’aide est de 800 € au plus." in desk
    done = voted(world, meeting, item)
    assert "Adopté" in text(done)

    amendment.refresh_from_db()
    version, decision = amendment.version, meeting.decisions.get()
    assert (version.number, version.in_force_from, version.act_reference) == (2, wished(world), decision.reference)
    assert (version.adopted_on, version.adopted_by_body) == (paris_day(world.now), world.committee.name)
    assert version.regulation.value("cap_per_project") == 80_000
    meeting.refresh_from_db()
    assert meeting.regulation_version.number == 1, "the meeting keeps the règlement it opened under"

    sealed = minutes.close_meeting(meeting, by=world.chair.person, now=timezone.now())
    for who, name, pk in ((None, "public_minutes", sealed.pk), (world.chair, "minutes", meeting.pk)):
        read = text(as_(who).get(reverse(name, args=[pk])))
        assert "L’aide est de 800 € au plus." in read and "Avant : L’aide est de 700 € au plus." in read
    pdf = as_(None).get(reverse("public_minutes_pdf", args=[sealed.pk]))
    assert pdf.status_code == 200 and pdf["Content-Type"] == "application/pdf"

    assert told().keys() == {
        "amendment.proposed", "amendment.on_agenda", "amendment.adopted", "regulation.adopted"
    }  # fmt: skip
    assert decision.reference in told()["amendment.adopted"] and "version 2" in told()["amendment.adopted"]
    call_command("verify_register")

    public = at(world, "fund_regulation")
    assert "L’aide est de 700 € au plus." in text(as_(None).get(public))
    clock.hold(monkeypatch, world.now + timedelta(days=10))
    later = text(as_(world.chair).get(public))
    assert "L’aide est de 800 € au plus." in later and f"Version 2, adoptée par {world.committee.name}" in later


def test_a_proposal_that_the_committee_does_not_adopt_says_so_and_changes_nothing(world):
    amendment, meeting = proposed(world), world.meeting()
    _answer, item = on_agenda(world, meeting, amendment)
    assert "Non adopté" in text(voted(world, meeting, item, in_favour=1, against=4))
    amendment.refresh_from_db()
    assert (amendment.state, amendment.version) == ("not_adopted", None)
    assert world.fund.regulation_versions.count() == 1
    assert "Non adoptée" in text(as_(None).get(at(world, "amendment", 1)))
    assert "amendment.not_adopted" in told()


def test_a_day_that_is_past_at_the_decision_becomes_that_of_the_decision(world, monkeypatch):
    amendment = proposed(world, days=0)
    world.now += timedelta(days=3)
    clock.hold(monkeypatch, world.now + timedelta(hours=1))
    meeting = world.meeting()
    _answer, item = on_agenda(world, meeting, amendment)
    assert "Adopté" in text(voted(world, meeting, item))
    amendment.refresh_from_db()
    assert amendment.version.in_force_from == amendment.version.adopted_on == paris_day(world.now)


def test_a_meeting_that_closes_without_a_vote_frees_the_proposal(world):
    amendment, meeting = proposed(world), world.meeting()
    on_agenda(world, meeting, amendment)
    minutes.close_meeting(meeting, by=world.chair.person, now=timezone.now())
    assert "Proposée" in text(as_(None).get(at(world, "amendments")))
    assert on_agenda(world, world.meeting(opened=False), amendment)[1]


def test_off_the_agenda_it_can_join_another(world):
    amendment, meeting = proposed(world), world.meeting(opened=False)
    _answer, item = on_agenda(world, meeting, amendment)
    again = world.meeting(opened=False)
    assert on_agenda(world, again, amendment)[0].status_code == 404, "on one agenda at a time"
    as_(world.chair).post(reverse("agenda", args=[meeting.pk]), {"do": f"remove:{item.pk}"})
    assert "amendment.off_agenda" in told()
    assert on_agenda(world, again, amendment)[1]


# --- Writing it -------------------------------------------------------------------------------------------


def test_several_changes_gather_and_one_takes_a_rule_out(world):
    who = as_(world.members[0])
    change_cap(world, world.members[0])
    who.post(at(world, "amendment_rule", "quorum_percent"), {"value": "40", "article": "6"})
    who.post(at(world, "amendment_rule", "report_due_days"), {"value": "90"})
    who.post(at(world, "amendment_rule", "quorum_percent"), {"do": "drop"})
    page = text(who.get(at(world, "amendment_draft")))
    assert "90 jours" in page and "L’aide est de 800 € au plus." in page and "(par défaut)" in page
    draft = queries.draft_of(world.members[0].person, world.fund)
    assert [one.kind for one in draft.changes] == ["changed", "removed", "added"]


@pytest.mark.parametrize(
    ("parameter", "typed", "said"),
    [
        ("cap_per_project", {"value": "1 200,50"}, "1\u202f200,50\u202f€ au plus"),
        ("max_funding_rate", {"value": "80"}, "80 % du coût"),
        ("filing_deadline_days", {"value": "10"}, "10 jours avant la séance"),
        ("min_group_size", {"value": "3"}, "au moins 3 personnes"),
        ("own_contribution", {"value": "yes"}, "ne paie jamais tout le projet"),
        ("novelty", {"value": "new"}, "n’a pas déjà été financé"),
        ("applicant_types", {"value": ["group", "association"]}, "groupe d’habitants"),
        ("carrier", {"value": "la Maison des liens"}, "porté par la Maison des liens"),
        ("ineligible_expenses", {"value": "les salaires\nles loyers"}, "les salaires et les loyers"),
        ("filing_dates", {"value": "15/03/2027\n15/09/2027"}, "le 15/03/2027 et le 15/09/2027"),
        ("payments", {"value": "70 % ; acceptation\n30 ; bilan"}, "à 70 % à l’acceptation de l’aide, puis à 30 %"),
        ("composition", {"value": "Habitants ; 4 à 8 ; vote ; tirage au sort\nVille ; 2 ; avis"},
         "Habitants (de 4 à 8 sièges, tirage au sort) ; Ville (2 sièges, voix consultative)"),
        ("tranches", {"value": "Ville ; 60\npot commun ; 40 %"}, "à 60 % sur la tranche « Ville »"),
        ("funding_sources", {"value": "Ville ; 50 %\nÉtat ; 5000 € ; chaque année"}, "État pour 5 000 € (chaque année)"),
        ("obligations", {"value": "remettre un bilan ; 60 jours\nafficher le logo"},
         "dans les 60 jours qui suivent le projet ; afficher le logo"),
        ("floor_per_project", {"value": "50", "applicant_type": "association", "severity": "warn", "message": "Trop peu."},
         "Pour une association"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isidentifier() else None,
)  # fmt: skip
def test_each_kind_of_value_is_typed_without_knowing_yaml(world, parameter, typed, said):
    answer = as_(world.members[0]).post(at(world, "amendment_rule", parameter), typed, follow=True)
    assert re.sub(r"\s", " ", said) in re.sub(r"\s", " ", text(answer))
    rule = queries.draft_of(world.members[0].person, world.fund).regulation.rules[-1]
    if rule.parameter != "cap_per_project":
        again = as_(world.members[0]).get(at(world, "amendment_rule", parameter))
        assert again.status_code == 200


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("cap_per_project", "beaucoup", "euros"),
        ("quorum_percent", "120", "100"),
        ("filing_dates", "31/02/2027", "n’en est pas un"),
        ("payments", "70 ; acceptation", "font 100 %"),
        ("payments", "70 ; un jour", "acceptation ou bilan, après la part (ligne « 70 ; un jour »)"),
        ("composition", "Habitants ; quelques", "4 à 8"),
        ("composition", "Habitants ; 4 ; parole", "vote ou avis"),
        ("tranches", "Ville ; 50", "font 100 %"),
        ("obligations", "un bilan ; bientôt", "un nombre de jours"),
    ],
)  # fmt: skip
def test_what_can_t_be_read_is_said_and_nothing_typed_is_lost(world, parameter, value, expected):
    answer = as_(world.members[0]).post(at(world, "amendment_rule", parameter), {"value": value, "article": "9"})
    assert answer.status_code == 422
    assert expected in text(answer)
    field = BeautifulSoup(answer.content, "html.parser").find(attrs={"name": "value"})
    assert value in (field.get("value") or field.text)
    assert queries.draft_of(world.members[0].person, world.fund) is None


def test_a_rule_under_conditions_keeps_them(world):
    when = When.read({"applicant_type": "association"})
    found = queries.latest(world.fund).regulation
    world.extra["draft"] = actions.put_rule(
        world.fund, Rule("cap_per_project", 90_000, when, article="4"), by=world.members[0].person, now=world.now
    )
    draft = queries.draft_of(world.members[0].person, world.fund)
    page = BeautifulSoup(as_(world.members[0]).get(at(world, "amendment_draft")).content, "html.parser")
    link = next(
        a["href"] for a in page.select("a.button") if "association" in a.text and "/cap_per_project-" in a["href"]
    )
    assert "pour une association ; cela ne change pas" in text(as_(world.members[0]).get(link))
    as_(world.members[0]).post(link, {"value": "950", "article": "4"})
    draft = queries.draft_of(world.members[0].person, world.fund)
    assert {rule.value for rule in draft.regulation.rules if rule.parameter == "cap_per_project"} == {70_000, 95_000}
    assert len(draft.regulation.rules) == len(found.rules) + 1


def test_a_contradiction_is_refused_with_both_articles_named(world):
    who = as_(world.members[0])
    for kind, article in (("action", "11"), ("theme", "12")):
        when = When.read({kind: "fête"})
        actions.put_rule(world.fund, Rule("cap_per_project", 10_000 * int(article), when, article=article),
                         by=world.members[0].person, now=world.now)  # fmt: skip
    said = {"do": "propose", "title": "Deux plafonds", "why": "", "in_force_from": wished(world).isoformat()}
    answer = who.post(at(world, "amendment_draft"), said)
    assert answer.status_code == 422
    assert "l’article 12 (« " in text(answer)
    assert not Amendment.objects.exclude(number=None).exists()
    assert BeautifulSoup(answer.content, "html.parser").find(attrs={"name": "title"})["value"] == "Deux plafonds"


def test_the_coordination_pastes_a_file_and_a_member_does_not(world):
    pasted = {"do": "paste", "text": "rules:\n  - parameter: cap_per_project\n    value: 650\n"}
    answer = as_(world.extra["coordinator"]).post(at(world, "amendment_draft"), pasted, follow=True)
    assert "L’aide est de 650 € au plus." in text(answer)
    wrong = pasted | {"text": "rules:\n  - parameter: plafond\n    value: 650\n"}
    answer = as_(world.extra["coordinator"]).post(at(world, "amendment_draft"), wrong)
    assert answer.status_code == 422 and "ligne 2" in text(answer)
    assert as_(world.members[0]).post(at(world, "amendment_draft"), pasted).status_code == 404


def test_a_draft_is_its_writers_alone_and_can_be_thrown_away(world):
    change_cap(world, world.members[0])
    assert "800" not in text(as_(world.members[1]).get(at(world, "amendment_draft")))
    assert as_(None).get(at(world, "amendment", 1)).status_code == 404
    as_(world.members[0]).post(at(world, "amendment_draft"), {"do": "discard"})
    assert queries.draft_of(world.members[0].person, world.fund) is None


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "un jour à venir"), (None, "À partir de quel jour ?"), (10, "ne change rien")]
)
def test_a_proposal_that_can_t_be_is_refused_in_words(world, days, expected):
    change_cap(world, world.members[0], euros="700" if days == 10 else "800")
    said = {"do": "propose", "title": "Le plafond", "in_force_from": wished(world, days).isoformat() if days else ""}
    answer = as_(world.members[0]).post(at(world, "amendment_draft"), said)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.content, "html.parser")
    assert expected in page.select_one(".error-summary").text


# --- Who --------------------------------------------------------------------------------------------------


def test_who_sits_or_records_the_reglement_may_propose_and_nobody_else(world):
    neighbour = worlds.build(slug="voisin").chair
    may = [world.chair, world.secretary, world.members[0], world.advisers[0], world.extra["coordinator"]]
    for who in may:
        assert as_(who).get(at(world, "amendment_draft")).status_code == 200
        assert "Proposer un changement" in text(as_(who).get(at(world, "fund_regulation")))
    for who in (neighbour, worlds.person()):
        assert as_(who).get(at(world, "amendment_draft")).status_code == 404
        assert change_cap(world, who).status_code == 404
        assert "Proposer un changement" not in text(as_(who).get(at(world, "fund_regulation")))
    assert as_(None).get(at(world, "amendment_draft")).status_code == 302


def test_its_reasons_are_for_the_committee_and_go_with_who_wrote_them(world):
    amendment = proposed(world, why="Madame Personne Connue attend.")
    assert "Connue" in text(as_(world.chair).get(at(world, "amendment", 1)))
    for who in (None, worlds.person()):
        assert "Connue" not in text(as_(who).get(at(world, "amendment", 1)))
    assert not any("Connue" in one for one in JournalEntry.objects.values_list("payload__body", flat=True))
    roster.unseat(world.members[0], by=world.by, now=timezone.now())
    people.erase(world.members[0].person, by=world.by, now=timezone.now())
    amendment.refresh_from_db()
    assert (amendment.why, amendment.title) == ("", "Relever le plafond")


def test_who_made_it_or_the_coordination_withdraws_it(world):
    amendment = proposed(world)
    address = at(world, "amendment_act", 1)
    assert as_(world.members[1]).post(address, {"do": "withdraw"}).status_code == 404
    assert "Retirée" in text(as_(world.members[0]).post(address, {"do": "withdraw"}, follow=True))
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn" and "amendment.withdrawn" in told()
    again = as_(world.extra["coordinator"]).post(address, {"do": "withdraw"}, follow=True)
    assert "déjà retirée" in text(again)


# --- What came in between ---------------------------------------------------------------------------------


def adopted_meanwhile(world, days=5):
    """Have another version recorded, with a quorum of its own, and the rest as before."""
    last = queries.latest(world.fund).regulation
    return actions.adopt(
        world.fund, regulation=last.with_values(None, {}, {"quorum_percent": 40}), adopted_on=paris_day(world.now),
        adopted_by_body="Comité", in_force_from=wished(world, days), by=world.by, now=world.now,
    )  # fmt: skip


def test_on_a_base_that_changed_it_is_refused_and_taken_up_on_the_new_one(world):
    amendment, meeting = proposed(world), world.meeting()
    _answer, item = on_agenda(world, meeting, amendment)
    adopted_meanwhile(world)
    assert "reprenez la proposition sur la version 2" in text(voted(world, meeting, item))
    assert not meeting.ballots.exists()
    desk = as_(world.chair).get(reverse("meeting", args=[meeting.pk]))
    assert "Ce point ne peut pas être mis aux voix" in text(desk)
    other = on_agenda(world, world.meeting(opened=False), proposed(world, world.members[1], title="Autre"))
    assert other[1], "written on the new version, another proposal joins an agenda"

    taken = as_(world.members[2]).post(at(world, "amendment_act", 1), {"do": "take_up"}, follow=True)
    assert "L’aide est de 800 € au plus." in text(taken)
    draft = queries.draft_of(world.members[2].person, world.fund)
    assert (draft.base.number, draft.title, draft.regulation.value("quorum_percent")) == (2, amendment.title, 40)
    said = {"do": "propose", "title": draft.title, "in_force_from": wished(world).isoformat()}
    as_(world.members[2]).post(at(world, "amendment_draft"), said)
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"
    assert "Reprise dans la proposition n° 3" in text(as_(None).get(at(world, "amendment", 1)))


def test_a_stale_proposal_does_not_join_an_agenda(world):
    amendment = proposed(world)
    adopted_meanwhile(world)
    answer, item = on_agenda(world, world.meeting(opened=False), amendment)
    assert item is None and "reprenez la proposition sur la version 2" in text(answer)


def test_a_draft_begun_on_another_version_is_taken_up_before_it_is_proposed(world):
    change_cap(world, world.members[0])
    adopted_meanwhile(world)
    who = as_(world.members[0])
    said = {"do": "propose", "title": "Le plafond", "in_force_from": wished(world).isoformat()}
    assert "reprenez votre proposition" in text(who.post(at(world, "amendment_draft"), said))
    assert "L’aide est de 800 € au plus." in text(
        who.post(at(world, "amendment_draft"), {"do": "take_up"}, follow=True)
    )
    assert who.post(at(world, "amendment_draft"), said).status_code == 302


def test_two_of_one_day_in_one_meeting_the_second_is_refused_before_its_vote_opens(world):
    one, other = proposed(world), proposed(world, world.members[1], "900", title="Un autre plafond")
    meeting = world.meeting()
    items = [on_agenda(world, meeting, amendment)[1] for amendment in (one, other)]
    assert "Adopté" in text(voted(world, meeting, items[0]))
    assert "La version 2 a été adoptée depuis" in text(voted(world, meeting, items[1]))
    assert meeting.ballots.count() == 1
    said = {"do": "propose", "title": "Encore", "in_force_from": wished(world).isoformat()}
    as_(world.members[1]).post(at(world, "amendment_act", 2), {"do": "take_up"})
    again = as_(world.members[1]).post(at(world, "amendment_draft"), said)
    assert again.status_code == 422 and "une version par jour" in text(again)


def test_while_it_is_voted_nothing_else_changes_the_reglement_nor_takes_it_away(world):
    amendment, meeting = proposed(world), world.meeting()
    _answer, item = on_agenda(world, meeting, amendment)
    ballot = votes.open_ballot(item, mode="show_of_hands", by=world.chair.person, now=timezone.now())
    with pytest.raises(Refused, match="Un vote est ouvert"):
        adopted_meanwhile(world)
    with pytest.raises(Refused, match="attendez"):
        actions.withdraw(amendment, by=world.members[0].person, now=timezone.now())
    hands = {"in_favour": 5, "against": 0, "abstained": 0}
    votes.close_ballot(ballot, by=world.chair.person, now=timezone.now(), hands=hands)
    amendment.refresh_from_db()
    assert amendment.state == "adopted"


def test_a_withdrawn_proposal_still_on_an_agenda_is_not_voted(world):
    amendment, meeting = proposed(world), world.meeting()
    _answer, item = on_agenda(world, meeting, amendment)
    actions.withdraw(amendment, by=world.members[0].person, now=timezone.now())
    assert "a été retirée" in text(voted(world, meeting, item))


def test_every_value_of_the_library_comes_back_as_it_was_typed():
    seen = set()
    for name in shelf.model_names():
        for rule in shelf.model(name).rules:
            kind = rule.of.kind
            shown = values.typed(kind, rule.value)
            again = rule.value if kind.name == "money" else values.read(kind, shown)
            assert again == rule.value, f"{name}: {rule.parameter}"
            seen.add(kind.name)
    assert {"payments", "funding", "colleges", "obligations", "dates", "texts", "flag"} <= seen

"""The committee's evenings in the demonstration, from the opening to the minutes."""

from datetime import timedelta

from cms.demo.projects import PROJECTS, Project
from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.votes import actions as votes


def hold_meeting(demo, index: int, days: int):
    """Hold a meeting from its opening to its minutes."""
    chair, secretary = demo.who["fatou"], demo.who["lucien"]
    meeting = meetings.plan(demo.committee, demo.dates[index], by=demo.who["claire"], now=demo.at(days - 3))
    absent = ("koffi", "mei", "yasmine", "georges")[index]
    for key, seat in demo.seats.items():
        if key == absent:
            meetings.excuse(meeting, seat, by=secretary, now=demo.at(days, 18, 40))
        elif (key, index) != ("denis", 2):
            meetings.arrive(meeting, seat, by=secretary, now=demo.at(days, 18, 55))
    meetings.open_meeting(meeting, by=chair, now=demo.at(days, 19, 4))
    for turn, item in enumerate(meeting.items.order_by("position")):
        take_item(demo, meeting, item, days, turn)
    resolve(demo, meeting, index, days)
    minutes.close_meeting(meeting, by=chair, now=demo.at(days, 21, 10))


def take_item(demo, meeting, item, days: int, turn: int):
    """Hear, vote and decide one file."""
    chair = demo.who["fatou"]
    project = next(p for p in PROJECTS if item.application and p.title == item.application.title)
    begin = demo.at(days, 19, 10 + turn * 20)
    meetings.call_item(meeting, item, by=chair, now=begin)
    for key in project.recused:
        meetings.recuse(item, demo.seats[key], by=demo.who[key], now=begin + timedelta(minutes=1))
    if project.until == "deferred":
        votes.decide(
            item,
            kind="deferred",
            reasons=project.reasons,
            public_reasons=project.reasons,
            by=chair,
            now=begin + timedelta(minutes=9),
        )
        return
    ballot = votes.open_ballot(
        item,
        mode="show_of_hands",
        cents=(project.granted or project.asked) * 100,
        by=chair,
        now=begin + timedelta(minutes=10),
    )
    hands = dict(zip(("in_favour", "against", "abstained"), hands_raised(ballot, project), strict=True))
    votes.close_ballot(
        ballot,
        hands=hands,
        reasons=project.reasons,
        public_reasons=project.reasons,
        by=chair,
        now=begin + timedelta(minutes=14),
    )


def hands_raised(ballot, project: Project) -> tuple[int, int, int]:
    """Return the hands raised, no more than there were voters."""
    voters = ballot.electors.count()
    favour, against, abstained = project.votes
    return (
        max(0, voters - against - abstained) if favour > against else favour,
        against,
        min(abstained, voters - against - (favour if favour <= against else 0)),
    )


def resolve(demo, meeting, index: int, days: int):
    """Entrust a task, as committees do at the end of an evening."""
    chair, moment = demo.who["fatou"], demo.at(days, 20, 50)
    if index not in (1, 3):
        return
    title = ("", "Affiche du fonds dans les halls", "", "Lettre au bailleur pour le passage Léon")[index]
    item = meetings.add_item(meeting, kind="resolution", title=title, by=chair, now=moment)
    decision = votes.decide(item, kind="task", reasons="", public_reasons="", by=chair, now=moment)
    task = votes.entrust(
        decision, what=title, who="Association de gestion de la Salle Saint-Bruno", who_is_body=True,
        due_on=demo.day(days + 30), by=chair, now=moment,
    )  # fmt: skip
    if index == 1:
        votes.finish(task, by=demo.who["lucien"], now=demo.at(days + 25))

"""The committee's evenings in the demonstration, from the opening to the minutes."""

from datetime import timedelta

from cms.demo.place import Project
from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.votes import actions as votes


def hold_meeting(demo, index: int):
    """Hold a meeting from its opening to its minutes."""
    chair, secretary, evening = demo.holder("chair"), demo.holder("secretary"), demo.place.evenings[index]
    days = evening.day
    by = demo.holder("coordinator")
    meeting = meetings.plan(demo.committee, demo.dates[index], by=by, now=demo.at(days - 3))
    for key, seat in demo.seats.items():
        if key == evening.excused:
            meetings.excuse(meeting, seat, by=secretary, now=demo.at(days, 18, 40))
        elif key != evening.missing:
            meetings.arrive(meeting, seat, by=secretary, now=demo.at(days, 18, 55))
    meetings.open_meeting(meeting, by=chair, now=demo.at(days, 19, 4))
    for turn, item in enumerate(meeting.items.order_by("position")):
        take_item(demo, meeting, item, days, turn)
    if evening.task:
        resolve(demo, meeting, evening)
    minutes.close_meeting(meeting, by=chair, now=demo.at(days, 21, 10))


def take_item(demo, meeting, item, days: int, turn: int):
    """Hear, vote and decide one file; a task recalled is talked about."""
    chair, begin = demo.holder("chair"), demo.at(days, 19, 10 + turn * 20)
    meetings.call_item(meeting, item, by=chair, now=begin)
    if item.application is None:
        return
    project = next(p for p in demo.place.projects if p.title == item.application.title)
    if project.came:
        meetings.hear(item, by=demo.holder("secretary"), now=begin)
    for key in project.recused:
        meetings.recuse(item, demo.seats[key], by=demo.who[key], now=begin + timedelta(minutes=1))
    words = {"reasons": project.reasons, "public_reasons": project.reasons, "by": chair}
    if project.until == "deferred":
        votes.decide(item, kind="deferred", now=begin + timedelta(minutes=9), **words)
        return
    cents = (project.granted or project.asked) * 100
    opened = begin + timedelta(minutes=10)
    ballot = votes.open_ballot(item, mode="show_of_hands", cents=cents, by=chair, now=opened)
    hands = dict(zip(("in_favour", "against", "abstained"), hands_raised(ballot, project), strict=True))
    votes.close_ballot(ballot, hands=hands, now=begin + timedelta(minutes=14), **words)


def hands_raised(ballot, project: Project) -> tuple[int, int, int]:
    """Return the hands raised, no more than there were voters."""
    voters = ballot.electors.count()
    favour, against, abstained = project.votes
    return (
        max(0, voters - against - abstained) if favour > against else favour,
        against,
        min(abstained, voters - against - (favour if favour <= against else 0)),
    )


def resolve(demo, meeting, evening):
    """Entrust a task to the carrier, as committees do at the end of an evening."""
    chair, moment = demo.holder("chair"), demo.at(evening.day, 20, 50)
    item = meetings.add_item(meeting, kind="resolution", title=evening.task, by=chair, now=moment)
    decision = votes.decide(item, kind="task", reasons="", public_reasons="", by=chair, now=moment)
    task = votes.entrust(
        decision, what=evening.task, who=demo.place.carrier, who_is_body=True, due_on=demo.day(evening.day + 30),
        by=chair, now=moment,
    )  # fmt: skip
    if evening.done_after:
        votes.finish(task, by=demo.holder("secretary"), now=demo.at(evening.day + evening.done_after))

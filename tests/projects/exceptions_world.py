"""A fund whose règlement, read from its YAML, says who may pass over what, with a committee and its meeting."""

from dataclasses import dataclass
from datetime import date, timedelta

from committees.meetings import actions as meetings
from committees.meetings.models import AgendaItem, Meeting
from committees.roster import actions as roster
from committees.roster.models import Committee, Membership
from fph.people.actions import open_account
from fph.people.roles import Role
from projects.applications import actions
from projects.applications.models import Application
from projects.regulation import document
from projects.regulation.actions import adopt
from tests.projects import filing
from tests.projects.filing import MEETING, NOW

RULES = """
rules:
  - {parameter: cap_per_project, value: 400, article: 4, override: [committee]}
  - {parameter: min_group_size, value: 3, article: 2}
  - {parameter: floor_per_project, value: 100, severity: block, article: 5, override: [coordinator]}
  - {parameter: max_per_applicant_per_year, value: 1, severity: block, article: 6, override: [coordinator, committee]}
  - {parameter: project_total_max, value: 1000, severity: block, article: 7, override: [committee]}
  - {parameter: quorum_percent, value: 50, article: 8}
"""
WHY = "Ce projet sert tout le quartier."


@dataclass
class World:
    """The fund of `filing`, under these rules, and the committee that decides."""

    filing: filing.World
    committee: Committee
    chair: Membership
    member: Membership

    def filed(self, cents: int = 30_000, cost: int | None = None, **changes) -> Application:
        """Return a file of that amount, out of that cost, as the resident files it."""
        lines = [("expense", "Jeux", cost or cents), *([("own", "Apport", cost - cents)] if cost else [])]
        return filing.filed(self.filing, requested_cents=cents, lines=lines, **changes)

    def admissible(self, cents: int = 30_000, cost: int | None = None) -> Application:
        """Return such a file, ready for the committee."""
        return actions.admit(self.filed(cents, cost), by=self.filing.coordinator, now=NOW)

    def pass_over(self, file: Application, rule: str, role: str, reason: str = WHY):
        """Pass over a rule, as the coordination or the committee."""
        by = self.filing.coordinator if role == "coordinator" else self.chair.person
        return actions.pass_over(file, rule, role=role, reason=reason, by=by, now=NOW + timedelta(hours=1))

    def session(self) -> Meeting:
        """Plan the meeting with the files that are ready, everybody there, and open it."""
        date_ = self.filing.fund.calendar.get()
        meeting = meetings.plan(self.committee, date_, by=self.filing.coordinator, now=MEETING - timedelta(days=3))
        for seat in (self.chair, self.member):
            meetings.arrive(meeting, seat, by=self.chair.person, now=MEETING)
        return meetings.open_meeting(meeting, by=self.chair.person, now=MEETING)

    def item(self, meeting: Meeting, file: Application) -> AgendaItem:
        """Call the point of a file."""
        item = meeting.items.get(application=file)
        meetings.call_item(meeting, item, by=self.chair.person, now=MEETING)
        return meeting.items.get(application=file)

    @property
    def chairing(self) -> dict:
        """Return who and when, for the chair's acts in session."""
        return {"by": self.chair.person, "now": MEETING + timedelta(minutes=10)}


def build() -> World:
    """Build it: a second version of the règlement of `filing.build`, and a committee of two."""
    world = filing.build()
    who = {"by": world.admin, "now": NOW}
    adopt(world.fund, regulation=document.read(RULES), adopted_on=date(2027, 2, 1), adopted_by_body="Comité",
          in_force_from=date(2027, 2, 1), **who)  # fmt: skip
    committee = roster.open_committee(world.fund, name="Comité d’essai", slug="comite-essai",
                                      colleges=[("residents", "Habitants", True)], **who)  # fmt: skip
    people = [open_account(email=f"{name}@essai.test", name=name.title(), now=NOW) for name in ("fatou", "marco")]
    chair, member = (
        roster.seat(committee, person, college=committee.colleges.get(), role=role, starts_on=date(2027, 1, 1), **who)
        for person, role in zip(people, (Role.CHAIR, Role.MEMBER), strict=True)
    )
    return World(world, committee, chair, member)

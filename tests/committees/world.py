"""A small world to hold a meeting in: a fund with money, a committee, files ready to be decided. People invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from committees.meetings import actions as meetings
from committees.meetings.models import AgendaItem, AgendaItemKind, Meeting
from committees.roster import actions as roster
from committees.roster.models import Committee, Membership
from fph.people.models import Organisation, User
from fph.people.roles import Role
from fph.territories.models import Neighbourhood
from projects.applications.models import Application
from projects.fund import actions as funds
from projects.fund.models import CalendarEntry, Fund
from projects.regulation import actions as regulation
from projects.regulation.rules import Regulation

PARIS = ZoneInfo("Europe/Paris")
DAY = datetime(2026, 11, 26, 19, 0, tzinfo=PARIS)
RULES = {
    "caps_cents": {"resident": [70000], "group": [70000], "association": [70000]},
    "quorum_percent": 50,
    "articles": {"quorum_percent": "6", "cap_per_project": "4"},
}
_numbers = count(1)


def person(name: str = "") -> User:
    """Return a new invented person."""
    number = next(_numbers)
    return User.objects.create_user(f"personne{number}@essai.invalid", name=name or f"Personne Inventée {number}")


@dataclass
class World:
    """A committee of `residents` and `associations` with a vote, and `institutions` with a say."""

    by: User
    fund: Fund
    committee: Committee
    chair: Membership
    secretary: Membership
    members: list[Membership]
    advisers: list[Membership]
    exercise: object = None
    now: datetime = DAY
    calendar: CalendarEntry = None
    extra: dict = field(default_factory=dict)

    @property
    def voters(self) -> list[Membership]:
        """Return every seat with a vote: chair, secretary, members."""
        return [self.chair, self.secretary, *self.members]

    def later(self, minutes: int = 1) -> datetime:
        """Let minutes pass and return the moment."""
        self.now += timedelta(minutes=minutes)
        return self.now

    def file(self, title="Fête de la rue", cents=50000, kind="group", state="admissible") -> Application:
        """Return a file ready for the committee."""
        number = next(_numbers)
        return Application.objects.create(
            fund=self.fund, exercise=self.exercise, number=f"E-2026-{number:03d}", state=state, owner=self.by,
            applicant_type=kind, title=title, requested_cents=cents, created_at=self.now, created_by=self.by,
            regulation_version=self.fund.regulation_versions.first(),
            saved_at=self.now, submitted_at=self.now - timedelta(days=9), submitted_by=self.by,
        )  # fmt: skip

    def meeting(self, *, opened=True, present=None) -> Meeting:
        """Plan a meeting, seat people in the room, open it."""
        meeting = meetings.plan(self.committee, self.date(), by=self.by, now=self.now)
        for seat in self.voters if present is None else present:
            meetings.arrive(meeting, seat, by=self.by, now=self.now)
        return meetings.open_meeting(meeting, by=self.chair.person, now=self.later()) if opened else meeting

    def date(self) -> CalendarEntry:
        """Publish a new date."""
        meets_at = self.now + timedelta(minutes=next(_numbers))
        return funds.publish_date(
            self.fund,
            meets_at=meets_at,
            place="Salle d’essai",
            filing_deadline=meets_at.date(),
            by=self.by,
            now=self.now,
        )

    def item(self, meeting, file=None, title="Tenir une permanence") -> AgendaItem:
        """Put a file, or a resolution, on the agenda."""
        if file and (there := meeting.items.filter(application=file).first()):
            return there
        kind = AgendaItemKind.FILE if file else AgendaItemKind.RESOLUTION
        return meetings.add_item(meeting, kind=kind, title=title, application=file, by=self.by, now=self.now)


def build(*, members=3, advisers=1, money=500000, slug="essai", **rules) -> World:
    """Build a world with that many plain members beside chair and secretary, and that much money in cents."""
    by = person("Camille Administration")
    carrier = Organisation.objects.create(name=f"Association d’essai {slug}")
    place = Neighbourhood.objects.create(name=f"Quartier {slug}", slug=slug, commune="Essai", insee_code="75118")
    fund = funds.open_fund(name=f"Fonds {slug}", scheme="FPH", slug=slug, number_prefix=slug[:6].upper(),
                           neighbourhood=place, carrier=carrier, by=by, now=DAY)  # fmt: skip
    year = funds.open_exercise(fund, year=2026, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), by=by, now=DAY)
    if money:
        pledge = funds.pledge(year, carrier, cents=money, by=by, now=DAY)
        funds.receive(pledge, cents=money, key=f"essai:{slug}", by=by, now=DAY)
    regulation.adopt(fund, regulation=Regulation.of(**{**RULES, **rules}), adopted_on=date(2026, 1, 1),
                     adopted_by_body="Comité", in_force_from=date(2026, 1, 2), by=by, now=DAY)  # fmt: skip
    committee = roster.open_committee(fund, name=f"Comité {slug}", slug=f"comite-{slug}", by=by, now=DAY, colleges=[
        ("residents", "Collège des habitants", True),
        ("associations", "Collège des associations", True),
        ("institutions", "Institutions", False),
    ])  # fmt: skip
    residents, associations, institutions = committee.colleges.all()

    def seat(college, role=Role.MEMBER, **more):
        return roster.seat(
            committee, person(), college=college, role=role, starts_on=date(2026, 1, 1), by=by, now=DAY, **more
        )

    return World(
        by=by, fund=fund, committee=committee, exercise=year,
        chair=seat(residents, Role.CHAIR), secretary=seat(residents, Role.SECRETARY),
        members=[seat(residents) if n % 2 else seat(associations, organisation=carrier) for n in range(members)],
        advisers=[seat(institutions) for _ in range(advisers)],
    )  # fmt: skip

"""Builds the demonstration through the actions, with days counted from the first run, so that everything verifies."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta

from cms import actions as site
from cms.demo import evenings, files, goutte_dor, mericourt, news
from cms.demo.place import Person, Place
from committees.meetings import actions as meetings
from committees.roster import actions as roster
from fph.journal.actions import make_checkpoint
from fph.people import actions as accounts
from fph.people.models import Organisation, User
from fph.people.roles import PARIS
from fph.territories import actions as territories
from projects.applications.models import Application
from projects.fund import actions as funds
from projects.fund.actions import gifts
from projects.fund.models import Fund
from projects.fund.rules import CardPayment
from projects.regulation.actions import adopt

PLACES = (goutte_dor.PLACE, mericourt.PLACE)
ADMINISTRATOR = Person("admin", "Camille Gardien-Phare")
FILED_BEFORE = 20
COLLEGES = [
    ("residents", "Collège des habitants", True),
    ("associations", "Collège des associations", True),
    ("institutions", "Institutions", False),
]


def build(now: datetime) -> list[Fund]:
    """Build the neighbourhoods as they stand at `now` (aware), side by side; returns their funds.

    Call it once on a migrated database.
    """
    clock = Clock(now)
    admin = accounts.open_account(
        email=ADMINISTRATOR.email, name=ADMINISTRATOR.name, administrator=True, now=clock.at(-300)
    )
    demos = [Demo(place, admin, now) for place in PLACES]
    for day, chapter in sorted((told for demo in demos for told in demo.chapters()), key=lambda told: told[0]):
        chapter()
        make_checkpoint(clock.day(day))
    make_checkpoint(clock.today)
    return [demo.fund for demo in demos]


class Clock:
    """The days of the story, counted from the first run."""

    def __init__(self, now: datetime):
        self.now = now
        self.today = now.astimezone(PARIS).date()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment (Paris) that many days from the first run, never after it unless it lies ahead."""
        moment = datetime.combine(self.today + timedelta(days=days), time(hour), tzinfo=PARIS) + timedelta(
            minutes=minute
        )
        return moment if days > 0 else min(moment, self.now)

    def day(self, days: int) -> date:
        """Return a day that many days from the first run."""
        return self.today + timedelta(days=days)


class Demo(Clock):
    """One neighbourhood being built: who is who, and what was opened so far."""

    def __init__(self, place: Place, admin, now: datetime):
        super().__init__(now)
        self.place, self.admin = place, admin
        self.who: dict[str, User] = {}
        self.files: dict[str, Application] = {}

    def holder(self, role: str):
        """Return the account of who holds a role."""
        return self.who[self.place.holder(role)]

    def chapters(self) -> Iterator[tuple[int, Callable]]:
        """Yield the story as (day, what happens), in its order."""
        yield -299, self.open
        for index, evening in enumerate(self.place.evenings):
            if evening.day < 0:
                yield evening.day, lambda index=index: self.live_an_evening(index)
        yield 0, self.prepare_what_comes

    def open(self):
        """Open everything a neighbourhood needs before its first evening."""
        self.register_people()
        self.open_fund()
        self.bring_money()
        self.open_committee()
        self.open_site()

    def register_people(self):
        """Open an account for each person."""
        for person in self.place.people():
            self.who[person.key] = accounts.open_account(
                email=person.email, name=person.name, phone=person.phone, now=self.at(-300)
            )

    def open_fund(self):
        """Open the neighbourhood, its carrier, its fund, its year and its règlement."""
        place, begin, by = self.place, self.at(-299), self.admin
        kinds = place.funders | dict.fromkeys([*place.associations, place.carrier], Organisation.Kind.ASSOCIATION)
        self.bodies = {
            name: accounts.add_organisation(name, kind=kind, by=by, now=begin,
                                            address=place.address if name == place.carrier else "")
            for name, kind in kinds.items()
        }  # fmt: skip
        self.neighbourhood = territories.open_neighbourhood(
            name=place.name, slug=place.slug, commune=place.commune, insee_code=place.insee_code,
            qpv_code=place.qpv_code, by=by, now=begin,
        )  # fmt: skip
        territories.draw_perimeter(
            self.neighbourhood, geometry={"type": "MultiPolygon", "coordinates": place.perimeter}, approximate=True,
            source="tracé à la main pour la démonstration", starts_on=self.day(-299), by=by, now=begin,
        )  # fmt: skip
        self.fund = funds.open_fund(
            name=place.fund, scheme=place.scheme, slug=place.slug, number_prefix=place.prefix,
            neighbourhood=self.neighbourhood, carrier=self.bodies[place.carrier], contact_email="fonds@demo.example",
            by=by, now=begin,
        )  # fmt: skip
        for person, role, body in place.roles:
            funds.appoint(self.fund, self.who[person.key], role, starts_on=self.day(-299),
                          organisation=self.bodies.get(body), by=by, now=begin)  # fmt: skip
        funds.appoint(self.fund, self.admin, "administrator", starts_on=self.day(-299), by=by, now=begin)
        starts = self.day(-298)
        self.year = funds.open_exercise(
            self.fund, year=self.today.year, starts_on=starts, ends_on=starts + timedelta(days=365), by=by, now=begin
        )
        adopt(
            self.fund, regulation=place.regulation, adopted_on=starts, adopted_by_body="Comité de gestion",
            act_reference="séance d’installation", in_force_from=starts, by=self.holder("coordinator"), now=begin,
        )  # fmt: skip

    def bring_money(self):
        """Bring in the funders' money, in one or several times, and the neighbours' gifts."""
        by, treasurer = self.holder("coordinator"), self.holder("treasurer")
        for pledge in self.place.pledges:
            promised = funds.pledge(
                self.year, self.bodies[pledge.funder], cents=pledge.euros * 100, agreement=pledge.agreement,
                tranche=pledge.tranche, allows_associations=True, by=by, now=self.at(-295),
            )  # fmt: skip
            for turn, (days, euros) in enumerate(pledge.received):
                key = f"demo:{promised.pk}:{turn}"
                funds.receive(promised, cents=euros * 100, key=key, by=treasurer, now=self.at(days))
        for turn, (days, euros) in enumerate(self.place.gifts):
            self.give(f"{self.place.slug}_{turn}", euros * 100, self.at(days, 20))

    def give(self, name: str, cents: int, now: datetime):
        """Let a neighbour give by card, as Stripe would tell it."""
        gift = gifts.open_gift(self.year, cents=cents, now=now)
        paid = CardPayment(f"cs_demo_{name}", str(gift.pk), "paid", cents, "eur", f"pi_demo_{name}")
        gifts.settle(paid, by=accounts.service_account("Guichet Stripe"), now=now)

    def open_committee(self):
        """Seat the committee, publish its dates, set its themes."""
        place, begin, by = self.place, self.at(-290), self.holder("coordinator")
        self.committee = roster.open_committee(
            self.fund, name="Comité de gestion du fonds", slug=place.slug, by=self.admin, now=begin, colleges=COLLEGES
        )
        colleges = {college.kind: college for college in self.committee.colleges.all()}
        self.seats = {
            person.key: roster.seat(
                self.committee, self.who[person.key], college=colleges[kind], role=role, starts_on=self.day(-290),
                ends_on=self.day(440), organisation=self.bodies.get(body), by=self.admin, now=begin,
            )
            for person, kind, role, body in place.committee
        }  # fmt: skip
        funds.set_themes(self.year, list(place.themes), by=by, now=begin)
        self.dates = [
            funds.publish_date(
                self.fund, meets_at=datetime.combine(self.day(evening.day), time(19), tzinfo=PARIS), place=place.address,
                filing_deadline=place.regulation.filing_deadline(self.day(evening.day)), by=by, now=begin,
            )
            for evening in place.evenings
        ]  # fmt: skip

    def open_site(self):
        """Open the public pages and give the editors their corner."""
        begin, place = self.at(-288), self.place
        site.open_home(by=self.admin, now=begin)
        site.open_site(
            self.neighbourhood, headline=place.headline, introduction=place.introduction, by=self.admin, now=begin
        )
        for person, publishes in place.editors:
            site.appoint_editor(self.who[person.key], self.neighbourhood, starts_on=self.day(-288), publishes=publishes,
                                by=self.admin, now=begin)  # fmt: skip
        news.tell(self)

    def live_an_evening(self, index: int):
        """File what an evening decides, hold it, and let its projects live."""
        days = self.place.evenings[index].day
        decided = [project for project in self.place.projects if project.meeting == index]
        for project in decided:
            files.file(self, project, days - FILED_BEFORE, days + project.after_days)
        evenings.hold_meeting(self, index)
        for project in decided:
            if project.granted:
                files.follow_up(self, project, days)

    def prepare_what_comes(self):
        """Leave a file in every other state, and a meeting to come."""
        ahead = self.place.evenings[-1].day
        for turn, project in enumerate(p for p in self.place.projects if p.meeting is None):
            files.file(self, project, -14 + turn, ahead + project.after_days)
        meetings.plan(self.committee, self.dates[-1], by=self.holder("coordinator"), now=self.at(-2))

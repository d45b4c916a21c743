"""Builds the demonstration through the actions, with days counted from the first run, so that everything verifies."""

from datetime import date, datetime, time, timedelta

from cms import actions as site
from cms.demo import evenings, files, news, people
from cms.demo.projects import PROJECTS, THEMES
from committees.meetings import actions as meetings
from committees.roster import actions as roster
from fph.journal.actions import make_checkpoint
from fph.people import actions as accounts
from fph.people.models import Organisation
from fph.people.roles import PARIS
from fph.territories import actions as territories
from projects.applications.models import Application
from projects.fund import actions as funds
from projects.fund.actions import gifts
from projects.fund.models import Fund
from projects.fund.rules import CardPayment
from projects.regulation.actions import adopt
from projects.regulation.rules import Payment, Regulation

SLUG = "goutte-dor"
MEETING_DAYS = (-250, -165, -95, -40, 16)
FILED_BEFORE = 20
PLACE = "9 rue Saint-Bruno, 75018 Paris"
# Drawn by hand around the neighbourhood: approximate, and marked so.
PERIMETER = [[[[2.3497, 48.8838], [2.3569, 48.8843], [2.3571, 48.8856], [2.3566, 48.8905], [2.3531, 48.8902],
               [2.3528, 48.8876], [2.3509, 48.8871], [2.3496, 48.8855], [2.3497, 48.8838]]]]  # fmt: skip
REGULATION = Regulation(
    caps_cents={"resident": [70000], "group": [70000], "association": [70000]},
    filing_deadline_days=7,
    quorum_percent=50,
    majority="cast",
    payments=(Payment(100, "acceptance"),),
    report_due_days=60,
    min_group_size=2,
    articles={"caps_cents": "article 4", "filing_deadline_days": "article 5", "quorum_percent": "article 7",
              "majority": "article 8", "payments": "article 9", "report_due_days": "article 10",
              "min_group_size": "article 3"},
)  # fmt: skip


def build(now: datetime) -> Fund:
    """Build the neighbourhood as it stands at `now` (aware); returns its fund. Call it once on a migrated database."""
    return Demo(now).build()


class Demo:
    """One building of the demonstration: who is who, and the clock of the story."""

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

    def build(self) -> Fund:
        """Tell the story in its order."""
        self.register_people()
        self.open_fund()
        self.bring_money()
        self.open_committee()
        self.open_site()
        self.live_the_year()
        self.prepare_what_comes()
        make_checkpoint(self.today)
        return self.fund

    def register_people(self):
        """Open an account for each person."""
        begin = self.at(-300)
        first = people.ADMINISTRATOR
        self.admin = accounts.open_account(email=first.email, name=first.name, administrator=True, now=begin)
        self.who = {first.key: self.admin}
        for person in people.everyone()[1:]:
            self.who[person.key] = accounts.open_account(
                email=person.email, name=person.name, phone=person.phone, now=begin
            )

    def open_fund(self):
        """Open the neighbourhood, its carrier, its fund, its year and its règlement."""
        begin, by = self.at(-299), self.admin
        kinds = Organisation.Kind
        named = {"Ville de Paris": kinds.COMMUNE, "État – préfecture de région": kinds.STATE}
        carrier = "Association de gestion de la Salle Saint-Bruno"
        everybody = [*named, *people.ASSOCIATIONS, carrier]
        self.bodies = {
            name: accounts.add_organisation(name, kind=named.get(name, kinds.ASSOCIATION), by=by, now=begin,
                                            address=PLACE if name == carrier else "")
            for name in everybody
        }  # fmt: skip
        self.neighbourhood = territories.open_neighbourhood(
            name="Goutte d’Or",
            slug=SLUG,
            commune="Paris 18e",
            insee_code="75118",
            qpv_code="QN07511M",
            by=by,
            now=begin,
        )
        territories.draw_perimeter(
            self.neighbourhood, geometry={"type": "MultiPolygon", "coordinates": PERIMETER}, approximate=True,
            source="tracé à la main pour la démonstration", starts_on=self.day(-299), by=by, now=begin,
        )  # fmt: skip
        self.fund = funds.open_fund(
            name="Fonds de participation des habitants de la Goutte d’Or", scheme="FPH", slug=SLUG, number_prefix="GO",
            neighbourhood=self.neighbourhood, carrier=self.bodies[carrier], contact_email="fonds@demo.example",
            by=by, now=begin,
        )  # fmt: skip
        for person, role, body in people.FUND:
            funds.appoint(self.fund, self.who[person.key], role, starts_on=self.day(-299),
                          organisation=self.bodies.get(body), by=by, now=begin)  # fmt: skip
        funds.appoint(self.fund, self.admin, "administrator", starts_on=self.day(-299), by=by, now=begin)
        starts = self.day(-298)
        self.year = funds.open_exercise(
            self.fund, year=self.today.year, starts_on=starts, ends_on=starts + timedelta(days=365), by=by, now=begin
        )
        self.version = adopt(
            self.fund, regulation=REGULATION, adopted_on=self.day(-298), adopted_by_body="Comité de gestion",
            act_reference="séance d’installation", in_force_from=self.day(-298), by=self.who["claire"], now=begin,
        )  # fmt: skip

    def bring_money(self):
        """Bring in the city's and the State's money, in two times for the latter."""
        by, begin = self.who["claire"], self.at(-295)
        city = funds.pledge(self.year, self.bodies["Ville de Paris"], cents=400000, agreement="Convention annuelle, article 2",
                            allows_associations=True, by=by, now=begin)  # fmt: skip
        state = funds.pledge(self.year, self.bodies["État – préfecture de région"], cents=300000,
                             agreement="Arrêté attributif", allows_associations=True, by=by, now=begin)  # fmt: skip
        treasurer = self.who["hassan"]
        funds.receive(city, cents=400000, key="demo:ville:1", by=treasurer, now=self.at(-280))
        funds.receive(state, cents=150000, key="demo:etat:1", by=treasurer, now=self.at(-270))
        funds.receive(state, cents=100000, key="demo:etat:2", by=treasurer, now=self.at(-90))

        for turn, (days, cents) in enumerate(((-200, 2000), (-150, 5000), (-60, 10000))):
            self.give(turn, cents, self.at(days, 20))

    def give(self, turn: int, cents: int, now: datetime):
        """Let a neighbour give by card, as Stripe would tell it."""
        gift = gifts.open_gift(self.year, cents=cents, now=now)
        paid = CardPayment(f"cs_demo_{turn}", str(gift.pk), "paid", cents, "eur", f"pi_demo_{turn}")
        gifts.settle(paid, by=accounts.service_account("Guichet Stripe"), now=now)

    def open_committee(self):
        """Seat the committee, publish its dates, set its themes."""
        begin, by = self.at(-290), self.who["claire"]
        self.committee = roster.open_committee(
            self.fund, name="Comité de gestion du fonds", slug=SLUG, by=self.admin, now=begin,
            colleges=[("residents", "Collège des habitants", True), ("associations", "Collège des associations", True),
                      ("institutions", "Institutions", False)],
        )  # fmt: skip
        colleges = {college.kind: college for college in self.committee.colleges.all()}
        self.seats = {
            person.key: roster.seat(
                self.committee, self.who[person.key], college=colleges[kind], role=role, starts_on=self.day(-290),
                ends_on=self.day(440), organisation=self.bodies.get(body), by=self.admin, now=begin,
            )
            for person, kind, role, body in people.COMMITTEE
        }  # fmt: skip
        funds.set_themes(self.year, THEMES, by=by, now=begin)
        self.dates = [
            funds.publish_date(
                self.fund,
                meets_at=self.meeting_moment(days),
                place=PLACE,
                filing_deadline=self.day(days - 7),
                by=by,
                now=begin,
            )
            for days in MEETING_DAYS
        ]

    def meeting_moment(self, days: int) -> datetime:
        """Return a meeting's hour: seven in the evening."""
        return datetime.combine(self.day(days), time(19), tzinfo=PARIS)

    def open_site(self):
        """Open the public pages and give the editors their corner."""
        begin = self.at(-288)
        site.open_home(by=self.admin, now=begin)
        site.open_site(
            self.neighbourhood, headline="À la Goutte d’Or, vos idées ont un budget.", by=self.admin, now=begin,
            introduction="Une fête, une sortie, un atelier : jusqu’à 700 € pour un projet d’habitants. "
            "Des voisins décident, la réponse tombe le soir même.",
        )  # fmt: skip
        for person, publishes in people.EDITORS:
            site.appoint_editor(self.who[person.key], self.neighbourhood, starts_on=self.day(-288), publishes=publishes,
                                by=self.admin, now=begin)  # fmt: skip
        news.tell(self)

    def live_the_year(self):
        """Hold the past meetings, and let their projects live."""
        self.files: dict[str, Application] = {}
        for index, days in enumerate(MEETING_DAYS[:-1]):
            for project in [p for p in PROJECTS if p.meeting == index]:
                files.file(self, project, days - FILED_BEFORE, MEETING_DAYS[index] + project.after_days)
            evenings.hold_meeting(self, index, days)
            for project in [p for p in PROJECTS if p.meeting == index and p.granted]:
                files.follow_up(self, project, days)
            make_checkpoint(self.day(days))

    def prepare_what_comes(self):
        """Leave a file in every other state, and a meeting to come."""
        for turn, project in enumerate(p for p in PROJECTS if p.meeting is None):
            files.file(self, project, -14 + turn, MEETING_DAYS[-1] + project.after_days)
        meetings.plan(self.committee, self.dates[-1], by=self.who["claire"], now=self.at(-2))

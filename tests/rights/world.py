"""A whole neighbourhood at work: somebody in each role, and one thing in each state. People and places are invented."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from cms import actions as site
from cms.models import NewsIndexPage
from committees.meetings import actions as meetings
from committees.minutes import actions as minutes
from committees.roster import actions as roster
from committees.votes import actions as votes
from fph.mail.actions import write
from fph.people.actions import add_organisation, open_account
from fph.people.models import User
from fph.people.roles import SCOPES, Role
from fph.territories.actions import open_neighbourhood
from projects.applications import actions as applications
from projects.applications.models import Application
from projects.followup import actions as followup
from projects.fund import actions as funds
from projects.fund.actions import gifts
from projects.fund.rules import CardPayment
from projects.regulation.actions import adopt, propose, put_rule
from projects.regulation.rules import Obligation, Payment, Regulation, Rule
from tests.cms.conftest import photo
from tests.projects.acts import an_act
from tests.rights.clock import NOW

FIRST_DAY = date(2027, 1, 1)
PDF = b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RULES = Regulation.of(
    caps_cents=dict.fromkeys(("resident", "group", "association"), [90_000] * 20),
    quorum_percent=10,
    payments=(Payment(80, "acceptance"), Payment(20, "report")),
    obligations=(Obligation("envoyer trois photos", 30),),
    articles={"cap_per_project": "4"},
)
DECLARED = dict.fromkeys(
    ("accepts_regulation", "declares_not_for_profit", "declares_unpaid", "declares_not_funded"), True
)


@dataclass
class World:
    """A neighbourhood, its fund and committee; `who` by role, `files` by state, `things` by name."""

    name: str
    admin: User
    who: dict = field(default_factory=dict)
    seats: dict = field(default_factory=dict)
    mandates: dict = field(default_factory=dict)
    files: dict[str, Application] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)
    now: datetime = NOW - timedelta(days=40)

    def by(self, person="") -> dict:
        """Return who acts and when; a minute passes at each act."""
        self.now += timedelta(minutes=1)
        return {"by": self.who[person] if person else self.admin, "now": self.now}


def build(name: str) -> World:
    """Build a neighbourhood whose last act is some weeks before NOW."""
    admin = open_account(email=f"admin@{name}.test", name=f"Administration {name}", administrator=True, now=NOW)
    world = World(name, admin)
    for step in (open_fund, appoint, bring_money, write_files, follow_up, hold_meetings, open_pages):
        step(world)
    return world


def open_fund(world: World) -> None:
    """Open the neighbourhood, its fund with a year, a règlement and dates, its committee."""
    name, things = world.name, world.things
    things.carrier = add_organisation(f"Porteuse {name}", kind="association", **world.by())
    things.neighbourhood = open_neighbourhood(
        name=f"Quartier {name}", slug=f"quartier-{name}", commune="Essai", insee_code="59512", **world.by()
    )
    things.fund = fund = funds.open_fund(
        name=f"Fonds {name}", scheme="FPH", slug=f"fonds-{name}", number_prefix=name[:6].upper(),
        neighbourhood=things.neighbourhood, carrier=things.carrier, **world.by(),
    )  # fmt: skip
    things.year = funds.open_exercise(fund, year=2027, starts_on=FIRST_DAY, ends_on=date(2027, 12, 31), **world.by())
    funds.set_themes(things.year, ["Fêtes", "Entraide"], **world.by())
    adopt(fund, regulation=RULES, adopted_on=FIRST_DAY, adopted_by_body="Comité", in_force_from=FIRST_DAY, **world.by())
    things.version, things.rule_key = fund.regulation_versions.get(), "cap_per_project"
    things.dates = [
        funds.publish_date(fund, meets_at=NOW + timedelta(days=days), place="salle commune",
                           filing_deadline=(NOW + timedelta(days=days - 5)).date(), **world.by())
        for days in (-2, 0, 20, 50)
    ]  # fmt: skip
    things.committee = roster.open_committee(
        fund, name=f"Comité {name}", slug=f"comite-{name}", **world.by(),
        colleges=[("residents", "Habitants", True), ("associations", "Associations", True)],
    )  # fmt: skip
    things.college = things.committee.colleges.first()


def account(world: World, key: str) -> User:
    """Open the account of an invented person."""
    world.who[key] = open_account(email=f"{key}@{world.name}.test", name=f"{key.title()} {world.name}", now=world.now)
    return world.who[key]


def confide(world: World, person: User, role: Role, *, starts_on=FIRST_DAY, ends_on=None):
    """Give a person a role where it belongs; returns the mandate."""
    term = {"starts_on": starts_on, "ends_on": ends_on, **world.by()}
    if role in SCOPES["fund"]:
        return funds.appoint(world.things.fund, person, role, **term)
    if role in SCOPES["committee"]:
        return roster.seat(world.things.committee, person, college=world.things.college, role=role, **term)
    return site.appoint_editor(person, world.things.neighbourhood, **term)


def appoint(world: World) -> None:
    """Put somebody in each role but the editor's, whose pages are not open yet."""
    for key in ("owner", "resident"):
        account(world, key)
    for role in sorted(set(Role) - {Role.RESIDENT, Role.EDITOR}):
        world.mandates[role.value] = confide(world, account(world, role.value), role)
    world.seats = {role: seat for role, seat in world.mandates.items() if role in SCOPES["committee"]}
    world.things.extra_mandate = confide(world, account(world, "helper-too"), Role.HELPER)


def bring_money(world: World) -> None:
    """Promise and receive a funder's money; take a neighbour's gift."""
    things = world.things
    things.pledge = funds.pledge(things.year, things.carrier, cents=3_000_000, allows_associations=True, **world.by())
    funds.receive(things.pledge, cents=2_000_000, key=f"world:{world.name}", **world.by())
    things.gift = gifts.open_gift(things.year, cents=5_000, now=world.now, name="Donatrice", email="don@essai.test")
    paid = CardPayment(f"cs_{world.name}", str(things.gift.pk), "paid", 5_000, "eur", f"pi_{world.name}")
    gifts.note_session(things.gift, f"cs_{world.name}")
    gifts.settle(paid, **world.by())


def draft(world: World, title: str, by="owner", **changes) -> Application:
    """Write a file to its end."""
    made = applications.start(world.things.fund, **world.by(by), with_helper=changes.pop("with_helper", False))
    steps = {
        "vous": {"applicant_type": "resident", "lead_name": "Claire Fontaine", "lead_email": "claire@essai.test",
                 "lead_address": "3 rue des Essais"},
        "projet": {"title": title, "summary": "Des jeux.", "benefit": "On se connaît mieux.",
                   "theme": world.things.year.themes.first()},
        "dates": {"place": "La cour", "starts_on": date(2027, 7, 1), "people_reached": 40},
        "budget": {"requested_cents": 20_000, "lines": [("expense", "Jeux", 25_000), ("own", "Cagnotte", 5_000)]},
        "verification": DECLARED,
    }  # fmt: skip
    for step, data in steps.items():
        applications.save_step(made, step, data | changes if step == "projet" else data, **world.by(by))
    return made


def write_files(world: World) -> None:
    """Leave a file in each state the coordination and the committee know."""
    files, paper = world.files, world.things
    states = ("draft", "submitted", "to_complete", "inadmissible", "admissible", "withdrawn", "refused", "deferred",
              "voted", "granted", "accepted", "ordered", "paid", "reported", "closed")  # fmt: skip
    for state in states:
        files[state] = draft(world, f"Projet {state}")
        joined = applications.attach(files[state], upload(state), "quote", **world.by("owner"))
        setattr(paper, f"attachment_{state}", joined)
        if state != "draft":
            files[state] = applications.submit(files[state], **world.by("owner"))
    for state in states[4:]:
        if state != "withdrawn":
            files[state] = applications.admit(files[state], **world.by("coordinator"))
    applications.ask_correction(files["to_complete"], "Où, exactement ?", **world.by("coordinator"))
    applications.declare_inadmissible(files["inadmissible"], "Un achat privé.", **world.by("coordinator"))
    applications.withdraw(files["withdrawn"], **world.by("owner"))
    applications.refuse(files["refused"], reference="D-R", **world.by("chair"))
    applications.defer(files["deferred"], reference="D-A", **world.by("chair"))
    for state in states[9:]:
        files[state] = applications.grant(files[state], cents=20_000, reference=f"D-{state}", **world.by("chair"))


def follow_up(world: World) -> None:
    """Carry the granted files: accepted, ordered, paid, reported, closed."""
    things, files = world.things, world.files
    for state in ("accepted", "ordered", "paid", "reported", "closed"):
        award = followup.accept(files[state], channel="holder", payee="Claire Fontaine", **world.by("owner"))
        setattr(things, f"award_{state}", award)
        things.obligation = files["accepted"].obligations.get()
        if state == "accepted":
            continue
        order = followup.order_payment(award, trigger="acceptance", **world.by("treasurer"))
        setattr(things, f"order_{state}", order)
        if state != "ordered":
            act = world.by("treasurer")
            followup.confirm_payment(order, paid_on=act["now"].date(), bank_reference=f"VIR {state}", **act)
    for state in ("paid", "reported", "closed"):
        words = {"narrative": "Un beau repas.", "people_reached": 35, "spent_cents": 20_000}
        report = followup.save_report(files[state], words, **world.by("owner"))
        receipt = followup.add_receipt(report, supplier="Épicerie", amount_cents=20_000, upload=upload(f"t-{state}"),
                                       **world.by("owner"))  # fmt: skip
        setattr(things, f"report_{state}", report)
        setattr(things, f"receipt_{state}", receipt)
        if state != "paid":
            followup.submit_report(report, **world.by("owner"))
    followup.accept_report(things.report_closed, **world.by("coordinator"))
    acts = an_act(things.fund, files["admissible"], **world.by("coordinator"))
    things.act, things.opinion_meeting = acts.act, acts.meeting
    for state, file in files.items():
        files[state] = Application.objects.get(pk=file.pk)


def hold_meetings(world: World) -> None:
    """Close a meeting with a task, open another with a vote going on, plan a third."""
    things = world.things
    changed = put_rule(things.fund, Rule("quorum_percent", 40), **world.by("member"))
    things.amendment = propose(changed, title=f"Un quorum pour {world.name}", why="Pour décider plus souvent.",
                               in_force_from=date(2027, 9, 1), **world.by("member"))  # fmt: skip
    things.closed_meeting = begin(world, things.dates[0], NOW - timedelta(days=2, minutes=-5))
    item = meetings.add_item(things.closed_meeting, kind="resolution", title="Une affiche", **world.by("chair"))
    things.task = votes.assign(item, what="Coller", who="Porteuse", who_is_body=True, due_on=NOW.date(),
                               **world.by("secretary"))  # fmt: skip
    things.minutes = minutes.close_meeting(things.closed_meeting, **world.by("chair"))
    things.meeting = begin(world, things.dates[1], NOW - timedelta(minutes=30))
    things.item = things.meeting.items.get(application=world.files["voted"])
    things.spare_item = things.meeting.items.get(application=world.files["admissible"])
    meetings.call_item(things.meeting, things.item, **world.by("chair"))
    things.ballot = votes.open_ballot(things.item, mode="open", cents=20_000, **world.by("chair"))
    things.planned_meeting = meetings.plan(things.committee, things.dates[2], **world.by("coordinator"))
    things.seat = world.seats["member"]


def begin(world: World, day, at: datetime):
    """Plan a meeting, seat everybody, open it."""
    meeting = meetings.plan(world.things.committee, day, **world.by("coordinator"))
    world.now = at
    for seat in world.seats.values():
        meetings.arrive(meeting, seat, **world.by("secretary"))
    return meetings.open_meeting(meeting, **world.by("chair"))


def open_pages(world: World) -> None:
    """Open the neighbourhood's pages with news, a picture and a document; let somebody write there."""
    things, by = world.things, world.by
    things.page = site.open_site(things.neighbourhood, headline="Vos idées comptent.", introduction="Ici.", **by())
    things.index = NewsIndexPage.objects.child_of(things.page).get()
    things.picture = site.add_picture(things.neighbourhood, photo(), title=f"Photo {world.name}", description="La place",
                                      **by())  # fmt: skip
    things.news = site.publish_news(things.index, title=f"Nouvelle {world.name}", date=FIRST_DAY, summary="En bref.",
                                    body="Tout.", picture=things.picture, **by())  # fmt: skip
    draft_of = {"title": f"Brouillon {world.name}", "slug": "brouillon"}
    things.rendition = things.picture.get_rendition("width-320")
    things.draft = things.news.copy(update_attrs=draft_of, keep_live=False, user=world.admin)
    newsroom = things.neighbourhood.newsroom
    kept = {"title": f"Tract {world.name}", "collection": newsroom.collection, "file": upload("tract")}
    things.document = type(things.picture)._meta.apps.get_model("cms", "NeighbourhoodDocument").objects.create(**kept)
    world.mandates["editor"] = confide(world, account(world, "editor"), Role.EDITOR)
    things.message = write("essai", world.who["owner"], "Bonjour", "Un mot.", now=world.now)


def upload(name: str) -> SimpleUploadedFile:
    """Return a small PDF, another for another name."""
    return SimpleUploadedFile(f"{name}.pdf", PDF + name.encode())

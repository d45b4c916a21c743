"""A fund ready to receive files, invented people, and a file filled as they would."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from fph.people.actions import add_organisation, open_account
from fph.people.models import User
from fph.people.roles import PARIS
from fph.territories.actions import open_neighbourhood
from projects.applications import actions
from projects.applications.models import Application
from projects.fund.actions import appoint, open_exercise, open_fund, pledge, publish_date, receive, set_themes
from projects.fund.models import Exercise, Fund
from projects.regulation.actions import adopt
from projects.regulation.rules import Regulation

NOW = datetime(2027, 3, 1, 18, 42, tzinfo=PARIS)
TODAY = NOW.date()
MEETING = datetime(2027, 3, 25, 19, tzinfo=PARIS)
REGULATION = Regulation.of(
    caps_cents={"resident": [90000, 40000], "group": [70000]},
    min_group_size=3,
    articles={"cap_per_project": "4", "min_group_size": "2", "filing_deadline_days": "5"},
)
PDF = b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ASKED = {"actions": "projet", "territory": "dates"}  # what only some règlements look at, by step
DECLARED = dict.fromkeys(
    ("accepts_regulation", "declares_not_for_profit", "declares_unpaid", "declares_not_funded"), True
)


@dataclass
class World:
    """A fund, its year, and who acts in it."""

    admin: User
    coordinator: User
    resident: User
    fund: Fund
    exercise: Exercise


def build(slug="essai", prefix="ES", money=200_000) -> World:
    """Open a fund with a year, themes, a règlement, a meeting, money and a coordinator."""
    admin = open_account(email=f"admin@{slug}.test", name="Admin Essai", administrator=True, now=NOW)
    coordinator = open_account(email=f"coordination@{slug}.test", name="Odile Coordonne", now=NOW)
    resident = open_account(email=f"claire@{slug}.test", name="Claire Fontaine", phone="06 00 00 00 01", now=NOW)
    who = {"by": admin, "now": NOW}
    carrier = add_organisation(f"Association {slug}", kind="association", **who)
    place = open_neighbourhood(name=f"Quartier {slug}", slug=slug, commune="Essai", insee_code="59512", **who)
    fund = open_fund(name=f"Fonds {slug}", scheme="FPH", slug=slug, number_prefix=prefix, neighbourhood=place,
                     carrier=carrier, **who)  # fmt: skip
    exercise = open_exercise(fund, year=2027, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31), **who)
    set_themes(exercise, ["Fêtes", "Entraide"], **who)
    adopt(fund, regulation=REGULATION, adopted_on=date(2027, 1, 1), adopted_by_body="Comité",
          in_force_from=date(2027, 1, 1), **who)  # fmt: skip
    publish_date(fund, meets_at=MEETING, place="salle commune", filing_deadline=date(2027, 3, 18), **who)
    if money:
        promise = pledge(exercise, carrier, cents=money, **who)
        receive(promise, cents=money, key=f"first {slug}", **who)
    appoint(fund, coordinator, "coordinator", starts_on=date(2027, 1, 1), **who)
    return World(admin, coordinator, resident, fund, exercise)


def answers(world: World, **changes) -> dict[str, dict]:
    """Return what a resident types, step by step; `changes` replace answers by name."""
    steps = {
        "vous": {"applicant_type": "resident", "lead_name": "Claire Fontaine", "lead_email": world.resident.email,
                 "lead_address": "3 rue des Essais"},
        "projet": {"title": "Fête de la cour", "summary": "Une fête avec des jeux.", "benefit": "On se connaît mieux.",
                   "theme": world.exercise.themes.first(), "is_renewal": False, "renewal_note": ""},
        "dates": {"place": "La cour du 3", "starts_on": TODAY + timedelta(days=60), "people_reached": 40},
        "budget": {"requested_cents": 50000, "lines": [("expense", "Jeux", 45000), ("expense", "Goûter", 10000),
                                                       ("own", "Cagnotte", 5000)]},
        "verification": DECLARED,
    }  # fmt: skip
    for name, value in changes.items():
        owner = next((step for step in steps.values() if name in step), steps[ASKED.get(name, "vous")])
        owner[name] = value
    return steps


def draft(world: World, *, by=None, now=NOW, **changes) -> Application:
    """Return a draft filled to the end."""
    by = by or world.resident
    application = actions.start(world.fund, by=by, now=now)
    for step, data in answers(world, **changes).items():
        actions.save_step(application, step, data, by=by, now=now)
    return application


def filed(world: World, *, by=None, now=NOW, **changes) -> Application:
    """Return a file that was filed."""
    return actions.submit(draft(world, by=by, now=now, **changes), by=by or world.resident, now=now)


def admissible(world: World, **changes) -> Application:
    """Return a file that a committee may take."""
    return actions.admit(filed(world, **changes), by=world.coordinator, now=changes.get("now", NOW))


def quote(name="devis.pdf") -> SimpleUploadedFile:
    """Return a document to join."""
    return SimpleUploadedFile(name, PDF)

"""A fund with a year of its own, for tests; its people are invented."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from fph.people.actions import add_organisation
from fph.people.models import Organisation, User
from fph.people.roles import Role
from fph.territories.actions import open_neighbourhood
from projects.applications.models import ApplicantType, Application, State
from projects.fund import actions
from projects.fund.models import Contribution, Exercise, Fund

NOW = datetime(2027, 3, 9, 10, tzinfo=ZoneInfo("Europe/Paris"))
numbers = count(1)


@dataclass(frozen=True)
class Project:
    """What the ledger asks of a project: an id, and a kind of row for the journal."""

    pk: UUID

    class _meta:
        model_name = "application"


def person(name: str = "Alix Test") -> User:
    """Return a new person with an account."""
    return User.objects.create_user(f"personne{uuid4().hex[:12]}@exemple.fr", name=name)


def organisation(name: str = "Association d’essai", kind: str = "association") -> Organisation:
    """Return a new organisation."""
    return add_organisation(name=f"{name} {uuid4().hex[:6]}", kind=kind, by=person(), now=NOW)


def fund(**changes) -> Fund:
    """Return a new fund, in a neighbourhood of its own."""
    name, by = f"essai-{uuid4().hex[:10]}", person()
    place = open_neighbourhood(name=name, slug=name, commune="Ville d’essai", insee_code="75118", by=by, now=NOW)
    facts = {
        "name": f"Le fonds {name}", "scheme": "FPH", "slug": name, "number_prefix": name[6:12], "neighbourhood": place,
        "carrier": organisation(), "contact_email": "fonds@exemple.fr", **changes,
    }  # fmt: skip
    return actions.open_fund(**facts, by=by, now=NOW)


def year(of: Fund | None = None, number: int = 2027) -> Exercise:
    """Return a new year of a fund, without money."""
    starts, ends = date(number, 1, 1), date(number, 12, 31)
    return actions.open_exercise(of or fund(), year=number, starts_on=starts, ends_on=ends, by=person(), now=NOW)


def pledged(exercise: Exercise, cents: int) -> Contribution:
    """Return a funder's pledge to a year."""
    funder = organisation("Ville d’essai", "commune")
    return actions.pledge(exercise, funder, cents=cents, by=person(), now=NOW)


def endowed(cents: int) -> Contribution:
    """Return a funder's contribution to a new year, received whole."""
    contribution = pledged(year(), cents)
    actions.receive(contribution, cents=cents, key=f"essai:{contribution.pk}", by=person(), now=NOW)
    return contribution


def filed(exercise: Exercise, state: str = State.GRANTED, granted_cents: int | None = None) -> Application:
    """Return a file of a year in a state, written straight into the table."""
    by = person()
    return Application.objects.create(
        fund=exercise.fund, exercise=exercise, number=f"ES-{next(numbers)}-{uuid4().hex[:4]}", state=state, owner=by,
        applicant_type=ApplicantType.GROUP, title="Repas de rue", requested_cents=granted_cents or 70_000,
        granted_cents=granted_cents, created_at=NOW, created_by=by, saved_at=NOW, submitted_at=NOW, submitted_by=by,
    )  # fmt: skip


def with_role(of: Fund, role: Role) -> User:
    """Return a person who holds a role on a fund all year long."""
    who = person()
    actions.appoint(of, who, role, starts_on=date(2020, 1, 1), by=person(), now=NOW)
    return who

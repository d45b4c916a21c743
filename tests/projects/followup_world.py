"""A small fund with money, rules and people, and projects its committee granted; all invented."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from fph.people.models import Organisation, User
from fph.people.roles import PARIS, Role
from fph.territories.models import Neighbourhood
from projects.applications.actions import grant
from projects.applications.models import Application
from projects.followup import actions
from projects.fund import actions as funds
from projects.fund.models import Exercise, Fund
from projects.regulation.actions import adopt
from projects.regulation.rules import Payment, Regulation

NOW = datetime(2026, 5, 4, 10, tzinfo=PARIS)
TODAY = NOW.date()
HOLDER_NAME = "Zéphyrine Quatrevents"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
_numbers = count(1)


@dataclass
class World:
    """A fund's year, and the people around it."""

    fund: Fund
    year: Exercise
    people: SimpleNamespace
    version: object
    contribution: object
    number: count = field(default_factory=lambda: count(1))

    def act(self, person: str = "treasurer", *, days: int = 0) -> dict:
        """Return who and when, for an action."""
        return {"by": getattr(self.people, person), "now": NOW + timedelta(days=days)}


def person(label: str) -> User:
    """Open an account for an invented person."""
    return User.objects.create_user(f"{label}{next(_numbers)}@exemple.fr", name=f"{label.title()} Inventé")


def open_world(
    *, payments=((100, "acceptance"),), allows_associations=True, received=10_000_00, more=(), **said
) -> World:
    """Open a fund with money received, a règlement and one person of each role.

    `said` are simple values of the règlement's parameters, `more` whole rules.
    """
    number = next(_numbers)
    boss = person("admin")
    act = {"by": boss, "now": NOW}
    place = Neighbourhood.objects.create(
        name=f"Quartier {number}", slug=f"quartier-{number}", commune="Ville", insee_code="75118"
    )
    carrier = Organisation.objects.create(name=f"La porteuse {number}")
    fund = funds.open_fund(name=f"Fonds {number}", scheme="FPH", slug=f"fonds-{number}", number_prefix=f"T{number}",
                           neighbourhood=place, carrier=carrier, **act)  # fmt: skip
    year = funds.open_exercise(fund, year=2026, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), **act)
    city = Organisation.objects.create(name=f"Ville {number}", kind="commune")
    pledged = funds.pledge(
        year, city, cents=received, agreement="Convention 2026-1", allows_associations=allows_associations, **act
    )
    funds.receive(pledged, cents=received, key=f"receive:{pledged.pk}", **act)
    people = {role.value: person(role.value) for role in (Role.TREASURER, Role.COORDINATOR, Role.FUNDER_READER)}
    for role, who in people.items():
        funds.appoint(fund, who, role, starts_on=date(2026, 1, 1), **act)
    rules = Regulation.of(
        caps_cents={"resident": [10**7], "group": [10**7], "association": [10**7]},
        payments=tuple(Payment(*part) for part in payments), **said,
    )  # fmt: skip
    rules = replace(rules, rules=(*rules.rules, *more))
    version = adopt(fund, regulation=rules, adopted_on=date(2026, 1, 1), adopted_by_body="comité",
                    in_force_from=date(2026, 1, 1), **act)  # fmt: skip
    people |= {"holder": person("porteur"), "stranger": person("inconnu"), "boss": boss}
    return World(fund, year, SimpleNamespace(**people), version, pledged)


def filed(world: World, **changes) -> Application:
    """File a project that the committee may take."""
    number = next(world.number)
    words = {
        "title": f"Fête du square {number}", "applicant_type": "resident", "lead_name": HOLDER_NAME,
        "requested_cents": 50_000, "starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 2),
    }  # fmt: skip
    return Application.objects.create(
        fund=world.fund, exercise=world.year, regulation_version=world.version, owner=world.people.holder,
        number=f"{world.fund.number_prefix}-2026-{number:04d}", state="admissible", created_at=NOW,
        created_by=world.people.holder, saved_at=NOW, submitted_at=NOW, submitted_by=world.people.holder,
        **{**words, **changes},
    )  # fmt: skip


def granted(world: World, cents: int = 50_000, **changes) -> Application:
    """File a project and grant it."""
    application = filed(world, **{"requested_cents": cents, **changes})
    grant(application, cents=cents, reference=f"D-{application.number}", **world.act("coordinator"))
    return application


def accepted(world: World, cents: int = 50_000, *, channel="holder", **changes):
    """Bring a project to its accepted award."""
    application = granted(world, cents, **changes)
    return actions.accept(application, channel=channel, payee=HOLDER_NAME, **world.act("holder"))


def paid(world: World, cents: int = 50_000, **changes) -> Application:
    """Bring a project to its first payment."""
    award = accepted(world, cents, **changes)
    order = actions.order_payment(award, trigger="acceptance", **world.act())
    actions.confirm_payment(order, paid_on=TODAY, bank_reference="VIR 1", **world.act())
    return award.application


def reported(world: World, application: Application, spent_cents: int):
    """Write and send a whole report."""
    words = {"narrative": "Un beau repas.", "people_reached": 35, "spent_cents": spent_cents}
    report = actions.save_report(application, words, **world.act("holder"))
    if spent_cents:
        actions.add_receipt(
            report, supplier="Épicerie du coin", amount_cents=spent_cents, upload=ticket(), **world.act("holder")
        )
    return actions.submit_report(report, **world.act("holder"))


def ticket(words: bytes = b"") -> SimpleUploadedFile:
    """Return a receipt to upload, another for other words."""
    return SimpleUploadedFile("ticket.pdf", PDF + b"% " + words + b"\n", content_type="application/pdf")

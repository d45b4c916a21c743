"""The demonstration's neighbourhood, and canary people who live a whole year in it through the actions."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import count

from committees.meetings import actions as meetings
from committees.meetings.models import Meeting
from committees.minutes import actions as minutes
from committees.minutes.models import Minutes
from committees.roster import actions as roster
from committees.roster.models import Committee, Membership
from committees.votes import actions as votes
from fph.people.actions import open_account
from fph.people.models import User
from fph.people.roles import PARIS, Role
from projects.applications import actions as applications
from projects.applications.models import Application
from projects.authority.models import Act
from projects.authority.rules import REFUSES
from projects.followup import actions as followup
from projects.followup.models import ClosingReport
from projects.fund import actions as funds
from projects.fund.models import Exercise, Fund, Gift
from projects.fund.rules import CardPayment
from projects.regulation import actions as regulations
from projects.regulation.models import Amendment
from projects.regulation.queries import in_force
from projects.regulation.rules import Rule, When
from tests.committees import world as elsewhere
from tests.privacy.files import paper, photo
from tests.projects.acts import an_act

LETTERS = "bcdfghjklmnpqrstvwxz"
_turns = count(1)


def word_of(label: str) -> str:
    """Return the word that stands in one field of one canary, and nowhere else."""
    return "zq" + "".join(LETTERS[byte % len(LETTERS)] for byte in sha256(label.encode()).digest()[:10])


def digits_of(label: str, length: int) -> str:
    """Return a number that stands in one field of one canary; of 14 digits, it is a SIRET that adds up."""
    number = str(int(sha256(label.encode()).hexdigest(), 16))
    return _checked(_checked(number[:8]) + number[8:12]) if length == 14 else number[:length]


def _checked(number: str) -> str:
    """Return a number followed by the digit that makes it add up (Luhn)."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(number))]
    return number + str(-sum(sum(divmod(digit, 10)) for digit in doubled) % 10)


@dataclass
class World:
    """Who is who, what they left, and the words to look for: `words` maps `who:Model.field` to its word."""

    now: datetime
    fund: Fund
    committee: Committee
    year: Exercise
    people: dict[str, User]
    say: Callable[[str], str] = word_of
    words: dict[str, str] = field(default_factory=dict)
    files: dict[str, Application] = field(default_factory=dict)
    seat: Membership | None = None
    meeting: Meeting | None = None
    sealed: Minutes | None = None
    report: ClosingReport | None = None
    proposal: Amendment | None = None
    final_act: Act | None = None
    waiting_meeting: object = None
    gift: Gift | None = None
    entries: range = range(0)

    def word(self, label: str) -> str:
        """Return a field's word, noted as one to look for."""
        return self.words.setdefault(label, self.say(label))

    def address(self, label: str) -> str:
        """Return an e-mail address, its word noted as one to look for."""
        return f"{self.words.setdefault(label, word_of(label))}@canari.example"

    def hidden(self, label: str) -> str:
        """Return a word for where files hide them, of this world alone: a disk is not rolled back. Noted as one to look for."""
        return self.words.setdefault(label, word_of(f"{label} {self.fund.pk} {next(_turns)}"))

    def number(self, label: str, length: int) -> str:
        """Return a field's number, noted as one to look for."""
        return self.words.setdefault(label, digits_of(label, length))

    def at(self, days: int, hour: int = 10) -> datetime:
        """Return a moment of a day counted from now, each a little after the one before."""
        day = self.now.astimezone(PARIS).date() + timedelta(days=days)
        return datetime.combine(day, time(hour), tzinfo=PARIS) + timedelta(seconds=next(_turns))

    def day(self, days: int) -> date:
        """Return a day counted from now."""
        return self.at(days).date()

    def act(self, who: str, days: int, hour: int = 10) -> dict:
        """Return who and when, for an action."""
        return {"by": self.people[who], "now": self.at(days, hour)}


def build(now: datetime, say: Callable[[str], str] = word_of) -> World:
    """Let the canaries live their year; everything they say is a word of `words`, or what `say` makes of its label."""
    fund = Fund.objects.get(slug="goutte-dor")
    keys = ("lucie", "josette", "amina", "fatou", "lucien", "claire", "hassan", "vincent", "paul", "admin")
    people = {key: User.objects.get(email=f"{key}@demo.example") for key in keys}
    world = World(now, fund, Committee.objects.get(fund=fund), fund.exercises.get(), people, say)
    _open_accounts(world)
    _let_the_coordination_pass_over(world)
    _file(world)
    _meet(world)
    _amend(world)
    _follow_up(world)
    _give(world)
    return world


def _open_accounts(world: World) -> None:
    for who, days in (("applicant", -60), ("member", -55)):
        world.people[who] = open_account(
            email=world.address(f"{who}:User.email"), name=f"Prudence {world.word(f'{who}:User.name')}",
            phone=world.hidden(f"{who}:User.phone"), now=world.at(days),
        )  # fmt: skip
    residents = world.committee.colleges.get(kind="residents")
    world.seat = roster.seat(world.committee, world.people["member"], college=residents, role=Role.MEMBER,
                             starts_on=world.day(-50), **world.act("admin", -50))  # fmt: skip
    manager = open_account(email="gestion@canari.example", name="Gestion Sans-Compte", now=world.at(-60))
    funds.appoint(world.fund, manager, Role.ADMINISTRATOR, starts_on=world.day(-50), **world.act("admin", -50))
    other = elsewhere.build(slug="ailleurs")
    for role in (Role.COORDINATOR, Role.TREASURER, Role.FUNDER_READER):
        funds.appoint(other.fund, other.chair.person, role, starts_on=date(2026, 1, 1), by=other.by, now=world.at(-50))
    world.people |= {"manager": manager, "elsewhere": other.chair.person}


def _answers(world: World, who: str, kind: str) -> dict[str, dict]:
    """Return what an applicant types, each answer a word of its own."""

    def said(name, of="Application"):
        return f"{name} {world.word(f'{who}:{of}.{name}')}"

    lines = [(side, said("label", "BudgetLine"), cents) for side, cents in (("expense", 30000), ("in_kind", 9000))]
    return {
        "vous": {
            "applicant_type": kind, "lead_name": said("lead_name"),
            "lead_phone": world.hidden(f"{who}:Application.lead_phone"),
            "lead_email": world.address(f"{who}:Application.lead_email"),
            "lead_address": said("lead_address"), "organisation_name": said("organisation_name"),
            "siret": world.number(f"{who}:Application.siret", 14),
            "rna": "W" + world.number(f"{who}:Application.rna", 9),
            "host_name": said("host_name"), "host_siret": world.number(f"{who}:Application.host_siret", 14),
            "residents": [(said("name", "GroupResident"), said("street", "GroupResident")), ("Bo Frêne", "rue Myrha")],
        },
        "projet": {
            "title": said("title"), "summary": said("summary"), "benefit": said("benefit"), "is_renewal": True,
            "renewal_note": said("renewal_note"), "theme": world.year.themes.first(),
        },
        "dates": {"place": said("place"), "starts_on": world.day(20), "ends_on": world.day(20), "people_reached": 40},
        "budget": {"requested_cents": 30000, "lines": lines},
        "verification": dict.fromkeys(
            ("accepts_regulation", "declares_not_for_profit", "declares_unpaid", "declares_not_funded"), True
        ),
    }  # fmt: skip


def _let_the_coordination_pass_over(world: World) -> None:
    """Adopt a version under which a group that asks for little needs the coordination's reason."""
    now_is = in_force(world.fund, world.day(-36))
    little = Rule(
        "floor_per_project", 40_000, When(applicant_type=("group",)), "block", "90", override=("coordinator",)
    )
    rules = replace(now_is.regulation, rules=(*now_is.regulation.rules, little))
    regulations.adopt(world.fund, regulation=rules, adopted_on=world.day(-37), adopted_by_body="Comité",
          in_force_from=world.day(-37), **world.act("admin", -37))  # fmt: skip


def _file(world: World) -> None:
    for who, kind in (("granted", "group"), ("refused", "association"), ("draft", "group")):
        file = applications.start(world.fund, **world.act("applicant", -36))
        world.files[who] = file
        for step, data in _answers(world, who, kind).items():
            applications.save_step(file, step, data, **world.act("applicant", -36))
        if who == "draft":
            return
        for name, sort in ((f"{who}:StoredFile.name", "quote"), ("bank:StoredFile.name", "bank")):
            word = f"{world.word(name)} {who}"
            for upload in (paper(f"{word}.pdf", world.hidden(f"{who}:paper")),
                           photo(f"{word}.jpg", world.hidden(f"{who}:photo"))):  # fmt: skip
                applications.attach(file, upload, sort, **world.act("applicant", -36))
        applications.submit(file, **world.act("applicant", -35))
        message, answer = (world.word(f"{who}:CorrectionRequest.{name}") for name in ("message", "answer"))
        applications.ask_correction(file, f"Précisez {message}", **world.act("claire", -34))
        applications.answer_correction(file, f"Voici {answer}", **world.act("applicant", -33))
        if who == "granted":
            why = f"Parce que {world.word(f'{who}:Override.reason')} le vaut"
            applications.pass_over(
                file, "floor_per_project", role="coordinator", reason=why, **world.act("claire", -33)
            )
        applications.admit(file, **world.act("claire", -32))


def _meet(world: World) -> None:
    """Hold the evening where one file is granted and the other refused, and say too much of the member."""
    date_ = funds.publish_date(world.fund, meets_at=world.at(-20, 19), place="Salle commune",
                               filing_deadline=world.day(-27), **world.act("claire", -40))  # fmt: skip
    meeting = meetings.plan(world.committee, date_, **world.act("claire", -21))
    for seat in world.committee.mandates.in_force(world.day(-20)):
        meetings.arrive(meeting, seat, **world.act("lucien", -20, 19))
    meetings.open_meeting(meeting, **world.act("fatou", -20, 19))
    items = {item.application: item for item in meeting.items.exclude(application=None)}
    granted, refused = (items[world.files[who]] for who in ("granted", "refused"))
    meetings.recuse(granted, world.seat, **world.act("member", -20, 19))
    ballot = votes.open_ballot(granted, mode="show_of_hands", cents=30000, **world.act("fatou", -20, 19))
    hands = {"in_favour": ballot.electors.count(), "against": 0, "abstained": 0}
    votes.close_ballot(ballot, hands=hands, **_reasons(world, "granted"), **world.act("fatou", -20, 19))
    ballot = votes.open_ballot(refused, mode="open", cents=30000, **world.act("fatou", -20, 19))
    for who in ("fatou", "lucien", "member"):
        votes.cast(ballot, "against", **world.act(who, -20, 19))
    decision = votes.close_ballot(ballot, **_reasons(world, "refused"), **world.act("fatou", -20, 19))
    name = world.people["member"].name
    votes.entrust(decision, what=f"Rappeler {world.word('member:Task.what')}", who=name, who_is_body=False,
                  due_on=world.day(30), **world.act("fatou", -20, 19))  # fmt: skip
    world.sealed = minutes.close_meeting(meeting, **world.act("fatou", -20, 21))
    minutes.add_erratum(world.sealed, f"{name} a dit {world.word('member:Erratum.text')}", **world.act("fatou", -19))
    world.meeting = Meeting.objects.get(pk=meeting.pk)


def _reasons(world: World, who: str) -> dict[str, str]:
    """Return the words of a decision; those typed for the inside name the member."""
    said = {name: world.word(f"{who}:DecisionText.{name}") for name in ("reasons", "conditions", "public_reasons")}
    return said | {"reasons": f"{world.people['member'].name} est d’avis {said['reasons']}"}


def _amend(world: World) -> None:
    """Let the member propose to change the règlement, and say why."""
    draft = regulations.put_rule(world.fund, Rule("receipt_threshold", 12_000), **world.act("member", -15))
    title, why = (world.word(f"member:Amendment.{name}") for name in ("title", "why"))
    world.proposal = regulations.propose(draft, title=title, why=f"{why} attend", in_force_from=world.day(90),
                                         **world.act("member", -15))  # fmt: skip


def _follow_up(world: World) -> None:
    file = world.files["granted"]
    file.refresh_from_db()
    payee, supplier = (world.word(f"granted:{name}") for name in ("Award.payee", "ReportReceipt.supplier"))
    award = followup.accept(file, channel="host", payee=payee, **world.act("applicant", -18))
    order = followup.order_payment(award, trigger="acceptance", **world.act("hassan", -17))
    followup.confirm_payment(order, paid_on=world.day(-16), bank_reference="VIR 7", **world.act("hassan", -16))
    narrative = world.word("granted:ClosingReport.narrative")
    report = followup.save_report(file, {"narrative": narrative, "people_reached": 30, "spent_cents": 30000},
                                  **world.act("applicant", -10))  # fmt: skip
    ticket = paper(f"{world.word('receipt:StoredFile.name')}.pdf", world.hidden("receipt:paper"))
    followup.add_receipt(report, supplier=supplier, amount_cents=30000, upload=ticket, **world.act("applicant", -10))
    followup.submit_report(report, **world.act("applicant", -9))
    message = world.word("granted:report message")
    followup.send_back_report(report, f"Complétez {message}", **world.act("claire", -8))
    followup.submit_report(report, **world.act("applicant", -7))
    world.report = report
    acts = an_act(world.fund, world.files["refused"], reason=f"Car {world.word('refused:RulingText.reason')}",
                  choice=REFUSES, document=False, **world.act("claire", -6))  # fmt: skip
    world.final_act, world.waiting_meeting = acts.act, acts.meeting


def _give(world: World) -> None:
    """Let a donor who has an account give, and a second gift wait to be given back."""
    donor = {"name": world.word("donor:Gift.donor_name"), "email": world.people["applicant"].email}
    for turn in range(2):
        gift = funds.open_gift(world.year, cents=2000, now=world.at(-6), **donor)
        paid = CardPayment(f"cs_canary_{turn}", str(gift.pk), "paid", 2000, "eur", f"pi_canary_{turn}")
        funds.settle(paid, **world.act("admin", -6))
    world.words["donor:Gift.donor_email"] = world.words["applicant:User.email"]
    Gift.objects.filter(pk=gift.pk).update(state="refund_due")
    world.gift = Gift.objects.get(pk=gift.pk)
    address = world.address("fund:Fund.contact_email")
    Fund.objects.filter(pk=world.fund.pk).update(contact_email=address)
    world.fund.refresh_from_db()

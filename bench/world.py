"""The demonstration's neighbourhood, grown to any number of applications, by rows written in bulk.

What is written agrees with itself as if it had been lived: each grant has its decision, its transfers, its accounts and
its journal entries, so reports, `check_ledger` and `verify_register` accept it. Triggers and constraints stay in force.
Used by `make bench` and by the tests of query budgets, never by the product.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from itertools import islice
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db.models import F
from simple_history.utils import bulk_create_with_history

from cms import actions as site
from cms.models import NeighbourhoodImage, NewsIndexPage, NewsPage
from committees.meetings import actions as meetings
from committees.meetings import queries as meeting_queries
from committees.meetings.models import AgendaItem, Meeting
from committees.minutes import actions as _kinds  # noqa: F401 (what the journal may tell)
from committees.minutes import queries as minutes
from committees.minutes.models import Minutes, MinutesFacts
from committees.minutes.rules import Decision as DecisionFact
from committees.roster import actions as roster
from committees.roster.models import Committee
from committees.votes import actions as votes
from committees.votes.models import Ballot, BallotMode, BallotResult, Decision, DecisionKind, DecisionText
from fph.dates import PARIS
from fph.journal.actions import action, record
from fph.journal.canonical import canonical
from fph.money import euros
from fph.people.models import Organisation, User
from projects.applications.models import Application, BudgetLine, BudgetLineSide, GroupResident
from projects.followup.models import Award, ClosingReport, PaymentOrder, ReportReceipt
from projects.fund import actions as funds
from projects.fund.actions.ledger import ACTS
from projects.fund.models import NOBODY, SIDES, Account, AccountKind, CalendarEntry, Fund, Transfer, TransferKind
from projects.regulation.queries import in_force

# Where twenty files stand; the next twenty stand the same.
LIVED = (
    "closed", "submitted", "refused", "paid", "granted", "reported", "draft", "admissible", "to_complete", "accepted",
    "closed", "deferred", "withdrawn", "paid", "closed", "inadmissible", "reported", "refused", "paid", "closed",
)  # fmt: skip
CLOSED = ("closed",)
WAY = ("granted", "accepted", "paid", "reported", "closed")
DECIDED = {"refused", *WAY}
BATCH, A_MEETING, A_PERSON, OF_ONE, SEATS, NEWS, PLACES = 1000, 40, 5, 40, 10, 14, 8
KIND = TransferKind


@dataclass
class File:
    """An application on its way to the database, with what its state calls for."""

    row: Application
    reach: int
    spent_cents: int = 0
    is_ordered: bool = False

    @property
    def words(self) -> dict:
        """Return how the journal names it."""
        return {"number": self.row.number, "fund": self.row.fund_id}


class World:
    """The demonstration's fund and committee, with what is added to them. Ask `grow` once or several times."""

    def __init__(self, now: datetime):
        self.now = now
        self.fund = Fund.objects.select_related("neighbourhood", "carrier").get(slug="goutte-dor")
        self.committee = Committee.objects.select_related("fund__neighbourhood", "fund__carrier").get(fund=self.fund)
        self.year = self.fund.exercises.get()
        self.version = in_force(self.fund, self.year.starts_on + timedelta(days=1))
        self.themes = list(self.year.themes.all())
        self.who = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith="@demo.example")}

    def grow(self, count: int, states: tuple[str, ...] = LIVED) -> None:
        """Add that many applications, in those states turn by turn, and what comes with them."""
        self._surround(count)
        states_of = (states[turn % len(states)] for turn in range(count))
        while batch := list(islice(states_of, BATCH)):
            self._add(batch)

    def hold_session(self, points: int) -> Meeting:
        """Hold the meeting to come: that many files on its agenda, everyone in the room, a vote going on."""
        meeting, by = meeting_queries.upcoming(self.committee).get(), self.who["fatou"]
        for file in meeting_queries.files_to_add(meeting)[: max(0, points - meeting.items.count())]:
            meetings.add_item(meeting, kind="file", application=file, by=by, now=self.now)
        if meeting.opened_at is None:
            meetings.open_meeting(meeting, by=by, now=self.now)
            for seat in self.committee.mandates.in_force(self.year.starts_on + timedelta(days=10)):
                meetings.arrive(meeting, seat, by=by, now=self.now)
            item = meeting.items.filter(kind="file").first()
            votes.open_ballot(item, mode=BallotMode.OPEN, cents=10000, by=by, now=self.now)
        return meeting

    # --- Around the files ---

    def _surround(self, count: int) -> None:
        """Add pieces of news, seats, neighbourhoods and funders, as many as a place of that size has."""
        by, share = self.who["admin"], min(count / 1000, 1)
        index = NewsIndexPage.objects.descendant_of(self.fund.neighbourhood.page).get()
        picture = NeighbourhoodImage.objects.order_by("pk").first()
        for turn in range(NewsPage.objects.child_of(index).count(), round(NEWS * share)):
            site.publish_news(
                index, title=f"Nouvelle du quartier n° {turn}", date=self.year.starts_on + timedelta(days=turn),
                summary="Ce que des voisins ont fait ensemble.", body="Une après-midi.\n\nTout le monde est venu.",
                picture=picture, by=by, now=self.now,
            )  # fmt: skip
        self._seat(round(SEATS * share))
        self._open_places(round(PLACES * share))

    def _seat(self, count: int) -> None:
        college = self.committee.colleges.get(kind="residents")
        for person in self._people(count, "membre"):
            roster.seat(
                self.committee, person, college=college, role="member", starts_on=self.year.starts_on,
                ends_on=self.year.ends_on + timedelta(days=365), by=self.who["admin"], now=self.now,
            )  # fmt: skip

    def _open_places(self, count: int) -> None:
        known = self.fund.neighbourhood
        for turn in range(type(known).objects.count() - 1, count):
            place = type(known).objects.create(
                name=f"Quartier {turn}", slug=f"quartier-{turn}", commune=known.commune, insee_code=known.insee_code
            )
            site.open_site(place, headline="", introduction="", by=self.who["admin"], now=self.now)

    def _people(self, count: int, word: str) -> list[User]:
        start = User.objects.filter(email__startswith=f"{word}-").count()
        unusable = make_password(None)
        return User.objects.bulk_create([
            User(email=f"{word}-{turn}@banc.example", name=f"{word.capitalize()} {turn}", password=unusable)
            for turn in range(start, start + count)
        ])  # fmt: skip

    # --- Files ---

    @action
    def _add(self, states: list[str]) -> None:
        numbered = Application.objects.filter(fund=self.fund, number__isnull=False).count()
        own = User.objects.get(pk=self.who["nadia"].pk).applications.count()
        people = self._people(-(-len(states) // A_PERSON), "habitant")
        files = []
        for turn, state in enumerate(states):
            numbered += state != "draft"
            of_nadia = turn % 25 == 9 and own + turn // 25 < OF_ONE
            owner = self.who["nadia"] if of_nadia else people[turn // A_PERSON]
            files.append(self._file(turn, state, None if state == "draft" else numbered, owner))
        self._fund([file for file in files if file.reach >= 0])
        applications = [file.row for file in files]
        bulk_create_with_history(applications, Application, batch_size=500, default_date=self.now)
        BudgetLine.objects.bulk_create(line for row in applications for line in self._lines(row))
        GroupResident.objects.bulk_create(
            GroupResident(application=row, name=f"Voisin {place}", street="rue Myrha")
            for row in applications if row.applicant_type == "group" for place in range(3)
        )  # fmt: skip
        for file in files:
            self._tell(file)
        self._meet([file for file in files if file.row.state in DECIDED])
        self._follow(files)
        self._move(files)

    def _file(self, turn: int, state: str, number: int | None, owner: User) -> File:
        filed = datetime.combine(self.year.starts_on + timedelta(days=5 + turn * 200 // BATCH), time(18), PARIS)
        filed += timedelta(minutes=turn)
        asked = 20000 + turn % 50 * 1000
        kind = ("resident", "group", "association")[turn % 3]
        row = Application(
            fund=self.fund, exercise=self.year, regulation_version=self.version, state=state, owner=owner,
            number=number and f"{self.fund.number_prefix}-{self.year.year}-{number:04d}", applicant_type=kind,
            lead_name=owner.name, lead_email=owner.email, lead_address="rue de la Goutte d’Or", lead_phone="06",
            organisation_name="La Lecture à Voix Haute" if kind == "association" else "",
            host_name="Cuisine et Compagnie" if kind == "group" else "",
            title=f"Fête de la cour n° {number or turn}", summary="Un repas dans la cour, tous ensemble. " * 8,
            benefit="Des voisins se parlent.", place="rue Myrha", theme=self.themes[turn % len(self.themes)],
            starts_on=self.year.starts_on + timedelta(days=200), ends_on=self.year.starts_on + timedelta(days=201),
            people_reached=30, requested_cents=asked, created_at=filed, created_by=owner, saved_at=filed,
            **dict.fromkeys(("accepts_regulation", "declares_not_for_profit", "declares_unpaid"), state != "draft"),
        )  # fmt: skip
        if state == "draft":
            row.exercise = row.regulation_version = None
        else:
            row.submitted_at, row.submitted_by = filed, owner
        if state == "withdrawn":
            row.withdrawn_at, row.withdrawn_by = filed + timedelta(days=1), owner
        if state in DECIDED:
            row.decided_at, row.decided_by = filed + timedelta(days=20), self.who["fatou"]
        reach = WAY.index(state) if state in WAY else -1
        row.granted_cents = asked - 5000 if reach >= 0 else None
        return File(row, reach, spent_cents=asked - 5000 - turn % 3 * 700 if reach >= 3 else 0,
                    is_ordered=reach >= 2 or (reach == 1 and turn % 40 == 9))  # fmt: skip

    def _lines(self, row: Application) -> Iterator[BudgetLine]:
        yield BudgetLine(
            application=row, side=BudgetLineSide.EXPENSE, label="Courses", amount_cents=row.requested_cents
        )
        yield BudgetLine(application=row, side=BudgetLineSide.EXPENSE, label="Vaisselle", amount_cents=4000)
        yield BudgetLine(application=row, side=BudgetLineSide.OWN, label="Participation", amount_cents=4000)

    def _tell(self, file: File) -> None:
        """Write what the journal says of a file up to the committee's decision."""
        row, person = file.row, {"person": file.row.owner.name}
        claire, filed = {"by": self.who["claire"], "now": row.created_at + timedelta(days=2)}, row.created_at
        words, private = file.words, {"fund": row.fund_id, **person}
        record("application.started", row, by=row.owner, now=filed, **private)
        if row.number is None:
            return
        record("application.filed", row, by=row.owner, now=filed, **words)
        record("application.received", row, by=row.owner, now=filed, title=row.title, **private)
        if row.state == "withdrawn":
            record("application.withdrawn", row, by=row.owner, now=row.withdrawn_at, **words)
        elif row.state == "to_complete":
            row.corrections.create(message="Où ?", asked_at=claire["now"], asked_by=claire["by"])
            record("application.correction_asked", row, message="Où ?", **claire, **private)
        elif row.state == "inadmissible":
            record("application.inadmissible", row, **claire, **words)
        elif row.state != "submitted":
            record("application.admitted", row, **claire, **words)
        if row.state == "deferred":
            record("application.deferred", row, **claire, **words)

    # --- The committee ---

    def _meet(self, files: list[File]) -> None:
        """Hold a closed meeting for every forty files decided."""
        sealed = minutes.minutes().order_by("made_at").first()
        model, number = minutes.sealed_facts(sealed, public=True), self.committee.meetings.count()
        for start in range(0, len(files), A_MEETING):
            number += 1
            self._hold(number, files[start : start + A_MEETING], model)

    def _hold(self, number: int, files: list[File], model) -> None:
        by, opened = self.who["fatou"], files[0].row.decided_at + timedelta(seconds=number)
        date = CalendarEntry.objects.create(
            fund=self.fund, meets_at=opened, place=model.place, filing_deadline=opened.date() - timedelta(days=7)
        )
        meeting = Meeting.objects.create(
            committee=self.committee, calendar=date, number=number, regulation_version=self.version,
            planned_at=opened, planned_by=by, opened_at=opened, opened_by=by,
        )  # fmt: skip
        about = {"fund": self.fund, "committee": self.committee.name, "number": number}
        record("meeting.opened", meeting, by=by, now=opened, **about)
        decided = list(self._decide(meeting, files))
        Meeting.objects.filter(pk=meeting.pk).update(closed_at=opened + timedelta(hours=2), closed_by=by)
        record("meeting.closed", meeting, by=by, now=opened + timedelta(hours=2), **about)
        told = tuple(
            DecisionFact(reference=one.reference, subject=one.public_subject, kind=one.kind, outcome=str(one.outcome),
                         count=one.denominator)
            for one in decided
        )  # fmt: skip
        facts = canonical(replace(model, number=number, decisions=told).to_dict())
        kept = Minutes.objects.create(
            meeting=meeting, sha256=sha256(facts).hexdigest(), made_at=opened + timedelta(hours=2), made_by=by
        )
        MinutesFacts.objects.create(minutes=kept, internal=facts.decode(), public=facts.decode())

    def _decide(self, meeting: Meeting, files: list[File]) -> list[Decision]:
        items, votes, decisions = [], [], []
        for place, file in enumerate(files):
            row, granted = file.row, file.row.granted_cents
            item = AgendaItem(
                meeting=meeting, kind="file", position=place, title=f"Dossier {row.number}", application=row
            )
            vote = Ballot(
                meeting=meeting, item=item, mode=BallotMode.SHOW_OF_HANDS, proposed_cents=granted, present=8,
                required=5, opened_at=row.decided_at, opened_by=row.decided_by, closed_at=row.decided_at,
                closed_by=row.decided_by, in_favour=7 if granted else 1, against=1 if granted else 7, abstained=0,
                result=BallotResult.ADOPTED if granted else BallotResult.REJECTED,
            )  # fmt: skip
            row.decision_reference = f"{self.fund.number_prefix}-{self.year.year}-{meeting.number}-D{place + 1}"
            decision = Decision(
                meeting=meeting, item=item, ballot=vote, reference=row.decision_reference, amount_cents=granted,
                kind=DecisionKind.PARTIALLY_GRANTED if granted else DecisionKind.REFUSED,
                denominator="8 présents ; pour 7, contre 1.", decided_at=row.decided_at, decided_by=row.decided_by,
            )  # fmt: skip
            items.append(item), votes.append(vote), decisions.append(decision)
        for rows in (items, votes, decisions):
            type(rows[0]).objects.bulk_create(rows)
        DecisionText.objects.bulk_create(DecisionText(decision=one) for one in decisions)
        Application.objects.bulk_update([file.row for file in files], ["decision_reference"], batch_size=500)
        for decision in decisions:
            self._announce(decision)
        return decisions

    def _announce(self, decision: Decision) -> None:
        row, cents = decision.item.application, decision.amount_cents
        act = {"by": decision.decided_by, "now": decision.decided_at, "fund": self.fund}
        if not cents:
            record("application.refused", row, number=row.number, **act)
            return
        record(
            "application.granted", row, title=row.title, holder=row.public_holder, amount=euros(cents),
            amount_cents=cents, reference=decision.reference, number=row.number, **act,
        )  # fmt: skip

    # --- After the grant ---

    def _follow(self, files: list[File]) -> None:
        """Accept, order, pay, report, as far as each file went."""
        awards, orders, reports, receipts = [], [], [], []
        for file in files:
            row, hassan = file.row, self.who["hassan"]
            if file.reach < 1:
                continue
            after = _clock(row.decided_at)
            awards.append(award := Award(
                application=row, channel="holder", payee=row.owner.name, accepted_at=after(2), accepted_by=row.owner
            ))  # fmt: skip
            cents = {"amount": euros(row.granted_cents), "amount_cents": row.granted_cents}
            record("aid.accepted", row, by=row.owner, now=after(2), fund=self.fund, project=row.title, **cents)
            if file.is_ordered:
                record("payment.ordered", row, by=hassan, now=after(4), fund=self.fund, project=row.title, **cents)
                paid = {"paid_on": after(8).date(), "paid_at": after(8), "paid_by": hassan,
                        "bank_reference": f"VIR {row.number}"} if file.reach >= 2 else {}  # fmt: skip
                orders.append(PaymentOrder(
                    award=award, amount_cents=row.granted_cents, trigger="acceptance", ordered_at=after(4),
                    ordered_by=hassan, **paid,
                ))  # fmt: skip
            if file.reach >= 3:
                accepted = {"accepted_at": after(40), "accepted_by": self.who["claire"]} if file.reach == 4 else {}
                reports.append(report := ClosingReport(
                    application=row, narrative="Tout le monde est venu.", people_reached=30, **accepted,
                    spent_cents=file.spent_cents, submitted_at=after(30), submitted_by=row.owner,
                ))  # fmt: skip
                receipts.append(ReportReceipt(
                    report=report, supplier=f"Épicerie de la cour {row.number}", amount_cents=file.spent_cents,
                    added_at=after(30), added_by=row.owner,
                ))  # fmt: skip
                record("report.submitted", row, by=row.owner, now=after(30), fund=self.fund, project=row.title)
        Award.objects.bulk_create(awards, batch_size=500)
        PaymentOrder.objects.bulk_create(orders, batch_size=500)
        if reports:
            bulk_create_with_history(reports, ClosingReport, batch_size=500, default_date=self.now)
            ReportReceipt.objects.bulk_create(receipts, batch_size=500)

    # --- Money ---

    def _fund(self, files: list[File]) -> None:
        """Bring in what these files were granted, from a funder more when there are few."""
        if not files:
            return
        by, begin = self.who["hassan"], datetime.combine(self.year.starts_on, time(9), PARIS)
        turn = self.year.contributions.count()
        city = Organisation.objects.order_by("name").first()
        pledged = sum(file.row.granted_cents for file in files)
        pledge = funds.pledge(self.year, city, cents=pledged, allows_associations=True, by=by, now=begin)
        funds.receive(pledge, cents=pledged, key=f"bench:{turn}", by=by, now=begin)

    def _move(self, files: list[File]) -> None:
        """Write every movement and the accounts it leaves behind."""
        available = Account.objects.get(exercise=self.year, kind=AccountKind.AVAILABLE, holder=NOBODY)
        accounts: dict[tuple[UUID, str], Account] = {}
        left, moved = 0, []

        def side(kind: str, row: Application) -> Account:
            if kind == AccountKind.AVAILABLE:
                return available
            new = Account(id=uuid4(), fund=self.fund, exercise=self.year, kind=kind, holder=row.pk)
            return accounts.setdefault((row.pk, kind), new)

        for file in files:
            for kind, cents, days in _movements(file):
                debit, credit = (side(one, file.row) for one in SIDES[kind])
                for account, change in ((debit, -cents), (credit, cents)):
                    if account is available:
                        left += change
                    else:
                        account.balance_cents += change
                at, by = file.row.decided_at + timedelta(days=days), self.who["hassan"]
                moved.append(Transfer(
                    fund=self.fund, exercise=self.year, kind=kind, debit=debit, credit=credit, amount_cents=cents,
                    key=f"bench:{kind}:{file.row.pk}", reference=file.row.pk, made_at=at, made_by=by,
                ))  # fmt: skip
                words = {"amount": euros(cents), "amount_cents": cents, "project": file.row.title}
                record(ACTS[kind], file.row, by=by, now=at, fund=self.fund, **words)
        Account.objects.bulk_create(accounts.values(), batch_size=500)
        Account.objects.filter(pk=available.pk).update(balance_cents=F("balance_cents") + left)
        Transfer.objects.bulk_create(moved, batch_size=500)


def _movements(file: File) -> Iterator[tuple[str, int, int]]:
    """Yield (kind, cents, days after the decision) of each movement of a file."""
    granted, spent = file.row.granted_cents, file.spent_cents
    if file.reach >= 0:
        yield KIND.RESERVATION, granted, 0
    if file.reach >= 2:
        yield KIND.PAYMENT, granted, 8
    if file.reach == 4:
        yield KIND.SPENDING, spent, 40
        if granted > spent:
            yield KIND.UNSPENT_RETURN, granted - spent, 40


def _clock(start: datetime) -> Callable[[int], datetime]:
    return lambda days: start + timedelta(days=days)

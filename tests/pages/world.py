"""The lived-in neighbourhood as the table of pages asks for it, and a new one where nothing has happened yet."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.actions.installation import Installation, install_fund
from committees.meetings import actions as meetings
from committees.meetings.models import Meeting
from committees.minutes import actions as minutes
from committees.votes import actions as votes
from committees.votes.models import BallotMode
from fph.people.actions import open_account
from fph.people.models import User
from fph.people.roles import paris_day
from projects.applications.models import Application
from projects.fund import actions as funds
from projects.fund.actions import gifts
from projects.fund.models import Fund
from projects.fund.rules import CardPayment
from tests.pages.account_deeds import AccountDeeds
from tests.pages.deeds import Deeds

SLUG, NEW, MERICOURT = "goutte-dor", "le-port", "mericourt"
CHAIRS = {SLUG: "fatou", MERICOURT: "gontran"}


class Goutte(AccountDeeds, Deeds):
    """The demonstration, asked for its pages by its people; what a state needs is done first, and rolled back."""

    def __init__(self, settings, slug: str = SLUG):
        self.settings, self.now, self.chair = settings, timezone.now(), CHAIRS[slug]
        self.fund = Fund.objects.get(slug=slug)
        self.year = self.fund.exercises.get()

    def mericourt(self) -> "Goutte":
        """Return the second neighbourhood of the demonstration."""
        return Goutte(self.settings, MERICOURT)

    # --- Asking ---

    def get(self, who: str, name: str, /, *args, follow: bool = True, **query):
        """Return the page of that name as that person sees it; "" is a stranger."""
        return self.client(who).get(reverse(name, args=args), query, follow=follow)

    def post(self, who: str, name: str, /, *args, **data):
        """Return what a form sent by that person answers, or the page it leads to."""
        return self.client(who).post(reverse(name, args=args), {"csrfmiddlewaretoken": "…", **data}, follow=True)

    def client(self, who: str) -> Client:
        """Return a browser of that person's."""
        client = Client()
        if who:
            client.force_login(self.who(who))
        return client

    def who(self, key: str) -> User:
        """Return a person of the demonstration; an unknown one opens an account."""
        email = f"{key}@demo.example"
        return User.objects.filter(email=email).first() or open_account(
            email=email, name="Awa Toutenouvelle", now=self.now
        )

    # --- Things of the year ---

    def file(self, state: str, **more) -> Application:
        """Return a file in that state; its owner signs in by `owner`."""
        return Application.objects.filter(fund=self.fund, state=state, **more).order_by("created_at").first()

    def owner(self, file: Application) -> str:
        """Return the key of the person whose file it is."""
        return file.owner.email.partition("@")[0]

    def mine(self, state: str, name: str, /, *args, **query):
        """Return a page of the owner of a file in that state."""
        file = self.file(state)
        return self.get(self.owner(file), name, file.pk, *args, **query)

    def contribution(self):
        """Return what a funder promised and paid."""
        return self.year.contributions.order_by("-pledged_cents").first()

    def gift(self, state: str):
        """Return a gift in that state, as Stripe's story goes."""
        gift, by = gifts.open_gift(self.year, cents=4200, email="voisine@exemple.fr", now=self.now), self.who("hassan")
        if state == "expired":
            return gifts.give_up(gift)
        if state == "opened":
            return gift
        paid = CardPayment("cs_page", str(gift.pk), "paid", 4200, "eur", "pi_page")
        gift = gifts.settle(paid, by=by, now=self.now)
        if state in ("refund_due", "refunded"):
            gift = gifts.begin_refund(gift, reason="Payé deux fois.", by=by, now=self.now)
        return gifts.finish_refund(gift, by=by, now=self.now) if state == "refunded" else gift

    def receipt(self):
        """Return a file to upload."""
        return SimpleUploadedFile("ticket.pdf", b"%PDF-1.7\ntrailer<</Root 1 0 R>>\n%%EOF\n" + uuid4().hex.encode())

    # --- The meeting to come ---

    def meeting(self, closed: bool = False) -> Meeting:
        """Return the meeting to come, or one that is closed."""
        found = Meeting.objects.filter(committee__fund=self.fund, closed_at__isnull=not closed)
        return found.order_by("-calendar__meets_at").first()

    def evening(self, until: str, mode: str = BallotMode.OPEN) -> Meeting:
        """Hold the meeting to come until: opened, called, voting, decided or closed."""
        meeting, chair = self.meeting(), self.who(self.chair)
        act = {"by": chair, "now": self.now}
        for seat in meeting.committee.mandates.in_force(paris_day(self.now)):
            meetings.arrive(meeting, seat, **act)
        meetings.open_meeting(meeting, **act)
        steps = ("opened", "called", "voting", "decided", "closed")
        reach = steps.index(until)
        item = meeting.items.exclude(application=None).order_by("position").first()
        if reach >= 1:
            meetings.call_item(meeting, item, **act)
        if reach >= 2:
            meetings.hear(item, **act)
            ballot = votes.open_ballot(item, mode=mode, cents=item.application.requested_cents, **act)
        if reach >= 3:
            for elector in ballot.electors.all():
                votes.cast(ballot, "for", by=elector.membership.person, now=self.now)
            votes.close_ballot(ballot, reasons="Un projet utile à tous.", **act)
        if reach >= 4:
            minutes.close_meeting(meeting, **act)
        return meeting

    # --- A neighbourhood where nothing has happened ---

    def new_fund(self) -> Fund:
        """Open a fund as `open_fund` does, with Claire, Hassan and Fatou at their posts, and nothing else."""
        asked = Installation(
            administrator_email="admin@demo.example", administrator_name="", coordinator_email="claire@demo.example",
            coordinator_name="", carrier="Les Ateliers du Port", place="Le Port", place_slug=NEW, commune="Villebois",
            insee_code="75118", fund="Fonds du Port", slug=NEW, prefix="LP", cap_cents=70000,
        )  # fmt: skip
        fund = install_fund(asked, now=self.now)
        act = {"by": self.who("admin"), "now": self.now, "starts_on": paris_day(self.now) - timedelta(days=1)}
        funds.appoint(fund, self.who("hassan"), "treasurer", **act)
        funds.appoint(fund, self.who("vincent"), "funder_reader", **act)
        return fund

    def new(self, who: str, name: str, /, *args, **query):
        """Return a page of a fund where nothing has happened."""
        self.new_fund()
        return self.get(who, name, NEW, *args, **query)

    def card_payments_open(self):
        """Open giving by card; nothing is asked of Stripe to show the form."""
        self.settings.STRIPE_SECRET_KEY = "sk_test_" + "x" * 24
        self.settings.STRIPE_WEBHOOK_SECRET = "whsec_" + "x" * 24
        return self

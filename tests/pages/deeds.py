"""What has to be done before some pages show a state: in the test's own transaction, by the house's own actions."""

from datetime import date, time, timedelta

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.shortcuts import render
from django.test import Client
from django.test.client import RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.views.defaults import permission_denied, server_error

from cms.models import NeighbourhoodDocument, NeighbourhoodImage, NeighbourhoodPage, NewsPage
from committees.meetings import actions as meetings
from committees.meetings.models import AgendaItem
from fph import triggers
from fph.journal.models import Checkpoint, RegisterEntry, RegisterHead
from fph.people.roles import paris_day
from fph.territories.models import NeighbourhoodMandate
from projects.applications.models import Application
from projects.followup import actions as followup
from projects.followup.models import Award, ClosingReport, PaymentOrder
from projects.fund import actions as funds
from projects.regulation import actions as regulations
from projects.regulation.document import from_document
from projects.regulation.rules import Rule


class Deeds:
    """The deeds of `world.Goutte`."""

    def day(self, days: int = 0) -> str:
        """Return a day from today, as a date field takes it."""
        return (paris_day(self.now) + timedelta(days=days)).isoformat()

    def before_any_act(self):
        """Take the register back to its first morning, which only a test can do."""
        triggers.drop_all(connection)
        Checkpoint.objects.all().delete()
        RegisterEntry.objects.all().delete()
        RegisterHead.objects.update(size=0, peaks="")
        return self

    def wrong_code(self, door: str, /, **data):
        """Ask for a code, then answer another."""
        client = Client()
        there = client.post(reverse(door), data, follow=True).redirect_chain[-1][0]
        return client.post(there, {"code": "0000-0001"}, follow=True)

    def kind(self, state: str, applicant_type: str) -> Application:
        """Return a file in that state, made one of that type of applicant."""
        found = self.file(state)
        found.applicant_type = applicant_type
        found.save()
        return found

    def expected(self) -> Application:
        """Give an hour to the applicant of a file on an agenda to come; return the file."""
        ready = {"application__state__in": ("admissible", "deferred"), "meeting__opened_at": None}
        item = AgendaItem.objects.filter(**ready, meeting__committee__fund=self.fund).first()
        item.hearing_time = time(18, 30)
        item.save()
        return item.application

    # --- A règlement that changes ---

    def put_rule(self, name="quorum_percent", value=40):
        """Write another quorum, or another rule, in the drafts of a member and of the coordination; return the first."""
        rule = Rule(name, value, article="6")
        regulations.put_rule(self.fund, rule, by=self.who("claire"), now=self.now)
        return regulations.put_rule(self.fund, rule, by=self.who("amina"), now=self.now)

    def proposal(self, name="quorum_percent", value=40):
        """Propose it, on the way."""
        act = {"by": self.who("amina"), "now": self.now}
        words = {"title": "Un quorum plus bas", "why": "Nous avons remis deux séances.", "in_force_from": self.day(30)}
        words["in_force_from"] = date.fromisoformat(words["in_force_from"])
        return regulations.propose(self.put_rule(name, value), **words, **act)

    def next_version(self):
        """Have a version recorded, which comes into force in some days."""
        last = self.fund.regulation_versions.first().regulation
        return regulations.adopt(
            self.fund, regulation=last.with_values(None, {}, {"report_due_days": 90}), adopted_on=paris_day(self.now),
            adopted_by_body="le comité de gestion", in_force_from=date.fromisoformat(self.day(9)),
            act_reference="GO-2026-9", by=self.who("claire"), now=self.now,
        )  # fmt: skip

    def stale_proposal(self):
        """Propose a change, then have another version recorded."""
        made = self.proposal()
        self.next_version()
        return made

    def amending(self, step: str = "called", *, stale: bool = False):
        """Bring a meeting to the point where a change of the règlement is voted; return the meeting."""
        meeting, made = self.evening("opened"), self.stale_proposal() if stale else self.proposal()
        act = {"by": self.who("fatou"), "now": self.now}
        item = AgendaItem.objects.filter(amendment=made).first()
        if item is None:
            item = AgendaItem.objects.create(
                meeting=meeting, kind="resolution", position=90, title=str(made)[:160], amendment=made
            )
        meetings.call_item(meeting, item, **act)
        return meeting

    def looked_at(self) -> Application:
        """Have the fund adopt a règlement of two guichets, which looks at all it can; return the draft it will read."""
        rules = [
            *({"parameter": "cap_per_project", "value": cap, "when": {"window": code}, "article": 4}
              for code, cap in (("pouce", 300), ("initiatives", 1500))),
            {"parameter": "cap_per_project", "value": 200, "when": {"window": "pouce", "action": "fête de quartier"}},
            {"parameter": "max_per_applicant_per_year", "value": 1, "when": {"action": "sortie hors du quartier"}},
            {"parameter": "territory", "value": "inside", "article": 6},
            {"parameter": "territories", "value": ["la Goutte d’Or", "Château Rouge"], "article": 6},
            {"parameter": "ineligible_expenses", "article": 8, "value": [
                "les salaires et les cachets", "le matériel qui resterait à une seule personne"]},
        ]  # fmt: skip
        windows = [{"code": "pouce", "label": "Le coup de pouce, pour une idée entre voisins"},
                   {"code": "initiatives", "label": "Les initiatives, pour tout le quartier"}]  # fmt: skip
        today = paris_day(self.now)
        regulations.adopt(self.fund, regulation=from_document({"rules": rules, "windows": windows}), adopted_on=today,
              adopted_by_body="Comité", in_force_from=today, by=self.who("claire"), now=self.now)  # fmt: skip
        found = self.file("draft")
        found.window = "pouce"
        found.save()
        return found

    # --- Payments and reports ---

    def ordered(self) -> PaymentOrder:
        """Order the next payment and leave another to order."""
        found = self.file("granted")
        act = {"by": found.owner, "now": self.now}
        followup.accept(found, channel="host", payee="Les Ateliers du Square", **act)
        award = Award.objects.filter(application__state="accepted", application__fund=self.fund).first()
        return followup.order_payment(award, trigger="acceptance", by=self.who("hassan"), now=self.now)

    def overpaid(self) -> ClosingReport:
        """Return a report that gives money back."""
        found = self.file("reported").closing_report
        ClosingReport.objects.filter(pk=found.pk).update(spent_cents=found.spent_cents - 1000)
        return found

    def report(self, until: str):
        """Return the page of a report being written: draft, error, done, sent back."""
        found, data = self.file("paid"), {"narrative": "Il a fait beau.", "people_reached": 40, "spent_cents": 20000}
        who, act = self.owner(found), {"by": found.owner, "now": self.now}
        written = followup.save_report(found, data, **act)
        for supplier, cents in (("Boulangerie du square", 12050), ("Location de tables et de bancs", 7950)):
            followup.add_receipt(written, supplier=supplier, amount_cents=cents, upload=self.receipt(), **act)
        if until in ("done", "sent back"):
            followup.submit_report(written, **act)
        if until == "sent back":
            claire = {"by": self.who("claire"), "now": self.now}
            followup.send_back_report(written, "Il manque le ticket des boissons.", **claire)
        if until == "error":
            return self.post(
                who, "closing_report", found.pk, **{"do": "send", "spent": "cher", "receipt-supplier": "X"}
            )
        return self.get(who, "closing_report", found.pk)

    # --- The committee ---

    def free_date(self):
        """Publish a date that has no meeting yet."""
        act = {"by": self.who("claire"), "now": self.now}
        when = {"meets_at": self.now + timedelta(days=60), "filing_deadline": paris_day(self.now) + timedelta(days=50)}
        return funds.publish_date(self.fund, place="9 rue Saint-Bruno, 75018 Paris", **when, **act)

    def new_committee(self, name: str):
        """Return a page of a new fund's committee, by its coordinator."""
        committee = self.new_fund().committees.get()
        return self.get("claire", name, committee.slug)

    def on_the_item(self, name: str, until: str, /, **data):
        """Send a form of the desk about the point at hand."""
        meeting = self.evening(until)
        meeting.refresh_from_db()
        return self.post(self.chair, name, meeting.pk, meeting.current_item_id, **data)

    def desk(self, who: str, **presence):
        """Return the desk as that person sees it on the first file, its applicant's presence noted or not."""
        if presence:
            self.on_the_item("applicant_presence", "called", **presence)
            return self.get(who, "meeting", self.meeting().pk)
        return self.get(who, "meeting", self.evening("called").pk)

    def wrong_hands(self):
        """Close a show of hands with no count."""
        meeting = self.evening("voting", mode="show_of_hands")
        return self.post("fatou", "close_ballot", meeting.pk, meeting.ballots.get().pk, in_favour="tous")

    def vote(self, **data):
        """Send a member's vote."""
        meeting = self.evening("voting")
        return self.post("amina", "member_vote", meeting.pk, ballot=meeting.ballots.get().pk, **data)

    # --- The site ---

    def read(self, address: str):
        """Return a page of the site, as a stranger reads it."""
        return Client().get(address, follow=True)

    def picture(self) -> str:
        """Return the path of a picture at one of its sizes."""
        return NeighbourhoodImage.objects.first().get_rendition("width-480").file.name.removeprefix("images/")

    def document(self) -> tuple[int, str]:
        """Keep a document, and return what its address holds."""
        file = SimpleUploadedFile("tract.pdf", self.receipt().read())
        collection = self.fund.neighbourhood.newsroom.collection
        kept = NeighbourhoodDocument.objects.create(title="Tract", collection=collection, file=file)
        return kept.pk, kept.filename

    def news(self) -> NewsPage:
        """Return a piece of news of the neighbourhood that has a picture."""
        ours = NewsPage.objects.descendant_of(self.fund.neighbourhood.page).exclude(picture=None)
        return ours.order_by("pk").first()

    def news_with_every_block(self) -> NewsPage:
        """Return a piece of news whose body holds one block of each kind."""
        news, picture = self.news(), NeighbourhoodImage.objects.first()
        number, _name = self.document()
        link = {"words": "Le plan du quartier", "address": "https://exemple.fr/plan"}
        blocks = [
            {"type": "text", "value": "<h2>Samedi</h2><p>On se retrouve <b>place Polonceau</b>.</p><ul><li>Un plat</li></ul>"},
            {"type": "picture", "value": {"image": picture.pk, "alt_text": "La rue en fête", "decorative": False}},
            {"type": "document", "value": number}, {"type": "link", "value": link},
        ]  # fmt: skip
        news.body = NewsPage.body.field.to_python(blocks)
        news.save()
        return news

    def unpublished(self):
        """Leave the door without any neighbourhood."""
        NeighbourhoodPage.objects.update(live=False)
        return self

    def mandate_over(self, key: str):
        """End an editor's mandate, while their groups are still there."""
        NeighbourhoodMandate.objects.filter(person=self.who(key)).update(
            ends_on=paris_day(timezone.now()) - timedelta(days=1)
        )
        return self

    # --- The pages that say no ---

    def refused(self, number: str):
        """Return a page that says no, as Django or allauth renders it."""
        request = RequestFactory().get("/")
        request.user = self.who("nadia")
        if number == "500":
            response = server_error(request)
        elif number == "403":
            response = permission_denied(request, PermissionDenied())
        else:
            response = render(request, f"{number}.html", status=int(number))
        response.request = {"PATH_INFO": "/", "QUERY_STRING": ""}
        return response

    def without_token(self):
        """Send a form that has lost its token."""
        client = Client(enforce_csrf_checks=True)
        return client.post(reverse("account_login"), {"login": "nadia@demo.example"})

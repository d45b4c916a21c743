"""What each address may cost: its budget in queries, for whom, in which state. A new address needs its line.

The budgets are those of `../shared/anchors/performance.md`; what it doesn't name has the budget of what looks like it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from cms.models import NewsIndexPage, NewsPage
from committees.meetings import queries as meetings
from committees.minutes.models import Minutes
from fph.journal.queries import public_leaves
from fph.mail.queries import messages_written
from projects.applications.models import Application, Attachment
from projects.applications.rules import STEPS
from projects.followup.models import PaymentOrder, ReportReceipt
from projects.regulation.actions import propose, put_rule
from projects.regulation.rules import Rule
from tests.house.url_table import AUDIENCE
from tests.projects.acts import an_act

PUBLIC, LIST, FILE, STEP, FIGURES, POLL, EXPORT = 10, 12, 15, 10, 15, 1, 9
# Over the budget, and why: money told by tranche; a member's right, asked of the fund and then of its committee; « kept »,
# which a POST leaves in the session for the next page, in a transaction of its own.
BY_TRANCHE, OF_MEMBER, KEPT_WORDS = 1, 1, 2
# The règlement of the day, beside the year's themes: it says which kinds and places a project may be of, so reading what
# was typed needs it before the action opens.
AS_ASKED = 1
# The days that each project's decision, payment and report took: the year's files, funded or not, the versions of the
# règlement they fall under, and when each was sent back. The dashboard does with as many and keeps its fifteen.
WITH_DELAYS = 3
# What performance.md does not name.
OTHER = 15
LIVE = 25  # the session's screens: agenda, room, quorum, vote, money left, rights, all of one moment
SPACE = 25  # what awaits someone in each of their roles, one question a role and a kind of thing
BOOK = 10  # a workbook says what a CSV does, and the checkpoint
LIST_BYTES = 60 * 1024


class Places:
    """Where to look in a world: the things that addresses name."""

    def __init__(self, world):
        self.world, self.fund, self.committee = world, world.fund, world.committee
        self.slug = world.fund.slug

    def file(self, *states: str, of: str = "") -> Application:
        """Return the oldest file in one of these states, of one person if asked."""
        found = self.fund.applications.filter(state__in=states).order_by("created_at", "pk")
        return (found.filter(owner=self.world.who[of]) if of else found).first()

    @cached_property
    def page(self):
        """Return the neighbourhood's page."""
        return self.fund.neighbourhood.page

    @cached_property
    def news_index(self):
        """Return its page of news."""
        return NewsIndexPage.objects.descendant_of(self.page).get()

    @cached_property
    def acts(self):
        """Record an act of a final authority, and leave an opinion waiting for another."""
        return an_act(self.fund, self.file("admissible"))

    @cached_property
    def session(self):
        """Return the meeting going on."""
        return meetings.upcoming(self.committee).get()

    @cached_property
    def minutes(self):
        """Return the first minutes of the committee."""
        return Minutes.objects.filter(meeting__committee=self.committee).order_by("made_at").first()


@dataclass(frozen=True)
class Line:
    """An address, who asks for it (the key of a person of the demonstration, or nobody), and the queries it may take."""

    name: str
    address: Callable[[Places], str]
    budget: int
    who: str = ""
    note: str = ""
    post: dict | None = None
    status: int = 200
    max_bytes: int | None = None

    def __str__(self):
        return " ".join(filter(None, (self.name, self.note, self.who and f"({self.who})")))


def at(name: str, *args: Callable[[Places], object]) -> Callable[[Places], str]:
    """Return how to find an address by its name and what it names."""
    return lambda places: reverse(name, args=[arg(places) for arg in args])


def slug(places):
    return places.slug


def committee(places):
    return places.committee.slug


def session(places):
    return places.session.pk


def closed(places):
    return places.minutes.meeting_id


def file(*states: str, of: str = ""):
    return lambda places: places.file(*states, of=of).pk


def news(places):
    return NewsPage.objects.child_of(places.news_index).order_by("date").first().url


def year(places):
    return places.world.year.year


def contribution(places):
    return places.world.year.contributions.order_by("pledged_at").first().pk


def gift(places):
    return places.world.year.gifts.order_by("opened_at").first().pk


def to_confirm(places):
    return PaymentOrder.objects.filter(paid_at=None).order_by("ordered_at").first().pk


def version(places):
    return places.fund.regulation_versions.first().number


def drafted(places):
    """Return the fund's address, once the coordination has a draft in which every file asks too much."""
    put_rule(places.fund, Rule("cap_per_project", 100), by=places.world.who["claire"], now=timezone.now())
    return places.fund.slug


def proposal(places):
    """Return the number of a change of the règlement, proposed by the coordination the first time it is asked for."""
    if not (found := places.fund.amendments.exclude(number=None).first()):
        act = {"by": places.world.who["claire"], "now": timezone.now()}
        draft = put_rule(places.fund, Rule("receipt_threshold", 12_300), **act)
        day = timezone.localdate() + timedelta(days=90)
        found = propose(draft, title="Des justificatifs", why="", in_force_from=day, **act)
    return found.number


PUBLIC_LINES = [
    Line("wagtail_serve", lambda places: "/", PUBLIC, note="the door"),
    Line("wagtail_serve", lambda places: places.page.url, PUBLIC + BY_TRANCHE, note="a neighbourhood"),
    Line("wagtail_serve", lambda places: places.news_index.url, PUBLIC, note="the news"),
    Line("wagtail_serve", lambda places: f"{places.news_index.url}flux/", PUBLIC, note="the feed"),
    Line("wagtail_serve", news, PUBLIC, note="a piece of news"),
    Line("help", at("help"), PUBLIC),
    Line("accessibility", at("accessibility"), PUBLIC),
    Line("legal", at("legal"), PUBLIC),
    Line("privacy", at("privacy"), PUBLIC),
    Line("fund_projects", at("fund_projects", slug), PUBLIC),
    Line("fund_regulation", at("fund_regulation", slug), PUBLIC),
    Line("regulation_version", at("regulation_version", slug, version), PUBLIC),
    Line("amendment", at("amendment", slug, proposal), PUBLIC),
    Line("amendments", at("amendments", slug), PUBLIC),
    Line("give", at("give", slug), PUBLIC),
    Line("gift_thanks", at("gift_thanks", gift), PUBLIC),
    Line("gift_cancelled", at("gift_cancelled", gift), PUBLIC),
    Line("register", at("register"), PUBLIC),
    Line("register_entry", at("register_entry", lambda places: public_leaves().last().seq), PUBLIC),
    Line("register_verify", at("register_verify"), PUBLIC),
    Line("register_export", at("register_export"), EXPORT),
    Line("register_checkpoint", at("register_checkpoint", lambda p: p.world.now.date().isoformat()), PUBLIC),
    Line("public_minutes", at("public_minutes", lambda places: places.minutes.pk), PUBLIC),
    Line("public_minutes_pdf", at("public_minutes_pdf", lambda places: places.minutes.pk), PUBLIC),
    Line("healthz", at("healthz"), 0),
    Line("cloth", at("cloth", lambda places: "goutte-dor"), 0),
    Line("cloth_edge", at("cloth_edge", lambda places: "goutte-dor"), 0),
    Line("account_login", at("account_login"), PUBLIC),
    Line("account_request_login_code", at("account_request_login_code"), PUBLIC),
    Line("account_signup", at("account_signup"), PUBLIC),
    Line("demo_doors", at("demo_doors"), PUBLIC),
    Line("demo_mailbox", at("demo_mailbox"), PUBLIC),
    Line("demo_message", at("demo_message", lambda p: messages_written().first().pk), PUBLIC),
]
APPLICANT_LINES = [
    Line("my_space", at("my_space"), OTHER, who="nadia"),
    Line("my_account", at("my_account"), OTHER, who="nadia"),
    Line("account_email", at("account_email"), OTHER, who="nadia"),
    Line("my_projects", at("my_projects"), LIST, who="nadia"),
    Line("start_application", at("start_application", slug), STEP, who="nadia"),
    *(
        Line("application", at("application", file(state, of=owner)), FILE, who=owner, note=state)
        for state, owner in (("draft", "lucie"), ("to_complete", "nadia"), ("closed", "nadia"), ("accepted", "nadia"))
    ),
    *(
        Line("application_step", at("application_step", file("draft", of="lucie"), lambda p, s=one.slug: s), STEP,
             who="lucie", note=one.slug)
        for one in STEPS
    ),
    Line("application_step", at("application_step", file("draft", of="lucie"), lambda places: "projet"),
         STEP + KEPT_WORDS + AS_ASKED, who="lucie", note="projet, kept", status=302,
         post={"title": "Marche", "summary": "Marcher", "benefit": "Voir"}),
    *(
        Line("step_hints", at("step_hints", file("draft", of="lucie"), lambda p, s=slug: s), STEP, who="lucie", note=slug,
             post={"title": "Marche", "requested_cents": "100"})
        for slug in ("vous", "projet", "dates", "budget")
    ),
    Line("answer_correction", at("answer_correction", file("to_complete", of="nadia")), FILE, who="nadia", status=302),
    Line("withdraw_application", at("withdraw_application", file("draft", of="lucie")), FILE, who="lucie"),
    Line("application_receipt", at("application_receipt", file("closed", of="nadia")), FILE, who="nadia"),
    Line("attachment", at("attachment", lambda p: Attachment.objects.order_by("added_at").first().pk), FILE,
         who="claire"),
    Line("accept_award", at("accept_award", file("granted", of="rachid")), FILE, who="rachid"),
    Line("closing_report", at("closing_report", file("closed", of="nadia")), FILE, who="nadia"),
    Line("closing_report", at("closing_report", file("paid", of="samir")), FILE, who="samir", note="to write"),
]  # fmt: skip
OFFICE_LINES = [
    Line("my_space", at("my_space"), SPACE, who="claire"),
    Line("my_space", at("my_space"), SPACE, who="hassan"),
    Line("fund_desk", at("fund_desk", slug), FIGURES, who="claire"),
    Line("review_list", at("review_list", slug), LIST, who="claire", max_bytes=LIST_BYTES),
    *(
        Line("review", at("review", slug, file(state)), FILE, who="claire", note=state)
        for state in ("submitted", "to_complete", "admissible", "refused", "granted", "paid", "closed")
    ),
    Line("review", at("review", slug, file("closed")), FILE + OF_MEMBER, who="amina",
         note="closed, read by a member"),
    Line("review_history", at("review_history", slug, file("closed")), FILE, who="claire"),
    Line("fund_history", at("fund_history", slug), FILE, who="claire"),
    Line("regulation_versions", at("regulation_versions", slug), FILE, who="claire"),
    Line("amendment_draft", at("amendment_draft", slug), OTHER, who="claire"),
    Line("amendment_rule", at("amendment_rule", slug, lambda places: "cap_per_project"), OTHER, who="claire"),
    Line("replay_draft", at("replay_draft", drafted), LIST, who="claire"),
    Line("replay_amendment", at("replay_amendment", slug, proposal), LIST, who="claire"),
    Line("themes", at("themes", slug), OTHER, who="claire"),
    Line("contributions", at("contributions", slug), FIGURES, who="hassan"),
    Line("pledge", at("pledge", slug, year), OTHER, who="hassan"),
    Line("receive_contribution", at("receive_contribution", slug, contribution), OTHER, who="hassan"),
    Line("take_back_contribution", at("take_back_contribution", slug, contribution), OTHER, who="hassan"),
    Line("refund_gift", at("refund_gift", slug, gift), OTHER, who="hassan"),
    Line("final_acts", at("final_acts", slug), OTHER, who="claire"),
    Line("record_final_act", at("record_final_act", slug, lambda p: p.acts.meeting), OTHER, who="claire"),
    Line("final_act", at("final_act", slug, lambda p: p.acts.act.pk), OTHER, who="claire"),
    Line("final_act_file", at("final_act_file", slug, lambda p: p.acts.act.pk), OTHER, who="claire"),
    Line("payments", at("payments", slug), FIGURES, who="hassan"),
    Line("fund_delays", at("fund_delays", slug), LIST, who="claire"),
    Line("confirm_payment", at("confirm_payment", slug, to_confirm), OTHER, who="hassan"),
    Line("check_report", at("check_report", slug, file("reported")), FILE, who="claire", note="to check"),
    Line("check_report", at("check_report", slug, file("closed")), FILE, who="claire", note="accepted"),
    Line("report_history", at("report_history", slug, file("closed")), FILE, who="claire"),
    Line("receipt", at("receipt", lambda p: ReportReceipt.objects.exclude(file=None).order_by("added_at").first().pk),
         FILE, who="claire"),
    Line("fund_report", at("fund_report", slug), FIGURES, who="vincent"),
    Line("report_csv", at("report_csv", slug, year), EXPORT + BY_TRANCHE + WITH_DELAYS, who="vincent"),
    Line("report_xlsx", at("report_xlsx", slug, year), BOOK + BY_TRANCHE + WITH_DELAYS, who="vincent"),
    Line("roles", at("roles", slug), OTHER, who="admin"),
    Line("new_fund", at("new_fund"), OTHER, who="admin"),
    Line("new_fund_step", at("new_fund_step", lambda p: "quartier"), OTHER, who="admin"),
    Line("fund_opened", at("fund_opened", slug), OTHER, who="admin"),
    Line("newsroom", at("newsroom"), OTHER, who="paul"),
    Line("editor_account", at("editor_account"), OTHER, who="paul", status=302),
]  # fmt: skip
COMMITTEE_LINES = [
    Line("my_space", at("my_space"), SPACE, who="amina"),
    Line("committee", at("committee", committee), OTHER, who="amina"),
    Line("committee_history", at("committee_history", committee), OTHER, who="amina"),
    Line("plan_meeting", at("plan_meeting", committee), OTHER, who="fatou"),
    Line("agenda", at("agenda", session), OTHER, who="fatou"),
    Line("meeting_history", at("meeting_history", session), OTHER, who="fatou"),
    Line("meeting", at("meeting", session), LIVE, who="fatou", note="the desk, a vote going on"),
    Line("meeting", at("meeting", closed), LIVE, who="amina", note="closed"),
    Line("member_vote", at("member_vote", session), LIVE, who="amina"),
    Line("close_meeting", at("close_meeting", session), LIVE, who="fatou"),
    Line("minutes", at("minutes", closed), OTHER, who="amina"),
    Line("minutes_pdf", at("minutes_pdf", closed), OTHER, who="amina"),
    Line("add_erratum", at("add_erratum", closed), OTHER, who="fatou"),
]
LINES = [*PUBLIC_LINES, *APPLICANT_LINES, *OFFICE_LINES, *COMMITTEE_LINES]

# Nothing to count, each with its reason.
EXEMPT = {
    "picture": "a file from the disk",
    "wagtaildocs_serve": "a file, found by Wagtail",
    "account_confirm_login_code": "a code waits in a session that sign-in's own tests make; elsewhere it leads away",
    "account_email_verification_sent": "the same",
    "account_logout": "a question of one button",
    "meeting_state": "a part of the session's page, asked when it changed",
    "member_state": "a part of the member's page, asked when it changed",
    **dict.fromkeys(
        [name for name in AUDIENCE if "mfa_" in name or name in ("reauthenticate_by_mail", "my_sessions")],
        "one's own account: a few rows of one person, seldom read",
    ),
    "perimeter": "an administrator's, a few times in the life of a fund",
    "gallery": "the demonstration's, for who builds the house",
    "meeting_pulse": "counted apart: one query, in test_budgets.py and test_session_pages.py",
}
# Addresses that only take a form: their page is another's.
SENT_ONLY = {
    "admit_application", "annul_final_act", "ask_correction", "assign_task", "call_item", "close_ballot",
    "declare_inadmissible", "defer", "demo_enter", "end_role", "finish_task", "member_recuse", "open_ballot",
    "open_meeting", "order_payment", "presence", "recusal", "remove_attachment", "submit_application", "stripe_webhook",
    "applicant_presence", "end_session", "end_other_sessions", "fulfil_obligation", "fulfil_own_obligation",
    "amendment_act", "pass_over", "take_back_override", "committee_pass_over", "committee_take_back",
}  # fmt: skip
# What is kept for readers who are nobody in particular: see docs/decisions/0013-page-cache.md.
KEPT = {
    "wagtail_serve", "help", "accessibility", "legal", "privacy", "fund_projects", "fund_regulation",
    "regulation_version", "amendment", "amendments", "register", "register_entry", "register_verify", "public_minutes",
}  # fmt: skip

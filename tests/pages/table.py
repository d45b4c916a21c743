"""Every page that people read, in each of its states, and how to come there. A new page does not pass without its line.

A page is named by its address; a page of the site by its type. A state is a function of the neighbourhood (`world.py`)
that returns what a client was answered: `full` is the page as lived in, `empty` where nothing has happened, `error` after
a form was refused, `done` after one was taken, `closed` when the page has nothing more to offer.
"""

from committees.votes.views import live
from fph.journal.models import Checkpoint, RegisterEntry
from fph.mail.models import OutboxMessage
from projects.applications.models import ApplicantType, State
from tests.pages.account_table import ACCOUNT
from tests.pages.authority_table import AUTHORITY, AUTHORITY_FILES, waiting
from tests.pages.committee_table import COMMITTEE
from tests.pages.opening_table import OPENING
from tests.pages.site_table import SITE
from tests.pages.tranches_table import TRANCHES
from tests.pages.world import SLUG

# Where the committee only gives an opinion is authority_table's.
STATES = [state for state in State.values if state != State.ADVISED]

# Files, fragments and turnings: they answer a GET, and not with a page. A test asks for each.
NOT_PAGES = {
    "healthz": lambda g: g.get("", "healthz"),
    "picture": lambda g: g.get("", "picture", g.picture()),
    "cloth": lambda g: g.get("", "cloth", g.fund.neighbourhood.cloth_code),
    "cloth_edge": lambda g: g.get("", "cloth_edge", g.fund.neighbourhood.cloth_code),
    "register_export": lambda g: g.get("", "register_export"),
    "register_checkpoint": lambda g: g.get("", "register_checkpoint", Checkpoint.objects.first().date.isoformat()),
    "attachment": lambda g: g.get("claire", "attachment", g.file("submitted").attachments.first().pk),
    "receipt": lambda g: g.get("claire", "receipt", g.file("reported").closing_report.receipts.first().pk),
    **AUTHORITY_FILES,
    "report_csv": lambda g: g.get("vincent", "report_csv", SLUG, g.year.year),
    "report_xlsx": lambda g: g.get("vincent", "report_xlsx", SLUG, g.year.year),
    "minutes_pdf": lambda g: g.get("fatou", "minutes_pdf", g.meeting(closed=True).pk),
    "public_minutes_pdf": lambda g: g.get("", "public_minutes_pdf", g.meeting(closed=True).minutes.pk),
    "wagtaildocs_serve": lambda g: g.get("", "wagtaildocs_serve", *g.document()),
    "meeting_state": lambda g: g.get("fatou", "meeting_state", g.evening("opened").pk),
    "member_state": lambda g: g.get("amina", "member_state", g.evening("opened").pk),
    "answer_correction": lambda g: g.get("nadia", "answer_correction", g.file("to_complete").pk, follow=False),
    "editor_account": lambda g: g.get("paul", "editor_account", follow=False),
    "meeting_pulse": lambda g: g.get(
        "", "meeting_pulse", live.token(g.evening("opened"), "member_state"), follow=False
    ),
    "mfa_login_webauthn": lambda g: g.client("").get("/connexion/cle/", headers={"accept": "application/json"}),
}

HOUSE = {
    "register": {
        "full": lambda g: g.get("", "register"),
        "empty": lambda g: g.before_any_act().get("", "register"),
    },
    "register_entry": {
        "full": lambda g: g.get(
            "", "register_entry", RegisterEntry.objects.filter(entry__visibility="public").last().seq
        )
    },
    "register_verify": {
        "full": lambda g: g.get("", "register_verify"),
        "empty": lambda g: g.before_any_act().get("", "register_verify"),
    },
    "account_login": {
        "full": lambda g: g.get("", "account_login"),
        "error": lambda g: g.post("", "account_login", login="pas une adresse"),
    },
    "account_confirm_login_code": {
        "full": lambda g: g.post("", "account_login", login="nadia@demo.example"),
        "error": lambda g: g.wrong_code("account_login", login="nadia@demo.example"),
    },
    "account_signup": {
        "full": lambda g: g.get("", "account_signup"),
        "error": lambda g: g.post("", "account_signup", email="moi", phone="12"),
    },
    "account_email_verification_sent": {
        "full": lambda g: g.post("", "account_signup", name="Awa Neuve", email="awa@demo.example"),
        "error": lambda g: g.wrong_code("account_signup", name="Awa Neuve", email="awa@demo.example"),
    },
    "account_logout": {"full": lambda g: g.get("nadia", "account_logout")},
    "my_space": {
        "full": lambda g: g.get("fatou", "my_space"),
        "resident": lambda g: g.get("nadia", "my_space"),
        "empty": lambda g: g.get("nouvelle", "my_space"),
    },
    "my_account": {
        "full": lambda g: g.get("nadia", "my_account"),
        "error": lambda g: g.post("nadia", "my_account", name="", phone="12"),
        "done": lambda g: g.post("nadia", "my_account", name="Nadia Verdoyant"),
    },
    "demo_doors": {"full": lambda g: g.get("", "demo_doors")},
    "demo_mailbox": {
        "full": lambda g: g.get("", "demo_mailbox"),
        "empty": lambda g: OutboxMessage.objects.all().delete() and g.get("", "demo_mailbox"),
    },
    # Looked at by test_gallery.py, in its own variants.
    "gallery": {"everything, error included": lambda g: g.get("", "gallery")},
    "demo_message": {"full": lambda g: g.get("", "demo_message", OutboxMessage.objects.first().pk)},
}

CORNERS = "48.8838, 2.3497\n48.8843, 2.3569\n48.8905, 2.3566"

FUND = {
    "fund_projects": {
        "full": lambda g: g.get("", "fund_projects", SLUG),
        "empty": lambda g: g.new("", "fund_projects"),
    },
    "fund_regulation": {
        "full": lambda g: g.get("", "fund_regulation", SLUG),
        "empty": lambda g: g.new("", "fund_regulation"),
        "member": lambda g: g.get("amina", "fund_regulation", SLUG),
    },
    "regulation_version": {
        "full": lambda g: g.get("", "regulation_version", SLUG, 1),
        "to come": lambda g: g.get("", "regulation_version", SLUG, g.next_version().number),
    },
    "amendments": {
        "full": lambda g: g.proposal() and g.get("", "amendments", SLUG),
        "empty": lambda g: g.get("", "amendments", SLUG),
        "member": lambda g: g.proposal() and g.get("amina", "amendments", SLUG),
    },
    "amendment": {
        "full": lambda g: g.get("", "amendment", SLUG, g.proposal().number),
        "member": lambda g: g.get("amina", "amendment", SLUG, g.proposal().number),
        "base changed": lambda g: g.get("amina", "amendment", SLUG, g.stale_proposal().number),
        "withdrawn": lambda g: g.post("amina", "amendment_act", SLUG, g.proposal().number, do="withdraw"),
    },
    "amendment_draft": {
        "empty": lambda g: g.get("amina", "amendment_draft", SLUG),
        "full": lambda g: g.put_rule() and g.get("amina", "amendment_draft", SLUG),
        "error": lambda g: g.put_rule() and g.post("amina", "amendment_draft", SLUG, do="propose", title=""),
        "error of a file": lambda g: g.post("claire", "amendment_draft", SLUG, do="paste", text="rules: non"),
    },
    "replay_draft": {
        "full": lambda g: g.put_rule("cap_per_project", 30_000) and g.get("claire", "replay_draft", SLUG),
        "nothing changes": lambda g: g.put_rule() and g.get("amina", "replay_draft", SLUG),
    },
    "replay_amendment": {
        "full": lambda g: g.get("amina", "replay_amendment", SLUG, g.proposal("cap_per_project", 30_000).number),
    },
    "amendment_rule": {
        "full": lambda g: g.get("amina", "amendment_rule", SLUG, "quorum_percent"),
        "new": lambda g: g.get("amina", "amendment_rule", SLUG, "payments"),
        "error": lambda g: g.post("amina", "amendment_rule", SLUG, "quorum_percent", value="beaucoup", article="??"),
    },
    "give": {
        "closed": lambda g: g.get("", "give", SLUG),
        "full": lambda g: g.card_payments_open().get("", "give", SLUG),
        "error": lambda g: g.card_payments_open().post("", "give", SLUG, amount_cents="2", email="moi"),
    },
    "gift_thanks": {
        state: lambda g, state=state: g.get("", "gift_thanks", g.gift(state).pk)
        for state in ("opened", "expired", "paid", "refund_due", "refunded")
    },
    "gift_cancelled": {"full": lambda g: g.get("", "gift_cancelled", g.gift("opened").pk)},
    "fund_desk": {
        "full": lambda g: g.get("claire", "fund_desk", SLUG),
        "empty": lambda g: g.new("claire", "fund_desk"),
    },
    "fund_history": {"full": lambda g: g.get("claire", "fund_history", SLUG)},
    "regulation_versions": {
        "full": lambda g: g.get("claire", "regulation_versions", SLUG),
        "error": lambda g: g.post("claire", "regulation_versions", SLUG, cap_group="beaucoup"),
    },
    "themes": {
        "full": lambda g: g.get("claire", "themes", SLUG),
        "error": lambda g: g.post("claire", "themes", SLUG, themes=""),
        "done": lambda g: g.post("claire", "themes", SLUG, themes="Fêtes\nJardins", since=f"{g.now:%Y-%m-%d}"),
    },
    "contributions": {
        "full": lambda g: g.gift("refund_due") and g.get("hassan", "contributions", SLUG),
        "empty": lambda g: g.new("hassan", "contributions"),
    },
    "pledge": {
        "full": lambda g: g.get("hassan", "pledge", SLUG, g.year.year),
        "error": lambda g: g.post("hassan", "pledge", SLUG, g.year.year, new_siret="12"),
        "done": lambda g: g.post("hassan", "pledge", SLUG, g.year.year, funder=g.contribution().funder_id, cents="900"),
    },
    "receive_contribution": {
        "full": lambda g: g.get("hassan", "receive_contribution", SLUG, g.contribution().pk),
        "error": lambda g: g.post("hassan", "receive_contribution", SLUG, g.contribution().pk, cents="rien"),
        "confirm": lambda g: g.post("hassan", "receive_contribution", SLUG, g.contribution().pk, cents="50",
                                    received_on=g.day(), bank_reference="VIR 12"),
    },
    "take_back_contribution": {
        "full": lambda g: g.get("hassan", "take_back_contribution", SLUG, g.contribution().pk),
        "error": lambda g: g.post("hassan", "take_back_contribution", SLUG, g.contribution().pk),
        "confirm": lambda g: g.post("hassan", "take_back_contribution", SLUG, g.contribution().pk, cents="50",
                                    bank_reference="VIR 13"),
    },
    "perimeter": {
        "full": lambda g: g.get("admin", "perimeter", SLUG),
        "empty": lambda g: g.new("admin", "perimeter"),
        "error": lambda g: g.post("admin", "perimeter", SLUG, drawing="rue Myrha", starts_on=g.day()),
        "preview": lambda g: g.post("admin", "perimeter", SLUG, drawing=CORNERS, starts_on=g.day(1), approximate="on",
                                    source="Plan du centre social"),
        "preview in words": lambda g: g.post("admin", "perimeter", SLUG, starts_on=g.day(1),
                                             limits_in_words="Rue Myrha, des deux côtés.\n\nBoulevard Barbès, côté pair."),
        "done": lambda g: g.post("admin", "perimeter", SLUG, drawing=CORNERS, starts_on=g.day(1), confirmed="1",
                                 source="Plan du centre social"),
    },
    "refund_gift": {
        "full": lambda g: g.get("hassan", "refund_gift", SLUG, g.gift("refund_due").pk),
        "closed": lambda g: g.get("hassan", "refund_gift", SLUG, g.gift("refunded").pk),
    },
}  # fmt: skip

STEPS = ("vous", "projet", "dates", "budget", "documents", "verification")
WRONG = {
    "vous": {"lead_email": "moi", "lead_phone": "12", "habitants-0-street": "rue Myrha"},
    "projet": {"title": "x" * 300}, "dates": {"starts_on": "hier", "people_reached": "beaucoup"},
    "budget": {"depenses-0-label": "Tables", "depenses-0-cents": "cher", "requested_cents": "trop"}, "documents": {},
}  # fmt: skip

FILING = {
    "my_projects": {
        "full": lambda g: g.get("nadia", "my_projects"),
        "empty": lambda g: g.get("nouvelle", "my_projects"),
    },
    "start_application": {
        "choice": lambda g: g.new_fund() and g.get("nadia", "start_application"),
        "full": lambda g: g.get("nadia", "start_application", SLUG),
        "helper": lambda g: g.get("josette", "start_application", SLUG),
        "error": lambda g: g.post("nadia", "start_application", SLUG),
        "empty": lambda g: g.new("nadia", "start_application"),
    },
    "application": {
        **{state: lambda g, state=state: g.mine(state, "application") for state in STATES},
        "advised": lambda g: (file := waiting(g)) and g.get(g.owner(file), "application", file.pk),
        "expected": lambda g: (file := g.expected()) and g.get(g.owner(file), "application", file.pk),
        "error": lambda g: g.post("nadia", "answer_correction", g.file("to_complete").pk),
    },
    "application_step": {
        **{step: lambda g, step=step: g.mine("draft", "application_step", step) for step in STEPS},
        **{
            f"{step} error": lambda g, step=step: g.post(
                "lucie", "application_step", g.kind("draft", "group").pk, step, **WRONG[step]
            )
            for step in WRONG
        },
        "vous group": lambda g: g.kind("draft", "group") and g.mine("draft", "application_step", "vous", habitants=3),
        "vous association": lambda g: g.kind("draft", "association") and g.mine("draft", "application_step", "vous"),
        **{
            f"{step} looked at": lambda g, step=step: g.looked_at() and g.mine("draft", "application_step", step)
            for step in STEPS[:4]
        },
        "verification looked at": lambda g: g.looked_at() and g.mine("draft", "application_step", "verification"),
        "documents full": lambda g: g.mine("to_complete", "application_step", "documents"),
        "verification full": lambda g: g.mine("to_complete", "application_step", "verification"),
        "error": lambda g: g.post("lucie", "submit_application", g.file("draft").pk),
        "done": lambda g: g.post("lucie", "application_step", g.file("draft").pk, "dates", place="Rue Myrha"),
    },
    "withdraw_application": {
        "draft": lambda g: g.mine("draft", "withdraw_application"),
        "full": lambda g: g.mine("submitted", "withdraw_application"),
        "granted": lambda g: g.mine("granted", "withdraw_application"),
    },
    "application_receipt": {"full": lambda g: g.mine("submitted", "application_receipt")},
    "review_list": {
        "full": lambda g: g.get("claire", "review_list", SLUG),
        "group": lambda g: g.get("claire", "review_list", SLUG, etat="finances"),
        "empty": lambda g: g.new("claire", "review_list"),
    },
    "review": {
        **{state: lambda g, state=state: g.get("claire", "review", SLUG, g.file(state).pk)
           for state in STATES if state != "draft"},
        "advised": lambda g: g.get("claire", "review", SLUG, waiting(g).pk),
        "expected": lambda g: g.get("claire", "review", SLUG, g.expected().pk),
        "error": lambda g: g.post("claire", "ask_correction", SLUG, g.file("submitted").pk),
        "error of a refusal": lambda g: g.post("claire", "declare_inadmissible", SLUG, g.file("submitted").pk),
        "done": lambda g: g.post("claire", "admit_application", SLUG, g.file("submitted").pk),
    },
    "review_history": {"full": lambda g: g.get("claire", "review_history", SLUG, g.file("closed").pk)},
}  # fmt: skip

FOLLOWUP = {
    "accept_award": {
        "full": lambda g: g.mine("granted", "accept_award"),
        "resident": lambda g: g.kind("granted", ApplicantType.RESIDENT) and g.mine("granted", "accept_award"),
        "error": lambda g: g.post(g.owner(g.file("granted")), "accept_award", g.file("granted").pk),
        "done": lambda g: g.post(g.owner(g.file("granted")), "accept_award", g.file("granted").pk,
                                 channel="host", payee="Les Ateliers du Square"),
    },
    "closing_report": {
        "empty": lambda g: g.mine("paid", "closing_report"),
        "full": lambda g: g.report("draft"),
        "error": lambda g: g.report("error"),
        "done": lambda g: g.report("done"),
        "sent back": lambda g: g.report("sent back"),
        "sent": lambda g: g.mine("reported", "closing_report"),
        "closed": lambda g: g.mine("closed", "closing_report"),
        "too early": lambda g: g.mine("accepted", "closing_report"),
    },
    "payments": {
        "full": lambda g: g.ordered() and g.get("hassan", "payments", SLUG),
        "reader": lambda g: g.get("claire", "payments", SLUG),
        "empty": lambda g: g.new("hassan", "payments"),
    },
    "fund_delays": {
        "full": lambda g: g.get("claire", "fund_delays", SLUG),
        "one kind": lambda g: g.get("claire", "fund_delays", SLUG, delai="report"),
        "empty": lambda g: g.new("claire", "fund_delays"),
    },
    "confirm_payment": {
        "full": lambda g: g.get("hassan", "confirm_payment", SLUG, g.ordered().pk),
        "error": lambda g: g.post("hassan", "confirm_payment", SLUG, g.ordered().pk),
    },
    "check_report": {
        "full": lambda g: g.get("claire", "check_report", SLUG, g.file("reported").pk),
        "error": lambda g: g.post("claire", "check_report", SLUG, g.file("reported").pk, do="send_back"),
        "error of the return": lambda g: g.overpaid() and g.post(
            "claire", "check_report", SLUG, g.file("reported").pk, do="accept"),
        "closed": lambda g: g.get("claire", "check_report", SLUG, g.file("closed").pk),
    },
    "report_history": {"full": lambda g: g.get("claire", "report_history", SLUG, g.file("closed").pk)},
    "fund_report": {
        "full": lambda g: g.get("vincent", "fund_report", SLUG),
        "empty": lambda g: g.new("vincent", "fund_report"),
    },
}  # fmt: skip

PAGES = {**HOUSE, **ACCOUNT, **FUND, **FILING, **FOLLOWUP, **AUTHORITY, **COMMITTEE, **SITE, **OPENING}
PAGES = {page: states | TRANCHES.get(page, {}) for page, states in PAGES.items()}
# Pages whose form holds nothing that can be refused: a button, or words that may all be absent.
NOTHING_TO_REFUSE = {"newsroom"}

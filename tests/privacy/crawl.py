"""Every address of the house that can be read, filled with what the canaries left, and all that an answer says."""

import html
import io
import json
import zipfile
from collections.abc import Iterator

import pypdf
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.models import Page

from committees.votes.views import live
from tests.house.test_urls import OURS, addresses
from tests.house.url_table import AUDIENCE, DEMO, OPEN

STEPS = ("vous", "projet", "dates", "budget", "documents", "verification")


def each(names: tuple[str, ...], things: list[tuple]) -> dict[str, list[tuple]]:
    """Say that these addresses take the same things."""
    return dict.fromkeys(names, things)


def arguments(world) -> dict[str, list[tuple]]:
    """Return what each address takes: name → a tuple for each thing that it may show."""
    files = [file.pk for file in world.files.values()]
    fund, meeting, granted = world.fund.slug, world.meeting.pk, world.files["granted"]
    items = [(meeting, item.pk) for item in world.meeting.items.all()]
    filed = [(fund, world.files[who].pk) for who in ("granted", "refused")]
    documents = [(joined.pk,) for file in world.files.values() for joined in file.attachments.all()]
    award, seat = granted.award, world.seat.pk
    a_fund, a_file, a_meeting = [(fund,)], [(pk,) for pk in files], [(meeting,)]
    return {
        **each(("fund_projects", "fund_regulation", "give", "fund_desk", "review_list", "contributions",
                         "fund_history", "regulation_versions", "amendments", "amendment_draft", "replay_draft", "themes",
                         "payments", "final_acts", "fund_report", "fund_delays", "roles",
                         "perimeter", "fund_opened"), a_fund),
        **each(("application", "submit_application", "answer_correction", "withdraw_application",
                         "application_receipt", "accept_award", "closing_report"), a_file),
        **each(("meeting", "meeting_state", "agenda", "meeting_history", "open_meeting", "close_meeting",
                         "member_vote", "member_state", "minutes", "minutes_pdf", "add_erratum"), a_meeting),
        **each(("committee", "committee_history", "plan_meeting"), [(world.committee.slug,)]),
        **each(("call_item", "recusal", "open_ballot", "defer", "assign_task", "member_recuse", "applicant_presence",
                        "committee_pass_over", "committee_take_back"), items),
        **each(("public_minutes", "public_minutes_pdf"), [(world.sealed.pk,)]),
        **each(("review", "review_history", "admit_application", "ask_correction", "declare_inadmissible",
                        "pass_over", "take_back_override"), filed),
        **each(("check_report", "report_history"), [(fund, granted.pk)]),
        **each(("final_act", "annul_final_act", "final_act_file"), [(fund, world.final_act.pk)]),
        "record_final_act": [(fund, world.waiting_meeting)],
        **each(("report_csv", "report_xlsx"), [(fund, world.year.year)]),
        **each(("gift_thanks", "gift_cancelled"), [(world.gift.pk,)]),
        "start_application": [(), (fund,)],
        "new_fund_step": [(part,) for part in ("quartier", "modele", "regles", "personnes", "seances", "verification")],
        "application_step": [(pk, step) for pk in files for step in STEPS],
        "step_hints": [(pk, step) for pk in files for step in STEPS],
        "remove_attachment": [(pk, joined[0]) for pk in files for joined in documents],
        "attachment": documents,
        "receipt": [(world.report.receipts.get().pk,)],
        "fulfil_own_obligation": [(granted.obligations.get().pk,)],
        "fulfil_obligation": [(fund, granted.obligations.get().pk)],
        "order_payment": [(fund, award.pk, "acceptance")],
        "confirm_payment": [(fund, award.payment_orders.get().pk)],
        "pledge": [(fund, world.year.year)],
        **each(("amendment", "amendment_act", "replay_amendment"), [(fund, world.proposal.number)]),
        "regulation_version": [(fund, 1)],
        "amendment_rule": [(fund, "cap_per_project")],
        **each(("receive_contribution", "take_back_contribution"),
                        [(fund, world.year.contributions.first().pk)]),
        "refund_gift": [(fund, world.gift.pk)],
        "presence": [(meeting, seat)],
        "end_role": [(fund, seat)],
        "close_ballot": [(meeting, ballot.pk) for ballot in world.meeting.ballots.all()],
        "finish_task": [(task.pk,) for decision in world.meeting.decisions.all() for task in decision.tasks.all()],
        "register_entry": [(seq,) for seq in world.entries],
        "register_checkpoint": [(f"{world.now:%Y-%m-%d}",)],
        "cloth": [(world.fund.neighbourhood.cloth_code,)],
        "cloth_edge": [(world.fund.neighbourhood.cloth_code,)],
        "meeting_pulse": [(live.token(world.meeting, "member_state"),)],
        "mfa_remove_webauthn": [(1,)],
        "end_session": [(world.fund.pk,)],
        "picture": [("x.jpg",)],
        "wagtaildocs_serve": [(1, "x.pdf")],
        "wagtail_serve": [],
    }  # fmt: skip


def ours(world, *, public: bool) -> Iterator[str]:
    """Yield every address of ours: those anybody reads, or those that ask for a person."""
    known = arguments(world)
    for name in dict.fromkeys(name for _address, name, _view in OURS):
        if AUDIENCE[name] == DEMO or (AUDIENCE[name] in OPEN) != public:
            continue
        try:
            yield from (reverse(name, args=args) for args in known.get(name, [()]))
        except NoReverseMatch as problem:
            raise AssertionError(f"say in arguments() what {name} takes") from problem
    if public:
        yield from (page.url for page in Page.objects.live().specific() if page.url)
        yield from (f"{page.url}flux/" for page in Page.objects.live().filter(slug="actualites"))
        yield "/sitemap.xml"


def editors_rooms() -> Iterator[str]:
    """Yield every address of Wagtail that takes nothing, and those of each page."""
    for pattern in get_resolver().url_patterns:
        if "cms.urls" in str(getattr(pattern, "urlconf_name", "")):
            for address, _name, _view in _everything(pattern):
                if "<" not in address and "(" not in address and address.startswith("cms/"):
                    yield "/" + address
    for pk in Page.objects.values_list("pk", flat=True):
        yield from (f"/cms/pages/{pk}/{what}/" for what in ("edit", "history", "usage"))


def _everything(resolver, prefix: str = ""):
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            yield from _everything(pattern, address)
        else:
            yield address, pattern.name, pattern.callback


def said(response) -> str:
    """Return everything an answer says: headers, cookies, and the text of whatever it carries."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return "\n".join([head, response.cookies.output(), *_texts(response.headers.get("Content-Type", ""), body)])


def _texts(kind: str, body: bytes) -> Iterator[str]:
    yield html.unescape(body.decode("utf-8", "replace"))
    if kind.startswith("application/json"):
        yield json.dumps(json.loads(body), ensure_ascii=False)
    if body.startswith(b"%PDF"):
        pdf = pypdf.PdfReader(io.BytesIO(body))
        yield "\n".join(page.extract_text() for page in pdf.pages)
        yield " ".join(str(value) for value in (pdf.metadata or {}).values())
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            yield from (html.unescape(parts.read(name).decode("utf-8", "replace")) for name in parts.namelist())


def read(client: Client, address: str, words: dict[str, str], posts: set[str] | None = None) -> set[str]:
    """Return the labels of the words that an answer says; addresses that only take a POST are noted in `posts`."""
    answer = client.get(address)
    if answer.status_code == 405 and posts is not None:
        posts.add(address)
    text = said(answer)
    return {label for label, word in words.items() if word in text}


__all__ = ["addresses", "arguments", "editors_rooms", "ours", "read", "said"]

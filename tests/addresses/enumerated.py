"""Every address of ours, from the resolver, with what its parameters are filled with."""

import re
from dataclasses import dataclass
from operator import attrgetter

from django.urls import get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLPattern

from tests.house.url_table import AUDIENCE, TREES

# What fills each parameter: a path into `World.things`, or into the world. A parameter without a line fails.
PARAMETERS = {
    "fund": "things.fund.slug",
    "slug": "things.fund.slug",
    "year": "things.year.year",
    "contribution": "things.pledge.pk",
    "gift": "things.gift.pk",
    "award": "things.award_accepted.pk",
    "trigger": "things.trigger",
    "order": "things.order_ordered.pk",
    "attachment": "things.attachment_draft.pk",
    "step": "things.step",
    "part": "things.part",
    "item": "things.item.pk",
    "seat": "things.seat.pk",
    "ballot": "things.ballot.pk",
    "message": "things.message.pk",
    "person": "things.visitor.pk",
    "code": "things.neighbourhood.cloth_code",
    "seq": "things.seq",
    "day": "things.day",
    "token": "things.pulse",
    "path": "things.picture_path",
    "number": "things.version.number",
    "key": "things.rule_key",
}
# Where the same word means another thing, by address.
COMMITTEE, MEETING, CLOSED = "things.committee.slug", "things.meeting.pk", "things.closed_meeting.pk"
DRAFT, FILED = "things.draft_file.pk", "things.submitted_file.pk"
ELSEWHERE = {
    ("application", "pk"): FILED,
    ("application_step", "pk"): DRAFT,
    ("step_hints", "pk"): DRAFT,
    ("submit_application", "pk"): DRAFT,
    ("answer_correction", "pk"): "things.to_complete_file.pk",
    ("withdraw_application", "pk"): FILED,
    ("application_receipt", "pk"): FILED,
    ("remove_attachment", "pk"): DRAFT,
    ("attachment", "pk"): "things.attachment_submitted.pk",
    ("review", "pk"): FILED,
    ("review_history", "pk"): FILED,
    ("admit_application", "pk"): FILED,
    ("ask_correction", "pk"): FILED,
    ("declare_inadmissible", "pk"): FILED,
    ("pass_over", "pk"): FILED,
    ("take_back_override", "pk"): FILED,
    ("accept_award", "pk"): "things.granted_file.pk",
    ("closing_report", "pk"): "things.paid_file.pk",
    ("fulfil_own_obligation", "pk"): "things.obligation.pk",
    ("fulfil_obligation", "pk"): "things.obligation.pk",
    ("receipt", "pk"): "things.receipt_reported.pk",
    ("check_report", "pk"): "things.reported_file.pk",
    ("report_history", "pk"): "things.reported_file.pk",
    **{(name, "pk"): "things.act.pk" for name in ("final_act", "annul_final_act", "final_act_file")},
    ("record_final_act", "meeting"): "things.opinion_meeting",
    ("end_role", "pk"): "things.extra_mandate.pk",
    ("mfa_remove_webauthn", "pk"): "things.passkey.pk",
    ("end_session", "pk"): "things.session.pk",
    ("amendment", "number"): "things.amendment.number",
    ("amendment_act", "number"): "things.amendment.number",
    ("committee", "slug"): COMMITTEE,
    ("committee_history", "slug"): COMMITTEE,
    ("plan_meeting", "slug"): COMMITTEE,
    ("agenda", "pk"): "things.planned_meeting.pk",
    ("open_meeting", "pk"): "things.planned_meeting.pk",
    ("finish_task", "pk"): "things.task.pk",
    ("minutes", "pk"): CLOSED,
    ("minutes_pdf", "pk"): CLOSED,
    ("add_erratum", "pk"): CLOSED,
    ("public_minutes", "pk"): "things.minutes.pk",
    ("public_minutes_pdf", "pk"): "things.minutes.pk",
    ("open_ballot", "item"): "things.spare_item.pk",
    **{(name, "pk"): MEETING for name in (
        "meeting_history", "meeting", "meeting_state", "call_item", "recusal", "presence", "open_ballot", "defer",
        "applicant_presence", "committee_pass_over", "committee_take_back",
        "assign_task", "close_ballot", "member_vote", "member_state", "member_recuse", "close_meeting",
    )},
    ("wagtail_serve", 0): "things.page_path",
    ("wagtaildocs_serve", 0): "things.document.pk",
    ("wagtaildocs_serve", 1): "things.document.filename",
}  # fmt: skip
# Parameters that name nothing of a fund: nobody's, everybody's, or words.
NOT_THINGS = {
    "year", "trigger", "step", "part", "code", "seq", "day", "path", "message", "person", "token", "key", "number",
}  # fmt: skip
# What a form must say so that the answer depends on who asks, and not on an empty form. Values are paths too.
BODIES = {
    "presence": {"do": "=excuse"},
    "recusal": {"seat": "things.seat.pk"},
    "member_vote": {"ballot": "things.ballot.pk", "choice": "=for"},
    "agenda": {"do": "=add"},
    "applicant_presence": {"do": "=came"},
    "amendment_draft": {"do": "=add", "parameter": "=floor_per_project"},
    "amendment_act": {"do": "=take_up"},
    "amendment_rule": {"value": "=800"},
}


@dataclass(frozen=True)
class Address:
    """An address of ours: its name, its route, its view and the parameters it captures."""

    name: str
    route: str
    view: object
    parameters: tuple

    def filled(self, world, **instead) -> str:
        """Return it filled from a world; `instead` gives another world for a parameter, by its name."""
        values = {word: self.value(word, instead.get(str(word), world)) for word in self.parameters}
        if self.parameters and isinstance(self.parameters[0], int):
            return reverse(self.name, args=list(values.values()))
        return reverse(self.name, kwargs=values)

    def value(self, word, world):
        """Return what fills a parameter. Raises KeyError when no line says it."""
        path = ELSEWHERE.get((self.name, word)) or PARAMETERS[word]
        return attrgetter(path)(world)

    def body(self, world) -> dict:
        """Return what to post."""
        words = BODIES.get(self.name, {})
        return {
            word: path[1:] if path.startswith("=") else str(attrgetter(path)(world)) for word, path in words.items()
        }

    @property
    def audience(self) -> str:
        """Return its class of `url_table.py`."""
        return AUDIENCE.get(self.name, "unclassified")

    @property
    def things(self) -> list:
        """Return the parameters that name something of a fund."""
        return [word for word in self.parameters if word not in NOT_THINGS]

    def __str__(self):
        return f"{self.name}[{','.join(map(str, self.parameters))}]"


def addresses(resolver=None, prefix="") -> list[Address]:
    """Return every address of ours, trees of other packages aside."""
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        route = prefix + str(one.pattern)
        if not isinstance(one, URLPattern):
            found += [] if route.startswith(tuple(TREES)) else addresses(one, route)
        elif one.name or not route.startswith(tuple(TREES)):
            found.append(Address(one.name, route, one.callback, parameters(one.pattern)))
    return found


def parameters(pattern) -> tuple:
    """Return the names a pattern captures, or the places of those it captures without a name."""
    if isinstance(pattern, RoutePattern):
        return tuple(pattern.converters)
    named = tuple(pattern.regex.groupindex)
    return named or tuple(range(re.compile(pattern.regex).groups))


ADDRESSES = addresses()

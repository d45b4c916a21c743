"""What opens each address to whom, reviewed line by line beside `url_table.py`: the expectations of tests/addresses.

A ROLE address names the permissions that open it, by what they are held on: who holds them is `roles.HOLDS`' to say.
A PERSON address that names a thing is its owner's. An address of those classes without its line fails.
"""

from dataclasses import dataclass

from fph.people.roles import HOLDS, SCOPES, Permission, Role

P = Permission


@dataclass(frozen=True)
class Opened:
    """Who finds what the address names: holders of one of these permissions on that kind of thing, and its owner."""

    fund: frozenset[Permission] = frozenset()
    committee: frozenset[Permission] = frozenset()
    neighbourhood: frozenset[Permission] = frozenset()
    owner: bool = False

    def to(self, role: Role) -> bool:
        """Say whether that role, held where it belongs, opens it."""
        return any(HOLDS[role] & getattr(self, scope) for scope, roles in SCOPES.items() if role in roles)


def on_fund(*permissions: Permission, **more) -> Opened:
    """Name permissions held on the fund."""
    return Opened(fund=frozenset(permissions), **more)


def on_both(*permissions: Permission, seats: tuple[Permission, ...] = ()) -> Opened:
    """Name permissions that count on the committee and on its fund, and those a seat alone gives."""
    return Opened(fund=frozenset(permissions), committee=frozenset(permissions) | frozenset(seats))


def on_seat(*permissions: Permission) -> Opened:
    """Name permissions held on the committee only."""
    return Opened(committee=frozenset(permissions))


OWN = Opened(owner=True)
INCOME, RULES, STAFF, REPORTS, PAY = (on_fund(one) for one in (P.COLLECT, P.REGULATE, P.APPOINT, P.READ_REPORTS, P.PAY))
REVIEW, OFFICE, DESK = on_fund(P.REVIEW), on_fund(P.REVIEW, P.PAY), on_fund(P.REVIEW, P.READ_FILES)
FILE = on_fund(P.REVIEW, P.READ_FILES, committee=frozenset({P.READ_FILES}))
INSIDE, PREPARE = on_both(P.PREPARE, seats=(P.SIT,)), on_both(P.PREPARE)
READ, ATTEND = on_both(P.PREPARE, P.TAKE_MINUTES, seats=(P.SIT,)), on_both(P.TAKE_MINUTES)
CHAIR, SEAT = on_seat(P.CHAIR), on_seat(P.SIT)
AMEND = on_fund(P.REGULATE, committee=frozenset({P.SIT}))
WRITER = Opened(neighbourhood=frozenset({P.EDIT_SITE}))

OPENED: dict[str, Opened] = {
    # The fund, for those who run it
    "fund_desk": DESK,
    "fund_history": INCOME,
    "regulation_versions": RULES,
    "themes": RULES,
    "amendment_draft": AMEND,
    "amendment_rule": AMEND,
    "amendment_act": AMEND,
    "replay_draft": AMEND,
    "replay_amendment": AMEND,
    "contributions": INCOME,
    "pledge": INCOME,
    "receive_contribution": INCOME,
    "take_back_contribution": INCOME,
    "refund_gift": INCOME,
    "roles": STAFF,
    "end_role": STAFF,
    "perimeter": STAFF,
    # A file, for who asks
    "application": OWN,
    "application_step": OWN,
    "step_hints": OWN,
    "submit_application": OWN,
    "answer_correction": OWN,
    "withdraw_application": OWN,
    "application_receipt": OWN,
    "remove_attachment": OWN,
    "accept_award": OWN,
    "closing_report": OWN,
    "fulfil_own_obligation": OWN,
    "fund_delays": OFFICE,
    "fulfil_obligation": OFFICE,
    # A file, for who reads it
    "attachment": Opened(fund=FILE.fund, committee=FILE.committee, owner=True),
    "review_list": DESK,
    "review": FILE,
    "review_history": FILE,
    "admit_application": REVIEW,
    "ask_correction": REVIEW,
    "declare_inadmissible": REVIEW,
    # Where an authority decides after the committee
    "final_acts": OFFICE,
    "record_final_act": REVIEW,
    "final_act": OFFICE,
    "annul_final_act": REVIEW,
    "final_act_file": OFFICE,
    "pass_over": REVIEW,
    "take_back_override": REVIEW,
    # After the grant
    "receipt": Opened(fund=OFFICE.fund, owner=True),
    "payments": OFFICE,
    "order_payment": PAY,
    "confirm_payment": PAY,
    "check_report": OFFICE,
    "report_history": OFFICE,
    "fund_report": REPORTS,
    "report_csv": REPORTS,
    "report_xlsx": REPORTS,
    # The committee, from inside
    "committee": INSIDE,
    "committee_history": INSIDE,
    "plan_meeting": PREPARE,
    "agenda": PREPARE,
    "meeting_history": READ,
    "meeting": READ,
    "meeting_state": READ,
    "minutes": READ,
    "minutes_pdf": READ,
    "presence": ATTEND,
    "recusal": ATTEND,
    "applicant_presence": ATTEND,
    "assign_task": ATTEND,
    "finish_task": ATTEND,
    "add_erratum": ATTEND,
    "open_meeting": CHAIR,
    "call_item": CHAIR,
    "open_ballot": CHAIR,
    "close_ballot": CHAIR,
    "committee_pass_over": CHAIR,
    "committee_take_back": CHAIR,
    "defer": CHAIR,
    "close_meeting": CHAIR,
    "member_vote": SEAT,
    "member_state": SEAT,
    "member_recuse": SEAT,
    # What protects one's own account
    "mfa_deactivate_totp": OWN,
    "mfa_remove_webauthn": OWN,
    "end_session": OWN,
    # The neighbourhood's pages
    "newsroom": WRITER,
    "editor_account": WRITER,
}
# PERSON addresses that name nothing of anybody's: whoever is signed in finds their own there.
ANYBODY_S = {
    "my_space",
    "my_account",
    "account_email",
    "my_projects",
    "start_application",
    "my_sessions",
    "end_other_sessions",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "reauthenticate_by_mail",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}

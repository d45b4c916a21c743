"""Who each address is for, reviewed line by line: a new address does not pass the tests without its line.

PUBLIC  anyone, signed in or not
DEMO    anyone, and only under FPH_DEMO=1
PERSON  anyone signed in, for what is their own
ROLE    those who hold a permission on the thing, asked by `access.py`; for others it is not there
EDITOR  Wagtail's own admin, behind its permission
INSTALLER  who administers the installation (a superuser); for others it is not there
MACHINE a machine that signs what it sends
"""

PUBLIC, DEMO, PERSON, ROLE, EDITOR, MACHINE = "public", "demo", "person", "role", "editor", "machine"
INSTALLER = "installer"
OPEN = {PUBLIC, DEMO, MACHINE}

# Whole trees that another package brings, by the beginning of their address.
TREES = {"cms/": EDITOR}

AUDIENCE: dict[str, str] = {
    # The house
    "healthz": PUBLIC,
    "picture": PUBLIC,
    "cloth": PUBLIC,
    "cloth_edge": PUBLIC,
    # The register: public entries are read, private ones are commitments
    "register": PUBLIC,
    "register_entry": PUBLIC,
    "register_verify": PUBLIC,
    "register_export": PUBLIC,
    "register_checkpoint": PUBLIC,
    # Sign-in, and one's own
    "account_login": PUBLIC,
    "account_request_login_code": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_signup": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_logout": PUBLIC,
    "my_space": PERSON,
    "my_account": PERSON,
    "account_email": PERSON,
    "mfa_login_webauthn": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": PERSON,
    "mfa_reauthenticate_webauthn": PERSON,
    "reauthenticate_by_mail": PERSON,
    "mfa_index": PERSON,
    "mfa_activate_totp": PERSON,
    "mfa_deactivate_totp": PERSON,
    "mfa_add_webauthn": PERSON,
    "mfa_remove_webauthn": PERSON,
    "mfa_view_recovery_codes": PERSON,
    "mfa_generate_recovery_codes": PERSON,
    "my_sessions": PERSON,
    "end_session": PERSON,
    "end_other_sessions": PERSON,
    # The demonstration
    "demo_doors": DEMO,
    "demo_enter": DEMO,
    "demo_mailbox": DEMO,
    "demo_message": DEMO,
    "gallery": DEMO,
    # The fund, as anyone sees it, and its gifts
    "fund_projects": PUBLIC,
    "fund_regulation": PUBLIC,
    "regulation_version": PUBLIC,
    "amendments": PUBLIC,
    "amendment": PUBLIC,
    "give": PUBLIC,
    "gift_thanks": PUBLIC,
    "gift_cancelled": PUBLIC,
    "stripe_webhook": MACHINE,
    # The fund, for those who run it
    "fund_desk": ROLE,
    "fund_history": ROLE,
    "perimeter": ROLE,
    "regulation_versions": ROLE,
    "amendment_draft": ROLE,
    "amendment_rule": ROLE,
    "amendment_act": ROLE,
    "replay_draft": ROLE,
    "replay_amendment": ROLE,
    "contributions": ROLE,
    "pledge": ROLE,
    "receive_contribution": ROLE,
    "take_back_contribution": ROLE,
    "refund_gift": ROLE,
    # A file, for who asks
    "my_projects": PERSON,
    "start_application": PERSON,
    "application": PERSON,
    "application_step": PERSON,
    "step_hints": PERSON,
    "submit_application": PERSON,
    "answer_correction": PERSON,
    "withdraw_application": PERSON,
    "application_receipt": PERSON,
    "remove_attachment": PERSON,
    "attachment": ROLE,
    # A file, for who reads it
    "review_list": ROLE,
    "review": ROLE,
    "review_history": ROLE,
    "admit_application": ROLE,
    "ask_correction": ROLE,
    "declare_inadmissible": ROLE,
    # Where an authority decides after the committee
    "final_acts": ROLE,
    "record_final_act": ROLE,
    "final_act": ROLE,
    "annul_final_act": ROLE,
    "final_act_file": ROLE,
    "pass_over": ROLE,
    "take_back_override": ROLE,
    # After the grant
    "accept_award": PERSON,
    "closing_report": PERSON,
    "fulfil_own_obligation": PERSON,
    "fund_delays": ROLE,
    "fulfil_obligation": ROLE,
    "receipt": ROLE,
    "payments": ROLE,
    "order_payment": ROLE,
    "confirm_payment": ROLE,
    "check_report": ROLE,
    "report_history": ROLE,
    "fund_report": ROLE,
    "report_csv": ROLE,
    "report_xlsx": ROLE,
    # What the neighbourhood publishes
    "help": PUBLIC,
    "accessibility": PUBLIC,
    "legal": PUBLIC,
    "privacy": PUBLIC,
    "wagtaildocs_serve": PUBLIC,
    "wagtail_serve": PUBLIC,
    # A fund from nothing
    "new_fund": INSTALLER,
    "new_fund_step": INSTALLER,
    "fund_opened": INSTALLER,
    "newsroom": PERSON,
    "editor_account": EDITOR,
    # The committee, from inside
    "committee": ROLE,
    "roles": ROLE,
    "themes": ROLE,
    "end_role": ROLE,
    "committee_history": ROLE,
    "plan_meeting": ROLE,
    "agenda": ROLE,
    "meeting_history": ROLE,
    "meeting": ROLE,
    "meeting_state": ROLE,
    "meeting_pulse": PUBLIC,  # to whoever holds a token we signed: says whether something happened, never what
    "open_meeting": ROLE,
    "call_item": ROLE,
    "presence": ROLE,
    "applicant_presence": ROLE,
    "committee_pass_over": ROLE,
    "committee_take_back": ROLE,
    "recusal": ROLE,
    "open_ballot": ROLE,
    "close_ballot": ROLE,
    "defer": ROLE,
    "assign_task": ROLE,
    "finish_task": ROLE,
    "close_meeting": ROLE,
    "member_vote": ROLE,
    "member_state": ROLE,
    "member_recuse": ROLE,
    "minutes": ROLE,
    "minutes_pdf": ROLE,
    "add_erratum": ROLE,
    # Its minutes without names, for all
    "public_minutes": PUBLIC,
    "public_minutes_pdf": PUBLIC,
}

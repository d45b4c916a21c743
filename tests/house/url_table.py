"""Who each address is for, reviewed line by line: a new address does not pass the tests without its line.

PUBLIC  anyone, signed in or not
DEMO    anyone, and only under FPH_DEMO=1
PERSON  anyone signed in, for what is their own
ROLE    those who hold a permission on the thing, asked by `access.py`; for others it is not there
EDITOR  Wagtail's own admin, behind its permission
MACHINE a machine that signs what it sends
"""

PUBLIC, DEMO, PERSON, ROLE, EDITOR, MACHINE = "public", "demo", "person", "role", "editor", "machine"
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
    # The demonstration
    "demo_doors": DEMO,
    "demo_enter": DEMO,
    "demo_mailbox": DEMO,
    "demo_message": DEMO,
    # The fund
    "regulation_versions": ROLE,
    # What the neighbourhood publishes
    "wagtaildocs_serve": PUBLIC,
    "wagtail_serve": PUBLIC,
    "newsroom": PERSON,
    "help": PUBLIC,
    "accessibility": PUBLIC,
    "legal": PUBLIC,
    "privacy": PUBLIC,
}

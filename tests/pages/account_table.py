"""The pages of one's own account: second factors, fresh proofs, sessions: their states, as in `table.py`."""

from tests.pages.account_deeds import WRONG_CODE, ask, without_scripts

PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
UNKNOWN = "un appareil sans nom"

ACCOUNT = {
    "mfa_index": {
        "full": lambda g: g.holds("nadia", "passkey", "application", "codes").get("nadia", "mfa_index"),
        "empty": lambda g: g.get("nadia", "mfa_index"),
        "asked by a role": lambda g: g.by_mail("hassan").get("/gestion/goutte-dor/", follow=True),
        "without scripts": lambda g: without_scripts(g.get("nadia", "mfa_index")),
    },
    "mfa_activate_totp": {
        "full": lambda g: g.get("nadia", "mfa_activate_totp"),
        "error": lambda g: ask(g.client("nadia"), "mfa_activate_totp", code=WRONG_CODE),
        "already": lambda g: g.holds("nadia", "application", "codes").get("nadia", "mfa_activate_totp"),
    },
    "mfa_deactivate_totp": {
        "full": lambda g: g.holds("nadia", "application", "codes").get("nadia", "mfa_deactivate_totp"),
        "done": lambda g: g.holds("nadia", "application", "codes").post("nadia", "mfa_deactivate_totp"),
    },
    "mfa_add_webauthn": {
        "full": lambda g: g.new_passkey("nadia"),
        "error": lambda g: g.new_passkey("nadia", name="Mon téléphone", credential="{}"),
        "without scripts": lambda g: without_scripts(g.new_passkey("nadia")),
    },
    "mfa_remove_webauthn": {
        "full": lambda g: g.holds("nadia", "passkey").get("nadia", "mfa_remove_webauthn", g.passkey_of("nadia")),
    },
    "mfa_generate_recovery_codes": {
        "full": lambda g: g.holds("nadia", "application", "codes").get("nadia", "mfa_generate_recovery_codes"),
    },
    "mfa_view_recovery_codes": {
        "full": lambda g: g.holds("nadia", "application", "codes").post("nadia", "mfa_generate_recovery_codes"),
        "closed": lambda g: g.holds("nadia", "application", "codes").get("nadia", "mfa_view_recovery_codes"),
    },
    "mfa_authenticate": {
        "full": lambda g: g.second_step("nadia", "application", "codes"),
        "passkey": lambda g: g.second_step("nadia", "passkey", "application", "codes"),
        "without scripts": lambda g: without_scripts(g.second_step("nadia", "passkey", "codes")),
        "error": lambda g: g.second_step("nadia", "application", "codes", code=WRONG_CODE),
    },
    "mfa_reauthenticate": {
        "full": lambda g: ask(g.holds("nadia", "application").proved("nadia", hours=1), "mfa_reauthenticate"),
        "before an act": lambda g: ask(
            g.holds("nadia", "application", "codes").proved("nadia", hours=1), "mfa_generate_recovery_codes"
        ),
        "passkey": lambda g: ask(g.holds("nadia", "passkey").proved("nadia", hours=1), "mfa_reauthenticate"),
        "error": lambda g: ask(
            g.holds("nadia", "application").proved("nadia", hours=1), "mfa_reauthenticate", code=WRONG_CODE
        ),
    },
    "reauthenticate_by_mail": {
        "empty": lambda g: ask(g.by_mail("vincent", hours=1), "report_csv", "goutte-dor", g.year.year),
        "full": lambda g: g.new_code("vincent"),
        "error": lambda g: g.new_code("vincent", code="0000-0001"),
        "closed": lambda g: g.five_wrong_codes("vincent"),
    },
    "my_sessions": {
        "full": lambda g: ask(g.signed_in_on("nadia", PHONE, UNKNOWN, DESK), "my_sessions"),
        "empty": lambda g: ask(g.signed_in_on("nadia", PHONE), "my_sessions"),
        "done": lambda g: g.signed_in_on("nadia", PHONE, DESK).post("/mon-compte/sessions/autres/", follow=True),
    },
}

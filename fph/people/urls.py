"""Sign-in under the names allauth looks for, and what is one's own. The rest of allauth has no address."""

from django.urls import path

from fph.people.views import again, demo, mine, protection, signing_in

urlpatterns = [
    path("connexion/", signing_in.sign_in, name="account_login"),
    path("connexion/", signing_in.sign_in, name="account_request_login_code"),
    path("connexion/code/", signing_in.enter_code, name="account_confirm_login_code"),
    path("connexion/cle/", signing_in.passkey_sign_in, name="mfa_login_webauthn"),
    path("connexion/second-moyen/", signing_in.second_factor, name="mfa_authenticate"),
    path("connexion/confirmer/", again.reauthenticate, name="mfa_reauthenticate"),
    path("connexion/confirmer/cle/", again.reauthenticate_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("connexion/confirmer/code/", again.reauthenticate_by_mail, name="reauthenticate_by_mail"),
    path("inscription/", signing_in.sign_up, name="account_signup"),
    path("inscription/code/", signing_in.prove_address, name="account_email_verification_sent"),
    path("deconnexion/", signing_in.sign_out, name="account_logout"),
    path("mon-espace/", mine.my_space, name="my_space"),
    path("mon-compte/", mine.my_account, name="my_account"),
    path("mon-compte/", mine.my_account, name="account_email"),
    path("mon-compte/protection/", protection.protection, name="mfa_index"),
    path("mon-compte/protection/application/", protection.add_application, name="mfa_activate_totp"),
    path("mon-compte/protection/application/retirer/", protection.remove_application, name="mfa_deactivate_totp"),
    path("mon-compte/protection/cles/", protection.add_passkey, name="mfa_add_webauthn"),
    path("mon-compte/protection/cles/<int:pk>/retirer/", protection.remove_passkey, name="mfa_remove_webauthn"),
    path("mon-compte/protection/codes/", protection.recovery_codes, name="mfa_view_recovery_codes"),
    path("mon-compte/protection/codes/nouveaux/", protection.new_codes, name="mfa_generate_recovery_codes"),
    path("mon-compte/sessions/", mine.my_sessions, name="my_sessions"),
    path("mon-compte/sessions/autres/", mine.end_other_sessions, name="end_other_sessions"),
    path("mon-compte/sessions/<uuid:pk>/", mine.end_session, name="end_session"),
    path("demo/entrer/<uuid:person>/", demo.demo_enter, name="demo_enter"),
]

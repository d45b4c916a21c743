"""What allauth asks of the house about second factors: names, words, and secrets that a stolen copy doesn't give."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FactorAdapter(DefaultMFAAdapter):
    """Passkeys, applications and recovery codes, in words of ours, encrypted with the installation's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Ce n’est pas le bon code. Prenez celui qui s’affiche maintenant."),
        "unverified_email": gettext_lazy("Confirmez d’abord votre adresse e-mail : connectez-vous avec un code reçu."),
        "cannot_generate_recovery_codes": gettext_lazy("Ajoutez d’abord une clé d’accès ou une application."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with a key drawn from SECRET_KEY, so that a copy of the database is not enough."""
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret; one that SECRET_KEY and its fallbacks no longer open becomes another, which opens nothing."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def generate_authenticator_name(self, user, type) -> str:
        """Name a passkey for a person who gave it no name."""
        return _("Clé d’accès")


def _lock() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([
        Fernet(base64.urlsafe_b64encode(salted_hmac("fph.people.factors", "", key, algorithm="sha256").digest()))
        for key in keys
    ])  # fmt: skip

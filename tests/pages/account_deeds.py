"""What has to be done before the pages of one's account show a state: factors held, sessions opened, proofs grown old."""

import hashlib
import re
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from tests.fph.factors_world import sign_in
from tests.harness.sessions import prove, signed_in_by_code

SCRIPT = re.compile(rb"<script\b[^>]*\bsrc=[^>]*></script>")
WRONG_CODE = "000000"


class AccountDeeds:
    """The deeds of `world.Goutte` about one's own account."""

    def holds(self, who: str, *factors: str):
        """Give a person factors: an application, a passkey, recovery codes."""
        person = self.who(who)
        for factor in factors:
            if factor == "application":
                TOTP.activate(person, generate_totp_secret())
            elif factor == "passkey":
                WebAuthn.add(person, "Mon téléphone", answer_of_a_device())
            else:
                RecoveryCodes.activate(person)
        return self

    def proved(self, who: str, *, hours: int = 0) -> Client:
        """Return a browser where a person proved twice who they are, that many hours ago."""
        client = self.client(who)
        prove(client, ago=hours * 3600)
        return client

    def by_mail(self, who: str, *, hours: int = 0) -> Client:
        """Return a browser where a person gave an e-mailed code alone, that many hours ago."""
        client = self.client(who)
        signed_in_by_code(client, ago=hours * 3600)
        return client

    def second_step(self, who: str, *factors: str, **sent):
        """Return the page that follows the e-mailed code of someone who holds these factors."""
        client = Client()
        sign_in(client, self.holds(who, *factors).who(who))
        return ask(client, "mfa_authenticate", **sent)

    def new_code(self, who: str, **sent):
        """Ask for a new e-mailed code before an act, then send what is typed, if anything is."""
        client = self.by_mail(who, hours=1)
        page = ask(client, "reauthenticate_by_mail", send="1")
        return ask(client, "reauthenticate_by_mail", **sent) if sent else page

    def five_wrong_codes(self, who: str):
        """Type five wrong codes, after which a new one has to be asked for."""
        client = self.by_mail(who, hours=1)
        ask(client, "reauthenticate_by_mail", send="1")
        return [ask(client, "reauthenticate_by_mail", code="0000-0001") for _ in range(5)][-1]

    def new_passkey(self, who: str, **sent):
        """Ask for the page that makes a passkey, then send what the device is said to answer, if it is."""
        client = self.proved(who)
        page = ask(client, "mfa_add_webauthn")
        return ask(client, "mfa_add_webauthn", **sent) if sent else page

    def passkey_of(self, who: str) -> int:
        """Return the number of a person's passkey."""
        return Authenticator.objects.get(user=self.who(who), type="webauthn").pk

    def signed_in_on(self, who: str, *browsers: str) -> Client:
        """Open a session in each of these browsers, through the door of the demonstration; returns the last."""
        for browser in browsers:
            client = Client(headers={"user-agent": browser})
            client.post(reverse("demo_enter", args=[self.who(who).pk]))
        return client


def ask(client: Client, name: str, /, *args, **sent):
    """Send a form, or ask for its page when there is nothing to send."""
    address = reverse(name, args=args)
    return client.post(address, sent, follow=True) if sent else client.get(address, follow=True)


def without_scripts(response):
    """Return the page as a browser that runs no script shows it."""
    response.content = SCRIPT.sub(b"", response.content)
    return response


def answer_of_a_device() -> dict:
    """Return what a device answers when a passkey is made on it; the key is nobody's, and signs nothing."""
    number = uuid4().bytes
    key = ES256({1: 2, 3: -7, -1: 1, -2: number * 2, -3: number * 2})
    tied = AttestedCredentialData.create(Aaguid.NONE, number, key)
    shown = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), AuthenticatorData.FLAG.AT, 0, tied)
    asked = CollectedClientData.create("webauthn.create", number, "https://testserver")
    return {
        "id": websafe_encode(number), "rawId": websafe_encode(number), "type": "public-key",
        "response": {"clientDataJSON": websafe_encode(asked),
                     "attestationObject": websafe_encode(AttestationObject.create("none", shown, {}))},
        "clientExtensionResults": {"credProps": {"rk": True}},
    }  # fmt: skip

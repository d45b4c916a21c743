"""A passkey as a device would have made it, without the device."""

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

USED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT


def add_passkey(person, name: str = "Téléphone") -> Authenticator:
    """Tie to an account a key that nobody holds, and return it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    made = AttestedCredentialData.create(Aaguid.NONE, person.pk.bytes, key)
    said = AuthenticatorData.create(b"\0" * 32, USED, 0, made)
    number = websafe_encode(person.pk.bytes)
    credential = {
        "id": number, "rawId": number, "type": "public-key",
        "response": {
            "clientDataJSON": CollectedClientData.create("webauthn.create", b"-" * 32, "https://fonds.example.org").b64,
            "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
        },
    }  # fmt: skip
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": credential})

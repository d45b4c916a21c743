"""What a session remembers of how its person proved who they are."""

import base64
import hashlib
import hmac
import re
import struct
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
from django.urls import URLPattern, get_resolver


def give(client, *proofs: dict):
    """Have the client's session remember these proofs and no other, each of now unless its `at` says otherwise."""
    session = client.session
    session[WHOSE] = session["_auth_user_id"]
    session[PROOFS] = [{"at": time.time()} | proof for proof in proofs]
    session.save()


def signed_in_by_code(client, *, ago: float = 0):
    """Have the session be one opened with an e-mailed code alone, that many seconds ago."""
    give(client, {"method": "code", "at": time.time() - ago})


def prove(client, *, ago: float = 0):
    """Have the session be one proved with a code and a second factor, that many seconds ago."""
    at = time.time() - ago
    give(client, {"method": "code", "at": at}, {"method": "mfa", "type": "totp", "id": 0, "at": at})


def code_of(secret: str, *, ago: float = 0) -> str:
    """Return what an application shows for a secret, worked out here from RFC 6238: SHA-1, six digits, 30 seconds."""
    counter = struct.pack(">Q", int(time.time() - ago) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def addresses() -> list[tuple[str, str, object]]:
    """Return (name, an address, view) of every address of the house; its objects are there for nobody."""
    stand_ins = {
        "uuid": "00000000-0000-4000-8000-000000000000",
        "int": "1",
        "slug": "rien",
        "str": "rien",
        "path": "rien.png",
    }
    return [
        (name, "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: stand_ins[found[1] or "slug"], address), view)
        for address, name, view in _patterns(get_resolver(), "")
        if name and "(" not in address
    ]


def _patterns(resolver, prefix):
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, pattern.name, pattern.callback
        elif not address.startswith("cms/"):
            yield from _patterns(pattern, address)

"""What every answer carries, whatever its status: read beside the matrix, address by address."""

from django.conf import settings

from fph.http.headers import PERMISSIONS
from tests.house.url_table import EDITOR

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
}
# Whoever has the address reads the page: it goes nowhere. A page with a form can't: browsers would hide its origin too.
UNREFERRED = {"gift_thanks", "gift_cancelled"}
# The same bytes for everybody, so that they may be kept whoever asks.
EVERYBODY_S = {"healthz", "picture", "cloth", "cloth_edge", "register_export", "register_checkpoint"}
COOKIES = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


def policy(answer) -> dict[str, list[str]]:
    """Return the directives of an answer's policy."""
    parts = (part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";") if part.strip())
    return {words[0]: words[1:] for words in parts}


def faults(answer, *, name="", audience="", signed_in=False) -> list[str]:
    """Return what is missing or wrong among the headers and cookies of an answer."""
    told = [f"{header}: {answer.headers.get(header)}" for header, value in ALWAYS.items()
            if answer.headers.get(header) != value]  # fmt: skip
    told += wrong_policy(answer, editor=audience == EDITOR)
    referrer = "no-referrer" if name in UNREFERRED else "same-origin"
    if answer.headers.get("Referrer-Policy") != referrer:
        told.append(f"Referrer-Policy: {answer.headers.get('Referrer-Policy')}")
    if signed_in and name not in EVERYBODY_S and "no-store" not in answer.headers.get("Cache-Control", ""):
        told.append(f"Cache-Control: {answer.headers.get('Cache-Control')} to somebody signed in")
    if "attachment" in answer.headers.get("Content-Disposition", "") and "html" in answer.headers["Content-Type"]:
        told.append("a download that is a page")
    return told + wrong_cookies(answer)


def wrong_policy(answer, *, editor: bool) -> list[str]:
    """Return what the policy and the frame rule let through."""
    told, rules = [], policy(answer)
    framed = ("SAMEORIGIN", "DENY") if editor else ("DENY",)
    if answer.headers.get("X-Frame-Options") not in framed:
        told.append(f"X-Frame-Options: {answer.headers.get('X-Frame-Options')}")
    if not editor and rules.get("default-src") != ["'none'"]:
        told.append(f"default-src {rules.get('default-src')}")
    loose = {word for words in rules.values() for word in words if "unsafe" in word or word in ("*", "http:", "https:")}
    return told + [f"policy: {word}" for word in sorted(loose) if not editor]


def wrong_cookies(answer) -> list[str]:
    """Return the cookies that should not be set, or not so."""
    told = [f"cookie {name}" for name in answer.cookies if name not in COOKIES]
    for cookie in answer.cookies.values():
        gone = cookie["max-age"] == 0
        if not gone and not (cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"):
            told.append(f"cookie {cookie.OutputString()}")
        if bool(cookie["domain"]) or (settings.HTTPS and not gone and not cookie["secure"]):
            told.append(f"cookie {cookie.OutputString()}")
    return told

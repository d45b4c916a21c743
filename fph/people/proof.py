"""How surely a session knows who is there: the second factor some roles impose, the fresh proof some acts ask for.

Reasons and durations: docs/decisions/0010-two-factors.md.
"""

import json
import time
from functools import wraps
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, suspend_request
from django.conf import settings
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from fph.people import queries, rules
from fph.people.roles import paris_day

HALF_HOUR = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
EVENING = 4 * 3600
STAFF_SESSION = 8 * 3600
HOUR = 3600
SAFE = ("GET", "HEAD")
# What the POST that waits needs of its surroundings: the rest holds cookies, addresses, a server's own environment.
KEPT = {"HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "REQUEST_METHOD", "CONTENT_TYPE", "CSRF_COOKIE"}


def is_strong(request) -> bool:
    """Say whether the session of the person signed in was proved with a second factor."""
    return rules.is_proved_twice(get_authentication_records(request, request.user), demo=settings.FPH_DEMO)


def is_fresh(request, within: int = HALF_HOUR) -> bool:
    """Say whether the person signed in proved who they are during the last `within` seconds."""
    proofs = get_authentication_records(request, request.user)
    return rules.is_fresh(proofs, now=time.time(), within=within, demo=settings.FPH_DEMO)


def note_second_factor(request, factor) -> None:
    """Count the factor just added as given: adding it took its code, or its key."""
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type, reauthenticated=True)
    limit_session(request)


def forget_second_factor(request) -> None:
    """Count the session as proved by e-mail alone, as after the last factor was taken away."""
    proofs = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [p for p in proofs if p["method"] != "mfa"]


def begin(request) -> None:
    """Note when the session just opened was last seen, and how long it may sleep."""
    request.session["seen"] = time.time()
    limit_session(request)


def limit_session(request) -> None:
    """End the session of those who run a fund after eight idle hours, a resident's after thirty days."""
    staff = queries.strong_roles(request.user, paris_day(timezone.now()))
    request.session.set_expiry(STAFF_SESSION if staff else settings.SESSION_COOKIE_AGE)


def fresh(view=None, *, within: int = HALF_HOUR, reads: bool = False):
    """Ask who is there again before a POST, or before any answer when what is read is sensitive (`reads`).

    The POST is kept and done after the proof, so that nothing typed is lost.
    """
    if view is None:
        return lambda decorated: fresh(decorated, within=within, reads=reads)

    @wraps(view)
    def run(request, *args, **kwargs):
        if (reads or request.method not in SAFE) and not is_fresh(request, within):
            return ask_again(request)
        return view(request, *args, **kwargs)

    run.fresh_within = within  # type: ignore[attr-defined]
    return run


def ask_again(request):
    """Lead to the page that asks for a passkey or a code, then back here."""
    answer = suspend_request(request, get_adapter().get_reauthentication_methods(request.user)[0]["url"])
    if waiting := request.session.get(STATE_SESSION_KEY):
        kept = json.loads(waiting["request"])
        kept["META"] = {name: value for name, value in kept["META"].items() if name in KEPT}
        request.session[STATE_SESSION_KEY] = {"request": json.dumps(kept)}
    return answer


class SecondFactor:
    """Middleware that imposes the second factor on those whose role asks for it, on every page that is not public.

    It costs no query: the person was read with what their roles ask (`backends.py`). A role given meanwhile imposes
    it at once.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Go on: everything is asked in `process_view`, which knows the view."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Let pass, or lead to where the second factor is set up or given."""
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        _note_seen(request.session)
        if not request.user.must_prove_twice or is_strong(request) or not getattr(view, "needs_second_factor", True):
            return None
        return _lead_to_second_factor(request)


def _lead_to_second_factor(request):
    page = "mfa_reauthenticate" if queries.has_second_factor(request.user) else "mfa_index"
    back = request.get_full_path() if request.method in SAFE else resolve_url("my_space")
    return redirect(f"{resolve_url(page)}?{urlencode({'next': back})}")


def _note_seen(session) -> None:
    """Keep when a session was last seen, once an hour: that also puts its end off."""
    if time.time() - session.get("seen", time.time()) > HOUR:
        session["seen"] = time.time()

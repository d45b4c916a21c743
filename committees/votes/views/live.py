"""Screens that stay true without a reload: every two seconds they ask whether something happened.

What they ask with is a token in the address, signed by us for twelve hours at most and given anew with each answer. It
says which screen of which meeting was shown in which version, and names nobody. While that version holds the answer is
204: one query, no session, no right to check since nothing is told. Once it doesn't, the answer leads to the screen
itself, which checks every right as ever: a mandate that ended finds nothing there.
"""

from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from committees.meetings import queries
from fph.http.access import public

EVERY_MS, SPREAD_MS = 2000, 800
SALT, LIFE_SECONDS = "committees.live", 12 * 3600
NEVER_KEPT = {"Cache-Control": "no-store"}


def token(meeting, screen: str) -> str:
    """Return what a screen asks again with: `screen` is the name of the address that answers what changed."""
    return signing.dumps([str(meeting.pk), meeting.version, screen], salt=SALT)


@public
@require_safe
def pulse(request, token: str):
    """Answer 204 while nothing happened, else lead to what changed; 404 for what we didn't sign, or too long ago."""
    try:
        meeting, version, screen = signing.loads(token, salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    if queries.version(meeting) == version:
        return HttpResponse(status=204, headers=NEVER_KEPT)
    shown = urlencode({"point": request.GET.get("point", "")})
    return HttpResponseRedirect(f"{reverse(screen, args=[meeting])}?{shown}", headers=NEVER_KEPT)


def poll(request, meeting, screen: str, key: str) -> dict:
    """Return what the fragment needs to ask again: where, how often (spread, so that a room does not ask at once)."""
    return {
        "url": reverse("meeting_pulse", args=[token(meeting, screen)]),
        "key": key,
        "every": EVERY_MS + request.user.pk.int % SPREAD_MS,
        "going": meeting.closed_at is None,
    }

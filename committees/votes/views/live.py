"""Screens that stay true without a reload: a fragment asked for every few seconds, 304 while nothing happened.

The ETag is a keyed hash of the person, the meeting and its version. Whoever sends it back was entitled to that very
version and is told only that it still holds, which costs one query; anything else checks every right anew.
"""

import json

from django.http import HttpResponseNotModified
from django.utils.crypto import salted_hmac

from committees.meetings import queries

EVERY_MS, SPREAD_MS = 2000, 800


def tag(user, pk, version: int) -> str:
    """Return the ETag of a meeting's version for a person."""
    return f'"{salted_hmac("committees.live", f"{user.pk} {pk} {version}").hexdigest()}"'


def not_modified(request, pk) -> HttpResponseNotModified | None:
    """Return a 304 when the person already shows the meeting as it is, else None (one query)."""
    told = request.headers.get("If-None-Match")
    if told and told == tag(request.user, pk, queries.version(pk) or 0):
        return HttpResponseNotModified(headers={"ETag": told, "Cache-Control": "private, no-store"})
    return None


def poll(request, meeting, url: str, key: str) -> dict:
    """Return what the fragment needs to ask again: where, how often (spread, so that a room does not ask at once)."""
    return {
        "url": url,
        "key": key,
        "every": EVERY_MS + request.user.pk.int % SPREAD_MS,
        "headers": json.dumps({"If-None-Match": tag(request.user, meeting.pk, meeting.version)}),
        "going": meeting.closed_at is None,
    }

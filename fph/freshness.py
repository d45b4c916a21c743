"""A mark that every act changes, so that what was drawn before it is known to be old. Imports nothing of the house.

It stands in the default cache, which all processes share: whoever keeps something drawn keeps the mark it was drawn under.
"""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

KEY = "fph.freshness"


def mark() -> str:
    """Return the mark of this moment; a new one when the cache forgot it."""
    found = cache.get(KEY)
    if found is None:
        cache.add(KEY, uuid4().hex, None)
        found = cache.get(KEY)
    return found or uuid4().hex


def changed() -> None:
    """Say that what was drawn until now is old."""
    cache.set(KEY, uuid4().hex, None)


def changed_by_act() -> None:
    """Say so at the end of an act, and again once it is committed: a reader may come in between and draw the old."""
    changed()
    transaction.on_commit(changed)

"""Fill the bench's database up to a number of applications, and say where to look: `python -m bench.build COUNT`.

Prints JSON: for each line its path and the session of who asks; how many grants the year counts.
"""

import json
import sys

import django


def main(count: int, *, only_grants: bool) -> None:
    """Migrate and fill what is missing, then print where to look."""
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bench.lines import EXPORT, LINES
    from bench.world import CLOSED, World
    from projects.fund.models import Fund

    if not Fund.objects.exists():
        call_command("demo", verbosity=0, stdout=sys.stderr)
    world = World(timezone.now())
    missing = count - (granted(world) if only_grants else world.fund.applications.count())
    if missing > 0:
        world.grow(missing, **({"states": CLOSED} if only_grants else {}))
        world.hold_session(12)
        analyse()
    told = {line.label: {"path": line.address(world), "cookie": cookie(world, line.who)} for line in [*LINES, EXPORT]}
    print(json.dumps({"lines": told, "grants": granted(world)}))


def granted(world) -> int:
    """Return how many projects the year counts in its report."""
    return world.fund.applications.filter(granted_cents__isnull=False).count()


def analyse() -> None:
    """Let PostgreSQL look at what came in bulk, as it would by itself within a minute."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def cookie(world, who: str) -> str:
    """Open a session, proved twice, for a person of the demonstration; returns its key, nothing for nobody."""
    if not who:
        return ""
    import time
    from importlib import import_module

    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
    from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    person, store = world.who[who], import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    proof = {"method": "mfa", "type": "totp", "id": 0, "at": time.time()}
    store[WHOSE], store[PROOFS] = str(person.pk), [{"method": "code", "at": proof["at"]}, proof]
    store.create()
    return store.session_key


if __name__ == "__main__":
    main(int(sys.argv[1]), only_grants="--grants" in sys.argv)

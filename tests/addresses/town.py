"""Two neighbourhoods side by side, and everybody who may knock at a door of the first."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from committees.votes.views import live
from fph.journal.actions import make_checkpoint
from fph.journal.queries import public_leaves
from fph.people.actions import open_account
from fph.people.models import OpenSession
from fph.people.roles import SCOPES, Role
from tests.harness.passkeys import add_passkey
from tests.harness.sessions import prove
from tests.rights import world as worlds
from tests.rights.clock import NOW
from tests.rights.world import World

NEIGHBOURS = ("owner", "member", "coordinator", "treasurer", "funder_reader")
# role of the first neighbourhood, its applicant, a stranger, roles of the second, and the platform's administrator
ACTORS = (
    "anonymous", "owner", *(role.value for role in Role), *(f"beta:{key}" for key in NEIGHBOURS), "platform",
)  # fmt: skip


@dataclass
class Town:
    """The first neighbourhood, which is visited, and the second, whose people and numbers must not pass."""

    alpha: World
    beta: World

    def person(self, actor: str):
        """Return the account of an actor, None for who is not signed in."""
        if actor in ("anonymous", "platform"):
            return None if actor == "anonymous" else self.alpha.admin
        place, _colon, key = actor.rpartition(":")
        return (self.beta if place else self.alpha).who[key]

    def client(self, actor: str) -> Client:
        """Return the browser of an actor, signed in and proved twice, whoever asks: a test or a fixture of a module."""
        client = Client(raise_request_exception=False)
        if person := self.person(actor):
            client.force_login(person)
            prove(client)
        return client


def build() -> Town:
    """Build both, and what the addresses that belong to no neighbourhood ask for."""
    town = Town(worlds.build("alpha"), worlds.build("beta"))
    make_checkpoint(NOW.date())
    visitor = open_account(email="visite@demo.example", name="Visite", now=NOW)
    for place in (town.alpha, town.beta):
        shared = {
            "visitor": visitor, "seq": public_leaves().first().seq, "day": NOW.date().isoformat(), "step": "projet",
            "part": "quartier",
            "pulse": live.token(place.things.meeting, "member_state"), "trigger": "acceptance",
            "page_path": place.things.page.url.lstrip("/"),
            "picture_path": place.things.rendition.file.name.removeprefix("images/"),
        }  # fmt: skip
        files = {f"{state}_file": file for state, file in place.files.items()}
        place.things = SimpleNamespace(**vars(place.things), **shared, **files)
    vars(town.alpha.things).update(kept_by(town.alpha.who["owner"]))
    town.alpha.who["both"] = hold_everything_in(town)
    return town


def kept_by(person) -> dict:
    """Give a person a passkey, an application and a place where they are signed in; return what an address names."""
    passkey = add_passkey(person)
    TOTP.activate(person, generate_totp_secret())
    begun = Session.objects.create(session_key=f"there-{person.pk.hex[:20]}", expire_date=NOW + timedelta(days=1))
    opened = OpenSession.objects.create(person=person, session=begun, browser="Firefox, Linux", begun_at=NOW)
    return {"passkey": passkey, "session": opened}


def hold_everything_in(town: Town):
    """Return somebody who holds every role of both neighbourhoods that one person can: only a number can be wrong."""
    person = open_account(email="partout@essai.test", name="Partout", now=NOW)
    for place in (town.alpha, town.beta):
        for role in [*sorted(SCOPES["fund"]), Role.CHAIR]:
            worlds.confide(place, person, role)
    return person


def ask(client: Client, method: str, url: str, data=None, *, raw=None, keep=False, **more):
    """Send a request and return its answer, read to its end; unless `keep`, what it wrote is undone.

    `data` is a form's; `raw` is a body and its type, sent as they are.
    """
    cookies = client.cookies.copy()
    with transaction.atomic():
        if raw is not None:
            response = client.generic(method, url, *raw, **more)
        elif method in ("GET", "HEAD", "POST"):
            response = getattr(client, method.lower())(url, data or {}, **more)
        else:
            response = client.generic(method, url, **more)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(not keep)
    response.body = body
    if not keep:
        client.cookies = cookies
    return response


def fingerprint() -> dict[str, str]:
    """Return a digest of every table, by name."""
    digests = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests

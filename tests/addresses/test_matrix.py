"""Every address of ours × every role and stranger × every method: who finds what, and nothing else."""

from functools import cache

import pytest
from django.urls import resolve, reverse

from fph.people.roles import Role
from tests.addresses.enumerated import ADDRESSES, Address
from tests.addresses.headers import faults
from tests.addresses.town import ACTORS, ask, fingerprint
from tests.house.url_rights import ANYBODY_S, OPENED, OWN
from tests.house.url_table import AUDIENCE, EDITOR, INSTALLER, OPEN, PERSON, ROLE

NEVER = ("PUT", "PATCH", "DELETE")
OTHERS = ("HEAD", "OPTIONS", *NEVER)
ALLOWED = {"GET": {200, 204, 302}, "HEAD": {200, 204, 302}, "OPTIONS": {200}, "POST": {200, 302, 303, 422}}
STRANGER_S = {"stripe_webhook": 400}  # what nobody signed is refused to everybody
UNKNOWN = {404}
# What reading may leave behind: a picture at a size nobody had asked for, which Wagtail makes then and keeps.
KEPT_BY_READING = {"cms_neighbourhoodrendition"}
# Pages that ask for a proof: the question waits in the session of who opened them, and nowhere else.
ASK_FOR_PROOF = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_reauthenticate", "mfa_login_webauthn"}


def finds(actor: str, address: Address) -> bool:
    """Say whether what the address names is there for an actor."""
    name = address.name
    if address.audience in OPEN:
        return True
    if actor == "anonymous":
        return False
    if address.audience == INSTALLER:
        return actor == "platform"
    if name in ANYBODY_S or (actor == "platform" and address.audience == EDITOR):
        return True
    if actor == "owner" and OPENED[name].owner:
        return True
    return actor in set(Role) and OPENED[name].to(Role(actor))


@cache
def accepted(address: Address) -> frozenset[str]:
    """Return the methods a view says it answers, as `test_a_view_declares_its_methods` read them."""
    return METHODS[address]


METHODS: dict[Address, frozenset[str]] = {}


@pytest.fixture(autouse=True)
def _methods(town):
    """Read once from each view, by a method nobody knows, which methods it answers."""
    if METHODS:
        return
    client = town.client("platform")
    for address in ADDRESSES:
        answer = ask(client, "BREW", address.filled(town.alpha))
        allow = answer.headers.get("Allow", "") if answer.status_code == 405 else "anything"
        METHODS[address] = frozenset(allow.replace(" ", "").split(","))


def wrong(town, actor, address, method, answer) -> str:
    """Say what is wrong with an answer, or nothing."""
    told, status = f"{actor} {method} {address}", answer.status_code
    stranger = actor == "anonymous" and address.audience not in OPEN
    if stranger:
        sent = status == 302 and answer.headers["Location"].startswith(reverse("account_login"))
        return "" if sent else f"{told}: {status}, not sent to sign in"
    if method not in accepted(address):
        if address.audience == EDITOR and not finds(actor, address):
            return "" if status == 404 else f"{told}: {status}, and the editor is closed to them"
        return "" if status == 405 else f"{told}: {status}, not 405"
    if method == "POST" and address.name in STRANGER_S:
        return "" if status == STRANGER_S[address.name] else f"{told}: {status}"
    expected = ALLOWED.get(method, UNKNOWN) if finds(actor, address) else UNKNOWN
    if status not in expected:
        return f"{told}: {status}, not {expected}"
    if status in (302, 303) and finds(actor, address):
        return "" if leads_somewhere(answer.headers["Location"], actor) else f"{told}: → {answer.headers['Location']}"
    return ""


def leads_somewhere(location: str, actor: str) -> bool:
    """Say whether a redirection stays in the house, at an address of ours."""
    match = resolve(location.partition("?")[0].partition("#")[0])
    return match.url_name in AUDIENCE or match.url_name == "wagtailadmin_home"


def visit(town, actor, methods, *, keep=False) -> list[str]:
    """Ask for every address with these methods, and return what is wrong; kept, nothing may have changed."""
    client, found = town.client(actor), []
    before = fingerprint() if keep else {}
    for address in ADDRESSES:
        url, body = address.filled(town.alpha), address.body(town.alpha)
        for method in methods:
            keeps = keep and address.name not in ASK_FOR_PROOF
            answer = ask(client, method, url, body if method == "POST" else None, keep=keeps)
            found.append(wrong(town, actor, address, method, answer))
            carried = faults(answer, name=address.name, audience=address.audience, signed_in=actor != "anonymous")
            found += [f"{actor} {method} {address}: {answer.status_code}: {fault}" for fault in carried]
    after = fingerprint() if keep else {}
    changed = {table for table in before | after if before.get(table) != after.get(table)} - set(KEPT_BY_READING)
    return [told for told in found if told] + [f"{actor} changed {table} by reading" for table in sorted(changed)]


# --- The table itself -----------------------------------------------------------------------------------


def test_every_closed_address_says_what_opens_it():
    closed = {name for name, audience in AUDIENCE.items() if audience in (ROLE, PERSON, EDITOR)}
    assert closed == set(OPENED) | ANYBODY_S, "say in url_rights.py what opens it"
    assert not set(OPENED) & ANYBODY_S


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_parameter_is_filled(address, town):
    assert resolve(address.filled(town.alpha)).func is address.view


def test_a_view_declares_its_methods(town):
    undeclared = [str(address) for address in ADDRESSES if "anything" in accepted(address)]
    assert not undeclared, "require_safe, require_POST or require_http_methods, first of all"


def test_nothing_is_put_patched_or_deleted():
    assert not [str(address) for address in ADDRESSES if accepted(address) & set(NEVER)]


def test_everybody_stands_in_the_table():
    assert {actor for actor in ACTORS if actor in set(Role)} == set(Role)


# --- The matrix -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", ACTORS)
def test_each_finds_what_is_theirs_and_changes_nothing_by_reading(town, actor):
    found = visit(town, actor, ["GET"], keep=True)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("actor", ACTORS)
def test_each_writes_where_they_may(town, actor):
    found = visit(town, actor, ["POST"])
    assert not found, "\n".join(found)


FEW = ("anonymous", "resident", "coordinator")


@pytest.mark.once
@pytest.mark.parametrize(
    "actor", [actor if actor in FEW else pytest.param(actor, marks=pytest.mark.proof) for actor in ACTORS]
)
def test_the_other_methods_tell_no_more(town, actor):
    found = visit(town, actor, OTHERS, keep=True)
    assert not found, "\n".join(found)


# --- Two funds ------------------------------------------------------------------------------------------


def swaps() -> list[tuple[Address, str]]:
    """Return every (address, parameter) that names something of a fund beside another of the same address."""
    return [(a, str(word)) for a in ADDRESSES if a.audience not in OPEN and len(a.things) > 1 for word in a.things]


@pytest.mark.parametrize(("address", "word"), swaps(), ids=str)
def test_numbers_of_one_fund_are_not_found_under_the_other(town, address, word):
    """Whoever holds every role in both neighbourhoods asks: only the number can be wrong."""
    client = town.client("owner" if OPENED[address.name] == OWN else "both")
    mixed, right = address.filled(town.alpha, **{word: town.beta}), address.filled(town.alpha)
    for method in accepted(address) & {"GET", "POST"}:
        assert ask(client, method, right, address.body(town.alpha)).status_code != 404, (method, right)
        assert ask(client, method, mixed, address.body(town.alpha)).status_code == 404, (method, mixed)

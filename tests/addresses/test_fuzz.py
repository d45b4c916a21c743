"""Whatever is sent to our addresses, nothing breaks: no 500, no trace, and words in French (A4 of the promises)."""

import traceback

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from projects.applications import rules
from tests.addresses import fuzz
from tests.addresses.enumerated import ADDRESSES
from tests.addresses.town import ask
from tests.harness.counts import counts
from tests.house.url_rights import OPENED, OWN
from tests.projects import fake_stripe

BATCHES = 4
# Of what the proof sends, each database takes its half.
HALF = int(connection.vendor == "postgresql")
FRENCH = b'lang="fr"'


@pytest.fixture(scope="module")
def maker(town):
    """Read once the forms that each page shows to those who find it, and which addresses take one."""
    shown, methods = {}, {}
    for actor in ("anonymous", "owner", "both", "chair"):
        client = town.client(actor)
        for address in ADDRESSES:
            for url in pages(town, address):
                answer = ask(client, "GET", url)
                for action, fields in fuzz.forms_shown(answer.body if is_page(answer) else b"").items():
                    shown.setdefault(action or url, []).extend(fields)
            methods.setdefault(address.name, set()).update(
                ask(client, "BREW", url).headers.get("Allow", "").split(", ")
            )
    for address in ADDRESSES:
        allow = ask(client, "BREW", address.filled(town.alpha)).headers.get("Allow", "")
        methods.setdefault(address.name, set()).update(allow.split(", "))
    once = {url: list(dict.fromkeys(fields)) for url, fields in shown.items()}
    return fuzz.Maker(town, once, methods)


def pages(town, address) -> list[str]:
    """Return the pages of an address: one, or one a step."""
    if address.name != "application_step":
        return [address.filled(town.alpha)]
    return [reverse(address.name, args=[town.alpha.files["draft"].pk, step.slug]) for step in rules.STEPS]


def is_page(answer) -> bool:
    """Say whether an answer is a page of words."""
    return "text/html" in answer.headers.get("Content-Type", "") and bool(answer.body)


def send(client: Client, request: fuzz.Request):
    """Send a request that may be no request at all."""
    headers = {name.upper().replace("-", "_"): value for name, value in request.headers.items()}
    environ = {name if name in ("CONTENT_LENGTH",) else f"HTTP_{name}": latin(value) for name, value in headers.items()}
    if request.cookies:
        mine = [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
        environ["HTTP_COOKIE"] = latin("; ".join([*mine, *(f"{n}={v}" for n, v in request.cookies.items())]))
    more = {"QUERY_STRING": request.query} if request.query else {}
    return ask(client, request.method, request.url, raw=(request.data, request.content_type), **environ, **more)


def latin(value: str) -> str:
    """Return text as WSGI hands headers over."""
    return fuzz.raw(value).decode("latin-1")


def fault(answer, request) -> str:
    """Say what is wrong with an answer, or nothing."""
    status = answer.status_code
    if status >= 500 and not (status == 503 and "webhooks" in request.url):
        told = "".join(traceback.format_exception(*answer.exc_info)[-4:]) if answer.exc_info else ""
        return f"{status} {request}\n{told}"
    if b"Traceback" in answer.body:
        return f"a trace: {request}"
    if is_page(answer) and status >= 400 and FRENCH not in answer.body:
        return f"{status} not in French: {request}: {answer.body[:80]}"
    return ""


@counts("count", 300, 2_500)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_that_is_sent_breaks_an_address(town, maker, batch, count):
    clients, found = {}, []
    first = HALF * count
    for number in range(first + batch, first + count, BATCHES):
        request = maker.request(number)
        client = clients.setdefault(request.actor, town.client(request.actor))
        found.append(fault(send(client, request), request) and f"n° {number}: " + fault(send(client, request), request))
    assert not [one for one in found if one], "\n".join(one for one in found if one)


def test_the_fields_are_read_from_the_pages_and_the_code(maker):
    query, form = fuzz.names_in_code()
    assert {"annee", "etat", "page"} <= set(query)
    assert {"do", "more", "seat"} <= set(form)
    assert {"amount_cents", "bank_reference", "starts_on", "narrative"} <= set(fuzz.names_of_forms())
    posted = [address for address in ADDRESSES if maker.shown.get(maker.url(address))]
    assert len(posted) > 30


def test_the_same_number_makes_the_same_request(maker, monkeypatch):
    monkeypatch.setattr(fake_stripe.time, "time", lambda: 1_800_000_000)  # a signature says when it was made
    assert [str(maker.request(one)) for one in range(200)] == [str(maker.request(one)) for one in range(200)]


def told(town, requests) -> str:
    """Send requests and return what is wrong, a paragraph each."""
    clients = {}
    sent = ((one, send(clients.setdefault(one.actor, town.client(one.actor)), one)) for one in requests)
    return "\n".join(wrong for one, answer in sent if (wrong := fault(answer, one)))


@counts("values", fuzz.WORST[2:9], fuzz.WORST, ids=len)
def test_every_name_read_from_a_query_takes_anything(town, maker, values):
    asked = []
    for address in ADDRESSES:
        if "GET" not in maker.methods[address.name]:
            continue
        for name in fuzz.names_in_code(address.view.__module__)[0]:
            queries = (fuzz.encoded([(name, "2"), (name, value)]).decode() for value in values)
            asked += [fuzz.Request("both", "GET", maker.url(address), query=query) for query in queries]
    for name in ("account_login", "account_signup", "mfa_view_recovery_codes", "mfa_reauthenticate"):
        asked += [fuzz.Request(who, "GET", reverse(name), query=fuzz.encoded([("next", value)]).decode())
                  for who in ("anonymous", "both") for value in (*fuzz.WORST, "pas-une-adresse")]  # fmt: skip
    assert len(asked) > 100
    found = told(town, asked)
    assert not found, found


@pytest.mark.parametrize(
    ("url", "sent"),
    [("/registre/", {"headers": {"Content-Length": length}}) for length in ("abc", "-1", "1_0", "٣", "9" * 5000)]
    + [("/registre/", {"cookies": {"session": '"abcdefgh\\000"'}}), ("/registre/", {"query": "page=%00"})]
    + [(f"/{place}%00", {}) for place in ("aide", "media/images/", "registre/points-de-controle/", "demo/entrer/")],
)
def test_what_no_browser_sends_is_refused_in_words(town, url, sent):
    request = fuzz.Request("coordinator", "GET", url, **sent)
    answer = send(town.client("coordinator"), request)
    assert answer.status_code == 400
    assert FRENCH in answer.body


@pytest.mark.parametrize("name", ["9" * 300, f"{'9' * 5000}.png", "fête/" * 900])
def test_a_picture_whose_name_no_disk_holds_is_not_there(town, name):
    answer = send(town.client("coordinator"), fuzz.Request("coordinator", "GET", f"/media/images/{name}"))
    assert answer.status_code == 404
    assert FRENCH in answer.body


def test_every_word_of_a_bell_takes_anything(town, maker):
    url = reverse("stripe_webhook")
    bells = [*fuzz.events(), *fuzz.NO_EVENT]
    found = told(town, [
        fuzz.Request("anonymous", "POST", url, fuzz.raw(body), "application/json",
                     {"Stripe-Signature": fake_stripe.sign(body)})
        for body in bells
    ])  # fmt: skip
    assert not found, found


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(BATCHES))
def test_every_field_of_every_form_takes_anything(town, maker, batch):
    asked = []
    for address in ADDRESSES[HALF::2]:
        for url in pages(town, address):
            fields = maker.shown.get(url, [])
            spoiled = [(name, value) for name in dict(fields) for value in fuzz.WORST]
            asked += [
                fuzz.Request("owner" if OPENED.get(address.name) == OWN else "both", "POST", url, fuzz.encoded(
                    [(other, value if other == name else plain) for other, plain in fields]))
                for name, value in spoiled
            ]  # fmt: skip
    assert len(asked) > 1000
    found = told(town, asked[batch::BATCHES])
    assert not found, found

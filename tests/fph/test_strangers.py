"""What a stranger at the door can learn (nothing, not even by the clock), and how often they may knock."""

import os
import re
import statistics
import sys
import textwrap
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fph.mail.models import OutboxMessage
from fph.people.actions import open_account, service_account
from fph.people.models import User
from tests.fph.factors_world import person, sign_in, tie_application

pytestmark = pytest.mark.django_db
VARYING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
DOOR, CODE, OPENING = reverse("account_login"), reverse("account_confirm_login_code"), reverse("account_signup")


# --- Nothing to read ------------------------------------------------------------------------------------


def everyone() -> dict[str, str]:
    """Return kind of account → its address: what a stranger might want to tell apart."""
    person("connue")
    closed = person("close")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    factor = person("double")
    client = Client()
    sign_in(client, factor)
    tie_application(client)
    cache.clear()
    return {
        "known": "connue@quartier.example", "closed": "close@quartier.example", "two factors": factor.email,
        "machine": service_account("Horloge").email, "unknown": "personne@quartier.example",
    }  # fmt: skip


def seen(response, email: str):
    """Return all that a browser receives, what changes at each request and the address typed aside."""
    cookies = {name: {**cookie, "expires": ""} for name, cookie in response.cookies.items()}
    body = VARYING.sub(b"", response.content).replace(email.encode(), b"")
    headers = {name: value for name, value in response.headers.items() if name not in ("Expires", "Content-Length")}
    return response.status_code, headers, cookies, body


def walk(email: str) -> list:
    """Ask for a code, read the page, type a wrong one, ask again, open an account: everything seen on the way."""
    client, answers = Client(), {"email": email, "name": "Quelqu’un", "phone": ""}
    pages = [
        client.post(DOOR, {"login": email, "next": "/mes-projets/"}), client.get(CODE),
        client.post(CODE, {"code": "0000-0000"}), client.post(CODE, {"action": "resend"}), client.get(CODE),
        client.post(CODE, {"code": "x" * 30}), client.get(reverse("mfa_authenticate")),
    ]  # fmt: skip
    newcomer = Client()
    pages += [newcomer.post(OPENING, answers), newcomer.get(reverse("account_email_verification_sent"))]
    pages += [newcomer.post(reverse("account_email_verification_sent"), {"code": "0000-0000"})]
    return [seen(page, email) for page in pages]


def test_every_kind_of_account_is_answered_the_same():
    walked = {kind: walk(email) for kind, email in everyone().items()}
    for step, wanted in enumerate(walked["unknown"]):
        for kind, pages in walked.items():
            assert pages[step] == wanted, f"step {step} tells {kind}"


def test_a_passkey_is_asked_of_nobody_in_particular():
    everyone()
    asked = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    assert not asked["request_options"]["publicKey"].get("allowCredentials")


# --- Nothing to time ------------------------------------------------------------------------------------


def ask(client, email):
    return client.post(DOOR, {"login": email})


def ask_again(client, email):
    return client.post(CODE, {"action": "resend"})


def type_wrong(client, email):
    return client.post(CODE, {"code": "0000-0000"})


def open_one(client, email):
    return client.post(OPENING, {"email": email, "name": "Quelqu’un", "phone": ""})


def medians(act, before, count: int, clock, turn: int) -> tuple[float, float]:
    """Return the median time of an act, in seconds, for known and unknown addresses asked in turn."""
    taken = {True: [], False: []}
    for number in range(count):
        for known in (True, False) if number % 2 else (False, True):
            client, email = Client(), f"{'connue' if known else f'personne{turn}-'}{number}@temps.example"
            for step in before:
                step(client, email)
            start = clock()
            act(client, email)
            taken[known].append(clock() - start)
        cache.clear()
    return statistics.median(taken[True]), statistics.median(taken[False])


def takes_the_same_time(act, before, count: int, clock) -> bool:
    """Say whether the medians differ by less than 10 ms or 5 %; a busy computer is given three turns."""
    for turn in range(3):
        known, unknown = medians(act, before, count, clock, turn)
        sys.stderr.write(f"{act.__name__}: known {known * 1000:.1f} ms, unknown {unknown * 1000:.1f} ms\n")
        if abs(known - unknown) < max(0.010, 0.05 * max(known, unknown)):
            return True
    return False


# In the ordinary run, where other tests share the computer, what the processor does; in proof, what the stranger's own
# clock says, unless the computer is so busy that it measures the others.
QUIET = os.getloadavg()[0] < 1.5 * (os.cpu_count() or 1)
COUNTS = [
    pytest.param(15, time.thread_time, marks=pytest.mark.few),
    pytest.param(200, time.perf_counter if QUIET else time.thread_time, marks=pytest.mark.proof),
]
ACTS = {
    "sign-in": (ask, ()),
    "asking again": (ask_again, (ask,)),
    "a wrong code": (type_wrong, (ask,)),
    "sign-up": (open_one, ()),
}


@pytest.mark.parametrize(("count", "clock"), COUNTS)
@pytest.mark.parametrize("name", ACTS)
def test_a_known_and_an_unknown_address_take_the_same_time(name, count, clock):
    for number in range(count):
        open_account(email=f"connue{number}@temps.example", name="Connue", now=timezone.now())
    assert takes_the_same_time(*ACTS[name], count, clock)


def test_the_measure_sees_twenty_milliseconds():
    """The canary: more work for those who are known is seen."""

    def slow(client, email):
        end = time.thread_time() + (0.020 if email.startswith("connue") else 0)
        while time.thread_time() < end:
            pass
        return ask(client, email)

    assert not takes_the_same_time(slow, (), 15, time.thread_time)


@pytest.mark.parametrize("name", ACTS)
def test_a_known_and_an_unknown_address_ask_the_same_of_the_database_and_of_the_post(name):
    """What a mail server or a distant database would add shows on no processor: it is counted."""
    (act, before), done = ACTS[name], []
    person("connue")
    act(Client(), "chauffe@quartier.example")
    for email in ("connue@quartier.example", "personne@quartier.example"):
        client = Client()
        for step in before:
            step(client, email)
        mails = OutboxMessage.objects.count()
        with CaptureQueriesContext(connection) as seen:
            act(client, email)
        done.append((len(seen), OutboxMessage.objects.count() - mails))
    (known, known_mails), (unknown, unknown_mails) = done
    assert known_mails == unknown_mails
    assert abs(known - unknown) <= 5, done


# --- How often one may knock ----------------------------------------------------------------------------


def knock(number: int, **extra):
    return Client().post(
        DOOR, {"login": f"a{number}@quartier.example"}, headers={"x-forwarded-for": f"198.51.100.{number}"}, **extra
    )


def test_a_hundred_spoofed_addresses_are_one(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "20/m/ip"}
    answers = [knock(number).status_code for number in range(100)]
    assert answers.count(302) == 20
    assert answers.count(429) == 80


def test_behind_a_proxy_what_it_added_counts_and_nothing_before(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "5/m/ip"}

    def through(number, real):
        heard = {"x-forwarded-for": f"198.51.100.{number}, {real}"}
        return Client().post(DOOR, {"login": f"b{number}@quartier.example"}, headers=heard).status_code

    assert [through(number, "203.0.113.7") for number in range(20)].count(302) == 5
    assert through(99, "203.0.113.8") == 302


def test_a_hundred_spoofed_addresses_get_three_codes_of_one_person():
    asma = person("asma")
    for number in range(100):
        Client().post(DOOR, {"login": asma.email}, headers={"x-forwarded-for": f"198.51.100.{number}"})
    assert OutboxMessage.objects.filter(to=asma.email).count() == 3


def test_a_passkeys_door_counts_too(settings):
    settings.MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
    answers = [
        Client().post(reverse("mfa_login_webauthn"), {"credential": "{}"},
                      headers={"x-forwarded-for": f"198.51.100.{number}"}).status_code
        for number in range(100)
    ]  # fmt: skip
    assert answers.count(429) == 80


def test_thirty_people_of_one_room_may_use_their_passkeys():
    """Each asks a question and answers it."""
    answers = [Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.commits
def test_two_processes_count_together(committed_db):
    asma = open_account(email="asma@quartier.example", name="Asma", now=timezone.now())
    code = textwrap.dedent(f"""
        from django.conf import settings
        from django.test import Client
        # An hour's window: on a busy computer two processes may not start within a minute.
        settings.ACCOUNT_RATE_LIMITS = {{**settings.ACCOUNT_RATE_LIMITS, "request_login_code": "3/h/key"}}
        for _ in range(2):
            print(Client().post("{DOOR}", {{"login": "{asma.email}"}}).status_code)
    """)
    shared = committed_db.environ | {"CACHE_URL": "dbcache://fph_cache?max_entries=100000"}
    assert committed_db.manage("createcachetable", env=shared).returncode == 0
    runs = [committed_db.manage("shell", "-c", code, env=shared) for _ in range(2)]
    answers = [re.findall(r"^\d{3}$", run.stdout, re.M) for run in runs]
    assert answers == [["302", "302"], ["302", "200"]], runs[1].stderr
    assert OutboxMessage.objects.filter(to=asma.email).count() == 3

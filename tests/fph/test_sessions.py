"""Sessions: what is kept of them, who sees them, and all that ends them."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fph.people.models import OpenSession, User
from fph.people.roles import Role
from fph.people.rules import browser_in_words
from tests.fph.factors_world import give_role, person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_factor]
FIREFOX = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
SPACE = "/mon-espace/"
MINE = reverse("my_sessions")


@pytest.fixture
def asma():
    return person("asma")


def arrive(who, browser=FIREFOX) -> Client:
    cache.clear()
    client = Client(headers={"user-agent": browser})
    sign_in(client, who)
    assert is_in(client)
    return client


def is_in(client) -> bool:
    return client.get("/mes-projets/").status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_one(asma):
    here, phone = arrive(asma), arrive(asma, PHONE)
    page = here.get(MINE).content.decode()
    assert page.count("Cette session") == 1
    assert page.index("Firefox, Linux") < page.index("Safari, iPhone")
    gone = OpenSession.objects.get(session_id=phone.session.session_key)
    assert here.post(reverse("end_session", args=[gone.pk])).url == MINE
    assert is_in(here) and not is_in(phone)
    assert "Safari, iPhone" not in here.get(MINE).content.decode()


def test_one_ends_all_the_others(asma):
    here, others = arrive(asma), [arrive(asma, PHONE) for _ in range(3)]
    neighbour = arrive(person("autre"))
    page = here.post(reverse("end_other_sessions"), follow=True).content.decode()
    assert "3 autres sessions sont fermées." in page
    assert is_in(here) and is_in(neighbour)
    assert not any(is_in(other) for other in others)


def test_anothers_session_is_not_there(asma):
    here, neighbour = arrive(asma), arrive(person("autre"), PHONE)
    theirs = OpenSession.objects.get(session_id=neighbour.session.session_key)
    assert here.post(reverse("end_session", args=[theirs.pk])).status_code == 404
    assert "iPhone" not in here.get(MINE).content.decode()
    assert is_in(neighbour)


def test_looking_ends_nothing(asma):
    here, phone = arrive(asma), arrive(asma, PHONE)
    gone = OpenSession.objects.get(session_id=phone.session.session_key)
    assert here.get(reverse("end_session", args=[gone.pk])).status_code == 405
    assert here.get(reverse("end_other_sessions")).status_code == 405
    assert is_in(phone)


def test_ones_own_session_ends_by_signing_out(asma):
    here = arrive(asma)
    own = OpenSession.objects.get(session_id=here.session.session_key)
    assert here.post(reverse("end_session", args=[own.pk])).url == reverse("account_logout")
    here.post(reverse("account_logout"))
    assert not OpenSession.objects.filter(person=asma).exists()


def test_nothing_finer_than_the_browsers_name_is_kept(asma):
    client = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="203.0.113.7")
    sign_in(client, asma)
    row = OpenSession.objects.values().get(person=asma)
    assert row["browser"] == "Firefox, Linux"
    kept = " ".join(map(str, [*row.values(), Session.objects.get(pk=row["session_id"]).get_decoded()]))
    assert "203.0.113" not in kept and "Mozilla" not in kept


@pytest.mark.parametrize("method", ["demo", "code"])
def test_the_key_changes_at_sign_in(client, method):
    who = User.objects.get(email="nadia@demo.example")
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    before = session.session_key
    if method == "demo":
        client.post(reverse("demo_enter", args=[who.pk]))
    else:
        sign_in(client, who)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_closed_account_is_out_at_the_next_request(asma):
    clients = [arrive(asma), arrive(asma, PHONE)]
    User.objects.filter(pk=asma.pk).update(is_active=False)
    assert not any(is_in(client) for client in clients)


def test_a_new_password_ends_the_sessions_opened_before(asma):
    client = arrive(asma)
    asma.refresh_from_db()
    asma.set_password("une phrase assez longue")
    asma.save()
    assert not is_in(client)


def test_an_erased_person_is_out_and_no_session_of_theirs_stays(asma):
    chief = User.objects.create_superuser("chef@quartier.example")
    clients, neighbour = [arrive(asma), arrive(asma, PHONE)], arrive(person("autre"))
    keys = [client.session.session_key for client in clients]
    with CaptureQueriesContext(connection) as seen:
        call_command("erase_person", asma.email, "--by", chief.email, verbosity=0)
    assert not Session.objects.filter(pk__in=keys).exists()
    assert not OpenSession.objects.filter(person=asma).exists()
    assert not any(is_in(client) for client in clients)
    assert is_in(neighbour)
    read = [query["sql"] for query in seen if "session_data" in query["sql"]]
    assert not read, "no session is opened to find whose it is"


@pytest.mark.parametrize(
    ("role", "hours"), [(None, 30 * 24), (Role.MEMBER, 30 * 24), (Role.TREASURER, 8), (Role.CHAIR, 8)]
)
def test_those_who_run_a_fund_are_kept_for_less(client, asma, role, hours):
    if role:
        give_role(asma, role)
    sign_in(client, asma)
    left = Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()
    assert abs(left - timedelta(hours=hours)) < timedelta(minutes=1)
    assert client.cookies["session"]["max-age"] == hours * 3600


def test_when_it_was_last_seen_is_kept_once_an_hour(asma, monkeypatch):
    client, now = arrive(asma), time.time()
    key = client.session.session_key

    def kept():
        return Session.objects.get(pk=key)

    before = kept()
    monkeypatch.setattr(time, "time", lambda: now + 3500)
    client.get(SPACE)
    assert kept().session_data == before.session_data, "a page read writes nothing"
    monkeypatch.setattr(time, "time", lambda: now + 3700)
    client.get(SPACE)
    assert kept().get_decoded()["seen"] == now + 3700
    assert kept().expire_date > before.expire_date


def test_what_is_over_is_swept_with_its_session(asma):
    client = arrive(asma)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    assert not is_in(client)
    assert "Firefox" not in arrive(asma, PHONE).get(MINE).content.decode()
    call_command("clearsessions")
    assert OpenSession.objects.filter(person=asma).count() == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/26.0 Chrome/122.0 Safari/537.36", "Samsung Internet, Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari, Mac"),
        ("curl/8.0", ""),
        ("", ""),
        ("<b>Firefox" * 500, "Firefox"),
    ],
)
def test_a_browser_in_words(said, words):
    assert browser_in_words(said) == words

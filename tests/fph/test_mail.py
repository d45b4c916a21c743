"""Messages are written with their act, once, and leave after it."""

import smtplib
import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.utils import timezone

from fph.journal.actions import action
from fph.mail.actions import deliver, write
from fph.mail.models import OutboxMessage
from fph.mail.queries import messages_to_retry
from fph.people.actions import open_account, service_account

pytestmark = pytest.mark.django_db
DOWN = "tests.fph.test_mail.Down"


class Down(BaseEmailBackend):
    """A mail server that refuses, and names the person in its refusal."""

    def send_messages(self, email_messages):
        """Refuse."""
        raise smtplib.SMTPRecipientsRefused({"asma@quartier.example": (550, b"no such user asma")})


@pytest.fixture
def asma():
    return open_account(email="asma@quartier.example", name="Asma Tilleul", now=timezone.now())


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def tell(person, reference=None, event="file.received", now=None):
    return write(event, person, "Votre projet est arrivé", "Bonjour", reference=reference, now=now or timezone.now())


def test_a_message_leaves_after_its_act(asma, on_commit):
    with on_commit():
        message = tell(asma)
        assert mail.outbox == []
    message.refresh_from_db()
    assert [(m.to, m.subject) for m in mail.outbox] == [(["asma@quartier.example"], "Votre projet est arrivé")]
    assert message.sent_at
    assert message.failure == ""


def test_an_act_that_fails_leaves_no_message(asma, on_commit):
    @action
    def fail():
        tell(asma)
        raise ValueError

    with on_commit(), pytest.raises(ValueError):
        fail()
    assert mail.outbox == []
    assert not OutboxMessage.objects.filter(to=asma.email).exists()


def test_the_same_event_is_told_once(asma, on_commit):
    project = uuid.uuid4()
    with on_commit():
        assert tell(asma, project) == tell(asma, project)
    assert len(mail.outbox) == 1
    with on_commit():
        tell(asma, uuid.uuid4())
        tell(asma, project, event="file.admitted")
        tell("other@quartier.example", project)
    assert len(mail.outbox) == 4


def test_without_a_reference_each_message_is_another(asma, on_commit):
    with on_commit():
        tell(asma)
        tell(asma)
    assert len(mail.outbox) == 2


def test_machines_and_closed_accounts_get_no_mail(asma):
    asma.is_active = False
    asma.save()
    assert tell(asma) is None
    assert tell(service_account("Horloge")) is None
    assert not OutboxMessage.objects.filter(to=asma.email).exists()


def test_a_subject_stays_on_one_line(asma):
    message = write("x", asma, "Votre projet\nBcc: tous@quartier.example", "Bonjour", now=timezone.now())
    assert message.subject == "Votre projet Bcc: tous@quartier.example"


def test_a_failure_is_kept_without_naming_anyone_and_tried_again(asma, on_commit, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, DOWN
    with on_commit():
        message = tell(asma, now=timezone.now() - timedelta(minutes=5))
    message.refresh_from_db()
    assert (message.sent_at, message.failure) == (None, "SMTPRecipientsRefused")
    with pytest.raises(SystemExit):
        call_command("send_mail_queue", stdout=StringIO())

    settings.EMAIL_BACKEND = working
    call_command("send_mail_queue", stdout=StringIO())

    message.refresh_from_db()
    assert message.sent_at
    assert message.failure == ""
    assert len(mail.outbox) == 1
    call_command("send_mail_queue", stdout=StringIO())
    assert len(mail.outbox) == 1


def test_a_message_under_way_is_left_to_its_sender(asma):
    now = timezone.now()
    tell(asma, now=now)
    assert not messages_to_retry(now).exists()
    assert messages_to_retry(now + timedelta(minutes=2)).exists()


def test_a_code_that_no_longer_serves_is_not_sent(asma):
    now = timezone.now()
    tell(asma, event="sign_in.login_code", now=now - timedelta(minutes=16))
    assert not messages_to_retry(now).exists()


def test_sending_says_whether_it_left(asma, settings):
    message = tell(asma)
    assert deliver(message) is True
    settings.EMAIL_BACKEND = DOWN
    assert deliver(message) is False


@pytest.mark.parametrize("demo", [True, False])
def test_a_code_is_emptied_once_it_left_and_the_demonstration_shows_it_while_it_serves(asma, on_commit, settings, demo):
    settings.FPH_DEMO = demo
    now = timezone.now()
    with on_commit():
        tell(asma, event="sign_in.login_code", now=now)
        tell(asma, event="file.received", now=now - timedelta(hours=1))
    bodies = dict(OutboxMessage.objects.filter(to=asma.email).values_list("event", "body"))
    assert bodies == {"sign_in.login_code": "Bonjour" if demo else "", "file.received": "Bonjour"}
    assert [message.body for message in mail.outbox] == ["Bonjour", "Bonjour"]


def test_a_code_that_no_longer_serves_is_emptied_and_the_mailbox_says_so(asma, client):
    message = tell(asma, event="sign_in.login_code", now=timezone.now() - timedelta(minutes=16))
    call_command("send_mail_queue", stdout=StringIO())
    message.refresh_from_db()
    assert message.body == ""
    assert "il est effacé" in client.get(f"/demo/courrier/{message.pk}/").content.decode()
    assert message.subject in client.get("/demo/courrier/").content.decode()

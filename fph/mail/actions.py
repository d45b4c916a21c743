"""Messages written with the act they tell of, and sent after it."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fph.journal.actions import action
from fph.mail import queries
from fph.mail.models import OutboxMessage
from fph.people.models import User


@action
def write(
    event: str, to: User | str, subject: str, body: str, *, reference=None, now: datetime
) -> OutboxMessage | None:
    """Write a message in the transaction of its act; it is sent once that is committed.

    One for each event, reference (UUID) and address: written again, it is the same message; without a reference,
    each is another. Nothing is written to a closed account or a service account. Returns the message or None.
    """
    person = to if isinstance(to, User) else None
    if person and not person.is_active:
        return None
    words = {"person": person, "subject": " ".join(subject.split())[:160], "body": body, "written_at": now}
    address = to.email if isinstance(to, User) else to
    if reference is None:
        message, new = OutboxMessage.objects.create(event=event, to=address, **words), True
    else:
        message, new = OutboxMessage.objects.get_or_create(event=event, reference=reference, to=address, defaults=words)
    if new:
        transaction.on_commit(partial(deliver, message), robust=True)
    return message


def deliver(message: OutboxMessage) -> bool:
    """Try to send a message now and keep what came of it; returns whether it left.

    Stands outside any transaction: the mail server is slow, and what is sent can't be rolled back.
    """
    try:
        EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to]).send()
    except OSError as error:
        note_failure(message, error)
        return False
    note_sent(message, now=timezone.now())
    return True


@action
def note_sent(message: OutboxMessage, *, now: datetime) -> None:
    """Keep when a message left."""
    OutboxMessage.objects.filter(pk=message.pk, sent_at=None).update(sent_at=now, failure="")
    drop_codes(now=now)


@action
def drop_codes(*, now: datetime) -> int:
    """Empty the sign-in messages that left or whose code no longer serves; returns how many.

    A code kept would be a key lying about. The demonstration's mailbox shows it for as long as it opens the door.
    """
    return queries.codes_to_drop(now, sent=not settings.FPH_DEMO).update(body="")


@action
def note_failure(message: OutboxMessage, error: Exception) -> None:
    """Keep why a message did not leave: the kind of failure only, for its text may name the person."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None) or ""
    OutboxMessage.objects.filter(pk=message.pk).update(failure=f"{type(error).__name__} {code}".strip())


@action
def forget_about(references: list[UUID]) -> None:
    """Empty the messages, whoever they were written to, that tell of these things."""
    OutboxMessage.objects.filter(reference__in=references).update(subject="", body="")


@action
def forget(person: User, *, by: User, now: datetime) -> None:
    """Drop every message written to an erased person."""
    OutboxMessage.objects.filter(Q(person=person) | Q(to__iexact=person.email)).delete()

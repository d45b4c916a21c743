"""Messages."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from fph.mail.models import OutboxMessage

SIGN_IN = "sign_in."
CODE_LIFE = timedelta(minutes=15)
UNDER_WAY = timedelta(minutes=1)


def messages_to_retry(now: datetime) -> QuerySet[OutboxMessage]:
    """Return the messages that did not leave, the oldest first: neither those just being sent nor outlived codes."""
    outlived = Q(event__startswith=SIGN_IN, written_at__lt=now - CODE_LIFE)
    waiting = OutboxMessage.objects.filter(sent_at=None, written_at__lt=now - UNDER_WAY)
    return waiting.exclude(outlived).order_by("written_at")


def codes_to_drop(now: datetime, *, sent: bool) -> QuerySet[OutboxMessage]:
    """Return the sign-in messages whose code outlived its use; those that were sent too when `sent`."""
    useless = Q(written_at__lt=now - CODE_LIFE) | (Q(sent_at__isnull=False) if sent else Q())
    return OutboxMessage.objects.filter(useless, event__startswith=SIGN_IN).exclude(body="")


def messages_written() -> QuerySet[OutboxMessage]:
    """Return every message, the latest first."""
    return OutboxMessage.objects.select_related("person").order_by("-written_at")

"""Closing a meeting with its minutes, and correcting them afterwards without touching them."""

import secrets
from datetime import datetime
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words
from django.utils.translation import override

from committees.meetings import actions as meetings
from committees.meetings.models import Meeting
from committees.minutes import queries
from committees.minutes.models import Erratum, Minutes, MinutesFacts, MinutesWord
from fph.journal.actions import action, record
from fph.journal.canonical import canonical, commitment
from fph.journal.kinds import kind
from fph.verdict import Refused

kind(
    "minutes.sealed",
    words("Le compte rendu de la séance n° {number} est scellé."),
    "number",
    "internal_sha256",
    "public_sha256",
)
kind(
    "minutes.corrected",
    words("Le compte rendu de la séance n° {number} reçoit la rectification n° {erratum}."),
    "number",
    "erratum",
)


@action
def close_meeting(meeting: Meeting, *, by, now: datetime) -> Minutes:
    """Close a meeting and seal its minutes: the internal facts, the public ones, and the SHA-256 of both.

    The facts are gathered from what happened and kept as canonical JSON; pages and PDF are drawn from them ever
    after. Names and typed texts are kept apart, under salted commitments that the sealed facts hold in their place.
    Raises Refused while a vote is open.
    """
    meeting = meetings.close(meeting, by=by, now=now)
    with override("fr"):
        internal = canonical(queries.facts(meeting, now, partial(_cover, words := [])).to_dict())
        public = canonical(queries.public_facts(meeting, now).to_dict())
    minutes = Minutes.objects.create(meeting=meeting, sha256=sha256(internal).hexdigest(), made_at=now, made_by=by)
    MinutesFacts.objects.create(minutes=minutes, internal=internal.decode(), public=public.decode())
    for word in words:
        word.minutes = minutes
    MinutesWord.objects.bulk_create(words)
    record(
        "minutes.sealed", minutes, by=by, now=now, fund=meeting.committee.fund_id, number=meeting.number,
        internal_sha256=minutes.sha256, public_sha256=sha256(public).hexdigest(),
    )  # fmt: skip
    return minutes


def _cover(words: list[MinutesWord], text: str, person: UUID | None) -> str:
    """Keep a text apart, in `words`, and return the mark that stands for it in the sealed facts."""
    if not text:
        return ""
    salt = secrets.token_hex(32)
    words.append(MinutesWord(mark=commitment(salt, {"text": text}), person_id=person, text=text, salt=salt))
    return words[-1].mark


@action
def forget(person, *, by, now: datetime) -> None:
    """Empty what sealed minutes and their corrections say of an erased person; the seal and the register still hold.

    What names them by a row is emptied whole; so is a text in which somebody typed their full name.
    """
    named = Q(text__icontains=person.name) if person.name.count(" ") else Q(pk=None)
    MinutesWord.objects.filter(Q(person=person) | named).update(text="", salt="")
    Erratum.objects.filter(named).update(text="")


@action
def add_erratum(minutes: Minutes, text: str, *, by, now: datetime) -> Erratum:
    """Note a numbered correction beside sealed minutes. Its text is for the members; the public sees that it exists."""
    if not text.strip():
        raise Refused(_("Écrivez la correction."))
    # One correction at a time, so that numbers follow each other.
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    erratum = Erratum.objects.create(
        minutes=minutes, number=minutes.errata.count() + 1, text=text.strip(), noted_at=now, noted_by=by
    )
    meeting = minutes.meeting
    record("minutes.corrected", minutes, by=by, now=now, fund=meeting.committee.fund_id, number=meeting.number,
           erratum=erratum.number)  # fmt: skip
    return erratum

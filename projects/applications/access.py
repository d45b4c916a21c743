"""Fetch or 404: for the applicant, the fund's coordination, or a reader that a room to the right names."""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404

from fph.http.access import not_found_unless
from fph.people.roles import Permission, held, holds, paris_day
from projects.applications import rules
from projects.applications.models import Application, Attachment, AttachmentKind, Override
from projects.fund.models import Fund
from projects.fund.queries import funds

WITH_ROWS = ("residents", "budget_lines")
FETCHED = ("fund__neighbourhood", "fund__carrier", "theme", "exercise", "regulation_version", "owner")
_readers: list[Callable] = []


def register_reader(reader: Callable) -> Callable:
    """Let `reader(user, application, on)` say, for a filed application, that a person may read it; returns it."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def fund_open_to_all(slug: str) -> Fund:
    """Return a fund by its address, or 404: its public pages."""
    return get_object_or_404(funds(), slug=slug)


def may_assist(user, fund: Fund, now: datetime) -> bool:
    """Say whether a person may type a file for someone else."""
    return holds(user, Permission.ASSIST, fund, paris_day(now))


def own_application(user, pk, now: datetime, *, rows: bool = True) -> Application:
    """Return a person's own application, or 404. A helper's term that passes closes the files they typed for others.

    `rows` fetches its residents and lines at once, for a page that reads them.
    """
    application = get_object_or_404(_applications(rows=rows), pk=pk, owner=user)
    not_found_unless(not application.with_helper or may_assist(user, application.fund, now))
    return application


def own_draft(user, pk, now: datetime) -> Application:
    """Return a person's own application while it may be changed, or 404."""
    application = own_application(user, pk, now)
    not_found_unless(application.state in rules.EDITABLE)
    return application


def own_attachment(user, pk, attachment, now: datetime) -> Attachment:
    """Return a document that a person joined to their own application, or 404."""
    application = own_draft(user, pk, now)
    return get_object_or_404(application.attachments.select_related("file"), pk=attachment, removed_at=None)


def fund_as_coordination(user, slug: str, now: datetime) -> Fund:
    """Return the fund whose received applications that person may read (READ_FILES or REVIEW), or 404."""
    fund = fund_open_to_all(slug)
    not_found_unless(may_read_files(user, fund, now))
    return fund


def may_review(user, fund: Fund, now: datetime) -> bool:
    """Say whether a person may admit, send back or set aside the fund's applications."""
    return holds(user, Permission.REVIEW, fund, paris_day(now))


def may_contact(user, fund: Fund, now: datetime) -> bool:
    """Say whether a person may read how to reach an applicant, and their bank details: who reviews, and who pays.

    The committee reads who asks, for what, and the quotes (privacy notes §5.1).
    """
    return review_rights(user, fund, now)[1]


def review_rights(user, fund: Fund, now: datetime) -> tuple[bool, bool]:
    """Return whether a person `may_review`, and whether they `may_contact`, asked in one query."""
    found = held(user, (Permission.REVIEW, Permission.PAY), fund, paris_day(now))
    return Permission.REVIEW in found, bool(found)


def reviewed_application(user, slug: str, pk, now: datetime) -> Application:
    """Return a filed application of a fund for a person who may act on it, or 404."""
    application = _filed(pk, fund__slug=slug)
    not_found_unless(may_review(user, application.fund, now))
    return application


def override_of(application: Application, pk, role: str) -> Override | None:
    """Return what was passed over in that file, in that name, by its id; None for what is not there, or no id at all."""
    try:
        return application.overrides.filter(pk=pk or None, role=role).first()
    except ValidationError:
        return None


def application_at_desk(user, slug: str, pk, now: datetime) -> Application:
    """Return a filed application of a fund for a person who may read it on the coordination's page, or 404."""
    application = _filed(pk, fund__slug=slug)
    not_found_unless(_reads(user, application, now))
    return application


def readable_application(user, pk, now: datetime) -> Application:
    """Return an application for its applicant or, once filed, for those entitled to read it, or 404."""
    try:
        return own_application(user, pk, now)
    except Http404:
        application = _filed(pk)
    not_found_unless(_reads(user, application, now))
    return application


def readable_attachment(user, pk, now: datetime) -> Attachment:
    """Return a document for those who may read its application, or 404."""
    attachment = get_object_or_404(Attachment.objects.select_related("file"), pk=pk, removed_at=None)
    application = readable_application(user, attachment.application_id, now)
    private = attachment.kind == AttachmentKind.BANK and application.owner_id != user.pk
    not_found_unless(not private or may_contact(user, application.fund, now))
    return attachment


def _applications(*, rows: bool = True):
    found = Application.objects.select_related(*FETCHED)
    return found.prefetch_related(*WITH_ROWS) if rows else found


def _filed(pk, **where) -> Application:
    return get_object_or_404(_applications(), pk=pk, number__isnull=False, **where)


def _reads(user, application: Application, now: datetime) -> bool:
    on = paris_day(now)
    return may_read_files(user, application.fund, now) or any(reader(user, application, on) for reader in _readers)


def may_read_files(user, fund: Fund, now: datetime) -> bool:
    """Say whether a person may read every application that a fund received (READ_FILES or REVIEW)."""
    on = paris_day(now)
    return bool(held(user, (Permission.READ_FILES, Permission.REVIEW), fund, on))

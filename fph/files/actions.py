"""Taking a private file in, and letting it go."""

import hashlib
from datetime import datetime
from functools import partial
from typing import IO, Any, cast

from django.core.files import File
from django.db import transaction

from fph.files import content, rules
from fph.files.models import StoredFile, private_storage
from fph.journal.actions import action, if_undone
from fph.verdict import Refused


@action
def store(uploaded_file, *, by, now: datetime) -> StoredFile:
    """Check an uploaded file by its content, strip it, and keep it under a random name. Returns its row.

    A picture is drawn again, which takes away where and by whom it was made; a PDF or a document is kept as it is.
    Raises Refused with a sentence that says how to mend it.
    """
    Refused.unless(rules.may_arrive(uploaded_file.size))
    arrived = uploaded_file.open()
    found = content.found_type(arrived)
    Refused.unless(rules.may_be_kept(uploaded_file.name, found))
    content_type = str(found)
    return _keep(uploaded_file.name, content_type, _stripped(arrived, content_type), by, now)


@action
def erase(stored: StoredFile, *, by, now: datetime) -> StoredFile:
    """Take a file's content off the disk, once committed, and forget its name; its row, size and sum stay."""
    if stored.content:
        transaction.on_commit(partial(private_storage().delete, stored.content.name), robust=True)
    stored.name, stored.content = "", ""
    stored.save(update_fields=["name", "content"])
    return stored


def _stripped(arrived: IO[bytes], found: str) -> IO[bytes]:
    family = rules.KINDS[found].family
    if family == rules.PICTURE:
        return content.redrawn(arrived, found)
    if family == rules.PDF:
        content.check_pdf(arrived)
    return arrived


def _keep(name: str, found: str, bytes_: IO[bytes], by, now: datetime) -> StoredFile:
    kind = rules.kept_kind(found)
    bytes_.seek(0)
    digest = hashlib.file_digest(cast(Any, bytes_), "sha256").hexdigest()
    size = bytes_.tell()
    bytes_.seek(0)
    stored = StoredFile(
        name=rules.clean_name(name, kind), content_type=kind.content_type, size=size, sha256=digest,
        stored_at=now, stored_by=by,
    )  # fmt: skip
    stored.content.save("", File(bytes_, name="file"), save=False)
    if_undone(partial(private_storage().delete, stored.content.name))
    stored.save()
    return stored

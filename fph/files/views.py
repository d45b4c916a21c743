"""Handing a private file over. Who may have it is for the caller to know."""

from django.http import FileResponse

from fph.files.models import StoredFile
from fph.http.access import not_found_unless

SANDBOX = "default-src 'none'; sandbox"


def download(stored: StoredFile) -> FileResponse:
    """Return a file as a download that no browser opens in our name, under its own type and name, never kept.

    Raises Http404 when its content was erased.
    """
    not_found_unless(stored.content)
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""Public pages kept for a minute for readers who are nobody in particular. See docs/decisions/0013-page-cache.md.

A page is kept only if its view says so (`for_all`), for a GET without cookie nor unknown parameter, answered by a plain
200 that sets nothing and holds no form. It is dropped when a minute has passed or anything was done: each is kept with
the mark of `fph.freshness` it was drawn under.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from fph import freshness

SECONDS = 60
POLICY = f"public, max-age={SECONDS}"
PARAMETERS = {"page", "annee"}
LONGEST = 8
BIGGEST = 256 * 1024
EDITOR = "/cms/"
SAFE = {"GET", "HEAD"}


def for_all(view: Callable) -> Callable:
    """Say that a view draws the same page for every reader who is not signed in."""

    @wraps(view)
    def run(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_for_all = True
        return response

    return run


class KeptPages:
    """Answer from what was kept, else keep what may be. Stands before sessions, after the headers of every answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer; whatever an editor sends drops what was kept."""
        if request.method not in SAFE:
            response = self.get_response(request)
            if request.path.startswith(EDITOR):
                freshness.changed()
            return response
        return self._read(request) if is_anybodys(request) else self.get_response(request)

    def _read(self, request: HttpRequest) -> HttpResponse:
        key, pages = key_of(request), caches["pages"]
        kept = pages.get(key)
        mark = freshness.mark() if kept else ""
        if kept and kept["mark"] == mark:
            return answer(request, kept)
        # The mark is read before the page is drawn: an act in between makes it old at once.
        mark = mark or freshness.mark()
        response = self.get_response(request)
        if not may_be_kept(request, response):
            return response
        tag = f'"{sha256(response.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ["Cookie"])
        headers = {**dict(response.items()), "Cache-Control": POLICY, "ETag": tag}
        kept = {"mark": mark, "headers": headers, "body": response.content}
        if request.method == "GET":
            pages.set(key, kept, SECONDS)
        return answer(request, kept)


def is_anybodys(request: HttpRequest) -> bool:
    """Say whether a request could come from any reader: no cookie but the forms' own, no parameter but the known."""
    if not request.COOKIES.keys() <= {settings.CSRF_COOKIE_NAME} or "Authorization" in request.headers:
        return False
    asked = request.GET
    return asked.keys() <= PARAMETERS and all(len(value) <= LONGEST for value in asked.values())


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether an answer is the same for all: its view says so, it is whole, sets nothing and holds no form."""
    if not getattr(response, "is_for_all", False) or response.status_code != 200 or response.streaming:
        return False
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return not (
        response.cookies
        or response.has_header("Cache-Control")
        or "CSRF_COOKIE" in request.META
        or varies - {"cookie", "accept-language"}
        or len(response.content) > BIGGEST
    )


def key_of(request: HttpRequest) -> str:
    """Return the name a page is kept under: where, in which language, with which parameters."""
    language = get_language_from_request(request) if len(settings.LANGUAGES) > 1 else settings.LANGUAGE_CODE
    parts = (request.scheme, request.get_host(), request.path, language, *sorted(request.GET.items()))
    return sha256(repr(parts).encode()).hexdigest()


def answer(request: HttpRequest, kept: dict) -> HttpResponse:
    """Return a kept page, or 304 to who has it already."""
    if request.headers.get("If-None-Match") == kept["headers"]["ETag"]:
        shown = ("Cache-Control", "ETag", "Vary")
        headers = {name: kept["headers"][name] for name in shown if name in kept["headers"]}
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(kept["body"], headers=kept["headers"])

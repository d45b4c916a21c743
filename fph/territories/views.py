"""What the territories show by themselves: their cloth."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fph.territories.cloth import svg


@login_not_required
@require_safe
@cache_control(public=True, max_age=30 * 24 * 3600)
def cloth(request: HttpRequest, code: str, kind: str = "band") -> HttpResponse:
    """The cloth of a code as an image which fills its box; any code has one, so it tells nothing of which exist."""
    return HttpResponse(svg(code, kind=kind), content_type="image/svg+xml")

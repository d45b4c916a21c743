"""The public register, as a layperson reads it, and as anyone verifies it."""

from datetime import date

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from fph.http.access import public
from fph.http.kept import for_all
from fph.journal import exports, queries

PER_PAGE = 100


@public
@for_all
@require_safe
def register(request):
    """Show the public acts, the latest first, a sentence each."""
    size, root = queries.head()
    page = queries.Shelves(size, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "register/register.html", {"page": page, "size": size, "root": root})


@public
@for_all
@require_safe
def entry(request, seq: int):
    """Show one public act with all that its leaf commits to."""
    leaf = get_object_or_404(queries.public_leaves(), seq=seq)
    return render(request, "register/entry.html", {"leaf": leaf, "line": exports.line(leaf)})


@public
@for_all
@require_safe
def verify(request):
    """Tell how to verify the register oneself."""
    points = queries.checkpoints()[:30]
    return render(request, "register/verify.html", {"checkpoints": points, "head": queries.head()})


@public
@require_safe
def export(request):
    """Send the register as a file."""
    response = StreamingHttpResponse(exports.lines(), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="registre.jsonl"'
    return response


@public
@require_safe
def checkpoint(request, day: str):
    """Send a day's checkpoint as a file."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    point = get_object_or_404(queries.checkpoints(), date=wanted)
    response = HttpResponse(exports.checkpoint_file(point), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="point-de-controle-{day}.json"'
    return response

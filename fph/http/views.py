from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

from fph.http.access import public


@public
@require_safe
def healthz(request):
    """Say that the process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@public
@require_safe
def picture(request, path):
    """Serve a public picture at one of its sizes. Documents and private files don't pass here."""
    try:
        response = serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))
    except OSError as reason:  # a name longer than the file system can hold
        raise Http404 from reason
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response

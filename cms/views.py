from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from wagtail import views as wagtail
from wagtail.documents.views import serve as documents

from fph.http.access import public


@public
def page(request, path):
    """Serve a published page."""
    return wagtail.serve(request, path)


@public
def document(request, document_id, document_filename):
    """Serve a public document."""
    return documents.serve(request, document_id, document_filename)


@public
def sign_in(request):
    """Lead editors through the house's own door, then back: Wagtail's own takes passwords without limit."""
    next_page = request.GET.get("next") or resolve_url("wagtailadmin_home")
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': next_page})}")


@public
def sign_out(request):
    """Sign out through the house's own door; the POST stays a POST."""
    return redirect("account_logout", preserve_request=True)

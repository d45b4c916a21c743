from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe
from wagtail import views as wagtail
from wagtail.documents.views import serve as documents

from cms import actions, routing
from cms.queries.newsrooms import groups_held, own_mandates
from fph.http.access import not_found_unless, public
from fph.http.kept import for_all
from fph.people.roles import paris_day


@public
@for_all
@require_safe
def page(request, path):
    """Serve a published page. Wagtail takes the route it finds on the request for its own."""
    request._wagtail_route_for_request = routing.route(request, path)
    return wagtail.serve(request, path)


@public
@require_safe
def document(request, document_id, document_filename):
    """Serve a public document."""
    return documents.serve(request, document_id, document_filename)


@public
@require_safe
def sign_in(request):
    """Lead editors through the house's own door, then back: Wagtail's own takes passwords without limit."""
    next_page = request.GET.get("next") or resolve_url("wagtailadmin_home")
    return redirect(f"{resolve_url('account_login')}?{urlencode({'next': next_page})}")


@public
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request):
    """Sign out through the house's own door; the POST stays a POST."""
    return redirect("account_logout", preserve_request=True)


@require_safe
def account(request):
    """Lead to the person's account in the house: Wagtail's own page would be a second one."""
    return redirect("my_account")


@require_http_methods(["GET", "HEAD", "POST"])
def newsroom(request):
    """Say whose pages the person edits and until when; the button puts their groups in step and opens the editor."""
    now = timezone.now()
    mandates = own_mandates(request.user, paris_day(now))
    not_found_unless(mandates or groups_held(request.user))
    if request.method != "POST":
        return render(request, "cms/newsroom.html", {"mandates": mandates})
    actions.keep_in_step(request.user, by=request.user, now=now)
    return redirect("wagtailadmin_home" if mandates else "my_space")

"""Wagtail's editor, quieter: an editor sees their pages, pictures and documents, and nothing to get lost in."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

KEPT = {"explorer", "images", "documents", "house"}


@hooks.register("register_admin_menu_item")
def house_item():
    """Lead back to the person's own page."""
    return MenuItem(_("Mon espace"), "/mon-espace/", name="house", icon_name="home", order=10)


@hooks.register("construct_main_menu")
def short_menu(request, items):
    """Keep what an editor needs; administrators keep everything."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in KEPT]


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages, request):
    """Offer only the pages the person works on, as the editor's door does."""
    if request.user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=own.values("pk"))


@hooks.register("construct_explorer_page_queryset")
def own_listing(parent_page, pages, request):
    """List only the pages the person works on."""
    if request.user.is_superuser:
        return pages
    own = policy_registry.get_by_type(Page).explorable_instances(request.user)
    return pages.filter(pk__in=own.values("pk"))

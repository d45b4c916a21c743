"""From an address to the page it names, in two queries, where walking down the tree takes two a level."""

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

DEEPEST = 12


class FoundByAddress(Page):
    """What a class of pages says for `route`: what its template reads, and that nothing restricts the page it found."""

    is_open = False

    class Meta:
        abstract = True

    @classmethod
    def for_reading(cls):
        """Return the pages of this class with what their template reads."""
        return cls._default_manager.all()

    def get_view_restrictions(self):
        """Return what restricts the page; asked anew unless the way to it already found nothing."""
        return PageViewRestriction.objects.none() if self.is_open else super().get_view_restrictions()


class NewsQuerySet(PageQuerySet):
    """Pieces of news as they are listed."""

    def shelved(self):
        """Keep those that can be read, the latest first, with their pictures at their sizes."""
        return self.live().select_related("picture").prefetch_related("picture__renditions").order_by("-date", "-pk")


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page of an address with what its view takes, or None; as `Page.route_for_request` would find it.

    One query brings the page and all those above it, and says whether one of them is restricted; one brings the rest of
    the page as `for_reading` of its class asks for it.
    """
    site, parts = Site.find_for_request(request), [part for part in path.split("/") if part]
    if site is None or len(parts) > DEEPEST:
        return None
    found = _found(site.root_page.url_path, parts)
    if not found or not found[-1].path.startswith(site.root_page.path):
        return None
    page = _whole(found)
    rest = parts[found[-1].depth - site.root_page.depth :]
    try:
        return page.route(request, rest)
    except Http404:
        return None


def _found(root: str, parts: list[str]) -> list[Page]:
    """Return the pages from the root of the tree down to the deepest that the address names."""
    paths = ["/"]
    for part in [*root.strip("/").split("/"), *parts]:
        paths.append(f"{paths[-1]}{part}/")
    restricted = PageViewRestriction.objects.filter(page=OuterRef("pk"))
    named = Page.objects.filter(url_path__in=paths).annotate(is_restricted=Exists(restricted))
    return list(named.order_by("depth"))


def _whole(found: list[Page]) -> Page:
    """Return the deepest page as its own class, knowing its parent and that nothing above restricts it, if so."""
    page, above = found[-1], found[:-1]
    model = page.specific_class
    if hasattr(model, "for_reading"):
        page = model.for_reading().get(pk=page.pk)
        page.is_open = not any(one.is_restricted or one.alias_of_id for one in found)
    else:
        page = page.specific
    if above and above[-1].depth == page.depth - 1:
        page._cached_parent_obj = above[-1]
    return page

"""The pages of the site. Public content only: no personal data, no votes."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index

from cms.blocks import body_blocks
from cms.feeds import NewsFeed
from cms.forms import ContentForm, NewsForm
from cms.models.media import NeighbourhoodImage
from cms.queries import today
from cms.routing import FoundByAddress, NewsQuerySet
from fph.people.roles import paris_day
from fph.territories.models import Neighbourhood
from fph.territories.queries import perimeter_on
from fph.territories.rules import outline
from fph.verdict import Words

NEWS_A_PAGE, NEWS_ON_FRONT = 10, 3


class ContentPage(FoundByAddress):
    """What every page of ours shares: it is public, says which neighbourhood it stands in, is edited in our form."""

    base_form_class = ContentForm
    private_page_options = []

    class Meta:
        abstract = True

    def neighbourhood_page(self):
        """Return the page of the neighbourhood this page stands in, or None."""
        found = NeighbourhoodPage.objects.ancestor_of(self, inclusive=True).select_related("neighbourhood")
        return found.first()

    def get_context(self, request, *args, **kwargs):
        """Add where the page stands, for the cloth and the way back."""
        around = self.neighbourhood_page()
        code = around.neighbourhood.cloth_code if around else None
        here = {"neighbourhood_page": around, "neighbourhood_code": code, "trail": self.trail(request, around)}
        return super().get_context(request, *args, **kwargs) | here

    def trail(self, request, around) -> list[tuple[Words, str]]:
        """Return the way back as pairs (label, address): the door, then the neighbourhood."""
        home = (_("Accueil"), "/")
        return [home, (around.title, around.get_url(request))] if around else [home]


class HomePage(ContentPage):
    """The door: what a fund is, and the neighbourhoods that have one."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    PERSONAL = ()
    PLAIN = ("introduction",)
    template = "cms/home_page.html"
    max_count = 1
    subpage_types = ["cms.NeighbourhoodPage", "cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("page d’accueil")

    def get_context(self, request, *args, **kwargs):
        """Add the neighbourhoods."""
        pages = NeighbourhoodPage.objects.child_of(self).live().select_related("neighbourhood").order_by("title")
        return super().get_context(request, *args, **kwargs) | {"neighbourhoods": pages}

    def neighbourhood_page(self):
        """Return None: the door stands in no neighbourhood."""


class NeighbourhoodPage(ContentPage):
    """A neighbourhood's page: what remains in its fund, the next meeting, the themes, the projects, the news."""

    neighbourhood = models.OneToOneField(Neighbourhood, models.PROTECT, related_name="page")
    headline = models.CharField(_("accroche"), max_length=120, blank=True)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))

    PERSONAL = ()
    PLAIN = ("headline", "introduction", "body")
    template = "cms/neighbourhood_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsIndexPage", "cms.StandardPage"]
    content_panels = [
        *Page.content_panels, FieldPanel("headline"), FieldPanel("introduction"), FieldPanel("body"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("page de quartier")

    @classmethod
    def for_reading(cls):
        """Add the neighbourhood, and where its news are."""
        index = NewsIndexPage.objects.live().filter(
            path__startswith=models.OuterRef("path"), depth=models.OuterRef("depth") + 1
        )
        found = super().for_reading().select_related("neighbourhood")
        return found.annotate(news_path=models.Subquery(index.values("url_path")[:1]))

    @cached_property
    def news_path(self) -> str | None:
        """Return the place of its news in the tree, or None."""
        return NewsIndexPage.objects.child_of(self).live().values_list("url_path", flat=True).first()

    def news_url(self, request) -> str:
        """Return the address of its news, or nothing."""
        return self.get_url(request) + self.news_path.removeprefix(self.url_path) if self.news_path else ""

    def get_context(self, request, *args, **kwargs):
        """Add what the neighbourhood shows today, pulled from its fund, its committee and its news."""
        now = timezone.now()
        perimeter = perimeter_on(self.neighbourhood, paris_day(now))
        shown = {
            "funds": today.funds_today(self.neighbourhood, now),
            "perimeter": perimeter,
            "outline": outline(perimeter.geometry) if perimeter and perimeter.geometry else None,
            "news": NewsPage.objects.descendant_of(self).shelved()[:NEWS_ON_FRONT],
            "news_url": self.news_url(request),
        }
        return super().get_context(request, *args, **kwargs) | shown

    def neighbourhood_page(self):
        """Return the page itself."""
        return self


class NewsIndexPage(RoutablePageMixin, ContentPage):
    """A neighbourhood's news, the latest first, and as a feed."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    PERSONAL = ()
    PLAIN = ("introduction",)
    template = "cms/news_index_page.html"
    parent_page_types = ["cms.NeighbourhoodPage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("actualités")

    def get_context(self, request, *args, **kwargs):
        """Add the page of news asked for."""
        shelf = Paginator(self.latest(), NEWS_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"shelf": shelf}

    def latest(self):
        """Return the news that can be read, the latest first."""
        return NewsPage.objects.child_of(self).shelved()

    @path("flux/", name="feed")
    def feed(self, request):
        """Serve the latest news as RSS."""
        return NewsFeed()(request, index=self)


class NewsPage(ContentPage):
    """One piece of news, with pictures and documents."""

    date = models.DateField(_("date"))
    summary = models.CharField(_("chapeau"), max_length=300)
    picture = models.ForeignKey(
        NeighbourhoodImage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))
    objects = PageManager.from_queryset(NewsQuerySet)()

    PERSONAL = ()
    PLAIN = ("summary", "body")
    base_form_class = NewsForm
    template = "cms/news_page.html"
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels, FieldPanel("date"), FieldPanel("summary"), FieldPanel("picture"), FieldPanel("body"),
    ]  # fmt: skip
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("actualité")

    @classmethod
    def for_reading(cls):
        """Add the picture, with its sizes."""
        return super().for_reading().select_related("picture").prefetch_related("picture__renditions")

    def trail(self, request, around):
        """Return the way back, the page of news included."""
        index = self.get_parent()
        return [*super().trail(request, around), (index.title, index.get_url(request))]


class StandardPage(ContentPage):
    """A page of text: help, legal notices, accessibility, a service, a place."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))

    PERSONAL = ()
    PLAIN = ("introduction", "body")
    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.NeighbourhoodPage", "cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page de texte")

"""Public content only: pages, their pictures and documents. No personal data, no votes, no roles stand here."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument, Document
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page
from wagtail.search import index

from fph.territories.models import Neighbourhood

RICH = ["h2", "h3", "bold", "italic", "link", "document-link", "ol", "ul"]


class NeighbourhoodImage(AbstractImage):
    """A public picture, in its neighbourhood's collection; its description is asked for."""

    admin_form_fields = Image.admin_form_fields


class NeighbourhoodRendition(AbstractRendition):
    """A picture at a size."""

    image = models.ForeignKey(NeighbourhoodImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class NeighbourhoodDocument(AbstractDocument):
    """A public document, in its neighbourhood's collection."""

    admin_form_fields = Document.admin_form_fields


class LinkBlock(StructBlock):
    """A link to another site, in words."""

    words = CharBlock(label=_("texte du lien"), max_length=80)
    address = URLBlock(label=_("adresse"))

    class Meta:
        icon = "link-external"
        label = _("lien")
        template = "cms/blocks/link.html"


def body_blocks() -> list:
    """Return the blocks of a page: text, picture with its description, document, link."""
    return [
        ("text", RichTextBlock(features=RICH, label=_("texte"))),
        ("picture", ImageBlock(label=_("image"), template="cms/blocks/picture.html")),
        ("document", DocumentChooserBlock(label=_("document"), template="cms/blocks/document.html")),
        ("link", LinkBlock()),
    ]


class HomePage(Page):
    """The door: what a fund is, and the neighbourhoods that have one."""

    introduction = models.TextField(_("introduction"), max_length=600, blank=True)

    template = "cms/home_page.html"
    max_count = 1
    subpage_types = ["cms.NeighbourhoodPage", "cms.StandardPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("page d’accueil")


class NeighbourhoodPage(Page):
    """A neighbourhood's page: what remains in its fund, the next meeting, the themes, the projects, the news."""

    neighbourhood = models.OneToOneField(Neighbourhood, models.PROTECT, related_name="page")
    headline = models.CharField(_("accroche"), max_length=120, blank=True)
    introduction = models.TextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))

    template = "cms/neighbourhood_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsIndexPage", "cms.StandardPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("page de quartier")


class NewsIndexPage(Page):
    """A neighbourhood's news, the latest first."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    template = "cms/news_index_page.html"
    parent_page_types = ["cms.NeighbourhoodPage"]
    subpage_types = ["cms.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("actualités")


class NewsPage(Page):
    """One piece of news, with pictures and documents."""

    date = models.DateField(_("date"))
    summary = models.CharField(_("chapeau"), max_length=300)
    picture = models.ForeignKey(
        NeighbourhoodImage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))

    template = "cms/news_page.html"
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels, FieldPanel("date"), FieldPanel("summary"), FieldPanel("picture"), FieldPanel("body"),
    ]  # fmt: skip
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        verbose_name = _("actualité")


class StandardPage(Page):
    """A page of text: help, legal notices, accessibility, a service, a place."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(body_blocks(), blank=True, verbose_name=_("contenu"))

    template = "cms/standard_page.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("page de texte")

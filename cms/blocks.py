"""What a page's body is made of: text, pictures with their words, documents, links in words."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

RICH = ["h2", "h3", "bold", "italic", "link", "ol", "ul"]


class LinkBlock(StructBlock):
    """A link to another site, in words."""

    words = CharBlock(label=_("texte du lien"), max_length=80)
    address = URLBlock(label=_("adresse"))

    class Meta:
        icon = "link-external"
        label = _("lien")
        template = "cms/blocks/link.html"


def body_blocks() -> list:
    """Return the blocks of a page. A picture has its description, or is marked as decorative."""
    return [
        ("text", RichTextBlock(features=RICH, label=_("texte"), template="cms/blocks/text.html")),
        ("picture", ImageBlock(label=_("image"), template="cms/blocks/picture.html")),
        ("document", DocumentChooserBlock(label=_("document"), template="cms/blocks/document.html")),
        ("link", LinkBlock()),
    ]

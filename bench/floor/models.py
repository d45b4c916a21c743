from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class FloorPage(Page):
    """A page of ten blocks of text, and nothing of ours."""

    body = StreamField([("text", RichTextBlock())])
    template = "floor_page.html"

    class Meta:
        app_label = "floor"

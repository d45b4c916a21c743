"""Public pictures and documents, each in its neighbourhood's collection."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class NeighbourhoodImage(AbstractImage):
    """A public picture, in its neighbourhood's collection; its description is what people who can't see it read."""

    description = models.CharField(
        _("description de l’image"), max_length=255,
        help_text=_("Ce que l’on voit, en une phrase, pour les personnes qui ne voient pas l’image."),
    )  # fmt: skip
    admin_form_fields = Image.admin_form_fields

    PERSONAL = ()
    PLAIN = ("title", "description", "file_hash")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class NeighbourhoodRendition(AbstractRendition):
    """A picture at a size."""

    image = models.ForeignKey(NeighbourhoodImage, models.CASCADE, related_name="renditions")

    PERSONAL = ()
    PLAIN = ("filter_spec", "focal_point_key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class NeighbourhoodDocument(AbstractDocument):
    """A public document, in its neighbourhood's collection."""

    admin_form_fields = Document.admin_form_fields

    PERSONAL = ()
    PLAIN = ("title", "file_hash")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

"""The forms of Wagtail's page editor: whose pictures and documents may be used, and what a picture must say."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage
from wagtail.permissions import policy_registry


class ContentForm(WagtailAdminPageForm):
    """The form of every page: a picture or a document of another neighbourhood can't be used, even by its number."""

    def clean(self):
        """Add an error to each field that uses something the person may not choose."""
        cleaned = super().clean()
        for name in self.instance_fields():
            if any(not self.may_choose(thing) for thing in used_in(cleaned.get(name))):
                self.add_error(name, _("Choisissez une image ou un document de votre quartier."))
        return cleaned

    def instance_fields(self) -> list[str]:
        """Return the names of the form's fields that can hold a picture or a document."""
        fields = (field for field in self._meta.model._meta.get_fields() if field.name in self.fields)
        return [field.name for field in fields if isinstance(field, StreamField) or field.name == "picture"]

    def may_choose(self, thing) -> bool:
        """Say whether the person may choose that picture or document."""
        policy = policy_registry.get_by_type(type(thing))
        return policy.user_has_permission_for_instance(self.for_user, "choose", thing)


class NewsForm(ContentForm):
    """The form of a piece of news: its picture can be read by those who don't see it."""

    def clean_picture(self):
        """Return the picture, which has a description."""
        picture = self.cleaned_data["picture"]
        if picture and not picture.description.strip():
            raise ValidationError(_("Cette image n’a pas de description : ajoutez-la à l’image, puis choisissez-la."))
        return picture


def used_in(value) -> list:
    """Return the pictures and documents of a field: one of them, or those of a page's body."""
    if isinstance(value, AbstractImage | AbstractDocument):
        return [value]
    blocks = value if hasattr(value, "stream_block") else []
    return [block.value for block in blocks if isinstance(block.value, AbstractImage | AbstractDocument)]

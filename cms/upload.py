"""The form of a picture in Wagtail's editor, named by the settings: Wagtail's own form needs every model loaded."""

from wagtail.images.forms import BaseImageForm

from cms import pictures


class PictureForm(BaseImageForm):
    """The form of a picture: what it carries beside what one sees (place, camera) is left out before it is kept."""

    def clean_file(self):
        """Return the picture drawn again, or say why it can't be kept."""
        upload = self.cleaned_data["file"]
        return pictures.bare(upload) if "file" in self.changed_data else upload

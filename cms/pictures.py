"""Pictures as they are kept: what one sees, upright, and nothing that says where or with what it was taken."""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from fph.files import content
from fph.verdict import Refused

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def bare(upload) -> SimpleUploadedFile:
    """Return a public picture drawn again from its pixels.

    Raises ValidationError when it is not a JPEG, PNG or WebP picture, or can't be read.
    """
    try:
        found = content.found_type(upload)
        if found not in ENDINGS:
            raise Refused(_("Seules les images JPEG, PNG et WebP sont acceptées."))
        drawn = content.redrawn(upload, found)
    except Refused as problem:
        raise ValidationError(str(problem)) from problem
    drawn.seek(0)
    name = PurePosixPath(upload.name).stem + ENDINGS[found]
    return SimpleUploadedFile(name, drawn.read(), content_type=found)

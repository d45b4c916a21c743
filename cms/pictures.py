"""Pictures as they are kept: what one sees, the right way up, and nothing that says where or with what it was taken."""

import io
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

BIGGEST_SIDE = 2560
KEPT_AS = {"JPEG": (".jpg", {"quality": 88}), "PNG": (".png", {}), "WEBP": (".webp", {"quality": 88})}


def bare(upload) -> SimpleUploadedFile:
    """Return the picture turned, at most 2560 px a side and re-encoded without its metadata.

    Raises ValidationError when it is not a JPEG, PNG or WebP picture that can be read.
    """
    try:
        upload.seek(0)
        with Image.open(upload) as opened:
            return _encoded(opened, Path(upload.name).stem)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as problem:
        raise ValidationError(_("Cette image ne se lit pas : enregistrez-la en JPEG ou en PNG.")) from problem


def _encoded(opened, stem: str) -> SimpleUploadedFile:
    if opened.format not in KEPT_AS:
        raise ValidationError(_("Seules les images JPEG, PNG et WebP sont acceptées."))
    suffix, options = KEPT_AS[opened.format]
    turned = ImageOps.exif_transpose(opened)
    turned.thumbnail((BIGGEST_SIDE, BIGGEST_SIDE))
    turned.info = {}
    kept = io.BytesIO()
    turned.save(kept, opened.format, **options)
    return SimpleUploadedFile(f"{stem}{suffix}", kept.getvalue(), Image.MIME[opened.format])

"""What a file is by its content, and its picture without what the camera wrote beside it. Nothing here writes a row."""

import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO

import filetype
import pillow_heif
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from fph.files import rules
from fph.verdict import Refused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
ARCHIVE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
MAX_PARTS = 2_000
MAX_UNPACKED = 100 * rules.MEGABYTE
LONGEST_SIDE = 3_000
CHUNK = 64 * 1024
DAMAGED = gettext_lazy(
    "Ce fichier est abîmé ou incomplet. Ouvrez-le sur votre appareil pour vérifier, puis envoyez-le à nouveau."
)

pillow_heif.register_heif_opener(thumbnails=False)


def found_type(file: IO[bytes]) -> str | None:
    """Return the type that the bytes show, or None when it is none that we know. Raises Refused when protected."""
    head = _head(file)
    if head.startswith(OLD_OFFICE):
        raise Refused(_protected())
    if head.startswith(ARCHIVE):
        return _office_type(file)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    kind = filetype.guess(head)
    return kind.mime if kind else None


def check_pdf(file: IO[bytes]) -> None:
    """Raise Refused when a PDF is cut short or needs a password to be read."""
    file.seek(0)
    before, ended = b"", False
    while chunk := file.read(CHUNK):
        window = before + chunk
        if b"/Encrypt" in window:
            raise Refused(_protected())
        ended = b"%%EOF" in window
        before = window[-1024:]
    if not ended:
        raise Refused(DAMAGED)


def redrawn(file: IO[bytes], content_type: str) -> IO[bytes]:
    """Return the picture drawn again from its pixels alone, upright: no place, date, author, nor bytes after its end.

    Its longest side is at most 3 000 pixels. Raises Refused when it is damaged or too large to be opened.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[FORMATS[content_type]]) as picture:
            Refused.unless(rules.may_be_drawn(*picture.size))
            return _saved(_bare(picture), FORMATS[rules.kept_kind(content_type).content_type])
    except Image.DecompressionBombError as problem:
        raise Refused(rules.may_be_drawn(rules.MAX_PIXELS, 2).reason) from problem
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        raise Refused(DAMAGED) from problem


def _bare(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned = picture.getexif().get(0x0112, 1)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    pixels = picture.convert("RGBA" if see_through else "RGB")
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    clean.getexif()[0x0112] = turned
    return _without_marks(ImageOps.exif_transpose(clean))


def _without_marks(picture: Image.Image) -> Image.Image:
    picture.info.clear()
    picture.getexif().clear()
    return picture


def _saved(picture: Image.Image, form: str) -> IO[bytes]:
    out = SpooledTemporaryFile(max_size=2 * rules.MEGABYTE)  # noqa: SIM115
    if form == "JPEG" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.save(out, form, **({} if form == "PNG" else {"quality": 88}))
    return out


def _office_type(file: IO[bytes]) -> str | None:
    """Return what the archive holds when it is an office document, looking at its table of contents only."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            _refuse_unsafe(archive, parts)
            return _opendocument(archive, parts) or _ooxml(parts)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as problem:
        raise Refused(DAMAGED) from problem


def _refuse_unsafe(archive, parts) -> None:
    unpacked = sum(part.file_size for part in parts.values())
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        raise Refused(_("Ce document contient trop de choses pour être ouvert sans risque. Enregistrez-le en PDF."))
    if any(part.flag_bits & 0x1 for part in parts.values()):
        raise Refused(_protected())
    if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise Refused(_("Ce document contient des macros. Enregistrez-le en PDF, puis envoyez le PDF."))


def _opendocument(archive, parts) -> str | None:
    if "mimetype" not in parts or parts["mimetype"].file_size > 100:
        return None
    manifest = parts.get("META-INF/manifest.xml")
    if manifest and manifest.file_size < rules.MEGABYTE and b"encryption-data" in archive.read(manifest):
        raise Refused(_protected())
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _ooxml(parts) -> str | None:
    if "[Content_Types].xml" not in parts:
        return "application/zip"
    for name, kind in {
        "word/document.xml": "wordprocessingml.document",
        "xl/workbook.xml": "spreadsheetml.sheet",
    }.items():
        if name in parts:
            return f"{rules.OOXML}.{kind}"
    return None


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(8192)


def _protected() -> str:
    return _(
        "Ce document est protégé par un mot de passe, ou d’un ancien format. Enregistrez-le en PDF sans mot de passe."
    )

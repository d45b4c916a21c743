"""Documents that carry a word where a telephone or an office program hides it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

ARTIST, DESCRIPTION, GPS, LATITUDE = 0x013B, 0x010E, 0x8825, 2


def photo(name: str, word: str) -> SimpleUploadedFile:
    """Return a JPEG as a telephone takes it: who took it, what it shows, and where."""
    picture, exif = Image.new("RGB", (64, 48), "#fdf6e3"), Image.Exif()
    exif[ARTIST], exif[DESCRIPTION] = f"Photo de {word}", word
    exif.get_ifd(GPS).update({1: "N", LATITUDE: (48.0, 53.0, 7.4), 3: "E", 4: (2.0, 21.0, 3.2)})
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=exif)
    assert word.encode() in kept.getvalue()
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


def paper(name: str, word: str) -> SimpleUploadedFile:
    """Return a PDF whose author is named in its properties."""
    writer, kept = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": f"Ecrit par {word}"})
    writer.write(kept)
    assert word.encode() in kept.getvalue()
    return SimpleUploadedFile(name, kept.getvalue(), "application/pdf")

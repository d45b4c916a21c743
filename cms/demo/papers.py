"""The demonstration's quotes and receipts, drawn the way a phone takes them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cms.demo.place import Project
from fph.money import euros


def quote(project: Project) -> SimpleUploadedFile:
    """Draw a quote as a picture, the way a phone takes one."""
    return paper("devis.png", ["DEVIS (démonstration)", project.title] + [
        f"{label} : {euros(amount * 100)}" for label, amount in project.expenses
    ])  # fmt: skip


def receipt(project: Project) -> SimpleUploadedFile:
    """Draw a receipt as a picture."""
    return paper("facture.png", ["FACTURE (démonstration)", project.title, f"Total : {euros(project.spent * 100)}"])


def paper(name: str, lines: list[str]) -> SimpleUploadedFile:
    """Draw lines of text on a sheet, as a PNG file to upload."""
    sheet = Image.new("RGB", (620, 120 + 34 * len(lines)), "#fffdf7")
    pen = ImageDraw.Draw(sheet)
    for row, line in enumerate(lines):
        pen.text((40, 40 + 34 * row), line.replace("\u202f", " "), fill="#2b1d2e")
    kept = io.BytesIO()
    sheet.save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")

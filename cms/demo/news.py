"""The demonstration's news, and the pictures drawn for them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cms import actions as site
from cms.models import NewsIndexPage


def tell(demo) -> None:
    """Publish the news of the year, each with its picture."""
    index = NewsIndexPage.objects.descendant_of(demo.neighbourhood.page).get()
    by, inks = demo.holder("coordinator"), demo.place.inks
    for turn, told in enumerate(demo.place.news):
        now = demo.at(told.day)
        drawn = site.add_picture(
            demo.neighbourhood, picture(turn, inks[turn % len(inks)]), title=told.title,
            description="Un motif de tissu, dessiné pour le quartier.", by=by, now=now,
        )  # fmt: skip
        site.publish_news(
            index,
            title=told.title,
            date=demo.day(told.day),
            summary=told.summary,
            body=told.body,
            picture=drawn,
            by=by,
            now=now,
        )


def picture(turn: int, inks: tuple[str, str, str]) -> SimpleUploadedFile:
    """Draw a picture in the spirit of printed cloth, as a PNG file."""
    ground, first, second = inks
    sheet = Image.new("RGB", (1200, 675), ground)
    pen = ImageDraw.Draw(sheet)
    for row in range(5):
        for column in range(9):
            x, y, size = 75 + column * 135, 70 + row * 135, 52
            if (row + column + turn) % 2:
                pen.ellipse((x - size, y - size, x + size, y + size), outline=first, width=14)
                pen.ellipse((x - 16, y - 16, x + 16, y + 16), fill=second)
            else:
                pen.polygon([(x, y - size), (x + size, y), (x, y + size), (x - size, y)], outline=first, width=12)
                pen.polygon([(x, y - 20), (x + 20, y), (x, y + 20), (x - 20, y)], fill=second)
    kept = io.BytesIO()
    sheet.save(kept, "PNG")
    return SimpleUploadedFile(f"tissu-{turn + 1}.png", kept.getvalue(), "image/png")

"""The demonstration's news, and the pictures drawn for them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from cms import actions as site
from cms.models import NewsIndexPage

INKS = [("#34623f", "#e3b23c", "#a23b4f"), ("#3b2a86", "#e07a3f", "#f4ead7"), ("#7a1f45", "#2a7f8e", "#eab54b")]
NEWS = [
    (-240, "Sept voisins, une table de quarante mètres", "La rue Myrha a dîné dehors, et tout le monde a mangé.",
     "Cent vingt personnes, onze desserts, et une seule averse. Le fonds a aidé la fête à hauteur de 340 €.\n\n"
     "Le groupe a rendu 28 € non dépensés : ils servent déjà à un autre projet."),
    (-120, "La mer, enfin", "Soixante-deux habitants ont passé une journée à la plage.",
     "Départ à sept heures du square Léon, retour à vingt-deux heures, du sable plein les chaussures."),
    (-12, "Le comité se réunit bientôt : déposez votre idée", "Quelques lignes suffisent pour commencer un dossier.",
     "Une idée, un groupe de voisins, un petit budget : commencez en ligne, sur votre téléphone, ou venez au "
     "9 rue Saint-Bruno, on vous aide à remplir."),
]  # fmt: skip


def tell(demo) -> None:
    """Publish the news of the year, each with its picture."""
    index = NewsIndexPage.objects.descendant_of(demo.neighbourhood.page).get()
    for turn, (days, title, summary, body) in enumerate(NEWS):
        by, now = demo.who["claire"], demo.at(days)
        drawn = site.add_picture(
            demo.neighbourhood, picture(turn), title=title,
            description="Un motif de tissu, dessiné pour le quartier.", by=by, now=now,
        )  # fmt: skip
        site.publish_news(
            index, title=title, date=demo.day(days), summary=summary, body=body, picture=drawn, by=by, now=now
        )


def picture(turn: int) -> SimpleUploadedFile:
    """Draw a picture in the spirit of printed cloth, as a PNG file."""
    ground, first, second = INKS[turn % len(INKS)]
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

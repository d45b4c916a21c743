"""The demonstration's news, and the pictures drawn for them."""

import io

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw

from cms import actions as site

INKS = [("#34623f", "#e3b23c", "#a23b4f"), ("#3b2a86", "#e07a3f", "#f4ead7"), ("#7a1f45", "#2a7f8e", "#eab54b")]
NEWS = [
    (-240, "Sept voisins, une table de quarante mètres", "La rue Myrha a dîné dehors, et tout le monde a mangé.",
     "<p>Cent vingt personnes, onze desserts, et une seule averse. Le fonds a aidé la fête à hauteur de 340 €.</p>"
     "<p>Le groupe a rendu 28 € non dépensés : ils servent déjà à un autre projet.</p>"),
    (-120, "La mer, enfin", "Soixante-deux habitants ont passé une journée à la plage.",
     "<p>Départ à sept heures du square Léon, retour à vingt-deux heures, du sable plein les chaussures.</p>"),
    (-12, "Le comité se réunit bientôt : déposez votre idée", "Quelques lignes suffisent pour commencer un dossier.",
     "<p>Une idée, un groupe de voisins, un petit budget : commencez en ligne, sur votre téléphone, ou venez au "
     "9 rue Saint-Bruno, on vous aide à remplir.</p>"),
]  # fmt: skip


def publish(demo) -> None:
    """Publish the news of the year, each with its picture."""
    for turn, (days, title, summary, body) in enumerate(NEWS):
        site.publish_news(
            demo.neighbourhood, title=title, date=demo.day(days), summary=summary, body=body,
            picture=picture(turn), alt="Motif de tissu dessiné pour le quartier.", by=demo.who["claire"], now=demo.at(days),
        )  # fmt: skip


def picture(turn: int) -> ImageFile:
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
    return ImageFile(kept, name=f"tissu-{turn + 1}.png")

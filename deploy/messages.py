"""Write the French catalogue: French is the source, so only what it can't say by itself stands there, its plurals.

`make messages` runs xgettext through Django, then this page, which keeps the plural messages and fills them with
their own words: without them Django prints « 0 projets ».
"""

from pathlib import Path

import polib

CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")


def main() -> None:
    """Keep the plurals of the catalogue, filled, and compile it."""
    gathered = polib.pofile(str(CATALOGUE))
    kept = polib.POFile(wrapwidth=0)
    kept.metadata = {
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
    }
    for entry in gathered:
        if entry.msgid_plural and not entry.obsolete:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            kept.append(entry)
    kept.save(str(CATALOGUE))
    kept.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


if __name__ == "__main__":
    main()

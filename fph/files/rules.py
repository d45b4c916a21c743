"""Which files the house takes in, and how they are named.

A file is judged by its content, never by what the sender says of it; its name must then agree. Sources: promises, A5;
privacy-accessibility-operations, §6.3 (name, size and state said aloud).
"""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from fph.verdict import YES, Verdict, no

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_PIXELS = 40_000_000
MAX_NAME = 120


@dataclass(frozen=True)
class Kind:
    """A kind of file taken in: its type, the endings its name may have (the first is ours), and what it is kept as."""

    content_type: str
    endings: tuple[str, ...]
    family: str
    kept_as: str = ""


PICTURE, PDF, OFFICE = "picture", "pdf", "office"
OOXML = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.content_type: kind
    for kind in (
        Kind("application/pdf", (".pdf",), PDF),
        Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"), PICTURE),
        Kind("image/png", (".png",), PICTURE),
        Kind("image/webp", (".webp",), PICTURE),
        Kind("image/heic", (".heic", ".heif"), PICTURE, kept_as="image/jpeg"),
        Kind("application/vnd.oasis.opendocument.text", (".odt",), OFFICE),
        Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",), OFFICE),
        Kind(f"{OOXML}.wordprocessingml.document", (".docx",), OFFICE),
        Kind(f"{OOXML}.spreadsheetml.sheet", (".xlsx",), OFFICE),
    )
}
ENDINGS = ",".join(ending for kind in KINDS.values() for ending in kind.endings)


def may_arrive(size: int) -> Verdict:
    """Say whether a file of that many bytes may be read at all: something, and at most 10 MB."""
    if size == 0:
        return no(_("Ce fichier est vide. Vérifiez-le sur votre appareil, puis envoyez-le à nouveau."))
    if size > MAX_BYTES:
        return no(
            _("Ce fichier pèse %(size)s, le maximum est 10 Mo. Envoyez une photo moins grande ou un PDF plus léger.")
            % {"size": size_in_words(size)}
        )
    return YES


def may_be_kept(name: str, content_type: str | None) -> Verdict:
    """Say whether a file of that name, whose content was found to be of that type, may be kept.

    Types taken: PDF, photo (JPEG, PNG, WebP, HEIC), text or spreadsheet (ODT, ODS, DOCX, XLSX). The ending of the name
    must be one of that type, so that nothing is opened as something else.
    """
    kind = KINDS.get(content_type or "")
    if kind is None:
        return no(
            _(
                "Ce type de fichier n’est pas accepté. "
                "Envoyez un PDF, une photo (JPEG, PNG, WebP, HEIC) ou un document ODT, ODS, DOCX, XLSX."
            )
        )
    ending = PurePosixPath(name.lower()).suffix
    if ending not in kind.endings:
        return no(
            _(
                "Le nom de ce fichier finit par « %(ending)s », mais son contenu est « %(real)s ». "
                "Renommez-le ou enregistrez-le à nouveau."
            )
            % {"ending": ending or "…", "real": kind.endings[0]}
        )
    return YES


def may_be_drawn(width: int, height: int) -> Verdict:
    """Say whether a picture of that many pixels may be opened: 40 million at most, about twice a telephone's photo."""
    if width * height > MAX_PIXELS:
        return no(
            _("Cette image est trop grande (plus de 40 millions de pixels). Réduisez-la, puis envoyez-la à nouveau.")
        )
    return YES


def kept_kind(content_type: str) -> Kind:
    """Return the kind under which a file is kept: a HEIC photo is kept as a JPEG that everybody can open."""
    kind = KINDS[content_type]
    return KINDS[kind.kept_as or content_type]


def clean_name(name: str, kind: Kind) -> str:
    """Return a name safe to show and to download under: no folder, no control or direction mark, 120 characters.

    The ending is that of what is kept; a name of which nothing remains becomes « document ».
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", last) if _is_plain(c))
    bare = " ".join(PurePosixPath(visible or "document").stem.split()).strip(" .")
    bare = bare if bare.strip(".") else "document"
    ending = PurePosixPath(visible).suffix.lower()
    return bare[:MAX_NAME].strip() + (ending if ending in kind.endings else kind.endings[0])


def size_in_words(size: int) -> str:
    """Write a number of bytes: « 350 ko », « 2,4 Mo »."""
    if size < MEGABYTE:
        return _("%d ko") % max(1, round(size / 1024))
    return _("%s Mo") % f"{size / MEGABYTE:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def _is_plain(character: str) -> bool:
    return character.isspace() or (
        unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in '<>:"/\\|?*;'
    )

"""Which characters the minutes' typeface can draw, and what stands in for the others.

PDF/UA refuses a character without a drawing, so one emoji in a project's title would stop the minutes of a
whole meeting. Text is made printable before it is set: controls, direction overrides and lone marks go,
characters that no installed Noto Sans family can draw become one REPLACEMENT.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg

FAMILY_PREFIX = "noto-sans"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MARKS_ON_ONE_LETTER = 3
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


@cache
def families() -> dict[str, tuple[Path, ...]]:
    """The installed Noto Sans families, Latin first: name to font files. A script more is a package more."""
    found = fontpkg.families()
    slugs = sorted(slug for slug in found if slug.startswith(FAMILY_PREFIX))
    return {found[slug].name: tuple(file.path for file in found[slug].files) for slug in slugs}


@cache
def repertoires() -> tuple[frozenset[int], ...]:
    """For each family, the code points that all of its styles can draw."""
    return tuple(
        frozenset.intersection(*(frozenset(_code_points(path.read_bytes())) for path in paths))
        for paths in families().values()
    )


def printable(value: Any) -> Any:
    """The same JSON-able value with each string made printable. Keys, numbers, booleans and None stay."""
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    return [printable(part) for part in value] if isinstance(value, list | tuple) else value


def _printable_text(text: str) -> str:
    kept = ""
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        drawn = _drawn(character, kept[-MARKS_ON_ONE_LETTER:])
        if drawn != REPLACEMENT or not kept.endswith(REPLACEMENT):
            kept += drawn
    return kept


def _drawn(character: str, before: str) -> str:
    """What to set for one character, given the few set before it: itself, a stand-in, or nothing."""
    category = unicodedata.category(character)
    if character in "\n\r\v\f\x85" or category in ("Zl", "Zp"):
        return "\n"
    if character == "\t" or category == "Zs":
        return character if _families_of(character) else " "
    if character in JOINERS:
        return character if before[-1:].isalpha() else ""
    if category in ("Cc", "Cf"):
        return ""
    if _is_mark(character):
        return character if _can_bear(before, character) else ""
    return character if _families_of(character) else REPLACEMENT


def _can_bear(before: str, mark: str) -> bool:
    """Whether the text set so far ends in a letter of the mark's own family, not yet overloaded."""
    letter = before.rstrip("".join(character for character in before if _is_mark(character)))
    return letter[-1:].isalnum() and bool(_families_of(before[-1]) & _families_of(mark))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


@cache
def _families_of(character: str) -> frozenset[int]:
    return frozenset(rank for rank, known in enumerate(repertoires()) if ord(character) in known)


def _code_points(font: bytes) -> Iterator[int]:
    """Read a font's `cmap`: its subtables of format 12 (ranges), which every Noto family carries."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    for rank in range(count):
        (start,) = struct.unpack_from(">I", cmap, 4 + 8 * rank + 4)
        (kind,) = struct.unpack_from(">H", cmap, start)
        if kind == 12:
            yield from _format_12(cmap, start)


def _format_12(cmap: bytes, start: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", cmap, start + 12)
    for first, last, glyph in struct.iter_unpack(">III", cmap[start + 16 : start + 16 + 12 * groups]):
        yield from range(first + (glyph == 0), last + 1)


def _table(font: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", font, 4)
    for tag, _sum, offset, length in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * count]):
        if tag == wanted:
            return font[offset : offset + length]
    raise ValueError(f"The font has no {wanted.decode()} table.")

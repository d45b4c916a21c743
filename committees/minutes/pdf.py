"""The minutes as a tagged PDF (PDF/UA-1).

The text of the document is French whatever the reader's language, and nothing depends on the clock or the
machine: the same facts give the same bytes, so a reader can check a copy against its fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from committees.minutes import glyphs
from committees.minutes.rules import Facts

TEMPLATE = Path(__file__).with_name("minutes.typ")


def render_pdf(facts: Mapping[str, Any], cloth_svg: str = "") -> bytes:
    """Set the minutes of one meeting.

    `facts` is what `Facts.to_dict` writes, internal or public: text in it is printed, never obeyed.
    `cloth_svg` is the neighbourhood's cloth as one wide band: an ornament, hidden from screen readers.
    Raises ValueError on a fact that the minutes do not know, typst.TypstError on a cloth that is not SVG.
    """
    checked = Facts.from_dict(facts).to_dict()
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "facts": json.dumps(glyphs.printable(checked), ensure_ascii=False),
            "fonts": json.dumps(list(glyphs.families())),
            "cloth": cloth_svg,
        },
        pdf_standards=["ua-1"],
    )


@cache
def _fonts() -> typst.Fonts:
    folders = {str(path.parent) for paths in glyphs.families().values() for path in paths}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))

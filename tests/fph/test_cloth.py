"""The neighbourhoods' cloth: always the same, always valid, never dangerous."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest

from fph.territories.cloth import ARRANGEMENTS, MOTIFS, PALETTES, Cloth, cloth, svg, tile_svg

SVG = "{http://www.w3.org/2000/svg}"
NEIGHBOURHOODS = [f"QN{number:05d}M" for number in range(1000, 2500)]
KNOWN = Cloth("#2f4a24", ("#f0b93c", "#ee8f86"), ("seeds", "leaves", "daisies"), (True, True, True))
HOSTILE = ['"><script>alert(1)</script>', "&lt;", "' onload='x", "../../etc", "", "]]>", "é" * 5000, "\x00\u202e"]
PRESENTATION = {
    *("xmlns", "width", "height", "viewBox", "aria-hidden", "id", "patternUnits", "patternTransform", "transform"),
    *("fill", "stroke", "stroke-width", "stroke-linecap", "d", "cx", "cy", "r", "rx", "ry"),
}


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def drawings(identifier: str) -> list[str]:
    return [tile_svg(identifier)] + [
        svg(identifier, width=640, height=84, kind=kind) for kind in ("band", "edge", "cover")
    ]


def test_the_same_identifier_gives_the_same_cloth_in_another_process():
    program = "from fph.territories.cloth import tile_svg; print(tile_svg('QN07511M'), end='')"
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert elsewhere.stdout == tile_svg("QN07511M")


def test_a_known_cloth_does_not_change_from_one_release_to_the_next():
    assert cloth("QN07511M") == KNOWN


def test_neighbourhoods_differ():
    cloths = {cloth(code) for code in NEIGHBOURHOODS}
    assert len(cloths) > 0.95 * len(NEIGHBOURHOODS)


def test_neighbourhoods_use_every_palette_and_every_motif():
    cloths = [cloth(code) for code in NEIGHBOURHOODS]
    assert {drawn.ground for drawn in cloths} == {palette.ground for palette in PALETTES}
    assert {motif for drawn in cloths for motif in drawn.motifs} == set(MOTIFS)


def test_a_cloth_has_two_or_three_different_motifs():
    assert {len(motifs) for motifs in ARRANGEMENTS} == {2, 3}
    assert all(len(set(motifs)) == len(motifs) for motifs in ARRANGEMENTS)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.ground)
def test_each_ink_stands_out_on_its_ground(palette):
    assert min(contrast(palette.ground, ink) for ink in palette.inks) >= 3


@pytest.mark.parametrize("identifier", [*NEIGHBOURHOODS[:40], *HOSTILE], ids=lambda text: ascii(text)[:24])
def test_drawings_are_valid_and_hold_shapes_only(identifier):
    for drawing in drawings(identifier):
        root = ElementTree.fromstring(drawing)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        names = {name for element in root.iter() for name in element.attrib}
        assert tags <= {"svg", "defs", "pattern", "g", "rect", "path", "circle", "ellipse"}
        assert names <= PRESENTATION
        assert root.get("aria-hidden") == "true"
        assert drawing.count("//") == 1, "the only address is the SVG namespace"


@pytest.mark.parametrize("identifier", [hostile for hostile in HOSTILE if hostile])
def test_nothing_of_the_identifier_reaches_the_drawing(identifier):
    assert all(identifier not in drawing for drawing in drawings(identifier))


def test_patterns_of_two_cloths_or_two_kinds_never_share_a_name():
    names = [
        ElementTree.fromstring(svg(code, kind=kind)).find(f".//{SVG}pattern").get("id")
        for code in NEIGHBOURHOODS
        for kind in ("band", "edge", "cover")
    ]
    assert len(set(names)) == len(names)


def test_a_drawing_without_size_fills_its_box():
    root = ElementTree.fromstring(svg("QN07511M"))
    assert (root.get("width"), root.get("height")) == ("100%", "100%")


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="band, edge, cover"):
        svg("QN07511M", kind="flag")


def test_a_cloth_is_light():
    assert max(len(tile_svg(code)) for code in NEIGHBOURHOODS) < 6000

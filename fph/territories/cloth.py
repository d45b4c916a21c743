"""A neighbourhood's cloth: a pattern in the spirit of printed cotton, drawn from its identifier.

The same identifier always gives the same cloth, on every machine. It is an ornament: it carries no meaning that words
do not repeat, and never sits under text. Everything here is pure and needs the standard library only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from itertools import permutations

REPEAT = 56
"""Width of one repeat and height of one row, in SVG units."""


@dataclass(frozen=True)
class Palette:
    """Two inks on a ground, as #rrggbb; each ink is at least 3:1 against the ground."""

    ground: str
    inks: tuple[str, str]


@dataclass(frozen=True)
class Cloth:
    """What a cloth is made of: a palette, and rows of motifs of which some may be shifted by half a repeat."""

    ground: str
    inks: tuple[str, str]
    motifs: tuple[str, ...]
    shifted: tuple[bool, ...]


PALETTES = (
    Palette("#2f4a24", ("#f0b93c", "#ee8f86")),  # garden green, saffron, rose
    Palette("#2b2a6b", ("#f2ae1c", "#f0765a")),  # indigo, saffron, coral
    Palette("#741a47", ("#f3bb52", "#6cc3c0")),  # plum, saffron, lagoon
    Palette("#1b4a82", ("#f6b26b", "#f3dcc0")),  # river blue, apricot, linen
    Palette("#7a2d14", ("#f6c453", "#f5dccb")),  # brick, saffron, linen
    Palette("#0e4b4a", ("#f4a261", "#e9e1b4")),  # deep teal, apricot, straw
    Palette("#3c2048", ("#e79bc4", "#f2b632")),  # aubergine, pink, saffron
    Palette("#4b2e19", ("#f0a63a", "#8fd0b4")),  # walnut, amber, mint
    Palette("#f2b233", ("#5b1647", "#8c2712")),  # saffron, plum, brick
    Palette("#efe3c8", ("#243a8a", "#b0341c")),  # raw cotton, indigo, brick
    Palette("#f3c9b4", ("#6d1d3a", "#1f5a55")),  # rose clay, wine, teal
    Palette("#c8dfd3", ("#26466e", "#a12f2b")),  # mist green, slate blue, red
)


def cloth(identifier: str) -> Cloth:
    """Choose palette, two or three motifs and their shifts from the SHA-256 of the identifier."""
    seed = int.from_bytes(sha256(identifier.encode()).digest())
    seed, palette = divmod(seed, len(PALETTES))
    seed, choice = divmod(seed, len(ARRANGEMENTS))
    chosen, motifs = PALETTES[palette], ARRANGEMENTS[choice]
    seed, swapped = divmod(seed, 2)
    inks = chosen.inks[::-1] if swapped else chosen.inks
    shifted = tuple(bool(seed >> row & 1) for row in range(len(motifs)))
    return Cloth(chosen.ground, inks, motifs, shifted)


def svg(identifier: str, *, width: int | None = None, height: int | None = None, kind: str = "band") -> str:
    """Draw the cloth as one SVG image that fills its box, cut at the edges and never stretched.

    `width` and `height` are in pixels; None fills the box the page gives it. `kind` sets the scale: "band" for the
    strip under the header (whole rows at 42 and 84 px), "edge" for the thin hem of a card (21 px), "cover" for a full
    page.
    Raises ValueError for another kind.
    """
    if kind not in SCALES:
        raise ValueError(f"kind is one of {', '.join(SCALES)}, not {kind!r}")
    drawn = cloth(identifier)
    name = f"cloth-{kind}-{sha256(identifier.encode()).hexdigest()[:10]}"
    depth = REPEAT if kind == "edge" else REPEAT * len(drawn.motifs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_length(width)}" height="{_length(height)}"'
        f' aria-hidden="true"><defs><pattern id="{name}" width="{REPEAT}" height="{depth}"'
        f' patternUnits="userSpaceOnUse" patternTransform="scale({SCALES[kind]})">{_rows(drawn)}</pattern></defs>'
        f'<rect width="100%" height="100%" fill="url(#{name})"/></svg>'
    )


def tile_svg(identifier: str) -> str:
    """Draw exactly one repeat of the cloth, to be laid edge to edge."""
    drawn = cloth(identifier)
    depth = REPEAT * len(drawn.motifs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{REPEAT}" height="{depth}"'
        f' viewBox="0 0 {REPEAT} {depth}" aria-hidden="true">{_rows(drawn)}</svg>'
    )


def _length(pixels: int | None) -> str:
    return "100%" if pixels is None else str(int(pixels))


def _rows(drawn: Cloth) -> str:
    depth = REPEAT * len(drawn.motifs)
    ground = f'<rect width="{REPEAT}" height="{depth}" fill="{drawn.ground}"/>'
    return ground + "".join(_row(drawn, row) for row in range(len(drawn.motifs)))


def _row(drawn: Cloth, row: int) -> str:
    first, second = drawn.inks if row % 2 == 0 else drawn.inks[::-1]
    motif = MOTIFS[drawn.motifs[row]](first, second, drawn.ground)
    half = REPEAT // 2
    starts = (-half, half) if drawn.shifted[row] else (0,)
    return "".join(f'<g transform="translate({start} {row * REPEAT})">{motif}</g>' for start in starts)


# Each motif draws one cell of 56 × 56 with two inks and the ground, and stays clear of its top and bottom.


def _waves(first: str, second: str, ground: str) -> str:
    lines = ((16, first), (28, second), (40, first))
    return "".join(
        f'<path d="M7 {y}q10.5-13 21 0t21 0" fill="none" stroke="{ink}" stroke-width="4.5" stroke-linecap="round"/>'
        for y, ink in lines
    )


def _diamonds(first: str, second: str, ground: str) -> str:
    rings = ((26, first), (20, ground), (13, second), (5, first))
    return "".join(f'<path d="M28 {28 - r}l{r} {r}-{r} {r}-{r}-{r}z" fill="{ink}"/>' for r, ink in rings)


def _flower(petals: int) -> Callable[[str, str, str], str]:
    def draw(first: str, second: str, ground: str) -> str:
        drawn = "".join(
            f'<ellipse cx="28" cy="14.5" rx="5" ry="9.5" fill="{second if petal % 2 else first}"'
            f' transform="rotate({petal * 360 / petals:g} 28 28)"/>'
            for petal in range(petals)
        )
        return f'{drawn}<circle cx="28" cy="28" r="5" fill="{first}"/>'

    return draw


def _rings(first: str, second: str, ground: str) -> str:
    return (
        f'<circle cx="28" cy="28" r="20.5" fill="none" stroke="{first}" stroke-width="5"/>'
        f'<circle cx="28" cy="28" r="9" fill="none" stroke="{second}" stroke-width="6"/>'
    )


def _combs(first: str, second: str, ground: str) -> str:
    teeth = "".join(f'<path d="M{x} 16v24" stroke="{first}" stroke-width="4"/>' for x in range(4, 56, 8))
    return (
        f'{teeth}<path d="M0 28h56" stroke="{ground}" stroke-width="11"/>'
        f'<path d="M0 28h56" stroke="{second}" stroke-width="5"/>'
        f'<path d="M0 9h56M0 47h56" stroke="{first}" stroke-width="4"/>'
    )


def _steps(first: str, second: str, ground: str) -> str:
    return (
        f'<path d="M0 48v-10h8v-10h8v-10h8V8h8v10h8v10h8v10h8v10z" fill="{first}"/>'
        f'<path d="M16 48v-10h6v-8h12v8h6v10z" fill="{ground}"/><path d="M24 38h8v10h-8z" fill="{second}"/>'
    )


def _checks(first: str, second: str, ground: str) -> str:
    squares = ((x, y) for y in range(3) for x in range(4) if (x + y) % 2 == 0)
    return "".join(
        f'<path d="M{x * 14} {7 + y * 14}h14v14h-14z" fill="{second if y == 1 else first}"/>' for x, y in squares
    )


def _chevrons(first: str, second: str, ground: str) -> str:
    lines = ((24, first), (35, second), (46, first))
    return "".join(
        f'<path d="M-4 {y + 4}L28 {y - 17}L60 {y + 4}" fill="none" stroke="{ink}" stroke-width="5"/>'
        for y, ink in lines
    )


def _leaves(first: str, second: str, ground: str) -> str:
    leaf = "M28 30q-20 2-23-19q21 0 23 19z"
    return (
        f'<path d="M28 50V18" stroke="{first}" stroke-width="4" stroke-linecap="round"/>'
        f'<path d="{leaf}" fill="{first}"/><path d="{leaf}" fill="{first}" transform="matrix(-1 0 0 1 56 0)"/>'
        f'<path d="{leaf}" fill="{second}" transform="translate(7 15) scale(.75)"/>'
        f'<path d="{leaf}" fill="{second}" transform="matrix(-.75 0 0 .75 49 15)"/>'
    )


def _suns(first: str, second: str, ground: str) -> str:
    rays = "".join(
        f'<path d="M28 10v10" stroke="{second}" stroke-width="5" stroke-linecap="round"'
        f' transform="rotate({angle} 28 44)"/>'
        for angle in (-70, -35, 0, 35, 70)
    )
    return (
        f'{rays}<path d="M10 48a18 18 0 0 1 36 0z" fill="{first}"/><path d="M20 48a8 8 0 0 1 16 0z" fill="{ground}"/>'
    )


def _seeds(first: str, second: str, ground: str) -> str:
    places = ((14, 15, first), (42, 15, second), (14, 41, second), (42, 41, first))
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="11" ry="9.5" fill="{ink}"/>'
        f'<path d="M{x - 7} {y}h14" stroke="{ground}" stroke-width="3"/>'
        for x, y, ink in places
    )


MOTIFS: dict[str, Callable[[str, str, str], str]] = {
    "waves": _waves,
    "diamonds": _diamonds,
    "flowers": _flower(6),
    "daisies": _flower(8),
    "rings": _rings,
    "combs": _combs,
    "steps": _steps,
    "checks": _checks,
    "chevrons": _chevrons,
    "leaves": _leaves,
    "suns": _suns,
    "seeds": _seeds,
}
ARRANGEMENTS = tuple(permutations(MOTIFS, 2)) + tuple(permutations(MOTIFS, 3))
SCALES = {"band": 0.75, "edge": 0.375, "cover": 1.5}

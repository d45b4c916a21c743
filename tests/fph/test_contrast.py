"""The colours of the one style sheet, read from it: text 4.5:1 and controls 3:1, in light and in dark."""

import re
from pathlib import Path

import pytest

SHEET = (Path(__file__).parents[2] / "static" / "css" / "fph.css").read_text()
TOKENS, REST = SHEET.split("/* 2 ─ Base", 1)
PAIRS = dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", TOKENS))
THEMES = {
    "light": {name: pair.split(", ")[0] for name, pair in PAIRS.items()},
    "dark": {name: pair.split(", ")[1] for name, pair in PAIRS.items()},
}
GROUNDS = ("paper", "card", "sand")
TONES = ("good", "care", "bad", "info")
TEXT = (
    *((ink, ground) for ink in ("ink", "muted", "action", "action-strong", *TONES) for ground in GROUNDS),
    *((tone, f"{tone}-back") for tone in TONES),
    *((ink, f"{tone}-back") for ink in ("ink", "action", "action-strong") for tone in TONES),
    *(("on-action", ground) for ground in ("action", "action-strong")),
    ("muted", "info-back"),
    ("paper", "ink"),
)
CONTROLS = (
    *((control, ground) for control in ("edge", "accent", "action") for ground in GROUNDS),
    ("edge", "info-back"),
    ("paper", "good"),
    ("paper", "bad"),
)


def luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink, ground", TEXT)
def test_text_is_readable(theme, ink, ground):
    colours = THEMES[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("control, ground", CONTROLS)
def test_controls_and_bars_are_visible(theme, control, ground):
    colours = THEMES[theme]
    assert contrast(colours[control], colours[ground]) >= 3


def test_every_colour_is_checked_but_the_hairline():
    assert {name for pair in (*TEXT, *CONTROLS) for name in pair} == set(PAIRS) - {"line"}


def test_old_browsers_get_the_same_light_colours():
    fallback = TOKENS.split("@supports not", 1)[1]
    assert dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", fallback)) == THEMES["light"]


def test_colours_are_written_among_the_tokens_only():
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(|oklch\(", REST)


def test_every_token_used_exists():
    defined = set(re.findall(r"--([a-z0-9-]+):", SHEET))
    assert set(re.findall(r"var\(--([a-z0-9-]+)", SHEET)) <= defined


def test_there_are_six_sizes_of_type_and_the_body_has_18_pixels():
    assert len(re.findall(r"--size-\d:", TOKENS)) == 6
    assert "--size-2: 1.125rem;" in TOKENS
    assert "font: var(--size-2)/" in REST


def test_the_sheet_is_light_and_asks_nothing_of_anyone():
    assert len(SHEET.encode()) < 45_000
    assert "url(" not in SHEET
    assert "@import" not in SHEET


def test_sides_are_written_for_both_directions_of_reading():
    assert not re.findall(
        r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|[ {](?:left|right):", SHEET
    )

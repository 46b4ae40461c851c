"""The pairs of colours that carry text keep the contrast of WCAG 2.2 AA, in both themes."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text(encoding="utf-8")
COLOR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
PAIR = re.compile(rf"--color-([\w-]+): light-dark\({COLOR}, {COLOR}\);")
COLORS = {match[1]: (tuple(match.groups()[1:4]), tuple(match.groups()[4:7])) for match in PAIR.finditer(TOKENS)}

GROUNDS = ["canvas", "surface", "raised", "sunken"]
TEXT = [(ink, ground) for ink in ("ink", "ink-muted", "accent") for ground in GROUNDS]
SOFT = [(kind, f"{kind}-soft") for kind in ("accent", "positive", "warning", "negative")]
ON_SOFT = [("ink", f"{kind}-soft") for kind in ("accent", "positive", "warning", "negative")]
ON_SURFACE = [(kind, ground) for kind in ("positive", "warning", "negative") for ground in ("canvas", "surface")]
FILLED = [("accent-ink", "accent"), ("accent-ink", "accent-strong"), ("negative-ink", "negative")]
BORDERS = [("line-strong", ground) for ground in ("canvas", "surface")] + [("accent", "canvas")]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour, by Ottosson's matrices; what sRGB cannot show is cut off."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str, theme: int) -> float:
    lights = sorted(luminance(*map(float, COLORS[name][theme])) for name in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT + SOFT + ON_SOFT + ON_SURFACE + FILLED)
def test_text_can_be_read_on_its_ground(ink: str, ground: str, theme: int) -> None:
    assert contrast(ink, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), BORDERS)
def test_the_edges_of_controls_and_the_focus_ring_can_be_seen(line: str, ground: str, theme: int) -> None:
    assert contrast(line, ground, theme) >= 3

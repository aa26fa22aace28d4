"""A page whose words run up, down or upside down, turned so that they run right.

A landscape table is often printed on an upright page, or scanned the wrong way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailbot.adapters.documents.printed.placed import Glyph
from mailbot.adapters.documents.printed.ruled import Stroke

Drawn = tuple["list[Glyph]", list[Stroke], list[Stroke]]


def upright_page(
    glyphs: Sequence[Glyph],
    level: Sequence[Stroke],
    upright: Sequence[Stroke],
    turn: int,
    size: tuple[float, float],
) -> Drawn:
    """Return glyphs, level and upright strokes of a page turned back.

    `turn` is how many quarter turns to the right the words stand, `size` the page's
    width and height in points.
    """
    found: Drawn = list(glyphs), list(level), list(upright)
    width, height = size
    for _ in range(turn):
        found = _turned_left(*found, width)
        width, height = height, width
    return found


def _turned_left(
    glyphs: list[Glyph], level: list[Stroke], upright: list[Stroke], width: float
) -> Drawn:
    """Turn a page to the left by a quarter: what was on its right is on top."""
    turned = [
        replace(
            one,
            left=one.top,
            top=width - one.right,
            right=one.bottom,
            bottom=width - one.left,
        )
        for one in glyphs
    ]
    flat = [Stroke(width - one.at, one.start, one.end) for one in upright]
    tall = [Stroke(one.at, width - one.end, width - one.start) for one in level]
    return turned, flat, tall

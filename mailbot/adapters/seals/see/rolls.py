"""Pages far longer than wide, as long screenshots are: looked at window by window.

A window has the shape of a sheet, so that light, noise and memory are a sheet's; it
overlaps the next by more than a seal, so that each seal is whole in one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mailbot.adapters.seals.see.pages import Box, PageImage
from mailbot.adapters.seals.vision import Bytes
from mailbot.core.record.documents import SealMark, SealVerdict

LONG: Final = 2.5  # length by width from which a page is cut
LONGEST: Final = 80.0  # beyond it, a stripe that shows no page
WINDOW, STEP = 1.6, 1.2  # in widths; the overlap of 84 mm of paper holds a seal
SAME: Final = 0.5  # two boxes whose middles are closer than this share of a side
_ORDER: Final = (
    SealVerdict.RED_SEAL,
    SealVerdict.PARTIAL,
    SealVerdict.CANNOT_TELL,
    SealVerdict.NO_SEAL,
)


def windows(page: PageImage) -> Iterator[tuple[PageImage, tuple[float, float]]]:
    """Yield a page's windows and where the upper left corner of each lies, in points.

    A page of ordinary shape is its own and only window.
    """
    wide, high = page.size
    short, long = min(wide, high), max(wide, high)
    if not LONG * short < long <= LONGEST * short:
        yield page, (0.0, 0.0)
        return
    start, last = 0.0, long - WINDOW * short
    while True:
        at = min(start, last)
        corner = (0.0, at) if high > wide else (at, 0.0)
        yield _window(page, corner, WINDOW * short), corner
        if start >= last:
            return
        start += STEP * short


def _window(page: PageImage, corner: tuple[float, float], length: float) -> PageImage:
    left, top = corner
    wide, high = page.size
    size = (wide, length) if high > wide else (length, high)

    def render(scale: float, box: Box) -> Bytes:
        x0, y0, x1, y1 = box
        return page.render(scale, (x0 + left, y0 + top, x1 + left, y1 + top))

    return replace(page, size=size, render=render)


def moved(mark: SealMark, corner: tuple[float, float]) -> SealMark:
    """Return a window's mark with its box where it lies on the page."""
    x0, y0, x1, y1 = mark.box
    if x1 <= x0:
        return mark
    left, top = (round(side, 1) for side in corner)
    return replace(mark, box=(x0 + left, y0 + top, x1 + left, y1 + top))


def together(marks: list[SealMark]) -> tuple[SealMark, ...]:
    """Return a page's marks out of its windows': each seal once, or the one lack."""
    ranked = sorted(
        marks, key=lambda m: (_ORDER.index(m.verdict), not m.unit, -m.confidence)
    )
    kept: list[SealMark] = []
    for mark in ranked:
        if mark.verdict is not SealVerdict.RED_SEAL:
            break
        if not any(_same(mark.box, other.box) for other in kept):
            kept.append(mark)
    return tuple(kept) or tuple(ranked[:1])


def _same(one: Box, other: Box) -> bool:
    across = abs(one[0] + one[2] - other[0] - other[2]) / 2
    down = abs(one[1] + one[3] - other[1] - other[3]) / 2
    return max(across, down) < SAME * max(one[2] - one[0], one[3] - one[1])

"""Whether pdfium tells a page's words in the order a reader meets them.

It follows the order in which a line's pieces were drawn. Programs that take quotation
marks from another font draw them after the words around them: 完成 两癌 检查 “ ”.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types

_MOST: Final = 20_000  # characters of a page that are looked at
_BACK: Final = 0.5  # of a character's height: as far back as no kerning goes
_LEVEL: Final = 0.5  # of its height that two characters of a line share


def is_out_of_order(page: pdfium.PdfPage) -> bool:
    """Say whether some line's characters go back to the left of what was told."""
    layer = page.get_textpage()
    try:
        return _steps_back(layer) > 0
    finally:
        layer.close()


def _steps_back(layer: pdfium.PdfTextPage) -> int:
    """Return how often a character stands left of the one before it in its line."""
    from pypdfium2 import raw  # noqa: PLC0415

    sides = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(one) for one in sides]
    before: tuple[float, float, float] | None = None
    count = 0
    for index in range(min(layer.count_chars(), _MOST)):
        if raw.FPDFText_IsGenerated(layer.raw, index) == 1:
            continue
        if not raw.FPDFText_GetCharBox(layer.raw, index, *pointers):
            continue
        left, right, bottom, top = (one.value for one in sides)
        if right <= left or top <= bottom:
            continue
        if before is not None:
            count += _is_back(before, (left, bottom, top))
        before = left, bottom, top
    return count


def _is_back(
    before: tuple[float, float, float], one: tuple[float, float, float]
) -> bool:
    """Say whether a character stands in the same line, and well to the left."""
    height = max(before[2] - before[1], one[2] - one[1])
    shared = min(before[2], one[2]) - max(before[1], one[1])
    return before[0] - one[0] > _BACK * height and shared > _LEVEL * min(
        before[2] - before[1], one[2] - one[1]
    )

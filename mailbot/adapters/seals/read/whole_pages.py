"""Reads all writing of a document that has no text layer: slow, for notices only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.read.heading import Line, read_lines
from mailbot.adapters.seals.see.pages import PageImage, open_pages
from mailbot.adapters.seals.vision import np
from mailbot.core.record.documents import Content, Kind, Problem

if TYPE_CHECKING:  # defined there for type checkers only
    from mailbot.adapters.seals.vision import Bytes

DPI: Final = 200.0
MOST_LINES: Final = 200
MOST_PAGES: Final = 20
LIGHTENED: Final = 1.5
SAME_ROW: Final = 0.5  # of a line's height
_PAGE_MARK: Final = re.compile(r"^[-—–一·. ]*\d{1,3}[-—–一·. ]*$")


def read_pages(kind: Kind, content: bytes) -> Content | Problem:
    """Return the lines of every page from above, pages parted by their marks (— 1 —).

    `text_layer` stays False: every word of it may be misread.
    """
    try:
        pages = [(p.number, _lines(p)) for p in open_pages(kind, content, SealLimits())]
    except UnreadablePages as unreadable:
        return unreadable.problem
    pages.sort()
    text = "\n".join(f"{words}\n— {number} —" for number, words in pages[:MOST_PAGES])
    return Content(text=text, pages=len(pages), text_layer=False)


def _lines(page: PageImage) -> str:
    lines = read_lines(_without_red(page.pixels(DPI)), MOST_LINES)
    rows = ["\t".join(one.text for one in row) for row in _rows(lines)]
    if rows and _PAGE_MARK.match(rows[-1]):
        rows.pop()  # ours says it better
    return "\n".join(rows)


def _without_red(pixels: Bytes) -> Bytes:
    """Return the page as its red light alone shows it: a red seal is white there.

    Seals lie over the signature and its day; what little they leave is lightened.
    """
    light = np.minimum(pixels[..., :1].astype(np.float32) * LIGHTENED, 255)
    return np.ascontiguousarray(np.repeat(light.astype(np.uint8), 3, axis=2))


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Put lines side by side into one row, from the left; rows from above."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.top):
        first = rows[-1][0] if rows else None
        if first and line.top < first.top + first.height * SAME_ROW:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]

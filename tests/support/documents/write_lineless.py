"""Draws tables as PDF without upright lines: three rules, level rules, none at all.

Every glyph is placed here, so that the look of a table is ours to choose: padding,
where cells stand in their row, what pages repeat, which way the page is turned.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "STSong-Light"
_NEVER_FIRST = "，。、；：！？）》”%"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """How a table is drawn; lengths in points.

    `rules`: none, three (above and below the heading, at the end), rows (between all
    rows), bands (every second row shaded), boxed (rows and a frame). `middle`: cells
    stand in the middle of their row; `centred`: columns whose lines are centred.
    `torn`: a row may be divided by the page's end. `turn`: quarter turns of all words.
    """

    rules: str = "none"
    middle: bool = False
    centred: frozenset[int] = frozenset()
    pad: float = 4
    side: float = 5
    size: float = 10
    leading: float = 13
    repeat: bool = True
    torn: bool = False
    foot: str = ""
    running: str = ""
    turn: int = 0
    widths: tuple[float, ...] = (35, 110, 95, 190, 70)
    page: tuple[float, float] = (595, 842)
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    heads: int = 1  # rows of the heading


@dataclass(frozen=True)
class _Strip:
    """The lines of one row, or of the part of it that a page holds."""

    cells: tuple[tuple[str, ...], ...]
    place: int
    first: bool = True
    last: bool = True

    @property
    def height(self) -> int:
        return max(map(len, self.cells))


def lineless(rows: Sequence[Row], look: Look) -> bytes:
    """Return the rows, the heading first, as a PDF."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    into = io.BytesIO()
    wide = look.page if look.turn % 2 == 0 else look.page[::-1]
    canvas = Canvas(into, pagesize=wide)
    pages = list(_pages(rows, look))
    for number, strips in enumerate(pages, start=1):
        _turned(canvas, look)
        _page(canvas, look, strips, number, len(pages))
        canvas.showPage()
    canvas.save()
    return into.getvalue()


def _turned(canvas: Canvas, look: Look) -> None:
    width, height = look.page
    corner = {1: (0, width), 2: (width, height), 3: (height, 0)}.get(look.turn)
    if corner is not None:
        canvas.translate(*corner)
        canvas.rotate(-90 * look.turn)


def _pages(rows: Sequence[Row], look: Look) -> Iterator[list[_Strip]]:
    """Yield what each page holds; a row that does not fit is torn or goes over."""
    strips = [
        _Strip(
            tuple(
                tuple(_wrapped(cell, width - 2 * look.side, look.size))
                for cell, width in zip(row, look.widths, strict=True)
            ),
            place,
        )
        for place, row in enumerate(rows)
    ]
    head, rest = strips[: look.heads], strips[look.heads :]
    room = look.page[1] - 120
    page, left = list(head), room - _tall(head, look) - 16 * len(look.above)
    while rest:
        strip = rest.pop(0)
        need = strip.height * look.leading + 2 * look.pad
        fits = int((left - 2 * look.pad) // look.leading)
        if need <= left:
            page.append(strip)
            left -= need
            continue
        if look.torn and fits > 0:
            page.append(_part(strip, 0, fits))
            strip = _part(strip, fits, strip.height)
        yield page
        page = list(head) if look.repeat else []
        left = room - _tall(page, look)
        rest.insert(0, strip)
    yield page


def _part(strip: _Strip, begin: int, end: int) -> _Strip:
    cells = tuple(cell[begin:end] for cell in strip.cells)
    return _Strip(cells, strip.place, first=begin == 0, last=end >= strip.height)


def _tall(strips: Sequence[_Strip], look: Look) -> float:
    return sum(one.height * look.leading + 2 * look.pad for one in strips)


def _wrapped(cell: str, width: float, size: float) -> Iterator[str]:
    """Yield a cell's lines: Latin words hold together, no line begins with a stop."""
    for paragraph in cell.split("\n"):
        line = ""
        for word in _words(paragraph):
            if line and pdfmetrics.stringWidth(line + word, _FONT, size) > width:
                yield line
                line = ""
            line += word
        yield line


def _words(text: str) -> list[str]:
    found: list[str] = []
    for one in text:
        latin = one.isascii() and found and found[-1][-1:].isascii()
        if found and (latin or one in _NEVER_FIRST or found[-1][-1] in "（《“"):
            found[-1] += one
        else:
            found.append(one)
    return found


def _page(
    canvas: Canvas, look: Look, strips: list[_Strip], number: int, count: int
) -> None:
    """Draw one page from top down."""
    top = look.page[1] - 50
    left = (look.page[0] - sum(look.widths)) / 2
    canvas.setFont(_FONT, look.size)
    if look.running:
        canvas.drawString(left, look.page[1] - 30, look.running)
    for line in look.above if number == 1 else ():
        canvas.drawString(left, top - look.size, line)
        top -= 16
    for strip in strips:
        top = _strip(canvas, look, strip, left, top)
    if look.rules != "none":
        _rule(canvas, look, left, top)
    for line in look.below if number == count else ():
        top -= 16
        canvas.drawString(left, top - look.size, line)
    if look.foot:
        words = look.foot.format(n=number, all=count)
        canvas.drawCentredString(look.page[0] / 2, 30, words)


def _rule(canvas: Canvas, look: Look, left: float, y: float) -> None:
    canvas.line(left, y, left + sum(look.widths), y)


def _strip(canvas: Canvas, look: Look, strip: _Strip, left: float, top: float) -> float:
    """Draw a row, return where the next begins."""
    height = strip.height * look.leading + 2 * look.pad
    width = sum(look.widths)
    near_head = strip.place <= look.heads and strip.place in {0, look.heads}
    if look.rules in {"rows", "boxed"} or (look.rules == "three" and near_head):
        _rule(canvas, look, left, top)
    if look.rules == "boxed":
        canvas.rect(left, top - height, width, height)
    if look.rules == "bands" and strip.place % 2:
        canvas.setFillGray(0.9)
        canvas.rect(left, top - height, width, height, stroke=0, fill=1)
        canvas.setFillGray(0)
    x = left
    for column, (cell, wide) in enumerate(zip(strip.cells, look.widths, strict=True)):
        spare = (strip.height - len(cell)) * look.leading if look.middle else 0
        y = top - look.pad - spare / 2
        for line in cell:
            y -= look.leading
            if column in look.centred or strip.place < look.heads:
                canvas.drawCentredString(x + wide / 2, y + 3, line)
            else:
                canvas.drawString(x + look.side, y + 3, line)
        x += wide
    return top - height

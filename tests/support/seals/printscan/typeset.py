"""A fourth hand: pages and seals typeset as PDF (reportlab), rastered by pdfium.

It shares no code, font, proportion or trick with the other three. Lengths are
millimetres; what is printed comes as RGB light, what is stamped as a mask of rubber.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # ships no types
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

Rng = np.random.Generator
Floats = np.ndarray[Any, np.dtype[Any]]

A4 = (210.0, 297.0)
MASTER = 220  # dots an inch at which a page is printed
RUBBER = 440  # and at which a seal is cut
STROKE = 0.012  # of the radius: by how much a die's strokes are wider than a book's
DROID = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
PROSE = (
    "今年以来，本单位认真履行职责，紧扣年度目标，细化措施，压实责任，各项民生实事进展顺利。"
    "一季度完成选址和立项，二季度开工建设，目前主体工程已过半，累计投入资金八十六万元。"
    "同步开展入户走访和政策宣讲三十余场，发放明白纸九千份，群众知晓率和满意度明显提升。"
)


def use_fonts(folder: Path | None = None) -> tuple[str, ...]:
    """Register the fonts to set in: the bench's two, or one that is everywhere."""
    files = {"print-a": DROID, "print-b": DROID}
    if folder is not None:
        files["print-a"] = str(next(folder.rglob("HanaMinA.ttf")))
        files["print-b"] = str(next(folder.rglob("wqy-zenhei.ttc")))
    for name, file in files.items():
        pdfmetrics.registerFont(TTFont(name, file, subfontIndex=0))
    return tuple(files)


@dataclass(frozen=True, slots=True)
class Die:
    """One round seal as cut: `across` in millimetres, the rest shares of its radius."""

    text: str
    emblem: str = "star"
    across: float = 42.0
    rim: float = 0.05
    tall: float = 0.3
    narrow: float = 0.8
    arc: float = 235.0
    off: float = 0.05
    level: str = ""
    number: str = ""
    font: str = "print-a"


def some_die(rng: Rng, text: str, emblem: str = "star") -> Die:
    """Choose the proportions of a seal."""
    count = len(text)
    arc = min(295.0, max(110.0, count * float(rng.normal(24, 2.5))))
    number = "".join(str(d) for d in rng.integers(0, 10, 13))
    return Die(
        text=text,
        emblem=emblem,
        across=float(rng.uniform(38, 45.5)),
        rim=float(rng.triangular(0.028, 0.05, 0.08)),
        tall=float(rng.uniform(0.25, 0.35) if count < 12 else rng.uniform(0.2, 0.26)),
        narrow=float(rng.uniform(0.6, 0.92)),
        arc=arc,
        off=float(rng.uniform(0.03, 0.09)),
        number=number if arc < 255 and rng.random() < 0.35 else "",
        font="print-a" if rng.random() < 0.7 else "print-b",
    )


def cut(die: Die) -> Floats:
    """Return the rubber of a seal, 0-1, at RUBBER dots an inch, with room around."""
    side = (die.across + 4) * mm
    buffer = io.BytesIO()
    pen = Canvas(buffer, pagesize=(side, side))
    r = die.across / 2 * mm
    pen.translate(side / 2, side / 2)
    pen.setLineWidth(die.rim * r)
    pen.circle(0, 0, r * (1 - die.rim / 2))
    _around(pen, die, r)
    _number(pen, die, r)
    pen.saveState()
    size = r * (0.29 if die.level else 0.34)
    pen.translate(0, 0.1 * r if die.level else 0)
    pen.scale(size, size)
    DEVICES[die.emblem](pen)
    pen.restoreState()
    if die.level:
        pen.setFont(die.font, min(0.26 * r, 1.0 * r / len(die.level)))
        pen.drawCentredString(0, -0.62 * r, die.level)
    pen.save()
    return 1 - _raster(buffer.getvalue(), RUBBER)[..., 1]


def _around(pen: Canvas, die: Die, r: float) -> None:
    """Set the name: each sign its own height and width, its foot on a circle."""
    tall = die.tall * r
    foot = r * (1 - die.rim - die.off) - tall
    step = die.arc / max(1, len(die.text) - 1)
    room = (foot + tall / 2) * step * pi / 180
    wide = min(die.narrow * tall, 0.95 * room)
    pen.setFont(die.font, 1)
    for place, sign in enumerate(die.text):
        pen.saveState()
        pen.rotate(die.arc / 2 - place * step)
        pen.translate(0, foot + 0.13 * tall)
        pen.scale(wide, tall)
        # no engraver cuts the hairlines of a book's type
        pen.setLineWidth(STROKE * r / tall)
        pen.drawCentredString(0, 0, sign, mode=2)
        pen.restoreState()


def _number(pen: Canvas, die: Die, r: float) -> None:
    size = 0.11 * r
    pen.setFont("print-b", size)
    for place, digit in enumerate(die.number):
        pen.saveState()
        pen.rotate(-35 + 70 * place / 12)
        pen.translate(0, -r * (1 - die.rim - 0.035))
        pen.drawCentredString(0, 0, digit)
        pen.restoreState()


def _polygon(pen: Canvas, points: list[tuple[float, float]], *, fill: int = 1) -> None:
    path = pen.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    pen.drawPath(path, stroke=0, fill=fill)


def _star(pen: Canvas, size: float = 1.0, x: float = 0.0, y: float = 0.0) -> None:
    turn = (pi / 2 + k * 4 * pi / 5 for k in range(5))
    path = pen.beginPath()
    points = [(x + size * cos(a), y + size * sin(a)) for a in turn]
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    pen.drawPath(path, stroke=0, fill=1, fillMode=1)  # the pentagram, filled whole


def _arms(pen: Canvas) -> None:
    """Draw the national emblem in outline: wreath of strokes, gate, stars, cogwheel."""
    pen.setLineCap(1)
    for side in (-1, 1):
        pen.setLineWidth(0.05)
        pen.arc(-0.86, -0.86, 0.86, 0.86, 90 + side * 28, side * 125)
        pen.setLineWidth(0.075)
        for k in range(16):
            a = pi / 2 + side * (0.5 + 0.135 * k)
            x, y = 0.86 * cos(a), 0.86 * sin(a)
            for lean in (-0.5, 0.5):
                b = a - side * (0.9 + lean)
                pen.line(x, y, x + 0.15 * cos(b), y + 0.15 * sin(b))
    _star(pen, 0.2, 0, 0.48)
    for x, y in ((-0.42, 0.3), (-0.22, 0.17), (0.22, 0.17), (0.42, 0.3)):
        _star(pen, 0.09, x, y)
    for half, y in ((0.28, 0.0), (0.38, -0.14)):
        _polygon(
            pen,
            [(-half, y), (half, y), (half - 0.09, y + 0.08), (0.09 - half, y + 0.08)],
        )
    pen.rect(-0.5, -0.46, 1.0, 0.2, stroke=0, fill=1)
    for k in range(6):
        pen.rect(-0.34 + 0.125 * k, -0.26, 0.05, 0.1, stroke=0, fill=1)
    _cogs(pen)


def _cogs(pen: Canvas) -> None:
    pen.setLineWidth(0.09)
    pen.circle(0, -0.78, 0.15)
    pen.setLineWidth(0.055)
    for k in range(12):
        a = k * pi / 6
        x, y = cos(a), sin(a)
        pen.line(0.17 * x, -0.78 + 0.17 * y, 0.25 * x, -0.78 + 0.25 * y)
    pen.setLineWidth(0.1)
    for side in (-1, 1):
        pen.bezier(0, -0.62, side * 0.3, -0.5, side * 0.5, -0.75, side * 0.66, -0.56)


def _workers(pen: Canvas) -> None:
    """Draw hammer and sickle: a crescent of two curves, a bar with a head."""
    path = pen.beginPath()
    path.moveTo(0.05, 0.95)
    path.curveTo(1.1, 0.75, 1.15, -0.75, 0.1, -0.82)
    path.curveTo(-0.25, -0.85, -0.45, -0.7, -0.55, -0.58)
    path.lineTo(-0.42, -0.45)
    path.curveTo(-0.3, -0.58, -0.1, -0.6, 0.05, -0.55)
    path.curveTo(0.75, -0.4, 0.75, 0.6, 0.05, 0.95)
    path.close()
    pen.drawPath(path, stroke=0, fill=1)
    pen.setLineWidth(0.17)
    pen.setLineCap(0)
    pen.line(-0.45, 0.42, 0.72, -0.78)
    pen.line(-0.5, -0.52, -0.85, -0.88)
    _polygon(
        pen, [(-0.95, 0.22), (-0.3, 0.88), (-0.1, 0.68), (-0.48, 0.28), (-0.75, 0.02)]
    )


DEVICES: dict[str, Callable[[Canvas], None]] = {
    "star": _star,
    "national": _arms,
    "party": _workers,
    "none": lambda _: None,
}


def sheet(
    rng: Rng, *, table: bool, draw: Callable[[Canvas, Rng], None] | None = None
) -> Floats:
    """Print a page and return its light, RGB 0-1, at MASTER dots an inch.

    `draw` adds what is printed in colour.
    """
    buffer = io.BytesIO()
    pen = Canvas(buffer, pagesize=(A4[0] * mm, A4[1] * mm))
    pen.setFillGray(float(rng.uniform(0, 0.25)))
    (_table if table else _letter)(pen, rng)
    if draw is not None:
        draw(pen, rng)
    pen.save()
    return _raster(buffer.getvalue(), MASTER)


def _letter(pen: Canvas, rng: Rng) -> None:
    face, size = f"print-{'ab'[int(rng.integers(2))]}", float(rng.uniform(11, 16))
    pen.setFont("print-b", 20)
    pen.drawCentredString(105 * mm, 262 * mm, "关于办实事项目推进情况的汇报")
    pen.setFont(face, size)
    y, low = 246.0, float(rng.uniform(30, 130))
    while y > low:
        start = int(rng.integers(len(PROSE) - 5))
        count = int(162 * mm / size)
        pen.drawString(24 * mm, y * mm, (PROSE[start:] + PROSE)[:count])
        y -= size / mm * float(rng.uniform(1.4, 1.8))


def _table(pen: Canvas, rng: Rng) -> None:
    pen.setFont("print-b", 19)
    pen.drawCentredString(105 * mm, 268 * mm, "妇女儿童实事进展情况报表（第三季度）")
    pen.setFont("print-a", 12)
    pen.drawString(18 * mm, 257 * mm, "单位（公章）")
    pen.drawRightString(190 * mm, 257 * mm, "填表日期：2023年9月27日")
    pen.setFont("print-a", 10)
    pen.setLineWidth(float(rng.uniform(0.4, 1.1)))
    edges = [18, *sorted(rng.uniform(35, 175, 3)), 192]
    rows = [252 - 21 * k for k in range(int(rng.integers(6, 11)))]
    pen.grid([x * mm for x in edges], [y * mm for y in rows])
    for y in rows[:-1]:
        for left, right in pairwise(edges):
            fits = max(1, int((right - left - 3) * mm / 10))
            start = int(rng.integers(len(PROSE) - 40))
            for row in range(int(rng.integers(0, 5))):
                piece = PROSE[start + row * fits : start + (row + 1) * fits]
                pen.drawString((left + 1.5) * mm, (y - 4.2 - 4 * row) * mm, piece)


def _raster(pdf: bytes, dpi: int) -> Floats:
    document = pdfium.PdfDocument(pdf)
    drawn = document[0].render(scale=dpi / 72, rev_byteorder=True).to_numpy()
    light: Floats = drawn[..., :3].astype(np.float32) / 255
    document.close()
    return light

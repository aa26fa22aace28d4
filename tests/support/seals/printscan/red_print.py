"""Red things printed on a page that are no unit's seal, drawn with reportlab."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from tests.support.seals.printscan.typeset import DEVICES, Rng

SHADES = ((0.86, 0.08, 0.1), (0.78, 0.05, 0.12), (0.95, 0.2, 0.15), (0.7, 0.1, 0.1))


def _paint(pen: Canvas, rng: Rng) -> None:
    shade = SHADES[int(rng.integers(len(SHADES)))]
    pen.setFillColorRGB(*shade)
    pen.setStrokeColorRGB(*shade)


def _place(pen: Canvas, rng: Rng, margin: float = 32.0) -> None:
    pen.translate(
        float(rng.uniform(margin, 210 - margin)) * mm, float(rng.uniform(35, 225)) * mm
    )


def _red_head(pen: Canvas, rng: Rng) -> None:
    """Print a red heading, its number and a red rule."""
    pen.setFillGray(1)
    pen.rect(0, 247 * mm, 210 * mm, 50 * mm, stroke=0, fill=1)
    _paint(pen, rng)
    pen.setFont("print-a", 42)
    pen.drawCentredString(105 * mm, 270 * mm, "沂源县妇女联合会")
    pen.setLineWidth(2)
    pen.line(22 * mm, 254 * mm, 188 * mm, 254 * mm)


def _roundel(pen: Canvas, rng: Rng) -> None:
    """Print a firm's round mark: latin letters in a broad ring, a bird's wing."""
    _place(pen, rng)
    _paint(pen, rng)
    pen.setLineWidth(1.5)
    pen.circle(0, 0, 17 * mm)
    pen.circle(0, 0, 10.5 * mm)
    pen.setFont("Helvetica-Bold", 13)
    for k, letter in enumerate("GREEN FOOD CHINA"):
        pen.saveState()
        pen.rotate(150 - 20 * k)
        pen.translate(0, 11.8 * mm)
        pen.drawCentredString(0, 0, letter)
        pen.restoreState()
    path = pen.beginPath()
    path.moveTo(-7 * mm, -3 * mm)
    path.curveTo(-3 * mm, 9 * mm, 5 * mm, 6 * mm, 8 * mm, 1 * mm)
    path.curveTo(3 * mm, 4 * mm, -1 * mm, 2 * mm, -7 * mm, -3 * mm)
    pen.drawPath(path, stroke=0, fill=1)


def _day_stamp(pen: Canvas, rng: Rng) -> None:
    """Press a postmark: a ring, a bridge with the day."""
    _place(pen, rng)
    _paint(pen, rng)
    pen.rotate(float(rng.uniform(-20, 20)))
    pen.setLineWidth(1.4)
    pen.circle(0, 0, 14 * mm)
    pen.rect(-14 * mm, -3.2 * mm, 28 * mm, 6.4 * mm, stroke=1, fill=0)
    pen.setFont("print-b", 14)
    for y, words in ((6, "收讫"), (-1.6, "2023.09.28"), (-10, "一柜")):
        pen.drawCentredString(0, y * mm, words)


def _oval_stamp(pen: Canvas, rng: Rng) -> None:
    _place(pen, rng)
    _paint(pen, rng)
    pen.rotate(float(rng.uniform(-15, 15)))
    pen.setLineWidth(2.4)
    pen.ellipse(-22 * mm, -15 * mm, 22 * mm, 15 * mm)
    pen.setFont("print-a", 11)
    signs = "淄博鲁中惠民商贸有限公司"
    for k, sign in enumerate(signs):
        a = pi * (1.08 - 1.16 * k / (len(signs) - 1))
        pen.saveState()
        pen.translate(17.5 * mm * cos(a), 10.5 * mm * sin(a))
        pen.rotate((a * 180 / pi - 90) * 0.8)
        pen.drawCentredString(0, -2, sign)
        pen.restoreState()
    pen.setFont("print-b", 12)
    pen.drawCentredString(0, -9 * mm, "发票专用章")
    pen.setFont("Helvetica", 8)
    pen.drawCentredString(0, -1 * mm, "91370323MA3C0000XX")


def _name_seal(pen: Canvas, rng: Rng) -> None:
    """Press a name seal cut hollow: white signs on a red block."""
    _place(pen, rng)
    _paint(pen, rng)
    pen.rect(-9 * mm, -9 * mm, 18 * mm, 18 * mm, stroke=0, fill=1)
    pen.setFillGray(1)
    pen.setFont("print-a", 24)
    for x, y, sign in (
        (4, 0.8, "孙"),
        (4, -7.4, "志"),
        (-4, 0.8, "强"),
        (-4, -7.4, "印"),
    ):
        pen.drawCentredString(x * mm, y * mm, sign)


def _red_grid(pen: Canvas, rng: Rng) -> None:
    """Rule writing paper in red, as letter paper is."""
    _paint(pen, rng)
    pen.setLineWidth(0.6)
    for row in range(24):
        pen.line(20 * mm, (30 + 9 * row) * mm, 190 * mm, (30 + 9 * row) * mm)
    pen.rect(20 * mm, 28 * mm, 170 * mm, 212 * mm, stroke=1, fill=0)


def _no_entry(pen: Canvas, rng: Rng) -> None:
    """Print traffic signs: no entry, no parking, a limit."""
    _place(pen, rng, 70)
    for k in range(3):
        pen.saveState()
        pen.translate((38 * k - 38) * mm, 0)
        pen.setStrokeColorRGB(0.85, 0.1, 0.1)
        pen.setFillColorRGB(0.85, 0.1, 0.1)
        pen.setLineWidth(3 * mm)
        pen.circle(0, 0, 15 * mm, stroke=1, fill=int(k == 0))
        if k == 1:
            pen.line(-10 * mm, 10 * mm, 10 * mm, -10 * mm)
        pen.setFillGray(1 if k == 0 else 0)
        if k == 0:
            pen.rect(-10 * mm, -2 * mm, 20 * mm, 4 * mm, stroke=0, fill=1)
        if k == 2:
            pen.setFont("Helvetica-Bold", 34)
            pen.drawCentredString(0, -4 * mm, "40")
        pen.restoreState()


def _medal(pen: Canvas, rng: Rng) -> None:
    """Print a rosette with ribbons and a star, as certificates have it."""
    _place(pen, rng)
    _paint(pen, rng)
    for k in range(24):
        pen.circle(15 * mm * cos(k * pi / 12), 15 * mm * sin(k * pi / 12), 3 * mm, 0, 1)
    pen.circle(0, 0, 15 * mm, stroke=0, fill=1)
    for side in (-1, 1):
        pen.saveState()
        pen.rotate(side * 22)
        pen.rect(-4 * mm, -42 * mm, 8 * mm, 30 * mm, stroke=0, fill=1)
        pen.restoreState()
    pen.setFillColorRGB(1, 0.9, 0.3)
    pen.scale(9 * mm, 9 * mm)
    DEVICES["star"](pen)


def _highlight(pen: Canvas, rng: Rng) -> None:
    """Print lines of text in red, as drafts mark what is new."""
    _paint(pen, rng)
    pen.setFont("print-b", 13)
    for row in range(int(rng.integers(2, 6))):
        y = float(rng.uniform(60, 230))
        pen.drawString(
            26 * mm,
            y * mm,
            "（此处由各单位据实填报，完成后请删除红字）" * (1 + row % 2),
        )


def _scrawl(pen: Canvas, rng: Rng) -> None:
    """Sign with a red pen."""
    _place(pen, rng, 60)
    _paint(pen, rng)
    pen.setLineWidth(1.6)
    path = pen.beginPath()
    path.moveTo(-30 * mm, 0)
    for _ in range(8):
        x, y = rng.normal(0, 14, (2, 3))
        path.curveTo(x[0] * mm, y[0] * mm, x[1] * mm, y[1] * mm, x[2] * mm, y[2] * mm)
    pen.drawPath(path, stroke=1, fill=0)


def _device(pen: Canvas, rng: Rng) -> None:
    """Print an emblem large, as study papers have it."""
    _place(pen, rng)
    _paint(pen, rng)
    pen.scale(16 * mm, 16 * mm)
    DEVICES["party" if rng.random() < 0.5 else "national"](pen)


def _sunset(pen: Canvas, rng: Rng) -> None:
    """Paste a picture: a red sun over hills."""
    _place(pen, rng, 60)
    for k in range(40):
        pen.setFillColorRGB(0.95, 0.5 + 0.01 * k, 0.3 + 0.012 * k)
        pen.rect(-45 * mm, 1.5 * k * mm, 90 * mm, 1.6 * mm, stroke=0, fill=1)
    pen.setFillColorRGB(0.88, 0.12, 0.1)
    pen.circle(0, 25 * mm, 16 * mm, stroke=0, fill=1)
    pen.setFillColorRGB(0.2, 0.25, 0.2)
    hills = pen.beginPath()
    hills.moveTo(-45 * mm, 0)
    for k in range(10):
        hills.lineTo((-45 + 10 * k) * mm, (6 + 9 * sin(k * 1.7) ** 2) * mm)
    hills.lineTo(45 * mm, 0)
    hills.close()
    pen.drawPath(hills, stroke=0, fill=1)


RED_PRINT: dict[str, Callable[[Canvas, Rng], None]] = {
    "red head": _red_head,
    "roundel": _roundel,
    "day stamp": _day_stamp,
    "oval stamp": _oval_stamp,
    "name seal": _name_seal,
    "red grid": _red_grid,
    "signs": _no_entry,
    "medal": _medal,
    "red words": _highlight,
    "red pen": _scrawl,
    "device": _device,
    "sunset": _sunset,
}

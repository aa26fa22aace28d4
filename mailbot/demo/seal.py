"""A unit's round red seal and the scanned page that bears it, drawn with Pillow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from mailbot.demo.lettering import face, letters

DPI = 120
PAGE = (round(8.27 * DPI), round(11.69 * DPI))
PAPER, INK, RED = (250, 249, 245), (45, 45, 48), (200, 28, 36)
SEAL = round(42 / 25.4 * DPI)  # 42 mm, as county offices' seals are (国发〔1999〕25号)
_LARGE = 4  # drawn so many times larger, then scaled down
_SPAN = 230.0  # degrees of the ring that the name covers


def scan(name: str, lines: Sequence[str], *, sealed: bool = True) -> Image.Image:
    """Return a scanned page: its lines in print, and the seal of `name` below."""
    page = Image.new("RGB", PAGE, PAPER)
    pen = ImageDraw.Draw(page)
    high = DPI // 6
    for number, line in enumerate(lines):
        _print(pen, (DPI, DPI + number * 2 * high), line, high)
    if sealed:
        mask = _seal_mask(name).rotate(-4, Image.Resampling.BICUBIC)
        at = (PAGE[0] - DPI - SEAL - 40, DPI + (len(lines) + 3) * 2 * high)
        page.paste(Image.new("RGB", mask.size, RED), at, mask)
    return page


def as_pdf(page: Image.Image) -> bytes:
    """Return the page as a scanner's PDF: one picture, no text."""
    out = BytesIO()
    page.save(out, "PDF", resolution=DPI, quality=85)
    return out.getvalue()


def as_jpeg(page: Image.Image) -> bytes:
    """Return the page as a telephone's photograph."""
    out = BytesIO()
    page.rotate(2, expand=True, fillcolor=(96, 88, 80)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _print(pen: ImageDraw.ImageDraw, at: tuple[int, int], line: str, high: int) -> None:
    pen.text(at, letters(line), INK, font=face(high))


def _seal_mask(name: str) -> Image.Image:
    """Return the seal as ink: ring, star, and the name along the ring."""
    size = SEAL * _LARGE
    mask = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((0, 0, size - 1, size - 1), outline=255, width=size // 36)
    pen.polygon(_star(size / 2, size * 0.16), fill=230)
    _write_round(mask, letters(name))
    return mask.resize((SEAL, SEAL), Image.Resampling.LANCZOS)


def _write_round(mask: Image.Image, name: str) -> None:
    size = mask.width
    high = round(size * 0.15)
    radius = size / 2 - high * 0.85
    step = _SPAN / max(1, len(name) - 1)
    wide = min(high, round(math.radians(step) * radius * 0.92))
    font = face(high)
    for place, letter in enumerate(name):
        angle = place * step - _SPAN / 2
        tile = Image.new("L", (high, round(high * 1.3)), 0)
        ImageDraw.Draw(tile).text((0, 0), letter, 255, font=font)
        turned = tile.resize((wide, tile.height)).rotate(
            -angle, Image.Resampling.BICUBIC, expand=True
        )
        x = size / 2 + radius * math.sin(math.radians(angle)) - turned.width / 2
        y = size / 2 - radius * math.cos(math.radians(angle)) - turned.height / 2
        mask.paste(255, (round(x), round(y)), turned)


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(36 * corner)
        points.append(
            (middle + reach * math.sin(angle), middle - reach * math.cos(angle))
        )
    return points

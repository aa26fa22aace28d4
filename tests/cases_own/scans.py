"""Draws scanned pages, seals and photographs with Pillow, always the same bytes."""

from __future__ import annotations

import io
import math
import random
import time
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.cases_own import papers

SONG = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
BOLD = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
CHINESE = 2  # the face of the collection drawn in mainland forms
PAGE = (1654, 2339)  # A4 at 200 dpi
RED = (208, 28, 36)


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=CHINESE)


def seal(name: str, ink: tuple[int, int, int] = RED) -> Image.Image:
    """A round seal of 42 mm with a star and the name around it."""
    side = 330
    stamp = Image.new("RGBA", (side, side), (*ink, 0))
    draw = ImageDraw.Draw(stamp)
    draw.ellipse((6, 6, side - 6, side - 6), outline=(*ink, 235), width=9)
    middle = side / 2
    star = []
    for n in range(10):
        far = 52 if n % 2 == 0 else 20
        angle = math.pi * (n / 5 - 0.5)
        star.append((middle + far * math.cos(angle), middle + far * math.sin(angle)))
    draw.polygon(star, fill=(*ink, 235))
    size = 44 if len(name) <= 12 else 36
    spread = min(290, 26 * (len(name) - 1))
    for n, letter in enumerate(name):
        turn = -spread / 2 + (spread * n / (len(name) - 1) if len(name) > 1 else 0)
        tile = Image.new("RGBA", (size + 16, size + 16), (*ink, 0))
        ImageDraw.Draw(tile).text((8, 0), letter, (*ink, 235), _font(BOLD, size))
        tile = tile.rotate(-turn, Image.Resampling.BICUBIC, expand=True)
        edge = middle - 44
        x = middle + edge * math.sin(math.radians(turn)) - tile.width / 2
        y = middle - edge * math.cos(math.radians(turn)) - tile.height / 2
        stamp.alpha_composite(tile, (int(x), int(y)))
    return stamp


def seal_png(name: str) -> bytes:
    """The same as a PNG, to be laid over a page with text."""
    return _bytes(seal(name), "PNG")


def page(spec: dict[str, Any], part: int | None = None) -> Image.Image:
    """A scanned page of the paper; part 2 continues without heading or seal."""
    above, table, below = papers.story_of(spec)
    sheet = Image.new("RGB", PAGE, (252, 252, 250))
    draw = ImageDraw.Draw(sheet)
    y = 170
    if part == 2:
        above, table = [], table[-1:]
    elif spec.get("noheading"):
        above = []
    for number, line in enumerate(above):
        first = (number == 0 and line != "附件") or line == papers.TITLE
        face = (BOLD, 46) if first else (SONG, 34)
        wide = int(_font(*face).getlength(line))
        x = max(160, (PAGE[0] - wide) // 2) if first else 160
        y = _words(draw, line, (x, y), 1340, face)
    for row in table:
        y = _row(draw, row, y + 4)
    for line in below:
        y = _words(draw, line, (900, y + 30), 600, (SONG, 34))
    named = spec.get("seal", "" if spec.get("paper") else _own_seal(spec))
    if named and part != 2:
        stamp = seal(named)
        sheet.paste(stamp, (1090, min(y + 20, 1900)), stamp)
    return _scanned(sheet, grey=bool(spec.get("grey")))


def _own_seal(spec: dict[str, Any]) -> str:
    units = papers.units_of(spec)
    return papers.FULL[units[0]] if units else ""


def _words(
    draw: ImageDraw.ImageDraw,
    text: str,
    at: tuple[int, int],
    width: int,
    face: tuple[str, int],
) -> int:
    """Writes the text within the width; the y below it."""
    font, y, line = _font(*face), at[1], ""
    for letter in [*text, ""]:
        if letter and font.getlength(line + letter) <= width:
            line += letter
            continue
        draw.text((at[0], y), line, font=font, fill=(20, 20, 24))
        y, line = y + int(face[1] * 1.45), letter
    return y


def _row(draw: ImageDraw.ImageDraw, row: list[Any], y: int) -> int:
    widths = [90, 260, 290, 580, 140]
    if len(row) != len(widths):
        widths = [1360 // len(row)] * len(row)
    x, low = 150, y
    for cell, width in zip(row, widths, strict=True):
        end = _words(draw, str(cell), (x + 10, y + 8), width - 20, (SONG, 30))
        low, x = max(low, end + 8), x + width
    x = 150
    for width in widths:
        draw.rectangle((x, y, x + width, low), outline=(30, 30, 30), width=2)
        x += width
    return low


def _scanned(sheet: Image.Image, *, grey: bool) -> Image.Image:
    turned = sheet.rotate(0.35, Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    return soft.convert("L").convert("RGB") if grey else soft


def pdf(pages: list[Image.Image]) -> bytes:
    """Pages as a PDF without text, as an office scanner writes it."""
    out = io.BytesIO()
    stamp = time.gmtime(1688083200)
    pages[0].save(
        out,
        "PDF",
        resolution=200,
        save_all=True,
        append_images=pages[1:],
        quality=82,
        creationDate=stamp,
        modDate=stamp,
    )
    return out.getvalue()


def photo(sheet: Image.Image) -> bytes:
    """A telephone's picture of the page."""
    desk = Image.new("RGB", (1500, 2000), (118, 96, 78))
    small = sheet.resize((1180, 1668)).rotate(
        1.5, Image.Resampling.BICUBIC, expand=True, fillcolor=(118, 96, 78)
    )
    desk.paste(small, (130, 120))
    return _bytes(desk, "JPEG")


def activity(seed: str) -> bytes:
    """A picture of an activity: people as coloured blots under a sky."""
    rng = random.Random(seed)  # noqa: S311 - a drawing, no secret
    scene = Image.new("RGB", (1200, 800), (150, 190, 225))
    draw = ImageDraw.Draw(scene)
    draw.rectangle((0, 480, 1200, 800), fill=(110, 140, 90))
    for _ in range(24):
        x, y = rng.randrange(60, 1140), rng.randrange(380, 700)
        cloth = tuple(rng.randrange(30, 220) for _ in range(3))
        draw.ellipse((x - 18, y - 50, x + 18, y - 14), fill=(214, 170, 140))
        draw.rectangle((x - 26, y - 14, x + 26, y + 70), fill=cloth)
    return _bytes(scene.filter(ImageFilter.GaussianBlur(1.5)), "JPEG")


def logo() -> bytes:
    """A small coloured sign, as stands under signatures."""
    sign = Image.new("RGB", (120, 40), (255, 255, 255))
    ImageDraw.Draw(sign).ellipse((4, 4, 36, 36), fill=(20, 90, 170))
    return _bytes(sign, "PNG")


def jpeg(sheet: Image.Image) -> bytes:
    """The page itself as a JPEG."""
    return _bytes(sheet, "JPEG")


def _bytes(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, quality=84)
    return out.getvalue()

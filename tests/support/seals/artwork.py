"""Seals as ink masks: 255 where ink lies, drawn large and scaled down later.

Emblems are drawn after the real ones' make-up (a gate under stars within ears of
grain; hammer and sickle), only as far as a stamp's size lets one see them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = 720  # pixels across the outer edge of the ring
FONT_FILES = (
    ("opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("truetype/droid/DroidSansFallbackFull.ttf", 0),
)
FONT_ROOT = Path("/usr/share/fonts")
FONTS = tuple(
    (str(FONT_ROOT / name), index)
    for name, index in FONT_FILES
    if (FONT_ROOT / name).exists()
)


@dataclass(frozen=True, slots=True)
class Design:
    """How one round seal is cut; lengths are fractions of its radius, angles degrees.

    `emblem` is star, national, party or none; `span` the arc its text covers;
    `bottom` a horizontal line under the emblem, `code` digits along the lower edge.
    """

    text: str
    emblem: str = "star"
    ring: float = 0.055
    inner_ring: float = 0.0
    height: float = 0.34
    span: float = 230.0
    star: float = 0.32
    gap: float = 0.05
    font: int = 0
    bottom: str = ""
    code: str = ""


def font_of(number: int, size: int) -> ImageFont.FreeTypeFont:
    """Return one of the CJK fonts present, `size` pixels high."""
    path, index = FONTS[number % len(FONTS)]
    return ImageFont.truetype(path, size, index=index)


def seal_mask(design: Design) -> Image.Image:
    """Draw a round seal; the ring touches the picture's edges."""
    mask = Image.new("L", (SIZE, SIZE), 0)
    draw = ImageDraw.Draw(mask)
    radius = SIZE / 2
    width = max(2, round(design.ring * radius))
    draw.ellipse((0, 0, SIZE - 1, SIZE - 1), outline=255, width=width)
    if design.inner_ring:
        inset = width + round(0.04 * radius)
        draw.ellipse(
            (inset, inset, SIZE - 1 - inset, SIZE - 1 - inset),
            outline=255,
            width=max(2, round(design.inner_ring * radius)),
        )
    _arc_text(mask, design)
    _centre(draw, design.emblem, design.star * radius)
    if design.bottom:
        _bottom_line(mask, design)
    if design.code:
        _arc_code(mask, design)
    return mask


def oval_mask(text: str, bottom: str, font: int) -> Image.Image:
    """Draw an oval stamp (发票专用章 and the like), 4:3."""
    high = round(SIZE * 0.74)
    mask = Image.new("L", (SIZE, high), 0)
    draw = ImageDraw.Draw(mask)
    draw.ellipse((0, 0, SIZE - 1, high - 1), outline=255, width=18)
    _centred(mask, text, font, (SIZE / 2, high * 0.32), SIZE * 0.62)
    _centred(mask, bottom, font, (SIZE / 2, high * 0.68), SIZE * 0.5)
    return mask


def square_mask(text: str, font: int, *, wide: bool) -> Image.Image:
    """Draw a square name seal of up to four characters, or a wide one-line stamp."""
    high = SIZE // 3 if wide else SIZE
    mask = Image.new("L", (SIZE, high), 0)
    ImageDraw.Draw(mask).rectangle((0, 0, SIZE - 1, high - 1), outline=255, width=22)
    if wide:
        _centred(mask, text, font, (SIZE / 2, high / 2), SIZE * 0.85)
        return mask
    half = max(1, len(text) // 2)
    for row, part in enumerate((text[:half], text[half:])):
        _centred(mask, part, font, (SIZE / 2, SIZE * (0.3 + 0.4 * row)), SIZE * 0.8)
    return mask


def _arc_text(mask: Image.Image, design: Design) -> None:
    radius = SIZE / 2
    high = design.height * radius
    middle = radius * (1 - design.ring - design.gap) - high / 2
    if design.inner_ring:
        middle -= radius * (design.inner_ring + 0.04)
    count = len(design.text)
    step = design.span / max(1, count - 1) if count > 1 else 0.0
    wide = min(high * 0.95, math.radians(step or 60) * middle * 0.92)
    for place, char in enumerate(design.text):
        angle = -design.span / 2 + place * step  # 0 is the top, clockwise
        tile = _glyph(char, design.font, high, wide)
        _paste(mask, tile, middle, angle)


def _arc_code(mask: Image.Image, design: Design) -> None:
    radius = SIZE / 2
    high = radius * 0.1
    middle = radius * (1 - design.ring - 0.03) - high / 2
    for place, char in enumerate(design.code):
        angle = 180 + 30 - place * 60 / max(1, len(design.code) - 1)
        tile = _glyph(char, design.font, high, high * 0.6)
        _paste(mask, tile.rotate(180), middle, angle)


def _glyph(char: str, font: int, high: float, wide: float) -> Image.Image:
    face = font_of(font, 200)
    left, top, right, bottom = face.getbbox(char)
    tile = Image.new("L", (max(1, round(right - left)), max(1, round(bottom - top))), 0)
    ImageDraw.Draw(tile).text((-left, -top), char, font=face, fill=255)
    size = (max(2, round(wide)), max(2, round(high)))
    return tile.resize(size, Image.Resampling.LANCZOS)


def _paste(mask: Image.Image, tile: Image.Image, middle: float, angle: float) -> None:
    turned = tile.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
    x = SIZE / 2 + middle * math.sin(math.radians(angle)) - turned.width / 2
    y = SIZE / 2 - middle * math.cos(math.radians(angle)) - turned.height / 2
    mask.paste(255, (round(x), round(y)), turned)


def _bottom_line(mask: Image.Image, design: Design) -> None:
    _centred(mask, design.bottom, design.font, (SIZE / 2, SIZE * 0.73), SIZE * 0.5)


def _centred(
    mask: Image.Image, text: str, font: int, at: tuple[float, float], wide: float
) -> None:
    high = min(wide / max(1, len(text)) * 1.2, SIZE * 0.36)
    face = font_of(font, max(8, round(high * 0.85)))
    ImageDraw.Draw(mask).text(at, text, font=face, fill=255, anchor="mm")


def _centre(draw: ImageDraw.ImageDraw, emblem: str, radius: float) -> None:
    if emblem == "star":
        draw.polygon(_star(SIZE / 2, SIZE / 2, radius), fill=255)
    elif emblem == "national":
        _national(draw, radius * 1.2)
    elif emblem == "party":
        _party(draw, radius * 1.1)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(36 * corner)
        points.append((x + reach * math.sin(angle), y - reach * math.cos(angle)))
    return points


def _national(draw: ImageDraw.ImageDraw, radius: float) -> None:
    c = SIZE / 2
    for grain in range(26):  # two ears of grain, open at the top
        angle = math.radians(30 + grain * 300 / 25)
        x, y = c + radius * 0.9 * math.sin(angle), c - radius * 0.9 * math.cos(angle)
        r = radius * 0.1
        draw.ellipse((x - r, y - r, x + r, y + r), fill=255)
    draw.polygon(_star(c, c - radius * 0.42, radius * 0.2), fill=255)
    for side in (-1, 1):
        for out, up in ((0.28, 0.2), (0.42, 0.32)):
            draw.polygon(
                _star(c + side * out * radius, c - up * radius, radius * 0.09), fill=255
            )
    roof = radius * 0.5
    draw.polygon(
        [
            (c - roof, c + radius * 0.12),
            (c + roof, c + radius * 0.12),
            (c + roof * 0.8, c),
            (c - roof * 0.8, c),
        ],
        fill=255,
    )
    for pillar in range(6):
        x = c - roof * 0.85 + pillar * roof * 0.34
        draw.rectangle((x, c + radius * 0.14, x + 8, c + radius * 0.4), fill=255)
    draw.rectangle((c - roof, c + radius * 0.4, c + roof, c + radius * 0.52), fill=255)
    draw.ellipse(
        (
            c - radius * 0.22,
            c + radius * 0.6,
            c + radius * 0.22,
            c + radius * 1.02,
        ),
        outline=255,
        width=12,
    )


def _party(draw: ImageDraw.ImageDraw, radius: float) -> None:
    c, w = SIZE / 2, round(radius * 0.22)
    box = (c - radius * 0.75, c - radius * 0.75, c + radius * 0.75, c + radius * 0.75)
    draw.arc(box, start=-70, end=140, fill=255, width=w)
    draw.line(
        (c + radius * 0.1, c + radius * 0.5, c - radius * 0.75, c + radius * 0.95),
        fill=255,
        width=w,
    )
    draw.line(
        (c - radius * 0.5, c - radius * 0.55, c + radius * 0.75, c + radius * 0.8),
        fill=255,
        width=w,
    )
    draw.polygon(
        [
            (c - radius * 0.95, c - radius * 0.4),
            (c - radius * 0.35, c - radius * 0.95),
            (c - radius * 0.1, c - radius * 0.7),
            (c - radius * 0.7, c - radius * 0.15),
        ],
        fill=255,
    )

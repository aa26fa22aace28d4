"""Red things that are no official seal, and the inks and designs of those that are."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw

from tests.support.seals.artwork import (
    Design,
    font_of,
    oval_mask,
    seal_mask,
    square_mask,
)
from tests.support.seals.wear import Floats, Rng, stamp, turned


def red_ink(rng: Rng) -> Floats:
    """Return a seal's colour: true red, washed, orange, pinkish or purplish."""
    base = np.array([rng.uniform(0.68, 0.95), 0.0, 0.0])
    base[1] = rng.uniform(0.05, 0.3)
    base[2] = rng.uniform(0.05, 0.42)
    return base.astype(np.float32)


def any_design(text: str, rng: Rng, emblem: str = "star") -> Design:
    """Cut a seal as some engraver might."""
    count = len(text)
    span = min(285.0, max(120.0, count * rng.uniform(22, 29)))
    return Design(
        text=text,
        emblem=emblem,
        ring=float(rng.uniform(0.035, 0.075)),
        inner_ring=0.012 if rng.random() < 0.1 else 0.0,
        height=float(rng.uniform(0.27, 0.36)),
        span=float(span),
        star=float(rng.uniform(0.25, 0.36)),
        gap=float(rng.uniform(0.035, 0.08)),
        font=int(rng.integers(0, 5)),
        code="".join(str(d) for d in rng.integers(0, 10, 13))
        if rng.random() < 0.15
        else "",
    )


def letterhead(page: Floats, rng: Rng) -> None:
    """Print a red heading over a red rule (红头)."""
    high, wide = page.shape[:2]
    picture = Image.new("L", (wide, round(high * 0.16)), 0)
    draw = ImageDraw.Draw(picture)
    face = font_of(int(rng.integers(0, 5)), round(wide * 0.06))
    at = (wide / 2, picture.height * 0.55)
    draw.text(at, "青石县人民政府文件", font=face, fill=255, anchor="mm")
    y = picture.height - 8
    draw.line((wide * 0.1, y, wide * 0.9, y), fill=255, width=6)
    stamp(page, np.asarray(picture, dtype=np.float32) / 255, red_ink(rng), (0, 0))


def _logo(page: Floats, rng: Rng) -> None:
    """Print a round red sign: a disc, rings, a wheel or letters within a circle."""
    mask = Image.new("L", (400, 400), 0)
    draw = ImageDraw.Draw(mask)
    kind = int(rng.integers(0, 4))
    if kind == 0:
        draw.ellipse((0, 0, 399, 399), fill=255)
        draw.ellipse((120, 120, 280, 280), fill=0)
    elif kind == 1:
        for inset in (0, 60, 120):
            draw.ellipse(
                (inset, inset, 399 - inset, 399 - inset), outline=255, width=22
            )
    elif kind == 2:
        draw.ellipse((0, 0, 399, 399), outline=255, width=30)
        for spoke in range(8):
            a = math.radians(45 * spoke)
            end = (200 + 190 * math.cos(a), 200 + 190 * math.sin(a))
            draw.line((200, 200, *end), fill=255, width=16)
    else:
        draw.ellipse((0, 0, 399, 399), outline=255, width=24)
        draw.text((200, 200), "ABC", font=font_of(2, 150), fill=255, anchor="mm")
    _place(page, rng, mask, (0.08, 0.24))


def _stamp_oval(page: Floats, rng: Rng) -> None:
    mask = oval_mask("青石县东里供销社", "发票专用章", int(rng.integers(0, 5)))
    _place(page, rng, mask, (0.15, 0.21))


def _stamp_square(page: Floats, rng: Rng) -> None:
    wide = bool(rng.random() < 0.5)
    mask = square_mask("已审核归档" if wide else "张大山印", 1, wide=wide)
    _place(page, rng, mask, (0.08, 0.2))


def _table(page: Floats, rng: Rng) -> None:
    high, wide = page.shape[:2]
    mask = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(mask)
    for row in range(int(rng.integers(4, 12))):
        y = round(high * (0.2 + row * 0.06))
        draw.line((wide * 0.1, y, wide * 0.9, y), fill=255, width=3)
    for column in range(int(rng.integers(4, 7))):
        x = round(wide * (0.1 + column * 0.16))
        draw.line((x, high * 0.2, x, high * 0.8), fill=255, width=3)
    stamp(page, np.asarray(mask, dtype=np.float32) / 255, red_ink(rng), (0, 0))


def _code(page: Floats, rng: Rng) -> None:
    cells = (rng.random((29, 29)) < 0.5).astype(np.uint8) * 255
    for y, x in ((0, 0), (0, 22), (22, 0)):
        cells[y : y + 7, x : x + 7] = 255
        cells[y + 1 : y + 6, x + 1 : x + 6] = 0
        cells[y + 2 : y + 5, x + 2 : x + 5] = 255
    mask = Image.fromarray(cells).resize((406, 406), Image.Resampling.NEAREST)
    _place(page, rng, mask, (0.1, 0.2))


def _photo(page: Floats, rng: Rng) -> None:
    """Paste a colour picture: sky, hills, a sun, red banners, round faces."""
    picture = Image.new(
        "RGB", (600, 420), tuple(int(v) for v in rng.integers(90, 220, 3))
    )
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        x, y = (int(v) for v in rng.integers(0, 500, 2))
        r = int(rng.integers(20, 110))
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        draw.ellipse((x, y, x + r, y + r), fill=colour)
    draw.rectangle((40, 30, 560, 80), fill=(205, 30, 35))
    draw.text(
        (300, 55), "巾帼志愿服务活动", font=font_of(1, 40), fill="yellow", anchor="mm"
    )
    high, wide = page.shape[:2]
    size = (round(wide * 0.5), round(wide * 0.35))
    shot = np.asarray(picture.resize(size), dtype=np.float32) / 255
    y, x = round(high * rng.uniform(0.2, 0.6)), round(wide * rng.uniform(0.1, 0.4))
    page[y : y + size[1], x : x + size[0]] = shot


def _marks(page: Floats, rng: Rng) -> None:
    """Underline and tick in red pen, circle a word, fill a cell with pink."""
    high, wide = page.shape[:2]
    mask = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(mask)
    for _ in range(6):
        x, y = wide * rng.uniform(0.1, 0.6), high * rng.uniform(0.2, 0.8)
        draw.line((x, y, x + wide * 0.25, y + rng.uniform(-9, 9)), fill=255, width=4)
    x, y = wide * 0.4, high * rng.uniform(0.3, 0.7)
    draw.ellipse((x, y, x + wide * 0.2, y + wide * 0.17), outline=255, width=5)
    stamp(page, np.asarray(mask, dtype=np.float32) / 255, red_ink(rng), (0, 0))


def _blue(page: Floats, rng: Rng) -> None:
    """A seal-like ring and star in blue ink: no official seal is blue."""
    mask = seal_mask(any_design("青石县东里印刷厂", rng))
    size = round(page.shape[1] * 0.2)
    ink = turned(mask, size, 0)
    blue = np.array([0.1, 0.2, 0.75], dtype=np.float32)
    stamp(page, ink, blue, (page.shape[1] // 2, page.shape[0] // 2))


def _place(
    page: Floats, rng: Rng, mask: Image.Image, share: tuple[float, float]
) -> None:
    high, wide = page.shape[:2]
    ink = turned(mask, round(wide * rng.uniform(*share)), 0)
    x = round(rng.uniform(0.1, 0.7) * wide)
    y = round(rng.uniform(0.05, 0.75) * high)
    stamp(page, ink * np.float32(rng.uniform(0.5, 1.0)), red_ink(rng), (x, y))


DECORATE = {
    "letterhead": letterhead,
    "logo": _logo,
    "oval": _stamp_oval,
    "square": _stamp_square,
    "table": _table,
    "qr": _code,
    "picture": _photo,
    "pen": _marks,
    "blue": _blue,
}

"""Whole pages with their truth: text, seals, look-alikes, then the wear of a grade."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tests.support.seals.artwork import (
    Design,
    font_of,
    oval_mask,
    seal_mask,
    square_mask,
)
from tests.support.seals.wear import (
    Floats,
    Rng,
    jpeg,
    photographed,
    scanned,
    stamp,
    turned,
    worn,
)

GRADES = ("easy", "medium", "hard", "photo")
WORDS = (
    "本季度按照通知要求认真落实各项实事任务，组织开展宣传活动十二场次，惠及妇女儿童三千余人，"
    "进一步完善工作台账，明确责任分工，强化督导检查，确保年底前全面完成目标任务。"
    "下一步将继续加大投入力度，抓好项目建设进度，及时报送工作进展情况。"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One encoded page: what it shows and what a careful person would say of it.

    `truth` is a SealVerdict's word; `text` the seal's name; `what` the kind of page.
    """

    jpeg: bytes
    dpi: int
    truth: str
    what: str
    grade: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wear:
    """How badly a grade treats a seal."""

    strength: tuple[float, float]
    damage: tuple[float, float]
    turn: float
    skew: float
    noise: float
    quality: tuple[int, int]
    over_text: float


WEAR = {
    "easy": Wear((0.75, 1.0), (0.0, 0.2), 6, 0.5, 0.01, (80, 95), 0.3),
    "medium": Wear((0.45, 0.9), (0.1, 0.5), 20, 1.5, 0.02, (60, 90), 0.7),
    "hard": Wear((0.28, 0.6), (0.25, 0.75), 40, 3.0, 0.03, (45, 80), 0.9),
    "photo": Wear((0.5, 0.95), (0.1, 0.4), 20, 2.0, 0.015, (60, 88), 0.6),
}


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


def blank(rng: Rng, dpi: int, size_mm: tuple[float, float] = (210, 297)) -> Floats:
    """Return white paper with lines of black text, a heading and a date."""
    wide, high = (round(mm * dpi / 25.4) for mm in size_mm)
    picture = Image.new("RGB", (wide, high), "white")
    draw = ImageDraw.Draw(picture)
    body = font_of(int(rng.integers(0, 5)), round(dpi * 0.17))
    left, step = round(wide * 0.13), round(dpi * 0.3)
    per_line = int(wide * 0.74 / (dpi * 0.17))
    for row, y in enumerate(range(round(high * 0.18), round(high * 0.9), step)):
        shift = int(rng.integers(0, len(WORDS)))
        line = (WORDS[shift:] + WORDS * 2)[:per_line]
        if rng.random() < 0.85 or row == 0:
            draw.text((left, y), line, font=body, fill=(20, 20, 20))
    if rng.random() < 0.5:
        _ruled(draw, rng, wide, high)
    return np.asarray(picture, dtype=np.float32) / 255


def _ruled(draw: ImageDraw.ImageDraw, rng: Rng, wide: int, high: int) -> None:
    columns = int(rng.integers(3, 7))
    for column in range(columns + 1):
        x = round(wide * (0.1 + 0.8 * column / columns))
        draw.line((x, high * 0.2, x, high * 0.85), fill=(0, 0, 0), width=2)
    for row in range(8):
        y = round(high * (0.2 + 0.65 * row / 7))
        draw.line((wide * 0.1, y, wide * 0.9, y), fill=(0, 0, 0), width=2)


def press(page: Floats, rng: Rng, dpi: int, mask: Image.Image, wear: Wear) -> None:
    """Stamp a mask of 38–45 mm somewhere in the lower half, worn as the grade says."""
    at = (float(rng.uniform(0.3, 0.85)), float(rng.uniform(0.45, 0.88)))
    _press_at(page, rng, dpi, mask, wear, at)


def _press_at(
    page: Floats,
    rng: Rng,
    dpi: int,
    mask: Image.Image,
    wear: Wear,
    at: tuple[float, float],
) -> None:
    size = round(float(rng.uniform(38, 45)) / 25.4 * dpi)
    ink = turned(mask, size, float(rng.uniform(-wear.turn, wear.turn)))
    ink = worn(ink, rng, float(rng.uniform(*wear.strength)), rng.uniform(*wear.damage))
    high, wide = page.shape[:2]
    x = min(wide - ink.shape[1] - 4, max(4, round(at[0] * wide - ink.shape[1] / 2)))
    y = min(high - ink.shape[0] - 4, max(4, round(at[1] * high - ink.shape[0] / 2)))
    if rng.random() > wear.over_text:
        page[y : y + ink.shape[0], x : x + ink.shape[1]] = 1.0
    stamp(page, ink, red_ink(rng), (x, y))


def sealed(rng: Rng, grade: str, text: str, emblem: str = "star") -> Sheet:
    """Make a page that bears a whole red seal."""
    dpi = int(rng.choice([150, 150, 200, 200, 300])) if grade != "hard" else 200
    page, wear = blank(rng, dpi), WEAR[grade]
    if rng.random() < 0.3:
        letterhead(page, rng)
    press(page, rng, dpi, seal_mask(any_design(text, rng, emblem)), wear)
    return _finish(page, rng, dpi, Sheet(b"", dpi, "red_seal", emblem, grade, text))


def seal_only(rng: Rng, grade: str, text: str, emblem: str = "star") -> Sheet:
    """Make a small piece of a page around one seal: quick, for reading it."""
    dpi = int(rng.choice([150, 200, 200, 300]))
    page = blank(rng, dpi, (90, 90))
    mask = seal_mask(any_design(text, rng, emblem))
    _press_at(page, rng, dpi, mask, WEAR[grade], (0.5, 0.5))
    return _finish(page, rng, dpi, Sheet(b"", dpi, "red_seal", emblem, grade, text))


def grey_copy(rng: Rng, grade: str, text: str) -> Sheet:
    """Make a sealed page that went through a copier: no colour is left."""
    dpi = 150
    page = blank(rng, dpi)
    press(page, rng, dpi, seal_mask(any_design(text, rng)), WEAR[grade])
    return _finish(
        page, rng, dpi, Sheet(b"", dpi, "cannot_tell", "grey", grade), grey=True
    )


def photocopy(rng: Rng, grade: str, text: str) -> Sheet:
    """Make a grey copy that was then scanned in colour: only the paper has a tint."""
    dpi = 150
    page = blank(rng, dpi)
    press(page, rng, dpi, seal_mask(any_design(text, rng)), WEAR["easy"])
    page[:] = page.mean(axis=2, keepdims=True)
    return _finish(page, rng, dpi, Sheet(b"", dpi, "cannot_tell", "photocopy", grade))


def edge(rng: Rng, grade: str, text: str) -> Sheet:
    """Make a page whose right edge holds a slice of a seal (骑缝章)."""
    dpi = 150
    page = blank(rng, dpi)
    size = round(float(rng.uniform(38, 45)) / 25.4 * dpi)
    ink = turned(seal_mask(any_design(text, rng)), size, 0)
    ink = worn(ink, rng, float(rng.uniform(0.5, 1.0)), 0.2)
    shown = float(rng.uniform(0.2, 0.5))
    y = round(page.shape[0] * rng.uniform(0.2, 0.7))
    stamp(page, ink, red_ink(rng), (page.shape[1] - round(size * shown), y))
    return _finish(page, rng, dpi, Sheet(b"", dpi, "partial", "edge", grade))


def unsealed(rng: Rng, grade: str, what: str) -> Sheet:
    """Make a page in colour that bears something red, but no official seal."""
    dpi = 150
    page = blank(rng, dpi)
    DECORATE[what](page, rng)
    return _finish(page, rng, dpi, Sheet(b"", dpi, "no_seal", what, grade))


def _finish(
    page: Floats, rng: Rng, dpi: int, truth: Sheet, *, grey: bool = False
) -> Sheet:
    wear = WEAR[truth.grade]
    if truth.grade == "photo":
        worn_page = photographed(page, rng)
    else:
        worn_page = scanned(_skewed(page, rng, wear.skew), rng, wear.noise)
    quality = int(rng.integers(*wear.quality))
    encoded = jpeg(worn_page, quality, grey=grey)
    return Sheet(encoded, dpi, truth.truth, truth.what, truth.grade, truth.text)


def _skewed(page: Floats, rng: Rng, degrees: float) -> Floats:
    picture = Image.fromarray((page * 255).astype(np.uint8))
    angle = float(rng.uniform(-degrees, degrees))
    spun = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    return np.asarray(spun, dtype=np.float32) / 255


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

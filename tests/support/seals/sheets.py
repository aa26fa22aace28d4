"""Whole pages with their truth: text, seals, look-alikes, then the wear of a grade."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw

from tests.support.seals.artwork import font_of, seal_mask
from tests.support.seals.lookalikes import DECORATE, any_design, letterhead, red_ink
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


def special_seal(rng: Rng, text: str, title: str) -> Sheet:
    """Make a page with a round seal for special use: its title stands level below."""
    page = blank(rng, 200)
    design = replace(any_design(text, rng), bottom=title, star=0.25, code="")
    press(page, rng, 200, seal_mask(design), WEAR["easy"])
    return _finish(page, rng, 200, Sheet(b"", 200, "no_seal", "special", "easy", text))


def headed(rng: Rng, grade: str, lines: tuple[str, ...]) -> Sheet:
    """Make an unsealed page with a heading of given lines, as a report begins."""
    dpi = 200 if grade != "easy" else 150
    page = blank(rng, dpi)
    high, wide = page.shape[:2]
    page[: round(high * 0.17)] = 1.0
    picture = Image.new("L", (wide, round(high * 0.17)), 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        size = min(round(wide * 0.04), round(wide * 0.8 / len(line)))
        face = font_of(int(rng.integers(0, 5)), size)
        at = (wide / 2, picture.height * (0.35 + 0.3 * row))
        draw.text(at, line, font=face, fill=15, anchor="mm")
    shown = np.asarray(picture, dtype=np.float32)[..., None] / 255
    page[: picture.height] *= shown
    truth = Sheet(b"", dpi, "cannot_tell", "heading", grade, "".join(lines))
    return _finish(page, rng, dpi, truth)


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

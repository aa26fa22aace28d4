"""A second copy room: pages under the second engraver's seals, scanned or shot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.support.seals.engraver import FACES, Cut, engrave
from tests.support.seals.wear import Floats, Rng

BODY = (
    "一是加强组织领导，成立工作专班，召开调度会议四次；二是落实资金保障，拨付专项经费"
    "四十二万元；三是开展走访慰问，发放宣传材料六千余份，受益家庭一千三百户。存在的问题："
    "个别项目进度偏慢，宣传方式较为单一。下一步打算：对照任务清单逐项销号，按时完成。"
)


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a page goes through, by how hard it is to read afterwards."""

    full: tuple[float, float]  # strength of the ink
    bare: float  # share of the seal that took no ink, at most
    turn: float  # degrees
    skew: float
    over: float  # chance of writing under the seal
    quality: tuple[int, int]  # of the JPEG
    grain: float
    dpi: tuple[int, ...]


TREATMENTS = {
    "easy": Treatment((0.75, 1), 0.03, 8, 0.6, 0.4, (75, 96), 0.01, (150, 200, 300)),
    "medium": Treatment(
        (0.5, 0.9), 0.12, 20, 1.6, 0.7, (55, 90), 0.02, (100, 150, 200, 300)
    ),
    "hard": Treatment((0.3, 0.65), 0.3, 20, 3, 0.9, (35, 75), 0.03, (100, 150, 200)),
    "photo": Treatment((0.5, 1), 0.1, 20, 1, 0.7, (50, 90), 0.015, (130, 160, 200)),
}


def red(rng: Rng) -> Floats:
    """Return some seal red: cinnabar, crimson, rose, brownish."""
    base = np.array([(225, 45, 35), (200, 25, 55), (235, 90, 95), (175, 45, 40)])
    colour = base[int(rng.integers(4))] + rng.uniform(-15, 15, 3)
    shade: Floats = np.clip(colour / 255, 0, 1).astype(np.float32)
    return shade


def sheet(
    rng: Rng, dpi: int, signed: str = "", mm: tuple[int, int] = (210, 297)
) -> Floats:
    """Print a report's page: a title, paragraphs, at its end the signature."""
    wide, high = (round(side / 25.4 * dpi) for side in mm)
    page = Image.new("RGB", (wide, high), "white")
    pen = ImageDraw.Draw(page)
    path, index = FACES[int(rng.integers(len(FACES)))]
    point = dpi / 72 * float(rng.uniform(10.5, 16))
    font = ImageFont.truetype(path, max(8, round(point)), index=index)
    grey = int(rng.integers(0, 60))
    last = high * float(rng.uniform(0.5, 0.93))
    y = high * 0.08
    while y < last:
        start = int(rng.integers(len(BODY)))
        line = (BODY[start:] + BODY)[: int(wide * 0.78 / point)]
        pen.text((wide * 0.11, y), line, (grey,) * 3, font=font)
        y += point * float(rng.uniform(1.4, 2.0))
    if signed:
        for row, text in enumerate((signed, "2023年6月28日")):
            at = (wide * 0.68, min(last, high * 0.86) + row * point * 1.8)
            pen.text(at, text, (grey,) * 3, font=font, anchor="ma")
    return np.asarray(page, dtype=np.float32) / 255


def press(
    page: Floats, rng: Rng, dpi: int, cut: Cut, how: Treatment
) -> tuple[int, int]:
    """Press a seal near the signature; return where its middle lies."""
    high, wide = page.shape[:2]
    size = round(float(rng.uniform(38, 45)) / 25.4 * dpi)
    x = round(float(rng.uniform(0.35, 0.8)) * wide)
    y = round(float(rng.uniform(0.5, 0.85)) * high)
    x, y = (
        min(max(v, size // 2 + 2), s - size // 2 - 2) for v, s in ((x, wide), (y, high))
    )
    if rng.random() > how.over:
        cv2.circle(page, (x, y), round(size * 0.52), (1.0, 1.0, 1.0), -1)
    lay(page, _inked(engrave(cut), rng, how, size), red(rng), (x, y))
    return x, y


def lay(page: Floats, ink: Floats, colour: Floats, middle: tuple[int, int]) -> None:
    """Lay ink over a page so that its middle comes to lie on `middle`; may overhang."""
    top, left = middle[1] - ink.shape[0] // 2, middle[0] - ink.shape[1] // 2
    y0, x0 = max(0, top), max(0, left)
    y1 = min(page.shape[0], top + ink.shape[0])
    x1 = min(page.shape[1], left + ink.shape[1])
    if y0 < y1 and x0 < x1:
        part = ink[y0 - top : y1 - top, x0 - left : x1 - left, None]
        page[y0:y1, x0:x1] *= colour**part


def _inked(cut: Floats, rng: Rng, how: Treatment, size: int) -> Floats:
    """Turn, scale and ink a seal: uneven pressure, dry spots, a soft edge."""
    side = cut.shape[0]
    zoom = size / side
    spin = cv2.getRotationMatrix2D(
        (side / 2, side / 2), float(rng.uniform(-how.turn, how.turn)), zoom
    )
    spin[:, 2] += size / 2 + 4 - side / 2
    soft = cv2.GaussianBlur(cut, (0, 0), float(rng.uniform(0.3, 1.2)) / zoom / 2)
    ink = cv2.warpAffine(soft, spin, (size + 8, size + 8), flags=cv2.INTER_AREA)
    lean = float(rng.uniform(0, 2 * np.pi))
    y, x = np.mgrid[-1 : 1 : ink.shape[0] * 1j, -1 : 1 : ink.shape[1] * 1j]
    pressure = 1 - 0.35 * how.bare * (1 + x * np.cos(lean) + y * np.sin(lean))
    rough = cv2.resize(
        rng.random((size // 6 + 2,) * 2, dtype=np.float32), ink.shape[::-1]
    )
    blots = cv2.resize(rng.random((7, 7), dtype=np.float32), ink.shape[::-1])
    dry = 0.6 * rough + 0.4 * blots
    taken = np.clip((dry - np.quantile(dry, how.bare * rng.random())) * 12, 0.15, 1)
    inked: Floats = (ink * pressure * taken * rng.uniform(*how.full)).astype(np.float32)
    return inked


def scan(page: Floats, rng: Rng, how: Treatment) -> Floats:
    """Pass a page through a scanner: askew, tinted, grainy, its gamma its own."""
    high, wide = page.shape[:2]
    spin = cv2.getRotationMatrix2D(
        (wide / 2, high / 2), float(rng.uniform(-how.skew, how.skew)), 1
    )
    page = cv2.warpAffine(page, spin, (wide, high), borderValue=(1, 1, 1))
    lamp = 1 - rng.uniform(0, 1, 3) * np.array([0.04, 0.05, 0.12])
    seen = np.clip(page * lamp, 0, 1) ** rng.uniform(0.8, 1.25)
    shown: Floats = seen + rng.normal(0, how.grain, seen.shape)
    return np.clip(shown, 0, 1).astype(np.float32)


def shoot(page: Floats, rng: Rng, how: Treatment) -> Floats:
    """Photograph a page on a desk: perspective, a shadow, a lamp's cast, soft focus."""
    high, wide = page.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    off = (
        rng.uniform(0.01, 0.12, (4, 2))
        * (wide, high)
        * ((1, 1), (-1, 1), (-1, -1), (1, -1))
    )
    bend = cv2.getPerspectiveTransform(corners, (corners + off).astype(np.float32))
    desk = tuple(float(v) for v in rng.uniform(0.15, 0.75, 3))
    seen = cv2.warpPerspective(
        page, bend, (wide, high), borderMode=cv2.BORDER_CONSTANT, borderValue=desk
    )
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    lean = float(rng.uniform(0, 2 * np.pi))
    slope = x * np.cos(lean) + y * np.sin(lean)
    light = 0.85 + 0.15 * slope
    if rng.random() < 0.5:  # the shadow of a head or a telephone
        light *= 1 - 0.3 / (1 + np.exp(-14 * (slope - rng.uniform(-0.5, 0.8))))
    lamp = 1 - rng.uniform(0, 1, 3) * np.array([0.12, 0.1, 0.25])
    seen = cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.4, 1.0)))
    shown: Floats = seen * light[..., None] * lamp + rng.normal(
        0, how.grain, seen.shape
    )
    return np.clip(shown, 0, 1).astype(np.float32)


def captured(page: Floats, rng: Rng, grade: str) -> bytes:
    """Scan or photograph a page as its grade says, and save it as a JPEG."""
    how = TREATMENTS[grade]
    seen = (shoot if grade == "photo" else scan)(page, rng, how)
    return jpeg(seen, int(rng.integers(*how.quality)))


def jpeg(page: Floats, quality: int) -> bytes:
    """Encode as JPEG, chroma at half resolution as scanners do."""
    bgr = np.ascontiguousarray((page[..., ::-1] * 255).astype(np.uint8))
    done, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return bytes(data)


Painter = Callable[[Floats, Rng, int], None]


def _ring_text(page: Floats, rng: Rng, dpi: int) -> None:
    """Print a product's round badge: a thick ring, latin letters around."""
    cut = Cut("QUALITY FIRST CO LTD", "none", rim=0.1, tall=0.2, face=2)
    _anywhere(page, rng, engrave(cut), dpi * float(rng.uniform(0.6, 1.6)), red(rng))


def _charts(page: Floats, rng: Rng, dpi: int) -> None:
    """Print a pie, a doughnut and bars in strong colours."""
    high, wide = page.shape[:2]
    for radius, hole in ((0.8, 0), (0.75, 0.4)):
        at = (
            int(rng.integers(wide // 4, wide * 3 // 4)),
            int(rng.integers(high // 4, high // 2)),
        )
        for slice_ in range(5):
            colour = (
                tuple(float(v) for v in rng.uniform(0, 1, 3))
                if slice_
                else (0.85, 0.1, 0.1)
            )
            cv2.ellipse(
                page,
                at,
                (round(radius * dpi),) * 2,
                0,
                72 * slice_,
                72 * slice_ + 72,
                colour,
                -1,
            )
        cv2.circle(page, at, round(hole * dpi), (1, 1, 1), -1)
    for bar in range(6):
        x, top = wide // 6 + bar * dpi // 2, round(high * rng.uniform(0.65, 0.9))
        cv2.rectangle(
            page, (x, top), (x + dpi // 3, round(high * 0.92)), (0.9, 0.15, 0.1), -1
        )


def _handwriting(page: Floats, rng: Rng, dpi: int) -> None:
    """Scribble and circle with a red pen."""
    high, wide = page.shape[:2]
    for _ in range(5):
        walk = np.cumsum(rng.normal((dpi / 25, 0), dpi / 18, (40, 2)), axis=0)
        start = rng.uniform(0.2, 0.7, 2) * (wide, high)
        cv2.polylines(
            page,
            [np.round(walk + start).astype(np.int32)],
            isClosed=False,
            color=(0.85, 0.1, 0.15),
            thickness=max(1, dpi // 60),
        )
    t = np.linspace(0, 2 * np.pi * 1.1, 60)
    wobble = 1 + 0.05 * np.sin(3 * t + rng.uniform(0, 6))
    loop = np.stack([np.cos(t), np.sin(t)], 1) * (dpi * 0.8 * wobble)[:, None]
    middle = np.array([wide * 0.5, high * 0.5])
    cv2.polylines(
        page,
        [np.round(loop + middle).astype(np.int32)],
        isClosed=False,
        color=(0.85, 0.1, 0.15),
        thickness=max(2, dpi // 50),
    )


def _letterhead(page: Floats, rng: Rng, dpi: int) -> None:
    """Print a red heading with a star on the rule below it."""
    wide = page.shape[1]
    drawn = Image.new("L", (wide, round(dpi * 1.6)), 0)
    pen = ImageDraw.Draw(drawn)
    path, index = FACES[0]
    face = ImageFont.truetype(path, round(wide * 0.065), index=index)
    pen.text((wide / 2, dpi * 0.7), "沂源县民政局文件", 255, font=face, anchor="mm")
    pen.rectangle((wide * 0.1, dpi * 1.4, wide * 0.9, dpi * 1.43), 255)
    lay(
        page,
        np.asarray(drawn, np.float32) / 255,
        red(rng),
        (wide // 2, round(dpi * 0.9)),
    )


def _rings(page: Floats, rng: Rng, dpi: int) -> None:
    """Print olympic rings, a target and a no-smoking sign."""
    high, wide = page.shape[:2]
    for number in range(3):
        at = (round(wide * (0.3 + 0.15 * number)), round(high * rng.uniform(0.2, 0.4)))
        cv2.circle(
            page, at, round(dpi * 0.7), (0.85, 0.1, 0.1), max(2, dpi // 25), cv2.LINE_AA
        )
    at = (round(wide * 0.6), round(high * 0.6))
    for radius in (0.8, 0.6, 0.4, 0.2):
        cv2.circle(
            page,
            at,
            round(dpi * radius),
            (0.9, 0.1, 0.1),
            max(2, dpi // 20),
            cv2.LINE_AA,
        )
    at = (round(wide * 0.3), round(high * 0.75))
    cv2.circle(page, at, round(dpi * 0.8), (0.9, 0.1, 0.1), dpi // 8, cv2.LINE_AA)
    cv2.line(
        page,
        (at[0] - dpi // 2, at[1] - dpi // 2),
        (at[0] + dpi // 2, at[1] + dpi // 2),
        (0.9, 0.1, 0.1),
        dpi // 8,
    )


def _flat_stamp(page: Floats, rng: Rng, dpi: int) -> None:
    """Press an oval stamp: the second engraver's seal drawn flat, without a star."""
    cut = engrave(Cut("沂源县便民服务站", "none", level="收讫", face=1))
    flat = cv2.resize(
        cut, (600, round(600 * rng.uniform(0.62, 0.75))), interpolation=cv2.INTER_AREA
    )
    _anywhere(page, rng, flat, dpi * 1.7, red(rng))


def _box_stamp(page: Floats, rng: Rng, dpi: int) -> None:
    """Press a square name seal, white characters on red or red ones in a frame."""
    drawn = Image.new("L", (300, 300), 0)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((4, 4, 295, 295), outline=255, width=14)
    path, index = FACES[1 % len(FACES)]
    face = ImageFont.truetype(path, 115, index=index)
    for place, char in enumerate("王建国印"):
        pen.text(
            (90 + 120 * (place // 2), 90 + 120 * (place % 2)),
            char,
            255,
            font=face,
            anchor="mm",
        )
    _anywhere(page, rng, np.asarray(drawn, np.float32) / 255, dpi * 0.8, red(rng))


def _anywhere(page: Floats, rng: Rng, ink: Floats, wide: float, colour: Floats) -> None:
    size = (max(4, round(wide)), max(4, round(wide * ink.shape[0] / ink.shape[1])))
    small = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    x, y = (int(rng.uniform(0.25, 0.75) * side) for side in page.shape[1::-1])
    lay(page, small * np.float32(rng.uniform(0.6, 1)), colour, (x, y))


PAINTERS: dict[str, Painter] = {
    "badge": _ring_text,
    "charts": _charts,
    "handwriting": _handwriting,
    "letterhead": _letterhead,
    "rings": _rings,
    "oval": _flat_stamp,
    "box": _box_stamp,
}

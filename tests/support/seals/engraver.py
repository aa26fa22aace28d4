"""A second engraver, independent of the first: seals from distances and warps.

It shares no drawing code, font size or proportion with `artwork`, so that what was
learned on the one is tried on the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mailbot.adapters.seals.see.circles import ANGLES, Ring
from tests.support.seals.artwork import FONTS
from tests.support.seals.wear import Floats, Rng

SIDE = 600  # pixels across a cut seal
HALF = SIDE / 2
FACES = list(FONTS)
SYMBOLS = ("star", "national", "party", "none")


@dataclass(frozen=True, slots=True)
class Cut:
    """One round seal; lengths in halves of its diameter, angles in degrees.

    `level` is a line across under the symbol, `digits` a number along the lower edge.
    """

    text: str
    symbol: str = "star"
    rim: float = 0.05
    thin: bool = False
    tall: float = 0.3
    slim: float = 0.75
    arc: float = 250.0
    away: float = 0.06
    symbol_size: float = 0.33
    face: int = 0
    level: str = ""
    digits: str = ""


def use_fonts(folder: Path) -> None:
    """Cut and print with a folder's fonts too; the published figures say if so."""
    FACES.extend((str(path), 0) for path in sorted(folder.rglob("*.tt?")))


def some_cut(text: str, rng: Rng, symbol: str = "star") -> Cut:
    """Choose the proportions of a seal as engravers do: long names small and dense."""
    count = len(text)
    arc = float(np.clip(count * rng.uniform(18, 30), 110, rng.uniform(270, 300)))
    tall = float(rng.uniform(0.2, 0.38) if count < 13 else rng.uniform(0.2, 0.3))
    number = "".join(str(d) for d in rng.integers(0, 10, 13))
    return Cut(
        text=text,
        symbol=symbol,
        rim=float(rng.uniform(0.022, 0.08)),
        thin=bool(rng.random() < 0.12),
        tall=tall,
        slim=float(rng.uniform(0.5, 1.0)),
        arc=arc,
        away=float(rng.uniform(0.02, 0.1)),
        symbol_size=float(rng.uniform(0.22, 0.38)),
        face=int(rng.integers(len(FACES))),
        digits=number if rng.random() < 0.3 and arc < 280 else "",
    )


def engrave(cut: Cut) -> Floats:
    """Return the seal's ink, 0-1, its rim touching the picture's sides."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) + 0.5 - HALF
    far = np.hypot(x, y) / HALF
    ink = _band(far, 1 - cut.rim, 1.0)
    inner = 1 - cut.rim
    if cut.thin:
        inner -= 0.05
        ink = np.maximum(ink, _band(far, inner, inner + 0.012))
    middle = inner - cut.away - cut.tall / 2
    step = cut.arc / max(1, len(cut.text) - 1)
    room = np.radians(step) * middle * 0.93
    wide = min(cut.tall * cut.slim, room) if len(cut.text) > 1 else cut.tall
    for place, char in enumerate(cut.text):
        turn = -cut.arc / 2 + place * step
        _set(ink, _type(char, cut.face), (wide, cut.tall), _on_circle(middle, turn))
    for place, char in enumerate(cut.digits):
        turn = 180 + 36 - 72 * place / 12
        x0, y0, _ = _on_circle(inner - 0.035 - 0.04, turn)
        _set(ink, _type(char, 0), (0.05, 0.08), (x0, y0, turn - 180))
    _symbol(ink, cut)
    for place, char in enumerate(cut.level):
        size = min(0.2, 0.95 / len(cut.level))
        at = ((place - (len(cut.level) - 1) / 2) * size * 1.05, 0.52, 0.0)
        _set(ink, _type(char, cut.face), (size * 0.95, size * 1.1), at)
    return ink


def in_red(ink: Floats) -> tuple[Floats, Ring]:
    """Return a seal printed in red on white with a margin, and its ring."""
    shown = np.pad(ink, 60)[..., None]
    page = 1 - shown * (1 - np.array([0.8, 0.1, 0.1]))
    middle = shown.shape[0] / 2 - 0.5
    radius = ink.shape[0] / 2 * 0.975
    ring = Ring(middle, middle, np.full(ANGLES, radius, dtype=np.float32))
    return (page * 255).astype(np.uint8), ring


def _band(far: Floats, start: float, end: float) -> Floats:
    inside: Floats = np.clip(np.minimum(far - start, end - far) * HALF + 0.5, 0, 1)
    return inside


def _on_circle(radius: float, turn: float) -> tuple[float, float, float]:
    angle = np.radians(turn)
    return float(radius * np.sin(angle)), float(-radius * np.cos(angle)), turn


@lru_cache(maxsize=4096)
def _type(char: str, face: int) -> Floats:
    """Return one character's ink in the box of its type (一 stays a stroke)."""
    path, index = FACES[face % len(FACES)]
    drawn = Image.new("L", (260, 300), 0)
    font = ImageFont.truetype(path, 180, index=index)
    ImageDraw.Draw(drawn).text((130, 150), char, 255, font=font, anchor="mm")
    left, top, right, bottom = drawn.getbbox() or (100, 100, 160, 200)
    if not char.isdigit():
        left, top = min(left, 50), min(top, 70)
        right, bottom = max(right, 210), max(bottom, 230)
    kept = np.asarray(drawn, dtype=np.float32)[top:bottom, left:right] / 255
    return np.ascontiguousarray(kept)


def _set(
    ink: Floats,
    sort: Floats,
    size: tuple[float, float],
    at: tuple[float, float, float],
) -> None:
    """Set a character of `size` with its middle `at` (x, y, turn clockwise)."""
    high, wide = sort.shape
    scale = np.diag([size[0] * HALF / wide, size[1] * HALF / high])
    angle = np.radians(at[2])
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = spin @ scale
    shift = np.array([at[0], at[1]]) * HALF + HALF - matrix @ (wide / 2, high / 2)
    warp = np.hstack([matrix, shift[:, None]])
    laid = cv2.warpAffine(sort, warp, (SIDE, SIDE), flags=cv2.INTER_AREA)
    np.maximum(ink, laid, out=ink)


def _star(radius: float, at: tuple[float, float], turn: float = 0.0) -> Floats:
    corner = np.arange(10)
    reach = np.where(corner % 2 == 0, radius, radius * 0.382)
    angle = np.radians(36 * corner + turn)
    points = np.stack([reach * np.sin(angle), -reach * np.cos(angle)], axis=1)
    return np.round((points + at) * HALF + HALF).astype(np.int32)


def _fill(ink: Floats, points: Floats, value: float = 1.0) -> None:
    cv2.fillPoly(ink, [points], value, lineType=cv2.LINE_AA)


def _symbol(ink: Floats, cut: Cut) -> None:
    size, up = cut.symbol_size, (-0.12 if cut.level else 0.0)
    if cut.symbol == "star":
        _fill(ink, _star(size, (0, up)))
    elif cut.symbol == "national":
        _shield(ink, size * 1.15)
    elif cut.symbol == "party":
        _tools(ink, size * 1.1)


def _shield(ink: Floats, size: float) -> None:
    """Draw the national emblem as a filled disc with white stars, gate and a wreath."""
    c, r = round(HALF), round(size * HALF)
    cv2.circle(ink, (c, c), round(r * 0.72), 1.0, -1, cv2.LINE_AA)
    _fill(ink, _star(size * 0.2, (0, -size * 0.42)), 0.0)
    for turn, out in ((-52, 0.5), (-26, 0.24), (26, 0.24), (52, 0.5)):
        _fill(ink, _star(size * 0.08, (out * size * turn / 52, -size * 0.14)), 0.0)
    for row, half in ((0.12, 0.3), (0.2, 0.36), (0.34, 0.42)):
        left, right = (round(HALF + s * half * size * HALF) for s in (-1, 1))
        y = round(HALF + row * size * HALF)
        cv2.line(ink, (left, y), (right, y), 0.0, max(2, r // 14))
    for ear in range(-140, 141, 14):
        if abs(ear) > 16:
            across, along, _ = _on_circle(size * 0.88, ear + 180)
            at = (round(HALF + across * HALF), round(HALF + along * HALF))
            cv2.ellipse(ink, at, (r // 8, r // 14), ear * 1.0, 0, 360, 1.0, -1)
    cv2.rectangle(ink, (c - r // 4, c + r * 7 // 10), (c + r // 4, c + r), 1.0, -1)


def _tools(ink: Floats, size: float) -> None:
    """Draw hammer and sickle from thick strokes."""
    c, r = round(HALF), round(size * HALF)
    thick = max(4, r // 5)
    cv2.ellipse(ink, (c, c), (r * 3 // 4,) * 2, 0, -80, 130, 1.0, thick, cv2.LINE_AA)
    handle = ((c - r * 6 // 10, c + r * 9 // 10), (c - r // 5, c + r * 4 // 10))
    cv2.line(ink, *handle, 1.0, thick, cv2.LINE_AA)
    cv2.line(
        ink,
        (c - r * 5 // 10, c - r * 5 // 10),
        (c + r * 7 // 10, c + r * 7 // 10),
        1.0,
        thick,
        cv2.LINE_AA,
    )
    head = np.array([[-0.95, -0.35], [-0.35, -0.95], [-0.12, -0.72], [-0.72, -0.12]])
    _fill(ink, np.round(head * r + HALF).astype(np.int32))

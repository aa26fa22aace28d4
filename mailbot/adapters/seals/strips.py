"""Unrolls the text band of a seal into straight lines that a recognizer can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.adapters.seals.circles import ANGLES
from mailbot.adapters.seals.redness import fine_redness
from mailbot.adapters.seals.vision import cv2, np

if TYPE_CHECKING:
    from mailbot.adapters.seals.circles import Ring
    from mailbot.adapters.seals.vision import Bytes, Floats

GAP = 40  # degrees without characters between the end of a name and its beginning
HALF = 0.5
TITLE_INK = 0.05  # inked share of the place where a special seal has its title
FAINT, FIRM = 0.2, 0.7  # shares of full ink: below is paper, above is ink
HIGH = 64  # pixels of a strip's height before the recognizer scales it


@dataclass(frozen=True, slots=True)
class Cut:
    """How a strip is cut.

    From radius `inner` to `outer` (1 = the ring), `stretch` times its width; `even`
    lifts faint parts to the strength of the rest, `firm` takes faint traces for paper
    and worn strokes for full ink.
    """

    inner: float = 0.53
    outer: float = 0.95
    stretch: float = 1.0
    even: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """A magnified seal: its red ink, and the ring in the same pixels."""

    red: Floats
    ring: Ring


def close_up(pixels: Bytes, ring: Ring) -> Close:
    """Measure a magnified seal's inks; black writing over it is bridged."""
    redness, black = fine_redness(pixels)
    size = max(3, round(ring.radius * 0.05)) | 1
    clear = 1 - black
    around = cv2.blur(redness * clear, (size, size))
    shown = cv2.blur(clear, (size, size))
    bridged = np.where(black > HALF, around / np.maximum(shown, 0.05), redness)
    return Close(bridged, ring)


def strip(close: Close, cut: Cut) -> Bytes:
    """Return the text band as one line, dark on light, beginning in its widest gap."""
    start = _quietest(close)
    middle = (cut.inner + cut.outer) / 2
    length = 2 * np.pi * middle / (cut.outer - cut.inner) * HIGH * cut.stretch
    angles = start + np.linspace(0, 2 * np.pi, round(length), endpoint=False)
    shares = np.linspace(cut.outer, cut.inner, HIGH)
    line = _unroll(close.red, close.ring, angles, shares)
    full: Floats | float = max(0.05, float(np.percentile(line, 93)))
    if cut.even:
        full = _local_strength(line, float(full))
    share = np.clip(line / full, 0, 1)
    if cut.firm:
        share = np.clip((_smooth(share) - FAINT) / (FIRM - FAINT), 0, 1)
    return (255 * (1 - share)).astype(np.uint8)


def _smooth(share: Floats) -> Floats:
    """Return the line twice as fine, its speckles evened out."""
    fine = cv2.resize(share, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(fine, (0, 0), 2.0)


def under_emblem(close: Close) -> Bytes:
    """Return the place of a special seal's title as a line; empty without ink there."""
    r = close.ring.radius
    rows = slice(round(close.ring.y + 0.31 * r), round(close.ring.y + 0.68 * r))
    columns = slice(round(close.ring.x - 0.55 * r), round(close.ring.x + 0.55 * r))
    piece = close.red[rows, columns]
    full = float(np.percentile(close.red, 93))
    if piece.size == 0 or float((piece > HALF * full).mean()) < TITLE_INK:
        return np.empty((0, 0), dtype=np.uint8)
    return (255 * (1 - np.clip(piece / max(full, 0.05), 0, 1))).astype(np.uint8)


def _local_strength(line: Floats, full: float) -> Floats:
    """Return how strong full ink is around each column, never below a third of all."""
    strong = np.percentile(line, 90, axis=0).astype(np.float32)[None, :]
    wide = np.tile(strong, (1, 3))
    spread = cv2.blur(cv2.dilate(wide, np.ones((1, HIGH // 2))), (HIGH, 1))
    count = line.shape[1]
    return np.maximum(spread[:, count : 2 * count], full / 3)


def _unroll(picture: Floats, ring: Ring, angles: Floats, shares: Floats) -> Floats:
    place = (angles / (2 * np.pi) * ANGLES) % ANGLES
    radii = np.interp(
        place, np.arange(ANGLES + 1), np.append(ring.radii, ring.radii[0])
    )
    rays = shares[:, None] * radii[None, :]
    xs = (ring.x + rays * np.cos(angles)[None, :]).astype(np.float32)
    ys = (ring.y + rays * np.sin(angles)[None, :]).astype(np.float32)
    return cv2.remap(picture, xs, ys, cv2.INTER_LINEAR)


def _quietest(close: Close) -> float:
    """Return the angle in the middle of the emptiest piece of the text band.

    Between two equally empty pieces the lower one: most seals stand nearly upright.
    """
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    band = _unroll(close.red, close.ring, angles, np.linspace(0.85, 0.6, 24))
    full = float(np.percentile(band, 95)) + 1e-6
    ink = np.clip(band / full, 0, 1).mean(axis=0)
    wrapped = np.concatenate([ink[-GAP // 2 :], ink, ink[: GAP // 2]])
    around = np.convolve(wrapped, np.full(GAP, 1 / GAP), mode="same")[
        GAP // 2 : GAP // 2 + 360
    ]
    off_bottom = np.abs(np.arange(360) - 90)
    off_bottom = np.minimum(off_bottom, 360 - off_bottom) / 180
    return float(angles[int((around + 0.12 * off_bottom).argmin())])

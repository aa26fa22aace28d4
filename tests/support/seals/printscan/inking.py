"""What a pad, a hand and paper make of a seal, and a printer of a colour."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from tests.support.seals.printscan.typeset import MASTER, RUBBER, Floats, Rng

# How much light each ink takes away, by colour (red, green, blue), where it is full.
INKS = (
    (0.15, 1.9, 1.8),
    (0.25, 2.2, 1.3),
    (0.05, 1.4, 1.8),
    (0.1, 1.6, 0.9),
    (0.45, 2.0, 1.8),
    (0.2, 2.4, 2.2),
)
PAPER = {
    "white": (0.97, 0.97, 0.96),
    "bluish": (0.95, 0.97, 1.0),
    "cream": (0.98, 0.95, 0.86),
    "recycled": (0.86, 0.84, 0.78),
    "pink": (0.98, 0.87, 0.88),
    "yellow": (0.99, 0.95, 0.66),
    "green": (0.86, 0.95, 0.85),
}


@dataclass(frozen=True, slots=True)
class Touch:
    """How a seal is pressed: ink taken up, share left bare, lean, degrees of turn."""

    full: float
    bare: float
    lean: float
    turn: float


def some_touch(rng: Rng, grade: str) -> Touch:
    """Press a seal as a grade says."""
    full = {"easy": (0.7, 1.1), "medium": (0.45, 0.8), "hard": (0.26, 0.48)}[grade]
    bare = {"easy": (0, 0.04), "medium": (0.02, 0.12), "hard": (0.06, 0.25)}[grade]
    return Touch(
        full=float(rng.uniform(*full)),
        bare=float(rng.uniform(*bare)),
        lean=float(rng.uniform(0, 0.35 if grade == "easy" else 0.6)),
        turn=float(rng.normal(0, 3 if grade == "easy" else 9)),
    )


def fibres(rng: Rng, shape: tuple[int, int]) -> Floats:
    """Return paper's unevenness, about normal: fibres of several lengths, all ways."""
    total = np.zeros(shape, dtype=np.float32)
    for size, share in ((2, 0.5), (5, 0.5), (14, 0.5), (60, 0.5)):
        count = (shape[0] // size + 2, shape[1] // size + 2)
        grain = rng.standard_normal(count, dtype=np.float32)
        big = cv2.resize(grain, shape[::-1], interpolation=cv2.INTER_CUBIC)
        total += share * big / max(float(big.std()), 1e-6)
    return total / float(total.std())


def inked(rubber: Floats, rng: Rng, touch: Touch) -> Floats:
    """Return how much ink a seal leaves at each spot, in MASTER dots."""
    high, wide = rubber.shape
    zoom = MASTER / RUBBER
    size = (round(wide * zoom * 1.1), round(high * zoom * 1.1))
    spin = cv2.getRotationMatrix2D((wide / 2, high / 2), touch.turn, zoom)
    spin[:, 2] += (size[0] / 2 - wide / 2, size[1] / 2 - high / 2)
    soft = cv2.GaussianBlur(rubber, (0, 0), 0.8)
    laid = cv2.warpAffine(soft, spin, size, flags=cv2.INTER_AREA)
    y, x = np.mgrid[-1 : 1 : laid.shape[0] * 1j, -1 : 1 : laid.shape[1] * 1j]
    way = float(rng.uniform(0, 2 * np.pi))
    pressure = 1 - touch.lean * (0.5 + 0.5 * (x * np.cos(way) + y * np.sin(way)))
    rough = fibres(rng, laid.shape[:2])
    level = np.quantile(rough, 1 - touch.bare) if touch.bare else 9.0
    contact = np.clip((level - rough + 1.2 * (pressure - 0.7)) * 2.5 + 0.5, 0, 1)
    # ink is squeezed out from under the rubber and stands in a seam along its edge
    seam = np.clip(laid - cv2.GaussianBlur(laid, (0, 0), 3.5), 0, 1)
    ink: Floats = laid * (1 + 0.5 * seam) * contact * (0.55 + 0.45 * pressure)
    return cv2.GaussianBlur(touch.full * ink.astype(np.float32), (0, 0), 0.7)


def stamp(page: Floats, ink: Floats, rng: Rng, middle: tuple[float, float]) -> None:
    """Let ink take light from a page, its middle at millimetres; it may overhang."""
    takes = np.array(INKS[int(rng.integers(len(INKS)))]) * rng.uniform(0.85, 1.15, 3)
    x, y = (round(side / 25.4 * MASTER) for side in middle)
    top, left = y - ink.shape[0] // 2, x - ink.shape[1] // 2
    y0, x0 = max(0, top), max(0, left)
    y1 = min(page.shape[0], top + ink.shape[0])
    x1 = min(page.shape[1], left + ink.shape[1])
    part = ink[y0 - top : y1 - top, x0 - left : x1 - left, None]
    page[y0:y1, x0:x1] *= np.exp(-part * takes).astype(np.float32)


def screened(page: Floats, rng: Rng) -> Floats:
    """Print a page's colours as a colour laser does: dots of three inks, each askew."""
    high, wide = page.shape[:2]
    coloured = np.ptp(page, axis=2) > 0.08
    if not coloured.any():
        return page
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    pitch = MASTER / float(rng.uniform(80, 120)) / (2 * np.pi)
    shown = page.copy()
    for channel, degrees in enumerate((15, 75, 0)):
        a = np.radians(degrees)
        dots = np.cos((x * np.cos(a) + y * np.sin(a)) / pitch)
        dots = (dots + np.cos((y * np.cos(a) - x * np.sin(a)) / pitch)) / 4 + 0.5
        print_ = np.clip((page[..., channel] - 0.12 - 0.8 * dots) * 6 + 0.5, 0.08, 1)
        shown[..., channel] = np.where(coloured, print_, page[..., channel])
    return shown


def on_paper(page: Floats, rng: Rng, kind: str) -> Floats:
    """Lay print on paper of a tint: its grain, now and then a fold, its back."""
    high, wide = page.shape[:2]
    grain = cv2.resize(
        rng.normal(0, 0.008, (high // 3, wide // 3)).astype(np.float32), (wide, high)
    )
    paper = np.array(PAPER[kind], dtype=np.float32) * (1 + grain[..., None])
    if rng.random() < 0.3:
        row = int(rng.uniform(0.3, 0.7) * high)
        dent = np.exp(-np.abs(np.arange(high) - row) / 10) * rng.uniform(0.03, 0.12)
        paper = paper * (1 - dent[:, None, None].astype(np.float32))
    if rng.random() < 0.3:
        back = cv2.GaussianBlur(page[:, ::-1].mean(axis=2), (0, 0), 4)
        paper = paper * (1 - np.float32(0.06) * (1 - back[..., None]))
    shown: Floats = (page * paper).astype(np.float32)
    return shown

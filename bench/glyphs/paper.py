"""What lies under a seal, how its ink takes, and what a scanner makes of it."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from bench.glyphs.sorts import Bytes, Sorts

Rng = np.random.Generator
Floats = np.ndarray[Any, np.dtype[Any]]


def set_sort(
    ink: Bytes, sort: Bytes, size: tuple[float, float], at: tuple[float, float, float]
) -> None:
    """Set a sort of `size` (wide, high) with its middle `at` (x, y, turn)."""
    wide, high = (max(3.0, side) for side in size)
    small = cv2.resize(
        np.ascontiguousarray(sort),
        (round(wide), round(high)),
        interpolation=cv2.INTER_AREA,
    )
    x, y, turn = at
    reach = int(np.hypot(wide, high) / 2) + 2
    left, top = round(x) - reach, round(y) - reach
    spin = cv2.getRotationMatrix2D((0, 0), -np.degrees(turn), 1.0)
    middle = spin[:, :2] @ [(small.shape[1] - 1) / 2, (small.shape[0] - 1) / 2]
    spin[:, 2] = np.array([x - left, y - top]) - middle
    laid = cv2.warpAffine(small, spin, (2 * reach, 2 * reach), flags=cv2.INTER_LINEAR)
    y0, x0 = max(0, top), max(0, left)
    y1, x1 = min(ink.shape[0], top + 2 * reach), min(ink.shape[1], left + 2 * reach)
    if y0 < y1 and x0 < x1:
        part = laid[y0 - top : y1 - top, x0 - left : x1 - left]
        np.maximum(ink[y0:y1, x0:x1], part, out=ink[y0:y1, x0:x1])


def cloud(rng: Rng, side: int, hills: int) -> Floats:
    """Return smooth noise about 0-1 with so many hills across."""
    small = rng.random((hills, hills), dtype=np.float32)
    return cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC)


def worn(ink: Floats, rng: Rng) -> Floats:
    """Let a seal take unevenly: faint all over, blotched, speckled, with holes."""
    side, harm = len(ink), rng.uniform(0, 0.8)
    if rng.random() < 0.3:
        ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.3, 0.5 + side / 1700))
    taken = ink * rng.uniform(0.28, 1) * (1 - harm * 0.8 * cloud(rng, side, 5))
    speckled = rng.random(ink.shape, dtype=np.float32) < harm * 0.25
    taken = np.where(speckled, 0.25 * taken, taken)
    holes = cloud(rng, side, int(rng.integers(6, 16))) < harm * rng.uniform(0.15, 0.35)
    taken = np.where(holes, rng.uniform(0.1, 0.4) * taken, taken)
    return np.clip(taken, 0, 1)


def written(rng: Rng, sorts: Sorts, chances: Floats, side: int, dpi: float) -> Floats:
    """Return a piece of a report: lines of writing, a table's rules, both or none."""
    page = np.ones((side, side, 3), np.float32)
    if rng.random() < 0.7:
        layer = _lines(rng, sorts, chances, side, dpi / 72 * rng.uniform(9, 17))
        page *= 1 - rng.uniform(0.75, 1) * layer[..., None]
    if rng.random() < 0.35:
        page *= 1 - 0.95 * _rules(rng, side, dpi)[..., None]
    return page


def _lines(rng: Rng, sorts: Sorts, chances: Floats, side: int, em: float) -> Floats:
    layer = np.zeros((side, side), np.uint8)
    font, lead = int(rng.integers(len(sorts.pictures))), em * rng.uniform(1.3, 2.2)
    slant = np.radians(rng.uniform(-3, 3))
    for y in np.arange(rng.uniform(0, lead), side, lead):
        if rng.random() < 0.1:
            continue
        line = rng.choice(len(chances), int(side / em) + 2, p=chances)
        for place, char in enumerate(line):
            x = (place - rng.random()) * em
            at = (x, y + (x - side / 2) * np.sin(slant), slant)
            set_sort(layer, sorts.sort(font, char, tight=False), (em * 0.95,) * 2, at)
    return layer.astype(np.float32) / 255


def _rules(rng: Rng, side: int, dpi: float) -> Floats:
    layer = np.zeros((side, side), np.uint8)
    thick, slant = max(1, round(dpi / 100)), rng.uniform(-0.05, 0.05)
    for y in np.arange(rng.uniform(0, 40), side, dpi * rng.uniform(0.2, 0.5)):
        end = (side, int(y + slant * side))
        cv2.line(layer, (0, int(y)), end, 255, thick, cv2.LINE_AA)
    for x in np.arange(rng.uniform(0, 40), side, dpi * rng.uniform(0.5, 1.3)):
        end = (int(x - slant * side), side)
        cv2.line(layer, (int(x), 0), end, 255, thick, cv2.LINE_AA)
    return layer.astype(np.float32) / 255


def press(page: Floats, ink: Floats, rng: Rng) -> None:
    """Press ink of some seal red on a page."""
    red = rng.uniform((0.68, 0.05, 0.05), (0.95, 0.35, 0.42)).astype(np.float32)
    if rng.random() < 0.6:
        page *= 1 - ink[..., None] * (1 - red)
    else:
        page *= red ** ink[..., None]


def scan(page: Floats, rng: Rng, dpi: float) -> Bytes:
    """Return the page as it comes out of a JPEG: lamp, tint, softness, grain."""
    if rng.random() < 0.25:
        page = (
            page * (rng.uniform(0.6, 0.8) + 0.3 * cloud(rng, len(page), 3))[..., None]
        )
    page = page * (1 - rng.random(3) * (0.05, 0.05, 0.12))
    if rng.random() < 0.4:
        page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.3, 0.9) * dpi / 200)
    grain = rng.standard_normal(page.shape, dtype=np.float32)
    page = page + grain * rng.uniform(0.004, 0.035)
    shot: Bytes = (np.clip(page, 0, 1) * 255).astype(np.uint8)
    shot = _jpeg(shot, int(rng.integers(45, 96)))
    if rng.random() < 0.35:  # a scan that somebody saved once more
        shot = _jpeg(shot, int(rng.integers(75, 95)))
    return shot


def _jpeg(picture: Bytes, quality: int) -> Bytes:
    asked = [cv2.IMWRITE_JPEG_QUALITY, quality]
    _, packed = cv2.imencode(".jpg", picture[..., ::-1], asked)
    seen: Bytes = np.ascontiguousarray(cv2.imdecode(packed, 1)[..., ::-1])
    return seen

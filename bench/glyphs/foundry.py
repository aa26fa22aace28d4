"""Cuts seals of random characters, presses, scans and unrolls them: cells with truth.

    python -m bench.glyphs.foundry SORTS SEED CELLS OUT

It shares no drawing code with the tests' two engravers, on which the reader is
measured; from the scan on it is the program's own code that sees. It writes files
OUT.0.npz, OUT.1.npz, ... of cells (n, HIGH, WIDE) 0-255 and what each is: 0 nothing,
k + 1 the k-th of `known()`.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.glyphs.paper import press, scan, set_sort, worn, written
from bench.glyphs.sorts import Bytes, Sorts, load
from mailbot.adapters.seals.read import office_names
from mailbot.adapters.seals.read.glyphs import known
from mailbot.adapters.seals.read.singly import cells_at
from mailbot.adapters.seals.see.bands import Band
from mailbot.adapters.seals.see.circles import ANGLES, Ring
from mailbot.adapters.seals.see.strips import close_up, sharpened
from mailbot.adapters.seals.sight import CLOSE_RADIUS

Rng = np.random.Generator
Floats = np.ndarray[Any, np.dtype[Any]]
A_FILE = 20_000  # cells
USUAL = 3755  # GB 2312's first level
OFFICE_WORDS = "办公室工会委员会财务专用章中心分局服务大队所站街道镇乡村学校幼儿园医院"
# How often a character is cut: of offices' names, of the usual ones, of the others.
SHARES = (0.45, 0.35, 0.2)


@dataclass(frozen=True, slots=True)
class Plan:
    """A seal's proportions: lengths in radii, angles in radians, from the east."""

    radius: float  # pixels
    angles: Floats
    step: float
    tall: float
    wide: float
    middle: float
    rim: float
    thin: bool
    turn: float
    digits: bool


def chances() -> Floats:
    """Return how often each character is cut."""
    words = (office_names.PLACES, office_names.OFFICES, office_names.PARTY)
    names = {char for group in words for word in group for char in word}
    named = np.array([char in names | set(OFFICE_WORDS) for char in known()])
    usual = np.arange(len(known())) < USUAL
    kinds = (named, usual, ~usual)
    return sum(
        share * kind / kind.sum() for share, kind in zip(SHARES, kinds, strict=True)
    )


def plan(rng: Rng, dpi: float) -> Plan:
    """Choose proportions as engravers do, and wider."""
    count = int(rng.integers(5, 23 if rng.random() < 0.8 else 10))
    arc = min(max(count * rng.uniform(18, 30), 110), rng.uniform(260, 300))
    tall = rng.uniform(0.2, 0.38 if count < 13 else 0.32)
    rim, thin = rng.uniform(0.022, 0.08), bool(rng.random() < 0.15)
    middle = 1 - rim - rng.uniform(0.02, 0.1) - tall / 2 - 0.06 * thin
    step, turn = np.radians(arc / (count - 1)), np.radians(rng.uniform(-45, 45))
    slim = rng.uniform(0.5, 1) if rng.random() < 0.6 else 0.95
    return Plan(
        radius=dpi / 25.4 * rng.uniform(19, 22.5),
        angles=turn - np.pi / 2 + (np.arange(count) - (count - 1) / 2) * step,
        step=step,
        tall=tall,
        wide=min(tall * slim, step * middle * 0.93),
        middle=middle,
        rim=rim,
        thin=thin,
        turn=turn,
        digits=bool(rng.random() < 0.4 and arc < 290),
    )


def engrave(how: Plan, rng: Rng, sorts: Sorts, text: Floats, side: int) -> Floats:
    """Cut the seal: rim, characters, star, a number along the lower edge."""
    ink = np.zeros((side, side), np.uint8)
    r, at = how.radius, (side // 2, side // 2)
    rims = [(1 - how.rim / 2, how.rim)] + [(0.95 - how.rim, 0.015)] * how.thin
    for far, thick in rims:
        cv2.circle(ink, at, round(r * far), 255, max(1, round(r * thick)), cv2.LINE_AA)
    font, tight = int(rng.integers(len(sorts.pictures))), bool(rng.random() < 0.6)
    for char, angle in zip(text, how.angles, strict=True):
        _around(
            ink,
            sorts.sort(font, char, tight=tight),
            how,
            (how.wide, how.tall),
            (how.middle, angle, np.pi / 2),
        )
    if rng.random() < 0.85:
        size = r * rng.uniform(0.22, 0.38) * np.where(np.arange(10) % 2, 0.382, 1)
        turn = np.radians(36 * np.arange(10)) + how.turn
        points = np.stack([size * np.sin(turn), -size * np.cos(turn)], axis=1) + at
        cv2.fillPoly(ink, [np.round(points).astype(np.int32)], 255, cv2.LINE_AA)
    if how.digits:
        _number(ink, how, rng)
    return ink.astype(np.float32) / 255


def _around(
    ink: Bytes,
    sort: Bytes,
    how: Plan,
    size: tuple[float, float],
    at: tuple[float, float, float],
) -> None:
    """Set a sort on a round `at` (radius, angle, turned by)."""
    far, angle, turned = at
    half, r = len(ink) // 2, how.radius
    x, y = half + far * r * np.cos(angle), half + far * r * np.sin(angle)
    set_sort(ink, sort, (size[0] * r, size[1] * r), (x, y, angle + turned))


def _number(ink: Bytes, how: Plan, rng: Rng) -> None:
    count, tall = int(rng.integers(8, 14)), rng.uniform(0.07, 0.11)
    sweep, far = np.radians(rng.uniform(50, 80)), 1 - how.rim - rng.uniform(0.02, 0.05)
    for place in range(count):
        angle = how.turn + np.pi / 2 + sweep * (0.5 - place / (count - 1))
        sort = np.zeros((40, 28), np.uint8)
        digit = str(int(rng.integers(10)))
        cv2.putText(sort, digit, (3, 34), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 255, 3)
        at = (far - tall / 2, angle, -np.pi / 2)
        _around(ink, sort, how, (0.6 * tall, tall), at)


def seal(rng: Rng, sorts: Sorts, often: Floats) -> tuple[Bytes, Floats]:
    """Return one seal's cells, and what each shows."""
    dpi = float(rng.choice([110, 150, 150, 200, 200, 200, 300]))
    how = plan(rng, dpi)
    side = int(2 * how.radius * 1.12)
    text = rng.choice(len(often), len(how.angles), p=often)
    page = written(rng, sorts, often, side, dpi)
    press(page, worn(engrave(how, rng, sorts, text, side), rng), rng)
    zoom = CLOSE_RADIUS / how.radius * rng.uniform(0.97, 1.03)
    kinds = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)
    smooth = cv2.INTER_AREA if zoom < 1 else kinds[int(rng.random() < 0.4)]
    shot = cv2.resize(
        scan(page, rng, dpi), None, fx=zoom, fy=zoom, interpolation=smooth
    )
    return _cells(rng, how, text, shot, zoom)


def _cells(
    rng: Rng, how: Plan, text: Floats, shot: Bytes, zoom: float
) -> tuple[Bytes, Floats]:
    """Cut the cells, the ring, the band and the grid being but nearly found."""
    middle = (round(len(shot) / zoom) // 2 + 0.5) * zoom - 0.5
    x, y = middle + rng.uniform(-1.5, 1.5, 2)
    radii = np.full(ANGLES, how.radius * zoom * rng.uniform(0.985, 1.015))
    close = close_up(shot, Ring(float(x), float(y), radii))
    if rng.random() < 0.5:
        close = sharpened(close)
    edges = how.middle + how.tall * np.array([-0.5, 0.5]) + rng.normal(0, 0.02, 2)
    band = Band(*edges, rim=1 - how.rim / 2, start=0.0)
    angles = how.angles + rng.normal(0, 0.07, len(text)) * how.step
    truth = text + 1
    free = 2 * np.pi - how.step * len(text)
    if free > 2.2 * how.step and rng.random() < 0.5:
        off = rng.uniform(-0.5, 0.5) * (free - 1.5 * how.step)
        angles = np.append(angles, how.turn + np.pi / 2 + off)
        truth = np.append(truth, 0)
    cells = cells_at(
        replace(close, band=band), angles, how.step, float(rng.uniform(0.85, 1.1))
    )
    return (cells * 255).astype(np.uint8), truth


def main(name: str, seed: int, count: int, out: str) -> None:
    """Write so many cells."""
    cv2.setNumThreads(1)
    rng, sorts, often = np.random.default_rng(seed), load(name), chances()
    for number in range(math.ceil(count / A_FILE)):
        made: list[tuple[Bytes, Floats]] = []
        while sum(len(truth) for _, truth in made) < A_FILE:
            made.append(seal(rng, sorts, often))
        cells, truth = (np.concatenate(each) for each in zip(*made, strict=True))
        part = Path(f"{out}.{number}.part.npz")
        np.savez(part, cells=cells, truth=truth)
        part.rename(f"{out}.{number}.npz")
        print(number, len(truth), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])

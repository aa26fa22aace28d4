"""What paper, ink, scanners and telephones do to a page (RGB floats, 0–1)."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

Rng = np.random.Generator
Floats = np.ndarray[Any, np.dtype[Any]]


def cloud(rng: Rng, shape: tuple[int, int], cells: int) -> Floats:
    """Return smooth noise, 0–1, with about `cells` hills across."""
    small = rng.random((cells, cells), dtype=np.float32)
    picture = Image.fromarray((small * 255).astype(np.uint8))
    big = picture.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(big, dtype=np.float32) / 255


def worn(mask: Floats, rng: Rng, strength: float, damage: float) -> Floats:
    """Ink a seal unevenly: `strength` 0–1 overall, `damage` 0–1 of holes and gaps."""
    uneven = 1 - damage * 0.8 * cloud(rng, mask.shape, 5)
    speckle = rng.random(mask.shape, dtype=np.float32)
    kept = np.where(speckle < damage * 0.25, 0.25, 1.0)
    gone = cloud(rng, mask.shape, 9) < damage * 0.3
    faded = np.where(gone, 0.25, 1.0)
    inked: Floats = mask * strength * uneven * kept * faded
    return inked


def stamp(page: Floats, ink: Floats, colour: Floats, at: tuple[int, int]) -> None:
    """Press `ink` (0–1) of `colour` on the page, its corner `at` (x, y), clipped."""
    x, y = at
    top, left = max(0, y), max(0, x)
    bottom = min(page.shape[0], y + ink.shape[0])
    right = min(page.shape[1], x + ink.shape[1])
    if bottom <= top or right <= left:
        return
    part = ink[top - y : bottom - y, left - x : right - x, None]
    page[top:bottom, left:right] *= 1 - part * (1 - colour)


def turned(mask: Image.Image, size: int, degrees: float) -> Floats:
    """Scale a mask to `size` pixels across and turn it; 0–1."""
    high = max(1, round(size * mask.height / mask.width))
    small = mask.resize((size, high), Image.Resampling.LANCZOS)
    spun = small.rotate(degrees, expand=True, resample=Image.Resampling.BICUBIC)
    return np.asarray(spun, dtype=np.float32) / 255


def scanned(page: Floats, rng: Rng, noise: float) -> Floats:
    """Add a scanner's tint, sensor noise and slight softness."""
    tint = np.ones(3) - rng.random(3) * np.array([0.03, 0.04, 0.09])
    grain = rng.normal(0, noise, page.shape)
    shown: Floats = np.clip(page * tint + grain, 0, 1).astype(np.float32)
    return shown


def photographed(page: Floats, rng: Rng) -> Floats:
    """Show the page on a desk, seen at an angle, under uneven light with a cast."""
    high, wide = page.shape[:2]
    picture = Image.fromarray((page * 255).astype(np.uint8))
    pull = rng.uniform(-0.06, 0.06, 8)
    corners = np.array([0, 0, 0, high, wide, high, wide, 0], dtype=np.float64)
    corners = corners + pull * np.tile([wide, high], 4)
    margin = np.tile([wide, high], 4) * 0.04
    target = [0, 0, 0, high, wide, high, wide, 0]
    solved = _perspective(np.array(target) * 0.92 + margin, corners)
    desk = tuple(int(v) for v in rng.integers(60, 170, 3))
    seen = picture.transform(
        (wide, high),
        Image.Transform.PERSPECTIVE,
        solved,
        Image.Resampling.BICUBIC,
        fillcolor=desk,
    )
    light = 0.7 + 0.3 * cloud(rng, (high, wide), 3)
    cast = 1 - rng.random(3) * np.array([0.08, 0.08, 0.18])
    shot = np.asarray(seen, dtype=np.float32) / 255 * light[..., None]
    grain = rng.normal(0, 0.02, shot.shape)
    shown: Floats = np.clip(shot * cast + grain, 0, 1).astype(np.float32)
    return shown


def _perspective(seen: Floats, source: Floats) -> list[float]:
    rows = []
    for (x, y), (u, v) in zip(seen.reshape(4, 2), source.reshape(4, 2), strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    found = np.linalg.solve(np.array(rows), source.reshape(8))
    return [float(value) for value in found]


def jpeg(page: Floats, quality: int, *, grey: bool = False) -> bytes:
    """Encode as JPEG, in colour or in shades of grey."""
    picture = Image.fromarray((np.clip(page, 0, 1) * 255).astype(np.uint8))
    out = io.BytesIO()
    (picture.convert("L") if grey else picture).save(out, "JPEG", quality=quality)
    return out.getvalue()

"""Scanners, copiers, telephones, scanning apps and pictures of a screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from mailbot.core.record.documents import Kind
from tests.support.seals.printscan.typeset import MASTER, Floats, Rng


@dataclass(frozen=True, slots=True)
class Device:
    """One way to bring a page into a computer."""

    take: Callable[[Floats, Rng], Floats]
    quality: tuple[int, int]
    dpi: tuple[int, ...] = (0,)  # 0: a picture that does not say it


def _resized(page: Floats, dpi: float) -> Floats:
    size = (round(page.shape[1] * dpi / MASTER), round(page.shape[0] * dpi / MASTER))
    laid: Floats = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    return laid


def _flatbed(page: Floats, rng: Rng) -> Floats:
    """Scan line by line: the three colours not quite in register, a streak of dust."""
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(rng.normal(0, 0.5)), 1.0)
    paper = (0.97, 0.97, 0.97)
    page = np.asarray(cv2.warpAffine(page, turn, (wide, high), borderValue=paper))
    shift = float(rng.uniform(-0.7, 0.7))
    apart = np.array([[1, 0, 0], [0, 1, shift]], dtype=np.float32)
    page[..., 0] = cv2.warpAffine(page[..., 0], apart, (wide, high), borderMode=1)
    if rng.random() < 0.3:
        page[:, int(rng.integers(wide))] *= 0.7
    across = np.linspace(-1, 1, wide, dtype=np.float32)[None, :, None]
    lamp = 1 - np.float32(0.04) * across**2
    seen = np.clip(page * lamp, 0, 1) ** np.float32(rng.uniform(0.85, 1.15))
    noise = _noise(rng, seen.shape) * (0.004 + 0.014 * np.sqrt(seen))
    whole: Floats = seen.astype(np.float32) + noise
    return whole


def _copier(page: Floats, rng: Rng) -> Floats:
    """Scan to mail on a copier: white paper, stretched colours, sharp edges."""
    seen = _flatbed(page, rng)
    white = float(np.quantile(seen[::8, ::8].min(axis=2), 0.6))
    seen = (seen - 0.08) / max(0.3, white * rng.uniform(0.9, 1.0) - 0.08)
    light = seen.mean(axis=2, keepdims=True)
    seen = light + rng.uniform(1.0, 1.5) * (seen - light)
    sharp: Floats = seen + 0.5 * (seen - cv2.GaussianBlur(seen, (0, 0), 1.5))
    return sharp


def _telephone(page: Floats, rng: Rng) -> Floats:
    """Photograph a page on a desk: lens, lamps, a hand's shadow, a sensor's mosaic."""
    page = _resized(page, float(rng.uniform(165, 215)))
    bent = _bent(page, rng)
    seen = bent * _light(rng, bent.shape[:2]) * _cast(rng)
    seen = _exposed(cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.5, 1))), rng)
    noise = _noise(rng, seen.shape) * (0.004 + 0.02 * np.sqrt(np.clip(seen, 0, 1)))
    return _developed(np.clip(seen + noise, 0, 1), rng)


def _bent(page: Floats, rng: Rng) -> Floats:
    """Lay a page on a desk before a lens that is not quite straight."""
    high, wide = page.shape[:2]
    size = np.array([wide, high])
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * size
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]])
    seen = corners + inward * rng.uniform(0.015, 0.09, (4, 2)) * size
    bend = cv2.getPerspectiveTransform(
        seen.astype(np.float32), corners.astype(np.float32)
    )
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    u, v = (x - wide / 2) / high, (y - high / 2) / high
    barrel = 1 + float(rng.uniform(-0.06, 0.08)) * (u * u + v * v)
    places = np.stack([u * barrel * high + wide / 2, v * barrel * high + high / 2], 2)
    there = cv2.perspectiveTransform(places.reshape(-1, 1, 2), bend)
    there = there.reshape(high, wide, 2).astype(np.float32)
    desk = tuple(float(v) for v in rng.uniform(0.1, 0.7) * rng.uniform(0.6, 1, 3))
    laid: Floats = cv2.remap(  # type: ignore[call-overload]  # its stubs want a second map
        page, there, None, cv2.INTER_LINEAR, borderMode=0, borderValue=desk
    )
    return laid


def _light(rng: Rng, shape: tuple[int, int]) -> Floats:
    """Return two lamps' light, darker to the corners, and the shadow of a hand."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    light = np.full(shape, 0.35)
    for _ in range(2):
        across, down = rng.uniform(-1.2, 1.2, 2)
        light += rng.uniform(0.25, 0.4) / (
            1 + 0.5 * ((x - across) ** 2 + (y - down) ** 2)
        )
    light *= 1 - 0.15 * (x * x + y * y) / 2
    if rng.random() < 0.4:
        across, down = rng.uniform(-0.9, 0.9, 2)
        far = ((x - across) / 0.55) ** 2 + ((y - down) / 0.9) ** 2
        light *= 1 - rng.uniform(0.2, 0.45) / (1 + np.exp((far - 1) * 8))
    return light.astype(np.float32)[..., None]


def _cast(rng: Rng) -> Floats:
    """Return the colour that lamps and white balance leave."""
    cast: Floats = (1 - rng.random(3) * (0.1, 0.06, 0.22)).astype(np.float32)
    return cast


def _exposed(seen: Floats, rng: Rng) -> Floats:
    """Expose as telephones do: what is bright on the picture comes out bright."""
    bright = float(np.quantile(seen[::8, ::8], 0.93))
    return seen * np.float32(rng.uniform(0.72, 1.0) / max(bright, 0.05))


def _noise(rng: Rng, shape: tuple[int, ...]) -> Floats:
    return rng.standard_normal(shape, dtype=np.float32)


def _developed(seen: Floats, rng: Rng) -> Floats:
    """Sense one colour at each spot and guess the others, then sharpen."""
    raw = np.empty(seen.shape[:2], dtype=np.float32)
    raw[::2, ::2], raw[1::2, 1::2] = seen[::2, ::2, 0], seen[1::2, 1::2, 2]
    raw[::2, 1::2], raw[1::2, ::2] = seen[::2, 1::2, 1], seen[1::2, ::2, 1]
    eight = np.clip(raw * 255, 0, 255).astype(np.uint8)
    full = cv2.cvtColor(eight, cv2.COLOR_BayerBG2RGB).astype(np.float32) / 255
    sharp = full + rng.uniform(0.2, 0.9) * (full - cv2.GaussianBlur(full, (0, 0), 1.2))
    made: Floats = np.clip(sharp, 0, 1) ** np.float32(rng.uniform(0.85, 1.05))
    return made


def _app(page: Floats, rng: Rng) -> Floats:
    """Photograph by a scanning app: straight, white paper, deeper colours."""
    small = _resized(page, float(rng.uniform(150, 200)))
    seen = small * _light(rng, small.shape[:2]) * _cast(rng)
    seen = _exposed(cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.5, 1))), rng)
    noise = np.float32(0.012) * _noise(rng, seen.shape)
    seen = _developed(np.clip(seen + noise, 0, 1), rng)
    around = cv2.dilate(seen, np.ones((15, 15), np.uint8))
    paper = cv2.GaussianBlur(around, (0, 0), 25)
    flat = np.clip(seen / np.maximum(paper, 0.05), 0, 1)
    deep = np.clip((flat - 0.25) / 0.68, 0, 1)
    return deep ** np.float32(rng.uniform(0.9, 1.4))


def _screen(page: Floats, rng: Rng) -> Floats:
    """Photograph a screen: stripes of three colours seen askew make moire."""
    shown = _resized(page, 96)
    high, wide = shown.shape[:2]
    lit = np.repeat(np.repeat(shown, 3, axis=0), 3, axis=1)
    stripes = np.zeros((3, 3, 3), dtype=np.float32)
    for column in range(3):
        stripes[:, column, column] = 2.4
    stripes[2] *= 0.55
    lit *= np.tile(stripes, (high, wide, 1))
    zoom = float(rng.uniform(0.55, 0.8))
    size = (round(wide * 3 * zoom), round(high * 3 * zoom))
    turn = cv2.getRotationMatrix2D((0, 0), float(rng.uniform(-2.5, 2.5)), zoom)
    lit = cv2.GaussianBlur(lit, (0, 0), 0.9)
    seen = cv2.warpAffine(lit, turn, size, borderValue=(0.03, 0.03, 0.04))
    seen = _exposed(seen * _light(rng, seen.shape[:2]), rng)
    noise = np.float32(0.015) * _noise(rng, seen.shape)
    return _developed(np.clip(seen + noise, 0, 1), rng)


DEVICES = {
    "flatbed": Device(_flatbed, (60, 92), (100, 150, 200, 200)),
    "copier": Device(_copier, (35, 75), (150, 200, 200)),
    "telephone": Device(_telephone, (55, 90)),
    "app": Device(_app, (55, 85)),
    "screen": Device(_screen, (60, 88)),
}


def captured(
    page: Floats, rng: Rng, device: str, *, grey: bool = False
) -> tuple[bytes, Kind]:
    """Take a page with a device: a JPEG, or on scanners half the time a PDF of it."""
    how = DEVICES[device]
    dpi = int(how.dpi[int(rng.integers(len(how.dpi)))])
    seen = how.take(page.copy(), rng)
    if dpi:
        seen = _resized(seen, dpi)
    eight = (np.clip(seen, 0, 1) * 255).astype(np.uint8)
    picture = Image.fromarray(eight).convert("L" if grey else "RGB")
    quality, out = int(rng.integers(*how.quality)), io.BytesIO()
    if not dpi and rng.random() < 0.3:  # sent on by a messenger, made smaller
        picture.thumbnail((1440, 1920))
    if dpi and rng.random() < 0.5:
        picture.save(out, "PDF", resolution=dpi, quality=quality)
        return out.getvalue(), Kind.PDF
    more = {"dpi": (dpi, dpi)} if dpi else {}
    picture.save(out, "JPEG", quality=quality, **more)
    return out.getvalue(), Kind.JPG

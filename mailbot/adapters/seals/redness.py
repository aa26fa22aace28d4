"""How red each spot of a page is, against its own paper, and whether it has colour.

Ink takes light away: densities are -ln(light / light of the paper around). Red ink
takes green away and leaves red, whatever the cast of the lamp or the tint of the
paper; black ink takes all alike, and blue takes red first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from mailbot.adapters.seals.vision import cv2, np

if TYPE_CHECKING:
    from mailbot.adapters.seals.vision import Bytes, Floats

DARKEST = 0.04  # light below this is a scanner's noise
BLACK = 1.5  # density at which red can no longer be told from black
FULL = 1.2  # redness beyond which ink is simply red
FIRST_TINT = 2.0  # of 255: below it, a tint is the rounding of a grey JPEG
LEAST_COLOUR = 3e-4  # share of a page that coloured ink covers at least
FAINTEST = 0.035  # redness that is never taken for ink, however clean the scan


class Chroma(StrEnum):
    """What colour a page shows: none, only its paper's tint, or coloured ink."""

    NONE = "none"
    TINT = "tint"
    INK = "ink"


@dataclass(frozen=True, slots=True, eq=False)
class InkMap:
    """A page as ink: red and black per pixel, and the redness at which ink begins.

    `black` is what all three colours lose alike: grey and black ink, not blue or red.
    """

    redness: Floats
    black: Floats
    threshold: float
    chroma: Chroma


def ink_map(pixels: Bytes) -> InkMap:
    """Turn an RGB page (about 80 dpi) into its ink."""
    light = cv2.GaussianBlur(pixels, (3, 3), 0).astype(np.float32) / 255 + DARKEST
    paper = _paper(light)
    density = np.log(paper / light)
    red, green, blue = (density[..., c] for c in range(3))
    redness = _redness(red, green, blue)
    noise = _spread(redness)
    return InkMap(
        redness=np.clip(redness, 0, FULL),
        black=np.clip(density.min(axis=2), 0, FULL),
        threshold=max(FAINTEST, 4 * noise),
        chroma=_chroma(pixels, density * _even(paper)[..., None], noise),
    )


def fine_redness(pixels: Bytes) -> tuple[Floats, Floats]:
    """Return redness and blackness (0–1) of a magnified piece, for reading."""
    light = pixels.astype(np.float32) / 255 + DARKEST
    density = np.log(_paper(light) / light)
    red, green, blue = (density[..., c] for c in range(3))
    black = np.clip((red - 0.5) / 0.6, 0, 1)
    return np.clip(_redness(red, green, blue), 0, FULL), black


def _redness(red: Floats, green: Floats, blue: Floats) -> Floats:
    plain = green - red
    # violet and magenta inks leave blue as well as red: they are not seal red
    violet = np.clip(red - blue, 0, None)
    weight = np.clip((BLACK - red) / 0.5, 0, 1)
    result: Floats = (plain - violet) * weight
    return result


def _paper(light: Floats) -> Floats:
    """Estimate the paper's own light around every pixel, colour by colour."""
    high, wide = light.shape[:2]
    step = max(4, round(max(high, wide) / 160))
    small = cv2.dilate(light, np.ones((step, step), np.uint8))[::step, ::step]
    small = cv2.dilate(np.ascontiguousarray(small), np.ones((3, 3), np.uint8))
    small = cv2.blur(small, (7, 7))
    return cv2.resize(small, (wide, high), interpolation=cv2.INTER_LINEAR)


def _even(paper: Floats) -> Floats:
    """Return 1 on even paper, 0 along its border with a desk or a picture."""
    level = paper[::8, ::8].mean(axis=2)
    brightest = cv2.dilate(level, np.ones((9, 9), np.uint8))
    darkest = cv2.erode(level, np.ones((9, 9), np.uint8))
    even = (darkest > 0.7 * brightest).astype(np.float32)
    size = (paper.shape[1], paper.shape[0])
    return cv2.resize(even, size, interpolation=cv2.INTER_NEAREST)


def _spread(values: Floats) -> float:
    """Return a robust standard deviation: most of a page is plain paper."""
    sample = values[::3, ::3]
    centre = float(np.median(sample))
    return float(np.median(np.abs(sample - centre))) * 1.4826


def _chroma(pixels: Bytes, density: Floats, noise: float) -> Chroma:
    apart = cv2.blur(density[..., 1] - density[..., 0], (3, 3))
    yellow = cv2.blur(density[..., 2] - density[..., 0], (3, 3))
    strong = np.maximum(np.abs(apart), np.abs(yellow)) > max(0.12, 5 * noise)
    dark = density[..., 0] > BLACK
    if float(np.mean(strong & ~dark)) > LEAST_COLOUR:
        return Chroma.INK
    sample = pixels[::2, ::2].reshape(-1, 3).astype(np.float32)
    tint = float(np.ptp(sample.mean(axis=0)))
    grain = float(np.abs(sample[:, 0] - sample[:, 1]).mean())
    return Chroma.TINT if max(tint, grain) > FIRST_TINT else Chroma.NONE

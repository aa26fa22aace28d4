"""How red each spot of a page is, against its own paper, and whether it has colour.

Ink takes light away: densities are -ln(light / light of the paper around). Red ink
takes green away and leaves red, whatever the cast of the lamp or the tint of the
paper; black ink takes all alike, and blue takes red first.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mailbot.adapters.seals.vision import Bytes, Floats, cv2, np

DARKEST = 0.04  # light below this is a scanner's noise
BLACK = 1.5  # density at which red can no longer be told from black
DENSEST = 3.0  # darkest that is worth telling
INKED = 93  # percent of a magnified seal that is paper, or faint
FULL = 1.2  # redness beyond which ink is simply red
FIRST_TINT = 2.0  # of 255: below it, a tint is the rounding of a grey JPEG
LEAST_COLOUR = 3e-4  # share of a page that coloured ink covers at least
STRIPED = 0.08  # noise of redness beyond which a page is a picture of a screen
AROUND = 25  # of a spectrum's places: a stripe's neighbours
PEAK = 2.0  # by how much a stripe exceeds them, in natural logarithms
SLOWEST = 0.03  # waves a pixel; what repeats more slowly is the page itself
TINY = 1e-6
FAINTEST = 0.035  # redness that is never taken for ink, however clean the scan


class Chroma(StrEnum):
    """What colour a page shows: none, only its paper's tint, or coloured ink."""

    NONE = "none"
    TINT = "tint"
    INK = "ink"


@dataclass(frozen=True, slots=True, eq=False)
class InkMap:
    """A page as ink: red and black per pixel, and the redness at which ink begins.

    `black` is what all three colours lose alike: grey and black ink, not the dark part
    of blue or red.
    """

    redness: Floats
    black: Floats
    threshold: float
    chroma: Chroma


def ink_map(pixels: Bytes) -> InkMap:
    """Turn an RGB page (about 80 dpi) into its ink."""
    density, paper = _densities(cv2.GaussianBlur(pixels, (3, 3), 0))
    density, redness, noise = _without_stripes(density)
    red, green, blue = cv2.split(density)
    least = cv2.min(cv2.min(red, green), blue)
    most = cv2.max(cv2.max(red, green), blue)
    return InkMap(
        redness=np.clip(redness, 0, FULL),
        black=np.clip(2 * least - most, 0, FULL),
        threshold=max(FAINTEST, 4 * noise),
        chroma=_chroma(pixels, density, _even(paper), noise),
    )


def fine_redness(pixels: Bytes) -> tuple[Floats, Floats]:
    """Return redness and blackness (0–1) of a magnified piece, for reading."""
    density, redness, _ = _without_stripes(_densities(pixels)[0])
    black = np.clip((cv2.extractChannel(density, 0) - 0.5) / 0.6, 0, 1)
    return np.clip(redness, 0, FULL), black


def sharp_redness(pixels: Bytes, redness: Floats, soft: float) -> Floats:
    """Return redness with strokes as sharp as the page's light, for reading.

    Pictures keep colour at half of the light's fineness, or less: where ink lies is
    told by the light, how much of it is red by the colour within `soft` pixels.
    """
    light = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    dark = cv2.extractChannel(_densities(light)[0], 0)
    spread = max(1.0, soft)
    red = cv2.GaussianBlur(redness, (0, 0), spread)
    all_ink = cv2.GaussianBlur(np.clip(dark, 0, DENSEST), (0, 0), spread)
    full = max(0.05, float(np.percentile(redness, INKED)))
    share = red / np.maximum(all_ink, 0.15 * full)
    inked = red > 0.5 * float(np.percentile(red, 95))
    pure = float(np.percentile(share[inked], 75)) if inked.any() else 1.0
    pure = max(0.2, pure)  # what is wholly red ink
    result: Floats = np.clip(dark, 0, FULL) * np.clip(share, 0, pure)
    return result


def _without_stripes(density: Floats) -> tuple[Floats, Floats, float]:
    """Return densities, redness and its noise; a photographed screen loses its moire.

    Coarse noise is never that strong: what is, are the stripes of a screen's colours.
    """
    redness = _redness(*cv2.split(density))
    noise = _spread(redness)
    if noise > STRIPED:
        density = cv2.merge([_unstriped(each) for each in cv2.split(density)])
        density = cv2.GaussianBlur(density, (0, 0), 1.0)
        redness = _redness(*cv2.split(density))
        noise = _spread(redness)
    return density, redness, noise


def _unstriped(shade: Floats) -> Floats:
    """Lower whatever repeats all over a page to the strength of its neighbours."""
    waves = np.fft.rfft2(shade)
    strength = np.log(np.abs(waves) + TINY).astype(np.float32)
    usual = cv2.blur(strength, (AROUND, AROUND))
    down = np.abs(np.fft.fftfreq(shade.shape[0]))[:, None]
    across = np.fft.rfftfreq(shade.shape[1])[None, :]
    peak = (strength - usual > PEAK) & (np.hypot(down, across) > SLOWEST)
    wide = cv2.dilate(peak.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    waves[wide] *= np.exp(np.minimum(usual - strength, 0))[wide]
    cleaned: Floats = np.fft.irfft2(waves, shade.shape).astype(np.float32)
    return cleaned


def _densities(pixels: Bytes) -> tuple[Floats, Floats]:
    """Return each colour's density, and the paper's own light (coarse)."""
    paper = _paper(pixels)
    size = (pixels.shape[1], pixels.shape[0])
    brightest = cv2.resize(np.log(paper), size, interpolation=cv2.INTER_LINEAR)
    shades = np.log(np.arange(256, dtype=np.float32) / 255 + DARKEST)
    return cv2.subtract(brightest, cv2.LUT(pixels, shades)), paper


def _redness(red: Floats, green: Floats, blue: Floats) -> Floats:
    plain = green - red
    # violet and magenta inks leave blue as well as red: they are not seal red
    violet = np.maximum(red - blue, 0)
    weight = np.clip((BLACK - red) / 0.5, 0, 1)
    result: Floats = (plain - violet) * weight
    return result


def _paper(pixels: Bytes) -> Floats:
    """Estimate the paper's own light, colour by colour, on a coarse grid."""
    step = max(4, round(max(pixels.shape[:2]) / 160))
    small = cv2.dilate(pixels, np.ones((step, step), np.uint8))[::step, ::step]
    small = cv2.dilate(np.ascontiguousarray(small), np.ones((3, 3), np.uint8))
    return cv2.blur(small.astype(np.float32) / 255 + DARKEST, (7, 7))


def _even(paper: Floats) -> Floats:
    """Return 1 on even paper, 0 along its border with a desk or a picture (coarse)."""
    level = paper.mean(axis=2)
    brightest = cv2.dilate(level, np.ones((9, 9), np.uint8))
    darkest = cv2.erode(level, np.ones((9, 9), np.uint8))
    result: Floats = (darkest > 0.7 * brightest).astype(np.float32)
    return result


def _spread(values: Floats) -> float:
    """Return a robust standard deviation: most of a page is plain paper."""
    sample = values[::3, ::3]
    centre = float(np.median(sample))
    return float(np.median(np.abs(sample - centre))) * 1.4826


def _chroma(pixels: Bytes, density: Floats, even: Floats, noise: float) -> Chroma:
    red, green, blue = cv2.split(density)
    size = (red.shape[1], red.shape[0])
    counted = cv2.resize(even, size, interpolation=cv2.INTER_NEAREST)
    apart = cv2.absdiff(
        cv2.blur(green * counted, (3, 3)), cv2.blur(red * counted, (3, 3))
    )
    yellow = cv2.absdiff(
        cv2.blur(blue * counted, (3, 3)), cv2.blur(red * counted, (3, 3))
    )
    strong = cv2.max(apart, yellow) > max(0.12, 5 * noise)
    dark = red * counted > BLACK
    if float(np.mean(strong & ~dark)) > LEAST_COLOUR:
        return Chroma.INK
    sample = pixels[::2, ::2].reshape(-1, 3).astype(np.float32)
    tint = float(np.ptp(sample.mean(axis=0)))
    grain = float(np.abs(sample[:, 0] - sample[:, 1]).mean())
    return Chroma.TINT if max(tint, grain) > FIRST_TINT else Chroma.NONE

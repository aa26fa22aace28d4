"""Unrolls the text band of a seal into straight lines that a recognizer can read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.adapters.seals.see.bands import Band, text_band, unroll
from mailbot.adapters.seals.see.circles import Ring
from mailbot.adapters.seals.see.redness import fine_redness, sharp_redness
from mailbot.adapters.seals.vision import Bytes, Flags, Floats, cv2, np

HALF = 0.5
SOFT = 0.012  # of the radius: how far a picture's colours run
TITLE_INK = 0.05  # inked share of the place where a special seal has its title
LINE_ACROSS, LINE_INK = 0.45, 0.1  # inked columns and share of the middle of a line
UPPER = 1.3  # radians to either side of the top
EMPTY = (0.45, 0.48, 0.51, 0.53)  # radii at which every seal is blank there
FAINT_TITLE = 0.2  # of the seal's full ink: a title's thin strokes have a third of it
HIGH = 64  # pixels of a strip's height before the recognizer scales it
MOST = (0.5, 0.96)  # radii between which almost all characters stand
DEEPEST = 0.3  # radius within which no characters stand
BLANK = (0.05, 0.22)  # ink of a column between characters: at most, and of the usual


@dataclass(frozen=True, slots=True)
class Cut:
    """How a strip is cut.

    `margin` beside the characters, in their heights, `stretch` times their width, and
    `gap` between them at most, in heights of the strip; `even` lifts faint parts to
    the strength of the rest. `usual`: between the radii that most engravers keep to,
    wherever the characters were made out. `sharp`: from the sharp ink (`sharpened`).
    """

    margin: float = 0.12
    stretch: float = 1.0
    gap: float = 0.3
    even: bool = False
    usual: bool = False
    sharp: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """A magnified seal: its red ink, the ring in the same pixels, its characters."""

    red: Floats
    ring: Ring
    band: Band
    pixels: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Characters as one line, dark on light, and the angle of each of its columns.

    Angles run from the middle of the widest gap, clockwise, in radians.
    """

    line: Bytes
    angles: Floats


def close_up(pixels: Bytes, ring: Ring) -> Close:
    """Measure a magnified seal's inks; black writing over it is bridged."""
    redness, black = fine_redness(pixels)
    bridged = _bridged(redness, black, ring)
    return Close(bridged, ring, text_band(bridged, ring), pixels)


def sharpened(close: Close) -> Close:
    """Return the same seal with its strokes as sharp as the page's light shows them."""
    redness, black = fine_redness(close.pixels)
    sharp = sharp_redness(close.pixels, redness, SOFT * close.ring.radius)
    return replace(close, red=_bridged(sharp, black, close.ring))


def _bridged(redness: Floats, black: Floats, ring: Ring) -> Floats:
    size = max(3, round(ring.radius * 0.05)) | 1
    clear = 1 - black
    around = cv2.blur(redness * clear, (size, size))
    shown = cv2.blur(clear, (size, size))
    bridged: Floats = np.where(
        black > HALF, around / np.maximum(shown, 0.05), redness
    ).astype(np.float32)
    return bridged


def strip(close: Close, cut: Cut) -> Strip:
    """Return the characters as one line, beginning in the widest gap."""
    band = close.band
    beside = cut.margin * band.height
    inner, outer = max(DEEPEST, band.inner - beside), min(band.rim, band.outer + beside)
    if cut.usual:
        inner, outer = MOST
    length = np.pi * (inner + outer) / (outer - inner) * HIGH * cut.stretch
    angles = band.start + np.linspace(0, 2 * np.pi, round(length), endpoint=False)
    line = unroll(close.red, close.ring, angles, np.linspace(outer, inner, HIGH))
    full: Floats | float = max(0.05, float(np.percentile(line, 93)))
    if cut.even:
        full = _local_strength(line, float(full))
    share = np.clip(line / full, 0, 1)
    kept = _drawn_together(share, round(cut.gap * HIGH))
    shown: Bytes = (255 * (1 - share[:, kept])).astype(np.uint8)
    return Strip(shown, (angles - band.start)[kept])


def _drawn_together(share: Floats, most: int) -> Flags:
    """Say which columns stay, to leave at most `most` blank ones between characters."""
    column = cv2.blur(share, (5, 1)).mean(axis=0)
    level = max(BLANK[0], BLANK[1] * float(np.percentile(column, 90)))
    inked = np.flatnonzero(column > level)
    if inked.size == 0:
        return np.ones(share.shape[1], dtype=bool)
    places = np.arange(share.shape[1])
    after = np.searchsorted(inked, places)
    left = places - inked[np.maximum(after - 1, 0)]
    right = inked[np.minimum(after, inked.size - 1)] - places
    kept: Flags = np.minimum(np.abs(left), np.abs(right)) <= most / 2
    return kept


def under_emblem(close: Close, down: float) -> Bytes:
    """Return the place of a level line as a picture of it; empty without ink there.

    `down` is the angle, from the centre, at which the seal's lower side is held to be.
    """
    piece = _below(close, down, 0.58, (0.31, 0.68))
    own = _own_ink(close, piece)
    if float((piece > HALF * own).mean()) < TITLE_INK:
        return np.empty((0, 0), dtype=np.uint8)
    shown: Bytes = (255 * (1 - np.clip(piece / max(own, 0.05), 0, 1))).astype(np.uint8)
    return shown


def bears_a_line(close: Close, down: float) -> bool:
    """Say whether a level line stands under the emblem, be it legible or not.

    Only the middle of it is looked at, which no character around the seal reaches;
    what is as strong above the emblem, where nothing stands, is the page's noise.
    """
    piece = _below(close, down, 0.33, (0.38, 0.62))
    level = HALF * _own_ink(close, piece)
    inked = piece > level
    across, share = inked.any(axis=0).mean(), inked.mean()
    above = down + np.pi + np.linspace(-UPPER, UPPER, 90)
    noise = float(
        np.percentile(unroll(close.red, close.ring, above, np.array(EMPTY)), 90)
    )
    return bool(across > LINE_ACROSS and share > LINE_INK and noise < level)


def _below(
    close: Close, down: float, half: float, depth: tuple[float, float]
) -> Floats:
    """Return a level piece of a seal below its middle; sides in its radius."""
    r = close.ring.radius
    columns = np.linspace(-half, half, round(2 * half * r))[None, :] * r
    rows = np.linspace(*depth, round((depth[1] - depth[0]) * r))[:, None] * r
    xs = close.ring.x + columns * np.sin(down) + rows * np.cos(down)
    ys = close.ring.y - columns * np.cos(down) + rows * np.sin(down)
    piece: Floats = cv2.remap(
        close.red, xs.astype(np.float32), ys.astype(np.float32), cv2.INTER_LINEAR
    )
    return piece


def _own_ink(close: Close, piece: Floats) -> float:
    """Return how strong a piece's full ink is: thin strokes have less than a rim."""
    full = float(np.percentile(close.red, 93))
    return max(FAINT_TITLE * full, float(np.percentile(piece, 97)))


def _local_strength(line: Floats, full: float) -> Floats:
    """Return how strong full ink is around each column, never below a third of all."""
    strong = np.percentile(line, 90, axis=0).astype(np.float32)[None, :]
    wide = np.tile(strong, (1, 3))
    spread = cv2.blur(cv2.dilate(wide, np.ones((1, HIGH // 2))), (HIGH, 1))
    count = line.shape[1]
    return np.maximum(spread[:, count : 2 * count], full / 3)

"""Finds the round of characters on a seal: its two edges and where it is empty.

Engravers differ: characters are a fifth to two fifths of the radius high, close under
the rim or well away from it, with a thin second ring or a number between. What tells
characters from rims is how often ink begins and ends along the way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.see.circles import ANGLES, Ring
from mailbot.adapters.seals.vision import Floats, cv2, np

GAP = 40  # degrees without characters between the end of a name and its beginning
SWEEP = 210  # degrees opposite that gap in which characters are looked for
LOWEST, HIGHEST = 0.36, 1.08  # radii looked at (1 = the ring), in steps of STEP
STEP = 0.01
FROM = 0.45  # characters do not reach further in
RIM_MM = 4  # steps by which the fitted ring may miss the rim's middle
HALF = 0.5
LINE, LEAST_LINE = 0.5, 0.4  # inked share of a second ring: of the rim's, and at all
LINE_WITHIN, LINE_WIDE = 12, 4  # how near the rim it lies, and how wide it is (steps)
BUSY = 0.3  # of the busiest round's beginnings: still within the characters
THINNEST = 0.13  # height of the smallest characters
USUAL = (0.58, 0.92)  # edges where none can be made out


@dataclass(frozen=True, slots=True)
class Band:
    """The round of characters: its edges, the rim's inner edge, the gap's angle.

    Radii are shares of the ring's; `start` is the middle of the widest empty piece
    (radians from the east, clockwise as pixels run).
    """

    inner: float
    outer: float
    rim: float
    start: float

    @property
    def height(self) -> float:
        """The height of its characters."""
        return self.outer - self.inner


def text_band(red: Floats, ring: Ring) -> Band:
    """Find the band of characters within a magnified seal's red ink."""
    start = quietest(red, ring)
    way = start + np.pi + np.deg2rad(np.linspace(-SWEEP / 2, SWEEP / 2, 2 * SWEEP))
    rounds = np.arange(LOWEST, HIGHEST, STEP)
    line = unroll(red, ring, way, rounds)
    ink = np.clip(line / max(0.05, float(np.percentile(line, 93))), 0, 1)
    rim = _within_rims(ink.mean(axis=1))
    changes = np.abs(np.diff(ink, axis=1)).mean(axis=1)
    inner, outer = _busy(np.convolve(changes, np.full(3, 1 / 3), mode="same"), rim)
    edges = (LOWEST + STEP * inner, LOWEST + STEP * outer)
    if edges[1] - edges[0] < THINNEST:
        edges = USUAL
    return Band(*edges, rim=max(LOWEST + STEP * rim, edges[1]), start=start)


def _row(share: float) -> int:
    return round((share - LOWEST) / STEP)


def _within_rims(inked: Floats) -> int:
    """Return the row just within the rim, and within a thin second ring if any."""
    ring = _row(1.0)
    row = int(inked[ring - RIM_MM : ring + RIM_MM + 1].argmax()) + ring - RIM_MM
    full = float(inked[row])
    row = _inward(inked, row, HALF * full)
    for line in range(row, max(row - LINE_WITHIN, _row(FROM)), -1):
        within = _inward(inked, line, max(LINE * full, LEAST_LINE))
        if 0 < line - within <= LINE_WIDE:
            return within
    return row


def _inward(inked: Floats, row: int, level: float) -> int:
    while row > _row(FROM) and inked[row] > level:
        row -= 1
    return row


def _busy(changes: Floats, rim: int) -> tuple[int, int]:
    """Return the first and last row of the busiest piece below the rim."""
    first = _row(FROM)
    if rim - first < THINNEST / STEP:
        return 0, 0
    piece = changes[first:rim]
    calm = float(np.percentile(piece, 5))
    level = calm + BUSY * (float(np.percentile(piece, 90)) - calm)
    inner = outer = first + int(piece.argmax())
    while outer < rim and changes[outer] > level:
        outer += 1
    while inner > first and changes[inner] > level:
        inner -= 1
    return inner, outer


def unroll(picture: Floats, ring: Ring, angles: Floats, shares: Floats) -> Floats:
    """Return a picture around a ring as a straight strip: a row a share of radius."""
    strip: Floats = unroll_each(picture, ring, angles[None, :], shares)[0]
    return strip


def unroll_each(picture: Floats, ring: Ring, angles: Floats, shares: Floats) -> Floats:
    """Return strips of a picture around a ring, one for each row of angles."""
    place = (angles / (2 * np.pi) * ANGLES) % ANGLES
    radii = np.interp(
        place, np.arange(ANGLES + 1), np.append(ring.radii, ring.radii[0])
    )
    across, down = radii * np.cos(angles), radii * np.sin(angles)
    xs = ring.x + shares[None, :, None] * across[:, None, :]
    ys = ring.y + shares[None, :, None] * down[:, None, :]
    flat = (-1, angles.shape[1])  # OpenCV takes pictures, not piles of them
    laid = cv2.remap(
        picture,
        xs.reshape(flat).astype(np.float32),
        ys.reshape(flat).astype(np.float32),
        cv2.INTER_LINEAR,
    )
    strips: Floats = laid.reshape(len(angles), len(shares), -1)
    return strips


def quietest(red: Floats, ring: Ring) -> float:
    """Return the angle in the middle of the emptiest piece of the text band.

    Between two equally empty pieces the lower one: most seals stand nearly upright.
    """
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    band = unroll(red, ring, angles, np.linspace(0.85, 0.6, 24))
    full = float(np.percentile(band, 95)) + 1e-6
    ink = np.clip(band / full, 0, 1).mean(axis=0)
    wrapped = np.concatenate([ink[-GAP // 2 :], ink, ink[: GAP // 2]])
    around = np.convolve(wrapped, np.full(GAP, 1 / GAP), mode="same")[
        GAP // 2 : GAP // 2 + 360
    ]
    off_bottom = np.abs(np.arange(360) - 90)
    off_bottom = np.minimum(off_bottom, 360 - off_bottom) / 180
    return float(angles[int((around + 0.12 * off_bottom).argmin())])

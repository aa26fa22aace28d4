"""Looks at each character of a seal alone, where the others say that it stands."""

from __future__ import annotations

from mailbot.adapters.seals.read.engine import LineReading
from mailbot.adapters.seals.read.glyphs import HIGH, WIDE, in_alphabet, name_each
from mailbot.adapters.seals.read.spacing import Pitch, SlantedReading
from mailbot.adapters.seals.see.bands import unroll_each
from mailbot.adapters.seals.see.strips import Close
from mailbot.adapters.seals.vision import Floats, np

BESIDE = 2  # places looked at before the first character and after the last, at most,
APART = 0.9  # which are not the ones at the name's other end (steps)
MARGIN = 0.15  # above and below the characters, in their heights
ROOM = 0.55  # half a cell's width: of the step, or, of slim names' characters,
ROOM_HIGH = 0.62  # of their height
# How a character is cut: how far off its place (steps), how wide (of the usual).
CUTS = ((-0.07, 1.0), (0.07, 1.0), (0.0, 0.88))
AGREED = 2.0  # cuts count as so many independent ones
FLOOR = 1e-8  # no cut alone holds a character to be impossible
WEIGHT = 2.0  # looks at the line that the look at each character counts for
INKED = 93  # percent of a cell that is paper, or faint
FAINTEST = 0.15  # of the seal's full ink: a cell's own is not taken for less


def look_at_each(closes: tuple[Close, ...], grid: Pitch, count: int) -> SlantedReading:
    """Name what stands at each of a grid's places, beside its ends too.

    Every close-up is cut in several ways, and their logarithms' means taken: what the
    cuts agree on stands out.
    """
    beside = int(np.clip(2 * np.pi / grid.step - count + 1 - APART, 0, BESIDE))
    places = np.arange(-beside, count + beside)
    angles = grid.first + grid.step * places
    cells = [
        cells_at(close, angles + off * grid.step, grid.step, wide)
        for close in closes
        for off, wide in CUTS
    ]
    named = name_each(np.concatenate(cells)).reshape(len(cells), len(places), -1)
    logs = AGREED * np.log(np.maximum(named, FLOOR)).mean(axis=0)
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return SlantedReading(LineReading(in_alphabet(shares)), angles, WEIGHT)


def cells_at(close: Close, angles: Floats, step: float, wide: float) -> Floats:
    """Cut a cell around each angle; its ink is measured against its own strongest."""
    band = close.band
    beside = MARGIN * band.height
    inner, outer = band.inner - beside, min(band.rim, band.outer + beside)
    half = wide * min(ROOM * step, ROOM_HIGH * band.height / (inner + outer) * 2)
    across = half * ((np.arange(WIDE) + 0.5) / WIDE * 2 - 1)
    down = outer + (inner - outer) * (np.arange(HIGH) + 0.5) / HIGH
    turns = band.start + angles[:, None] + across
    cells = unroll_each(close.red, close.ring, turns, down)
    own = np.percentile(cells, INKED, axis=(1, 2))
    full = max(0.05, float(np.percentile(cells, INKED)))
    shown: Floats = cells / np.maximum(own, FAINTEST * full)[:, None, None]
    return np.clip(shown, 0, 1)

"""What a fitted ring looks like from the inside: numbers that the rules judge."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.see.circles import ANGLES, REACH, Ring, polar
from mailbot.adapters.seals.vision import Flags, Floats, np

HALF = 0.5
NOTHING = 1e-6  # redness that is only the rounding of numbers
NOISY = 0.1  # redness at which ink begins, beyond which thin characters are lost
OWN = 0.4  # of its own full ink, where a thin stroke begins at this resolution


@dataclass(frozen=True, slots=True)
class Look:
    """The measured look of one ring; shares and scores run from 0 to 1.

    `ring`: share of the visible circle that is inked and stands out against both
    sides; `longest_gap`: longest inkless run of the whole circle; `visible`: share
    of the circle within the page; `band`: inked share of the text band, and
    `strokes` how often ink begins along it; `moat`: how empty the round between
    text and emblem is; `centre`: inked share of the middle; `star`: five-fold
    symmetry of the middle; `flatness`: shortest by longest diameter; `strength`:
    median redness of the ring; `noisy`: thin characters would be lost on this page.
    """

    ring: float
    longest_gap: float
    visible: float
    band: float
    strokes: int
    moat: float
    centre: float
    star: float
    flatness: float
    strength: float
    noisy: bool = False


def look_at(redness: Floats, threshold: float, ring: Ring) -> Look:
    """Measure the seal-like features of a ring."""
    unrolled = polar(redness, ring)
    on_page = polar(np.ones_like(redness), ring)[:, _column(1.0)] > HALF
    line = unrolled[:, _column(0.95) : _column(1.05) + 1].max(axis=1)
    inked = _inked_ring(unrolled, line, threshold) & on_page
    strength = float(np.median(line[inked])) if inked.any() else 0.0
    level = max(threshold * 0.8, 0.3 * strength)
    band = unrolled[on_page, _column(0.55) : _column(0.9)] > level
    core = unrolled[:, : _column(0.36)] > level
    return Look(
        ring=float(inked[on_page].mean()) if on_page.any() else 0.0,
        longest_gap=_longest_gap(inked),
        visible=float(on_page.mean()),
        band=float(band.mean()) if band.size else 0.0,
        strokes=max(
            _strokes(unrolled, each)
            for each in (level, 2.2 * level, _own_level(unrolled, on_page, threshold))
        ),
        moat=1 - float((unrolled[:, _column(0.42) : _column(0.52)] > level).mean()),
        centre=float(core.mean()),
        star=_five_fold(unrolled),
        flatness=ring.flatness,
        strength=strength,
        noisy=threshold > NOISY,
    )


def _column(share: float) -> int:
    return round(share / REACH * 64)


def _inked_ring(unrolled: Floats, line: Floats, threshold: float) -> Flags:
    outside = unrolled[:, _column(1.1) : _column(1.2)].mean(axis=1)
    inside = unrolled[:, _column(0.84) : _column(0.94)].min(axis=1)
    stands_out = (line > 1.35 * outside) & (line > 1.25 * inside)
    result: Flags = (line > threshold) & stands_out
    return result


def _longest_gap(inked: Flags) -> float:
    if inked.all() or not inked.any():
        return 0.0 if inked.all() else 1.0
    edges = np.flatnonzero(np.concatenate([inked, inked]))
    return float(np.diff(edges).max() - 1) / ANGLES


def _own_level(unrolled: Floats, on_page: Flags, threshold: float) -> float:
    """Return where ink begins in the text band by its own strength, not the ring's.

    A thick ring is several times as red as thin characters are once a page is small.
    """
    band = unrolled[on_page, _column(0.55) : _column(0.9)]
    full = float(np.percentile(band, 97)) if band.size else 0.0
    return max(threshold, OWN * full)


def _strokes(unrolled: Floats, level: float) -> int:
    """Count how often ink begins on the liveliest circle of the text band."""
    band = unrolled[:, _column(0.6) : _column(0.88)] > level
    begins = band & ~np.roll(band, 1, axis=0)
    return int(np.median(np.sort(begins.sum(axis=0))[-6:]))


def _five_fold(unrolled: Floats) -> float:
    """Score how far the middle repeats every 72 degrees, tips in one line."""
    middle = unrolled[:, _column(0.1) : _column(0.4)]
    waves = np.fft.rfft(middle, axis=0)[1:13]
    power = float(np.sqrt((np.abs(waves) ** 2).sum(axis=0)).sum())
    if power < NOTHING:
        return 0.0
    # a star's fifth wave keeps its phase from the notch to the tip
    fifth, tenth = waves[4], waves[9]
    return float(np.hypot(abs(fifth.sum()), np.abs(tenth).sum() * 0.5)) / power

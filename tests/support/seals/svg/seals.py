"""Seals as SVG: characters along a circle, ink gaps and rough edges as filters.

A third hand, by resvg: it shares no code, font, proportion or trick with `artwork` and
`engraver`. Lengths are millimetres of paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from pathlib import Path
from statistics import NormalDist
from xml.sax.saxutils import escape

import numpy as np

from tests.support.seals.svg.emblems import EMBLEMS

Rng = np.random.Generator

INK = {"easy": (0.7, 1.0), "medium": (0.45, 0.8), "hard": (0.28, 0.5)}
GAPS = {"easy": (0.0, 0.04), "medium": (0.02, 0.12), "hard": (0.06, 0.25)}
REDS = ("#e60012", "#d7000f", "#ff0000", "#c9171e", "#e83828", "#b4232a", "#e2041b")


@dataclass(frozen=True, slots=True)
class Press:
    """The fonts a page is set in: their files and the families' names in them."""

    files: tuple[str, ...]
    families: tuple[str, ...]


NOTO = Press(
    tuple(
        f"/usr/share/fonts/opentype/noto/{name}"
        for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc")
    ),
    ("Noto Serif CJK SC", "Noto Sans CJK SC"),
)


def press_of(folder: Path) -> Press:
    """Return a press with the two fonts that the published figures were made with."""
    names = ("BabelStoneHan.ttf", "ukai.ttc")
    files = tuple(str(next(folder.rglob(name))) for name in names)
    return Press(files, ("BabelStone Han", "AR PL UKai CN"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """One round seal; `across` in millimetres, the rest in shares of its radius."""

    text: str
    emblem: str = "star"
    across: float = 42.0
    rim: float = 0.06
    inner: bool = False
    high: float = 0.3
    slim: float = 0.8
    arc: float = 240.0
    below: str = ""
    digits: str = ""
    family: int = 0
    colour: str = REDS[0]
    ink: float = 0.9
    gaps: float = 0.0
    turn: float = 0.0
    seed: int = 1


def some_stamp(rng: Rng, text: str, grade: str, emblem: str = "star") -> Stamp:
    """Choose the proportions of a seal, its ink and how it was pressed."""
    count = len(text)
    roomy = count <= 12
    arc = float(np.clip(count * rng.uniform(20, 27), 120, 292))
    number = "".join(map(str, rng.integers(0, 10, 13)))
    return Stamp(
        text=text,
        emblem=emblem,
        across=float(rng.choice([38, 40, 42, 42, 42, 45])),
        rim=float(rng.uniform(0.03, 0.075)),
        inner=bool(rng.random() < 0.15),
        high=float(rng.uniform(0.24, 0.34) if roomy else rng.uniform(0.2, 0.27)),
        slim=float(rng.uniform(0.62, 0.95)),
        arc=arc,
        digits=number if arc < 260 and rng.random() < 0.3 else "",
        family=int(rng.integers(2)),
        colour=REDS[int(rng.integers(len(REDS)))],
        ink=float(rng.uniform(*INK[grade])),
        gaps=float(rng.uniform(*GAPS[grade])),
        turn=float(rng.uniform(-1, 1) * (6 if grade == "easy" else 18)),
        seed=int(rng.integers(1, 9999)),
    )


def stamp_svg(press: Press, stamp: Stamp, x: float, y: float) -> str:
    """Write a seal with its middle at a place of the page."""
    r = stamp.across / 2
    width = stamp.rim * r
    edge = r - width
    rings = [_circle(r - width / 2, width)]
    if stamp.inner:
        edge -= 0.055 * r
        rings.append(_circle(edge + 0.008 * r, 0.016 * r))
    middle = edge - 0.05 * r - stamp.high * r
    letters = _round(press, stamp, middle)
    centre = EMBLEMS[stamp.emblem](r * (0.3 if stamp.below else 0.35))
    lift = -0.1 * r if stamp.below else 0.0
    parts = [
        *rings,
        letters,
        f'<g transform="translate(0 {lift:.2f})">{centre}</g>',
        _below(press, stamp, r),
        _digits(press, stamp, edge),
    ]
    return (
        f"{_filter(stamp)}"
        f'<g style="mix-blend-mode:multiply" opacity="{stamp.ink:.3f}">'
        f'<g filter="url(#ink{stamp.seed})">'
        f'<g transform="translate({x:.2f} {y:.2f}) rotate({stamp.turn:.2f})" '
        f'fill="{stamp.colour}" stroke="none" color="{stamp.colour}">'
        f"{''.join(parts)}</g></g></g>"
    )


def _filter(stamp: Stamp) -> str:
    """Write what ink does: edges tremble, dry spots stay bare, all runs a little."""
    # resvg's noise of three octaves lies about a half, a ninth to either side
    level = 0.5 + 0.11 * NormalDist().inv_cdf(1 - max(stamp.gaps, 1e-4))
    return (
        f'<filter id="ink{stamp.seed}" x="-10%" y="-10%" width="120%" height="120%">'
        f'<feTurbulence type="fractalNoise" baseFrequency="0.55" numOctaves="3" '
        f'seed="{stamp.seed}" result="n"/>'
        f'<feColorMatrix in="n" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 '
        f'0 0 0 -9 {9 * level + 0.5:.2f}" result="spots"/>'
        f'<feDisplacementMap in="SourceGraphic" in2="n" scale="0.22" '
        f'xChannelSelector="R" yChannelSelector="G" result="rough"/>'
        f'<feComposite in="rough" in2="spots" operator="in" result="dry"/>'
        f'<feGaussianBlur in="dry" stdDeviation="0.05"/></filter>'
    )


def _circle(radius: float, width: float) -> str:
    return (
        f'<circle r="{radius:.2f}" fill="none" stroke="currentColor" '
        f'stroke-width="{width:.2f}"/>'
    )


def _round(press: Press, stamp: Stamp, base: float) -> str:
    """Set each character upright on the circle, as tall as `high`, narrowed."""
    r = stamp.across / 2
    tall = stamp.high * r * 1.1  # a sign fills nine tenths of its square
    count = len(stamp.text)
    step = stamp.arc / max(1, count - 1)
    room = (base + tall / 2) * step * pi / 180 / tall
    squeeze = min(stamp.slim, room * 0.97)
    out = []
    for place, char in enumerate(stamp.text):
        angle = -stamp.arc / 2 + place * step
        out.append(
            f'<text transform="rotate({angle:.2f}) '
            f'translate(0 {-base - 0.13 * tall:.2f}) scale({squeeze:.3f} 1)" '
            f'font-family="{press.families[stamp.family]}" font-size="{tall:.2f}" '
            f'text-anchor="middle" stroke="currentColor" '
            f'stroke-width="{0.012 * r:.2f}">{char}</text>'
        )
    return "".join(out)


def _below(press: Press, stamp: Stamp, r: float) -> str:
    if not stamp.below:
        return ""
    size = min(0.27 * r, 1.05 * r / len(stamp.below))
    return line(press, stamp.below, (0, 0.6 * r), size, family=stamp.family)


def _digits(press: Press, stamp: Stamp, edge: float) -> str:
    out = []
    base = edge - 0.05 * stamp.across / 2
    for place, digit in enumerate(stamp.digits):
        angle = 33 - 66 * place / 12
        out.append(
            f'<text transform="rotate({angle:.2f}) translate(0 {base:.2f})" '
            f'font-family="{press.families[1]}" '
            f'font-size="{0.1 * stamp.across / 2:.2f}"'
            f' text-anchor="middle">{digit}</text>'
        )
    return "".join(out)


def line(  # noqa: PLR0913 - a line of type has that many sides
    press: Press,
    text: str,
    at: tuple[float, float],
    size: float,
    *,
    family: int = 0,
    fill: str = "",
    anchor: str = "middle",
) -> str:
    """Write one line of type, `at` the end, middle or start of its foot."""
    paint = f' fill="{fill}"' if fill else ""
    return (
        f'<text x="{at[0]:.2f}" y="{at[1]:.2f}" font-size="{size:.2f}"{paint} '
        f'font-family="{press.families[family]}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )

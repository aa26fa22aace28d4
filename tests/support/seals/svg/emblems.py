"""Emblems as SVG curves: star, the national emblem's make-up, hammer and sickle."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin


def star(radius: float, x: float = 0.0, y: float = 0.0) -> str:
    """Return a five-pointed star."""
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        points.append(
            f"{x + reach * sin(corner * pi / 5):.2f},"
            f"{y - reach * cos(corner * pi / 5):.2f}"
        )
    return f'<polygon points="{" ".join(points)}"/>'


def _scaled(radius: float, pieces: list[str]) -> str:
    """Return pieces drawn ten wide, brought to a radius."""
    return f'<g transform="scale({radius / 10:.4f})">{"".join(pieces)}</g>'


def _national(radius: float) -> str:
    stars = [star(2.3, 0, -4.9)]
    places = ((-4.3, 3.2), (-2.2, 2.1), (2.2, 2.1), (4.3, 3.2))
    stars += [star(0.95, out, -up) for out, up in places]
    return _scaled(radius, [*_ears(), *stars, *_gate(), *_wheel()])


def _ears() -> list[str]:
    """Return two ears of grain, open at the top."""
    return [
        f'<path transform="rotate({side * (24 + grain * 9.2):.1f}) translate(0 -9.6) '
        f'rotate({-side * 62})" d="M0 1.6Q.9 0 0-1.7Q-.9 0 0 1.6Z"/>'
        for side in (-1, 1)
        for grain in range(15)
    ]


def _gate() -> list[str]:
    """Return a gate of two roofs, pillars and a wall with five doors."""
    roofs = [
        f'<path d="M{-w} {y}h{2 * w}l-.8-.8h{1.6 - 2 * w:.1f}Z"/>'
        for w, y in ((3.2, 0.2), (4.2, 1.7))
    ]
    pillars = [
        f'<rect x="{-3.4 + 0.97 * n:.2f}" y="1.8" width=".4" height="1.1"/>'
        for n in range(8)
    ]
    doors = "".join(f"M{1.9 * n - 0.4:.1f} 5v-1.1h.8v1.1Z" for n in range(-2, 3))
    wall = f'<path fill-rule="evenodd" d="M-5.4 3h10.8v2h-10.8Z{doors}"/>'
    return [*roofs, *pillars, wall]


def _wheel() -> list[str]:
    """Return a toothed wheel and the drapery beside it."""
    drapes = [
        f'<path d="M0 6.3C{k * 3} 6 {k * 5} 7.6 {k * 6.2} 5.6C{k * 6} 9.6 {k * 3.6} 8 '
        f'{k * 2.6} 10.4Z"/>'
        for k in (-1, 1)
    ]
    line = 'fill="none" stroke="currentColor"'
    return [
        f'<circle cy="8.3" r="1.7" {line} stroke-width=".7"/>',
        f'<circle cy="8.3" r="2.4" {line} stroke-width=".5" stroke-dasharray=".6"/>',
        *drapes,
    ]


def _party(radius: float) -> str:
    hammer = (
        '<g transform="rotate(-45)"><rect x="-.9" y="-6.5" width="1.8" height="16"/>'
        '<path d="M-4.6-6.3v-3.4h6l2.6 1.7v1.7Z"/></g>'
    )
    sickle = (
        '<path d="M-1.5-9A9.2 9.2 0 1 1-5.6 6.6L-8.4 9.2L-9.6 8L-6.6 5.2L-5.2 4.4'
        'A7.4 7.4 0 0 0-1.5-9Z"/>'
    )
    return _scaled(radius, [hammer, sickle])


EMBLEMS: dict[str, Callable[[float], str]] = {
    "star": star,
    "national": _national,
    "party": _party,
    "none": lambda _: "",
}

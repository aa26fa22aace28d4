"""OFD's AbbreviatedData: of all that a path draws, only straight lines make tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.ruled import Stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    Point = tuple[float, float]

# How many numbers follow each operator (GB/T 33190 table 37).
_OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_STRAIGHT: Final = 1.0  # points by which a line may lean
_MAX_STEPS: Final = 20_000


def strokes(
    data: str, place: Callable[[float, float], Point]
) -> tuple[list[Stroke], list[Stroke]]:
    """Return the horizontal and the vertical lines of a path, placed on the page."""
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for (x0, y0), (x1, y1) in _lines(data, place):
        if abs(y1 - y0) <= _STRAIGHT:
            level.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT:
            upright.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return level, upright


def _lines(
    data: str, place: Callable[[float, float], Point]
) -> list[tuple[Point, Point]]:
    found: list[tuple[Point, Point]] = []
    here = start = place(0.0, 0.0)
    for operator, values in _steps(data):
        if operator == "C":
            there = start
        elif len(values) < 2:  # noqa: PLR2004 - a point is two numbers
            break
        else:
            there = place(values[-2], values[-1])
        if operator in "LC":
            found.append((here, there))
        elif operator in "MS":
            start = there
        here = there
    return found


def _steps(data: str) -> list[tuple[str, list[float]]]:
    """Split a path into operators with their numbers; it ends where it is broken."""
    parts = data.split()[: _MAX_STEPS * 3]
    found: list[tuple[str, list[float]]] = []
    at = 0
    while at < len(parts) and parts[at] in _OPERANDS:
        count = _OPERANDS[parts[at]]
        try:
            values = [float(part) for part in parts[at + 1 : at + 1 + count]]
        except ValueError:
            break
        found.append((parts[at], values))
        at += 1 + count
    return found

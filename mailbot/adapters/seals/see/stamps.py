"""Red things that are stamps but no unit's whole round seal: squares and slices."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.see.detector import Scale
from mailbot.adapters.seals.see.redness import InkMap
from mailbot.adapters.seals.vision import Bytes, Points, cv2, np

EDGE_MM = 2.0  # a slice of a seal across pages touches the paper's edge
SLICE_MM = (3.0, 32.0)  # how wide such a slice is
HEIGHT_MM = (22.0, 52.0)  # and how high: a chord of a seal of 38-45 mm
OVAL_MM = (22.0, 60.0)  # long axis of an oval stamp; 40 x 30 and 45 x 30 are usual
OVAL_FLAT = (0.45, 0.86)  # its short axis by the long one
CORNERS = 12  # a hull with fewer is a polygon
UNLIKE = 0.05  # how far an oval's area may be from its ellipse's
FILLED = 0.8  # a patch inked beyond this is a block of colour
DRAWN = 0.8  # share of each side of a frame
INSIDE = (0.08, 0.75)  # inked share within a frame
SQUARE_MM = (7.0, 60.0)  # sides of name seals and of one-line stamps


@dataclass(frozen=True, slots=True)
class Patch:
    """A red patch: its box in pixels (left, top, right, bottom)."""

    box: tuple[float, float, float, float]


def edge_slices(ink: InkMap, scale: Scale) -> list[Patch]:
    """Return slices of seals that run over the left or right edge (骑缝章)."""
    mm = scale.per_mm
    wide = ink.redness.shape[1]
    found = []
    for x, y, w, h, area in _patches(ink, 2.5 * mm):
        touches = x <= EDGE_MM * mm or x + w >= wide - EDGE_MM * mm
        sized = (
            SLICE_MM[0] * mm <= w <= SLICE_MM[1] * mm
            and HEIGHT_MM[0] * mm <= h <= HEIGHT_MM[1] * mm
        )
        if touches and sized and area < FILLED * w * h:
            found.append(Patch((x, y, x + w, y + h)))
    return found


def square_stamps(ink: InkMap, scale: Scale) -> list[Patch]:
    """Return rectangular red frames of a stamp's size with ink inside."""
    mm = scale.per_mm
    red = _inked(ink)
    found = []
    for x, y, w, h, _ in _patches(ink, 0.8 * mm):
        if not all(SQUARE_MM[0] * mm <= side <= SQUARE_MM[1] * mm for side in (w, h)):
            continue
        piece = red[y : y + h, x : x + w]
        if _framed(piece, max(2, round(1.5 * mm))):
            found.append(Patch((x, y, x + w, y + h)))
    return found


def oval_stamps(ink: InkMap, scale: Scale) -> list[Patch]:
    """Return red patches whose outline is an ellipse too flat for a round seal."""
    mm = scale.per_mm
    found = []
    for outline in _outlines(ink, 1.2 * mm):
        hull = cv2.convexHull(outline)
        if len(hull) < CORNERS:
            continue
        _, axes, _ = cv2.fitEllipse(hull)
        short, long = min(axes), max(axes)
        if not OVAL_MM[0] * mm <= long <= OVAL_MM[1] * mm:
            continue
        alike = cv2.contourArea(hull) / (np.pi * short * long / 4)
        if OVAL_FLAT[0] < short / long < OVAL_FLAT[1] and abs(alike - 1) < UNLIKE:
            x, y, w, h = cv2.boundingRect(hull)
            found.append(Patch((x, y, x + w, y + h)))
    return found


def _framed(piece: Bytes, depth: int) -> bool:
    """Say whether all four sides are drawn and the inside is neither full nor empty."""
    sides = (
        piece[:depth].max(axis=0),
        piece[-depth:].max(axis=0),
        piece[:, :depth].max(axis=1),
        piece[:, -depth:].max(axis=1),
    )
    inner = piece[depth:-depth, depth:-depth]
    share = float(inner.mean()) if inner.size else 0.0
    return (
        min(float(side.mean()) for side in sides) > DRAWN
        and INSIDE[0] < share < INSIDE[1]
    )


def _inked(ink: InkMap) -> Bytes:
    level = max(ink.threshold * 1.5, 0.1)
    return (ink.redness > level).astype(np.uint8)


def _outlines(ink: InkMap, join: float) -> list[Points]:
    size = max(1, round(join)) | 1
    kernel = np.ones((size, size), np.uint8)
    joined = cv2.morphologyEx(_inked(ink), cv2.MORPH_CLOSE, kernel)
    lines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return list(lines)


def _patches(ink: InkMap, join: float) -> list[tuple[int, int, int, int, int]]:
    """Group red ink closer than `join` pixels: left, top, width, height, area."""
    size = max(1, round(join)) | 1
    joined = cv2.morphologyEx(
        _inked(ink), cv2.MORPH_CLOSE, np.ones((size, size), np.uint8)
    )
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    return [(int(s[0]), int(s[1]), int(s[2]), int(s[3]), int(s[4])) for s in stats[1:]]

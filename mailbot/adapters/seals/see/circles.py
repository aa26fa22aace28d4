"""Finds rings: gradients vote for centres, then a closed curve is fitted.

A seal's ring is a circle on paper and nearly an ellipse in a photograph; the curve
is r(angle) = a0 + a1 cos + b1 sin + a2 cos 2 + b2 sin 2 about the voted centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mailbot.adapters.seals.vision import Floats, cv2, np

# x, y and direction of gradients
Edges: TypeAlias = "tuple[Floats, Floats, Floats, Floats]"

ANGLES = 256
VOTERS = 60_000  # gradient pixels that may vote: of fewer, fringes outvote a ring
STEP = 2.0  # pixels between radii that are tried; the fit does the rest
LEAST_SUPPORT = 0.12  # share of a circle that must have voted for it
REACH = 1.3  # how far beyond the ring the polar picture goes
RADII = 65  # radial samples from the centre to REACH


@dataclass(frozen=True, slots=True)
class Guess:
    """A voted circle in pixels of the map, and the share of it that voted."""

    x: float
    y: float
    radius: float
    support: float


@dataclass(frozen=True, slots=True, eq=False)
class Ring:
    """A fitted closed curve: centre and its radius at ANGLES angles (from the east)."""

    x: float
    y: float
    radii: Floats

    @property
    def radius(self) -> float:
        """The mean radius in pixels."""
        return float(self.radii.mean())

    @property
    def flatness(self) -> float:
        """Shortest diameter by longest: 1 for a circle."""
        half = ANGLES // 2
        diameters = self.radii[:half] + self.radii[half:]
        return float(diameters.min() / diameters.max())


def guesses(
    redness: Floats,
    threshold: float,
    reach: tuple[float, float],
    voters: int = VOTERS,
) -> list[Guess]:
    """Vote for circles of radii within `reach` (pixels), best first."""
    smallest, largest = reach
    half = cv2.resize(redness, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    half = np.minimum(half, 4 * threshold)
    margin = int(largest / 4) + 2
    half = cv2.copyMakeBorder(
        half, margin, margin, margin, margin, cv2.BORDER_REPLICATE
    )
    edges = _voters(half, threshold, voters)
    found = _peaks(*_vote(half.shape, edges, smallest / 2, largest / 2))
    return [
        Guess((g.x - margin) * 2, (g.y - margin) * 2, g.radius * 2, g.support)
        for g in found
    ]


def _vote(
    shape: tuple[int, ...], edges: Edges, smallest: float, largest: float
) -> tuple[Floats, Floats]:
    """Return, per pixel, the best share of votes for a circle there and its radius."""
    x, y, ux, uy = edges
    best = np.zeros(shape, dtype=np.float32)
    radius_of = np.zeros(shape, dtype=np.float32)
    for radius in np.arange(smallest, largest + 1, STEP, dtype=np.float32):
        # ink lies on either side of an edge: each votes both ways
        votes = _cast(shape, x + radius * ux, y + radius * uy)
        votes += _cast(shape, x - radius * ux, y - radius * uy)
        share = cv2.blur(votes, (3, 3)) * (9 / (4 * np.pi * radius))
        np.copyto(radius_of, radius, where=share > best)
        cv2.max(best, share, dst=best)
    return best, radius_of


def _voters(half: Floats, threshold: float, most: int) -> Edges:
    """Return places and directions of the gradients that vote."""
    gx = cv2.Sobel(half, cv2.CV_32F, 1, 0, ksize=3, scale=0.25)
    gy = cv2.Sobel(half, cv2.CV_32F, 0, 1, ksize=3, scale=0.25)
    size = cv2.magnitude(gx, gy)
    flat = np.flatnonzero(size > threshold * 0.5)
    if len(flat) > most:
        flat = flat[np.linspace(0, len(flat) - 1, most).astype(int)]
    ys, xs = np.divmod(flat, half.shape[1])
    ux, uy = gx.flat[flat] / size.flat[flat], gy.flat[flat] / size.flat[flat]
    return xs.astype(np.float32), ys.astype(np.float32), ux, uy


def _cast(shape: tuple[int, ...], x: Floats, y: Floats) -> Floats:
    """Count votes; those that leave the map gather in its border and are dropped."""
    high, wide = shape
    xi = np.clip(np.rint(x), 0, wide - 1).astype(np.int32)
    yi = np.clip(np.rint(y), 0, high - 1).astype(np.int32)
    counted = np.bincount(yi * wide + xi, minlength=high * wide)
    votes = counted.astype(np.float32).reshape(high, wide)
    votes[[0, -1], :] = 0
    votes[:, [0, -1]] = 0
    return votes


def _peaks(best: Floats, radius_of: Floats, most: int = 10) -> list[Guess]:
    found: list[Guess] = []
    while len(found) < most:
        _, top, _, (x, y) = cv2.minMaxLoc(best)
        if top < LEAST_SUPPORT:
            break
        radius = float(radius_of[y, x])
        found.append(Guess(float(x), float(y), radius, float(top)))
        cv2.circle(best, (x, y), max(4, int(radius * 0.3)), 0, -1)
    return found


def fit_ring(redness: Floats, guess: Guess) -> Ring:
    """Fit the closed curve near a guess, drawing the window in step by step."""
    angles = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False, dtype=np.float32)
    rays = np.linspace(0.78, 1.22, 89, dtype=np.float32) * guess.radius
    seen = _sample(redness, guess.x, guess.y, angles, rays)
    basis = np.stack(
        [
            np.ones_like(angles),
            np.cos(angles),
            np.sin(angles),
            np.cos(2 * angles),
            np.sin(2 * angles),
        ],
        axis=1,
    )
    radii = np.full(ANGLES, guess.radius, dtype=np.float32)
    for window in (0.16, 0.12, 0.08, 0.05, 0.05):
        radii = _refit(seen, rays, basis, radii, window)
    return _recentred(guess, angles, radii)


def _refit(
    seen: Floats, rays: Floats, basis: Floats, radii: Floats, window: float
) -> Floats:
    near = np.abs(rays[None, :] / radii[:, None] - 1) < window
    value = np.where(near, seen, -1.0)
    place = value.argmax(axis=1)
    weight = np.clip(value[np.arange(ANGLES), place], 0, None)
    inked = weight[weight > 0]
    usual = float(np.median(inked)) if inked.size else 1.0
    weight = np.sqrt(np.minimum(weight / usual, 2.0))
    weighted = basis * weight[:, None]
    # a short arc says little about the far side: lean towards a centred circle
    normal = weighted.T @ basis + np.diag((1e-3, 1.0, 1.0, 4.0, 4.0))
    solved = np.linalg.solve(normal, weighted.T @ rays[place])
    middle = float(radii.mean())
    solved[1:] = np.clip(solved[1:], -0.2 * middle, 0.2 * middle)
    curve: Floats = np.clip(basis @ solved, rays[0], rays[-1]).astype(np.float32)
    return curve


def _recentred(guess: Guess, angles: Floats, radii: Floats) -> Ring:
    """Move the centre to the curve's own, so that opposite radii are alike."""
    xs = guess.x + radii * np.cos(angles)
    ys = guess.y + radii * np.sin(angles)
    (x, y), (wide, high), tilt = cv2.fitEllipse(np.stack([xs, ys], axis=1))
    a, b = max(wide, 1.0) / 2, max(high, 1.0) / 2
    turn = angles - np.deg2rad(tilt)
    new = a * b / np.hypot(b * np.cos(turn), a * np.sin(turn))
    return Ring(float(x), float(y), new.astype(np.float32))


def _sample(
    picture: Floats, x: float, y: float, angles: Floats, rays: Floats
) -> Floats:
    xs = x + rays[None, :] * np.cos(angles)[:, None]
    ys = y + rays[None, :] * np.sin(angles)[:, None]
    return cv2.remap(
        picture,
        xs.astype(np.float32),
        ys.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )


def polar(picture: Floats, ring: Ring) -> Floats:
    """Unroll a picture about a ring: rows are angles, columns 0 to REACH radii."""
    angles = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False, dtype=np.float32)
    share = np.linspace(0, REACH, RADII, dtype=np.float32)
    rays = ring.radii[:, None] * share[None, :]
    xs = ring.x + rays * np.cos(angles)[:, None]
    ys = ring.y + rays * np.sin(angles)[:, None]
    return cv2.remap(
        picture,
        xs.astype(np.float32),
        ys.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )

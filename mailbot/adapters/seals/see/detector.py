"""Rules that turn measured rings into seals, parts of seals and other stamps.

The thresholds are wide on purpose and physical: an official seal is a round red
ring of 38-45 mm, emptiness, a band of characters, emptiness, an emblem (star,
national or party). Scans shrink and enlarge, so 26-70 mm are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from mailbot.adapters.seals.see.circles import VOTERS, Guess, Ring, fit_ring, guesses
from mailbot.adapters.seals.see.features import Look, look_at
from mailbot.adapters.seals.see.redness import InkMap
from mailbot.adapters.seals.vision import Floats

SMALLEST_MM, LARGEST_MM = 13.0, 35.0  # radii looked at on a page of known size
UNKNOWN_MM = (11.0, 45.0)  # and on a photograph, whose scale is a guess
USUAL_MM = (15.0, 29.0)  # radii that need no reading to be believed

CLEAR_STAR = 0.7
BLACK_VOTERS = 25_000  # of black edges, which have no fringes, fewer do
STAR = 0.6  # five-fold symmetry of a star; emblems and chance stay below 0.4
RING, WEAK_RING = 0.6, 0.38
ROUND, NEARLY_ROUND = 0.88, 0.8  # flatness on a scan; in a tilted photograph
GAP = 0.33  # a third of the circle missing in one piece: not a whole seal
STROKES = 4  # the shortest seal text still begins ink this often
FEWEST_STROKES = 2
MOAT = 0.7  # emptiness between characters and star
WHOLE = 0.8  # share of the circle within the page
OVAL_RING = 0.75
ARC, ARC_RING, ARC_STROKES = 0.18, 0.7, 3  # a part: its share, inked share, strokes
EMBLEM_STROKES, EMBLEM_INK = 7, 0.15


class RingState(Enum):
    """What a ring is held to be before its characters are read."""

    SEAL = "a seal: ring, characters and star"
    PERHAPS = "a ring that must show characters to be believed"
    PART = "a part of a seal"
    OVAL = "an oval stamp"
    NOTHING = "no stamp"


RANK = {RingState.SEAL: 0, RingState.PERHAPS: 1, RingState.PART: 1}


@dataclass(frozen=True, slots=True, eq=False)
class FoundRing:
    """One ring of a page: the curve, its measured look and its standing."""

    ring: Ring
    look: Look
    standing: RingState

    @property
    def confidence(self) -> float:
        """How much the shape alone speaks for a seal, 0-1."""
        lively = min(1.0, self.look.strokes / 8)
        star = min(1.0, self.look.star / 0.8)
        return round(0.5 * self.look.ring + 0.25 * star + 0.25 * lively, 3)


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixels per millimetre of a map, and whether the page's size is known."""

    per_mm: float
    known: bool = True

    @property
    def reach(self) -> tuple[float, float]:
        """Smallest and largest radius to look for, in pixels."""
        small, large = (SMALLEST_MM, LARGEST_MM) if self.known else UNKNOWN_MM
        return small * self.per_mm, large * self.per_mm


def find_rings(ink: InkMap, scale: Scale) -> list[FoundRing]:
    """Return the red rings of a page, most seal-like first, none twice."""
    return _rings(ink.redness, ink.threshold, scale, VOTERS)


def grey_seal(ink: InkMap, scale: Scale) -> bool:
    """Say whether a grey or black ring with a seal's look stands on the page."""
    found = _rings(ink.black, max(ink.threshold, 0.08), scale, BLACK_VOTERS)
    return any(f.standing is RingState.SEAL or emblem_like(f.look) for f in found)


def _rings(
    picture: Floats, threshold: float, scale: Scale, voters: int
) -> list[FoundRing]:
    found = [
        _measured(picture, threshold, scale, guess)
        for guess in guesses(picture, threshold, scale.reach, voters)
    ]
    kept: list[FoundRing] = []
    for one in sorted(found, key=_rank):
        if one.standing is not RingState.NOTHING and not _inside_any(one.ring, kept):
            kept.append(one)
    return kept


def _rank(found: FoundRing) -> tuple[int, float]:
    """Order rings: of a clear part and a doubtful whole the clearer one counts."""
    return RANK.get(found.standing, len(RANK)), -found.confidence


def _measured(
    picture: Floats, threshold: float, scale: Scale, guess: Guess
) -> FoundRing:
    ring = fit_ring(picture, guess)
    look = look_at(picture, threshold, ring)
    return FoundRing(ring, look, standing(look, ring.radius / scale.per_mm, scale))


def standing(look: Look, radius_mm: float, scale: Scale) -> RingState:
    """Judge one ring by its look and its size."""
    if look.strength <= 0:
        return RingState.NOTHING
    if look.strokes < FEWEST_STROKES and not may_be_a_seal(look):
        return RingState.NOTHING
    if look.visible < WHOLE or look.longest_gap >= GAP:
        return RingState.PART if _arc_of_a_seal(look) else RingState.NOTHING
    if look.flatness < _flattest(look, scale):
        return RingState.OVAL if look.ring >= OVAL_RING else RingState.NOTHING
    return _whole_ring(look, radius_mm, scale)


def _whole_ring(look: Look, radius_mm: float, scale: Scale) -> RingState:
    # small dense writing runs together at this resolution: a clear star asks for a read
    lively = look.strokes >= STROKES
    asks = lively or look.star >= CLEAR_STAR or may_be_a_seal(look)
    if look.ring < WEAK_RING or not asks:
        return RingState.NOTHING
    usual = not scale.known or USUAL_MM[0] <= radius_mm <= USUAL_MM[1]
    starred = look.star >= STAR and look.moat >= MOAT
    needed = RING if look.star < CLEAR_STAR else WEAK_RING
    certain = lively and usual and starred and look.ring >= needed
    return RingState.SEAL if certain else RingState.PERHAPS


def _flattest(look: Look, scale: Scale) -> float:
    """Return how flat a round seal may look: a star vouches for a tilted one."""
    return ROUND if scale.known and look.star < STAR else NEARLY_ROUND


def _arc_of_a_seal(look: Look) -> bool:
    """Say whether a long arc with characters beside it is cut by page or paper."""
    shown = 1 - max(look.longest_gap, 1 - look.visible)
    covered = look.ring * look.visible / max(shown, 0.05)
    # a heading's strokes along the paper's edge bend to no circle
    clear = covered >= ARC_RING and look.flatness >= NEARLY_ROUND
    return clear and shown >= ARC and look.strokes >= ARC_STROKES


def may_be_a_seal(look: Look) -> bool:
    """Say whether ring and middle are clear: characters too faint to see may be there.

    Such a ring is never held to be nothing, whatever can be read.
    """
    lively = look.strokes >= STROKES or look.noisy
    filled = lively and look.centre >= EMBLEM_INK
    return _clear(look) and (filled or look.star >= CLEAR_STAR)


def _clear(look: Look) -> bool:
    return min(look.ring, look.moat, look.visible, look.flatness) >= NEARLY_ROUND


def emblem_like(look: Look) -> bool:
    """Say whether a ring with lively characters has something in its middle."""
    lively = look.strokes >= EMBLEM_STROKES and look.centre >= EMBLEM_INK
    return _clear(look) and lively


def _inside_any(ring: Ring, others: list[FoundRing]) -> bool:
    return any(
        (ring.x - o.ring.x) ** 2 + (ring.y - o.ring.y) ** 2
        < (0.7 * max(ring.radius, o.ring.radius)) ** 2
        for o in others
    )

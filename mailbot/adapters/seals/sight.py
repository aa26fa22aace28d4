"""Looks at one page: pixels, ink, rings, reading, and the marks that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from mailbot.adapters.seals.read.reader import SealReading, read_seal
from mailbot.adapters.seals.read.titles import (
    Title,
    part_of_unit,
    special_in,
    title_under_emblem,
)
from mailbot.adapters.seals.see.circles import Ring
from mailbot.adapters.seals.see.detector import (
    OVAL_RING,
    STAR,
    FoundRing,
    RingState,
    Scale,
    emblem_like,
    find_rings,
    grey_seal,
    may_be_a_seal,
)
from mailbot.adapters.seals.see.pages import Box, PageImage
from mailbot.adapters.seals.see.redness import Chroma, InkMap, ink_map
from mailbot.adapters.seals.see.rolls import moved, together, windows
from mailbot.adapters.seals.see.stamps import edge_slices, oval_stamps, square_stamps
from mailbot.adapters.seals.see.strips import close_up
from mailbot.core.record.documents import SealMark, SealNames, SealVerdict

DPI = 80.0  # enough to see rings, little enough to be quick
NEARER = 3.0  # times as large as on a whole page a seal may be on a close picture
CLOSE_RADIUS = 140.0  # pixels of a ring's radius when it is read
FEWEST = 4  # Han characters that make a starless ring a seal
FEWEST_CLEAR = 2  # where ring, band and emblem are all clear to see
FEWEST_OF_PART = 2
LETTERS = 3  # of our alphabet that make a ring a badge
MOSTLY = 0.75  # share within the page below which a seal is but a part of one
WHOLE = 0.9  # share of the circle within the page from which the page cuts nothing

GREY_NOTE = "页面没有彩色，黑白扫描件无法判断"
TINT_NOTE = "页面没有彩色墨迹，无法判断是原件还是黑白复印件"
COPY_NOTE = "见黑白印章图样，疑似复印件，无法判断"
SLICE_NOTE = "页边有部分印章（骑缝章或盖在页外）"
SHAPE_NOTE = "页面上的{shape}印章不是单位公章"
FAINT_NOTE = "见红色圆形图样，印文看不清，无法判断"
UNCLEAR_NOTE = "印章下方另有文字，未能辨认，可能是专用章"
SPECIAL_NOTE = "印面有“{title}”字样，不是单位公章"


@dataclass(frozen=True, slots=True)
class Sighted:
    """One page being looked at: the page, its ink and the map's scale."""

    page: PageImage
    ink: InkMap
    scale: Scale

    @property
    def per_point(self) -> float:
        """Pixels of the map for each of the page's points."""
        return float(self.ink.redness.shape[0] / self.page.size[1])


def look_at_page(page: PageImage, names: tuple[SealNames, ...]) -> tuple[SealMark, ...]:
    """Return what the page shows: its seals, or one mark saying there is none."""
    found = [
        (mark, corner)
        for window, corner in windows(page)
        for mark in _near_or_far(window, names)
    ]
    if all(corner == found[0][1] for _, corner in found):
        return tuple(mark for mark, _ in found)
    return together([moved(mark, corner) for mark, corner in found])


def _near_or_far(page: PageImage, names: tuple[SealNames, ...]) -> tuple[SealMark, ...]:
    """Look at a picture without a seal once more, as at one taken from close by.

    Whoever photographs only the signature may still lay that on a page of true size.
    """
    marks = _look_at_window(page, names)
    if not page.scanned or marks[0].verdict is SealVerdict.RED_SEAL:
        return marks
    nearer = replace(page, unit=page.unit / NEARER, known_size=False)
    close = _look_at_window(nearer, names, only=_clearly_a_seal)
    return close if close[0].verdict is SealVerdict.RED_SEAL else marks


def _clearly_a_seal(found: FoundRing) -> bool:
    """Say whether a ring needs no reading to be believed, or has a clear emblem.

    On a whole page a banner or a picture fills more than any seal does.
    """
    return found.standing is RingState.SEAL or emblem_like(found.look)


def _look_at_window(
    page: PageImage,
    names: tuple[SealNames, ...],
    only: Callable[[FoundRing], bool] = lambda _: True,
) -> tuple[SealMark, ...]:
    ink = ink_map(page.pixels(DPI))
    seen = Sighted(page, ink, Scale(DPI / 25.4, page.known_size))
    rings = _round(seen, find_rings(ink, seen.scale))
    marks = [_seal(seen, ring, names) for ring in rings if only(ring)]
    sealed = tuple(mark for mark in marks if mark.verdict is SealVerdict.RED_SEAL)
    return sealed or (_without_seal(seen, marks),)


def _round(seen: Sighted, rings: list[FoundRing]) -> list[FoundRing]:
    """Leave out doubtful rings that are but a bow of an oval stamp."""
    doubtful = [r for r in rings if r.standing is RingState.PERHAPS]
    if not any(ring.look.ring < OVAL_RING for ring in doubtful):
        return rings
    ovals = [stamp.box for stamp in oval_stamps(seen.ink, seen.scale)]
    return [
        one
        for one in rings
        if one not in doubtful
        or one.look.ring >= OVAL_RING
        or not any(
            left < one.ring.x < right and top < one.ring.y < bottom
            for left, top, right, bottom in ovals
        )
    ]


def _seal(seen: Sighted, found: FoundRing, names: tuple[SealNames, ...]) -> SealMark:
    """Judge one ring by its look and by what is written on it."""
    nothing = SealMark(seen.page.number, SealVerdict.NO_SEAL)
    if found.standing is RingState.OVAL:
        return nothing
    close_dpi = DPI * CLOSE_RADIUS / found.ring.radius
    box = _box(seen, found.ring, 1.1)
    close = close_up(
        seen.page.pixels(close_dpi, box), _within(seen, found.ring, box, close_dpi)
    )
    title = title_under_emblem(close)
    reading = read_seal(close, names, title)
    if not _believed(found, reading):
        return _unread(seen, found, reading) or nothing
    special = _special(reading, title, names)
    unclear = title.stands and not title.part and not special
    note = SPECIAL_NOTE.format(title=special) if special else ""
    return SealMark(
        page=seen.page.number,
        verdict=SealVerdict.NO_SEAL if special else SealVerdict.RED_SEAL,
        text=reading.text,
        # what stands below may say that the seal is for special use
        unit="" if special or unclear else reading.unit,
        likeliest=reading.best,
        confidence=_confidence(found, reading),
        box=_box(seen, found.ring, 1.0),
        note=UNCLEAR_NOTE if unclear else note,
        special=special,
    )


def _special(reading: SealReading, title: Title, names: tuple[SealNames, ...]) -> str:
    """Return what makes a seal no unit's own: 业务专用章, a unit's 办公室; else ""."""
    told = title.special or special_in(reading.line)
    if told or reading.unit:
        return told
    return part_of_unit(reading.line, title, reading.best, names)


def _part(seen: Sighted, found: FoundRing, reading: SealReading) -> SealMark | None:
    """Call an arc a part of a seal: the page cuts it, or characters stand on it."""
    if found.look.visible > WHOLE and reading.chinese < FEWEST_OF_PART:
        return None
    box = _box(seen, found.ring, 1.0)
    return _mark(seen, SealVerdict.PARTIAL, SLICE_NOTE, box)


def _unread(seen: Sighted, found: FoundRing, reading: SealReading) -> SealMark | None:
    """Say what a ring is whose characters cannot be made out.

    With a clear star or emblem it may be a seal, and people shall look; with latin
    letters around it is a badge.
    """
    if found.standing is RingState.PART:
        return _part(seen, found, reading)
    if not may_be_a_seal(found.look) or reading.letters >= LETTERS:
        return None
    box = _box(seen, found.ring, 1.0)
    return _mark(seen, SealVerdict.CANNOT_TELL, FAINT_NOTE, box)


def _believed(found: FoundRing, reading: SealReading) -> bool:
    read = bool(reading.unit)
    if found.standing is RingState.PART:
        # half a name may be enough to know its unit, but half a seal is no seal
        starred = found.look.star >= STAR and reading.chinese >= FEWEST
        return found.look.visible > MOSTLY and (read or starred)
    if found.standing is RingState.SEAL or read:
        return True
    return reading.chinese >= (FEWEST_CLEAR if emblem_like(found.look) else FEWEST)


def _confidence(found: FoundRing, reading: SealReading) -> float:
    """Shape and characters each speak for a seal; an accepted name settles it."""
    read = 1.0 if reading.unit else min(1.0, reading.chinese / 8)
    return round(min(0.99, 0.6 * found.confidence + 0.4 * read), 2)


def _without_seal(seen: Sighted, marks: list[SealMark]) -> SealMark:
    """Say what a page without a whole red seal is."""
    noted = (m for m in marks if m.verdict is SealVerdict.NO_SEAL and m.note)
    unsure = (
        mark
        for verdict in (SealVerdict.PARTIAL, SealVerdict.CANNOT_TELL)
        for mark in marks
        if mark.verdict is verdict
    )
    told = next(noted, None) or _other_stamp(seen) or next(unsure, None)
    if told:
        return told
    slices = edge_slices(seen.ink, seen.scale)
    if slices:
        return _mark(
            seen, SealVerdict.PARTIAL, SLICE_NOTE, _points(seen, slices[0].box)
        )
    return _colourless(seen)


def _other_stamp(seen: Sighted) -> SealMark | None:
    for shape, found in (
        ("椭圆形", oval_stamps(seen.ink, seen.scale)),
        ("方形", square_stamps(seen.ink, seen.scale)),
    ):
        if found:
            note = SHAPE_NOTE.format(shape=shape)
            box = _points(seen, found[0].box)
            return _mark(seen, SealVerdict.NO_SEAL, note, box)
    return None


def _colourless(seen: Sighted) -> SealMark:
    """Tell a page on which no colour can be seen from one that bears no seal."""
    if not seen.page.scanned:
        return _mark(seen, SealVerdict.NO_SEAL)
    if seen.ink.chroma is Chroma.NONE:
        return _mark(seen, SealVerdict.CANNOT_TELL, GREY_NOTE)
    if seen.ink.chroma is Chroma.TINT:
        # a colour scan of a photocopy looks just like this: tinted paper, black ink
        return _mark(seen, SealVerdict.CANNOT_TELL, TINT_NOTE)
    if grey_seal(seen.ink, seen.scale):
        return _mark(seen, SealVerdict.CANNOT_TELL, COPY_NOTE)
    return _mark(seen, SealVerdict.NO_SEAL)


def _mark(
    seen: Sighted,
    verdict: SealVerdict,
    note: str = "",
    box: Box = (0.0, 0.0, 0.0, 0.0),
) -> SealMark:
    return SealMark(seen.page.number, verdict, note=note, box=box)


def _box(seen: Sighted, ring: Ring, share: float) -> Box:
    """Return the box around a ring, in points, within the page."""
    reach = float(ring.radii.max()) * share
    return _points(
        seen, (ring.x - reach, ring.y - reach, ring.x + reach, ring.y + reach)
    )


def _points(seen: Sighted, box: Box) -> Box:
    wide, high = seen.page.size
    left, top, right, bottom = (side / seen.per_point for side in box)
    return (
        round(max(0.0, left), 1),
        round(max(0.0, top), 1),
        round(min(wide, right), 1),
        round(min(high, bottom), 1),
    )


def _within(seen: Sighted, ring: Ring, box: Box, close_dpi: float) -> Ring:
    """Return the ring in the pixels of its magnified box."""
    zoom = close_dpi / DPI
    left, top = box[0] * seen.per_point, box[1] * seen.per_point
    # pixel centres lie half a pixel in, on either map
    x = (ring.x + 0.5 - left) * zoom - 0.5
    y = (ring.y + 0.5 - top) * zoom - 0.5
    return Ring(x, y, ring.radii * zoom)

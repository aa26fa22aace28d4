"""Reads the top of a page that has no text layer: title, unit, quarter.

Costly (a second and several hundred megabytes), so only run where nothing cheaper
settles the matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.adapters.seals.read.engine import greedy, is_chinese, recognize, text_map
from mailbot.adapters.seals.see.pages import PageImage
from mailbot.adapters.seals.see.rolls import windows
from mailbot.adapters.seals.vision import Bytes, cv2, np

SHARE = 0.3  # of the page's height
DPI = 150.0
INKED = 0.3  # text probability from which a pixel belongs to a line
UNCLIP = 1.6  # the detector shrinks lines; this is how much they are grown again
ENOUGH = 10  # Han characters: fewer, and the page may lie on its side or head
SURE, CERTAIN = 0.5, 0.95  # upside down, characters are read but hardly ever surely
MOST_LINES = 30
LEVEL = 45  # degrees; steeper lines belong to a page that lies on its side
LOWEST = 3  # pixels of a line's height in the detector's map


@dataclass(frozen=True, slots=True)
class Line:
    """One line of writing: its text, place in pixels and surely read Han characters."""

    text: str
    left: float
    top: float
    height: float
    certain: int = 0


def read_heading(page: PageImage) -> str:
    """Return the lines in the top of a page from above; other turns if unreadable."""
    window, _ = next(windows(page))
    pixels = window.pixels(DPI)
    tried: list[list[Line]] = []
    for quarter_turns in (0, 2, 1, 3):
        tried.append(read_lines(_top(np.rot90(pixels, quarter_turns))))
        if _certain(tried[-1]) >= ENOUGH:
            break
    best = max(tried, key=_certain)
    return "\n".join(line.text for line in best)


def _certain(lines: list[Line]) -> int:
    return sum(line.certain for line in lines)


def _top(pixels: Bytes) -> Bytes:
    return np.ascontiguousarray(pixels[: round(pixels.shape[0] * SHARE)])


def read_lines(pixels: Bytes, most: int = MOST_LINES) -> list[Line]:
    """Read the lines of a picture, the `most` largest, in reading order."""
    found = [_read(pixels, box) for box in _boxes(pixels, most)]
    return _in_rows([line for line in found if line.text])


def _boxes(
    pixels: Bytes, most: int
) -> list[tuple[tuple[float, float], float, float, float]]:
    """Find lines: centre, width, height and tilt (degrees), grown to full letters."""
    inked = (text_map(pixels) > INKED).astype(np.uint8)
    outlines, _ = cv2.findContours(inked, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:most]:
        centre, (wide, high), tilt = cv2.minAreaRect(outline)
        if high > wide:
            wide, high, tilt = high, wide, tilt - 90
        tilt = (tilt + 90) % 180 - 90  # OpenCV's range of angles changed with 4.5 and 5
        if high < LOWEST or abs(tilt) > LEVEL:
            continue
        grow = UNCLIP * wide * high / (2 * (wide + high)) * 2
        boxes.append(((centre[0], centre[1]), wide + grow, high + grow, tilt))
    return boxes


def _read(pixels: Bytes, box: tuple[tuple[float, float], float, float, float]) -> Line:
    (x, y), wide, high, tilt = box
    turn = cv2.getRotationMatrix2D((x, y), tilt, 1.0)
    turn[:, 2] += np.array((wide / 2 - x, high / 2 - y))
    size = (max(8, round(wide)), max(8, round(high)))
    line = cv2.warpAffine(pixels, turn, size, borderValue=(255, 255, 255))
    read = greedy(recognize(line))
    seen = [char for char, sure in read if sure > SURE]
    certain = sum(is_chinese(char) and sure > CERTAIN for char, sure in read)
    return Line("".join(seen).strip(), x - wide / 2, y - high / 2, high, certain)


def _in_rows(lines: list[Line]) -> list[Line]:
    """Order lines from above, side by side ones from the left."""
    ordered: list[Line] = []
    rest = sorted(lines, key=lambda line: line.top)
    while rest:
        first = rest[0]
        row = [one for one in rest if one.top < first.top + first.height * 0.5]
        rest = rest[len(row) :]
        ordered += sorted(row, key=lambda line: line.left)
    return ordered

"""OFD, China's own fixed-layout format (GB/T 33190-2016): a zip of positioned glyphs.

Words are text objects in millimetres, tables only drawn lines; pages may lie on
templates. What is marked invisible stays out; seals and annotations are not text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_CHARACTERS, MAX_PAGES, Refusal
from mailbot.adapters.documents.package import (
    Package,
    attribute,
    child,
    children,
    descendants,
    local,
)
from mailbot.adapters.documents.printed.continued import stitched
from mailbot.adapters.documents.printed.lineless.layout import Sheet, blocks_of
from mailbot.adapters.documents.printed.placed import Glyph
from mailbot.adapters.documents.printed.ruled import Stroke
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_POINTS: Final = 72 / 25.4  # in a millimetre
_ASCENT: Final = 0.88  # of the size above the base line
_GROUPS: Final = frozenset(("Content", "Layer", "PageBlock"))


def read_ofd(content: bytes) -> Content:
    """Return text, ruled tables and number of pages; Refusal where it cannot be."""
    package = Package(content)
    pages = [
        page
        for body in children(package.xml("OFD.xml"), "DocBody")
        for page in _pages(package, body)
    ]
    if len(pages) > MAX_PAGES:
        raise Refusal(Problem.TOO_LARGE)
    placed, unclear = blocks_of(
        [Sheet(one.glyphs, one.level, one.upright) for one in pages]
    )
    found = told(stitched(placed), len(pages))
    if found.text:
        return replace(found, columns_unclear=unclear)
    return type(found)(pages=len(pages), text_layer=False)


@dataclass(slots=True)
class _Page:
    """What one page shows, its templates included."""

    glyphs: list[Glyph] = field(default_factory=list)
    level: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)


def _pages(package: Package, body: etree._Element) -> Iterator[_Page]:
    root = child(body, "DocRoot")
    name = _resolved("", "" if root is None else root.text or "")
    document = package.xml(name)
    templates = {
        attribute(one, "ID"): _resolved(name, attribute(one, "BaseLoc"))
        for one in descendants(document, "TemplatePage")
    }
    listed = child(document, "Pages")
    for number, one in enumerate(() if listed is None else children(listed, "Page")):
        if number > MAX_PAGES:
            raise Refusal(Problem.TOO_LARGE)
        part = _resolved(name, attribute(one, "BaseLoc"))
        if part in package:
            yield _page(package, part, templates)


def _resolved(base: str, place: str) -> str:
    """Return a part's name from an ST_Loc: absolute, or beside the part naming it."""
    joined = posixpath.join(
        "/", posixpath.dirname(base), place.strip().replace("\\", "/")
    )
    return posixpath.normpath(joined).lstrip("/")


def _page(package: Package, part: str, templates: dict[str, str]) -> _Page:
    root = package.xml(part)
    page = _Page()
    for one in children(root, "Template"):
        below = templates.get(attribute(one, "TemplateID"), "")
        if below in package:
            _draw(package.xml(below), page)
    _draw(root, page)
    return page


def _draw(element: etree._Element, page: _Page) -> None:
    """Take the objects of a page, a layer or a block of objects."""
    for one in element:
        if attribute(one, "Visible", "true") == "false":
            continue
        name = local(one)
        if name in _GROUPS:
            _draw(one, page)
        elif name == "TextObject":
            page.glyphs += _glyphs(one)
            if len(page.glyphs) > MAX_CHARACTERS // 20:
                raise Refusal(Problem.TOO_LARGE)
        elif name == "PathObject":
            _strokes(one, page)


def numbers(text: str) -> list[float]:
    """Return the numbers of an array attribute; what is none ends it."""
    found: list[float] = []
    for part in text.replace(",", " ").split():
        try:
            found.append(float(part))
        except ValueError:
            break
    return found


@dataclass(frozen=True, slots=True)
class _Frame:
    """An object's own coordinates on the page: its Boundary's corner and its CTM."""

    left: float
    top: float
    matrix: tuple[float, ...]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the object in points on the page."""
        a, b, c, d, e, f = self.matrix
        across, down = a * x + c * y + e, b * x + d * y + f
        return (self.left + across) * _POINTS, (self.top + down) * _POINTS


def _frame(element: etree._Element) -> _Frame:
    box = numbers(attribute(element, "Boundary"))
    matrix = numbers(attribute(element, "CTM"))
    if len(matrix) != 6:  # noqa: PLR2004 - a CTM is six numbers
        matrix = [1, 0, 0, 1, 0, 0]
    left, top = (box[0], box[1]) if len(box) > 1 else (0.0, 0.0)
    return _Frame(left, top, tuple(matrix))


def _strokes(element: etree._Element, page: _Page) -> None:
    frame = _frame(element)
    data = child(element, "AbbreviatedData")
    flat, tall = strokes("" if data is None else data.text or "", frame.point)
    page.level += flat
    page.upright += tall


def _glyphs(element: etree._Element) -> Iterator[Glyph]:
    """Yield a text object's characters where they stand."""
    frame = _frame(element)
    size = (numbers(attribute(element, "Size")) or [0.0])[0]
    stretch = (numbers(attribute(element, "HScale")) or [1.0])[0]
    x, y = 0.0, 0.0
    for code in children(element, "TextCode"):
        x = (numbers(attribute(code, "X")) or [x])[0]
        y = (numbers(attribute(code, "Y")) or [y])[0]
        steps = _deltas(attribute(code, "DeltaX"))
        drops = _deltas(attribute(code, "DeltaY"))
        for index, character in enumerate(code.text or ""):
            width = size * stretch * (0.5 if character.isascii() else 1.0)
            step = steps[index] if index < len(steps) else 0.0
            if not steps and not drops:
                step = width
            box = min(width, step) if step > 0 else width
            left, top = frame.point(x, y - _ASCENT * size)
            right, bottom = frame.point(x + box, y + (1 - _ASCENT) * size)
            yield Glyph(
                character,
                min(left, right),
                min(top, bottom),
                max(left, right),
                max(top, bottom),
            )
            x += step
            y += drops[index] if index < len(drops) else 0.0


def _deltas(text: str) -> list[float]:
    """Return the steps of a DeltaX or DeltaY; "g n v" stands for n times v."""
    parts = text.split()
    found: list[float] = []
    at = 0
    while at < len(parts) and len(found) < MAX_CHARACTERS // 20:
        if parts[at] == "g":
            pair = numbers(" ".join(parts[at + 1 : at + 3]))
            if len(pair) != 2:  # noqa: PLR2004 - a count and a value
                break
            found += [pair[1]] * min(max(int(pair[0]), 0), 10_000)
            at += 3
        else:
            found += numbers(parts[at])
            at += 1
    return found


# OFD's AbbreviatedData: of all that a path draws, only straight lines make tables.

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

"""PDF with a text layer: pdfium's text, and pdfplumber's positions where lines are.

pdfium is ten times faster but knows no tables; pdfplumber is asked only about pages
on which something is drawn. A page without words is a scan: `text_layer` says so.
"""

from __future__ import annotations

import io
import math
import re
import struct
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from mailbot.adapters.documents.bounds import MAX_PAGES, Refusal
from mailbot.adapters.documents.printed.continued import stitched
from mailbot.adapters.documents.printed.drawing_order import is_out_of_order
from mailbot.adapters.documents.printed.lineless.clipped import set_closer
from mailbot.adapters.documents.printed.lineless.layout import Sheet, blocks_of
from mailbot.adapters.documents.printed.placed import Glyph, PlacedBlock
from mailbot.adapters.documents.printed.ruled import Stroke
from mailbot.adapters.documents.printed.turned import upright_page
from mailbot.adapters.documents.story import clean, told
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
    from pdfminer.layout import LTItem
    from pdfplumber.page import Page

_WRONG_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_SCAN_WORDS: Final = 10  # fewer in the whole file are no text layer
_SCAN_STAMP: Final = 40  # a scanner's own mark on a page that is one large picture
_TABLE_PAGES: Final = 80  # beyond them only text: ~0.1 s a page, 30 s in all
_TABLE_PATHS: Final = 4  # fewer drawn lines make no table
_ASKEW: Final = 0.05  # of a quarter turn; a scan's text layer is a little slanted
# One word of each kind of column; with three of them a page may hold the annex.
_HEADINGS: Final = tuple(
    re.compile(words)
    for words in (
        "序号|编号|项次",
        "实事|项目|任务|事项|名称",
        "单位|部门",
        "进展|进度|措施|情况|成效|做法",
        "时限|期限|时间",
    )
)
_FEW_HEADINGS: Final = 3
_DRAWING: Final = 40_000  # more marks on a page are a map or a plan: 5 s
_EFFORT: Final = 100_000  # marks of all pages whose tables are looked for: 13 s
# Whatever pdfminer lets through on broken files: it raises by accident, too.
_BROKEN: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    ArithmeticError, RecursionError, OSError, EOFError, NotImplementedError,
    struct.error,
)  # fmt: skip


def read_pdf(content: bytes) -> Content:
    """Return text, ruled tables and number of pages; Refusal where it cannot be."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - 60 ms that a child reading docx saves

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        wrong = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise Refusal(Problem.ENCRYPTED if wrong else Problem.CORRUPT) from error
    with document:
        if len(document) > MAX_PAGES:
            raise Refusal(Problem.TOO_LARGE)
        try:
            return _read(document, content)
        except pdfium.PdfiumError as error:
            raise Refusal(Problem.CORRUPT) from error


def _read(document: pdfium.PdfDocument, content: bytes) -> Content:
    texts: list[str] = []
    search = _Search([], set())
    words = 0
    headed = False  # a table without drawn lines has begun
    for number in range(len(document)):
        page = document[number]
        text = _text(page)
        texts.append(text)
        size = len("".join(text.split()))
        words += 0 if size < _SCAN_STAMP and _is_picture(page) else size
        headed = headed or _heads_columns(text)
        if size:
            search.consider(page, number, headed=headed)
        page.close()
    drawn = search.drawn
    sheets = _sheets(content, search.pages) if search.pages else {}
    clipped = {number for number, one in sheets.items() if one.clipped}
    tables, unclear = _placed(sheets)
    if unclear:
        drawn.clear()  # words without a place are said in the order they were drawn
    drawn |= clipped
    pages = [_page(text, tables.get(n), n in drawn) for n, text in enumerate(texts)]
    found = told(stitched(pages), len(texts))
    return replace(
        found,
        text_layer=words >= _SCAN_WORDS,
        columns_unclear=unclear,
        clipped=bool(clipped),
    )


@dataclass(slots=True)
class _Search:
    """The pages that are searched for tables, and on which of them much is drawn."""

    pages: list[int]
    drawn: set[int]
    effort: int = 0

    def consider(self, page: pdfium.PdfPage, number: int, *, headed: bool) -> None:
        """Search a page, if there may be a table on it and the effort is not too much.

        Where its letters stand tells the lines of a page that is drawn, or whose
        words are out of order.
        """
        if len(self.pages) >= _TABLE_PAGES:
            return
        marks = _marks(page)
        if marks >= _DRAWING or self.effort + marks > _EFFORT:
            return
        if _is_drawn(page) or is_out_of_order(page):
            self.drawn.add(number)
        if headed or number in self.drawn:
            self.pages.append(number)
            self.effort += marks


def _page(
    text: str,
    blocks: list[PlacedBlock] | None,
    placed: bool,  # noqa: FBT001 - one caller, beside it
) -> list[PlacedBlock]:
    """Return a page as its letters stand, or as pdfium tells it."""
    return blocks if blocks and (placed or _has_table(blocks)) else _lines(text)


def _has_table(blocks: list[PlacedBlock]) -> bool:
    return any(not isinstance(one, str) for one in blocks)


def _heads_columns(text: str) -> bool:
    """Say whether a page's text holds words that head the annex's columns."""
    bare = "".join(text.split())
    return sum(word.search(bare) is not None for word in _HEADINGS) >= _FEW_HEADINGS


def _text(page: pdfium.PdfPage) -> str:
    """Return pdfium's text of a page, in the order it is drawn in."""
    layer = page.get_textpage()
    text: str = layer.get_text_bounded()
    layer.close()
    return text.replace("\r\n", "\n").replace("\ufffe", "")


def _lines(text: str) -> list[PlacedBlock]:
    return [line for line in map(clean, text.split("\n")) if line]


def _is_drawn(page: pdfium.PdfPage) -> bool:
    """Say whether enough lines are drawn on a page to make a table."""
    from pypdfium2 import raw  # noqa: PLC0415

    drawn = {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING}
    paths = sum(one.type in drawn for one in page.get_objects(max_depth=5))
    # one path may draw all lines of a table, as some printer drivers do
    return paths >= _TABLE_PATHS or (paths > 0 and _has_long_path(page))


def _marks(page: pdfium.PdfPage) -> int:
    """Count what is set and drawn on a page, each stroke of a path; not to the end.

    pdfplumber takes a tenth of a millisecond for each: a map from a CAD program, all
    one path, would take minutes, and the mail's other files with it.
    """
    from pypdfium2 import raw  # noqa: PLC0415

    marks = 0
    for one in page.get_objects(max_depth=5):
        path = one.type == raw.FPDF_PAGEOBJ_PATH
        marks += raw.FPDFPath_CountSegments(one.raw) if path else 1
        if marks >= _DRAWING:
            break
    return marks


def _has_long_path(page: pdfium.PdfPage) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415

    return any(
        raw.FPDFPath_CountSegments(one.raw) >= 2 * _TABLE_PATHS
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5)
    )


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Say whether one picture covers most of a page."""
    from pypdfium2 import raw  # noqa: PLC0415

    width, height = page.get_size()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = one.get_bounds()
        if (right - left) * (top - bottom) > 0.5 * width * height:
            return True
    return False


def _placed(
    sheets: dict[int, Sheet],
) -> tuple[dict[int, list[PlacedBlock]], bool]:
    """Return the blocks of pages with tables; where pdfplumber fails, nothing.

    The second value says whether a table's columns cannot be told apart.
    """
    blocks, unclear = blocks_of(list(sheets.values()))
    return dict(zip(sheets, blocks, strict=True)), unclear


def _sheets(content: bytes, numbers: list[int]) -> dict[int, Sheet]:
    """Return what stands where on the pages, as far as pdfplumber comes."""
    import pdfplumber  # noqa: PLC0415 - 300 ms that other kinds save
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    broken = (*_BROKEN, PDFException, PSException, PdfminerException)
    found: dict[int, Sheet] = {}
    try:
        with pdfplumber.open(
            io.BytesIO(content), pages=[n + 1 for n in numbers]
        ) as document:
            for number, page in zip(numbers, document.pages, strict=False):
                found[number] = _sheet(lightly(page))
                page.close()
    except broken:
        return found
    return found


def lightly(page: Page) -> Page:
    """Let pdfplumber tell of a character only what is asked here: it saves a third.

    What it else looks up and copies for each (colours, fonts, tags) nobody reads.
    """
    from pdfminer.layout import LTChar  # noqa: PLC0415

    whole = page.process_object
    left, top = page.mediabox[:2]  # pdfminer counts from the page box's corner
    height = page.height + top

    def process(obj: LTItem) -> dict[str, Any]:
        if not isinstance(obj, LTChar):
            return whole(obj)
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "matrix": obj.matrix,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": height - obj.y1,
            "bottom": height - obj.y0,
        }

    page.process_object = process  # type: ignore[method-assign]
    return page


def _sheet(page: Page) -> Sheet:
    chars = page.chars
    turns = Counter(_turn(one["matrix"]) for one in chars)
    turn = max((t for t in turns if t is not None), key=lambda t: turns[t], default=0)
    glyphs = [
        Glyph(str(one["text"]), one["x0"], one["top"], one["x1"], one["bottom"])
        for one in chars
        if _turn(one["matrix"]) == turn  # not what a watermark says across the page
    ]
    glyphs, clipped = set_closer(glyphs) if not page.edges else (glyphs, False)
    level: list[Stroke] = []
    upright: list[Stroke] = []
    for edge in page.edges:
        if edge["orientation"] == "h":
            level.append(Stroke(edge["top"], edge["x0"], edge["x1"]))
        else:
            upright.append(Stroke(edge["x0"], edge["top"], edge["bottom"]))
    size = float(page.width), float(page.height)
    return Sheet(*upright_page(glyphs, level, upright, turn, size), clipped)


def _turn(matrix: tuple[float, ...]) -> int | None:
    """Return how many quarter turns to the right a character stands; None: askew."""
    angle = math.degrees(math.atan2(matrix[1], matrix[0])) / 90
    near = round(angle)
    return None if abs(angle - near) > _ASKEW else -near % 4

"""A document as paragraphs and tables, each knowing its page and its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mailbot.core.reading_notice.layout.folding import fold
from mailbot.core.reading_notice.layout.numerals import day_in
from mailbot.core.reading_notice.proposal import Source
from mailbot.core.record.documents import Content

_PAGE: Final = re.compile(r"^[\s—–-]*(\d{0,3})[\s—–-]*$")
_DASH: Final = re.compile(r"[—–-]")
_ENDS: Final = "。！？；："
# A line that begins so begins a paragraph, however full the line before was.
_BEGINS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,3}[.、](?!\d)"
    r"|附件\d{0,2}(?:：|$)|抄送：|（此件|联系人：|邮箱：|主送：)"
)
_TOKEN: Final = re.compile(r"[0-9A-Za-z@._:/#-]+|.")
_MANY: Final = 0.25
_SLACK: Final = 4  # half-width signs: an indent
_NARROWEST: Final = 30
_FOOTER: Final = re.compile(r"^抄送|印发|\s{3,}")
_SHARE: Final = 0.8
_RUNNING: Final = re.compile(r"^(?!抄送).*[，。,；]")
# Labels whose value may stand on the next line.
_LABEL: Final = re.compile(r"(?:邮箱|信箱|邮件|电话|方式|联系人|手机)：$")


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of the document: number from 1, page if known, cells of a table row."""

    number: int
    page: int | None
    original: str

    @property
    def is_row(self) -> bool:
        """Tell whether it is a row of a table: cells side by side."""
        return "\t" in self.original.strip()

    @property
    def is_cell(self) -> bool:
        """Tell whether it is a cell that stands alone: a tab before its words."""
        return not self.is_row and self.original.startswith("\t")

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells of a table's row; one of a plain line."""
        return tuple(self.original.split("\t"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in folded shape; `places[i]` is sign i's (line, column)."""

    text: str
    lines: tuple[PaperLine, ...]
    places: tuple[tuple[int, int], ...]

    @property
    def is_row(self) -> bool:
        """Tell whether it is a row of a table."""
        return self.lines[0].is_row

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the folded cells of a row."""
        return tuple(fold(cell).text.strip() for cell in self.lines[0].cells)

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Return where the signs from `start` to `end` stand, in their own words."""
        if not self.places:
            return Source(self.lines[0].page, self.lines[0].number, None, "")
        last = len(self.text) if end is None else min(end, len(self.text))
        first = min(start, len(self.text) - 1)
        begin, stop = self.places[first], self.places[max(first, last - 1)]
        words = "".join(
            line.original[
                begin[1] if number == begin[0] else 0 : stop[1] + 1
                if number == stop[0]
                else None
            ]
            for number, line in enumerate(self.lines)
            if begin[0] <= number <= stop[0]
        )
        line = self.lines[begin[0]]
        return Source(line.page, line.number, None, words.strip())


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """The paragraphs in reading order, and the tables."""

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]

    def find(self, words: str) -> tuple[Paragraph, int] | None:
        """Return the first paragraph that holds the folded `words`, and where."""
        for paragraph in self.paragraphs:
            at = paragraph.text.find(words)
            if at >= 0:
                return paragraph, at
        return None


def paper_of(content: Content) -> NoticePaper:
    """Lay a document's content out as paragraphs."""
    lines = _numbered(content)
    wrapped = _wraps(content, lines)
    width = _width(lines) if wrapped else 0
    groups: list[list[PaperLine]] = []
    for line in lines:
        if wrapped and groups and _goes_on(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    paragraphs = tuple(_paragraph(group) for group in groups)
    return NoticePaper(paragraphs, tuple(table.rows for table in content.tables))


def _numbered(content: Content) -> list[PaperLine]:
    """Return the lines that say something; page numbers become pages."""
    raw = content.text.replace("\f", "\n").split("\n")
    cells = {c.strip() for t in content.tables for row in t.rows for c in row}
    page = 1 if content.pages and any(_is_page_mark(one) for one in raw) else None
    lines = []
    for number, original in enumerate(raw, start=1):
        if _is_page_mark(original):
            if page is not None and number < len(raw):
                page = min(page + 1, content.pages or page + 1)
            continue
        if original.strip():
            row = _is_row(original, cells)
            words = original if row else original.rstrip().replace("\t", " ")
            lead = "\t" if original.startswith("\t") and not row else ""
            lines.append(PaperLine(number, page, lead + words[len(lead) :]))
    return lines


def _is_row(original: str, known: set[str]) -> bool:
    """Tell a table's row from a line that tabs set out: 某局    2024年3月1日.

    Where the document has tables (`known` are their cells), a row's words stand there.
    """
    cells = [cell.strip() for cell in original.split("\t") if cell.strip()]
    if len(cells) < 2:  # noqa: PLR2004 - one cell is no row
        return False
    if known:
        return any(cell in known for cell in cells)
    return not any(day_in(fold(cell).text) or "。" in cell for cell in cells)


def _is_page_mark(original: str) -> bool:
    if len(original) > _NARROWEST:
        return False
    found = _PAGE.match(original)
    return found is not None and len(_DASH.findall(original)) > 1


def _wraps(content: Content, lines: list[PaperLine]) -> bool:
    """Tell whether lines are those of a page, not paragraphs."""
    if content.pages:
        return True
    widths = [_wide(line.original) for line in lines if not line.is_row]
    if not widths or max(widths) < _NARROWEST:
        return False
    full = [w for w in widths if w > max(widths) - 2 * _SLACK]
    return len(full) > _MANY * len(widths) and len(full) > _SLACK


def _width(lines: list[PaperLine]) -> int:
    """Return the width of the body's full lines, in half-width signs.

    Only running text counts, which has commas; and a second line must reach it: one
    long footer is no measure. A text of few lines is measured by its longest.
    """
    plain = [one.original.strip() for one in lines if not one.is_row]
    longest = max((_wide(w) for w in plain if not _FOOTER.search(w)), default=0)
    running = (words for words in plain if _RUNNING.search(words))
    widths = sorted((_wide(words) for words in running), reverse=True)
    for wide, narrower in pairwise(widths):
        if narrower > wide - _SLACK and wide > _SHARE * longest:
            return wide
    return longest


def _wide(text: str) -> int:
    return sum(1 if ord(sign) < 0x2000 else 2 for sign in text)  # noqa: PLR2004


def _goes_on(above: PaperLine, below: PaperLine, width: int) -> bool:
    """Tell whether `below` continues the paragraph of `above`."""
    if above.is_row or below.is_row or below.is_cell:
        return False
    upper, lower = above.original.strip(), below.original.strip()
    if _BEGINS.match(fold(lower).text):
        return False
    end, token = fold(upper).text, _TOKEN.match(lower)
    need = _wide(token.group()) if token else 0
    if end.endswith("："):
        return bool(_LABEL.search(end)) and need > 2  # noqa: PLR2004 - no Han
    room = width - _wide(upper)
    if end[-1:] in _ENDS:
        return room < need + 1 or room <= 1
    return room < need + 2 * _SLACK


def _paragraph(lines: list[PaperLine]) -> Paragraph:
    joined, origin = "", []
    for number, line in enumerate(lines):
        text = line.original if line.is_row else line.original.replace("\t", " ")
        joined += text
        origin += [(number, column) for column in range(len(text))]
    folded = fold(joined)
    return Paragraph(folded.text, tuple(lines), tuple(origin[p] for p in folded.places))

"""The annexes that a notice lists, and the columns of their tables."""

from __future__ import annotations

import re
from typing import Final

from mailbot.core.reading_notice.layout.folding import fold
from mailbot.core.reading_notice.layout.numbering import numbered
from mailbot.core.reading_notice.layout.paper import NoticePaper, Paragraph
from mailbot.core.reading_notice.proposal import NoticeAnnex

_LIST: Final = re.compile(r"^附件\d{0,2}：(?P<first>.+)$")
_INLINE: Final = re.compile(r"(?=\d{1,2}[.、](?!\d))")
_HEADS: Final = re.compile(r"^附件\d{0,2}(?:-\d)?：?$")
_SHORT: Final = 8
_TITLE: Final = re.compile(r"[\u4e00-\u9fff]")


def annexes_in(paper: NoticePaper, end: int) -> tuple[NoticeAnnex, ...]:
    """Return the annexes listed above the signature (`end`), else the bare tables."""
    listed = _listed(paper, end)
    if listed:
        return tuple(_with_columns(paper, one) for one in listed)
    return tuple(
        NoticeAnnex(None, _columns(table)) for table in paper.tables if len(table) > 1
    )


def _listed(paper: NoticePaper, end: int) -> list[NoticeAnnex]:
    for place, one in enumerate(paper.paragraphs[: end + 1]):
        found = _LIST.match(one.text)
        if found is None:
            continue
        lines = [(found["first"], one)]
        for below in paper.paragraphs[place + 1 : end + 1]:
            number = numbered(below.text)
            if number is None or number.no != len(_split(lines)) + 1:
                break
            lines.append((below.text, below))
        return [NoticeAnnex(title, (), at.source()) for title, at in _split(lines)]
    return []


def _split(lines: list[tuple[str, Paragraph]]) -> list[tuple[str, Paragraph]]:
    titles = []
    for words, one in lines:
        for piece in _INLINE.split(words):
            number = numbered(piece)
            title = piece[number.length :] if number else piece
            title = title.strip(" ；;。、")
            if _TITLE.search(title):
                titles.append((title, one))
    return titles


def _with_columns(paper: NoticePaper, annex: NoticeAnnex) -> NoticeAnnex:
    """Give an annex the heading of the table that follows its title."""
    if annex.title is None:
        return annex
    table = _table_below(paper, annex.title)
    columns = _columns(table) if table else _stacked(paper)
    return NoticeAnnex(annex.title, columns, annex.source)


def _stacked(paper: NoticePaper) -> tuple[str, ...]:
    """Return the heading of a table whose cells stand one a line, each after a tab.

    So old converters write tables as text: the heading ends where the rows' first
    number stands, a line without a tab goes on with the cell above.
    """
    heads: list[str] = []
    for one in paper.paragraphs:
        cells = [cell for cell in one.cells if cell]
        if one.lines[0].is_cell and cells:
            if cells[0].isdigit():
                return tuple(heads) if len(heads) > 1 else ()
            heads.append(cells[0])
        elif heads and not one.is_row and len(one.text) < _SHORT:
            heads[-1] += one.text
        else:
            heads = []
    return ()


def _table_below(paper: NoticePaper, title: str) -> tuple[tuple[str, ...], ...] | None:
    wanted = _plain(title)
    begun = False
    heading = ""
    for one in paper.paragraphs:
        if one.is_row and begun:
            return _table_of(paper, one)
        if _HEADS.match(one.text):
            heading, begun = "", False
            continue
        heading = (
            heading + _plain(one.text)
            if len(heading) < len(wanted)
            else _plain(one.text)
        )
        listed = one.text.startswith("附件") or numbered(one.text) is not None
        if not listed and (heading.endswith(wanted) or _plain(one.text) == wanted):
            begun = True
        elif begun and len(one.text) > 60:  # noqa: PLR2004 - running text: no form
            begun = False
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\s《》]", "", text)


def _table_of(paper: NoticePaper, row: Paragraph) -> tuple[tuple[str, ...], ...] | None:
    cells = [cell for cell in row.cells if cell]
    for table in paper.tables:
        for one in table:
            own = [
                c for c in (fold(c.replace("\n", "")).text.strip() for c in one) if c
            ]
            if _plain("".join(own)) == _plain("".join(cells)):
                return table
    return None


def _columns(table: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return a table's heading: its first row with more than one word."""
    for row in table:
        cells = tuple(
            fold(cell.replace("\n", "")).text.replace(" ", "") for cell in row
        )
        if len([cell for cell in cells if cell]) > 1:
            return tuple(cell for cell in cells if cell)
    return ()

"""Plain text in whatever encoding a Chinese office's programs wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from mailbot.adapters.documents.bounds import (
    MAX_CELLS,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    Refusal,
)
from mailbot.adapters.documents.story import Cell, Grid, clean, told
from mailbot.core.record.documents import Content, Problem

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE
)
_DELIMITERS: Final = (",", ";", "\t")
_FEWEST: Final = 3
_HEAD: Final = 2048  # a declaration stands in a page's first bytes


def read_text(content: bytes) -> Content:
    """Return a text file's lines, or the table that delimiters make of it."""
    if len(content) > 4 * MAX_CHARACTERS:
        raise Refusal(Problem.TOO_LARGE)
    text = clean(decoded(content).replace("\r\n", "\n"))
    if len(text) > MAX_CHARACTERS:
        raise Refusal(Problem.TOO_LARGE)
    rows = _delimited(text)
    return told([_grid(rows)]) if rows else Content(text=text)


def _delimited(text: str) -> list[list[str]]:
    """Return the rows of comma-separated values and the like, [] for other text.

    Most lines have to hold equally many fields, three at least: no prose does.
    """
    for delimiter in _DELIMITERS:
        try:
            lines = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
            rows = [row for row in lines if any(row)]
        except csv.Error:  # a quotation mark within a word: no such file
            continue
        widest = max(map(len, rows), default=0)
        if widest > MAX_COLUMNS or widest * len(rows) > MAX_CELLS:
            return []  # a dump of data stays text
        widths = Counter(map(len, rows)).most_common(1)
        if widths and widths[0][0] >= _FEWEST and widths[0][1] > len(rows) / 2:
            return rows if len(rows) > 1 else []
    return []


def _grid(rows: list[list[str]]) -> Grid:
    return Grid(
        tuple(
            Cell(i, j, (text,))
            for i, row in enumerate(rows)
            for j, text in enumerate(row)
        )
    )


def decoded(content: bytes) -> str:
    """Return the text of bytes of unknown encoding; never raises.

    A byte order mark decides; then valid UTF-8; then what the page declares, GB18030
    standing for its older names; then GB18030, which every Chinese Windows writes.
    """
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, "replace")
    for codec in _candidates(content):
        try:
            return content.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("gb18030", "replace")


def _candidates(content: bytes) -> Iterator[str]:
    head = content[:_HEAD]
    if head.count(0) * 4 > len(head):  # every other byte of Latin UTF-16 is NUL
        yield "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    yield "utf-8"
    match = _DECLARED.search(head)
    if match:
        name = match[1].decode("ascii").lower()
        yield "gb18030" if name in {"gb2312", "gbk", "cp936", "x-gbk"} else name
    yield "gb18030"

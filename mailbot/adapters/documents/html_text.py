"""HTML, also what was saved as .doc or .xls: text and tables, nothing hidden."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_TAGS,
    MAX_XML_BYTES,
    Refusal,
)
from mailbot.adapters.documents.package import whole
from mailbot.adapters.documents.story import Block, Cell, Grid, told
from mailbot.adapters.documents.text import decoded
from mailbot.adapters.documents.textual import is_web_archive, textual_head
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_UNSEEN: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "title",
        "meta",
        "link",
        "object",
        "iframe",
        "del",
        "select",
        "textarea",
        "button",
        "svg",
        "math",
        "audio",
        "video",
        "datalist",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "caption",
    ]
)
_HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
# Every character is taken by one match: words without braces are not tried from each.
_RULE: Final = re.compile(r"([^{}]*+)(?:\{([^{}]*+)\}|[{}]|\Z)")
_CLASS: Final = re.compile(r"^\s*[a-zA-Z0-9]*\.([\w-]+)\s*$")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_MAX_HTML_DEPTH: Final = 200


def read_html(content: bytes) -> Content:
    """Return text and tables of a page; Refusal where there is none."""
    from lxml import etree, html  # noqa: PLC0415 - a child that reads only doc never pays

    if len(content) > MAX_XML_BYTES or content.count(b"<") > MAX_TAGS:
        raise Refusal(Problem.TOO_LARGE)
    text = decoded(page_of(content))
    # lxml refuses a str that still declares an encoding
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Problem.CORRUPT) from error
    return told(_Page(_hiding_classes(root)).blocks(root))


def _hiding_classes(root: etree._Element) -> frozenset[str]:
    """Return the classes whose plain rule hides (Excel marks its hidden rows so)."""
    found: set[str] = set()
    for style in root.iter("style"):
        for selectors, rule in _RULE.findall(style.text or ""):
            if _HIDING.search(rule):
                matches = map(_CLASS.match, selectors.split(","))
                found |= {match[1] for match in matches if match}
    return frozenset(found)


class _Page:
    """Walks a page as it is drawn: blocks begin lines, blanks fold."""

    def __init__(self, hiding: frozenset[str]) -> None:
        self._hiding = hiding
        self._depth = 0

    def blocks(self, element: etree._Element) -> list[Block]:
        """Return the paragraphs and tables inside an element."""
        found: list[Block] = []
        line: list[str] = []
        self._walk(element, found, line)
        _end_line(found, line)
        return found

    def _walk(
        self, element: etree._Element, found: list[Block], line: list[str]
    ) -> None:
        self._depth += 1
        if self._depth > _MAX_HTML_DEPTH:
            raise Refusal(Problem.TOO_LARGE)
        line.append(element.text or "")
        for one in element:
            self._one(one, found, line)
            line.append(one.tail or "")
        self._depth -= 1

    def _one(self, one: etree._Element, found: list[Block], line: list[str]) -> None:
        name: object = one.tag
        tag = name if isinstance(name, str) else "script"
        if tag in _UNSEEN or self._is_hidden(one):
            return
        if tag == "br":
            line.append("\v")
        elif tag == "table":
            _end_line(found, line)
            found.append(self._table(one))
        elif tag in _BLOCKS:
            _end_line(found, line)
            self._walk(one, found, line)
            _end_line(found, line)
        else:
            self._walk(one, found, line)

    def _is_hidden(self, one: etree._Element) -> bool:
        return (
            "hidden" in one.attrib
            or bool(_HIDING.search(str(one.get("style") or "")))
            or not self._hiding.isdisjoint(str(one.get("class") or "").split())
        )

    def _table(self, table: etree._Element) -> Grid:
        """Lay cells as HTML does: each in the first place that is still free."""
        cells: list[Cell] = []
        taken: dict[int, int] = {}  # column -> first row in which it is free again
        for number, row in enumerate(self._rows(table)):
            column = 0
            for one in row:
                if one.tag not in {"td", "th"} or self._is_hidden(one):
                    continue
                while taken.get(column, 0) > number:
                    column += 1
                height, width = _span(one, "rowspan"), _span(one, "colspan")
                cells.append(
                    Cell(number, column, tuple(self.blocks(one)), height, width)
                )
                taken |= dict.fromkeys(range(column, column + width), number + height)
                column += width
            if len(taken) > MAX_COLUMNS or len(cells) > MAX_CELLS:
                raise Refusal(Problem.TOO_LARGE)
        return Grid(tuple(_cut(cells, number + 1) if cells else ()))

    def _rows(self, table: etree._Element) -> Iterator[etree._Element]:
        for one in table:
            if self._is_hidden(one):
                continue
            if one.tag == "tr":
                yield one
            elif one.tag in {"thead", "tbody", "tfoot"}:
                yield from self._rows(one)


def _cut(cells: list[Cell], height: int) -> list[Cell]:
    """Let no cell reach below the table's last row (rowspan=100 is common)."""
    return [
        Cell(
            one.row,
            one.column,
            one.blocks,
            min(one.rows, height - one.row),
            one.columns,
        )
        for one in cells
    ]


def _span(cell: etree._Element, name: str) -> int:
    return min(max(whole(str(cell.get(name) or "1").strip(), 1), 1), MAX_COLUMNS)


def _end_line(found: list[Block], line: list[str]) -> None:
    """Fold the blanks of what was gathered into one paragraph."""
    text = _BLANKS.sub(" ", "".join(line))
    line.clear()
    if text.strip(" "):
        found.append("\n".join(part.strip(" ") for part in text.split("\v")))


# The page inside a web archive (.mht), as Word and WPS save it under .doc.

_HEAD = 16 * 1024


def page_of(content: bytes) -> bytes:
    """Return the largest page of a web archive, other bytes as they are.

    The first one may be an empty frame around a workbook's sheets.
    """
    if not is_web_archive(textual_head(content[:_HEAD])):
        return content
    archive = email.message_from_bytes(content, policy=email.policy.compat32)
    pages = [
        _as_utf8(data, str(part.get_content_charset("")))
        for part in archive.walk()
        if part.get_content_type() == "text/html"
        and isinstance(data := part.get_payload(decode=True), bytes)
    ]
    if not pages:
        raise Refusal(Problem.CORRUPT)
    return max(pages, key=len)


def _as_utf8(page: bytes, charset: str) -> bytes:
    """Return a page whose charset its MIME part tells, marked as UTF-8."""
    charset = "gb18030" if charset in {"gb2312", "gbk"} else charset
    try:
        return b"\xef\xbb\xbf" + page.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return page

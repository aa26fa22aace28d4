"""Word's .docx and .docm, as Word, WPS and LibreOffice write them (ECMA-376).

Out: tracked deletions, moved-away text, hidden text, field instructions, prompts of
empty content controls, comments. In: insertions, content controls, text boxes (each
once, though mc:AlternateContent holds two), and headers, footers and notes at the end.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_COLUMNS, Refusal
from mailbot.adapters.documents.package import (
    Package,
    attribute,
    child,
    children,
    descendants,
    local,
    whole,
)
from mailbot.adapters.documents.story import Block, Drawn, Grid, grid_of_rows, told
from mailbot.adapters.documents.word.chunks import Chunks
from mailbot.adapters.documents.word.glyphs import symbol
from mailbot.adapters.documents.word.numbering import Numbering
from mailbot.core.record.documents import Content, Problem

if TYPE_CHECKING:
    from lxml import etree

_THROUGH: Final = frozenset((
    "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink",
    "fldSimple", "dir", "bdo", "ruby", "rubyBase", "oMath", "oMathPara",
    "AlternateContent",
    # Word 2003's XML: sections, and insertions (a deletion's words are delText)
    "sect", "sub-section", "annotation", "content",
))  # fmt: skip
_OFF: Final = frozenset(("0", "false", "off"))
_LITERAL: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_AFTER_BODY: Final = ("header", "footer", "footnotes", "endnotes")


def read_docx(content: bytes) -> Content:
    """Return text and tables of a .docx; Refusal where it cannot be read."""
    package = Package(content)
    main = _main_part(package)
    relations = _relations(package, main)
    walker = _Walker(
        _hidden_styles(package, main, relations),
        _numbering(package, main, relations),
        Chunks(package, main),
    )
    body = child(package.xml(main), "body")
    if body is None:
        raise Refusal(Problem.CORRUPT)
    blocks = walker.blocks(body)
    for kind in _AFTER_BODY:
        for target in relations.get(kind, ()):
            if target in package:
                blocks += _notes(walker, package.xml(target))
    return told(blocks)


def _notes(walker: _Walker, part: etree._Element) -> list[Block]:
    """Return the text of a header, a footer, or of all notes of a part."""
    blocks = walker.blocks(part)
    for note in part:
        if local(note) in {"footnote", "endnote"}:
            blocks += walker.blocks(note)
    return blocks


def _main_part(package: Package) -> str:
    """Return the part's name that holds the body; the root relations say."""
    found = _relations(package, "").get("officeDocument", ["word/document.xml"])
    return found[0]


def _relations(package: Package, part: str) -> dict[str, list[str]]:
    """Return a part's internal relations: kind -> names of the parts it points to."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", name + ".rels")
    found: dict[str, list[str]] = {}
    if place not in package:
        return found
    for one in children(package.xml(place), "Relationship"):
        if attribute(one, "TargetMode") != "External":
            kind = attribute(one, "Type").rpartition("/")[2]
            target = posixpath.normpath(
                posixpath.join("/", folder, attribute(one, "Target"))
            )
            found.setdefault(kind, []).append(target)
    return found


def _hidden_styles(
    package: Package, main: str, relations: dict[str, list[str]]
) -> frozenset[str]:
    """Return the ids of the styles that hide their text."""
    default = posixpath.join(posixpath.dirname(main), "styles.xml")
    part = relations.get("styles", [default])[0]
    if part not in package:
        return frozenset()
    data = package.read(part)
    if b"vanish" not in data:
        return frozenset()
    return frozenset(
        attribute(style, "styleId")
        for style in descendants(package.xml(part), "style")
        if _is_on(child(style, "rPr", "vanish"))
    )


def _numbering(
    package: Package, main: str, relations: dict[str, list[str]]
) -> Numbering:
    """Return the counter of the document's own numbers."""
    parts: list[etree._Element | None] = []
    for kind in ("numbering", "styles"):
        default = posixpath.join(posixpath.dirname(main), f"{kind}.xml")
        part = relations.get(kind, [default])[0]
        known = part in package and b"numId" in package.read(part)
        parts.append(package.xml(part) if known else None)
    return Numbering(*parts)


def _is_on(switch: etree._Element | None) -> bool:
    """Say whether a toggle such as w:vanish stands and is not switched off."""
    return switch is not None and attribute(switch, "val").lower() not in _OFF


class _Walker:
    """Goes through a part in reading order; knows hidden styles and open fields."""

    def __init__(
        self, hidden_styles: frozenset[str], numbering: Numbering, chunks: Chunks
    ) -> None:
        self._hidden_styles = hidden_styles
        self._numbering = numbering
        self._chunks = chunks
        self._depth = 0  # of cells in cells
        self._fields: list[bool] = []  # per open field: are we at its result yet?

    def blocks(self, container: etree._Element) -> list[Block]:
        """Return paragraphs and tables of a body, a cell, a text box, a header."""
        found: list[Block] = []
        joined = ""  # text of paragraphs whose end mark was deleted
        for element in _shown_children(container):
            match local(element):
                case "p":
                    text, boxes = self._paragraph(element)
                    if _end_deleted(element):
                        joined += text
                    else:
                        found.append(joined + text)
                        joined = ""
                    found += boxes
                case "tbl":
                    found.append(read_table(element, self._cell))
                case "altChunk":
                    found.append(self._chunks.read(attribute(element, "id")))
                case name:
                    found += self.blocks(element) if name in _THROUGH else []
        return [*found, joined] if joined else found

    def _cell(self, cell: etree._Element) -> list[Block]:
        """Return what stands in a cell, with the numbers that Word counted in it."""
        self._depth += 1
        found = self.blocks(cell)
        self._depth -= 1
        return found

    def _paragraph(self, element: etree._Element) -> tuple[str, list[Block]]:
        label = self._numbering.label(element)
        pieces: list[str] = [label] if label and self._depth else []
        boxes: list[Block] = []
        mark = child(element, "pPr", "pStyle")
        hidden = mark is not None and attribute(mark, "val") in self._hidden_styles
        self._inline(element, [] if hidden else pieces, boxes)
        return "".join(pieces), boxes

    def _inline(
        self, element: etree._Element, pieces: list[str], boxes: list[Block]
    ) -> None:
        for one in _shown_children(element):
            name = local(one)
            if name == "r":
                self._run(one, pieces, boxes)
            elif name in _THROUGH:
                self._inline(one, pieces, boxes)
            elif name in {"drawing", "pict", "object"}:
                self._boxes(one, boxes)

    def _run(self, run: etree._Element, pieces: list[str], boxes: list[Block]) -> None:
        if self._is_hidden(run):
            return
        for one in _shown_children(run):
            name = local(one)
            if name == "fldChar":
                self._field(attribute(one, "fldCharType"))
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                self._boxes(one, boxes)
            elif name == "ruby":
                self._inline(one, pieces, boxes)
            elif all(self._fields):
                pieces.append(_literal(one, name))

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return False
        switch = child(properties, "vanish")
        if switch is not None:
            return _is_on(switch)
        style = child(properties, "rStyle")
        return style is not None and attribute(style, "val") in self._hidden_styles

    def _field(self, mark: str) -> None:
        """Follow begin, separate and end: only a field's result is shown."""
        if mark == "begin":
            self._fields.append(False)
        elif mark == "separate" and self._fields:
            self._fields[-1] = True
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _boxes(self, drawing: etree._Element, boxes: list[Block]) -> None:
        """Add the paragraphs of text boxes anywhere in a drawing, each box once."""
        for one in _shown_children(drawing):
            if local(one) == "txbxContent":
                outer, self._fields = self._fields, []
                boxes += self.blocks(one)
                self._fields = outer
            else:
                self._boxes(one, boxes)


def _shown_children(element: etree._Element) -> list[etree._Element]:
    """Return the children that are shown: one branch of alternatives, no prompt."""
    name = local(element)
    if name == "AlternateContent":
        return _branch(element)
    if name == "sdt":
        prompt = child(element, "sdtPr", "showingPlcHdr")
        return [] if _is_on(prompt) else list(children(element, "sdtContent"))
    return list(element)


def _branch(alternatives: etree._Element) -> list[etree._Element]:
    """Return the content of the first branch that says something, else the last."""
    branches = list(alternatives)
    for branch in branches:
        if next(descendants(branch, "t"), None) is not None:
            return list(branch)
    return list(branches[-1]) if branches else []


def _end_deleted(paragraph: etree._Element) -> bool:
    return child(paragraph, "pPr", "rPr", "del") is not None


def _literal(element: etree._Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        return symbol(int(attribute(element, "char", "0"), 16))
    return _LITERAL.get(name, "")


# Tables of .docx: gridSpan, vMerge, gridBefore, deleted rows and cells (17.4).

_AROUND: Final = frozenset(
    ("sdt", "sdtContent", "customXml", "ins", "moveTo", "annotation", "content")
)


def read_table(
    table: etree._Element, blocks: Callable[[etree._Element], list[Block]]
) -> Grid:
    """Return a w:tbl as a grid; `blocks` reads what stands in a cell."""
    rows = [_row(row, blocks) for row in _inside(table, "tr") if not _is_gone(row)]
    return grid_of_rows([row for row in rows if row])


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield rows of a table or cells of a row, through content controls around them."""
    for one in element:
        here = local(one)
        if here == name:
            yield one
        elif here in _AROUND:
            yield from _inside(one, name)


def _is_gone(row: etree._Element) -> bool:
    """Say whether a row was deleted under tracking, or is hidden."""
    properties = child(row, "trPr")
    if properties is None:
        return False
    return any(local(one) in {"del", "hidden", "moveFrom"} for one in properties)


def _row(
    row: etree._Element, blocks: Callable[[etree._Element], list[Block]]
) -> list[Drawn]:
    column = _number(row, "trPr", "gridBefore", default=0)
    drawn: list[Drawn] = []
    for cell in _inside(row, "tc"):
        span = max(1, _number(cell, "tcPr", "gridSpan", default=1))
        if child(cell, "tcPr", "cellDel") is not None:
            continue
        if drawn and _continues(cell, "hMerge"):
            drawn[-1] = _wider(drawn[-1], span)
        else:
            down = _continues(cell, "vMerge") or _continues(cell, "vmerge")
            drawn.append(Drawn(column, span, tuple(blocks(cell)), continues=down))
        column += span
    return drawn


def _wider(drawn: Drawn, span: int) -> Drawn:
    return Drawn(drawn.column, drawn.columns + span, drawn.blocks, drawn.continues)


def _continues(cell: etree._Element, merge: str) -> bool:
    """Say whether a cell is a later part of a merge; no value means "continue"."""
    mark = child(cell, "tcPr", merge)
    return mark is not None and attribute(mark, "val", "continue") == "continue"


def _number(element: etree._Element, *path: str, default: int) -> int:
    found = child(element, *path)
    number = default if found is None else whole(attribute(found, "val"), default)
    return min(max(number, 0), MAX_COLUMNS)

"""Tables of .docx: gridSpan, vMerge, gridBefore, deleted rows and cells (17.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import MAX_COLUMNS
from mailbot.adapters.documents.package import attribute, child, local, whole
from mailbot.adapters.documents.story import Drawn, grid_of_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from mailbot.adapters.documents.story import Block, Grid

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

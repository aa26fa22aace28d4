"""A table that runs over several pages is one table again.

Its next part stands first on the next page with the same columns; its heading may be
repeated there, and a row the page's end divided goes on there without its number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.joining import glued
from mailbot.adapters.documents.placed import PlacedTable
from mailbot.adapters.documents.ruled import Box
from mailbot.adapters.documents.story import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.adapters.documents.placed import Place, PlacedBlock
    from mailbot.adapters.documents.story import Block

_SAME_COLUMNS: Final = 4.0  # points by which a table's edges may move over a page
_FOOTER: Final = 12  # characters: longer lines below a table are text that ends it
_HEADER: Final = 2  # lines above a table that may be a page's heading


def stitched(pages: Sequence[Sequence[PlacedBlock]]) -> list[Block]:
    """Return the blocks of all pages, a table that goes on joined to its beginning."""
    found: list[PlacedBlock] = []
    for page in pages:
        blocks = list(page)
        if found and blocks:
            at = next(
                (i for i, one in enumerate(blocks) if isinstance(one, PlacedTable)), -1
            )
            last = _last_table(found)
            if last is not None and at >= 0:
                table = blocks[at]
                if isinstance(table, PlacedTable) and _goes_on(
                    last, table, blocks[:at]
                ):
                    _append(last, table)
                    blocks = blocks[at + 1 :]
        found += blocks
    return [one if isinstance(one, str) else _grid(one) for one in found]


def _last_table(blocks: list[PlacedBlock]) -> PlacedTable | None:
    """Return the table a page ended with; a page number may follow it."""
    for one in reversed(blocks[-3:]):
        if isinstance(one, PlacedTable):
            return one
        if any(character.isalpha() for character in one) and len(one) > _FOOTER:
            return None
    return None


def _goes_on(
    last: PlacedTable, table: PlacedTable, above: Sequence[PlacedBlock]
) -> bool:
    """Say whether a page's first table has the columns of the one before it."""
    if len(last.xs) != len(table.xs) or len(above) > _HEADER:
        return False
    shift = table.xs[0] - last.xs[0]  # left and right pages may have other margins
    return all(
        abs(b - a - shift) < _SAME_COLUMNS
        for a, b in zip(last.xs, table.xs, strict=True)
    )


def _append(last: PlacedTable, table: PlacedTable) -> None:
    """Add a page's rows: without the repeated heading, the divided row made whole."""
    first = _repeated(last, table)
    if _is_rest(last, table, first):
        for one in table.places:
            if one.box.row == first:
                _complete(last, one)
        first += 1
    for one in table.places:
        if one.box.row >= first:
            one.box = _moved(one.box, last.rows - first)
            last.places.append(one)
    last.rows += table.rows - first


def _repeated(last: PlacedTable, table: PlacedTable) -> int:
    """Return how many rows at the top repeat the heading of the first page."""
    columns = range(len(table.xs) - 1)
    count = 0
    while count < min(3, last.rows, table.rows):
        if any(last.text(count, j) != table.text(count, j) for j in columns):
            break
        if not any(last.text(count, j) for j in columns):
            break
        count += 1
    return count


def _is_rest(last: PlacedTable, table: PlacedTable, row: int) -> bool:
    """Say whether a page begins with the rest of a row: no number, but some text."""
    if row >= table.rows or any(
        one.box.row == row and one.box.rows > 1 for one in table.places
    ):
        return False
    texts = [table.text(row, j) for j in range(len(table.xs) - 1)]
    return not texts[0] and any(texts) and bool(last.text(last.rows - 1, 0))


def _complete(last: PlacedTable, rest: Place) -> None:
    """Add the rest of a divided cell to its beginning on the page before."""
    for one in last.places:
        bottom = one.box.row + one.box.rows == last.rows
        if bottom and one.box.column == rest.box.column and rest.paragraphs:
            more = list(rest.paragraphs)
            if one.is_continued_by(rest):
                one.paragraphs[-1] = glued(one.paragraphs[-1], more.pop(0))
            one.paragraphs += more
            one.lines += rest.lines
            return


def _moved(box: Box, by: int) -> Box:
    corners = box.left, box.top, box.right, box.bottom
    return Box(box.row + by, box.column, box.rows, box.columns, *corners)


def _grid(table: PlacedTable) -> Grid:
    return Grid(
        tuple(
            Cell(
                one.box.row,
                one.box.column,
                tuple(one.paragraphs),
                one.box.rows,
                one.box.columns,
            )
            for one in sorted(
                table.places, key=lambda one: (one.box.row, one.box.column)
            )
        )
    )

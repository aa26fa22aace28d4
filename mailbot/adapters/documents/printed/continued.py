"""A table that runs over several pages is one table again.

Its next part stands first on the next page with the same columns; its heading may be
repeated there, and a row the page's end divided goes on there without its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from mailbot.adapters.documents.printed.joining import glued
from mailbot.adapters.documents.printed.placed import Place, PlacedBlock, PlacedTable
from mailbot.adapters.documents.story import Block, Cell, Grid

_NEAR: Final = 4.0  # points by which a table's edges may move over a page
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
    """Say whether a page's first table stands on columns of the one before it.

    Merged cells may hide some of the edges on the new page.
    """
    if len(above) > _HEADER:
        return False
    edges = _edges_in(last, table)
    apart = all(left < right for left, right in pairwise(edges))
    # two edges of the new page on one of the old would leave a cell without a column
    return edges[:1] == [0] and edges[-1] == len(last.xs) - 1 and apart


def _edges_in(last: PlacedTable, table: PlacedTable) -> list[int]:
    """Return which edge of the first page each edge of the next one is, -1: none."""
    shift = table.xs[0] - last.xs[0]  # left and right pages may have other margins
    return [
        next((i for i, x in enumerate(last.xs) if abs(edge - shift - x) < _NEAR), -1)
        for edge in table.xs
    ]


def _aligned(last: PlacedTable, table: PlacedTable) -> None:
    """Count a page's columns as the first page does."""
    edges = _edges_in(last, table)
    for one in table.places:
        box = one.box
        left, right = edges[box.column], edges[box.column + box.columns]
        one.box = replace(box, column=left, columns=right - left)
    table.xs = last.xs


def _append(last: PlacedTable, table: PlacedTable) -> None:
    """Add a page's rows: without the repeated heading, the divided row made whole."""
    _aligned(last, table)
    first = _repeated(last, table)
    if _is_rest(last, table, first):
        for one in table.places:
            if one.box.row == first:
                _complete(last, one)
        first += 1
    else:
        _reach_over(last, table, first)
    for one in table.places:
        if one.box.row >= first:
            box = one.box
            one.box = replace(box, row=box.row + last.rows - first)
            last.places.append(one)
    last.rows += table.rows - first


def _reach_over(last: PlacedTable, table: PlacedTable, first: int) -> None:
    """Let cells merged downwards go on: the empty ones that begin a page's row."""
    here = sorted(
        (one for one in table.places if one.box.row == first),
        key=lambda one: one.box.column,
    )
    for one in here[:-1]:
        above = _above(last, one)
        if one.paragraphs or above is None:
            return
        above.box = replace(above.box, rows=above.box.rows + one.box.rows)
        table.places.remove(one)


def _above(last: PlacedTable, place: Place) -> Place | None:
    """Return the cell of the last row that stands over a cell of the next page."""
    for one in last.places:
        if one.box.row + one.box.rows == last.rows and (
            one.box.column == place.box.column
        ):
            return one
    return None


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
    """Say whether a page begins with the rest of a row rather than with a new one.

    A rest has no number, and all that goes on was set down to the page's end. A new
    row under a merged number has none either, but most of its cells begin anew.
    """
    here = [one for one in table.places if one.box.row == row]
    more = [(_above(last, one), one) for one in here if one.paragraphs]
    if not more or table.text(row, 0) or not last.text(last.rows - 1, 0):
        return False
    if any(one.box.rows > 1 and one.paragraphs for one in here):
        return False
    goes_on = [above is not None and above.is_continued_by(one) for above, one in more]
    if any(goes_on):
        return True
    return len(more) == 1 and more[0][0] is not None and more[0][0].is_full()


def _complete(last: PlacedTable, rest: Place) -> None:
    """Add the rest of a divided cell to its beginning on the page before.

    One merged downwards goes on over the next rows, too.
    """
    begun = _above(last, rest)
    if begun is None:
        return
    begun.box = replace(begun.box, rows=begun.box.rows + rest.box.rows - 1)
    if not rest.paragraphs:
        return
    more = list(rest.paragraphs)
    if begun.is_continued_by(rest):
        begun.paragraphs[-1] = glued(begun.paragraphs[-1], more.pop(0))
    begun.paragraphs += more
    begun.lines += rest.lines


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

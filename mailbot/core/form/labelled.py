"""The annex laid out as labels and values: 实事名称 | …, below it 责任单位 | …."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mailbot.core.form.columns import find_header
from mailbot.core.form.lines import MOST_ROWS, MOST_TABLES, trimmed
from mailbot.core.form.stitch import FormLine
from mailbot.core.form.words import Column, column_of
from mailbot.core.notice.notice import Notice
from mailbot.core.record.documents import Table

FEWEST_LABELS = 3


def read_labelled(tables: Sequence[Table], notice: Notice) -> tuple[FormLine, ...]:
    """Return the rows of tables in which a label stands left of its value.

    A label met again begins the next row. A table with one label and several
    values a row is turned on its side first.
    """
    found: list[FormLine] = []
    for table in tables[:MOST_TABLES]:
        rows = [trimmed(row) for row in table.rows[:MOST_ROWS]]
        labels = [column_of(row[0], notice) for row in rows if row]
        named = set(labels) - {None, Column.ASIDE}
        enough = Column.PROGRESS in labels and len(named) >= FEWEST_LABELS
        if enough and find_header(rows, notice) is None:
            for pairs in _strands(rows, notice):
                found.extend(_lines(pairs))
    return tuple(found)


def _strands(
    rows: Sequence[tuple[str, ...]], notice: Notice
) -> Iterator[list[tuple[Column, str]]]:
    """Yield runs of label and value: one a value column, or the table's pairs."""
    width = max(len(row) for row in rows)
    roles = [[column_of(cell, notice) for cell in row[1:]] for row in rows]
    if any(role for row in roles for role in row):
        yield [pair for row in rows for pair in _pairs(row, notice)]
        return
    for place in range(1, width):
        strand = []
        for row in rows:
            role = column_of(row[0], notice) if row else None
            if role is not None and place < len(row):
                strand.append((role, row[place]))
        if place == 1 or any(value for _, value in strand):
            yield strand


def _pairs(row: tuple[str, ...], notice: Notice) -> Iterator[tuple[Column, str]]:
    """Yield a row's labels, each with the cell on its right."""
    place = 0
    while place < len(row):
        role = column_of(row[place], notice)
        if role is not None:
            value = row[place + 1] if place + 1 < len(row) else ""
            yield role, value
            place += 1
        place += 1


def _lines(pairs: Sequence[tuple[Column, str]]) -> Iterator[FormLine]:
    """Yield the rows that pairs of label and value make."""
    line, met = FormLine(), set[Column]()
    for role, value in pairs:
        if role in met and role in {Column.NO, Column.ITEM}:
            yield line
            line, met = FormLine(), set()
        met.add(role)
        if role is not Column.ASIDE:
            above = getattr(line, role.value)
            texts: dict[str, Any] = {role.value: f"{above}\n{value}".strip()}
            line = replace(line, **texts)
    if line != FormLine():
        yield line

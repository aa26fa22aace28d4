"""What the catalogues of annex shapes share: a shape is a document and its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mailbot.core.record.documents import Content
from tests.support.annex import (
    ITEMS,
    Row,
    annex_rows,
)

Shape = tuple[Content, Sequence[Row]]
ALL = annex_rows()
NAMES = {item.no: item.name for item in ITEMS}


class Catalogue(dict[str, Callable[[], Shape]]):
    """Shapes by name; used as a decorator it takes one more in."""

    def __call__(self, build: Callable[[], Shape]) -> Callable[[], Shape]:
        self[build.__name__] = build
        return build


def permuted(row: Row, *places: int) -> Row:
    return tuple(row[p] for p in places)


def inserted(row: Row, place: int, cell: str) -> Row:
    return (*row[:place], cell, *row[place:])


def without(rows: list[Row], place: int) -> list[Row]:
    return [(*row[:place], "", *row[place + 1 :]) for row in rows]


def dropped(rows: list[Row], place: int) -> list[Row]:
    return [(*row[:place], *row[place + 1 :]) for row in rows]

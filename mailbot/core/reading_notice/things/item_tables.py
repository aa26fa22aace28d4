"""Items that stand in a table: one row, or several merged ones, with one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbot.core.reading_notice.layout.folding import fold
from mailbot.core.reading_notice.layout.paper import NoticePaper
from mailbot.core.reading_notice.proposal import ReadItem, Source
from mailbot.core.reading_notice.things.items import name_of
from mailbot.core.reading_notice.things.roles import column_role, role_lists
from mailbot.core.reading_notice.things.targets import targets_in
from mailbot.core.reading_notice.things.unit_lists import units_in

Rows = Sequence[tuple[str, ...]]
# What a column of items is called; the first that fits names the item.
NAMES: Final = (
    ("任务名称", "重点任务名称"),
    ("实事名称", "实事名称"),
    ("项目名称", "项目名称"),
    ("工作任务", "重点工作任务"),
    ("重点任务", "重点任务"),
    ("工作内容", "工作内容"),
    ("任务", "目标任务"),
    ("事项", "工作事项"),
    ("项目", "实施项目"),
    ("名称", "专项整治行业名称"),
    ("内容", "主要内容"),
    ("工作", "重点工作"),
    ("举措", "主要举措"),
    ("措施", "具体措施"),
    ("指标", "主要指标"),
    ("目标", "年度目标"),
    ("行业", "整治行业"),
)
_NUMBERS: Final = re.compile(r"^(?:序号|编号|项目编号|任务编号|序|号)$")
_NO: Final = re.compile(r"^(?:（)?(\d{1,3})[.、）]?$")
# A cell's paragraphs, each a name: the line before ends as a name does.
_LINES: Final = re.compile(
    r"(?<=[局委办院会联部厅站所社镇乡府心队团司处道）；。、])\s*\n+\s*"
)
_MOST_TIERS: Final = 4
_WIDEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class ItemColumns:
    """Which columns hold number, name, further words, leading and other units."""

    no: int
    name: int
    more: tuple[int, ...]
    lead: tuple[int, ...]
    units: tuple[int, ...]
    first: int  # the first row below the heading


def tables_items(paper: NoticePaper) -> tuple[tuple[ReadItem, ...], tuple[Source, ...]]:
    """Return the items of every table that has a column of units."""
    items: list[ReadItem] = []
    unread: list[Source] = []
    columns: ItemColumns | None = None
    width = 0
    for place, raw in enumerate(paper.tables, start=1):
        rows = [
            tuple(fold(c.replace("\n", "")).text.strip() for c in row) for row in raw
        ]
        blanks = [tuple(_LINES.sub("、", c) for c in row) for row in raw]
        own = columns_of(rows)
        if own is not None:
            columns, width = own, len(rows[0])
        elif columns is not None and rows and len(rows[0]) == width:
            columns = replace(columns, first=0)  # the table goes on on the next page
        if columns is None or (own is None and len(rows[0]) != width):
            continue
        _read(rows, blanks, columns, (place, items, unread))
    return tuple(items), tuple(unread)


def columns_of(rows: Rows) -> ItemColumns | None:
    """Return the columns of a table of items, None if it is none."""
    for tiers in range(min(_MOST_TIERS, len(rows))):
        heads = _heads(rows, tiers)
        lead = tuple(i for i, head in enumerate(heads) if column_role(head) is True)
        units = tuple(i for i, head in enumerate(heads) if column_role(head) is False)
        name = _name_column(heads, {*lead, *units})
        if (lead or units) and name >= 0:
            no = next((i for i, h in enumerate(heads) if _NUMBERS.match(h)), -1)
            more = _more_columns(heads, {no, name, *lead, *units})
            first = _first_row(rows, tiers)
            return ItemColumns(no, name, more, lead, units, first)
    return None


def _heads(rows: Rows, last: int) -> list[str]:
    """Return each column's lowest word of the heading that ends in row `last`."""
    return [cell.replace(" ", "") for cell in rows[last]]


def _first_row(rows: Rows, last: int) -> int:
    """Return the first row that is no repetition of the heading."""
    first = last + 1
    while first < len(rows) and rows[first] == rows[last]:
        first += 1
    return first


def _name_column(heads: Sequence[str], taken: set[int]) -> int:
    for word, _ in NAMES:
        for place, head in enumerate(heads):
            if place not in taken and word in head and "进展" not in head:
                return place
    return -1


def _more_columns(heads: Sequence[str], taken: set[int]) -> tuple[int, ...]:
    words = r"内容|目标|任务|措施|标准|指标"
    return tuple(
        place
        for place, head in enumerate(heads)
        if place not in taken and re.search(words, head) and "进展" not in head
    )


def _read(
    rows: Rows,
    blanks: Rows,
    columns: ItemColumns,
    into: tuple[int, list[ReadItem], list[Source]],
) -> None:
    place, items, unread = into
    last_key: tuple[str, str] | None = None
    for number in range(columns.first, len(rows)):
        row = rows[number]
        if _is_section(row, columns):
            last_key = None
            continue
        key = _key(row, columns)
        source = Source(
            cell=f"{place}.{number + 1}.{columns.name + 1}", words=row[columns.name]
        )
        if last_key == key and items:
            items[-1] = _merged(items[-1], row, blanks[number], columns)
        elif row[columns.name]:
            fresh = _item(row, columns, len(items) + 1, source)
            items.append(_merged(fresh, row, blanks[number], columns))
        elif items and _units_of(row, columns):
            items[-1] = _merged(items[-1], row, blanks[number], columns)
        last_key = key
        unread += _unread(blanks[number], columns, (place, number))


def _is_section(row: tuple[str, ...], columns: ItemColumns) -> bool:
    """Tell whether a row is a heading between items, or the table's end."""
    filled = [cell for cell in row if cell]
    if not filled or row[columns.name].startswith("合计"):
        return True
    numbered = columns.no < 0 or not row[columns.no] or _NO.match(row[columns.no])
    if not numbered and not _units_of(row, columns):
        return True
    only = len(set(filled)) == 1
    own = only and row[columns.name] and columns.no >= 0 and _NO.match(row[columns.no])
    return (
        only and not own and not (columns.no < 0 and row[columns.name] and not row[0])
    )


def _key(row: tuple[str, ...], columns: ItemColumns) -> tuple[str, str]:
    if columns.no >= 0 and row[columns.no]:
        return row[columns.no], ""
    return "", row[columns.name]


def _units_of(row: tuple[str, ...], columns: ItemColumns) -> str:
    return "".join(row[place] for place in (*columns.lead, *columns.units))


def _item(
    row: tuple[str, ...], columns: ItemColumns, at: int, source: Source
) -> ReadItem:
    found = _NO.match(row[columns.no]) if columns.no >= 0 else None
    words = row[columns.name]
    name = words.strip(" 。") if len(words) <= _WIDEST_NAME else name_of(words)
    return ReadItem(int(found[1]) if found else at, name, source=source)


def _merged(
    item: ReadItem, row: tuple[str, ...], raw: tuple[str, ...], columns: ItemColumns
) -> ReadItem:
    """Add a row's units and targets to its item."""
    lead, units, classes = list(item.lead), list(item.units), list(item.classes)
    for leads, words in _lists(raw, columns):
        named = units_in(words, blanks=True)
        (lead if leads else units).extend(named.units)
        lead += named.lead
        classes += named.classes
    words = "。".join(row[place] for place in (columns.name, *columns.more))
    targets = tuple(dict.fromkeys((*item.targets, *targets_in(words))))
    return replace(
        item,
        lead=tuple(dict.fromkeys(lead)),
        units=tuple(unit for unit in dict.fromkeys(units) if unit not in lead),
        classes=tuple(dict.fromkeys(classes)),
        targets=targets,
    )


def _lists(raw: tuple[str, ...], columns: ItemColumns) -> Iterator[tuple[bool, str]]:
    """Yield a row's lists of units; a cell may hold labels of its own (牵头：…)."""
    for leads, places in ((True, columns.lead), (False, columns.units)):
        for place in places:
            words = fold(raw[place]).text
            labelled = [one for one in role_lists(words) if one.labelled]
            if labelled:
                yield from ((one.leads, one.words) for one in labelled)
            else:
                yield leads, words


def _unread(
    raw: tuple[str, ...], columns: ItemColumns, at: tuple[int, int]
) -> list[Source]:
    place = (*columns.units, *columns.lead)[0]
    return [
        Source(cell=f"{at[0]}.{at[1] + 1}.{place + 1}", words=words)
        for _, words in _lists(raw, columns)
        if units_in(words, blanks=True).unread
    ]

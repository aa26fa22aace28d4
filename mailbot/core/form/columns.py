"""Where the annex table's heading stands, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.core.form.by_period import PeriodColumn, period_columns
from mailbot.core.form.words import (
    Column,
    column_of,
    likeness,
    number_of,
    squeeze,
    squeezed,
)
from mailbot.core.notice.notice import Notice

MOST_TIERS = 3
SEARCHED_ROWS = 60
ENOUGH_COLUMNS = 3
LONGEST_SPLIT_WORD = 4  # 完成 / 时限, …进度情 / 况
LIKE_AN_ITEM = 80.0
LIKE_THE_HEADING = 85.0

_SHARED = re.compile(r"牵头|配合|协[办同助]|参与|主办")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; progress and units may be spread over several.

    `periods` parts the progress columns where each has its period in its heading.
    """

    no: int = -1
    item: int = -1
    units: tuple[int, ...] = ()
    progress: tuple[int, ...] = ()
    due: int = -1
    periods: tuple[PeriodColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnHeads:
    """The heading of a table: rows `start` up to, not including, `end`."""

    start: int
    end: int
    columns: Columns


def find_header(rows: Sequence[tuple[str, ...]], notice: Notice) -> ColumnHeads | None:
    """Return the first heading in `rows`, whose words may take up to three rows."""
    for start in range(min(len(rows), SEARCHED_ROWS)):
        header = header_at(rows, start, notice)
        if header is not None:
            return header
    return None


def header_at(
    rows: Sequence[tuple[str, ...]], start: int, notice: Notice
) -> ColumnHeads | None:
    """Return the heading that begins in row `start`, None if none does."""
    if not speaks_of_columns(rows[start], notice):
        return None
    for end in range(start + 1, min(start + MOST_TIERS, len(rows)) + 1):
        if _is_data(rows[end - 1], notice):
            return None
        columns = _columns(rows[start:end], notice)
        if _is_enough(columns):
            last = _with_lower_tiers(rows, start, end, notice)
            columns = _filled_up(rows[start:last], notice)
            parted = _by_period(columns, rows[start:last], notice)
            return ColumnHeads(start, last, parted)
    return None


def _by_period(
    columns: Columns, tiers: Sequence[tuple[str, ...]], notice: Notice
) -> Columns:
    """Return the columns, those of progress parted by the periods they are for."""
    headings = {place: "".join(_path(tiers, place)) for place in columns.progress}
    return replace(columns, periods=period_columns(headings, notice.schedule.cycle))


def speaks_of_columns(row: tuple[str, ...], notice: Notice) -> bool:
    """Tell whether a row has two cells that may head columns."""
    heads = [c for c in row if c and column_of(c, notice) is not None]
    return len(heads) > 1


def _is_enough(columns: Columns) -> bool:
    """Tell whether these columns make an annex table: progress, and of what."""
    found = (columns.no, columns.item, columns.due)
    named = sum(place >= 0 for place in found) + bool(columns.units)
    if columns.progress:
        return columns.item >= 0 or bool(columns.units) or columns.no >= 0
    return columns.item >= 0 and named >= ENOUGH_COLUMNS


def _with_lower_tiers(
    rows: Sequence[tuple[str, ...]], start: int, end: int, notice: Notice
) -> int:
    """Return where the heading ends once its lower tiers are taken in."""
    while end < min(start + MOST_TIERS, len(rows)):
        above, row = rows[end - 1], rows[end]
        filled = [(a, c) for a, c in zip(above, row, strict=False) if c.strip()]
        if not filled or _is_data(row, notice):
            break
        if not all(_is_heading(a, c, notice) for a, c in filled):
            break
        end += 1
    return end


def _is_heading(above: str, cell: str, notice: Notice) -> bool:
    """Tell whether `cell` belongs to a heading whose upper part is `above`."""
    word = squeeze(cell)
    if word == squeeze(above) or column_of(cell, notice) is not None:
        return True
    if len(word) > LONGEST_SPLIT_WORD:
        return False
    whole = squeeze(above) + word
    return any(
        likeness(own, whole) > likeness(own, squeeze(above))
        for own in squeezed(notice.annex_columns)
    )


def _is_data(row: tuple[str, ...], notice: Notice) -> bool:
    """Tell whether a row holds a number, an item or a unit, as no heading does."""
    for cell in row:
        word = squeeze(cell)
        if not word:
            continue
        if number_of(cell) is not None or cell.strip() in notice.units:
            return True
        if likest(word, item_names(notice)) >= LIKE_AN_ITEM:
            return True
    return False


def _columns(tiers: Sequence[tuple[str, ...]], notice: Notice) -> Columns:
    """Return which column is which below a heading of one or more tiers."""
    width = max(len(row) for row in tiers)
    paths = [_path(tiers, place) for place in range(width)]
    roles = [_role(path, notice) for path in paths]
    return Columns(
        no=_best(Column.NO, paths, roles, notice),
        item=_best(Column.ITEM, paths, roles, notice),
        units=_units(paths, roles, notice),
        progress=_progress(paths, roles, notice),
        due=_best(Column.DUE, paths, roles, notice),
    )


def _path(tiers: Sequence[tuple[str, ...]], place: int) -> tuple[str, ...]:
    """Return a column's heading words from the top tier down, none twice.

    An upper cell merged sideways holds its words in its first column only: the
    empty ones on its right get them, where a lower tier divides them.
    """
    words: list[str] = []
    for depth, row in enumerate(tiers):
        word = cell(row, place)
        if not word and depth + 1 < len(tiers) and cell(tiers[depth + 1], place):
            word = next((row[p] for p in range(place, -1, -1) if cell(row, p)), "")
        if word and (not words or squeeze(words[-1]) != squeeze(word)):
            words.append(word)
    return tuple(words)


def _filled_up(tiers: Sequence[tuple[str, ...]], notice: Notice) -> Columns:
    """Return the columns; without one on progress, the first of unknown meaning."""
    columns = _columns(tiers, notice)
    if columns.progress:
        return columns
    paths = [_path(tiers, place) for place in range(max(map(len, tiers)))]
    unknown = [
        p for p, path in enumerate(paths) if path and _role(path, notice) is None
    ]
    named_again = [
        place
        for place, path in enumerate(paths)
        if place > columns.item and _role(path, notice) is Column.ITEM
    ]  # 内容 beside 项目名称 is what was done
    return replace(columns, progress=tuple([*unknown, *named_again][:1]))


def cell(row: tuple[str, ...], place: int) -> str:
    """Return a cell without blanks around it, "" beyond the row's end."""
    return row[place].strip() if 0 <= place < len(row) else ""


def _role(path: tuple[str, ...], notice: Notice) -> Column | None:
    """Return what a column is for: its whole heading, then the lowest word."""
    if not path:
        return None
    whole = column_of("".join(path), notice)
    if whole is Column.ASIDE:
        return whole
    return column_of(path[-1], notice) or whole or column_of(path[0], notice)


def _heading_of(role: Column, notice: Notice) -> str:
    """Return the notice's own heading for a column, squeezed, "" if it has none."""
    own = (c for c in notice.annex_columns if column_of(c, notice) is role)
    return squeeze(next(own, ""))


def _best(
    role: Column,
    paths: list[tuple[str, ...]],
    roles: list[Column | None],
    notice: Notice,
) -> int:
    """Return the column of that role whose heading is likest the notice's, or -1."""
    own = _heading_of(role, notice)
    places = [place for place, found in enumerate(roles) if found is role]
    return max(
        places,
        key=lambda p: likeness(squeeze("".join(paths[p])), own),
        default=-1,
    )


def _units(
    paths: list[tuple[str, ...]], roles: list[Column | None], notice: Notice
) -> tuple[int, ...]:
    """Return the column of units, with those that part 牵头 from 配合单位."""
    best = _best(Column.UNITS, paths, roles, notice)
    return tuple(
        place
        for place, role in enumerate(roles)
        if place == best
        or (role is Column.UNITS and _SHARED.search("".join(paths[place])))
    )


def _progress(
    paths: list[tuple[str, ...]], roles: list[Column | None], notice: Notice
) -> tuple[int, ...]:
    """Return the notice's own progress column, else all that speak of progress."""
    own = _heading_of(Column.PROGRESS, notice)
    places = [place for place, found in enumerate(roles) if found is Column.PROGRESS]
    exact = [
        p for p in places if likeness(squeeze(paths[p][-1]), own) >= LIKE_THE_HEADING
    ]
    return tuple(exact) if len(exact) == 1 else tuple(places)


def item_names(notice: Notice) -> tuple[str, ...]:
    """Return the items' names, squeezed."""
    return squeezed(tuple(item.name for item in notice.items))


def likest(word: str, names: tuple[str, ...]) -> float:
    """Return how like the likest of `names` a squeezed word is."""
    return max((likeness(name, word) for name in names), default=0.0)

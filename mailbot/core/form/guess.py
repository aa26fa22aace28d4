"""Which column is which in an annex table that lost its heading."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mailbot.core.form.columns import (
    LIKE_AN_ITEM,
    SEARCHED_ROWS,
    Columns,
    cell,
    item_names,
    likest,
)
from mailbot.core.form.words import number_of, squeeze
from mailbot.core.notice.notice import Notice


def guess_columns(rows: Sequence[tuple[str, ...]], notice: Notice) -> Columns | None:
    """Return the columns of a table without a heading, told by what they hold.

    The column of the items' names decides; no item named, no annex table.
    """
    sample = rows[:SEARCHED_ROWS]
    width = max((len(row) for row in sample), default=0)
    places = range(width)
    names = item_names(notice)
    item = _most(sample, places, lambda c: likest(squeeze(c), names) >= LIKE_AN_ITEM)
    if item < 0:
        return None
    no = _most(sample, range(item), lambda c: number_of(c) is not None)
    unit = _most(sample, places, lambda c: any(u in c for u in notice.units))
    units = (unit,) if unit >= 0 else ()
    rest = [p for p in range(item + 1, width) if p != unit]
    if not rest:
        return Columns(no=no, item=item, units=units)
    longest = max(rest, key=lambda p: (_volume(sample, p), -p))
    due = next((p for p in rest if p > longest), -1)
    return Columns(no=no, item=item, units=units, progress=(longest,), due=due)


def _most(
    rows: Sequence[tuple[str, ...]], places: range, test: Callable[[str], bool]
) -> int:
    """Return the column with most cells that pass the test, -1 if none does."""
    counts = {p: sum(test(c) for row in rows if (c := cell(row, p))) for p in places}
    best = max(counts, key=lambda p: counts[p], default=-1)
    return best if best >= 0 and counts[best] else -1


def _volume(rows: Sequence[tuple[str, ...]], place: int) -> int:
    """Return how many characters a column holds."""
    return sum(len(cell(row, place)) for row in rows)

"""Rows of the annex that a page, a merged cell or a list of measures divided."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailbot.core.form.by_period import Said, joined_said
from mailbot.core.form.words import UnitWords, likeness, squeeze
from mailbot.core.notice.notice import Notice

_SENTENCE_END = ("。", "；", ";", "！", "!", "？", "?", "：", ":")
_OPEN_LIMIT = ("年", "至", "到", "—", "-", "、", "，", ",")  # goes on below
# ①, (2), 1.2: a measure's number where the row before names the item.
_PART = re.compile(
    r"^\s*([①-⑳]|[(（]\S{1,3}[)）]|\d{1,2}(\s*[.．\-－]\s*\d{1,2}|[)）]))\s*$"
)
_NUMBERED = re.compile(r"^\s*([(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[①-⑩])")


@dataclass(frozen=True, slots=True)
class FormLine:
    """One row as it stands in the table: its cells, "" where there is none."""

    no: str = ""
    item: str = ""
    units: str = ""
    progress: str = ""
    due: str = ""
    said: Said = ()  # the progress by period, where each has its column
    inherited: bool = False  # number and item are those of the row above


def continues(last: FormLine, line: FormLine, notice: Notice, units: UnitWords) -> bool:
    """Tell whether a row is more of the row before it.

    Either it repeats number, item and units (a cell merged downwards, or one row a
    measure), or it has none of them, or its own words only end theirs (a page
    break through the row). Two rows that each have their own time limit, or of which
    the first has ended its report and the second has one, are two.
    """
    if (line.no, line.item, line.units) == (last.no, last.item, last.units):
        return _repeats(last, line)
    two = _have_limits(last, line) or (bool(line.due) and _are_two(last, line))
    if two or line.no or not (last.no or last.item or line.item):
        return not (two or line.no or line.units)
    if line.item and line.item != last.item:
        return not _are_two(last, line) and _completes(last, line, notice)
    return _has_no_units(last, line, units)


def _repeats(last: FormLine, line: FormLine) -> bool:
    """Tell whether a row with the same first cells is more of the one before it."""
    if line.no or line.item:
        return not _have_limits(last, line)
    return not (line.units or _are_two(last, line))


def _has_no_units(last: FormLine, line: FormLine, units: UnitWords) -> bool:
    """Tell whether a row names no unit of its own: none, the same, a torn list."""
    goes_on = not line.units or line.units == last.units or not units(line.units)
    return goes_on or _torn_units(last, line, units)


def _have_limits(last: FormLine, line: FormLine) -> bool:
    """Tell whether each of two rows has a time limit of its own."""
    whole = bool(last.due) and not last.due.rstrip().endswith(_OPEN_LIMIT)
    return whole and bool(line.due) and line.due != last.due


def _are_two(last: FormLine, line: FormLine) -> bool:
    """Tell whether each of two rows has its own limit, or a report that stands whole.

    An open sentence is what a page break leaves; a row that follows one is its rest.
    """
    ended = last.progress.rstrip().endswith(_SENTENCE_END)
    return _have_limits(last, line) or (ended and bool(line.progress))


def _completes(last: FormLine, line: FormLine, notice: Notice) -> bool:
    """Tell whether two pieces of a name together are an item's name."""
    head, whole = squeeze(last.item), squeeze(last.item + line.item)
    names = [squeeze(item.name) for item in notice.items]
    before = max((likeness(name, head) for name in names), default=0.0)
    after = max((likeness(name, whole) for name in names), default=0.0)
    return after > before and bool(head)


def _torn_units(last: FormLine, line: FormLine, units: UnitWords) -> bool:
    """Tell whether a list of units goes on: the part before it ends openly."""
    if last.units.endswith(("、", "，", ",")):
        return True
    together = units(last.units + line.units)
    return len(together) > len(units(last.units)) + len(units(line.units))


def merged(last: FormLine, line: FormLine, *, torn: bool) -> FormLine:
    """Return two rows as one; `torn` by a page break, their words may go on."""
    return FormLine(
        no=last.no,
        item=last.item if line.item in last.item else last.item + line.item,
        units=last.units if line.units in last.units else last.units + line.units,
        progress=_joined(last.progress, line.progress, torn=torn),
        due=_joined(last.due, line.due, torn=torn),
        said=joined_said(last.said, line.said),
    )


def _joined(above: str, below: str, *, torn: bool) -> str:
    """Return two pieces of a cell, as one paragraph only where a page tore it."""
    if not above or not below or above == below:
        return above or below
    if below in above.splitlines():
        return above
    begins = above.endswith(_SENTENCE_END) or _NUMBERED.match(below) is not None
    return above + below if torn and not begins else f"{above}\n{below}"


def heir(last: FormLine, line: FormLine) -> FormLine:
    """Give a row what stands above it once.

    A further unit's row gets number and item, one more numbered measure (②, 1.2)
    of the same item the item and its units, as does one that has only its own
    report and time limit: its other cells are the merged ones above.
    """
    if _PART.match(line.no) and last.item and not line.item:
        return replace(line, item=last.item, units=line.units or last.units)
    if line.no or line.item or not (line.units or (line.progress and line.due)):
        return line
    return replace(
        line,
        no=last.no,
        item=last.item,
        units=line.units or last.units,
        inherited=not line.units,
    )

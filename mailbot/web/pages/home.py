"""首页: how all stand, what needs a person today, and the year at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.notice.periods import Period, from_id
from mailbot.core.record.progress import Standing, UnitProgress
from mailbot.core.summary.words import matrix_row
from mailbot.core.words.words import STANDING_SIGNS, STANDING_WORDS
from mailbot.flows.console.looking import year
from mailbot.flows.letters.summarize import summary
from mailbot.web.visit import Opening, Reply, Shown, Visit

# Of the heat map, in the units of its own drawing: it scales with the page.
_LEFT, _TOP, _WIDE, _HIGH = 176, 30, 92, 26
_STYLES = {
    Standing.COMPLETE: "good",
    Standing.FILED: "good",
    Standing.PARTIAL: "half",
    Standing.PENDING: "wait",
    Standing.MISSING: "lack",
    Standing.REJECTED: "lack",
    Standing.EXEMPT: "none",
    Standing.NOT_ASKED: "none",
}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One unit in one period: where it is drawn, its sign, style and words."""

    x: int
    y: int
    sign: str
    style: str
    words: str


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Units by periods over the year: labels with their places, and the cells."""

    width: int
    height: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str], ...]
    cells: tuple[HeatCell, ...]


def home(visit: Visit) -> Reply:
    """Show how all stand."""
    office = visit.office
    found = summary(office, visit.now)
    return Shown("home", {"summary": found, "heat": heat_map(visit)})


def heat_map(visit: Visit) -> HeatMap:
    """Lay out the year; what is not yet due is shown as no debt."""
    periods = year(visit.office, visit.now)
    units = visit.office.notice.units
    return HeatMap(
        width=_LEFT + _WIDE * len(periods),
        height=_TOP + _HIGH * len(units) + 4,
        columns=tuple(
            (_x(n) + _WIDE // 2, _short(period))
            for n, (period, _) in enumerate(periods)
        ),
        rows=tuple((_y(n), unit) for n, unit in enumerate(units)),
        cells=tuple(
            _cell(visit, (column, row), line)
            for column, (_, lines) in enumerate(periods)
            for row, line in enumerate(lines)
        ),
    )


def _cell(visit: Visit, place: tuple[int, int], line: UnitProgress) -> HeatCell:
    x, y = _x(place[0]), _y(place[1])
    name = f"{line.unit} {from_id(line.period).chinese}"
    if line.state is Standing.MISSING and visit.now < line.due:
        return HeatCell(x, y, "", "none", f"{name}：尚未到期")
    today = visit.office.local(visit.now).date()
    late = matrix_row(line, today, visit.office.local).late_days
    words = f"{name}：{STANDING_WORDS[line.state]}" + (f"，迟{late}天" if late else "")
    sign = STANDING_SIGNS[line.state] + (f" 迟{late}" if late else "")
    return HeatCell(x, y, sign, _STYLES[line.state], words)


def _x(column: int) -> int:
    return _LEFT + _WIDE * column


def _y(row: int) -> int:
    return _TOP + _HIGH * row


def _short(period: Period) -> str:
    return period.chinese.partition("年")[2] or period.chinese


OPENINGS = (Opening("/", home),)

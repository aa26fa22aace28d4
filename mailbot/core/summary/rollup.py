"""The consolidated annex of one period: each item with what its units reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mailbot.core.form.coverage import Coverage, coverage
from mailbot.core.form.reading import Form
from mailbot.core.form.words import UnitWords, words_of_notice
from mailbot.core.notice.notice import Item, Notice
from mailbot.core.notice.periods import Period
from mailbot.core.targets.words import TargetRow


class Given(StrEnum):
    """What a unit gave for one item: its words, 无, or nothing."""

    REPORTED = "reported"
    NIL = "nil"
    ITEM_MISSING = "item_missing"
    UNREADABLE = "unreadable"
    UNPLACED = "unplaced"
    NOT_REPORTED = "not_reported"


MARKS = {
    Given.REPORTED: "",
    Given.NIL: "",
    Given.ITEM_MISSING: "（本项未填）",
    Given.UNREADABLE: "（已报送，内容未能识别，见原件）",
    Given.UNPLACED: "（未单列，见文末待归项）",
    Given.NOT_REPORTED: "（未报送）",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A unit's current submission for the period, as far as it was read.

    `form` is None where files came whose table could not be read. `note` is what
    the office should see behind the unit's name, e.g. 缺盖章PDF版; "" if complete.
    `source` says in the office's words which file it was read from.
    """

    unit: str
    form: Form | None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit reports on one item: paragraphs, time limit, and marks."""

    unit: str
    given: Given
    paragraphs: tuple[str, ...] = ()
    due: str = ""
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the paragraphs to print: the unit's own, or the mark in their place.

        What is noted of its copies is the office's own affair and stands elsewhere.
        """
        mark = MARKS[self.given]
        return (*self.paragraphs, mark) if mark else self.paragraphs


@dataclass(frozen=True, slots=True)
class RollupRow:
    """One item of the notice with its units' contributions, in the notice's order."""

    no: int
    name: str
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A row that fits no item (待归项), word for word: whose, from where, and why."""

    unit: str
    item: str
    paragraphs: tuple[str, ...]
    due: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rollup:
    """The consolidated table: the annex's title and headings, filled by all units."""

    title: str
    office: str
    period: str
    columns: tuple[str, ...]
    rows: tuple[RollupRow, ...]
    units: tuple[str, ...]
    unplaced: tuple[Unplaced, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    targets: tuple[TargetRow, ...] = ()
    targets_gist: str = ""

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the units that handed in nothing, in the notice's order."""
        every = [c for row in self.rows for c in row.contributions]
        absent = {c.unit for c in every if c.given is Given.NOT_REPORTED}
        return tuple(unit for unit in self.units if unit in absent)

    @property
    def unread(self) -> tuple[str, ...]:
        """Return the units whose table could not be read, in the notice's order."""
        every = [c for row in self.rows for c in row.contributions]
        unread = {c.unit for c in every if c.given is Given.UNREADABLE}
        return tuple(unit for unit in self.units if unit in unread)

    @property
    def lacking(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the units that left items out, with these items' numbers."""
        left_out: dict[str, list[int]] = {}
        for row in self.rows:
            for given in row.contributions:
                if given.given is Given.ITEM_MISSING:
                    left_out.setdefault(given.unit, []).append(row.no)
        return tuple((u, tuple(left_out[u])) for u in self.units if u in left_out)

    @property
    def standing(self) -> str:
        """Say in one sentence who reported and all that is not in."""
        silent = len(self.silent)
        asked = f"应报{len(self.units)}家，已报{len(self.units) - silent}家"
        said = (
            *(f"{note}{len(units)}家" for note, units in self.notes),
            *_counted(len(self.lacking), "有缺项{}家"),
            *_counted(len(self.unread), "内容未能识别{}家"),
            *_counted(len(self.unplaced), "待归项{}行"),
        )
        return "；".join((asked, *_counted(silent, "未报送{}家"), *said)) + "。"

    @property
    def notes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what is noted of units' copies: each note and whom it concerns."""
        given = {c.unit: c.note for row in self.rows for c in row.contributions}
        notes = dict.fromkeys(given[u] for u in self.units if given.get(u))
        return tuple(
            (note, tuple(u for u in self.units if given.get(u) == note))
            for note in notes
        )


def consolidate(
    notice: Notice,
    period: Period,
    reports: Iterable[Report],
    unit_words: UnitWords | None = None,
) -> Rollup:
    """Return the period's consolidated table from the units' current submissions.

    Every unit of every item stands in it, reported or not.
    """
    find = unit_words or words_of_notice(notice)
    read = {report.unit: (report, _read(report, notice, find)) for report in reports}
    rows = tuple(
        RollupRow(
            item.no,
            item.name,
            tuple(_contribution(notice, item, unit, read) for unit in item.units),
        )
        for item in notice.items
    )
    handed_in = [read[unit] for unit in notice.units if unit in read]
    return Rollup(
        title=notice.annex_title,
        office=notice.office,
        period=period.chinese,
        columns=notice.annex_columns,
        rows=rows,
        units=notice.units,
        unplaced=tuple(one for pair in handed_in for one in _unplaced(*pair)),
        sources=tuple((r.unit, r.source) for r, _ in handed_in if r.source),
    )


def _counted(number: int, words: str) -> tuple[str, ...]:
    """Return what is said of a number, nothing where it is 0."""
    return (words.format(number),) if number else ()


def _unplaced(report: Report, found: Coverage) -> tuple[Unplaced, ...]:
    """Return a report's rows that have no place in the table, as they were written."""
    return tuple(
        Unplaced(
            unit=report.unit,
            item=" ".join(part for part in (row.no, row.item) if part),
            paragraphs=tuple(row.progress.splitlines()),
            due=row.due,
            source=report.source,
            reason=reason,
        )
        for row, reason in (
            *((row, row.reason) for row in found.unplaced),
            *((one.row, one.reason) for one in found.strayed),
        )
    )


def _read(report: Report, notice: Notice, find: UnitWords) -> Coverage:
    """Return what a report's form says for its unit."""
    if report.form is None:
        return Coverage()
    return coverage(report.form, notice, report.unit, find)


def _contribution(
    notice: Notice, item: Item, unit: str, read: dict[str, tuple[Report, Coverage]]
) -> Contribution:
    """Return what one unit gave for one item."""
    if unit not in read:
        return Contribution(unit, Given.NOT_REPORTED)
    report, found = read[unit]
    if report.form is None:
        return Contribution(unit, Given.UNREADABLE, note=report.note)
    rows = found.rows_of(item.no, tuple(i.no for i in notice.items_of(unit)))
    # A cell merged downwards stands in each of its rows: it is one contribution.
    cells = dict.fromkeys(row.progress for row in rows)
    dues = [row.due for row in rows if row.due]
    due = "\n".join(dict.fromkeys(dues))
    if item.no in found.missing:
        return Contribution(unit, Given.ITEM_MISSING, due=due, note=report.note)
    if found.unplaced and item.no not in found.answered:
        return Contribution(unit, Given.UNPLACED, due=due, note=report.note)
    return Contribution(
        unit,
        Given.NIL if item.no in found.nil else Given.REPORTED,
        paragraphs=tuple(line for cell in cells for line in cell.splitlines()),
        due=due,
        note=report.note,
    )

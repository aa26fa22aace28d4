"""What was understood of a notice: every field with its source, sure or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from mailbot.core.notice.notice import TargetKind

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the words stand: page and line from 1, or a table's cell (1.2.3).

    `cell` is table, row and column, each from 1; None where it is no table.
    """

    page: int | None = None
    line: int | None = None
    cell: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadField(Generic[Value]):
    """A field as read; `value` None = 文中未写明. `remark` says why it is not sure."""

    value: Value | None = None
    source: Source = Source()
    sure: bool = True
    remark: str = ""


class NoCampaign(StrEnum):
    """Why no campaign can be made of a document."""

    NO_DUTY = "no_duty"  # asks nobody to report
    UNREADABLE = "unreadable"  # a table run together, no text at all


class ReadCycle(StrEnum):
    """How often something is due."""

    WEEK = "week"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ONCE = "once"


class Anchor(StrEnum):
    """From where a due day is counted."""

    END = "end_of_period"
    DAY_OF_MONTH = "day_of_month"
    DAY_OF_LAST_MONTH = "day_of_last_month"
    DAY_AFTER = "day_after_period"
    WEEKDAY = "weekday"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Due:
    """When one cycle's report is due; `time` is 16:00 or end_of_work, None = all day.

    `weekday` 1–7; `on` the day of what is due once; `workdays` counts working days.
    """

    anchor: Anchor
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
    time: str | None = None
    on: date | None = None
    workdays: bool = False


@dataclass(frozen=True, slots=True)
class ReadDuty:
    """One thing asked for, once or again and again.

    `who` is items, leading, all, or the words of the text; `covers` this, previous or
    None; `exceptions` pairs (Q4, 12-20); `start` and `end` periods or days.
    """

    what: str
    who: str | tuple[str, ...]
    cycle: ReadCycle
    due: Due | None
    covers: str | None = None
    exceptions: tuple[tuple[str, str], ...] = ()
    holiday: str | None = None
    copies: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    start: str | None = None
    source: Source = Source()
    sure: bool = True


class Relation(StrEnum):
    """How a reached figure is held against a target's value."""

    EXACTLY = "="
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class PromisedFigure:
    """A figure that an item promises: `text` its words, `measure` what is counted.

    `value` counted out (1.5万 = 15000), `unit` as written, `%` and `m2` apart.
    """

    text: str
    measure: str
    value: float
    unit: str | None
    relation: Relation = Relation.EXACTLY
    kind: TargetKind = TargetKind.COUNT


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One item: leading units, other units, and words for classes of units."""

    no: int
    name: str
    lead: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    targets: tuple[PromisedFigure, ...] = ()
    source: Source = Source()
    sure: bool = True
    text: str = ""  # all that is said of it; "" where it stands in a table


@dataclass(frozen=True, slots=True)
class NoticeAnnex:
    """A form or list that comes with the notice; () columns where it has no table."""

    title: str | None
    columns: tuple[str, ...] = ()
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class NoticeProposal:
    """All that was read of one document; what it does not say has no value.

    `amends` is the number or title of the notice that an addendum changes; `damages`
    tells in words what in the text is spoilt; `unread` what looks like a duty or a
    unit and was not understood.
    """

    refused: NoCampaign | None = None
    doc_number: ReadField[str] = ReadField()
    title: ReadField[str] = ReadField()
    issuer: ReadField[str] = ReadField()
    issue_date: ReadField[date] = ReadField()
    receiver: ReadField[str] = ReadField()
    mailbox: ReadField[str] = ReadField()
    phones: ReadField[tuple[str, ...]] = ReadField()
    contacts: ReadField[tuple[str, ...]] = ReadField()
    addressees: ReadField[str] = ReadField()
    amends: ReadField[str] = ReadField()
    items: tuple[ReadItem, ...] = ()
    units: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    duties: tuple[ReadDuty, ...] = ()
    annexes: tuple[NoticeAnnex, ...] = ()
    damages: tuple[Source, ...] = ()
    unread: tuple[Source, ...] = field(default=())

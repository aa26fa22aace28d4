"""A notice: which units must report what, in which copies, how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mailbot.core.notice.dues import Schedule


class Copy(StrEnum):
    """The forms in which a report may be asked for."""

    ELECTRONIC = "electronic"
    STAMPED_PDF = "stamped_pdf"


class NoticeState(StrEnum):
    """How far a notice has come; only a live one sends letters and takes mail."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class TargetKind(StrEnum):
    """What sort of promise a target is.

    Counts grow and sum up; shares (率、占比、每千人口…) may fall; a ceiling is a
    limit of a policy; a slogan (全覆盖, 百场巡讲) names no sum.
    """

    COUNT = "count"
    SHARE = "share"
    CEILING = "ceiling"
    SLOGAN = "slogan"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure the notice promises, in its own words (e.g. 新改扩建…7所).

    `unit` is what is counted in (所, 人次); `units` are the responsible units that
    owe this target, mostly all of its item. `kind` is None where the notice's file
    does not say it.
    """

    text: str
    measure: str
    value: float
    unit: str
    op: str
    units: tuple[str, ...] = ()
    kind: TargetKind | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered task (实事) and the units responsible for it."""

    no: int
    name: str
    units: tuple[str, ...]
    targets: tuple[Target, ...] = ()
    lead: tuple[str, ...] = ()  # of its units those that lead (牵头单位)
    text: str = ""  # what the notice says of it in full, "" where the file lacks it


@dataclass(frozen=True, slots=True)
class Place:
    """Where the notice is at home: the names that tell a unit's level.

    `county` is the office's own level with its suffix (沂源县), `city` and
    `province` those above; `towns` are the addressees below that do not report.
    """

    county: str
    city: str = ""
    province: str = ""
    towns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a notice asks for: when, in which copies; `id` is its short name."""

    id: str
    name: str
    schedule: Schedule
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """One official notice that asks units for reports (a campaign), for one duty.

    `id` is its document number (源政办字〔2023〕13号); `office` who receives the
    reports and signs the letters; `units` are those that owe this `duty`;
    `annex_columns` are the headings of the annex table, in order, () where the
    notice has no form.
    """

    id: str
    title: str
    issuer: str
    issued: date
    office: str
    mailbox: str
    telephone: str
    items: tuple[Item, ...]
    units: tuple[str, ...]
    duty: Duty
    annex_title: str
    annex_columns: tuple[str, ...]
    place: Place
    words: tuple[str, ...] = ()  # that only this matter uses; none: derived
    state: NoticeState = NoticeState.LIVE
    is_first_duty: bool = True

    @property
    def scope(self) -> str:
        """The key under which the ledger keeps what concerns this duty.

        The first duty's is the notice's own number: so it was before a notice could
        have several.
        """
        return self.id if self.is_first_duty else f"{self.id}#{self.duty.id}"

    @property
    def copies(self) -> tuple[Copy, ...]:
        """The copies in which the report is asked for."""
        return self.duty.copies

    @property
    def schedule(self) -> Schedule:
        """For which periods reports are asked, and when they are due."""
        return self.duty.schedule

    def items_of(self, unit: str) -> tuple[Item, ...]:
        """Return the items for which `unit` is responsible, in order."""
        return tuple(item for item in self.items if unit in item.units)

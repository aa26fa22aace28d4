"""Where units stand, asked of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.core.progress import (
    PeriodRecords,
    UnitProgress,
    period_progress,
    unit_progress,
)

if TYPE_CHECKING:
    from mailbot.core.periods import Period
    from mailbot.core.records import CopyVersion
    from mailbot.flows.office import Office
    from mailbot.ports import Work


def progress_of(office: Office, work: Work, unit: str, period: Period) -> UnitProgress:
    """Return where one unit stands in one period."""
    versions = work.copies.of_unit(unit, period.id)
    records = _records(work, period, versions)
    due = office.due(period, unit, tuple(records.decisions))
    return unit_progress(office.notice, unit, period, records, due)


def progress_of_all(
    office: Office, work: Work, period: Period
) -> tuple[UnitProgress, ...]:
    """Return where every unit stands in one period."""
    records = period_records(work, period)
    decisions = tuple(records.decisions)
    return period_progress(
        office.notice, period, records, lambda u: office.due(period, u, decisions)
    )


def period_records(work: Work, period: Period) -> PeriodRecords:
    """Return what the ledger knows of a period.

    A thing in review whose period nobody could tell may belong to this one.
    """
    return _records(work, period, work.copies.of_period(period.id))


def _records(
    work: Work, period: Period, versions: tuple[CopyVersion, ...]
) -> PeriodRecords:
    waiting = work.reviews.open()
    mine = [item for item in waiting if item.proposal.period in {None, period.id}]
    return PeriodRecords(versions, mine, work.decisions.all())

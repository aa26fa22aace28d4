"""Where units stand, asked of the ledger."""

from __future__ import annotations

from mailbot.core.notice.periods import Period
from mailbot.core.record.progress import (
    PeriodRecords,
    UnitProgress,
    period_progress,
    unit_progress,
)
from mailbot.core.record.records import CopyState, ReviewItem
from mailbot.flows.office import Desk
from mailbot.ports import Work


def progress_of(desk: Desk, unit: str, period: Period) -> UnitProgress:
    """Return where one unit stands in one period.

    What waits for staff matters only where a copy is lacking, and there may be much.
    """
    versions = desk.work.copies.ends(unit, period.id)
    filed = {v.copy for v in versions if v.state is CopyState.FILED}
    lacking = not filed.issuperset(desk.office.notice.copies)
    waiting = _waiting(desk.work, period) if lacking else []
    decisions = desk.work.decisions.all()
    records = PeriodRecords(versions, waiting, decisions)
    due = desk.office.due(period, unit, decisions)
    return unit_progress(desk.office.notice, unit, period, records, due)


def progress_of_all(desk: Desk, period: Period) -> tuple[UnitProgress, ...]:
    """Return where every unit stands in one period."""
    office, records = desk.office, period_records(desk.work, period)
    decisions = tuple(records.decisions)
    return period_progress(
        office.notice, period, records, lambda u: office.due(period, u, decisions)
    )


def period_records(work: Work, period: Period) -> PeriodRecords:
    """Return what the ledger knows of a period.

    A thing in review whose period nobody could tell may belong to this one.
    """
    versions = work.copies.of_period(period.id)
    return PeriodRecords(versions, _waiting(work, period), work.decisions.all())


def _waiting(work: Work, period: Period) -> list[ReviewItem]:
    waiting = work.reviews.open()
    return [item for item in waiting if item.proposal.period in {None, period.id}]

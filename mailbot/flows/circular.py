"""The circular of a period, from what the ledger knows."""

from __future__ import annotations

from datetime import datetime

from mailbot.core.notice.periods import Period
from mailbot.core.summary.circular import Circular, CircularCase, circular
from mailbot.flows.office import Office
from mailbot.flows.standing import progress_of_all
from mailbot.flows.targets.table import targets_of


def draft_circular(
    office: Office, period: Period, now: datetime, number: str, *, draft: bool
) -> Circular:
    """Return the circular; without a number it is a draft whatever is asked."""
    with office.desk(now) as desk:
        told = CircularCase(
            notice=office.notice,
            period=period,
            units=progress_of_all(desk, period),
            targets=targets_of(desk, (period,)),
            at=office.local(now),
            due=office.due(period),
            local=office.local,
        )
    return circular(told, number, draft=draft)

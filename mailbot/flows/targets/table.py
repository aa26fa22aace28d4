"""The ledger of targets, made anew from what the ledger keeps."""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.core.notice.periods import Period
from mailbot.core.targets.table import TargetLine, table
from mailbot.flows.office import Desk


def targets_of(desk: Desk, periods: Sequence[Period]) -> tuple[TargetLine, ...]:
    """Return a line for each target and period, what earlier ones told included."""
    first = desk.office.periods
    upto = max(periods, default=first[-1])
    known = [period.id for period in first if period <= upto]
    wanted = {period.id for period in periods}
    kept, rulings = desk.work.figures.current(), desk.work.figures.rulings()
    lines = table(desk.office.notice, known, kept, rulings)
    return tuple(line for line in lines if line.period in wanted)

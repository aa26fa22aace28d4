"""What a made-up notice asks: reports at the end of each quarter, in both copies."""

from mailbot.core.notice.dues import Schedule
from mailbot.core.notice.notice import Copy, Duty
from mailbot.core.notice.periods import QUARTER


def quarterly(first: str, last: str) -> Duty:
    """Return the duty of a notice that asks for quarters from `first` to `last`."""
    schedule = Schedule(QUARTER, QUARTER.from_id(first), QUARTER.from_id(last))
    copies = (Copy.ELECTRONIC, Copy.STAMPED_PDF)
    return Duty("report", "工作进展情况报表", schedule, copies)

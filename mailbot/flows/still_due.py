"""The last look before a letter leaves: whether it is still true and may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mailbot.core.records import QueuedLetter
    from mailbot.flows.office import Office


def why_not_now(office: Office, letter: QueuedLetter, now: datetime) -> str:
    """Return why a letter must not leave any more, "" if it may.

    Receipts are always true; reminders are asked again in `flows.remind`.
    """
    del office, letter, now
    return ""

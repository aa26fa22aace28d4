"""Takes in mails that lie in files: last year's, or from another mailbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailbot.flows.collect import Round, judge_all, take_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mailbot.flows.office import Office
    from mailbot.ports import Inbox


def import_mails(
    office: Office, files: Inbox, now: datetime, progress: Callable[[int], None]
) -> Round:
    """Collect from files as from a mailbox; the origin keeps them unanswered."""
    done = Round()
    take_in(office, files, done)
    judge_all(office, now, done, progress)
    return done

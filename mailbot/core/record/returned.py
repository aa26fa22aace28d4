"""Letters that came back: which address is dead, and which letter never arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailbot.core.record.clues import Verdict
from mailbot.core.record.mail import Nature
from mailbot.core.record.records import QueuedLetter

# Anybody can forge a bounce: only addresses we wrote to lately are believed.
WRITTEN_LATELY = timedelta(days=30)
# Hosts give up on a letter after at most five days (RFC 5321 4.5.4.1); an address
# found dead later than that says nothing about this letter.
BOUNCES_WITHIN = timedelta(days=7)


def dead_by_bounce(
    verdict: Verdict, written_lately: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the addresses that a mail proves dead: a permanent bounce does.

    `written_lately` tells whether we wrote to an address within `WRITTEN_LATELY`.
    """
    if verdict.nature is not Nature.BOUNCE or verdict.temporary:
        return ()
    return tuple(address for address in verdict.bounced if written_lately(address))


def dead_by_refusal(queued: QueuedLetter) -> str:
    """Return the address that a server's refusal of the recipient proves dead, or "".

    A letter on trial goes to staff instead of `to`: its refusal says nothing of `to`.
    """
    letter = queued.letter
    return letter.to if letter.deliver_to == (letter.to,) else ""


def came_back(written_at: datetime, dead_since: datetime | None) -> bool:
    """Tell whether a letter is lost because its address was found dead after it."""
    if dead_since is None:
        return False
    return written_at <= dead_since <= written_at + BOUNCES_WITHIN

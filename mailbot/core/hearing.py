"""A mail with all that was read of it: what its files are judged from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailbot.core.case import Case
    from mailbot.core.clues import CopyKind
    from mailbot.core.mail import ExaminedMail
    from mailbot.core.period_calendar import Today
    from mailbot.core.sender import Sender
    from mailbot.core.signs import MailSigns


@dataclass(frozen=True, slots=True)
class Hearing:
    """A mail with all that was read of it, ready to be judged file by file."""

    mail: ExaminedMail
    case: Case
    signs: MailSigns
    sender: Sender
    today: Today
    brings: frozenset[CopyKind] = frozenset()

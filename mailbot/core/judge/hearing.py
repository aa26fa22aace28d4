"""A mail with all that was read of it: what its files are judged from."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.core.judge.case import Case
from mailbot.core.judge.sender import Sender
from mailbot.core.judge.signs import MailSigns
from mailbot.core.period.calendar import Today
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.mail import ExaminedMail


@dataclass(frozen=True, slots=True)
class Hearing:
    """A mail with all that was read of it, ready to be judged file by file.

    `robot` tells that signs of a machine stand beside a document.
    """

    mail: ExaminedMail
    case: Case
    signs: MailSigns
    sender: Sender
    today: Today
    brings: frozenset[CopyKind] = frozenset()
    robot: bool = False

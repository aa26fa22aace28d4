"""When a unit may hear from the bot itself that no seal was seen on its PDF.

Until the bot has shown staff that it sees rightly, only staff are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from mailbot.core.notice.policy import TellUnit
from mailbot.core.record.clues import CopyKind
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import Ruled

NO_SEAL_FLAG = FlagKind.PDF_WITHOUT_SEAL
LACKS = frozenset({NO_SEAL_FLAG, FlagKind.SEAL_SPECIAL_PURPOSE})
NEEDED = 30  # verdicts in a row that staff agreed with


@dataclass(frozen=True, slots=True)
class SealRuling:
    """How staff settled a PDF on which the bot saw no seal, and what it became.

    `copy` is the form it was filed as by them, "" if it was not filed.
    """

    ruled: Ruled
    copy: str = ""


def agrees(ruling: SealRuling) -> bool:
    """Tell whether staff saw no seal either: they refused it, or filed it otherwise.

    Who files it as the stamped copy says that the bot was wrong.
    """
    if ruling.ruled is Ruled.CONFIRM:
        return ruling.copy != CopyKind.STAMPED_PDF
    return True


def may_tell_unit(policy: TellUnit, rulings: Iterable[SealRuling]) -> bool:
    """Tell whether the unit hears it at once; `rulings` are staff's, newest first."""
    if policy is not TellUnit.AUTO:
        return False
    return sum(1 for _ in takewhile(agrees, rulings)) >= NEEDED

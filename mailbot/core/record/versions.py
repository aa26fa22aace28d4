"""What counts as a version of a unit's copy, and which of two files is the newer."""

from __future__ import annotations

from collections.abc import Iterable

from mailbot.core.record.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import FiledDocument


def counts(file: FileVerdict) -> bool:
    """Tell whether a file is a new version of a copy.

    It is if filed, of one kind that the notice asks, of known units and period, and
    not the same bytes once more.
    """
    asked = file.copy in {CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF}
    known = bool(file.units) and bool(file.period)
    again = any(flag.flag == FlagKind.DUPLICATE for flag in file.flags)
    return file.outcome is Outcome.FILE and known and asked and not again


def in_counting_order(
    numbered: Iterable[tuple[int, FiledDocument]],
) -> list[tuple[int, FiledDocument]]:
    """Return a mail's files, each with its row, in the order in which they count.

    The last one of a kind is the version that counts now: of two in one mail the one
    that calls itself corrected, else the one attached last.
    """
    return sorted(numbered, key=_is_corrected)


def _is_corrected(numbered: tuple[int, FiledDocument]) -> bool:
    return any(flag.flag == FlagKind.REVISION for flag in numbered[1].verdict.flags)

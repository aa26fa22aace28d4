"""What a receipt says: each file's fate, what is missing, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.core.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.documents import Kind
from mailbot.core.filing import legible
from mailbot.core.policy import StampedCheck
from mailbot.core.progress import Standing, UnitProgress
from mailbot.core.seal_trust import NO_SEAL_FLAG
from mailbot.core.seal_words import seal_in_words
from mailbot.core.words import (
    COPY_WORDS,
    REMEDIES,
    STANDING_WORDS,
    chinese_deadline,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mailbot.core.periods import Period
    from mailbot.core.records import FiledDocument

_PHOTOS = frozenset({Kind.JPG, Kind.HEIC})  # as telephones and cameras save them


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in a receipt: its name, what it was taken for, what became of it."""

    name: str
    copy: str
    fate: str
    counted: bool


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in a receipt: where it stands after this mail."""

    unit: str
    period: str
    state: str
    complete: bool
    missing: tuple[str, ...]
    pending: tuple[str, ...]
    items_missing: tuple[str, ...]
    deadline: str
    late: bool
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class SealTelling:
    """What may be said of seals: whether they are checked, and if a lack is told."""

    check: StampedCheck = StampedCheck.SEAL
    lack: bool = False


def file_line(filed: FiledDocument, seals: SealTelling) -> FileLine:
    """Say in words what became of one file."""
    return FileLine(
        name=legible(filed.document.name) or f"附件{filed.number}",
        copy=_copy_word(filed),
        fate=_fate(filed, seals),
        counted=filed.verdict.outcome is Outcome.FILE,
    )


def _copy_word(filed: FiledDocument) -> str:
    """Name the copy; a scan saved as a picture is no photograph."""
    if filed.verdict.copy is CopyKind.PHOTO and filed.document.kind not in _PHOTOS:
        return "图片"
    return COPY_WORDS[filed.verdict.copy]


def _fate(filed: FiledDocument, seals: SealTelling) -> str:
    verdict = filed.verdict
    if filed.document.problem and verdict.outcome is not Outcome.FILE:
        return REMEDIES[filed.document.problem]
    if _has(verdict, "duplicate"):
        return "与此前收到的文件相同，不重复计"
    if verdict.copy is CopyKind.PHOTO:
        return f"已收到{_copy_word(filed)}；按通知要求，请另报加盖单位公章的PDF版"
    return {
        Outcome.FILE: f"已收到{_seal_remark(filed, seals.check)}",
        Outcome.REVIEW: f"已收到{_lack(filed, seals)}，待工作人员核实",
        Outcome.IGNORE: "已收到，不计入本次报送",
    }[verdict.outcome]


def _seal_remark(filed: FiledDocument, check: StampedCheck) -> str:
    """Say what was seen of the seal, and never more than was seen."""
    if filed.verdict.copy is not CopyKind.STAMPED_PDF:
        return ""
    if check is StampedCheck.ANY_PDF or filed.document.seal is None:
        return "（印章未经核验）"
    return f"，{seal_in_words(filed.document.seal)}"


def _lack(filed: FiledDocument, seals: SealTelling) -> str:
    """Say that no seal was seen, where the unit may hear it before staff looked."""
    seal = filed.document.seal
    told = seals.lack and seal and _has(filed.verdict, NO_SEAL_FLAG)
    return f"，{seal_in_words(seal)}" if told and seal else ""


def unit_line(
    progress: UnitProgress, period: Period, items: Sequence[str], now: datetime
) -> UnitLine:
    """Say in words where a unit stands; `items` are those its table leaves out."""
    pending = tuple(c for c, p in progress.copies if p.state is Standing.PENDING)
    return UnitLine(
        unit=progress.unit,
        period=period.chinese,
        state=STANDING_WORDS[progress.state],
        complete=progress.state is Standing.COMPLETE,
        missing=tuple(COPY_WORDS[CopyKind(c)] for c in progress.missing),
        pending=tuple(COPY_WORDS[CopyKind(c)] for c in pending),
        items_missing=tuple(items),
        deadline=chinese_deadline(progress.due),
        late=progress.late,
        overdue=now >= progress.due,
    )


def _has(verdict: FileVerdict, flag: str) -> bool:
    return any(f.flag == flag for f in verdict.flags)

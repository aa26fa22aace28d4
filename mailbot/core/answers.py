"""What a receipt says: each file's fate, what is missing, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailbot.core.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.documents import SealVerdict
from mailbot.core.filing import legible
from mailbot.core.policy import StampedCheck
from mailbot.core.progress import Standing, UnitProgress
from mailbot.core.words import (
    COPY_WORDS,
    REMEDIES,
    SEAL_WORDS,
    STANDING_WORDS,
    chinese_deadline,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailbot.core.periods import Period
    from mailbot.core.records import FiledDocument


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


def file_line(filed: FiledDocument, check: StampedCheck) -> FileLine:
    """Say in words what became of one file."""
    return FileLine(
        name=legible(filed.document.name) or f"附件{filed.number}",
        copy=COPY_WORDS[filed.verdict.copy],
        fate=_fate(filed, check),
        counted=filed.verdict.outcome is Outcome.FILE,
    )


def _fate(filed: FiledDocument, check: StampedCheck) -> str:
    verdict = filed.verdict
    if filed.document.problem and verdict.outcome is not Outcome.FILE:
        return REMEDIES[filed.document.problem]
    if _has(verdict, "duplicate"):
        return "与此前收到的文件相同，不重复计"
    if verdict.copy is CopyKind.PHOTO:
        return "已收到照片；按通知要求，请另报加盖单位公章的PDF版"
    return {
        Outcome.FILE: f"已收到{_seal_remark(filed, check)}",
        Outcome.REVIEW: "已收到，待工作人员核实",
        Outcome.IGNORE: "已收到，不计入本次报送",
    }[verdict.outcome]


def _seal_remark(filed: FiledDocument, check: StampedCheck) -> str:
    """Say what was seen of the seal, and never more than was seen."""
    if filed.verdict.copy is not CopyKind.STAMPED_PDF:
        return ""
    if check is StampedCheck.ANY_PDF or filed.document.seal is None:
        return "（印章未经核验）"
    seal = filed.document.seal
    if seal.verdict is SealVerdict.RED_SEAL and seal.unit:
        return f"，已见红色印章图样，印文识别为“{seal.unit}”（未鉴定真伪）"
    return f"，{SEAL_WORDS[seal.verdict]}"


def unit_line(progress: UnitProgress, period: Period, items: Sequence[str]) -> UnitLine:
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
    )


def _has(verdict: FileVerdict, flag: str) -> bool:
    return any(f.flag == flag for f in verdict.flags)

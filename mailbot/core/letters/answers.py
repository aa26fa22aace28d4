"""What a receipt says: each file's fate, what is missing, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.core.judge.seal_trust import LACKS
from mailbot.core.notice.periods import Period
from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.clues import CopyKind, Outcome
from mailbot.core.record.documents import Kind, Problem, SealReport
from mailbot.core.record.filing import legible
from mailbot.core.record.flags import FLAGS, FlagKind
from mailbot.core.record.progress import Standing, UnitProgress
from mailbot.core.words.seal_words import seal_in_words
from mailbot.core.words.words import (
    COPY_WORDS,
    REMEDIES,
    STANDING_WORDS,
    chinese_deadline,
)

# What is wrong with a file by its own bytes, whoever looks at it.
_SAID_AT_ONCE = (
    FlagKind.EMPTY_DOCUMENT,
    FlagKind.ONE_WORD,
    FlagKind.TITLE_ONLY,
    FlagKind.COVERING_LETTER_ONLY,
)


@dataclass(frozen=True, slots=True)
class ToldFile:
    """As much of a filed document as its sender is told of; `number` in its mail."""

    number: int
    name: str
    copy: CopyKind
    outcome: Outcome
    flags: frozenset[FlagKind] = frozenset()
    problem: Problem | None = None
    seal: SealReport | None = None
    kind: Kind = Kind.OTHER


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


def file_line(file: ToldFile, seals: SealTelling) -> FileLine:
    """Say in words what became of one file."""
    return FileLine(
        name=legible(file.name) or f"附件{file.number}",
        copy=_copy_word(file),
        fate=_fate(file, seals),
        counted=file.outcome is Outcome.FILE,
    )


def _copy_word(file: ToldFile) -> str:
    """Name the copy; a scan saved as a picture is no photograph."""
    if file.copy is CopyKind.PHOTO and file.kind not in _PHOTOS:
        return "图片"
    return COPY_WORDS[file.copy]


def _fate(file: ToldFile, seals: SealTelling) -> str:
    if file.problem and file.outcome is not Outcome.FILE:
        return REMEDIES[file.problem]
    if FlagKind.DUPLICATE in file.flags:
        return "与此前收到的文件相同，不重复计"
    if file.outcome is Outcome.REVIEW and (word := _returned_word(file)):
        return word
    if file.copy is CopyKind.PHOTO:
        return f"已收到{_copy_word(file)}；按通知要求，请另报加盖单位公章的PDF版"
    return {
        Outcome.FILE: f"已收到{_seal_remark(file, seals.check)}",
        Outcome.REVIEW: f"已收到{_lack(file, seals)}，待工作人员核实",
        Outcome.IGNORE: "已收到，不计入本次报送",
    }[file.outcome]


def _returned_word(file: ToldFile) -> str:
    """Say what a file lacks that nobody need look at: it is asked for anew."""
    found = (kind for kind in _SAID_AT_ONCE if kind in file.flags)
    word = next((FLAGS[kind].word for kind in found), "")
    return f"{word}，请按通知附件表格填写后重新发送" if word else ""


def _seal_remark(file: ToldFile, check: StampedCheck) -> str:
    """Say what was seen of the seal, and never more than was seen."""
    if file.copy is not CopyKind.STAMPED_PDF:
        return ""
    if check is StampedCheck.ANY_PDF or file.seal is None:
        return "（印章未经核验）"
    return f"，{seal_in_words(file.seal)}"


def _lack(file: ToldFile, seals: SealTelling) -> str:
    """Say that no seal was seen, where the unit may hear it before staff looked."""
    told = seals.lack and file.seal and LACKS & file.flags
    return f"，{seal_in_words(file.seal)}" if told and file.seal else ""


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

"""What a unit sent before, against what it sends now: versions, duplicates, late."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.core.form.coverage import coverage
from mailbot.core.form.reading import read_form
from mailbot.core.judge.hearing import Hearing
from mailbot.core.judge.signs import FileSigns
from mailbot.core.judge.standing import Who
from mailbot.core.period.spoken import When
from mailbot.core.record.clues import CopyKind, Flag
from mailbot.core.record.documents import Content, Document
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.history import FiledCopy
from mailbot.core.words.wording import plain, stem

_COUNTED = frozenset({CopyKind.ELECTRONIC, CopyKind.STAMPED_PDF})
_REVISED_NAME = re.compile(
    r"修改|修订|修正|更正|更新|改正|订正|以此为准|为准|最新|新版|重报|重新|补正|替换|"
    r"(?<![a-z])v(?:er)?\.?\s?[2-9](?![0-9])|第[二三四2-9]版|[二三]次|终稿|定稿|最终|\(改\)|改\d?$"
)
# 第2页, 续页: what follows the first page of a scan is no version by itself.
_LATER_PAGE = re.compile(r"第?[2-9二三四五六七八九]页$|续页?$|[_-]0?[2-9]$")
_REVISED_BODY = re.compile(
    r"以(?:此|这|本)\S{0,6}为准|作废|更正|修改后|重新(?:报|发|上报)|替换"
)


def from_the_past(
    hearing: Hearing, file: FileSigns, copy: CopyKind, who: Who, when: When
) -> tuple[Who, When]:
    """Add to unit and period what the unit's earlier copies say about this one."""
    if len(who.units) != 1 or when.period is None or copy not in _COUNTED:
        return who, when
    unit, period = who.units[0], when.period.id
    known = hearing.case.history.current(unit, period)
    earlier = [c for c in known if c.copy is copy]
    revised = is_revision(hearing, file)
    when = _wrong_period(when, hearing, revised=revised or not earlier)
    same = hearing.case.history.same_bytes(file.document.sha256)
    if any(c.unit == unit and c.period == period for c in same):
        return _noting(who, FlagKind.DUPLICATE), when
    if same:
        stale = any(c.unit == unit for c in same)
        return who.doubting(
            FlagKind.STALE if stale else FlagKind.SAME_AS_OTHER_UNIT
        ), when
    who = _new_version(who, hearing, earlier)
    if any(_is_poorer(hearing, file, c) for c in earlier):
        who = who.doubting(FlagKind.POORER_VERSION)
    notes = _version_notes(hearing, copy, unit, period, revised=revised)
    late = not earlier and _is_late(hearing, period) and not (who.doubts or when.doubts)
    return _noting(who, *notes, *((FlagKind.LATE,) if late else ())), when


def is_revision(hearing: Hearing, file: FileSigns) -> bool:
    """Tell whether file name, subject or letter call this a corrected version."""
    named = (file.name.text, hearing.signs.subject.text)
    if any(_REVISED_NAME.search(plain(text)) for text in named):
        return True
    return bool(_REVISED_BODY.search(plain(hearing.case.letter.own_words)))


def _wrong_period(when: When, hearing: Hearing, *, revised: bool) -> When:
    """Withhold a period that is already in while the next one is due."""
    due = hearing.today.due()
    if revised or due is None or when.period is None:
        return when
    if when.period >= due or not hearing.today.asked(due):
        return when
    doubts = (
        *when.doubts,
        Flag(FlagKind.PERIOD_CONFLICT),
        Flag(FlagKind.WRONG_QUARTER),
    )
    return replace(when, period=None, doubts=doubts)


def _new_version(who: Who, hearing: Hearing, earlier: list[FiledCopy]) -> Who:
    """Never let another address displace a current version."""
    address = hearing.sender.address
    stranger = not hearing.sender.knows(who.units[0])
    if any((c.sender or stranger) and c.sender.lower() != address for c in earlier):
        return who.doubting(FlagKind.OTHER_ADDRESS_VERSION)
    return who


def _is_poorer(hearing: Hearing, file: FileSigns, current: FiledCopy) -> bool:
    """Tell whether a new version says less than the one that counts now.

    Fewer of the unit's items filled; no annex where there is one; a single page of a
    scan that was sent in parts; fewer pages, or no seal where the current one has one.
    """
    document = file.document
    if _LATER_PAGE.search(stem(document.name)) or _is_poorer_scan(document, current):
        return True
    if not current.text.strip() or not document.content.text.strip():
        return False
    notice = hearing.case.notice
    known = read_form(Content(text=current.text), notice)
    if known is None:
        return False
    covered = coverage(known, notice, current.unit)
    had = {*covered.filled, *covered.nil, *covered.referred}
    return bool(had - set(file.form.filled))


def _is_poorer_scan(document: Document, current: FiledCopy) -> bool:
    """Tell whether a scan has fewer pages, or no seal where the current one has one."""
    if current.copy is not CopyKind.STAMPED_PDF:
        return False
    if current.sealed and document.sealed is False:
        return True
    read = current.text.strip() and document.content.text.strip()
    pages, had = document.content.pages, current.pages
    return not read and pages is not None and had is not None and pages < had


def _version_notes(
    hearing: Hearing, copy: CopyKind, unit: str, period: str, *, revised: bool
) -> tuple[FlagKind, ...]:
    """Return the flags of a version: a revision, and one that outdates the seal."""
    notes = [FlagKind.REVISION] if revised else []
    known = hearing.case.history.current(unit, period)
    stamped = any(c.copy is CopyKind.STAMPED_PDF for c in known)
    brings_both = CopyKind.STAMPED_PDF in hearing.brings
    if copy is CopyKind.ELECTRONIC and stamped and not brings_both:
        notes.append(FlagKind.STALE_OTHER_COPY)
    return tuple(notes)


def _is_late(hearing: Hearing, period: str) -> bool:
    """Tell whether the mail came after the period's due moment."""
    due = hearing.case.due.get(period)
    return due is not None and hearing.case.received_at > due


def _noting(who: Who, *flags: FlagKind) -> Who:
    """Return `who` with more notes."""
    return replace(who, notes=(*who.notes, *(Flag(flag) for flag in flags)))

"""Gives a document its one verdict about seals, with the marks it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailbot.adapters.seals.limits import SealLimits, UnreadablePages
from mailbot.adapters.seals.ofd import ofd_signatures
from mailbot.adapters.seals.see.pages import PageImage, open_pages
from mailbot.adapters.seals.signatures import Signature, pdf_signatures
from mailbot.adapters.seals.vision import available
from mailbot.core.record.documents import (
    Kind,
    Problem,
    SealMark,
    SealNames,
    SealReport,
    SealVerdict,
)

ABSENT_NOTE = "未安装印章识别组件，无法判断有无印章"
BROKEN_NOTE = "有的页面无法打开，未能查看"
UNSEEN_NOTE = "页数较多，有{count}页未逐页查看"
LATE_NOTE = "查看印章超时，有{count}页未能查看"
LIMITS = SealLimits()
FURTHER = 3  # pages still looked at after a seal whose unit was not recognised
STRONGEST = (
    SealVerdict.DIGITAL_SIGNATURE,
    SealVerdict.RED_SEAL,
    SealVerdict.PARTIAL,
    SealVerdict.CANNOT_TELL,
    SealVerdict.NO_SEAL,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found out about a document, and what that may cost."""

    names: tuple[SealNames, ...]
    heading: bool
    limits: SealLimits


def look(
    kind: Kind,
    content: bytes,
    names: tuple[SealNames, ...],
    *,
    want_heading: bool = False,
    limits: SealLimits = LIMITS,
) -> SealReport | Problem:
    """Look at a document's pages and signatures and sum up what they say.

    One sealed page is enough. A Problem is returned when the pages cannot be opened.
    Without the extra `seal` the answer is "cannot tell", and the note says why.
    """
    wanted = Wanted(names, want_heading, limits)
    try:
        signed = _signed(kind, content, wanted)
        if not available():
            return _summed(signed, (), note=ABSENT_NOTE)
        return _looked(open_pages(kind, content, wanted.limits), wanted, signed)
    except UnreadablePages as unreadable:
        return unreadable.problem


def _looked(
    pages: Iterator[PageImage], wanted: Wanted, signed: tuple[SealMark, ...]
) -> SealReport:
    """Look at pages, likeliest first, until a seal settles it or the time is up."""
    # these need the optional libraries, which `available` vouched for
    from mailbot.adapters.seals.read.heading import read_heading  # noqa: PLC0415
    from mailbot.adapters.seals.sight import look_at_page  # noqa: PLC0415

    limits = wanted.limits
    until = limits.clock() + limits.seconds
    marks: list[SealMark] = []
    heading, unseen, late = "", 0, False
    faults: list[Problem] = []
    for count, page in enumerate(_opening(pages, faults)):
        if page.number == 1 and wanted.heading:
            heading = read_heading(page)
        if _settled(marks) and (page.number == 1 or not wanted.heading or count > 1):
            break
        late = late or limits.clock() > until
        if late or count >= limits.pages:
            unseen += 1
        elif not _settled(marks):
            marks += look_at_page(page, wanted.names)
    note = LATE_NOTE if late else UNSEEN_NOTE
    notes = [note.format(count=unseen)] if unseen else []
    notes += [BROKEN_NOTE] if faults else []
    report = _summed(signed, tuple(marks), "；".join(notes), heading)
    return _unfinished(report, late=late) if unseen else report


def _unfinished(report: SealReport, *, late: bool) -> SealReport:
    """Say of a document not looked through that it may bear what was not seen."""
    if report.verdict in (SealVerdict.RED_SEAL, SealVerdict.DIGITAL_SIGNATURE):
        return report
    return replace(report, verdict=SealVerdict.CANNOT_TELL, timed_out=late)


def _opening(pages: Iterator[PageImage], faults: list[Problem]) -> Iterator[PageImage]:
    """Yield the pages that open; what hinders others is noted, unless none does."""
    opened = 0
    try:
        for page in pages:
            opened += 1
            yield page
    except UnreadablePages as unreadable:
        if not opened:
            raise
        faults.append(unreadable.problem)


def _settled(marks: list[SealMark]) -> bool:
    """Say whether pages may stop: a known unit's seal, or some pages after another."""
    sealed = [
        place
        for place, mark in enumerate(marks)
        if mark.verdict is SealVerdict.RED_SEAL
    ]
    if not sealed:
        return False
    named = any(mark.unit for mark in marks)
    return named or len({m.page for m in marks[sealed[0] :]}) > FURTHER


def _summed(
    signed: tuple[SealMark, ...],
    seen: tuple[SealMark, ...],
    note: str = "",
    heading: str = "",
) -> SealReport:
    """Sum up: the strongest mark gives the verdict, its page and its unit.

    A file that was changed after it was signed is never better than "cannot tell".
    """
    marks = tuple(sorted((*signed, *seen), key=_strength))
    if not marks:
        return SealReport(SealVerdict.CANNOT_TELL, heading=heading, note=note)
    first = marks[0]
    changed = [m for m in signed if m.verdict is SealVerdict.CANNOT_TELL]
    units = [mark.unit for mark in marks if mark.unit]
    return SealReport(
        verdict=SealVerdict.CANNOT_TELL if changed else first.verdict,
        page=first.page,
        unit="" if changed or not units else units[0],
        marks=tuple(sorted(marks, key=lambda mark: mark.page)),
        heading=heading,
        note=note or (changed[0].note if changed else first.note),
    )


def _strength(mark: SealMark) -> tuple[int, bool, float]:
    return STRONGEST.index(mark.verdict), not mark.unit, -mark.confidence


def _signed(kind: Kind, content: bytes, wanted: Wanted) -> tuple[SealMark, ...]:
    if kind is Kind.PDF:
        found = pdf_signatures(content)
    elif kind is Kind.OFD:
        found = ofd_signatures(content, wanted.limits)
    else:
        found = ()
    return tuple(_signature_mark(one, wanted.names) for one in found)


def _signature_mark(one: Signature, names: tuple[SealNames, ...]) -> SealMark:
    """Turn a signature into a mark; one of a changed file makes nobody's verdict."""
    owners = [
        each.unit
        for each in names
        if one.seal in each.texts or one.signer in each.texts
    ]
    return SealMark(
        page=one.page,
        verdict=(
            SealVerdict.CANNOT_TELL if one.tampered else SealVerdict.DIGITAL_SIGNATURE
        ),
        text=one.seal or one.signer,
        unit=owners[0] if owners and not one.tampered else "",
        confidence=0.0 if one.tampered else 0.9,
        note=one.note,
    )

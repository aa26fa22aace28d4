"""Which copy a file is: by what its bytes are, and by what is seen on its pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailbot.core.notice.policy import StampedCheck
from mailbot.core.record.clues import CopyKind, Flag
from mailbot.core.record.documents import (
    CONTAINER_KINDS,
    Document,
    Kind,
    Problem,
    SealReport,
    SealVerdict,
    Use,
)
from mailbot.core.record.flags import FlagKind
from mailbot.core.words.wording import stem

_SEALED = frozenset({SealVerdict.RED_SEAL, SealVerdict.DIGITAL_SIGNATURE})
_SEAL_DOUBTS = {
    SealVerdict.NO_SEAL: FlagKind.PDF_WITHOUT_SEAL,
    SealVerdict.CANNOT_TELL: FlagKind.SEAL_CANNOT_TELL,
    SealVerdict.PARTIAL: FlagKind.SEAL_PARTIAL,
}
# 第1页, -1, _2, (3), 续 at the end of a name: pieces of one scan.
_PIECE = re.compile(
    r"[\s_(-]*(?:第?[0-9一二三四五六七八九十]{1,3}[页张]|p?[0-9]{1,2}|续页?)\)?$"
)
_SAYS_ELECTRONIC = re.compile(r"电子版|电子档|word版|可编辑")


@dataclass(frozen=True, slots=True)
class WhichCopy:
    """The copy a file is (or is proposed as), flags that do and do not doubt it."""

    kind: CopyKind
    doubts: tuple[Flag, ...] = ()
    notes: tuple[Flag, ...] = ()


_BY_USE = {
    Use.TYPED: WhichCopy(CopyKind.ELECTRONIC),
    Use.PICTURE: WhichCopy(
        CopyKind.PHOTO, notes=(Flag(FlagKind.PHOTO_INSTEAD_OF_PDF),)
    ),
    Use.PAGES: WhichCopy(CopyKind.STAMPED_PDF, (Flag(FlagKind.OFD),)),
    # an attached letter stands among the files only for the words in it
    Use.LETTER: WhichCopy(CopyKind.OTHER, (Flag(FlagKind.TEXT_IN_BODY),)),
    Use.WORDS: WhichCopy(CopyKind.ELECTRONIC, (Flag(FlagKind.TEXT_FILE),)),
    Use.PACKED: WhichCopy(CopyKind.OTHER, (Flag(FlagKind.UNSUPPORTED),)),
    Use.UNKNOWN: WhichCopy(CopyKind.OTHER, (Flag(FlagKind.UNSUPPORTED),)),
}


def which_copies(
    documents: Sequence[Document], check: StampedCheck
) -> tuple[WhichCopy, ...]:
    """Return which copy each document is, in order."""
    sealed = {
        _scan_name(doc)
        for doc in documents
        if doc.seal and doc.seal.verdict in _SEALED and doc.kind is Kind.PDF
    }
    pieces = [_scan_name(doc) for doc in documents if doc.kind is Kind.PDF]
    return tuple(
        _which(
            doc,
            check,
            in_pieces=doc.kind is Kind.PDF and pieces.count(_scan_name(doc)) > 1,
            beside_seal=_scan_name(doc) in sealed,
        )
        for doc in documents
    )


def _scan_name(doc: Document) -> str:
    """Return a file's name without its page number: equal for pieces of one scan."""
    return "/".join((*doc.inside, _PIECE.sub("", stem(doc.name))))


def _which(
    doc: Document, check: StampedCheck, *, in_pieces: bool, beside_seal: bool
) -> WhichCopy:
    """Return which copy one document is."""
    if doc.problem is not None:
        return _unread(doc, doc.problem)
    if doc.kind is Kind.PDF:
        notes = (Flag(FlagKind.MULTI_PART_SCAN),) if in_pieces else ()
        return _pdf(doc, check, notes, beside_seal=beside_seal and in_pieces)
    return _BY_USE[doc.kind.use]


def _unread(doc: Document, problem: Problem) -> WhichCopy:
    """Leave to staff a file that could not be read to its end."""
    flag = FlagKind(problem.value)
    if problem is Problem.ENCRYPTED and doc.kind in CONTAINER_KINDS:
        flag = FlagKind.ARCHIVE_ENCRYPTED
    kind = CopyKind.ELECTRONIC if doc.kind.use is Use.TYPED else CopyKind.OTHER
    return WhichCopy(
        CopyKind.STAMPED_PDF if doc.kind is Kind.PDF else kind, (Flag(flag),)
    )


def _pdf(
    doc: Document, check: StampedCheck, notes: tuple[Flag, ...], *, beside_seal: bool
) -> WhichCopy:
    """Judge a PDF: by its seal where that is checked, else by its name only."""
    if check is StampedCheck.ANY_PDF:
        if _SAYS_ELECTRONIC.search(stem(doc.name)):
            return WhichCopy(
                CopyKind.ELECTRONIC, (Flag(FlagKind.PDF_AS_ELECTRONIC),), notes
            )
        return WhichCopy(CopyKind.STAMPED_PDF, notes=notes)
    verdict = doc.seal.verdict if doc.seal else SealVerdict.CANNOT_TELL
    if beside_seal or verdict not in _SEAL_DOUBTS:
        return WhichCopy(CopyKind.STAMPED_PDF, notes=notes)
    return WhichCopy(
        CopyKind.STAMPED_PDF, (Flag(_seal_doubt(doc.seal, verdict)),), notes
    )


def _seal_doubt(seal: SealReport | None, verdict: SealVerdict) -> FlagKind:
    if seal and seal.timed_out:
        return FlagKind.TIMEOUT  # ours to finish, nothing the unit could mend
    if seal and any(mark.special for mark in seal.marks):
        return FlagKind.SEAL_SPECIAL_PURPOSE
    return _SEAL_DOUBTS[verdict]


def is_opened_container(doc: Document, documents: Sequence[Document]) -> bool:
    """Tell whether `doc` is an archive or mail whose members were judged themselves."""
    if doc.kind not in CONTAINER_KINDS or doc.problem is not None:
        return False
    return any(doc.name in other.inside for other in documents)

"""The electronic copy against the PDF: the same report twice, or two reports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mailbot.core.form.copies import Difference, forms_differ
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.words import UnitWords
from mailbot.core.notice.notice import Notice
from mailbot.core.record.clues import (
    Clue,
    CopyKind,
    FileVerdict,
    Flag,
    Outcome,
    Verdict,
)
from mailbot.core.record.documents import Content, Document
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.history import History

FLAG = FlagKind.COPIES_DIFFER
# What heads the two papers makes them two reports; a row that differs may be a slip.
_GRAVE = {"unit", "year", "period"}


@dataclass(frozen=True, slots=True)
class AnnexReader:
    """The notice's annex as it is read: from which notice, with which unit names."""

    notice: Notice
    unit_words: UnitWords

    def read(self, content: Content) -> Form | None:
        """Return the annex in a document, None where there is none."""
        return read_form(content, self.notice, self.unit_words)


def crosschecked(
    verdict: Verdict,
    documents: tuple[Document, ...],
    forms: tuple[Form | None, ...],
    annex: AnnexReader,
    history: History,
) -> Verdict:
    """Return the verdict with every PDF that disagrees with its electronic copy told.

    One headed by another unit or quarter goes to staff; other differences are a
    flag with the evidence, for staff to look at. The electronic copy is the mail's
    own, else the one that counts now. `forms` are the documents' own.
    """
    files = list(verdict.files)
    for at, file in enumerate(files):
        if file.copy is not CopyKind.STAMPED_PDF or not documents[at].content.text:
            continue
        other = _electronic(file, verdict, forms, annex, history)
        files[at] = _told(file, forms_differ(other, forms[at], annex.unit_words))
    if tuple(files) == verdict.files:
        return verdict
    review = any(file.outcome is Outcome.REVIEW for file in files)
    outcome = Outcome.REVIEW if review else verdict.outcome
    return replace(verdict, files=tuple(files), outcome=outcome)


def _electronic(
    file: FileVerdict,
    verdict: Verdict,
    forms: tuple[Form | None, ...],
    annex: AnnexReader,
    history: History,
) -> Form | None:
    """Return the annex in the electronic copy of the same report, None if unknown."""
    if len(file.units) != 1 or file.period is None:
        return None
    for other, form in zip(verdict.files, forms, strict=True):
        same = (other.units, other.period) == (file.units, file.period)
        if same and other.copy is CopyKind.ELECTRONIC:
            return form
    known = history.current(file.units[0], file.period)
    texts = (c.text for c in known if c.copy is CopyKind.ELECTRONIC)
    return next((annex.read(Content(text=text)) for text in texts), None)


def _told(file: FileVerdict, differences: tuple[Difference, ...]) -> FileVerdict:
    if not differences:
        return file
    reasons = tuple(
        Clue("copies", FLAG, f"电子版：{d.electronic}；PDF：{d.pdf}", 0.9)
        for d in differences[:5]
    )
    grave = any(d.where in _GRAVE for d in differences)
    flag = Flag(FLAG, (("where", differences[0].where),))
    return replace(
        file,
        outcome=Outcome.REVIEW if grave else file.outcome,
        flags=(*file.flags, flag),
        reasons=(*file.reasons, *reasons),
    )

"""Files a document by hand: brought on paper, by messenger, or by the host unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mailbot.core.form.reading import read_form
from mailbot.core.notice.periods import from_id
from mailbot.core.record import filing
from mailbot.core.record.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.record.documents import PAGE_KINDS, Document
from mailbot.core.record.flags import FlagKind
from mailbot.core.record.records import CopyVersion, FiledDocument, Proposal
from mailbot.core.targets.reading import told_by
from mailbot.errors import NeedsStaff
from mailbot.flows.office import Office
from mailbot.flows.staff.review import Filing, Ruling, checked


def register(
    office: Office, paths: Sequence[Path], ruling: Ruling, by: str, now: datetime
) -> tuple[Filing, ...]:
    """File each path, or each file of a packed one, for the units that staff name.

    Without a copy named, a PDF is taken for the stamped one, anything else for the
    electronic. NeedsStaff when a path or a word is wrong; then nothing is filed.
    """
    for path in paths:
        if not path.is_file():
            raise NeedsStaff(f"找不到文件 {path}")
    with office.ledger.begin():
        pass  # a ledger begun after the files would take them for a lost one's
    return tuple(f for path in paths for f in _register(office, path, ruling, by, now))


def _register(
    office: Office, path: Path, ruling: Ruling, by: str, now: datetime
) -> tuple[Filing, ...]:
    with office.archive.workroom() as room:
        found = office.examiner.file(path, path.name, room)
        documents = [document for document in found if document.stored]
        if not documents:
            raise NeedsStaff(f"{path} 里没有可以登记的文件")
        placed = [
            (_placed(office, document, room, unit, proposal, now), unit)
            for document in documents
            for proposal in [_proposal(office, document, ruling)]
            for unit in proposal.units
        ]
    with office.ledger.begin() as work:
        for filed, unit in placed:
            row = work.mails.add(None, filed)
            work.copies.add(_version(filed, row, unit, now), by, now)
        work.decisions.log("register", by, now, file=path.name)
        work.commit()
    return tuple(_filing(filed, unit) for filed, unit in placed)


def _proposal(office: Office, document: Document, ruling: Ruling) -> Proposal:
    """Return what a document is registered as; a PDF is taken for the stamped copy."""
    pdf = document.kind in PAGE_KINDS
    copy = CopyKind.STAMPED_PDF if pdf else CopyKind.ELECTRONIC
    return checked(office, document.name, ruling.over(Proposal((), None, copy)))


def _filing(filed: FiledDocument, unit: str) -> Filing:
    verdict = filed.verdict
    period = verdict.period or ""
    return Filing(filed.document.name, unit, period, verdict.copy, filed.path)


def _placed(
    office: Office,
    document: Document,
    room: Path,
    unit: str,
    proposal: Proposal,
    now: datetime,
) -> FiledDocument:
    """Put a registered document into its unit's folder."""
    copy = CopyKind(proposal.copy)
    period = from_id(proposal.period or "")
    folder = filing.copy_folder(period, unit, copy)
    name = filing.dated_name(office.local(now), document.name)
    path = office.archive.file(room / document.stored, folder, name)
    verdict = FileVerdict(Outcome.FILE, copy, (unit,), period.id)
    form = read_form(document.content, office.notice, office.unit_words)
    figures = told_by(
        form and form.of_period(period.id),
        office.notice,
        period.id,
        scanned=not document.content.text_layer,
    )
    stored = replace(document, stored=path)
    return FiledDocument(1, stored, verdict, path, figures=figures)


def _version(filed: FiledDocument, row: int, unit: str, now: datetime) -> CopyVersion:
    return CopyVersion(
        unit=unit,
        period=filed.verdict.period or "",
        copy=filed.verdict.copy,
        version=0,
        document=row,
        path=filed.path,
        sha256=filed.document.sha256,
        received_at=now,
        sender="",
        flags=(FlagKind.REGISTERED,),
        text=filed.document.content.text,
    )

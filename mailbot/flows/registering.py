"""Files a document by hand: brought on paper, by messenger, or by the host unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mailbot.core import filing
from mailbot.core.clues import CopyKind, FileVerdict, Outcome
from mailbot.core.documents import Kind
from mailbot.core.periods import from_id
from mailbot.core.records import CopyVersion, FiledDocument, Proposal
from mailbot.errors import NeedsStaff
from mailbot.flows.review import Filing, Ruling, checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from mailbot.core.documents import Document
    from mailbot.flows.office import Office

_PICTURES_OF_PAPER = {Kind.PDF, Kind.OFD}


def register(
    office: Office, paths: Sequence[Path], ruling: Ruling, by: str, now: datetime
) -> tuple[Filing, ...]:
    """File each path for the units and the period that staff name.

    Without a copy named, a PDF is taken for the stamped one, anything else for the
    electronic. NeedsStaff when a path or a word is wrong; then nothing is filed.
    """
    for path in paths:
        if not path.is_file():
            raise NeedsStaff(f"找不到文件 {path}")
    return tuple(f for path in paths for f in _register(office, path, ruling, by, now))


def _register(
    office: Office, path: Path, ruling: Ruling, by: str, now: datetime
) -> tuple[Filing, ...]:
    with office.archive.workroom() as room:
        document = office.examiner.file(path, path.name, room)[0]
        pdf = document.kind in _PICTURES_OF_PAPER
        copy = CopyKind.STAMPED_PDF if pdf else CopyKind.ELECTRONIC
        proposal = checked(office, path.name, ruling.over(Proposal((), None, copy)))
        placed = _placed(office, document, room / document.stored, proposal, now)
    with office.ledger.begin() as work:
        row = work.mails.add(None, placed)
        for unit in proposal.units:
            work.copies.add(_version(placed, row, unit, now), by, now)
        work.decisions.log("register", by, now, file=path.name)
        work.commit()
    period = proposal.period or ""
    return tuple(
        Filing(path.name, unit, period, proposal.copy, placed.path)
        for unit in proposal.units
    )


def _placed(
    office: Office, document: Document, source: Path, proposal: Proposal, now: datetime
) -> FiledDocument:
    copy = CopyKind(proposal.copy)
    period = from_id(proposal.period or "")
    folder = filing.copy_folder(period, proposal.units[0], copy)
    name = filing.dated_name(office.local(now), document.name)
    path = office.archive.file(source, folder, name)
    verdict = FileVerdict(Outcome.FILE, copy, proposal.units, period.id)
    return FiledDocument(1, replace(document, stored=path), verdict, path)


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
        flags=("registered",),
        text=filed.document.content.text,
    )

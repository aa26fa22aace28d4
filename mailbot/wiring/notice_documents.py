"""Reads the documents of notices in confined children, scans to their last page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import (
    EVERY_BOUND,
    MEGABYTE,
    Fence,
    Limits,
)
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.seals.parts import SEEING, probe
from mailbot.core.record.documents import (
    PAPER_KINDS,
    Content,
    Document,
    Kind,
    Problem,
)
from mailbot.wiring.examination import examine_file

# A page takes some ten seconds; a notice has few.
PATIENT = Limits(
    memory=3 * 1024 * MEGABYTE, resident=900 * MEGABYTE, cpu=1200, wall=900.0
)


class ConfinedDocuments:
    """See `mailbot.ports.notices.NoticeDocuments`."""

    def __init__(self, fence: Fence = EVERY_BOUND) -> None:
        self._readers = Pool(Limits(), 1, fence=fence)
        self._eyes = Pool(PATIENT, 1, fence=fence)

    def documents(self, path: Path, into: Path) -> tuple[Document, ...]:
        """Read a file, all pages of a scan too, where the eyes are installed."""
        with path.open("rb"):  # a folder, or a file that is not ours, fails here
            pass
        found = self._readers.call(examine_file, Lent(path), path.name, Workroom(into))
        if isinstance(found, Problem):
            return (Document(path.name, Kind.OTHER, 0, "", problem=found),)
        return tuple(self._with_writing(document, into) for document in found)

    def close(self) -> None:
        """End the children."""
        self._readers.close()
        self._eyes.close()

    def _with_writing(self, document: Document, into: Path) -> Document:
        """Add what stands on a scan's pages."""
        blank = not document.content.text.strip() and document.kind in PAPER_KINDS
        if not blank or document.problem or not document.stored or probe(SEEING):
            return document
        stored = Lent(into / document.stored)
        found = self._eyes.call(read_scan, stored, document.kind)
        if isinstance(found, Problem):
            return replace(document, problem=found)
        return replace(document, content=found)


def read_scan(path: str, kind: Kind) -> Content | Problem:
    """Read all writing of a scan; runs inside the child that has the eyes."""
    from mailbot.adapters.seals.read.whole_pages import read_pages  # noqa: PLC0415

    return read_pages(kind, Path(path).read_bytes())

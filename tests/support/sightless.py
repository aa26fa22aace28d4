"""An examiner on a machine where the reader of scans is not installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest import mock

from mailbot.adapters.seals import document as looking
from mailbot.core.record.deaths import NO_DEATHS, Deaths
from mailbot.core.record.documents import (
    PICTURE_KINDS,
    Document,
    Kind,
    SealNames,
    SealReport,
)
from mailbot.core.record.mail import ExaminedMail
from mailbot.wiring.examination import examine_file, examine_mail

_PAPER = PICTURE_KINDS | {Kind.PDF, Kind.OFD}


class SightlessExaminer:
    """Reads in this process; what looks at pages finds its libraries missing."""

    def __init__(self, own: tuple[str, ...], seals: tuple[SealNames, ...]) -> None:
        self._own = own
        self._seals = seals

    def mail(self, raw: Path, into: Path, deaths: Deaths = NO_DEATHS) -> ExaminedMail:
        """Read a mail; its scans stay unseen."""
        del deaths
        found = examine_mail(str(raw), str(into), self._own)
        documents = tuple(self._looked_at(d, into) for d in found.documents)
        return replace(found, documents=documents)

    def headings(
        self, mail: ExaminedMail, into: Path, deaths: Deaths = NO_DEATHS
    ) -> ExaminedMail:
        """Read no heading: nothing here can."""
        del into, deaths
        return mail

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file."""
        found = examine_file(str(path), name, str(into))
        return tuple(self._looked_at(document, into) for document in found)

    def _looked_at(self, document: Document, into: Path) -> Document:
        if document.kind not in _PAPER or not document.stored or document.problem:
            return document
        content = (into / document.stored).read_bytes()
        with mock.patch.object(looking, "available", return_value=False):
            seen = looking.look(document.kind, content, self._seals)
        return (
            replace(document, seal=seen) if isinstance(seen, SealReport) else document
        )

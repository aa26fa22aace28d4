"""The examiner: every parse of a stranger's bytes in a confined child."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import (
    EVERY_BOUND,
    MEGABYTE,
    Confinement,
    Fence,
    Limits,
)
from mailbot.adapters.confine.pool import Pool
from mailbot.adapters.confine.trial import Breach, breaches
from mailbot.core.record.documents import (
    PAPER_KINDS,
    Document,
    Kind,
    Problem,
    SealNames,
    SealReport,
)
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.errors import TryLater
from mailbot.wiring.examination import examine_file, examine_mail
from mailbot.wiring.sealing import draw_on_file, look_at_file

# What a reading child loads before its first mail.
PRELOAD = ("mailbot.wiring.examination", "mailbot.adapters.documents.word.docx")
_WORKERS = 2
# Whose plain values a child may answer with: the core's, and what it breached.
_PACKAGES = ("mailbot.core", "mailbot.adapters.confine.trial")
# Kinds that show paper: on these a seal can be seen.
# The children with the eyes come when first needed and go when long idle: for a lone
# mail one, the second only while both hands of a round hold scans.
EYES = Limits(
    memory=3 * 1024 * MEGABYTE,
    resident=900 * MEGABYTE,
    cpu=120,
    wall=120.0,
    idle=120.0,
)


class ConfinedExaminer:
    """Reads mails and files in a pool of children; see `mailbot.ports.Examiner`.

    `own` are our addresses; `seals` the names that units' seals may bear, empty
    where seals are not looked at; `zone` is the office's, an offset that a child
    knows without a file of its own, for dates that state none. `fence` says behind
    which walls files are parsed. A child that dies is
    that file's problem, never ours. What was seen of a file is remembered by its
    SHA-256.
    """

    def __init__(
        self,
        own: tuple[str, ...],
        seals: tuple[SealNames, ...],
        zone: tzinfo = UTC,
        fence: Fence = EVERY_BOUND,
    ) -> None:
        self._own = own
        self._zone = zone
        self._seals = seals
        self._readers = Pool(
            Limits(), _WORKERS, PRELOAD, packages=_PACKAGES, fence=fence
        )
        self._eyes = Pool(EYES, _WORKERS, fence=fence)
        self._seen: dict[tuple[str, bool], SealReport] = {}

    def mail(self, raw: Path, into: Path) -> ExaminedMail:
        """Read a mail, unpack it, read its files; leave their bytes in `into`."""
        asked = (Lent(raw), Workroom(into), self._own, self._zone)
        found = self._readers.call(examine_mail, *asked)
        if isinstance(found, Problem):
            return ExaminedMail(Message(problem=found))
        documents = tuple(self._looked_at(d, into) for d in found.documents)
        return replace(found, documents=documents)

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file; what kills its reader is kept all the same."""
        found = self._readers.call(examine_file, Lent(path), name, Workroom(into))
        if isinstance(found, Problem):
            return (_unread(path, name, into, found),)
        return tuple(self._looked_at(document, into) for document in found)

    def headings(self, mail: ExaminedMail, into: Path) -> ExaminedMail:
        """Read the headings of scans too: slow, so only where nothing else tells."""
        documents = tuple(
            self._looked_at(d, into, heading=True) if _is_scan(d) else d
            for d in mail.documents
        )
        return replace(mail, documents=documents)

    def drawn(self, document: Document, into: Path) -> tuple[tuple[int, bytes], ...]:
        """Return (page, PNG) with every seal of a file framed."""
        if document.seal is None:
            return ()
        path = Lent(into / document.stored)
        found = self._eyes.call(draw_on_file, path, document.kind, document.seal)
        return () if isinstance(found, Problem) else found

    def confinement(self) -> Confinement:
        """Say which bounds are in force here."""
        return self._readers.confinement()

    def walled(self) -> bool:
        """Tell whether a child can read no secret; True where none can be asked."""
        try:
            return self.confinement().walled
        except TryLater:
            return True

    def breaches(
        self, reading: tuple[str, ...], writing: tuple[str, ...]
    ) -> tuple[tuple[Breach, str], ...] | Problem:
        """Have a child try its walls; return what it could do although it must not."""
        return self._readers.call(breaches, reading, writing, os.getpid())

    def close(self) -> None:
        """End the children."""
        self._readers.close()
        self._eyes.close()

    def _looked_at(
        self, document: Document, into: Path, *, heading: bool = False
    ) -> Document:
        """Add what is seen of a seal, where seals are looked at and one may be."""
        paper = (
            document.kind in PAPER_KINDS and document.stored and not document.companion
        )
        whole = document.problem in {None, Problem.UNSAFE}
        if not (self._seals and paper and whole):
            return document
        key = (document.sha256, heading)
        if key not in self._seen:
            path = Lent(into / document.stored)
            found = self._eyes.call(
                look_at_file, path, document.kind, self._seals, heading
            )
            if isinstance(found, Problem):
                return document
            self._seen[key] = found
        return replace(document, seal=self._seen[key])


def _is_scan(document: Document) -> bool:
    return document.kind in PAPER_KINDS and not document.content.text.strip()


def _unread(path: Path, name: str, into: Path, problem: Problem) -> Document:
    kept = into / "unread"
    shutil.copyfile(path, kept)
    return Document(
        name=name,
        kind=Kind.OTHER,
        size=kept.stat().st_size,
        sha256=hashlib.sha256(kept.read_bytes()).hexdigest(),
        problem=problem,
        stored=kept.name,
    )

"""The examiner: every parse of a stranger's bytes in a confined child."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path

from mailbot.adapters.archive.syncing import disk_faults
from mailbot.adapters.confine.lending import Lent, Workroom
from mailbot.adapters.confine.limits import (
    EVERY_BOUND,
    MEGABYTE,
    Confinement,
    Fence,
    Limits,
)
from mailbot.adapters.confine.pool import ChildDied, Pool
from mailbot.adapters.confine.trial import Breach, breaches
from mailbot.core.record.deaths import NO_DEATHS, Deaths, ReaderDied, after_death
from mailbot.core.record.documents import (
    PAPER_KINDS,
    PICTURE_KINDS,
    Document,
    Kind,
    Problem,
    SealNames,
    SealReport,
    SealVerdict,
)
from mailbot.core.record.mail import ExaminedMail, Message
from mailbot.errors import TryLater
from mailbot.wiring.carefully import (
    AskedMail,
    CarefulReading,
    Toll,
    emptied,
    file_in_hand,
)
from mailbot.wiring.examination import (
    examine_file,
    examine_mail,
    kind_of_file,
    read_head,
)
from mailbot.wiring.sealing import draw_on_file, look_at_file

# What a reading child loads before its first mail.
PRELOAD = ("mailbot.wiring.examination", "mailbot.adapters.documents.word.docx")
_WORKERS = 2
_REMEMBERED = 1_000  # files
# What has no pages to look at, or none that anything of ours could open.
_NO_PAGES = {Problem.ENCRYPTED, Problem.CORRUPT, Problem.BOMB, Problem.UNSUPPORTED}
_NO_PICTURE = {Problem.CORRUPT, Problem.BOMB, Problem.TOO_LARGE}
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
TIMED_OUT = SealReport(
    SealVerdict.CANNOT_TELL, note="查看印章超时，未能看完", timed_out=True
)


class ConfinedExaminer:
    """Reads mails and files in a pool of children; see `mailbot.ports.Examiner`.

    `own` are our addresses; `seals` the names that units' seals may bear, empty
    where seals are not looked at; `zone` is the office's, an offset that a child
    knows without a file of its own, for dates that state none. `fence` says behind
    which walls files are parsed. What was seen of a file is remembered by its SHA-256.
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

    def mail(self, raw: Path, into: Path, deaths: Deaths = NO_DEATHS) -> ExaminedMail:
        """Read a mail, unpack it, read its files; leave their bytes in `into`.

        All in one process; where that one gave up or died, file by file.
        """
        toll = Toll(deaths)
        found = None if deaths else self._at_once(raw, into)
        if found is None:
            asked = AskedMail(raw, self._own, self._zone)
            found = CarefulReading(self._readers, emptied(into), toll).mail(asked)
        documents = tuple(self._looked_at(d, into, toll) for d in found.documents)
        toll.settle()
        return replace(found, documents=documents)

    def _at_once(self, raw: Path, into: Path) -> ExaminedMail | None:
        """Read letter and files together; None if they are too much for one process."""
        asked = (Lent(raw), Workroom(into), self._own, self._zone)
        try:
            found = self._readers.call(examine_mail, *asked)
        except ChildDied as death:
            file = file_in_hand(death.left)
            raise ReaderDied(after_death(NO_DEATHS, file, death.problem)) from death
        return None if isinstance(found, Problem) else found

    def head(self, raw: bytes) -> Message:
        """Read a mail's header alone; one that cannot be read says why.

        TryLater where the machine lets nothing be read.
        """
        with disk_faults(), tempfile.NamedTemporaryFile() as file:
            file.write(raw)
            file.flush()
            try:
                found = self._readers.call(read_head, Lent(file.name), self._zone)
            except ChildDied as death:
                return Message(problem=death.problem)
        return Message(problem=found) if isinstance(found, Problem) else found

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file; what kills its reader thrice is kept all the same."""
        toll = Toll(NO_DEATHS)
        found = self._file(path, name, into, toll)
        while toll.died:
            toll = Toll(toll.deaths)
            found = self._file(path, name, emptied(into), toll)
        return found

    def _file(
        self, path: Path, name: str, into: Path, toll: Toll
    ) -> tuple[Document, ...]:
        asked = (Lent(path), name, Workroom(into))
        call = self._readers.alone if toll.deaths else self._readers.call
        found = toll.ask(name, lambda: call(examine_file, *asked))
        if isinstance(found, Problem):
            return () if toll.died else (self._unread(path, name, into, found),)
        return tuple(self._looked_at(document, into, toll) for document in found)

    def _unread(self, path: Path, name: str, into: Path, problem: Problem) -> Document:
        kept = into / "unread"
        shutil.copyfile(path, kept)
        kind = self._readers.call(kind_of_file, Lent(kept), name)
        return Document(
            name=name,
            kind=Kind.OTHER if isinstance(kind, Problem) else kind,
            size=kept.stat().st_size,
            sha256=hashlib.sha256(kept.read_bytes()).hexdigest(),
            problem=problem,
            stored=kept.name,
        )

    def headings(
        self, mail: ExaminedMail, into: Path, deaths: Deaths = NO_DEATHS
    ) -> ExaminedMail:
        """Read the headings of scans too: slow, so only where nothing else tells."""
        toll = Toll(deaths)
        documents = tuple(
            self._looked_at(d, into, toll, heading=True) if _is_scan(d) else d
            for d in mail.documents
        )
        toll.settle()
        return replace(mail, documents=documents)

    def drawn(self, document: Document, into: Path) -> tuple[tuple[int, bytes], ...]:
        """Return (page, PNG) with every seal of a file framed."""
        if document.seal is None:
            return ()
        path = Lent(into / document.stored)
        asked = (path, document.kind, document.seal)
        toll = Toll(NO_DEATHS)
        found = toll.ask(path, lambda: self._eyes.call(draw_on_file, *asked))
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
        self, document: Document, into: Path, toll: Toll, *, heading: bool = False
    ) -> Document:
        """Add what is seen of a seal, where seals are looked at and one may be.

        A file whose reader failed or died has pages all the same.
        """
        paper = (
            document.kind in PAPER_KINDS and document.stored and not document.companion
        )
        hopeless = document.problem in _NO_PAGES and not toll.deaths
        if not (self._seals and paper) or hopeless:
            return document
        key = (document.sha256, heading)
        seen = self._seen.get(key)
        if seen is None:
            asked = (Lent(into / document.stored), document.kind, self._seals)
            again = document.sha256 in toll.deaths
            call = self._eyes.alone if again else self._eyes.call
            found = toll.ask(
                document.sha256, lambda: call(look_at_file, *asked, heading)
            )
            if found is Problem.TIMEOUT:
                return replace(document, seal=TIMED_OUT)
            if isinstance(found, Problem):
                return _unseen(document, found)
            seen = found
            self._remember(key, seen)
        return replace(document, seal=seen)

    def _remember(self, key: tuple[str, bool], found: SealReport) -> None:
        """Keep what was seen; of the oldest no more, for a service lives for years."""
        self._seen[key] = found
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]


def _unseen(document: Document, problem: Problem) -> Document:
    """Return a file whose pages could not be looked at.

    Of a picture nobody else could have told that it is damaged.
    """
    if document.kind in PICTURE_KINDS and problem in _NO_PICTURE:
        return replace(document, problem=document.problem or problem)
    return document


def _is_scan(document: Document) -> bool:
    return document.kind in PAPER_KINDS and not document.content.text.strip()

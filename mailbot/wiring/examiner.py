"""The examiner: every parse of a stranger's bytes in a confined child."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

from mailbot.adapters.confine.limits import Limits
from mailbot.adapters.confine.pool import Pool
from mailbot.core.documents import Document, Kind, Problem
from mailbot.core.mail import ExaminedMail, Message
from mailbot.wiring.examination import examine_file, examine_mail

if TYPE_CHECKING:
    from pathlib import Path

_PRELOAD = ("mailbot.wiring.examination", "mailbot.adapters.documents.docx")
_WORKERS = 2


class ConfinedExaminer:
    """Reads mails and files in a pool of children; see `mailbot.ports.Examiner`.

    `own` are our addresses. A child that dies is that file's problem, never ours.
    """

    def __init__(self, own: tuple[str, ...]) -> None:
        self._own = own
        self._readers = Pool(Limits(), _WORKERS, preload=_PRELOAD)

    def mail(self, raw: Path, into: Path) -> ExaminedMail:
        """Read a mail, unpack it, read its files; leave their bytes in `into`."""
        found = self._readers.call(examine_mail, str(raw), str(into), self._own)
        if isinstance(found, Problem):
            return ExaminedMail(Message(problem=found))
        return found

    def file(self, path: Path, name: str, into: Path) -> tuple[Document, ...]:
        """Read a single file; what kills its reader is kept all the same."""
        found = self._readers.call(examine_file, str(path), name, str(into))
        if isinstance(found, Problem):
            return (_unread(path, name, into, found),)
        return found

    def close(self) -> None:
        """End the children."""
        self._readers.close()


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

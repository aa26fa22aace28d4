"""Documents of notices: how they are read to the last page."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from mailbot.core.record.documents import Document


class NoticeDocuments(Protocol):
    """Reads files in confined processes; never raises for their content."""

    def documents(self, path: Path, into: Path) -> tuple[Document, ...]:
        """Read a file (an archive gives its members), all pages of a scan too.

        `into` is an empty folder that it may use. OSError if the path itself cannot
        be read.
        """
        ...

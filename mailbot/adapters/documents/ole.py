"""OLE compound files (.doc, .xls, .wps, .et and encrypted OOXML), by olefile."""

from __future__ import annotations

import io
from types import TracebackType
from typing import Final, Self

from mailbot.adapters.documents.bounds import Refusal
from mailbot.core.record.documents import Problem

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What olefile lets through on broken files, found by flipping bytes.
_BROKEN: Final = (
    OSError, ValueError, IndexError, KeyError, TypeError, AttributeError,
    OverflowError, RecursionError, MemoryError,
)  # fmt: skip


class Ole:
    """An opened compound file; use as a context. Refusal where it is none."""

    def __init__(self, content: bytes) -> None:
        import olefile  # type: ignore[import-untyped]  # no types; # noqa: PLC0415 - lazy

        try:
            self._file = olefile.OleFileIO(io.BytesIO(content))
            names = self._file.listdir()
        except _BROKEN as error:
            raise Refusal(Problem.CORRUPT) from error
        self._names = {name[-1].lower(): name for name in names if len(name) == 1}
        if "encryptedpackage" in self._names:
            raise Refusal(Problem.ENCRYPTED)

    def stream(self, name: str) -> bytes:
        """Return a stream of the root, b"" where there is none."""
        path = self._names.get(name.lower())
        if path is None:
            return b""
        try:
            data: bytes = self._file.openstream(path).read()
        except _BROKEN as error:
            raise Refusal(Problem.CORRUPT) from error
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

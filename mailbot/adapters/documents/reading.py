"""One door to all readers: bytes of a known kind in, Content or a Problem out."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Final

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.insides import with_insides
from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.kinds import KINDS
from mailbot.adapters.documents.plainly import plainly
from mailbot.adapters.documents.unlocking import unlocked
from mailbot.core.record.documents import PICTURE_KINDS, Content, Kind, Problem

Reader = Callable[[bytes], Content]

_ROWS: Final = {row.kind: row for row in KINDS}
_XML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(kind: Kind, content: bytes) -> Content | Problem:
    """Return what a document says, or why it cannot be read; never raises.

    A picture is Content without a text layer. An OLE file under an OOXML kind is one
    encrypted with a password, the only way Office wraps the one in the other.
    """
    if kind in PICTURE_KINDS:
        # a TIFF may hold many pages, which only those who look at them count
        return Content(pages=None if kind is Kind.TIFF else 1, text_layer=False)
    if kind in {Kind.DOCX, Kind.XLSX} and content.startswith(_OLE):
        kind = Kind.DOC if kind is Kind.DOCX else Kind.XLS
    try:
        return _read(kind, content)
    except Refusal as refusal:
        return refusal.problem
    except (RecursionError, MemoryError):
        return Problem.TOO_LARGE


def _read(kind: Kind, content: bytes) -> Content:
    """Read by the kind's reader, what Excel itself locked being opened first."""
    try:
        found = _told(kind, content)
    except Refusal as refusal:
        if refusal.problem is not Problem.ENCRYPTED or not content.startswith(_OLE):
            raise
        content = unlocked(content)
        found = _told(kind_of(content), content)
    try:
        return with_insides(found, content)
    except (RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - as in `_told`: what was read stays read
        return found


def _told(kind: Kind, content: bytes) -> Content:
    """Read by the kind's reader; by the plainest means where that one fails.

    A fault in one reader is ours, not the file's: what can be had of its words is
    read all the same, and its pages are looked at for seals as any other's.
    """
    reader = _reader(kind, content)
    try:
        return reader(content)
    except (Refusal, RecursionError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - whatever a library lets through on broken files
        return plainly(kind, content)


def _reader(kind: Kind, content: bytes) -> Reader:
    row = _ROWS.get(kind)
    if row is None or not row.reader:
        raise Refusal(Problem.UNSUPPORTED)
    flat = row.flat if row.flat and _XML.match(content) else row.reader
    module, _, name = flat.rpartition(".")
    found: Reader = getattr(import_module(f"mailbot.adapters.documents.{module}"), name)
    return found

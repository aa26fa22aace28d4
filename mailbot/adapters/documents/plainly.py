"""The plainest reading of a document: its words in a row, for when its reader fails.

No tables, no order but the file's own, hidden and deleted words left out as far as
their marks stand beside them. Staff see what the file is about, and open it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from mailbot.adapters.documents.bounds import (
    MAX_CHARACTERS,
    MAX_PAGES,
    MAX_XML_BYTES,
    Refusal,
)
from mailbot.adapters.documents.story import clean
from mailbot.core.record.documents import Content, Kind, Problem

_MAIN: Final = re.compile(
    r"(?:^|/)(?:document\d*|content|sharedStrings)\.xml$", re.IGNORECASE
)
_GONE: Final = re.compile(rb"<(\w+:)?(delText|instrText)\b[^>]*>[^<]*<")
_END: Final = re.compile(rb"</(?:\w+:)?(?:p|si|h|row|TextCode)>")
_TAG: Final = re.compile(rb"<[^>]*>")
_BINARY: Final = frozenset((Kind.DOC, Kind.XLS))
# How such a file begins: as an OLE file, a zip, flat XML, RTF.
_KNOWN: Final = (b"\xd0\xcf\x11\xe0", b"PK", b"<", b"\xef\xbb\xbf<", b"{")
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, KeyError,
    NotImplementedError,
)  # fmt: skip


def plainly(kind: Kind, content: bytes) -> Content:
    """Return a document's words without their order, as far as there are any.

    That nothing else could be had of it is our reader's fault, not the file's; only
    what another library cannot open either is damaged: Refusal(CORRUPT).
    """
    if kind is Kind.PDF:
        return _pdf(content)
    if kind in _BINARY and not content.startswith(_KNOWN):
        raise Refusal(Problem.CORRUPT)
    package = _package(content) if content.startswith(b"PK") else ""
    return Content(text=clean(package[:MAX_CHARACTERS]), by_words_alone=True)


def _pdf(content: bytes) -> Content:
    """Return the pages' text as pdfium tells it; none is a scan, to be looked at."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped] # noqa: PLC0415

    try:
        with pdfium.PdfDocument(content) as document:
            pages = [
                page.get_textpage().get_text_bounded()
                for page in (document[n] for n in range(min(len(document), MAX_PAGES)))
            ]
    except pdfium.PdfiumError as error:
        raise Refusal(Problem.CORRUPT) from error
    text = clean("\n".join(pages).replace("\r\n", "\n"))
    return Content(
        text=text, pages=len(pages), text_layer=bool(text), by_words_alone=True
    )


def _package(content: bytes) -> str:
    """Return the words of a package's main parts, a line a paragraph."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if _MAIN.search(name)]
            found = [_words(archive.open(name).read(MAX_XML_BYTES)) for name in parts]
    except _BROKEN as error:
        raise Refusal(Problem.CORRUPT) from error
    return "\n".join(found)


def _words(xml: bytes) -> str:
    lines = _END.sub(b"\n", _GONE.sub(b"<", xml))
    text = _TAG.sub(b"", lines).decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text

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
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, KeyError,
    NotImplementedError,
)  # fmt: skip


def plainly(kind: Kind, content: bytes) -> Content:
    """Return a document's words without their order; Refusal(CORRUPT) without any."""
    if kind is Kind.PDF:
        return _pdf(content)
    text = clean(_package(content)[:MAX_CHARACTERS])
    if not text:
        raise Refusal(Problem.CORRUPT)
    return Content(text=text)


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
    return Content(text=text, pages=len(pages), text_layer=bool(text))


def _package(content: bytes) -> str:
    """Return the words of a package's main parts, a line a paragraph."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [name for name in archive.namelist() if _MAIN.search(name)]
            found = [_words(archive.open(name).read(MAX_XML_BYTES)) for name in parts]
    except _BROKEN:
        return ""
    return "\n".join(found)


def _words(xml: bytes) -> str:
    lines = _END.sub(b"\n", _GONE.sub(b"<", xml))
    text = _TAG.sub(b"", lines).decode("utf-8", "replace")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text

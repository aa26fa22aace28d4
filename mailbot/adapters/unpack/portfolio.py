"""PDF portfolios (ISO 32000-1, 12.3.5): a package of files under a cover page."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mailbot.adapters.unpack.members import Loose, Opened, Unopenable
from mailbot.core.record.documents import Problem

if TYPE_CHECKING:
    import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types

_MOST: Final = 200  # files of one package
_SIGN: Final = b"/Collection"
_PACKED: Final = b"/ObjStm"  # the catalogue may lie inside a compressed stream
_EMBEDDED: Final = b"/EmbeddedFile"
# Whatever pdfminer lets through on broken files: it raises by accident, too.
_BROKEN: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
    ArithmeticError, OSError, RecursionError, EOFError, NotImplementedError,
    struct.error,
)  # fmt: skip


def is_portfolio(source: Path) -> bool:
    """Tell a portfolio from a PDF that is a document, be there files attached or not.

    Only the bytes are looked at first: of a hundred PDFs hardly one has a sign of it.
    """
    content = source.read_bytes()
    if _SIGN not in content and (_PACKED not in content or _EMBEDDED not in content):
        return False
    return _has_collection(content)


def _has_collection(content: bytes) -> bool:
    """Tell whether the catalogue names a collection."""
    from pdfminer.pdfdocument import PDFDocument  # noqa: PLC0415 - hardly ever
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415

    try:
        catalogue = PDFDocument(PDFParser(io.BytesIO(content))).catalog
    except (*_BROKEN, PDFException, PSException):
        return False
    return "Collection" in catalogue and _has_files(content)


def _has_files(content: bytes) -> bool:
    """Tell whether there is anything in the package: an empty one is its cover."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only where there is a package

    try:
        with pdfium.PdfDocument(content) as document:
            return bool(document.count_attachments())
    except pdfium.PdfiumError:
        return False


def open_portfolio(content: bytes) -> Opened:
    """Return the files of a package; Refused(CORRUPT) where it cannot be opened."""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only where there is a package

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise Unopenable(Problem.CORRUPT) from error
    return Opened(_files(document))


def _files(document: pdfium.PdfDocument) -> Iterator[Loose]:
    import pypdfium2 as pdfium  # noqa: PLC0415

    with document:
        for place in range(min(document.count_attachments(), _MOST)):
            try:
                one = document.get_attachment(place)
                name, data = _name(one.get_name()), bytes(one.get_data())
            except pdfium.PdfiumError:
                yield Loose(f"文件{place + 1}", b"", Problem.CORRUPT)
                continue
            yield Loose(name or f"文件{place + 1}", name.encode(), [data])


def _name(told: str) -> str:
    """Return a name whose two-byte characters pdfium handed out byte by byte.

    Writers that put the byte order mark into a string of hex digits or escapes get
    it back so: þÿ before the bytes of UTF-16, read as PDFDocEncoding.
    """
    if not told.startswith("þÿ"):
        return told
    try:
        raw = b"".join(_byte(one) for one in told[2:])
        return raw.decode("utf-16-be")
    except (UnicodeError, ValueError):
        return ""


def _byte(character: str) -> bytes:
    """Return the byte of PDFDocEncoding that a character stands for."""
    from pdfminer.utils import PDFDocEncoding  # noqa: PLC0415

    place = PDFDocEncoding.find(character)
    return bytes([place if place >= 0 else ord(character)])

"""Tells what a file is by its bytes: magic numbers, zip and OLE directories, text.

The name says nothing (of five real .wps files four were Word documents and one a
docx). Sources: PKWARE APPNOTE 6.3 (zip), ECMA-376 part 2 (OOXML packages), ODF 1.2
part 3, GB/T 33190 (OFD), MS-CFB and MS-OXMSG (OLE), ISO 14496-12 (HEIC brands),
TIFF 6.0, MS-WMF 2.2.2.9 (BITMAPINFOHEADER and its kin), RFC 9649 (WebP),
MS-OXTNEF 2.1.3.1, ISO 32000 annex H (a PDF header anywhere in the first 1024 bytes).
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePath
from typing import BinaryIO, Final

import olefile  # type: ignore[import-untyped] # it ships no types

from mailbot.adapters.documents.kinds import KINDS
from mailbot.adapters.documents.textual import (
    is_html,
    is_mail,
    is_text,
    is_web_archive,
    is_xml,
    textual_head,
)
from mailbot.core.record.documents import Kind

_HEAD_BYTES: Final = 16 * 1024
_PDF_HEADER_WITHIN: Final = 1024
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC_BRANDS: Final = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs")
)
_BITMAP_HEADER: Final = 28  # bytes of a BMP up to its planes
_BITMAP_SIZES: Final = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
_IMAGE_BRANDS: Final = frozenset((b"mif1", b"msf1", b"mif2"))


def kind_of(content: bytes | Path, name: str = "") -> Kind:
    """Return what the bytes are.

    `name` decides in one case only: an encrypted OOXML package, whose kind its
    bytes do not show (see `is_encrypted_package`). Raises OSError if a path
    cannot be read, and nothing for what the content is.
    """
    if isinstance(content, Path):
        with content.open("rb") as stream:
            return _kind(stream, name)
    return _kind(io.BytesIO(content), name)


def is_encrypted_package(content: bytes | Path) -> bool:
    """Tell a docx or xlsx under a password (MS-OFFCRYPTO 2.3.2): OLE around it."""
    source = content if isinstance(content, Path) else io.BytesIO(content)
    try:
        with olefile.OleFileIO(source) as ole:
            return bool(ole.exists("EncryptedPackage"))
    except _OLE_FAULTS:
        return False


def _kind(stream: BinaryIO, name: str) -> Kind:
    head = stream.read(_HEAD_BYTES)
    if head.startswith(_OLE):
        return _ole_kind(stream, name)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(stream)
    return _binary_kind(head) or _textual_kind(head) or _late_zip(stream)


def _binary_kind(head: bytes) -> Kind | None:
    """Tell the kinds that begin with a number of their own, or nearly so."""
    for row in KINDS:
        if head.startswith(row.begins):
            return row.kind
    if head[4:8] == b"ftyp":
        return Kind.HEIC if _is_heic(head) else Kind.OTHER
    if head[:4] == b"RIFF":
        return Kind.WEBP if head[8:12] == b"WEBP" else Kind.OTHER
    if _is_bitmap(head):
        return Kind.BMP
    return Kind.PDF if _is_pdf(head) else None


def _is_heic(head: bytes) -> bool:
    """Look at the brands of an ISO base media file: major first, then compatible."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[i : i + 4] for i in range(16, size, 4))}
    return bool(brands & _HEIC_BRANDS) or (
        head[8:12] in _IMAGE_BRANDS and b"avif" not in brands
    )


def _is_bitmap(head: bytes) -> bool:
    """Tell a BMP from a text that begins with BM: its header has a known size."""
    if len(head) < _BITMAP_HEADER or not head.startswith(b"BM"):
        return False
    pixels_at, header = struct.unpack_from("<II", head, 10)
    planes_at = 22 if header == min(_BITMAP_SIZES) else 26
    planes = int.from_bytes(head[planes_at : planes_at + 2], "little")
    return header in _BITMAP_SIZES and planes == 1 and pixels_at > header


def _is_pdf(head: bytes) -> bool:
    """Find a PDF header, at the start or behind some junk that mailers put there."""
    at = head.find(b"%PDF-", 0, _PDF_HEADER_WITHIN)
    if at <= 0:
        return at == 0
    return re.search(rb"\d+\s+\d+\s+obj|%\xe2\xe3\xcf\xd3|xref", head[at:]) is not None


def _textual_kind(head: bytes) -> Kind | None:
    """Tell the kinds that are text; None for bytes that are no text."""
    text = textual_head(head)
    if text.lstrip("\ufeff\0 \t\r\n").startswith("{\\rt"):
        return Kind.RTF
    if is_html(text) or is_web_archive(text):
        return Kind.HTML
    if is_mail(text):
        return Kind.EML
    if is_xml(text):
        return _xml_kind(text)
    return Kind.TXT if is_text(head) else None


def _xml_kind(text: str) -> Kind:
    """Tell an office document in one XML file by its root, the first that fits."""
    found = _XML_ROOT.search(text)
    root = found[1].lower() if found else ""
    fits = (
        row.kind
        for row in KINDS
        for name, says in row.xml
        if name.lower() == root and says in text
    )
    return next(fits, Kind.OTHER)


_XML_ROOT: Final = re.compile(
    rf"<(?:\w+:)?({'|'.join(root for row in KINDS for root, _ in row.xml)})\b",
    re.IGNORECASE,
)


def _late_zip(stream: BinaryIO) -> Kind:
    """Tell a zip whose first bytes are junk from bytes that are nothing we know."""
    return _zip_kind(stream) if is_zip(stream) else Kind.OTHER


def _zip_kind(stream: BinaryIO) -> Kind:
    """Tell documents from plain archives by the zip's directory."""
    names = zip_names(stream)
    known = {name.replace("\\", "/").lower().lstrip("/"): name for name in names}
    for row in KINDS:
        if any(re.fullmatch(part, name) for part in row.parts for name in known):
            return row.kind
    for entry in ("mimetype", "[content_types].xml", "meta-inf/manifest.xml"):
        if entry in known:
            return _declared(zip_member(stream, known[entry]))
    return Kind.ZIP


def _declared(text: bytes) -> Kind:
    """Return the kind whose media type the package declares (a slide show: OTHER)."""
    fits = (row.kind for row in KINDS if any(sign in text for sign in row.declares))
    return next(fits, Kind.OTHER)


_OLE_ENTRIES: Final = tuple((entry, row.kind) for row in KINDS for entry in row.ole)
# What olefile lets through on broken files, beside its own errors (all OSError).
_OLE_FAULTS: Final = (
    OSError,
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)


def _ole_kind(stream: BinaryIO, name: str) -> Kind:
    """Tell Word, Excel, Outlook and encrypted packages by the OLE directory."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as ole:
            root = {path[0].lower() for path in ole.listdir(storages=True)}
    except _OLE_FAULTS:
        root = _broken_ole_names(stream)
    if "encryptedpackage" in root:
        return _guess_by_name(name)
    return next((kind for entry, kind in _OLE_ENTRIES if entry in root), Kind.OTHER)


def _guess_by_name(name: str) -> Kind:
    """Guess what an encrypted package holds: only the name is left to go by."""
    suffix = PurePath(name.lower()).suffix
    return Kind.XLSX if suffix.startswith((".xls", ".et")) else Kind.DOCX


def _broken_ole_names(stream: BinaryIO) -> set[str]:
    """Look for directory entries in the raw bytes of an OLE file that is broken."""
    stream.seek(0)
    raw = stream.read(64 * 1024 * 1024).lower()
    names = ("encryptedpackage", *(entry for entry, _ in _OLE_ENTRIES))
    return {n for n in names if f"{n}\0".encode("utf-16-le") in raw}


# The names in a zip's directory, read within bounds and from broken files too.

_END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_COMMENT_BYTES: Final = 65535
_DIRECTORY_BYTES: Final = 1024 * 1024
_MEMBER_BYTES: Final = 1024 * 1024
_LOCAL: Final = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_FAULTS: Final = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def is_zip(stream: BinaryIO) -> bool:
    """Tell whether a zip directory stands at the end, whatever the start is."""
    return bool(_directory(stream))


def zip_names(stream: BinaryIO) -> tuple[str, ...]:
    """Return the entries' names, decoded loosely; at most a megabyte of directory."""
    directory = _directory(stream)
    if directory:
        return tuple(_directory_names(directory))
    return tuple(_local_names(stream))


def zip_member(stream: BinaryIO, name: str) -> bytes:
    """Return at most a megabyte of one entry's content, b"" if unreadable."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(name) as member:
            return member.read(_MEMBER_BYTES)
    except _FAULTS:
        return b""


def _directory(stream: BinaryIO) -> bytes:
    """Return the central directory's first bytes, b"" if there is none.

    Its place is reckoned from the end record backwards, so junk before the zip
    does no harm; a ZIP64 file is left to the names beside the contents.
    """
    size = stream.seek(0, 2)
    start = max(0, size - _COMMENT_BYTES - _END_BYTES)
    stream.seek(start)
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return b""
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    place = start + at - length
    if place < 0:
        return b""
    stream.seek(place)
    data = stream.read(min(length, _DIRECTORY_BYTES))
    return data if data.startswith(b"PK\x01\x02") else b""


def _directory_names(directory: bytes) -> list[str]:
    names: list[str] = []
    at = 0
    while directory[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(directory):
        name, extra, comment = struct.unpack_from("<HHH", directory, at + 28)
        names.append(_decoded(directory[at + 46 : at + 46 + name]))
        at += 46 + name + extra + comment
    return names


def _local_names(stream: BinaryIO) -> list[str]:
    """Collect the names that stand before the contents: the end may be cut off."""
    stream.seek(0)
    data = stream.read(4 * _DIRECTORY_BYTES)
    return [
        _decoded(data[found.end() : found.end() + int.from_bytes(found[1], "little")])
        for found in _LOCAL.finditer(data)
    ]


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "replace")

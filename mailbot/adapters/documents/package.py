"""Files that are a zip of XML parts (OOXML, ODF, OFD), opened without trust."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mailbot.adapters.documents.bounds import (
    MAX_PACKAGE_BYTES,
    MAX_PARTS,
    MAX_RATIO,
    MAX_TAGS,
    MAX_XML_BYTES,
    MIN_BOMB_BYTES,
    Refusal,
)
from mailbot.core.record.documents import Problem

if TYPE_CHECKING:
    from lxml import etree

_ENCRYPTED_BIT: Final = 1
# Other methods (bzip2, lzma) are legal in a zip and in none of these formats.
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Everything that zipfile and zlib are known to raise on broken archives.
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, OverflowError, IndexError,
)  # fmt: skip


class Package:
    """The named parts of one zip, looked up as offices' programs write them.

    Names are compared without case, with either slash and with or without a leading
    one: Windows writers and some OFD makers differ in all three.
    """

    def __init__(self, content: bytes) -> None:
        """Read the directory; raise Refusal(CORRUPT) when there is none."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise Refusal(Problem.CORRUPT) from error
        if len(self._zip.infolist()) > MAX_PARTS:
            raise Refusal(Problem.TOO_LARGE)
        self._left = MAX_PACKAGE_BYTES
        self._parts = {_key(one.filename): one for one in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def read(self, name: str) -> bytes:
        """Return a part's bytes; Refusal says encrypted, bomb, too large, corrupt."""
        part = self._parts.get(_key(name))
        if part is None:
            raise Refusal(Problem.CORRUPT)
        if part.flag_bits & _ENCRYPTED_BIT:
            raise Refusal(Problem.ENCRYPTED)
        if part.compress_type not in _METHODS:
            raise Refusal(Problem.CORRUPT)
        try:
            with self._zip.open(part) as stream:
                data = stream.read(MAX_XML_BYTES + 1)
        except _BROKEN as error:
            raise Refusal(Problem.CORRUPT) from error
        packed = max(part.compress_size, 1)
        if len(data) > max(packed * MAX_RATIO, MIN_BOMB_BYTES):
            raise Refusal(Problem.BOMB)
        self._left -= len(data)
        if len(data) > MAX_XML_BYTES or self._left < 0:
            raise Refusal(Problem.TOO_LARGE)
        return data

    def xml(self, name: str) -> etree._Element:
        """Return a part's root element; Refusal as `read` does."""
        return parse_xml(self.read(name))


def _key(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").strip("/").lower()


def parse_xml(data: bytes) -> etree._Element:
    """Parse untrusted XML: no entities, no network, libxml2's own limits kept."""
    if data.count(b"<") > MAX_TAGS:
        raise Refusal(Problem.TOO_LARGE)
    from lxml import etree  # noqa: PLC0415 - a child that reads only text never pays

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refusal(Problem.CORRUPT) from error
    return root


@lru_cache(maxsize=4096)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace ("" for an entity).

    Strict and transitional OOXML, and OFD before and after its standard, differ in
    nothing but the namespace.
    """
    tag: object = element.tag
    return _bare(tag) if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if _bare(str(key)) == name:
            return str(value)
    return default


def child(element: etree._Element, *path: str) -> etree._Element | None:
    """Return the first element down a path of local names, None where it ends."""
    here: etree._Element | None = element
    for name in path:
        if here is None:
            return None
        here = next((one for one in here if local(one) == name), None)
    return here


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of one local name."""
    return (one for one in element if local(one) == name)


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield all elements of one local name below an element, in document order."""
    return element.iter("{*}" + name)


def whole(text: str, default: int = 0) -> int:
    """Return a whole number written in an attribute, or the default."""
    try:
        return int(text)
    except ValueError:
        return default

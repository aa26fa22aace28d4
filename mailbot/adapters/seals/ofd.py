"""Electronic seals of OFD files (GB/T 33190, GB/T 38540): name, page, certificate.

Signatures.xml names each Signature.xml; that one places the stamp (StampAnnot) and
points to SignedValue.dat, a DER structure that holds the seal's own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from asn1crypto import (  # type: ignore[import-untyped]  # ships no types
    parser,
    x509,
)
from lxml import etree

from mailbot.adapters.seals.limits import SealLimits
from mailbot.adapters.seals.see.pages import ofd_members
from mailbot.adapters.seals.signatures import Signature, common_name

NAME = re.compile(r"[\u4e00-\u9fff（）()]{4,40}")
DEPTH = 12  # of nested DER; a seal's own structure is nine deep
SEQUENCE, SET, OCTETS, CONTEXT = 0x30, 0x31, 0x04, 0xA0
UTF8, PRINTABLE, BMP = 0x0C, 0x13, 0x1E
STRINGS = {UTF8: "utf-8", PRINTABLE: "ascii", BMP: "utf-16-be"}


def ofd_signatures(content: bytes, limits: SealLimits) -> tuple[Signature, ...]:
    """Read an OFD file's electronic seals; raises UnreadablePages."""
    files = {
        name.lstrip("/"): data
        for name, data in ofd_members(content, limits)
        if basename(name).lower().endswith((".xml", ".dat", ".esl"))
    }
    pages = _page_numbers(files)
    found = [
        _one(files, name, data, pages)
        for name, data in sorted(files.items())
        if basename(name).lower() == "signature.xml"
    ]
    return tuple(found)


def _one(
    files: dict[str, bytes], name: str, data: bytes, pages: dict[str, int]
) -> Signature:
    root = _parsed(data)
    value = _first_text(root, "SignedValue") or "SignedValue.dat"
    der = files.get(_resolve(name, value)) or files.get(
        join(dirname(name), "SignedValue.dat"), b""
    )
    seal, signer = seal_names(der)
    places = (
        [node.get("PageRef", "") for node in root.iter("{*}StampAnnot")]
        if root is not None
        else []
    )
    page = pages.get(places[0], 1) if places else 1
    return Signature(signer=signer, seal=seal, page=page)


def seal_names(der: bytes) -> tuple[str, str]:
    """Return the seal's own name and its signer's, "" where they cannot be read."""
    strings: list[str] = []
    signers: list[str] = []
    for kind, data in _walk(der, 0):
        if kind == "certificate":
            signers.append(_certificate_name(data))
        elif NAME.fullmatch(text := data.decode("utf-8", "ignore")):
            strings.append(text)
    signer = next((one for one in signers if one), "")
    seal = next((text for text in strings if text not in signers), "")
    return seal or (strings[0] if strings else ""), signer


def _walk(der: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the strings and certificates of a DER structure, outside in."""
    rest = der
    while rest and depth < DEPTH:
        try:
            parsed, used = _split(rest)
        except (ValueError, TypeError):
            return
        tag, inner = parsed
        if tag == SEQUENCE and depth and _certificate_name(rest[:used]):
            yield "certificate", rest[:used]
        elif tag in STRINGS:
            text = inner.decode(STRINGS[tag], "ignore")
            yield "string", text.encode()
        elif tag in (SEQUENCE, SET, OCTETS) or tag & CONTEXT == CONTEXT:
            yield from _walk(inner, depth + 1)
        rest = rest[used:]


def _split(der: bytes) -> tuple[tuple[int, bytes], int]:
    """Return the first value's tag and contents, and how many bytes it took."""
    *_, header, contents, trailer = parser.parse(der)
    used = len(header) + len(contents) + len(trailer)
    return (header[0], contents), used


def _certificate_name(der: bytes) -> str:
    try:
        return common_name(x509.Certificate.load(der))
    except (ValueError, TypeError, KeyError):
        return ""


def _page_numbers(files: dict[str, bytes]) -> dict[str, int]:
    """Return the number of each page that Document.xml lists, by its id."""
    for name, data in sorted(files.items()):
        if basename(name).lower() == "document.xml":
            root = _parsed(data)
            listed = [] if root is None else root.iter("{*}Page")
            ids = [node.get("ID", "") for node in listed if node.get("BaseLoc")]
            return {key: place + 1 for place, key in enumerate(ids)}
    return {}


def _parsed(data: bytes) -> etree._Element | None:
    strict = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(data, strict)
    except etree.XMLSyntaxError:
        return None


def _first_text(root: etree._Element | None, name: str) -> str:
    found = None if root is None else next(root.iter("{*}" + name), None)
    return "" if found is None else (found.text or "").strip()


def _resolve(base: str, name: str) -> str:
    if name.startswith("/"):
        return normpath(name.lstrip("/"))
    return normpath(join(dirname(base), name))

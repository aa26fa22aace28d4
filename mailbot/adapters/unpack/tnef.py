"""winmail.dat: a loop over the attributes of a TNEF stream (MS-OXTNEF, MS-OXPROPS).

Outlook and Exchange wrap a mail's attachments into it. Names come from the long
Unicode name, else from the short one in the stream's code page. Checksums are not
asked: a file that came nearly whole is better than none. RTF bodies are ignored.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from mailbot.adapters.unpack.mapi import (
    ATTACHED_DATA,
    OBJECT,
    CutShort,
    Properties,
    file_name,
    letter_of,
    read_properties,
)
from mailbot.adapters.unpack.members import Loose, Opened, Unopenable
from mailbot.adapters.unpack.names import decoded
from mailbot.core.record.documents import Problem
from mailbot.core.record.mail import Message

_SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEADER_BYTES: Final = 6  # signature and key
_ATTRIBUTE: Final = struct.Struct("<BII")  # level, id, length; a checksum follows
_CHECKSUM_BYTES: Final = 2
_OBJECT_ID_BYTES: Final = 16  # an embedded message stands behind its interface id

_SUBJECT: Final = 0x00018004
_TITLE: Final = 0x00018010
_BODY: Final = 0x0002800C
_DATA: Final = 0x0006800F
_NEW_ATTACHMENT: Final = 0x00069002
_MESSAGE_PROPERTIES: Final = 0x00069003
_ATTACHMENT_PROPERTIES: Final = 0x00069005
_CODE_PAGE: Final = 0x00069007
_LEVELS: Final = frozenset((1, 2))  # of the message, of an attachment
_NEXT_ATTACHMENT: Final = struct.pack("<BI", 2, _NEW_ATTACHMENT)


@dataclass(slots=True)
class _Item:
    """The letter itself, or one attachment: attributes by id, and properties."""

    attributes: dict[int, bytes] = field(default_factory=dict)
    properties: Properties = field(default_factory=dict)


def open_tnef(data: bytes) -> Opened:
    """Open a TNEF stream; raises Unopenable when nothing of it can be read.

    The file in the midst of which a stream breaks off is CORRUPT, those before it
    are whole.
    """
    if not data.startswith(_SIGNATURE):
        raise Unopenable(Problem.CORRUPT)
    items, whole = [_Item()], True
    try:
        for attribute, content in _attributes(data):
            _take(items, attribute, content)
    except CutShort:
        whole = False
    letter, *attachments = items
    if not whole and not attachments:
        raise Unopenable(Problem.CORRUPT)
    number = letter.attributes.get(_CODE_PAGE, b"")[:4]
    code_page = int.from_bytes(number, "little")
    return Opened(
        _loose(attachments, code_page, whole=whole), _message(letter, code_page)
    )


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = _HEADER_BYTES
    while at + _ATTRIBUTE.size <= len(data):
        level, attribute, length = _ATTRIBUTE.unpack_from(data, at)
        if level not in _LEVELS and _NEXT_ATTACHMENT not in data[at:]:
            return  # a gateway's footer behind the stream's end
        at += _ATTRIBUTE.size
        if at + length > len(data):
            raise CutShort
        yield attribute, data[at : at + length]
        at += length + _CHECKSUM_BYTES


def _take(items: list[_Item], attribute: int, content: bytes) -> None:
    if attribute == _NEW_ATTACHMENT:
        items.append(_Item())
    elif attribute in {_MESSAGE_PROPERTIES, _ATTACHMENT_PROPERTIES}:
        items[-1].properties.update(read_properties(content))
    else:
        items[-1].attributes[attribute] = content


def _message(letter: _Item, code_page: int) -> Message:
    """Return the letter; old attributes stand in for missing properties."""
    message = letter_of(letter.properties, code_page)
    subject, body = (
        decoded(letter.attributes.get(which, b"").rstrip(b"\0"), code_page)
        for which in (_SUBJECT, _BODY)
    )
    return replace(
        message, subject=message.subject or subject, text=message.text or body
    )


def _loose(attachments: list[_Item], code_page: int, *, whole: bool) -> Iterator[Loose]:
    for number, attachment in enumerate(attachments, 1):
        title = attachment.attributes.get(_TITLE, b"").rstrip(b"\0")
        name, raw = file_name(attachment.properties, code_page)
        cut = not whole and number == len(attachments)
        yield Loose(
            name or decoded(title, code_page) or f"winmail-{number}",
            raw or title,
            _content(attachment) if not cut else Problem.CORRUPT,
        )


def _content(attachment: _Item) -> list[bytes] | Problem:
    """Return the file's bytes; those of an embedded message are TNEF again."""
    kind, stored = attachment.properties.get(ATTACHED_DATA, (0, b""))
    if kind == OBJECT:
        return [stored[_OBJECT_ID_BYTES:]]
    if _DATA in attachment.attributes:
        return [attachment.attributes[_DATA]]
    return [stored] if stored else Problem.CORRUPT

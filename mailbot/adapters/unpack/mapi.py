"""MAPI properties, as TNEF streams and .msg files hold them (MS-OXPROPS).

A property is known by its 16-bit id and its type; text is of type 0x1F (UTF-16) or
0x1E (the message's code page).
"""

from __future__ import annotations

import struct
from typing import Final

from mailbot.adapters.unpack.names import decoded
from mailbot.core.record.mail import Address, Message

# property id -> type and value as it was stored
Properties = dict[int, tuple[int, bytes]]

SUBJECT: Final = 0x0037
REPRESENTED_NAME: Final = 0x0042
REPRESENTED_ADDRESS: Final = 0x0065
SENDER_NAME: Final = 0x0C1A
SENDER_ADDRESS: Final = 0x0C1F
BODY: Final = 0x1000
HTML: Final = 0x1013
MESSAGE_ID: Final = 0x1035
DISPLAY_NAME: Final = 0x3001
ATTACHED_DATA: Final = 0x3701
SHORT_NAME: Final = 0x3704
LONG_NAME: Final = 0x3707
INTERNET_CODE_PAGE: Final = 0x3FDE
MESSAGE_CODE_PAGE: Final = 0x3FFD
SENDER_SMTP: Final = 0x5D01
REPRESENTED_SMTP: Final = 0x5D02

OBJECT: Final = 0x000D
STRING8: Final = 0x001E
UNICODE: Final = 0x001F
BINARY: Final = 0x0102
_VARIABLE: Final = frozenset((OBJECT, STRING8, UNICODE, BINARY))
_MULTIPLE: Final = 0x1000
# Bytes of the fixed types, padded to four.
_FIXED: Final = {
    0x0001: 0,
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_NAMED: Final = 0x8000
_GUID_BYTES: Final = 16
_NAMED_BY_TEXT: Final = 1


class CutShort(Exception):  # noqa: N818 - it is the stream that is cut
    """The bytes end before what they announce, or mean nothing."""


class _Bytes:
    """Reads forward through bytes; raises CutShort at their end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, length: int) -> bytes:
        """Return the next `length` bytes."""
        if length > len(self._data) - self._at:
            raise CutShort
        self._at += length
        return self._data[self._at - length : self._at]

    def number(self) -> int:
        """Return the next 32-bit number."""
        return int.from_bytes(self.take(4), "little")

    def padded(self, length: int) -> bytes:
        """Return `length` bytes and step over what fills them up to four."""
        data = self.take(length)
        self._at = min(len(self._data), self._at + -length % 4)
        return data


def read_properties(data: bytes) -> Properties:
    """Read a TNEF list of properties (MS-OXTNEF 2.1.3.4) as far as it goes."""
    source, found = _Bytes(data), Properties()
    try:
        for _ in range(source.number()):
            kind, identity = struct.unpack("<HH", source.take(4))
            if identity >= _NAMED:
                _step_over_name(source)
            values = _values(source, kind)
            if values and not kind & _MULTIPLE:
                found[identity] = (kind, values[0])
    except CutShort:
        return found
    return found


def _step_over_name(source: _Bytes) -> None:
    source.take(_GUID_BYTES)
    if source.number() == _NAMED_BY_TEXT:
        source.padded(source.number())
    else:
        source.number()


def _values(source: _Bytes, kind: int) -> list[bytes]:
    single = kind & ~_MULTIPLE
    if single in _VARIABLE:
        return [source.padded(source.number()) for _ in range(source.number())]
    if single not in _FIXED:
        raise CutShort
    count = source.number() if kind & _MULTIPLE else 1
    return [source.take(_FIXED[single]) for _ in range(count)]


def text_of(properties: Properties, identity: int, code_page: int = 0) -> str:
    """Return a property as text, "" if absent; HTML may be stored as bytes."""
    kind, value = properties.get(identity, (STRING8, b""))
    if kind == UNICODE:
        text = value.decode("utf-16-le", "replace")
    else:
        text = decoded(value, code_page)
    return text.rstrip("\0")


def raw_of(properties: Properties, identity: int) -> bytes:
    """Return a property's bytes as stored, b"" if absent."""
    return properties.get(identity, (BINARY, b""))[1]


def file_name(properties: Properties, code_page: int = 0) -> tuple[str, bytes]:
    """Return an attachment's name and its bytes: long, short, or as displayed."""
    for identity in (LONG_NAME, SHORT_NAME, DISPLAY_NAME):
        if name := text_of(properties, identity, code_page):
            return name, raw_of(properties, identity)
    return "", b""


def letter_of(properties: Properties, code_page: int = 0) -> Message:
    """Return the letter that a message's properties describe."""

    def text(*identities: int) -> str:
        texts = (text_of(properties, one, code_page) for one in identities)
        return next((one for one in texts if one), "")

    addresses = (SENDER_SMTP, REPRESENTED_SMTP, SENDER_ADDRESS, REPRESENTED_ADDRESS)
    # an Exchange server's own users have a directory path in place of an address
    address = next((a for one in addresses if "@" in (a := text(one))), "")
    return Message(
        message_id=text(MESSAGE_ID),
        sender=Address(text(SENDER_NAME, REPRESENTED_NAME), address.lower()),
        subject=text(SUBJECT),
        text=text(BODY),
        html=text(HTML),
    )

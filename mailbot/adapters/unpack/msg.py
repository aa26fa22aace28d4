"""Outlook's .msg files: an OLE file of properties and attachments (MS-OXMSG)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import olefile  # type: ignore[import-untyped] # it ships no types

from mailbot.adapters.unpack import mapi
from mailbot.adapters.unpack.mapi import Properties
from mailbot.adapters.unpack.members import Loose, Opened, Unopenable
from mailbot.core.record.documents import Problem

_SUBSTANCE: Final = "__substg1.0_"
_ATTACHMENT: Final = "__attach_version1.0_"
_FIXED: Final = "__properties_version1.0"
_FIXED_HEADERS: Final = (32, 24, 8)  # top message, embedded one, attachment
_FIXED_BYTES: Final = 16
_MIME: Final = (b"content-type: multipart/", b"mime-version:", b"received:")
_DEPTH: Final = 16  # storages within storages, far beyond any limit of ours
# What olefile lets through on broken files, beside its own errors (all OSError).
_BROKEN: Final = (
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)

_Path = tuple[str, ...]


class _Msg:
    """An open .msg file: its streams by their path, each message a folder in it."""

    def __init__(self, data: bytes) -> None:
        self._ole = olefile.OleFileIO(io.BytesIO(data))
        self._entries: list[_Path] = [
            tuple(path) for path in self._ole.listdir(storages=True)
        ]

    def children(self, folder: _Path) -> list[str]:
        """Return the names of what lies directly in a folder."""
        depth = len(folder)
        return [
            path[depth]
            for path in self._entries
            if len(path) == depth + 1 and path[:depth] == folder
        ]

    def stream(self, path: _Path) -> bytes:
        """Return a stream's bytes, b"" if it cannot be read."""
        try:
            data: bytes = self._ole.openstream(list(path)).read()
        except _BROKEN:
            return b""
        return data

    def properties(self, folder: _Path) -> Properties:
        """Return a folder's properties: its streams, and the numbers in a table."""
        found = self._numbers(folder)
        for name in self.children(folder):
            if name.startswith(_SUBSTANCE) and len(name) == len(_SUBSTANCE) + 8:
                identity, kind = _tag(name)
                if kind in {mapi.STRING8, mapi.UNICODE, mapi.BINARY}:
                    found[identity] = (kind, self.stream((*folder, name)))
        return found

    def _numbers(self, folder: _Path) -> Properties:
        """Read the table of fixed-size properties: type, id, flags, eight bytes."""
        table = self.stream((*folder, _FIXED))
        head = next((h for h in _FIXED_HEADERS if len(table) % 16 == h % 16), 0)
        if folder and head:
            head = 8 if folder[-1].startswith(_ATTACHMENT) else 24
        found: Properties = {}
        for at in range(head, len(table) - _FIXED_BYTES + 1, _FIXED_BYTES):
            kind = int.from_bytes(table[at : at + 2], "little")
            identity = int.from_bytes(table[at + 2 : at + 4], "little")
            found[identity] = (kind, table[at + 8 : at + 16])
        return found


def _tag(name: str) -> tuple[int, int]:
    """Read a stream's property id and type from its name; (0, 0) for nonsense."""
    try:
        number = int(name[len(_SUBSTANCE) :], 16)
    except ValueError:
        return 0, 0
    return number >> 16, number & 0xFFFF


def open_msg(data: bytes) -> Opened:
    """Open a .msg file; raises Unopenable if it is none, or broken."""
    try:
        return _message(_Msg(data), (), 0)
    except _BROKEN as fault:
        raise Unopenable(Problem.CORRUPT) from fault


def _message(msg: _Msg, folder: _Path, code_page: int) -> Opened:
    properties = msg.properties(folder)
    pages = (mapi.MESSAGE_CODE_PAGE, mapi.INTERNET_CODE_PAGE)
    stated = (mapi.raw_of(properties, page)[:4] for page in pages)
    code_page = next(
        (n for s in stated if (n := int.from_bytes(s, "little"))), code_page
    )
    return Opened(_loose(msg, folder, code_page), mapi.letter_of(properties, code_page))


def _loose(msg: _Msg, folder: _Path, code_page: int) -> Iterator[Loose]:
    names = [n for n in msg.children(folder) if n.startswith(_ATTACHMENT)]
    for number, name in enumerate(sorted(names), 1):
        inner = (*folder, name)
        properties = msg.properties(inner)
        file, raw = mapi.file_name(properties, code_page)
        content = _content(msg, inner, properties, code_page)
        # of a signed message (MS-OXOSMIME 2.1.3) the one attachment is the letter
        whole = isinstance(content, list) and content[0][:200].lower().startswith(_MIME)
        yield Loose(file or f"msg-{number}", raw, content, is_mail=whole)


def _content(
    msg: _Msg, folder: _Path, properties: Properties, code_page: int
) -> list[bytes] | Opened | Problem:
    """Return an attachment's bytes, or the message that is embedded there."""
    if mapi.ATTACHED_DATA in properties:
        return [mapi.raw_of(properties, mapi.ATTACHED_DATA)]
    embedded = f"{_SUBSTANCE}{mapi.ATTACHED_DATA:04X}{mapi.OBJECT:04X}"
    if embedded not in msg.children(folder) or len(folder) > _DEPTH:
        return Problem.CORRUPT
    inner = (*folder, embedded)
    if _FIXED not in msg.children(inner):
        return Problem.UNSUPPORTED  # an OLE object of another program
    return _message(msg, inner, code_page)

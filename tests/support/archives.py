"""Writes RAR 4 and RAR 5 archives that store their files uncompressed, and TNEF.

No free program writes RAR; stored files need only the headers, which the technical
notes at rarlab.com describe.
"""

import struct
import zlib

_RAR4 = b"Rar!\x1a\x07\x00"
_RAR5 = b"Rar!\x1a\x07\x01\x00"


def _rar4_block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar4(files: dict[bytes, bytes], *, flags: int = 0) -> bytes:
    """Return a RAR 4 archive; names are bytes in the packer's code page.

    `flags` of the archive: 1 = a volume, 0x80 = headers encrypted.
    """
    out = _RAR4 + _rar4_block(0x73, flags, bytes(6))
    for name, content in files.items():
        size, crc = len(content), zlib.crc32(content)
        body = struct.pack("<IIBIIBBHI", size, size, 2, crc, 0, 29, 0x30, len(name), 32)
        out += _rar4_block(0x74, 0x8000, body + name) + content
    return out + _rar4_block(0x7B, 0x4000, b"")


def _number(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = value >> 7, value & 0x7F
        out.append(low | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _rar5_block(body: bytes) -> bytes:
    head = _number(len(body)) + body
    return struct.pack("<I", zlib.crc32(head)) + head


def rar5(files: dict[str, bytes], *, volume: bool = False, extra: bytes = b"") -> bytes:
    """Return a RAR 5 archive; `extra` are records that every file's header bears."""
    out = _RAR5 + _rar5_block(b"\1\0" + (b"\1" if volume else b"\0"))
    for name, content in files.items():
        raw, size = name.encode(), _number(len(content))
        body = b"\2" + (b"\3" + _number(len(extra)) if extra else b"\2")
        body += size + b"\4" + size + b"\x20"
        body += struct.pack("<I", zlib.crc32(content)) + b"\0\1"
        out += _rar5_block(body + _number(len(raw)) + raw + extra) + content
    return out + _rar5_block(b"\5\0\0")


def rar5_record(kind: int, data: bytes) -> bytes:
    """Return one extra record of a RAR 5 header: 1 = locked, 5 = a link."""
    body = _number(kind) + data
    return _number(len(body)) + body


def locked_rar5() -> bytes:
    """Return a RAR 5 whose very headers are encrypted."""
    return _RAR5 + _rar5_block(b"\4\0\0\0\x0f" + bytes(16)) + bytes(64)


def attribute(level: int, number: int, content: bytes) -> bytes:
    """Return one attribute of a TNEF stream."""
    total = struct.pack("<H", sum(content) & 0xFFFF)
    return struct.pack("<BII", level, number, len(content)) + content + total


def prop(number: int, kind: int, value: bytes) -> bytes:
    """Return one MAPI property of variable length as TNEF holds it."""
    padded = value + bytes(-len(value) % 4)
    return struct.pack("<HHII", kind, number, 1, len(value)) + padded


def props(*properties: bytes) -> bytes:
    """Return a list of MAPI properties."""
    return struct.pack("<I", len(properties)) + b"".join(properties)


def tnef(*attributes: bytes) -> bytes:
    """Return a TNEF stream of the attributes."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)

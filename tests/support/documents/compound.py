"""Writes OLE compound files by hand ([MS-CFB] version 3), and small old documents."""

from __future__ import annotations

import struct

_SECTOR = 512
_MINI = 4096  # shorter streams would need the mini stream; padding spares it
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with these streams in its root, each padded to 4 KB."""
    padded = {name: _padded(data) for name, data in streams.items()}
    entries = [_entry("Root Entry", 5, _FREE, 1 if padded else _FREE, _END, 0)]
    directory = (len(padded) + 1 + 3) // 4  # four entries a sector
    chains: list[int] = _chain(0, directory)
    for number, (name, data) in enumerate(padded.items(), start=1):
        right = number + 1 if number < len(padded) else _FREE
        entries.append(_entry(name, 2, right, _FREE, len(chains), len(data)))
        chains += _chain(len(chains), len(data) // _SECTOR)
    fats = len(chains) // 127 + 1
    table = chains + [_FAT] * fats
    table += [_FREE] * (-len(table) % 128)
    header = _header(first_fat=len(chains), fats=fats)
    body = b"".join(entries).ljust(directory * _SECTOR, b"\0") + b"".join(
        padded.values()
    )
    return header + body + struct.pack(f"<{len(table)}I", *table)


def _padded(data: bytes) -> bytes:
    size = max(len(data), _MINI)
    return data.ljust(size + -size % _SECTOR, b"\0")


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END]


def _entry(
    name: str, sort: int, right: int, child: int, start: int, size: int
) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), sort, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _header(first_fat: int, fats: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fats, 0, 0, _MINI, _END, 0, _END, 0)
    places = [first_fat + n for n in range(fats)]
    return head + struct.pack("<109I", *places, *([_FREE] * (109 - fats)))


def record(kind: int, data: bytes = b"") -> bytes:
    """Return one BIFF record."""
    return struct.pack("<HH", kind, len(data)) + data


def wide(text: str) -> bytes:
    """Return a BIFF8 string with two-byte characters."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


BOF_GLOBALS = record(0x0809, struct.pack("<HH12x", 0x0600, 5))
BOF_SHEET = record(0x0809, struct.pack("<HH12x", 0x0600, 0x10))
END = record(0x000A)


def workbook(records: bytes, globals_: bytes = b"") -> bytes:
    """Return an .xls of one sheet made of these records."""
    name = struct.pack("<BB", 2, 0) + b"s1"
    place = len(BOF_GLOBALS) + len(globals_) + 4 + 6 + len(name) + len(END)
    sheet = record(0x0085, struct.pack("<IBB", place, 0, 0) + name)
    stream = BOF_GLOBALS + globals_ + sheet + END + BOF_SHEET + records + END
    return compound({"Workbook": stream})


def word(text: str, flags: int = 0x0200, version: int = 193) -> bytes:
    """Return a .doc that is one piece of text and nothing else."""
    place = 1024
    clx = b"\2" + struct.pack("<IiiHIH", 16, 0, len(text), 0, place, 0)
    fib = bytearray(place)
    struct.pack_into("<HH", fib, 0, 0xA5EC, version)
    struct.pack_into("<H", fib, 10, flags)
    struct.pack_into("<i", fib, 0x4C, len(text))
    struct.pack_into("<Ii", fib, 0x9A + 8 * 33, 0, len(clx))
    document = bytes(fib) + text.encode("utf-16-le")
    return compound({"WordDocument": document, "1Table": clx})

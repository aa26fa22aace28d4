"""Writes OLE compound files (MS-CFB version 3), for tests to read.

`compound({"WordDocument": b"…", "folder": {"stream": b"…"}})` gives the file.
Siblings hang on each other's right side: a legal, if unbalanced, tree.
"""

import struct

Tree = dict[str, "bytes | Tree"]

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
_MINI = 64
_CUTOFF = 4096


class _Writer:
    def __init__(self) -> None:
        self.sectors: list[bytes] = []
        self.fat: list[int] = []
        self.mini = bytearray()
        self.mini_fat: list[int] = []
        self.entries: list[list[object]] = []

    def chain(self, data: bytes) -> int:
        """Put data into sectors that follow one another; return the first."""
        first, count = len(self.sectors), -(-len(data) // _SECTOR)
        for i in range(count):
            piece = data[i * _SECTOR : (i + 1) * _SECTOR]
            self.sectors.append(piece.ljust(_SECTOR, b"\0"))
            self.fat.append(first + i + 1 if i + 1 < count else _END)
        return first if count else _END

    def stream(self, data: bytes) -> int:
        if len(data) >= _CUTOFF:
            return self.chain(data)
        if not data:
            return _END
        first, count = len(self.mini_fat), -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\0")
        self.mini_fat += [first + i + 1 for i in range(count - 1)] + [_END]
        return first

    def add(self, name: str, tree: "bytes | Tree", kind: int) -> int:
        number = len(self.entries)
        entry: list[object] = [name, kind, _FREE, _FREE, _END, 0]
        self.entries.append(entry)
        if isinstance(tree, bytes):
            entry[4], entry[5] = self.stream(tree), len(tree)
            return number
        previous = None
        for child in sorted(tree, key=lambda n: (len(n), n.upper())):
            value = tree[child]
            added = self.add(child, value, 2 if isinstance(value, bytes) else 1)
            if previous is None:
                entry[3] = added
            else:
                self.entries[previous][2] = added
            previous = added
        return number


def _entry(entry: list[object]) -> bytes:
    name, kind, right, child, start, size = entry
    encoded = str(name).encode("utf-16-le") + b"\0\0"
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def compound(tree: Tree) -> bytes:
    """Return a compound file that holds the tree of streams and storages."""
    out = _Writer()
    out.add("Root Entry", tree, 5)
    out.entries[0][4] = out.chain(bytes(out.mini))
    out.entries[0][5] = len(out.mini)
    mini_fat = struct.pack(f"<{len(out.mini_fat)}I", *out.mini_fat)
    mini_first = out.chain(mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * 512, b"\xff"))
    mini_count = -(-len(mini_fat) // _SECTOR)
    directory = b"".join(map(_entry, out.entries))
    directory_first = out.chain(directory)
    total = len(out.sectors)
    fats = 1
    while fats * 128 < total + fats:
        fats += 1
    fat = out.fat + [_FAT] * fats
    fat += [_FREE] * (fats * 128 - len(fat))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
        + struct.pack("<IIIII", 0, fats, directory_first, 0, _CUTOFF)
        + struct.pack("<IIII", mini_first, mini_count, _END, 0)
        + struct.pack("<109I", *range(total, total + fats), *[_FREE] * (109 - fats))
    )
    return header + b"".join(out.sectors) + struct.pack(f"<{len(fat)}I", *fat)

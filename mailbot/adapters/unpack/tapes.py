"""tar, gzip, bzip2 and xz by the standard library, as streams.

`mailbot.core.record.documents.Kind` has no word for them: they are `other` by kind, and
opened all the same when their first bytes say what they are.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from mailbot.adapters.unpack.members import Loose, Opened, Unopenable
from mailbot.adapters.unpack.names import decoded, is_junk
from mailbot.core.record.documents import Problem

_CHUNK: Final = 256 * 1024
_USTAR_AT: Final = 257
_BROKEN: Final = (EOFError, OSError, ValueError, lzma.LZMAError, zlib.error)
_SUFFIXES: Final = (".gz", ".bz2", ".xz")
_HEAD_BYTES: Final = 512


def _unpacker(source: Path) -> str:
    """Name the compression by the first bytes: "gz", "bz2", "xz", "" for none."""
    with source.open("rb") as stream:
        head = stream.read(6)
    magic = ((b"\x1f\x8b\x08", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz"))
    return next((name for sign, name in magic if head.startswith(sign)), "")


def _stream(source: Path) -> gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile | BinaryIO:
    match _unpacker(source):
        case "gz":
            return gzip.open(source, "rb")
        case "bz2":
            return bz2.open(source, "rb")
        case "xz":
            return lzma.open(source, "rb")
        case _:
            return source.open("rb")


def is_tape(source: Path) -> bool:
    """Tell a tar, plain or compressed, and a single compressed file."""
    return bool(_unpacker(source)) or _is_tar(source)


def _is_tar(source: Path) -> bool:
    try:
        with _stream(source) as stream:
            head = stream.read(_HEAD_BYTES)
    except _BROKEN:
        return False
    return head[_USTAR_AT : _USTAR_AT + 5] == b"ustar"


def open_tape(source: Path, name: str) -> Opened:
    """Open it; a single compressed file bears its container's name without .gz."""
    if _is_tar(source):
        return Opened(_members(source))
    stem = next((name[: -len(s)] for s in _SUFFIXES if name.lower().endswith(s)), name)
    return Opened([Loose(stem, stem.encode(), _single(source))])


def _single(source: Path) -> Iterator[bytes]:
    try:
        with _stream(source) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except _BROKEN as fault:
        raise Unopenable(Problem.CORRUPT) from fault


def _members(source: Path) -> Iterator[Loose]:
    """Read a tar from front to back; only ordinary files come out."""
    try:
        with (
            _stream(source) as stream,
            tarfile.open(fileobj=stream, mode="r|", encoding="latin-1") as tape,
        ):
            for info in tape:
                raw = info.name.encode("latin-1", "replace")
                if info.isdir() or is_junk(decoded(raw)):
                    continue
                yield Loose(decoded(raw), raw, _content(tape, info))
    except (*_BROKEN, tarfile.TarError) as fault:
        raise Unopenable(Problem.CORRUPT) from fault


def _content(tape: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes] | Problem:
    if not info.isreg():
        return Problem.UNSAFE
    return _chunks(tape, info)


def _chunks(tape: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        member = tape.extractfile(info)
        while member is not None and (chunk := member.read(_CHUNK)):
            yield chunk
    except (*_BROKEN, tarfile.TarError) as fault:
        raise Unopenable(Problem.CORRUPT) from fault

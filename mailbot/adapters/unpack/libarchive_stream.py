"""RAR 4/5, 7z and broken zips by the system's libarchive, under our own limits.

A dozen of its C functions are called by ctypes (archive.h and archive_entry.h,
libarchive 3.3 or later): the packages on PyPI lack those about encryption, and
decode names on their own. Without the library such archives are UNSUPPORTED.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from mailbot.adapters.unpack.members import Loose, Opened, Unopenable
from mailbot.adapters.unpack.names import decoded, is_junk
from mailbot.adapters.unpack.rar_headers import rar_headers
from mailbot.adapters.unpack.room import Room, Shelf
from mailbot.core.record.documents import Problem

_BLOCK: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_EOF: Final = 1  # ARCHIVE_EOF
_WARN: Final = -20  # ARCHIVE_WARN: something is odd, the entry can be used
_TYPE: Final = 0o170000
_DIRECTORY: Final = 0o040000
_REGULAR: Final = 0o100000
_FORMATS: Final = ("rar", "rar5", "7zip", "zip")
_NAMES: Final = ("libarchive.so.13", "libarchive.dylib", "archive.dll")
_POINTER, _INT, _TEXT = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
# name: what it returns, what it takes
_FUNCTIONS: Final = {
    "archive_version_number": (_INT, ()),
    "archive_read_new": (_POINTER, ()),
    "archive_read_free": (_INT, (_POINTER,)),
    "archive_read_open_filename": (_INT, (_POINTER, _TEXT, ctypes.c_size_t)),
    "archive_read_next_header": (_INT, (_POINTER, ctypes.POINTER(_POINTER))),
    "archive_read_data": (ctypes.c_ssize_t, (_POINTER, _POINTER, ctypes.c_size_t)),
    "archive_read_has_encrypted_entries": (_INT, (_POINTER,)),
    "archive_error_string": (_TEXT, (_POINTER,)),
    "archive_entry_is_encrypted": (_INT, (_POINTER,)),
    "archive_entry_pathname": (_TEXT, (_POINTER,)),
    "archive_entry_pathname_w": (ctypes.c_wchar_p, (_POINTER,)),
    "archive_entry_hardlink": (_TEXT, (_POINTER,)),
    "archive_entry_size_is_set": (_INT, (_POINTER,)),
    "archive_entry_size": (ctypes.c_int64, (_POINTER,)),
    "archive_entry_filetype": (_INT, (_POINTER,)),
    **{f"archive_read_support_format_{f}": (_INT, (_POINTER,)) for f in _FORMATS},
}


@cache
def library() -> ctypes.CDLL | None:
    """Return the system's libarchive with its functions declared, None if absent."""
    for name in (*_NAMES, ctypes.util.find_library("archive")):
        try:
            found = ctypes.CDLL(name) if name else None
            for function, (returns, takes) in _FUNCTIONS.items():
                declared = getattr(found, function)
                declared.restype, declared.argtypes = returns, takes
        except (OSError, AttributeError):
            continue
        return found
    return None


def open_stream(source: Path, room: Room, shelf: Shelf) -> Opened:
    """Open a RAR or 7z; raises Unopenable for what its directory already shows.

    The headers are read twice: first alone, for the sum of the sizes.
    """
    lib = library()
    if lib is None:
        raise Unopenable(Problem.UNSUPPORTED)
    headers = rar_headers(source)
    if headers.volume:  # a part of several: the rest came elsewhere, if at all
        raise Unopenable(Problem.UNSUPPORTED)
    if headers.locked:
        names = [raw for raw in headers.locked if not is_junk(decoded(raw))]
        return Opened([Loose(decoded(n), n, Problem.ENCRYPTED) for n in names])
    sizes: list[int] = []
    try:
        sizes.extend(islice(_sizes(lib, source), room.limits.entries + 1))
    except Unopenable:
        if not sizes:
            raise
        # the files before the break come out, and then the break is met again
    room.announce(shelf, len(sizes), sum(sizes))
    return Opened(_loose(lib, source, headers.pointing))


def _sizes(lib: ctypes.CDLL, source: Path) -> Iterator[int]:
    with _reader(lib, source) as archive:
        for entry in _headers(lib, archive):
            if not is_junk(_name(lib, entry)[0]) and not _is_folder(lib, entry):
                yield max(0, lib.archive_entry_size(entry))


def _loose(
    lib: ctypes.CDLL, source: Path, pointing: tuple[bytes, ...]
) -> Iterator[Loose]:
    with _reader(lib, source) as archive:
        for entry in _headers(lib, archive):
            entry_name, raw = _name(lib, entry)
            if is_junk(entry_name) or _is_folder(lib, entry):
                continue
            content = _content(lib, archive, entry)
            if raw in pointing and not isinstance(content, Problem):
                content = Problem.UNSUPPORTED
            yield Loose(entry_name, raw, content)


@contextmanager
def _reader(lib: ctypes.CDLL, source: Path) -> Iterator[int]:
    """Open the file for reading; the C object is freed in any case."""
    archive = lib.archive_read_new()
    try:
        for form in _formats(source):
            getattr(lib, f"archive_read_support_format_{form}")(archive)
        path = str(source).encode("utf-8", "surrogateescape")
        if lib.archive_read_open_filename(archive, path, _BLOCK) < _WARN:
            raise _refusal(lib, archive)
        yield archive
    finally:
        lib.archive_read_free(archive)


def _formats(source: Path) -> tuple[str, ...]:
    """Return the formats that a file's first bytes leave open.

    Asked about all of them the library takes a RAR that ends in a stored docx for
    a zip: the docx's own directory lies where it looks for one.
    """
    with source.open("rb") as stream:
        head = stream.read(4)
    signs = {b"Rar!": ("rar", "rar5"), b"7z\xbc\xaf": ("7zip",)}
    return signs.get(head, ("zip",))


def _headers(lib: ctypes.CDLL, archive: int) -> Iterator[int]:
    entry = _POINTER()
    while (result := lib.archive_read_next_header(archive, entry)) != _EOF:
        if result < _WARN or not entry.value:
            raise _refusal(lib, archive)
        yield entry.value


def _is_folder(lib: ctypes.CDLL, entry: int) -> bool:
    return bool(lib.archive_entry_filetype(entry) & _TYPE == _DIRECTORY)


def _content(lib: ctypes.CDLL, archive: int, entry: int) -> Iterator[bytes] | Problem:
    if lib.archive_entry_is_encrypted(entry):
        return Problem.ENCRYPTED
    if lib.archive_entry_filetype(entry) & _TYPE not in {_REGULAR, 0}:
        return Problem.UNSAFE
    if lib.archive_entry_hardlink(entry):  # "the same as that other file"
        return Problem.UNSUPPORTED
    stated = bool(lib.archive_entry_size_is_set(entry))
    return _chunks(lib, archive, lib.archive_entry_size(entry) if stated else None)


def _chunks(lib: ctypes.CDLL, archive: int, stated: int | None) -> Iterator[bytes]:
    """Read one file; fewer bytes than stated are a break that the library missed."""
    buffer = ctypes.create_string_buffer(_CHUNK)
    total = 0
    while (read := lib.archive_read_data(archive, buffer, _CHUNK)) != 0:
        if read < 0:
            raise _refusal(lib, archive)
        total += read
        yield buffer.raw[:read]
    if stated is not None and total < stated:
        raise Unopenable(Problem.CORRUPT)


def _refusal(lib: ctypes.CDLL, archive: int) -> Unopenable:
    """Turn the library's last error into a problem, by its English words."""
    words = (lib.archive_error_string(archive) or b"").lower()
    if b"encrypt" in words or b"passphrase" in words:
        return Unopenable(Problem.ENCRYPTED)
    if lib.archive_read_has_encrypted_entries(archive) > 0:
        return Unopenable(Problem.ENCRYPTED)
    if b"support" in words or b"unavailable" in words:
        return Unopenable(Problem.UNSUPPORTED)
    return Unopenable(Problem.CORRUPT)


def _name(lib: ctypes.CDLL, entry: int) -> tuple[str, bytes]:
    """Return a name as text and as bytes.

    7z and RAR 5 hold Unicode; an old RAR without it holds the packer's code page,
    which the library passes on as it is, or cannot widen.
    """
    raw: bytes = lib.archive_entry_pathname(entry) or b""
    wide: str = lib.archive_entry_pathname_w(entry) or ""
    if raw:
        return decoded(raw), raw
    return wide, wide.encode("utf-8", "surrogatepass")

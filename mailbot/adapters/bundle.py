"""A period's files as one zip, plain or as a bag: the same files, the same bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mailbot.core.summary.manifest import ManifestRow, as_csv, as_sha256sums
from mailbot.errors import NeedsStaff, TryLater
from mailbot.fault_words import why

EARLIEST = (1980, 1, 1, 0, 0, 0)  # what a zip can say; a real time would differ
LISTED_AS = "清单.csv"
SUMS_AS = "SHA256SUMS"
_CHUNK = 1 << 20
_FILE_MODE = 0o100644 << 16
_UNIX = 3
_NOTHING: Mapping[str, bytes] = {}


def write_bundle(
    target: Path,
    rows: Sequence[ManifestRow],
    path_of: Callable[[str], Path],
    beside: Mapping[str, bytes] = _NOTHING,
) -> int:
    """Write the zip `target` with its manifest; return its size in bytes.

    `path_of` says where a stored file lies, `beside` holds further files by name.
    The zip appears whole or not at all, and replaces one of the same name.
    NeedsStaff if a stored file is gone or has other bytes than the ledger says;
    TryLater if the disk is full.
    """
    listed = {LISTED_AS: as_csv(rows).encode(), SUMS_AS: as_sha256sums(rows).encode()}

    def fill(bundle: zipfile.ZipFile) -> None:
        for name, content in {**listed, **beside}.items():
            bundle.writestr(_entry(name), content)
        for row in rows:
            _add(bundle, row.name, row, path_of(row.stored))

    return _written(target, fill)


def write_bag(
    target: Path,
    rows: Sequence[ManifestRow],
    path_of: Callable[[str], Path],
    beside: Mapping[str, bytes],
    about: Mapping[str, str],
) -> int:
    """Write the zip `target` with a bag in it (RFC 8493), as archives take them.

    The bag is a folder of the zip's name; files and list lie in its `data`. `about`
    are the lines of bag-info.txt. Otherwise as `write_bundle`.
    """
    listed = {LISTED_AS: as_csv(rows).encode(), **beside}
    sums = {_payload(name): hashlib.sha256(c).hexdigest() for name, c in listed.items()}
    sums |= {_payload(row.name): row.sha256 for row in rows}
    size = sum(map(len, listed.values())) + sum(row.size for row in rows)
    info = {**about, "Payload-Oxum": f"{size}.{len(sums)}"}
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in info.items()),
        "manifest-sha256.txt": _sums(sums),
    }
    digests = {n: hashlib.sha256(t.encode()).hexdigest() for n, t in tags.items()}
    tags["tagmanifest-sha256.txt"] = _sums(digests)

    def fill(bundle: zipfile.ZipFile) -> None:
        for name, words in tags.items():
            bundle.writestr(_entry(f"{target.stem}/{name}"), words.encode())
        for name, content in listed.items():
            bundle.writestr(_entry(f"{target.stem}/{_payload(name)}"), content)
        for row in rows:
            place = f"{target.stem}/{_payload(row.name)}"
            _add(bundle, place, row, path_of(row.stored))

    return _written(target, fill)


def _payload(name: str) -> str:
    return f"data/{name}"


def _sums(sums: Mapping[str, str]) -> str:
    """Return a manifest; a name's line breaks and % are escaped (RFC 8493 2.1.3)."""
    signs = {"%": "%25", "\n": "%0A", "\r": "%0D"}
    table = str.maketrans(signs)
    return "".join(f"{s}  {name.translate(table)}\n" for name, s in sums.items())


def _written(target: Path, fill: Callable[[zipfile.ZipFile], None]) -> int:
    try:
        return _write(target, fill)
    except OSError as fault:
        message = f"导出文件未能写入 {target.name}：{why(fault)}"
        raise TryLater(message) from fault


def _write(target: Path, fill: Callable[[zipfile.ZipFile], None]) -> int:
    """Write beside the target, sync, then take its place."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
                fill(bundle)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a member without a clock or a machine in it.

    zipfile itself sets the UTF-8 flag (bit 11) for a name that is not ASCII.
    """
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = _UNIX, _FILE_MODE
    return entry


def _add(bundle: zipfile.ZipFile, name: str, row: ManifestRow, source: Path) -> None:
    """Copy one stored file into the zip, checking its digest on the way."""
    digest = hashlib.sha256()
    try:
        stored = source.open("rb")
    except FileNotFoundError as gone:
        message = f"归档文件不见了：{row.stored}"
        raise NeedsStaff(message) from gone
    with stored, bundle.open(_entry(name), "w", force_zip64=True) as member:
        while chunk := stored.read(_CHUNK):
            digest.update(chunk)
            member.write(chunk)
    if digest.hexdigest() != row.sha256:
        message = f"归档文件与登记的SHA-256不符：{row.stored}"
        raise NeedsStaff(message)

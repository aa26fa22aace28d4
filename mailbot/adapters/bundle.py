"""A period's files as one zip: the same files always give the same bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
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


def write_bundle(
    target: Path, rows: Sequence[ManifestRow], path_of: Callable[[str], Path]
) -> int:
    """Write the zip `target` with its manifest; return its size in bytes.

    `path_of` says where a stored file lies. The zip appears whole or not at all,
    and replaces one of the same name. NeedsStaff if a stored file is gone or has
    other bytes than the ledger says; TryLater if the disk is full.
    """
    try:
        return _write(target, rows, path_of)
    except OSError as fault:
        message = f"导出文件未能写入 {target.name}：{why(fault)}"
        raise TryLater(message) from fault


def _write(
    target: Path, rows: Sequence[ManifestRow], path_of: Callable[[str], Path]
) -> int:
    """Write beside the target, sync, then take its place."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
                bundle.writestr(_entry(LISTED_AS), as_csv(rows).encode())
                bundle.writestr(_entry(SUMS_AS), as_sha256sums(rows).encode())
                for row in rows:
                    _add(bundle, row, path_of(row.stored))
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


def _add(bundle: zipfile.ZipFile, row: ManifestRow, source: Path) -> None:
    """Copy one stored file into the zip, checking its digest on the way."""
    digest = hashlib.sha256()
    try:
        stored = source.open("rb")
    except FileNotFoundError as gone:
        message = f"归档文件不见了：{row.stored}"
        raise NeedsStaff(message) from gone
    with stored, bundle.open(_entry(row.name), "w", force_zip64=True) as member:
        while chunk := stored.read(_CHUNK):
            digest.update(chunk)
            member.write(chunk)
    if digest.hexdigest() != row.sha256:
        message = f"归档文件与登记的SHA-256不符：{row.stored}"
        raise NeedsStaff(message)

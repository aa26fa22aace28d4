"""The exported zip: whole or not at all, and always the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.adapters.bundle import write_bundle
from mailbot.core.record.records import CopyVersion
from mailbot.core.summary.manifest import ManifestRow, manifest_rows
from mailbot.errors import NeedsStaff, TryLater


def stored(state: Path, **files: bytes) -> tuple[ManifestRow, ...]:
    copies = []
    for number, (name, content) in enumerate(files.items(), start=1):
        (state / name).write_bytes(content)
        copies.append(
            CopyVersion(
                unit="县民政局",
                period="2025Q2",
                copy="electronic",
                version=number,
                document=number,
                path=name,
                sha256=hashlib.sha256(content).hexdigest(),
                received_at=datetime(2025, 6, 28, tzinfo=UTC),
                sender="",
            )
        )
    return manifest_rows(copies, {n: len(c) for n, c in files.items()}, UTC)


def test_the_zip_holds_the_files_their_list_and_their_sums(tmp_path: Path) -> None:
    rows = stored(tmp_path, 一季度="甲".encode(), b=b"\x00" * 3_000_000)
    size = write_bundle(tmp_path / "out.zip", rows, tmp_path.joinpath)
    assert size == (tmp_path / "out.zip").stat().st_size
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        assert bundle.testzip() is None
        assert bundle.namelist()[:2] == ["清单.csv", "SHA256SUMS"]
        assert bundle.read("县民政局/电子版/一季度").decode() == "甲"
        sums = bundle.read("SHA256SUMS").decode().splitlines()
        flags = bundle.getinfo("县民政局/电子版/一季度").flag_bits
    assert [line.split("  ")[0] for line in sums] == [row.sha256 for row in rows]
    assert flags & 0x800


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    rows = stored(tmp_path, a=b"1", b=b"2")
    write_bundle(tmp_path / "one.zip", rows, tmp_path.joinpath)
    write_bundle(tmp_path / "two.zip", rows, tmp_path.joinpath)
    one, two = (tmp_path / name for name in ("one.zip", "two.zip"))
    assert one.read_bytes() == two.read_bytes()


def test_a_changed_file_stops_the_export_and_leaves_nothing(tmp_path: Path) -> None:
    rows = stored(tmp_path, a=b"1")
    (tmp_path / "a").write_bytes(b"2")
    with pytest.raises(NeedsStaff, match="SHA-256不符"):
        write_bundle(tmp_path / "out.zip", rows, tmp_path.joinpath)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_that_is_gone_is_named(tmp_path: Path) -> None:
    rows = stored(tmp_path, a=b"1")
    (tmp_path / "a").unlink()
    with pytest.raises(NeedsStaff, match="不见了：a"):
        write_bundle(tmp_path / "out.zip", rows, tmp_path.joinpath)


def test_an_older_export_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    rows = stored(tmp_path, a=b"1")
    target = tmp_path / "out.zip"
    target.write_bytes(b"old")
    (tmp_path / "a").write_bytes(b"other")
    with pytest.raises(NeedsStaff):
        write_bundle(target, rows, tmp_path.joinpath)
    assert target.read_bytes() == b"old"


def test_a_place_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    with pytest.raises(TryLater, match="导出文件未能写入"):
        write_bundle(tmp_path / "no" / "out.zip", (), tmp_path.joinpath)

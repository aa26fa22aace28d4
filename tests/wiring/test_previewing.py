"""Previews come out of a confined child, are kept by hash, and go with their file."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from mailbot.adapters.archive import DiskArchive
from mailbot.core.record.documents import Kind, Problem
from mailbot.core.record.preview import MOST_PAGES
from mailbot.wiring.previewing import KeptPreviews
from tests.support.real_mails import photo, scanned_pdf


@pytest.fixture
def previews(tmp_path: Path) -> Iterator[KeptPreviews]:
    made = KeptPreviews(tmp_path / "state" / "preview")
    yield made
    made.close()


def put(folder: Path, content: bytes) -> tuple[Path, str]:
    path = folder / "file"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def test_pages_are_drawn_once_and_gone_with_the_file(
    tmp_path: Path, previews: KeptPreviews
) -> None:
    archive = DiskArchive(tmp_path / "state", "N1")
    content = scanned_pdf()
    source, digest = put(tmp_path, content)
    stored = archive.file(source, ("2023Q2",), "报表.pdf")
    path = archive.path(stored)
    shown = previews.of(path, digest, Kind.PDF)
    assert shown.total == len(shown.pages) == 1
    drawn = previews.page(path, digest, Kind.PDF, 1)
    assert Image.open(io.BytesIO(drawn)).width > 500
    room = tmp_path / "state" / "preview" / digest
    assert {p.name for p in room.iterdir()} == {"preview.json", "page-1.jpg"}
    assert all(p.stat().st_mode & 0o077 == 0 for p in room.iterdir())
    path.write_bytes(b"")  # kept: the file is not opened again
    assert previews.of(path, digest, Kind.PDF) == shown
    path.write_bytes(content)
    archive.destroy(stored)
    assert not room.exists()


def test_a_file_of_two_hundred_pages_is_shown_in_part(
    tmp_path: Path, previews: KeptPreviews
) -> None:
    page = Image.new("L", (100, 140), 255)
    out = io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page] * 199)
    path, digest = put(tmp_path, out.getvalue())
    shown = previews.of(path, digest, Kind.PDF)
    assert (shown.total, len(shown.pages)) == (200, MOST_PAGES)
    assert previews.page(path, digest, Kind.PDF, MOST_PAGES)
    assert previews.page(path, digest, Kind.PDF, MOST_PAGES + 1) == b""


def test_what_cannot_be_drawn_says_so(tmp_path: Path, previews: KeptPreviews) -> None:
    path, digest = put(tmp_path, b"%PDF-1.7 broken")
    assert previews.of(path, digest, Kind.PDF).problem is Problem.CORRUPT
    assert previews.page(path, digest, Kind.PDF, 1) == b""


def test_a_photograph_stands_upright_as_the_telephone_noted(
    tmp_path: Path, previews: KeptPreviews
) -> None:
    turned = Image.open(io.BytesIO(photo()))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)
    path, digest = put(tmp_path, out.getvalue())
    page = previews.of(path, digest, Kind.JPG).pages[0]
    assert (page.width, page.height) == (turned.height, turned.width)
    drawn = Image.open(io.BytesIO(previews.page(path, digest, Kind.JPG, 1)))
    assert (drawn.width > drawn.height) is (turned.height > turned.width)


def test_a_name_that_is_no_hash_reaches_no_folder(
    tmp_path: Path, previews: KeptPreviews
) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        previews.of(tmp_path, "../../x", Kind.PDF)

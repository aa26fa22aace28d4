"""The demo's papers are what their names say."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.notice_file import load_notice
from mailbot.core.notice.periods import from_id
from mailbot.core.notice.units import Unit
from mailbot.demo import seal
from mailbot.demo.papers import ClerkDesk, Paper, PaperKind, gbk_zip

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk() -> ClerkDesk:
    notice = load_notice(ROOT / "config" / "notice.toml")
    return ClerkDesk(notice, Unit("县民政局", "沂源县民政局"), from_id("2023Q2"))


@pytest.mark.parametrize(
    ("kind", "is_really"),
    [
        (PaperKind.FORM, "docx"),
        (PaperKind.BLANK, "docx"),
        (PaperKind.SHEET, "xlsx"),
        (PaperKind.SCAN, "pdf"),
        (PaperKind.PHOTO, "jpg"),
        (PaperKind.ZIP, "zip"),
    ],
)
def test_a_paper_is_what_its_kind_says(
    desk: ClerkDesk, tmp_path: Path, kind: PaperKind, is_really: str
) -> None:
    held = (Paper("里面.docx", PaperKind.BLANK),) if kind is PaperKind.ZIP else ()
    path = tmp_path / "paper"
    path.write_bytes(desk.make(Paper("名称", kind, held)))
    assert kind_of(path, "名称") == is_really


def test_zip_names_are_gbk_without_the_utf8_flag() -> None:
    raw = gbk_zip([("二季度报表.docx", b"one"), ("二季度盖章.pdf", b"two")])
    with zipfile.ZipFile(io.BytesIO(raw), metadata_encoding="gbk") as archive:
        assert archive.namelist() == ["二季度报表.docx", "二季度盖章.pdf"]
        assert all(not info.flag_bits & 0x800 for info in archive.infolist())
        assert archive.read("二季度盖章.pdf") == b"two"


def test_a_page_bears_red_ink_only_where_it_is_sealed() -> None:
    assert _red(seal.scan("沂源县民政局", ("一行",)))
    assert not _red(seal.scan("沂源县民政局", ("一行",), sealed=False))


def _red(page: Image.Image) -> bool:
    red, green, _ = page.split()
    pixels = zip(red.tobytes(), green.tobytes(), strict=True)
    return any(r > 150 and g < 80 for r, g in pixels)

"""Files that were called corrupt, locked or empty, and are none of these."""

from __future__ import annotations

import io
import struct

import docx
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

from mailbot.adapters.documents import reading
from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.plainly import plainly
from mailbot.adapters.documents.printed.lineless.clipped import set_closer
from mailbot.adapters.documents.printed.placed import Glyph
from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.compound import compound


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff2(*, page: bool = True) -> bytes:
    found = _record(0x0009, struct.pack("<HH", 2, 0x10))
    found += _record(0x0042, struct.pack("<H", 936)) if page else b""
    for column, word in enumerate(("序号", "实事名称")):
        text = word.encode("gbk")
        cell = struct.pack("<HH3xB", 0, column, len(text)) + text
        found += _record(0x0004, cell)
    found += _record(0x0003, struct.pack("<HH3xd", 1, 0, 7))
    return found + _record(0x000A, b"")


def _said(found: Content | Problem) -> Content:
    assert isinstance(found, Content), found
    return found


@pytest.mark.parametrize("page", [True, False])
def test_a_book_of_excel_2_is_read_in_chinese(*, page: bool) -> None:
    content = _biff2(page=page)
    assert kind_of(content) is Kind.XLS
    rows = _said(read(Kind.XLS, content)).tables[0].rows
    assert rows == (("序号", "实事名称"), ("7", ""))


def test_an_old_book_that_nobody_can_read_is_unsupported_not_corrupt() -> None:
    assert read(Kind.XLS, _biff2()[:4] + b"\xff" * 40) is Problem.UNSUPPORTED


def test_word_6_is_unsupported() -> None:
    old = compound({"WordDocument": struct.pack("<HH", 0xA5DC, 0x65) + bytes(600)})
    assert read(Kind.DOC, old) is Problem.UNSUPPORTED
    assert read(Kind.DOC, b"\xdb\xa5\x2d\0" + bytes(60)) is Problem.UNSUPPORTED


@pytest.mark.parametrize(
    ("password", "opened"), [("VelvetSweatshop", True), ("secret", False)]
)
def test_only_what_excel_locked_by_itself_is_opened(
    password: str, *, opened: bool
) -> None:
    book, plain, locked = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    assert book.active is not None
    book.active["A1"] = "甲乙"
    book.save(plain)
    OOXMLFile(plain).encrypt(password, locked)
    found = read(Kind.XLSX, locked.getvalue())
    assert (found is Problem.ENCRYPTED) is not opened
    if opened:
        assert _said(found).text == "甲乙"


def test_a_sheet_of_one_row_may_be_very_wide() -> None:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append([f"v{n}" for n in range(1648)])
    book.save(saved)
    assert len(_said(read(Kind.XLSX, saved.getvalue())).tables[0].rows[0]) == 1648


def test_numbers_that_word_counts_in_cells_are_kept() -> None:
    document, saved = docx.Document(), io.BytesIO()
    table = document.add_table(2, 2)
    for row in (0, 1):
        table.cell(row, 0).paragraphs[0].style = "List Number"
    document.save(saved)
    found = _said(read(Kind.DOCX, saved.getvalue()))
    assert [row[0] for row in found.tables[0].rows] == ["1.", "2."]


def test_a_fault_in_a_reader_leaves_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    document, saved = docx.Document(), io.BytesIO()
    document.add_paragraph("教体局 & 二季度")
    document.save(saved)

    def broken(_content: bytes) -> Content:
        raise IndexError

    monkeypatch.setattr(reading, "_reader", lambda *_: broken)
    found = _said(read(Kind.DOCX, saved.getvalue()))
    assert "教体局 & 二季度" in found.text
    assert found.by_words_alone
    assert read(Kind.DOC, b"nothing") is Problem.CORRUPT
    with pytest.raises(Refusal):
        plainly(Kind.PDF, b"no page")


def test_words_that_run_over_the_next_column_are_parted() -> None:
    glyphs: list[Glyph] = []

    def draw(text: str, left: float, top: float) -> None:
        for n, sign in enumerate(text):
            x = left + 10 * n
            glyphs.append(Glyph(sign, x, top, x + 10, top + 10))

    for left, text in ((0, "序号"), (60, "实事名称"), (120, "责任单位")):
        draw(text, left, 0)
    draw("儿童友好城市建设", 60, 20)
    draw("县妇联", 120, 20)
    found, clipped = set_closer(glyphs)
    assert clipped
    name = [g for g in found if g.text in set("儿童友好市") and g.top > 0]
    assert max(g.right for g in name) < 120
    assert set_closer(glyphs[:10]) == (glyphs[:10], False)

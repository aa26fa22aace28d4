"""Spreadsheets, record by record and part by part."""

from __future__ import annotations

import struct

import pytest

from mailbot.adapters.documents.bounds import Refusal
from mailbot.adapters.documents.reading import read
from mailbot.adapters.documents.sheets.biff import shared_strings
from mailbot.adapters.documents.sheets.grid import Merge, Sheet, sheet_grid
from mailbot.adapters.documents.story import told
from mailbot.core.record.documents import Content, Kind, Problem
from tests.support.documents.compound import compound, record, wide, workbook
from tests.support.documents.write_docx import package


def rows_of(kind: Kind, content: bytes) -> tuple[tuple[str, ...], ...]:
    found = read(kind, content)
    assert isinstance(found, Content)
    return found.tables[0].rows


def place(row: int, column: int, style: int = 0) -> bytes:
    return struct.pack("<HHH", row, column, style)


def formula(row: int, result: bytes) -> bytes:
    return record(0x0006, place(row, 0) + result + bytes(8))


def test_each_kind_of_cell_record_is_read() -> None:
    packed = struct.pack("<I", 45 << 2 | 2)
    cents = struct.pack("<I", (1234 << 2) | 3)
    negative = struct.pack("<i", (-5 << 2) | 2)
    double = struct.pack("<I", struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32)
    records = [
        record(0x0204, place(0, 0) + wide("文字")),
        record(0x0203, place(0, 1) + struct.pack("<d", 1.5)),
        record(0x027E, place(1, 0) + packed),
        record(0x027E, place(1, 1) + cents),
        record(
            0x00BD, place(2, 0)[:4] + b"\0\0" + negative + b"\0\0" + double + b"\1\0"
        ),
        record(0x0205, place(3, 0) + b"\1\0"),
        record(0x0205, place(3, 1) + b"\x07\1"),
        formula(4, struct.pack("<d", 6.0)),
        formula(5, b"\1\0\1\0\0\0\xff\xff"),
        formula(6, b"\2\0\x17\0\0\0\xff\xff"),
        formula(7, b"\0\0\0\0\0\0\xff\xff"),
        record(0x0207, wide("公式")),
    ]
    assert rows_of(Kind.XLS, workbook(b"".join(records))) == (
        ("文字", "1.5"), ("45", "12.34"), ("-5", "0.5"), ("TRUE", "#DIV/0!"), ("6", ""),
        ("TRUE", ""), ("#REF!", ""), ("公式", ""),
    )  # fmt: skip


def test_formats_hidden_parts_and_merges_of_an_xls_are_kept() -> None:
    formats = (
        record(0x041E, struct.pack("<H", 200) + wide('0"人"'))
        + record(0x00E0, struct.pack("<HH", 0, 200) + bytes(16))
        + record(0x0022, b"\1\0")
    )
    records = [
        record(0x0208, struct.pack("<6H", 1, 0, 3, 0, 0, 0) + b"\x20\0\0\0"),
        record(0x007D, struct.pack("<6H", 1, 1, 0, 0, 1, 0)),
        record(0x0204, place(0, 0) + wide("并")),
        record(0x0204, place(0, 1) + wide("列")),
        record(0x0204, place(1, 0) + wide("行")),
        record(0x0203, place(2, 2) + struct.pack("<d", 3.0)),
        record(0x0809, bytes(16))
        + record(0x0204, place(9, 9) + wide("图"))
        + record(0x000A),
        record(0x00E5, struct.pack("<5H", 1, 0, 2, 0, 0)),
    ]
    found = rows_of(Kind.XLS, workbook(b"".join(records), formats))
    assert found == (("并", ""), ("并", "3人"))


def test_shared_strings_go_on_over_records_in_either_width() -> None:
    text = wide("一二三四")
    chunks = [
        bytes(4) + struct.pack("<I", 2) + text[:7],
        b"\0ab" + struct.pack("<HB", 2, 0),
    ]
    chunks[1] += b"cd"
    assert shared_strings(chunks) == ["一二ab", "cd"]
    rich = struct.pack("<HBHI", 1, 0x0C, 1, 2) + b"x" + bytes(6)
    assert shared_strings(
        [bytes(4) + struct.pack("<I", 2) + rich[:12], rich[12:] + b"\1\0\0y"]
    ) == ["x", "y"]


def test_a_workbook_that_ends_early_is_corrupt() -> None:
    assert read(Kind.XLS, compound({"Other": b"x"})) is Problem.CORRUPT
    cut = record(0x00FD, place(0, 0) + struct.pack("<I", 7))
    assert read(Kind.XLS, workbook(cut)) is Problem.CORRUPT


def test_an_excel_95_book_that_calamine_cannot_open_is_corrupt() -> None:
    old = compound({"Book": record(0x0809, struct.pack("<HH4x", 0x0500, 5))})
    assert isinstance(read(Kind.XLS, old), Content | Problem)


def test_a_merge_shows_its_first_cell_only_and_reaches_over_hidden_rows() -> None:
    sheet = Sheet(hidden_rows={1})
    for at, text in {(0, 0): "首", (1, 0): "盖住", (2, 1): "尾", (0, 5): "盖"}.items():
        sheet.put(*at, text)
    sheet.merges += [Merge(0, 2, 0, 0), Merge(0, 0, 4, 900), Merge(1, 1, 1, 1)]
    assert told([sheet_grid(sheet)]).tables[0].rows == (("首", ""), ("首", "尾"))


def test_a_sheet_whose_far_rows_are_mostly_hidden_is_still_read() -> None:
    sheet = Sheet(hidden_rows=set(range(1, 30_000)))
    sheet.put(0, 0, "上")
    sheet.put(30_000, 0, "下")
    assert told([sheet_grid(sheet)]).tables[0].rows == (("上",), ("下",))


def test_too_many_merged_places_are_refused() -> None:
    sheet = Sheet()
    for row in range(3000):
        sheet.put(row, 0, "x")
    sheet.merges += [Merge(0, 70_000, 0, 200)] * 2000
    with pytest.raises(Refusal):
        sheet_grid(sheet)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(cells: str, **parts: str) -> bytes:
    links = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for name in ("worksheet", *parts)
    )
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<workbookPr date1904="1"/><sheets><sheet name="a" r:id="worksheet"/>'
            '<sheet name="b" r:id="none"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
            "xl/worksheet.xml": f'<worksheet xmlns="{MAIN}"><cols>'
            f'<col min="9" max="9" width="0"/></cols><sheetData>{cells}</sheetData>'
            '<mergeCells><mergeCell ref="A1"/></mergeCells></worksheet>',
            **{f"xl/{name}.xml": text for name, text in parts.items()},
        }
    )


def test_cells_without_references_and_of_every_type_are_read() -> None:
    cells = (
        '<row><c t="inlineStr"><is><r><t>内</t></r><rPh><t>nei</t></rPh><t>联</t>'
        "</is></c>"
        '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c></row>'
        '<row ht="0"><c><v>1</v></c></row>'
        '<row><c t="str"><v>公式</v></c><c t="s"><v>0</v></c><c t="s"><v>9</v></c>'
        '<c s="1"><v>0</v></c><c><v>x</v></c><c t="inlineStr"/></row>'
    )
    strings = f'<sst xmlns="{MAIN}"><si><t>共_x0041_</t></si></sst>'
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts>'
        '<numFmt numFmtId="170" formatCode="yyyy"/></numFmts><cellXfs><xf/>'
        '<xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    assert rows_of(Kind.XLSX, xlsx(cells, sharedStrings=strings, styles=styles)) == (
        ("内联", "TRUE", "FALSE", "#N/A", ""),
        ("公式", "共A", "", "1904", "x"),
    )


def test_a_workbook_of_another_root_is_corrupt_and_one_without_sheets_empty() -> None:
    assert read(Kind.XLSX, package({"xl/workbook.xml": "<a/>"})) is Problem.CORRUPT
    empty = read(Kind.XLSX, package({"xl/workbook.xml": "<workbook/>"}))
    assert empty == Content()

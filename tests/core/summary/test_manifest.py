"""What an export's list says of its files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from mailbot.adapters.papers.printing import CUT, LONGEST_CELL, cell_text, xml_text
from mailbot.core.record.records import CopyState, CopyVersion
from mailbot.core.summary.manifest import absent, as_csv, as_sha256sums, manifest_rows

BEIJING = timezone(timedelta(hours=8))
AT = datetime(2025, 6, 28, 1, 30, tzinfo=UTC)


def version(path: str, number: int = 1, unit: str = "县民政局") -> CopyVersion:
    return CopyVersion(
        unit=unit,
        period="2025Q2",
        copy="electronic",
        version=number,
        document=number,
        path=path,
        sha256=f"{number:064x}",
        received_at=AT,
        sender="clerk@example.org",
        state=CopyState.FILED,
    )


def test_files_lie_under_their_unit_and_copy() -> None:
    (row,) = manifest_rows(
        [version("archive/a/报表.docx")], {"archive/a/报表.docx": 7}, BEIJING
    )
    assert row.name == "县民政局/电子版/报表.docx"
    assert (row.size, row.version, row.state) == (7, 1, "已归档")
    assert row.received == "2025-06-28T09:30:00+08:00"


def test_two_files_of_one_name_are_told_apart_on_every_system() -> None:
    copies = [version("a/x.docx"), version("b/X.docx", 2), version("c/x", 3)]
    copies.append(version("d/x", 4))
    rows = manifest_rows(copies, {c.path: 1 for c in copies}, BEIJING)
    assert [row.name for row in rows] == [
        "县民政局/电子版/X(2).docx",
        "县民政局/电子版/x",
        "县民政局/电子版/x(2)",
        "县民政局/电子版/x.docx",
    ]


def test_a_file_that_is_gone_is_named_not_listed() -> None:
    copies = [version("a/x.docx")]
    assert manifest_rows(copies, {}, BEIJING) == ()
    assert absent(copies, {}) == tuple(copies)


def test_the_csv_opens_in_excel_and_holds_no_formula() -> None:
    copies = [version('a/=1,"2.docx', unit="=HYPERLINK(1)")]
    text = as_csv(manifest_rows(copies, {copies[0].path: 1}, BEIJING))
    assert text.startswith('\ufeff"文件","单位"')
    assert '"\'=HYPERLINK(1)"' in text
    assert text.endswith("\r\n")
    assert ',"=' not in text


def test_the_sums_are_as_sha256sum_reads_them() -> None:
    rows = manifest_rows([version("a/x.docx")], {"a/x.docx": 1}, BEIJING)
    assert as_sha256sums(rows) == f"{1:064x}  县民政局/电子版/x.docx\n"


def test_characters_that_no_office_file_can_hold_vanish() -> None:
    assert xml_text("甲\x00\x0b乙\ud800\uffff\r\n丙") == "甲乙\n丙"
    assert cell_text("_x0007_") == "_x005F_x0007_"


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    text = cell_text("甲" * 40_000)
    assert len(text) == LONGEST_CELL
    assert text.endswith(CUT)
    assert cell_text("甲" * 10) == "甲" * 10

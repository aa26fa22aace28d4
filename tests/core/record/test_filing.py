"""Names that Windows and Linux both take, whatever a mail says."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.notice.periods import from_id
from mailbot.core.record import filing
from mailbot.core.record.clues import CopyKind

NOW = datetime(2023, 6, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("报表.docx", "报表.docx"),
        ("../../x", "x"),
        ("C:\\报表\\一.docx", "一.docx"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.报表", "_com1.报表"),
        ("contents.txt", "contents.txt"),
        ('a<b>c:d|e?f*g"h', "a_b_c_d_e_f_g_h"),
        ("报\u202e表\u200b\0.docx", "报表.docx"),
        (" . ", "未命名"),
        ("", "未命名"),
        ("...", "未命名"),
        ("报表.docx. ", "报表.docx"),
        (".docx", "docx"),
        ("=HYPERLINK(1).xlsx", "=HYPERLINK(1).xlsx"),
    ],
)
def test_a_name_becomes_one_safe_part(name: str, safe: str) -> None:
    assert filing.safe_part(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    part = filing.safe_part("报" * 300 + ".docx")
    assert part.endswith(".docx")
    assert len(part.encode()) <= 200
    assert filing.safe_part("x" * 300 + ".averyverylongending") == "x" * 80


@given(st.text(max_size=500))
def test_any_text_becomes_a_part_that_both_systems_take(text: str) -> None:
    part = filing.safe_part(text)
    assert part
    assert part not in {".", ".."}
    assert not set(part) & set('<>:"/\\|?*')
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in part)
    assert len(part.encode()) <= 200
    assert part == part.strip(" .")
    stem = part.partition(".")[0].lower()
    assert stem not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


@given(st.text(max_size=300))
def test_a_legible_name_is_one_short_line(text: str) -> None:
    line = filing.legible(text)
    assert len(line) <= 80
    assert "\n" not in line
    assert all(unicodedata.category(c) not in {"Cc", "Cf"} for c in line)


def test_a_long_name_is_shown_with_its_ends() -> None:
    assert filing.legible("报" * 300 + ".docx").endswith("报.docx")


def test_places_are_named_for_people() -> None:
    period = from_id("2023Q2")
    folder = filing.copy_folder(period, "县民政局", CopyKind.STAMPED_PDF)
    assert folder == ("2023年第2季度", "县民政局", "盖章PDF")
    assert filing.dated_name(NOW, "../报表.docx") == "20230628-0930_报表.docx"
    assert filing.month_folder(filing.IN_DOUBT, NOW) == ("待核实", "2023-06")
    assert filing.doubt_name("R12.2", "a/b.pdf") == "R12.2_b.pdf"
    assert filing.raw_name(NOW, "abcdef0123") == (
        "来信",
        "2023-06",
        "28-0930_abcdef01.eml",
    )

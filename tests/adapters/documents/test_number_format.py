"""Numbers come out of a spreadsheet as the clerk saw them."""

from __future__ import annotations

import pytest

from mailbot.adapters.documents.sheets.number_format import BUILT_IN, shown

DAY = 45107.0  # 2023-06-30, a Friday


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (12345.678, "General", "12345.678"),
        (1e15, "General", "1E+15"),
        (0.00000012, "General", "1.2E-07"),
        (-3.5, "General", "-3.5"),
        (5.0, "", "5"),
        (0.6, "0%", "60%"),
        (0.985, "0.00%", "98.50%"),
        (0.985, "0.0#%", "98.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.0;(#,##0.0)", "(1,234.5)"),
        (0.0, "0;-0;无", "无"),
        (7.0, "000", "007"),
        (0.5, "#.0", ".5"),
        (2.0, "#.", "2."),
        (12000.0, "0,", "12"),
        (2.5, "0", "3"),
        (15000.0, "0.00E+00", "1.50E+04"),
        (12.0, '0"人"', "12人"),
        (12.0, r"0\人", "12人"),
        (12.0, "[$¥-804]#,##0", "¥12"),
        (12.0, "[Red]0_ ", "12"),
        (8.0, "@", "8"),
        (8.0, '"共"General"个"', "共8个"),
        (3.0, "+0", "+3"),
    ],
)
def test_a_number_is_shown_as_its_format_says(
    value: float, code: str, text: str
) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (DAY, BUILT_IN[14], "2023/6/30"),
        (DAY, BUILT_IN[31], "2023年6月30日"),
        (DAY, BUILT_IN[57], "2023年6月"),
        (DAY, "yyyy-mm-dd;@", "2023-06-30"),
        (DAY, '[$-804]yyyy"年"m"月"d"日" aaaa', "2023年6月30日 星期五"),
        (DAY, "aaa", "五"),
        (DAY, "d-mmm-yy", "30-Jun-23"),
        (DAY, "dddd", "Friday"),
        (DAY + 0.75, "yyyy/m/d h:mm", "2023/6/30 18:00"),
        (DAY + 0.75, "h:mm AM/PM", "6:00 PM"),
        (DAY + 0.25, "上午/下午h时", "上午6时"),
        (DAY + 0.5 + 5 / 86400, "hh:mm:ss", "12:00:05"),
        (1.5, "[h]:mm", "36:00"),
        (0.5, "[mm]", "720"),
        (1.0, "yyyy/m/d", "1900/1/1"),
        (-1.0, "yyyy/m/d", "-1"),
        (9e9, "yyyy", "9000000000"),
    ],
)
def test_a_date_is_shown_as_its_format_says(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_book_may_count_its_days_from_1904() -> None:
    assert shown(DAY - 1462, "yyyy/m/d", since_1904=True) == "2023/6/30"


def test_what_is_no_number_is_shown_as_nothing() -> None:
    assert shown(float("nan"), "0") == ""
    assert shown(float("inf"), "General") == ""

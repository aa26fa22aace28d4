"""Last quarter's report sent again, headings of another unit, copies that differ."""

from __future__ import annotations

import pytest

from mailbot.core.form.copies import copies_differ
from mailbot.core.form.heading import HeadingDoubt, heading_faults
from mailbot.core.form.reading import Form, read_form
from mailbot.core.form.stale import same_as_earlier
from mailbot.core.form.words import words_of_roster
from mailbot.core.notice.periods import QUARTER
from mailbot.core.record.documents import Content
from tests.support.annex import (
    CIVIL,
    COLUMNS,
    NOTICE,
    ROSTER,
    TITLE,
    annex_rows,
    document,
    form_document,
)

LONG = (
    "新建社区助餐点3处，累计服务老年人1260人次，"
    "群众满意度达到98.5%，长效机制进一步健全。"
)


def read(content: Content) -> Form:
    form = read_form(content, NOTICE)
    assert form is not None
    return form


def one_row(progress: str, above: str = TITLE) -> Content:
    row = (*annex_rows(1)[0][:3], progress, "12月")
    return document([COLUMNS, row], above=above)


@pytest.mark.parametrize(
    ("then", "now", "exact"),
    [
        (LONG, LONG, True),
        (LONG, LONG.replace("，", ",\n "), True),
        (LONG, LONG.replace("3", "３"), True),
        (f"一季度，{LONG}", f"二季度，{LONG}", True),
        (f"截至3月底，{LONG}", f"截至6月底，{LONG}", True),
        (LONG, LONG.replace("累计服务", "共服务"), False),
    ],
)
def test_the_same_words_again_are_stale(then: str, now: str, *, exact: bool) -> None:
    found = same_as_earlier(read(one_row(now)), [("2025Q1", read(one_row(then)))])
    assert found is not None
    assert (found.period, found.exact, found.items) == ("2025Q1", exact, (1,))


@pytest.mark.parametrize(
    "now",
    [
        LONG.replace("1260", "1261"),
        LONG.replace("3处", "5处"),
        LONG.replace("98.5", "9.85"),
        LONG.replace("3处", "三处"),
        f"{LONG}另新建老年食堂2处，日均就餐300人次，开展送餐上门服务。",
        "正在选址。",
    ],
)
def test_changed_figures_or_more_words_are_not_stale(now: str) -> None:
    earlier = [("2025Q1", read(one_row(LONG)))]
    assert same_as_earlier(read(one_row(now)), earlier) is None


def test_an_earlier_document_may_be_given_as_its_text() -> None:
    text = f"某单位报表\n1\t名称\t{LONG}\n2\t名称\t另一件事办了12场"
    assert same_as_earlier(read(one_row(LONG)), [("2025Q1", text)]) is not None
    near = LONG.replace("累计服务", "共服务")
    assert same_as_earlier(read(one_row(near)), [("2025Q1", text)]) is not None
    other = LONG.replace("1260", "1390")
    assert same_as_earlier(read(one_row(other)), [("2025Q1", text)]) is None


def test_short_and_nil_reports_tell_nothing() -> None:
    for words in ("按计划推进", "无", ""):
        earlier = [("2025Q1", read(one_row(words)))]
        assert same_as_earlier(read(one_row(words)), earlier) is None


def test_one_new_row_among_old_ones_is_a_new_report() -> None:
    old = read(form_document())
    rows = [*annex_rows(1, 2, 3), (*annex_rows(4)[0][:3], LONG, "")]
    assert same_as_earlier(read(document([COLUMNS, *rows])), [("2025Q1", old)]) is None


def test_the_likest_earlier_quarter_is_named() -> None:
    earlier = [
        ("2025Q1", read(one_row(LONG.replace("累计服务", "共服务")))),
        ("2025Q2", read(one_row(LONG))),
    ]
    found = same_as_earlier(read(one_row(LONG)), earlier)
    assert found is not None
    assert (found.period, found.exact, found.likeness) == ("2025Q2", True, 100.0)


def period_words(text: str) -> tuple[str, ...]:
    return tuple(f"2025Q{n}" for n, c in enumerate("一二三四", 1) if f"{c}季度" in text)


@pytest.mark.parametrize(
    ("above", "faults"),
    [
        (f"{TITLE}\n填报单位：清源县民政局\n第二季度", []),
        (TITLE, []),
        (TITLE.replace("2025", "2024"), [(HeadingDoubt.OTHER_YEAR, "2024")]),
        (f"{TITLE}\n（第一季度）", [(HeadingDoubt.OTHER_PERIOD, "2025Q1")]),
        (f"{TITLE}\n填报单位：县总工会", [(HeadingDoubt.OTHER_UNIT, "县总工会")]),
        (f"县妇联、县老龄办：\n现将情况报县妇联。\n{TITLE}", []),
        (f"清源县妇联{TITLE}", [(HeadingDoubt.OTHER_UNIT, "县妇联")]),
    ],
)
def test_a_heading_of_something_else_is_a_fault(
    above: str, faults: list[tuple[HeadingDoubt, str]]
) -> None:
    found = heading_faults(
        read(one_row(LONG, above)).heading,
        CIVIL,
        QUARTER.numbered(2025, 2),
        words_of_roster(ROSTER),
        period_words,
    )
    assert [(fault.fault, fault.says) for fault in found] == faults


def test_copies_alike_but_for_their_layout_do_not_differ() -> None:
    above = f"{TITLE}\n填报单位：清源县民政局\n第二季度"
    pdf_above = f"{TITLE[:12]}\n{TITLE[12:]}\n填报单位（盖章）：县民政局  \n4-6月份"
    words = f"{LONG[:9]}\n— 2 —\n{LONG[9:]}".replace("，", ", ").replace("3", "３")
    found = copies_differ(one_row(LONG, above), one_row(words, pdf_above), NOTICE)
    assert found == ()


def test_what_two_copies_say_differently_is_told() -> None:
    above = f"{TITLE}\n填报单位：清源县民政局\n第二季度"
    pdf = f"{TITLE.replace('2025', '2024')}\n填报单位：县妇联\n第一季度"
    other = LONG.replace("1260", "1620")
    found = copies_differ(one_row(LONG, above), one_row(other, pdf), NOTICE)
    told = {d.where: (d.electronic, d.pdf) for d in found}
    assert told["unit"] == ("清源县民政局", "县妇联")
    assert told["year"] == ("2025", "2024")
    assert told["period"] == ("第二季度", "第一季度")
    assert "title" in told
    assert "1260" in told["progress"][0]
    assert "1620" in told["progress"][1]


def test_a_row_that_one_copy_lacks_is_told() -> None:
    found = copies_differ(form_document(1, 4), form_document(1), NOTICE)
    assert [(d.where, d.item_no, d.pdf) for d in found] == [("row", 4, "")]


def test_another_time_limit_is_told() -> None:
    one = document([COLUMNS, (*annex_rows(1)[0][:4], "6月底")])
    other = document([COLUMNS, (*annex_rows(1)[0][:4], "12月底")])
    (found,) = copies_differ(one, other, NOTICE)
    assert (found.where, found.electronic, found.pdf) == ("due", "6月底", "12月底")


def test_a_scan_or_a_letter_is_not_compared() -> None:
    letter = Content(text="现将报表报上，请审阅。")
    assert copies_differ(one_row(LONG), letter, NOTICE) == ()
    assert copies_differ(one_row(LONG), document([COLUMNS]), NOTICE) == ()


def test_units_outside_the_notice_are_compared_as_words() -> None:
    one = one_row(LONG, f"{TITLE}\n填报单位：城关镇")
    assert (
        copies_differ(one, one_row(LONG, f"{TITLE}\n填报单位：城关镇政府"), NOTICE)
        == ()
    )
    found = copies_differ(one, one_row(LONG, f"{TITLE}\n填报单位：东里镇"), NOTICE)
    assert [d.where for d in found] == ["unit"]

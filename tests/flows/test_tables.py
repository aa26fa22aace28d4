"""What a table's columns say, or do not, decides whether its file is filed."""

from __future__ import annotations

import io

import docx

from tests.support import real_mails as mails
from tests.support.documents.write_lineless import Look, lineless
from tests.support.house import House, at

UNIT = "县民政局"
NOW = at("2023-06-28 09:30")
HEAD = ("序号", "实事名称", "责任单位", "一季度", "二季度", "三季度", "四季度")


def yearly(house: House, *said: str) -> mails.Enclosed:
    """Return a form with a column a quarter, as far as the unit filled it."""
    items = house.office.notice.items_of(UNIT)
    paper = docx.Document()
    paper.add_paragraph(house.office.notice.annex_title)
    table = paper.add_table(rows=0, cols=len(HEAD))
    rows: list[tuple[str, ...]] = [HEAD]
    for item in items:
        texts = (*said, *("",) * (4 - len(said)))
        rows.append((str(item.no), item.name, UNIT, *texts))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    into = io.BytesIO()
    paper.save(into)
    return mails.Enclosed(f"{UNIT}二季度报表.docx", into.getvalue())


def flags(house: House) -> list[str]:
    return [word for item in house.reviews() for word in item.reasons]


def test_a_form_filled_for_the_first_quarter_only_goes_to_staff(house: House) -> None:
    form = yearly(house, "一季度走访慰问困难儿童86名")
    done = house.take(house.report(UNIT, files=(form,)), NOW)
    assert (done.filed, done.review) == (0, 1)
    said = "；".join(flags(house))
    assert "应报季度的栏未填写，只填写了其他季度的栏（第一季度）" in said


def test_a_form_filled_for_both_quarters_is_filed(house: House) -> None:
    form = yearly(house, "一季度走访86名", "二季度走访慰问困难儿童112名")
    assert house.take(house.report(UNIT, files=(form,)), NOW).filed == 1


def printed(house: House, look: Look) -> mails.Enclosed:
    text = "走访慰问困难儿童86名，发放补贴12万元，组织“护苗”志愿服务活动30场次，"
    rows = [
        (str(i.no), i.name, "、".join(i.units), text * 2 + f"完成{i.no}成。", "12月")
        for i in house.office.notice.items
    ]
    content = lineless([house.office.notice.annex_columns, *rows], look)
    return mails.Enclosed(f"{UNIT}二季度报表电子版.pdf", content)


TITLE = ("2023年为全县妇女儿童办实事工作进展情况报表", f"填报单位：{UNIT}")


def test_a_printed_table_nobody_can_take_apart_is_said_to_be_one(house: House) -> None:
    # cells in the middle of rows that nothing parts: whose line is whose?
    form = printed(house, Look(pad=0, middle=True, above=TITLE))
    house.take(house.report(UNIT, files=(form,)), NOW)
    assert "表格各栏无法可靠分开" in "；".join(flags(house))


def test_a_printed_table_without_lines_raises_no_such_doubt(house: House) -> None:
    form = printed(house, Look(middle=True, above=TITLE))
    house.take(house.report(UNIT, files=(form,)), NOW)
    assert "表格各栏无法可靠分开" not in "；".join(flags(house))

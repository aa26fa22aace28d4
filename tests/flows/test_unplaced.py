"""Rows that fit no item, from the mail to the consolidated table."""

from __future__ import annotations

import io

import docx
import pytest

from mailbot.core.form.placing import Placement
from mailbot.core.letters.letters import Rendered
from mailbot.core.notice.periods import QUARTER
from mailbot.core.summary.rollup import Given
from mailbot.errors import NeedsStaff
from mailbot.flows.letters.answering import line_of
from mailbot.flows.letters.summarize import rendered, summary
from mailbot.flows.rollup import rollup
from mailbot.flows.staff import placing
from tests.support import real_mails as mails
from tests.support.house import House, at

UNIT = "县总工会"
NOW = at("2023-06-28 09:30")
OWN = ("", "创建书香机关", UNIT, "开展读书会6次，赠书80册。", "全年")


def _form(house: House, *rows: tuple[str, ...]) -> mails.Enclosed:
    """Return the unit's form: its first item only, and what it adds to it."""
    first = house.office.notice.items_of(UNIT)[0]
    named = (str(first.no), first.name, UNIT, "走访慰问困难儿童86名。", "12月底")
    paper = docx.Document()
    paper.add_paragraph(house.office.notice.annex_title)
    paper.add_paragraph(f"填报单位：{UNIT}")
    table = paper.add_table(rows=0, cols=len(named))
    for row in (house.office.notice.annex_columns, named, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    into = io.BytesIO()
    paper.save(into)
    return mails.Enclosed(f"{UNIT}二季度报表.docx", into.getvalue())


def _told_missing(house: House) -> tuple[str, ...]:
    period = QUARTER.numbered(2023, 2)
    with house.office.desk(NOW) as desk:
        return line_of(desk, (UNIT, period)).items_missing


def _summary(house: House) -> Rendered:
    return rendered(house.office, summary(house.office, NOW))


def test_a_row_that_fits_nowhere_is_in_table_and_summary(house: House) -> None:
    house.take(house.report(UNIT, files=(_form(house, OWN),)), NOW)
    table = rollup(house.office, QUARTER.numbered(2023, 2), NOW)
    (one,) = table.unplaced
    assert (one.unit, one.item, one.paragraphs) == (UNIT, OWN[1], (OWN[3],))
    assert one.source.endswith("（电子版第1版）")
    (note,) = summary(house.office, NOW).unplaced
    assert (note.about, note.words) == (UNIT, OWN[1])
    assert all(
        OWN[1] in words for words in (_summary(house).text, _summary(house).html)
    )


def test_no_unit_is_told_that_an_item_is_missing_meanwhile(house: House) -> None:
    house.take(house.report(UNIT, files=(_form(house, OWN),)), NOW)
    assert _told_missing(house) == ()
    table = rollup(house.office, QUARTER.numbered(2023, 2), NOW)
    given = [c.given for r in table.rows for c in r.contributions if c.unit == UNIT]
    assert Given.ITEM_MISSING not in given
    assert Given.UNPLACED in given


def test_without_such_a_row_the_missing_items_are_told(house: House) -> None:
    house.take(house.report(UNIT, files=(_form(house),)), NOW)
    assert len(_told_missing(house)) == len(house.office.notice.items_of(UNIT)) - 1
    assert summary(house.office, NOW).unplaced == ()


def test_a_newer_version_that_places_every_row_ends_the_note(house: House) -> None:
    house.take(house.report(UNIT, files=(_form(house, OWN),)), NOW)
    later = at("2023-06-29 09:30")
    house.take(house.report(UNIT, files=(_form(house),)), later)
    assert summary(house.office, later).unplaced == ()
    assert rollup(house.office, QUARTER.numbered(2023, 2), NOW).unplaced == ()


def _place(house: House, item_no: int, words: str = OWN[1]) -> str:
    return placing.place(house.office, Placement(UNIT, words, item_no), "王科员", NOW)


def _contributions(house: House, number: int) -> list[str]:
    table = rollup(house.office, QUARTER.numbered(2023, number), NOW)
    assert table.unplaced == ()
    given = [c for row in table.rows if row.no == 5 for c in row.contributions]
    return [line for one in given if one.unit == UNIT for line in one.paragraphs]


def test_staff_place_a_row_and_it_is_remembered_for_the_next_report(
    house: House,
) -> None:
    house.take(house.report(UNIT, files=(_form(house, OWN),)), NOW)
    assert _place(house, 5) == f"{UNIT}“{OWN[1]}”已归入第5项，以后该单位所报照此归入"
    assert _contributions(house, 2) == [OWN[3]]
    assert summary(house.office, NOW).unplaced == ()
    later = at("2023-06-29 09:30")
    house.take(house.report(UNIT, files=(_form(house, OWN),)), later)
    assert _contributions(house, 2) == [OWN[3]]
    with house.office.desk(later) as desk:
        versions = desk.work.copies.of_period("2023Q2")
    assert all("rows_unplaced" not in v.flags for v in versions if v.version > 1)


def test_what_staff_placed_is_taken_back_by_its_name(house: House) -> None:
    house.take(house.report(UNIT, files=(_form(house, OWN),)), NOW)
    _place(house, 5)
    said = Placement(UNIT, OWN[1], 0)
    done = placing.take_back(house.office, said, "王科员", at("2023-06-28 10:30"))
    assert done == f"已撤销：{UNIT}“{OWN[1]}”归入第5项"
    (one,) = rollup(house.office, QUARTER.numbered(2023, 2), NOW).unplaced
    assert one.item == OWN[1]
    with pytest.raises(NeedsStaff, match="没有可以撤销的归项"):
        placing.take_back(house.office, said, "王科员", NOW)


def test_a_row_is_placed_under_an_item_of_the_unit_only(house: House) -> None:
    with pytest.raises(NeedsStaff, match="第1项不由县总工会负责，可归入：2、5"):
        _place(house, 1)
    with pytest.raises(NeedsStaff, match="请写明待归项的名称"):
        _place(house, 5, " ")

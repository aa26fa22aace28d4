"""The summary's first lines: who is missing, and what staff must do."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from mailbot.core.orders.facts import View
from mailbot.core.orders.reading_orders import read_orders
from mailbot.core.record.flags import FlagKind
from mailbot.core.summary.words import task
from mailbot.flows.letters.summarize import summary
from tests.flows.letters.test_summary import MONDAY, E, busy
from tests.flows.year import Year
from tests.support.office import STAFF, at, make_office, put_in_review
from tests.support.rows import review


def test_it_names_who_is_missing_and_what_staff_must_do(tmp_path: Path) -> None:
    found = summary(busy(tmp_path), MONDAY)
    assert "县民政局" in found.missing
    assert "县公安局" not in found.missing
    assert [(r.unit, r.lacks) for r in found.partly] == [("县商务局", "盖章PDF未报")]
    assert len(found.missing) == found.counts.missing
    assert len(found.partly) == found.counts.partly
    assert found.to_do[0] == "核实来件1件"
    assert any("电话联系" in words for words in found.to_do)


def test_units_of_which_the_same_is_said_stand_together(tmp_path: Path) -> None:
    found = summary(busy(tmp_path), MONDAY)
    named = [unit for group in (*found.coming, *found.silent) for unit in group.units]
    assert sorted(named) == sorted(line.unit for line in found.outlook)
    assert len(found.coming) < sum(line.coming for line in found.outlook)


def test_a_correction_begins_with_the_proposal_and_orders_nothing_unaltered(
    tmp_path: Path,
) -> None:
    office = busy(tmp_path)
    put_in_review(office, "", "2023Q2", E, at("2023-07-02 13:00"))
    with office.ledger.begin() as work:
        items = work.reviews.open()
    known, unknown = (task(i, "R1-7K3F-Q2MX", STAFF[0], office.local) for i in items)
    says = {way.name: way.words for way in known.ways}
    assert says["改为"] == "R1-7K3F-Q2MX 是 县民政局 2023年第二季度 盖章PDF版"
    says = {way.name: way.words for way in unknown.ways}
    assert "确认" not in says
    view = View(office.notice, office.roster, date(2023, 7, 3))
    assert read_orders(says["改为"], says["改为"], view).orders == ()


def test_letters_that_wait_for_staffs_word_are_a_thing_to_do(tmp_path: Path) -> None:
    year = Year(make_office(tmp_path, released=False))
    year.round(at("2023-06-15 09:00"))
    found = summary(year.office, at("2023-06-15 10:00"))
    assert found.held == len(year.office.notice.units)
    assert any(words.startswith("放行") for words in found.to_do)
    assert {group.day for group in found.coming} == {"6月27日"}
    assert len(found.coming) == 1


def test_a_fault_the_unit_can_mend_is_the_reason_of_a_refusal() -> None:
    blank = replace(review(1), flags=(FlagKind.UNKNOWN_SENDER, FlagKind.BLANK_TEMPLATE))
    stranger = replace(review(1), flags=(FlagKind.UNKNOWN_SENDER,))
    said = [
        way.words
        for item in (blank, stranger)
        for way in task(item, "R1-7K3F-Q2MX", STAFF[0], lambda moment: moment).ways
        if way.name == "退回"
    ]
    assert said == ["R1-7K3F-Q2MX 退回 表格未填写", "R1-7K3F-Q2MX 退回 理由"]

"""What figures say against one another is found, and nothing else is."""

from __future__ import annotations

import pytest

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.contradictions import Told, find
from mailbot.core.figures.model import Clash, Contradiction
from mailbot.core.figures.reading import read_progress
from tests.support.house import ROOT

NOTICE = load_notice(ROOT / "config" / "notice.toml")
SAFETY = "主题安全教育活动30场"
EXAMS = "免费检查2万人"
SHARE = "公办园在园幼儿占比达到60%以上"


def told(period: str, text: str, *, item: int = 10, unit: str = "县公安局") -> Told:
    return Told(unit, item, period, read_progress(text, NOTICE, item, period))


def clashes(*rows: Told) -> list[tuple[str, str, str]]:
    return [(c.kind, c.target, c.period) for c in find(rows)]


def test_a_total_that_falls_is_told_in_the_quarter_in_which_it_is_lower() -> None:
    rows = (
        told("2023Q2", "截至6月底，累计举办主题安全教育活动14场。"),
        told("2023Q3", "截至9月底，累计举办主题安全教育活动12场。"),
        told("2023Q4", "全年累计举办主题安全教育活动30场。"),
    )
    assert clashes(*rows) == [(Clash.FALLS, SAFETY, "2023Q3")]


def test_a_quarters_own_figure_may_be_lower_than_the_one_before() -> None:
    rows = (
        told("2023Q2", "二季度举办主题安全教育活动14场。"),
        told("2023Q3", "三季度举办主题安全教育活动9场，累计23场。"),
    )
    assert clashes(*rows) == []


def test_a_share_may_fall() -> None:
    rows = (
        told("2023Q2", "截至6月底公办园在园幼儿占比59%。", item=1),
        told("2023Q3", "截至9月底公办园在园幼儿占比58%。", item=1),
    )
    assert clashes(*rows) == []


def test_an_open_correction_is_no_fall() -> None:
    rows = (
        told("2023Q2", "截至6月底，累计举办主题安全教育活动14场。"),
        told("2023Q3", "主题安全教育活动上季度误报为14场，截至9月底累计应为12场。"),
    )
    assert clashes(*rows) == []


@pytest.mark.parametrize(
    ("rate", "found"), [("80%", False), ("78%", False), ("77%", True), ("83%", True)]
)
def test_a_rate_more_than_two_points_off_is_told(rate: str, *, found: bool) -> None:
    row = told("2023Q3", f"主题安全教育活动举办24场，完成率{rate}。")
    expected = [(Clash.PERCENT, SAFETY, "2023Q3")] if found else []
    assert clashes(row) == expected


def test_two_units_that_tell_different_totals_of_one_quarter() -> None:
    rows = (
        told("2023Q3", "全县累计举办主题安全教育活动23场。"),
        told("2023Q3", "截至9月底累计举办主题安全教育活动25场。", unit="县法院"),
        told("2023Q2", "截至6月底累计举办主题安全教育活动9场。", unit="县检察院"),
    )
    assert clashes(*rows) == [(Clash.UNITS, SAFETY, "2023Q3")]


def test_a_units_own_share_is_no_total() -> None:
    rows = (
        told("2023Q3", "全县累计举办主题安全教育活动23场。"),
        told("2023Q3", "累计主题安全教育活动我局承办4场。", unit="县法院"),
    )
    assert clashes(*rows) == []


def test_what_a_unit_says_of_itself_alone_is_no_total() -> None:
    rows = (
        told("2023Q3", "全县累计举办主题安全教育活动23场。"),
        told("2023Q3", "我局累计举办主题安全教育活动4场。", unit="县法院"),
    )
    assert clashes(*rows) == []


def test_a_correction_in_another_sentence_is_no_fall() -> None:
    rows = (
        told("2023Q2", "截至6月底，累计举办主题安全教育活动14场。"),
        told(
            "2023Q3",
            "截至9月底，累计举办主题安全教育活动12场。上季度误报镇级活动，已核减。",
        ),
    )
    assert clashes(*rows) == []


def test_copies_of_one_quarter_that_differ() -> None:
    rows = (
        told("2023Q3", "截至9月底累计举办主题安全教育活动23场。"),
        told("2023Q3", "截至9月底累计举办主题安全教育活动32场。"),
    )
    assert clashes(*rows) == [(Clash.COPIES, SAFETY, "2023Q3")]


def test_one_value_written_in_two_ways_is_one() -> None:
    rows = (
        told("2023Q3", "累计完成“两癌”免费检查1.4万人。", item=5),
        told("2023Q3", "累计完成“两癌”免费检查14000人。", item=5),
    )
    assert clashes(*rows) == []


def test_a_counter_of_another_kind_than_the_quarter_before() -> None:
    rows = (
        told("2023Q2", "累计完成“两癌”免费检查8000人。", item=5),
        told("2023Q3", "累计完成“两癌”免费检查15000人次。", item=5),
        told("2023Q4", "累计完成“两癌”免费检查20000人次。", item=5),
    )
    assert clashes(*rows) == [(Clash.UNIT_WORD, EXAMS, "2023Q3")]


def test_a_count_far_above_its_target_is_told_in_each_quarter() -> None:
    rows = (
        told("2023Q3", "截至9月底累计举办主题安全教育活动46场。"),
        told("2023Q4", "全年累计举办主题安全教育活动48场。"),
    )
    assert clashes(*rows) == [
        (Clash.OVER, SAFETY, "2023Q3"),
        (Clash.OVER, SAFETY, "2023Q4"),
    ]


def test_half_as_much_again_is_not_yet_too_much() -> None:
    assert clashes(told("2023Q3", "累计举办主题安全教育活动45场。")) == []


def test_what_is_not_sure_contradicts_nothing() -> None:
    rows = (
        told("2023Q2", "截至6月底，累计举办主题安全教育活动14场。"),
        told("2023Q3", "截至9月底，累计举办主题安全教育活动约12场。"),
    )
    assert clashes(*rows) == []


def test_contradictions_stand_in_order() -> None:
    assert Contradiction(Clash.FALLS, "甲", "2023Q2") < Contradiction(
        Clash.FALLS, "甲", "2023Q3"
    )

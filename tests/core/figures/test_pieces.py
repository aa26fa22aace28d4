"""Numbers, times and tables are read as people write them."""

from __future__ import annotations

import pytest

from mailbot.core.figures.pieces.numerals import number_at, range_end
from mailbot.core.figures.pieces.tables import parts_of
from mailbot.core.figures.pieces.times import Season, TimeSense, time_at
from mailbot.core.words.wording import plain

QUARTER = Season(2023, 3)


@pytest.mark.parametrize(
    ("words", "value", "exact"),
    [
        ("12", 12, True),
        ("10,000", 10000, True),
        ("1.2万", 12000, True),
        ("1.4万", 14000, True),
        ("3千", 3000, True),
        ("３０", 30, True),
        ("八十六", 86, True),
        ("两", 2, True),
        ("十", 10, True),
        ("一百零五", 105, True),
        ("八千六百", 8600, True),
        ("一万二千", 12000, True),
        ("零", 0, True),
        ("五十九点六", 59.6, True),
        ("百余", 100, False),
        ("20多", 20, False),
        ("五六", 5, False),
        ("1O", 10, False),
        ("5 9.6", 59.6, False),
        ("2,0000", 20000, False),
    ],
)
def test_a_number_has_its_value(words: str, value: float, *, exact: bool) -> None:
    number = number_at(plain(words), 0)
    assert number is not None
    assert (number.value, number.exact and not number.slip) == (value, exact)


@pytest.mark.parametrize("words", ["一二三", "二〇二三", "场"])
def test_no_count_is_read_from_other_signs(words: str) -> None:
    number = number_at(words, 0)
    assert number is None or number.end < len(words)


def test_a_range_has_its_smaller_value() -> None:
    text = "30至40场"
    number = number_at(text, 0)
    assert number is not None
    found = range_end(text, number, number.end)
    assert found is not None
    assert (found.value, found.exact, found.ranged) == (30, False, True)


def test_the_low_end_of_a_range_takes_the_scale_of_the_high_one() -> None:
    number = number_at("1至2万", 0)
    assert number is not None
    found = range_end("1至2万", number, 1)
    assert found is not None
    assert found.value == 10000


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("截至9月底", TimeSense.CUMULATIVE),
        ("截止目前", TimeSense.CUMULATIVE),
        ("年初以来", TimeSense.CUMULATIVE),
        ("累计", TimeSense.CUMULATIVE),
        ("上半年", TimeSense.CUMULATIVE),
        ("1-9月", TimeSense.CUMULATIVE),
        ("前三季度", TimeSense.CUMULATIVE),
        ("7-9月", TimeSense.QUARTER),
        ("三季度", TimeSense.QUARTER),
        ("第三季度", TimeSense.QUARTER),
        ("本季度", TimeSense.QUARTER),
        ("5月至8月", TimeSense.NOW),
        ("9月16日至17日", TimeSense.NOW),
        ("二季度", TimeSense.OTHER_QUARTER),
        ("四季度", TimeSense.FUTURE),
        ("11月底前", TimeSense.BEFORE),
        ("8月底前", TimeSense.NOW),
        ("2022年", TimeSense.PAST),
        ("2023年", TimeSense.NOW),
        ("自2020年以来", TimeSense.MANY_YEARS),
        ("下半年", TimeSense.NOW),
    ],
)
def test_words_of_time_in_the_third_quarter(words: str, when: TimeSense) -> None:
    found = time_at(words, 0, QUARTER)
    assert found is not None
    assert (found.when, found.end) == (when, len(words))


def test_the_second_half_is_still_to_come_in_the_second_quarter() -> None:
    found = time_at("下半年", 0, Season(2023, 2))
    assert found is not None
    assert found.when is TimeSense.FUTURE


def test_a_table_becomes_a_sentence_a_line() -> None:
    text = "具体进展如下：\n项目\t目标\t完成数\t完成率\n希望小屋（处）\t30\t22\t73%"
    assert list(parts_of(text)) == [
        "具体进展如下：",
        "希望小屋，目标30处，完成数22处，完成率73%",
    ]


def test_a_table_with_numbered_lines_and_a_column_of_counters() -> None:
    text = "序号\t项目\t单位\t完成\n1\t希望小屋\t处\t22"
    assert list(parts_of(text)) == ["希望小屋，完成22处"]


def test_a_table_without_headings_is_read_as_it_stands() -> None:
    assert list(parts_of("希望小屋\t已建成22处")) == ["希望小屋，已建成22处"]


def test_a_table_turned_on_its_side() -> None:
    text = "\t希望小屋\n目标任务\t30处\n完成情况\t22处"
    assert list(parts_of(text)) == ["希望小屋，目标任务30处，完成情况22处"]

"""Which titles say nothing of their matter, and which say that it is another."""

import pytest

from mailbot.core.matter.evidence import notice_words
from mailbot.core.matter.titles import is_mute, is_other_paper, other_matter
from mailbot.core.matter.words import (
    COMMON,
    COURTESY,
    OTHER_PAPERS,
    REPORT_WORDS,
    WHOSE_WORDS,
)
from tests.core.judge.matching_county import NAMES, NOTICE

UNITS = tuple(alias for row in NAMES for alias in (row[0], row[1], *row[2].split()))


def otherwise(*lines: str) -> str:
    return other_matter(lines, NOTICE, UNITS)


@pytest.mark.parametrize(("kind", "example"), OTHER_PAPERS)
def test_a_kind_of_paper_that_is_no_report_says_otherwise(
    kind: str, example: str
) -> None:
    assert kind in example
    assert is_other_paper(example)
    assert otherwise(f"云溪县民政局{example}") == f"云溪县民政局{example}"


@pytest.mark.parametrize("word", [*REPORT_WORDS, *WHOSE_WORDS])
def test_a_title_with_a_word_of_reports_says_nothing(word: str) -> None:
    title = f"县民政局2025年第二季度{word}"
    assert not otherwise(title)
    assert is_mute(title, NOTICE, UNITS)


@pytest.mark.parametrize("word", COURTESY)
def test_courtesy_says_nothing(word: str) -> None:
    assert is_mute(f"二季度报表{word}", NOTICE, UNITS)


@pytest.mark.parametrize("word", COMMON)
def test_a_word_of_the_whole_field_is_no_word_of_this_notice_alone(word: str) -> None:
    assert word not in notice_words(NOTICE)


@pytest.mark.parametrize(
    "title",
    [
        "县残联二季度工作总结",
        "云溪县民政局2025年第二季度进展情况汇报",
        "附件1",
        "填报单位：云溪县消防救援大队（盖章）",
        "2025年为全县老年人办好民生实事进展情况表",
        "居家养老提升行动进展情况",
        "银龄护航反诈宣传",
        "",
    ],
)
def test_a_title_of_this_notice_or_of_any_report_does_not_say_otherwise(
    title: str,
) -> None:
    assert not otherwise(title)


@pytest.mark.parametrize(
    "title",
    [
        "云溪县民政局烈士陵园管护二季度情况",
        "防汛抗旱物资储备情况表",
        "退役军人优抚资金二季度报表",
    ],
)
def test_four_characters_of_another_matter_say_otherwise(title: str) -> None:
    assert otherwise(title) == title
    assert not is_mute(title, NOTICE, UNITS)


def test_a_second_line_must_end_as_titles_do() -> None:
    assert not otherwise("云溪县民政局", "烈士陵园管护")
    assert otherwise("云溪县民政局", "烈士陵园管护情况") == "烈士陵园管护情况"


def test_a_paper_that_addresses_many_goes_down_and_is_no_report() -> None:
    title = "云溪县民政局二季度工作情况"
    assert otherwise(title, "各镇（街道）民政办：") == title
    assert not otherwise(title, "县老龄办：")
    assert not otherwise(title, "各项任务完成情况")


def test_three_characters_are_too_few_to_say_otherwise() -> None:
    assert not otherwise("防汛抗二季度情况")

"""Figures are read from how units write: a table of sentences, and what must hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.adapters.notice_file import load_notice
from mailbot.core.figures.model import Figure, FigureSpan, FigureState
from mailbot.core.figures.reading import read_progress
from tests.support.house import ROOT

NOTICE = load_notice(ROOT / "config" / "notice.toml")
TABLE = Path(__file__).with_name("sentences.txt").read_text("utf-8").splitlines()
CASES = [line.split("|", 2) for line in TABLE if not line.startswith("#")]


def read(text: str, item: int, quarter: str = "2023Q3") -> tuple[Figure, ...]:
    return read_progress(text, NOTICE, item, quarter)


def said(figure: Figure, item: int) -> str:
    targets = [target.text for target in NOTICE.items[item - 1].targets]
    place = targets.index(figure.target.text) + 1
    value = f"{figure.value:.10g}"
    rate = "-" if figure.percent is None else f"{figure.percent:g}"
    return f"{place} {value} {figure.unit} {figure.state} {figure.span or '-'} {rate}"


@pytest.mark.parametrize(
    ("item", "quarter", "words"), CASES, ids=[words for *_, words in CASES]
)
def test_a_sentence_tells(item: str, quarter: str, words: str) -> None:
    text, told = words.rsplit("|", 1)
    raw = text.replace("\\n", "\n").replace("\\t", "\t")
    sure = [said(f, int(item)) for f in read(raw, int(item), quarter) if f.sure]
    assert "; ".join(sure) == told


@pytest.mark.parametrize(
    ("text", "item", "says"),
    [
        ("主题安全教育活动开展1O场。", 10, "数字书写疑有误"),
        ("主题安全教育活动开展20余场。", 10, "写的是约数"),
        ("主题安全教育活动约20场。", 10, "写的是约数"),
        ("主题安全教育活动20至24场。", 10, "写的是范围，不是确数"),
        ("主题安全教育活动开展12次。", 10, "单位与目标的“场”不同"),
        ("主题安全教育活动24场数据有误，待核实。", 10, "原文注明尚待核实"),
        ("我局承办主题安全教育活动12场。", 10, "只是本单位承担的部分"),
        ("眼保健和视力检查覆盖率95%。", 2, "属于其他实事的目标"),
        ("提升巾帼共富微占45处。", 6, "事项名称疑有错字"),
        ("新改扩建幼儿园3所、小学1所。", 1, "只是该目标的一部分"),
        ("主题安全教育活动已全部完成。", 10, "只说已完成，未写数量"),
    ],
)
def test_what_is_not_sure_is_asked_in_words(text: str, item: int, says: str) -> None:
    found = read(text, item)
    assert found
    assert not any(figure.sure for figure in found)
    assert found[0].says == says


def test_a_doubt_in_the_next_sentence_doubts_what_stood_before() -> None:
    (figure,) = read("主题安全教育活动24场。以上数据有误，待核实。", 10)
    assert not figure.sure


def test_an_open_correction_is_marked() -> None:
    (figure,) = read("主题安全教育活动上季度误报为34场，应为24场。", 10)
    assert (figure.value, figure.sure, figure.corrected) == (24, True, True)


def test_a_figure_keeps_the_sentence_it_was_read_from() -> None:
    text = "工作有序。截至9月底，已建成“希望小屋”２４处。下一步加强管理。"
    (figure,) = read(text, 9)
    assert figure.sentence == "截至9月底，已建成“希望小屋”２４处。"
    assert (figure.value, figure.state) == (24, FigureState.DONE)
    assert figure.span is FigureSpan.CUMULATIVE


def test_plans_hold_for_the_lines_under_their_heading() -> None:
    text = "下一步打算：\n1.建成“希望小屋”6处。\n二、完成情况\n“希望小屋”建成24处。"
    assert [f.state for f in read(text, 9)] == [FigureState.PLANNED, FigureState.DONE]


def test_without_a_quarter_the_figures_are_read_all_the_same() -> None:
    (figure,) = read_progress("“希望小屋”建成24处。", NOTICE, 9, None)
    assert (figure.value, figure.sure) == (24, True)


WORDS = st.sampled_from(
    [
        *"，。、；：（）“”\n\t 0123456789%一二三十百千万两余约oO",
        *("主题安全教育活动", "场", "人次", "分别", "其中", "已", "计划", "截至"),
        *("9月底", "累计", "更正为"),
    ]
)


@given(text=st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map("".join)))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    for figure in read(text, 10):
        assert figure.sure != bool(figure.says)
        assert figure.sentence
